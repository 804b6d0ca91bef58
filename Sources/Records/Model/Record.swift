public import ContentLines

/// What a record is.
public enum RecordKind: String, Sendable, CaseIterable, Comparable, Codable {
  case contact, event, task

  /// In the order of commands and files.
  public static func < (one: RecordKind, other: RecordKind) -> Bool {
    one.rawValue < other.rawValue
  }

  /// The format its properties belong to.
  public var format: Format { self == .contact ? .vCard : .iCalendar }
}

/// The two formats; each has its own schema.
public enum Format: Sendable {
  case vCard, iCalendar
}

/// One contact, one event (a whole recurrence set) or one task.
///
/// A contact has one component. An event or task has its master first, where it has one, then its
/// instances (components with RECURRENCE-ID) by original start.
public struct Record: Sendable, Hashable {
  /// What it describes.
  public var kind: RecordKind
  /// The master first, then instances that differ from it.
  public var components: [Component]
  /// Definitions of zones that no IANA name explains (VTIMEZONE), kept with the record.
  public var zones: [Component]

  /// A record of components that belong together.
  public init(_ kind: RecordKind, _ components: [Component], zones: [Component] = []) {
    self.kind = kind
    self.components = components
    self.zones = zones
  }

  /// The value of UID, or nil. Compared byte by byte.
  public var uid: Text? {
    get {
      for index in components.indices {
        if let value = components[index].first(.uid)?.value, !value.isEmpty { return value }
      }
      return nil
    }
    set {
      for index in components.indices {
        components[index].set(.uid, newValue.map { Property(.uid, value: $0) })
      }
    }
  }

  /// The component without RECURRENCE-ID: the contact, the single event, the master of a series.
  public var master: Component? {
    components.first { !$0.has(.recurrenceID) }
  }

  /// The instances, by original start.
  public var instances: [Component] {
    components.filter { $0.has(.recurrenceID) }
  }

  /// The record as a person knows it: the first of the schema's naming properties with a value, in
  /// their order, or `(no name)`.
  public var displayName: String {
    guard let component = master ?? components.first else { return "(no name)" }
    for name in Schema.namingProperties(kind.format) {
      guard let property = component.first(name) else { continue }
      let parts = property.parts.map { TextEscaping.unescape($0).trimmed.string }
      let order = Schema.spokenOrder(name, count: parts.count)
      let words = order.map { parts[$0] }.filter { !$0.isEmpty }
      if !words.isEmpty { return words.joined(separator: " ") }
    }
    return "(no name)"
  }
}

extension Name {
  /// `UID`.
  public static let uid: Name = "UID"
  /// `VERSION`.
  public static let version: Name = "VERSION"
  /// `RECURRENCE-ID`.
  public static let recurrenceID: Name = "RECURRENCE-ID"
  /// `TYPE`.
  public static let type: Name = "TYPE"
  /// `VALUE`.
  public static let value: Name = "VALUE"
  /// `TZID`.
  public static let tzid: Name = "TZID"
  /// `VCARD`.
  public static let vcard: Name = "VCARD"
  /// `VCALENDAR`.
  public static let vcalendar: Name = "VCALENDAR"
  /// `VEVENT`.
  public static let vevent: Name = "VEVENT"
  /// `VTODO`.
  public static let vtodo: Name = "VTODO"
  /// `VJOURNAL`.
  public static let vjournal: Name = "VJOURNAL"
  /// `VALARM`.
  public static let valarm: Name = "VALARM"
  /// `VTIMEZONE`.
  public static let vtimezone: Name = "VTIMEZONE"
  /// Holds a line that is no content line, so that nothing read is lost.
  public static let unread: Name = "X-DRAWBRIDGE-UNREAD"
  /// The calendar, task list or address book a record lies in (FORMS, Workspace).
  public static let collection: Name = "X-DRAWBRIDGE-COLLECTION"
}
