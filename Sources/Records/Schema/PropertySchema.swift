/// How the value of a property is built (RFC 6350 section 4, RFC 5545 section 3.3).
public enum ValueKind: Sendable, Hashable {
  /// One text; separators inside are escaped.
  case text
  /// Texts between commas, each a value of its own.
  case textList
  /// Components between semicolons; at least `count` are written. In `lists` each is a comma list.
  case structured(count: Int, lists: Bool)
  /// A URI or another token that is not escaped.
  case uri
  /// A calendar user address (RFC 5545 section 3.3.3).
  case address
  /// A date, date-time or time; spelled by the format's module.
  case date
  /// Dates between commas (EXDATE, RDATE).
  case dateList
  case integer, float, boolean, duration, offset, recurrence, language
  /// `count` numbers between semicolons (GEO of RFC 5545 section 3.8.1.6).
  case floats(count: Int)
  /// A word of a fixed list, in upper case.
  case word
  /// Not known: never touched.
  case raw
}

/// What pairs a member with the same member of another version of the record.
public enum KeyRule: Sendable, Hashable {
  case none
  /// The address, its domain in lower case.
  case email
  /// E.164 where written with `+`, else all digits.
  case phone
  /// All components, spaces folded.
  case postalAddress
  /// The value itself.
  case value
  /// The calendar address in lower case, without `mailto:`.
  case calendarAddress
}

/// What is merged as one.
public enum MergeUnit: Sendable, Hashable {
  /// Each property, or each member of it.
  case property
  /// Each component of the value by itself (N).
  case components
  /// Each line of the text (NOTE, DESCRIPTION).
  case lines
  /// One unit with all others of the same group: DTSTART, DTEND, DURATION, RRULE …
  case schedule
  /// STATUS, PERCENT-COMPLETE and COMPLETED of a task.
  case progress
  /// DTSTART and DUE of a task.
  case dates
  /// EXDATE and RDATE: spellings of an instance.
  case instances
  /// Identity and form (UID, VERSION, RECURRENCE-ID): not content, never merged.
  case identity
}

/// Where a property belongs.
public enum Scope: Sendable, Hashable {
  /// To the record, on all sides.
  case shared
  /// To one account, and it stays there: labels, colour, own reminders.
  case account
}

/// What a property is to the rules that administrators set (spec/rules), which know no names.
public enum PropertyRole: Sendable, Hashable, CaseIterable {
  /// The organisation of a contact, which OpenCRM keeps as a company.
  case company
  /// The labels of a contact in an account, or its folder in OpenCRM.
  case labels
  /// The full name of a contact, and its parts: nobody can be entered without.
  case fullName, nameParts
  /// Who may see an event or task.
  case privacy
  /// What an event or task is called.
  case title
  /// Whether an event or task was called off, or is done.
  case state
  /// The guests of a meeting.
  case guests
  /// The name of a calendar, and its zone.
  case calendarName, calendarZone
}

/// The versions of vCard that know a property.
public struct VCardVersions: OptionSet, Sendable, Hashable {
  /// Bits, one a version.
  public let rawValue: UInt8

  /// A set of versions.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// vCard 2.1.
  public static let v21 = VCardVersions(rawValue: 1)
  /// vCard 3.0 (RFC 2426).
  public static let v3 = VCardVersions(rawValue: 2)
  /// vCard 4.0 (RFC 6350 and what extends it).
  public static let v4 = VCardVersions(rawValue: 4)
  static let all: VCardVersions = [.v21, .v3, .v4]
  static let only3: VCardVersions = [.v3]
  static let only4: VCardVersions = [.v4]
  static let until3: VCardVersions = [.v21, .v3]
  static let from3: VCardVersions = [.v3, .v4]
}

/// One row of the schema: everything the engine knows about a property.
public struct PropertySchema: Sendable, Hashable {
  /// How often it may stand in a component.
  public enum Cardinality: Sendable { case one, many }

  /// Upper-case.
  public let name: Name
  /// Place in the canonical order.
  public let order: Int
  /// How its value is built.
  public let value: ValueKind
  /// How often it may stand in a component.
  public let cardinality: Cardinality
  /// What pairs its members.
  public let key: KeyRule
  /// What is merged as one.
  public let unit: MergeUnit
  /// Where it belongs.
  public let scope: Scope
  /// Never compared and not part of the digest.
  public let isVolatile: Bool
  /// The value type when VALUE is absent, in the spelling of the format.
  public let defaultType: String
  /// The type that VALUE names where nothing else is said: the standard has no default, and asks
  /// for VALUE. Empty for properties with a default.
  public let statedType: String
  /// The most components of a structured value; 0 where there is no limit.
  public let mostParts: Int
  /// Whether it has a row of its own.
  public let isKnown: Bool
  /// What rules of the settings ask for by this.
  public let role: PropertyRole?
  /// The versions of vCard that know it; all of them where it is none of a card.
  public let versions: VCardVersions

  /// Whether members are paired by key.
  public var isKeyed: Bool { key != .none }
}

/// A parameter whose values have one canonical case, or are a set.
public struct ParameterSchema: Sendable {
  /// Which case its values are brought to.
  public enum Case: Sendable { case asWritten, lower, upper }

  /// Upper-case.
  public let name: Name
  /// Which case its values are brought to.
  public let letterCase: Case
  /// Values are a set: sorted, written as one list.
  public let isSet: Bool
  /// A comma inside quotes separates values as well (`TYPE="work,voice"`).
  public let splitsQuoted: Bool
}
