public import Records

/// One thing that two records can have in common.
public enum MatchField: UInt8, Sendable, CaseIterable, Comparable {
  case uid, email, phone
  /// The last nine digits of a number: weaker than `phone`, equal for `0113 496 0123` and
  /// `+44 113 496 0123`.
  case phoneEnd
  case name, nickname, company, title, address, birthday, website, note
  case summary, start, end, due, place, attendee
  /// Whether an event or task repeats.
  case repeats

  /// A field as `contacts.match` in the settings names it; nil for any other word.
  public init?(settingName: String) {
    switch settingName {
    case "email": self = .email
    case "phone": self = .phone
    case "name": self = .name
    case "company": self = .company
    default: return nil
    }
  }

  /// By name.
  public static func < (one: MatchField, other: MatchField) -> Bool {
    one.rawValue < other.rawValue
  }

  /// How a sentence names the field: `same e-mail`.
  var words: String {
    switch self {
    case .uid: "UID"
    case .email: "e-mail"
    case .phone: "phone"
    case .phoneEnd: "phone but for its prefix"
    case .summary: "title"
    case .title: "job title"
    case .start: "start"
    case .end: "end"
    case .due: "due date"
    case .attendee: "guest"
    case .address: "postal address"
    case .name, .nickname, .company, .birthday, .website, .note, .place, .repeats: "\(self)"
    }
  }
}

/// Fields that link two records, best tier first: all fields of a tier must agree.
public typealias MatchTiers = [[MatchField]]

extension MatchTiers {
  /// The tiers of a kind where the settings name none: for contacts those of
  /// `contacts.match`, for events title and start, for tasks title and due date.
  public static func standard(_ kind: RecordKind) -> MatchTiers {
    switch kind {
    case .contact: [[.email], [.name, .phone], [.name, .company]]
    case .event: [[.summary, .start]]
    case .task: [[.summary, .due]]
    }
  }
}
