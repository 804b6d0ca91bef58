import ContentLines
import Records

/// Which schema properties feed which match field: the one place here that names properties.
enum FieldTable {
  /// How a value becomes a key.
  enum Reading: Sendable {
    /// By the schema's member key, in lower case.
    case address
    /// By the schema's member key, and by its last digits.
    case number
    /// A name as it is shown to people.
    case fullName
    /// A name in components: family, given, middle, prefix, suffix.
    case nameParts
    /// Texts between commas, each folded.
    case list
    /// The first component, folded, without the legal form of a company.
    case organisation
    /// All components, folded.
    case phrase
    /// Long text: folded, and only where it says enough to tell records apart.
    case longText
    /// As it stands.
    case exact
    /// A date or a moment.
    case moment
    /// The day alone.
    case day
    /// Only that it is there.
    case presence
  }

  struct Row: Sendable {
    let name: Name
    let field: MatchField
    let reading: Reading
  }

  private static let contact: [Row] = [
    Row(name: .uid, field: .uid, reading: .exact),
    Row(name: "FN", field: .name, reading: .fullName),
    Row(name: "N", field: .name, reading: .nameParts),
    Row(name: "NICKNAME", field: .nickname, reading: .list),
    Row(name: "EMAIL", field: .email, reading: .address),
    Row(name: "TEL", field: .phone, reading: .number),
    Row(name: "ORG", field: .company, reading: .organisation),
    Row(name: "TITLE", field: .title, reading: .phrase),
    Row(name: "ADR", field: .address, reading: .phrase),
    Row(name: "BDAY", field: .birthday, reading: .exact),
    Row(name: "URL", field: .website, reading: .exact),
    Row(name: "IMPP", field: .website, reading: .exact),
    Row(name: "NOTE", field: .note, reading: .longText),
  ]

  private static let event: [Row] = [
    Row(name: .uid, field: .uid, reading: .exact),
    Row(name: "SUMMARY", field: .summary, reading: .phrase),
    Row(name: "DTSTART", field: .start, reading: .moment),
    Row(name: "DTEND", field: .end, reading: .moment),
    Row(name: "LOCATION", field: .place, reading: .phrase),
    Row(name: "ATTENDEE", field: .attendee, reading: .address),
    Row(name: "DESCRIPTION", field: .note, reading: .longText),
    Row(name: "RRULE", field: .repeats, reading: .presence),
  ]

  private static let task: [Row] = [
    Row(name: .uid, field: .uid, reading: .exact),
    Row(name: "SUMMARY", field: .summary, reading: .phrase),
    Row(name: "DTSTART", field: .start, reading: .day),
    Row(name: "DUE", field: .due, reading: .day),
    Row(name: "DESCRIPTION", field: .note, reading: .longText),
    Row(name: "RRULE", field: .repeats, reading: .presence),
  ]

  /// Rows by interned property name: looked up for every property of every record.
  struct Rows: Sendable {
    private var byName: [Row?] = []

    init(_ rows: [Row]) {
      for row in rows {
        while byName.count <= Int(row.name.id) { byName.append(nil) }
        byName[Int(row.name.id)] = row
      }
    }

    /// The row of a property, or nil. O(1).
    subscript(name: Name) -> Row? {
      Int(name.id) < byName.count ? byName[Int(name.id)] : nil
    }
  }

  /// The properties that feed a field.
  static func names(of field: MatchField, _ kind: RecordKind) -> [Name] {
    let all =
      switch kind {
      case .contact: contact
      case .event: event
      case .task: task
      }
    return all.filter { $0.field == field }.map(\.name)
  }

  private static let contactRows = Rows(contact)
  private static let eventRows = Rows(event)
  private static let taskRows = Rows(task)

  /// The rows of a kind.
  static func rows(_ kind: RecordKind) -> Rows {
    switch kind {
    case .contact: contactRows
    case .event: eventRows
    case .task: taskRows
    }
  }
}
