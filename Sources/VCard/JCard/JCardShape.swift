import CivilTime
import ContentLines
import Records

/// How the value of one property stands in JSON (RFC 7095 sections 3.3.1.3, 3.5).
enum JCardShape {
  case text, texts
  /// The texts of a property that no schema knows: lists of what may be structured.
  case openText
  case structured(lists: Bool)
  case date(isList: Bool)
  case numbers(isList: Bool)
  case clock, offset, truth, raw

  /// Whether several values are one property.
  var isList: Bool { if case .texts = self { true } else { false } }

  init(type: Text, _ property: Property, _ row: PropertySchema) {
    switch type.asciiLowercased.string {
    case "timestamp": self = .date(isList: false)
    case "utc-offset": self = .offset
    case "time": self = .clock
    case "boolean": self = .truth
    case "integer", "float": self = .numbers(isList: !row.isKnown)
    case "text" where !row.isKnown: self = .openText
    case "date", "date-time", "date-and-or-time":
      self = .date(isList: !row.isKnown)
    default:
      guard row.isKnown else {
        self = .raw
        return
      }
      var property = property
      property.set(.value, type.isEmpty || type == "unknown" ? [] : [type])
      switch row.isVolatile ? row.value : CanonicalValue.kind(of: property, row) {
      case .text: self = .text
      case .textList: self = .texts
      case .structured(_, let lists): self = .structured(lists: lists)
      case .date: self = .date(isList: false)
      default: self = .raw
      }
    }
  }

  // MARK: Writing

  /// The JSON values; what reading would not give back is for the caller to see.
  func values(_ value: Text) -> [JSONValue] {
    switch self {
    case .text: [.string(TextEscaping.unescape(value))]
    case .texts: TextEscaping.split(value, at: ASCII.comma).map(Self.string)
    case .openText:
      TextEscaping.split(value, at: ASCII.comma).map { Self.structured($0, lists: false) }
    case .structured(let lists): [Self.structured(value, lists: lists)]
    case .date(let isList):
      isList
        ? TextEscaping.split(value, at: ASCII.comma).map { .string(Self.extended($0)) }
        : [.string(Self.extended(value))]
    case .clock: [.string(Self.extendedClock(value))]
    case .offset: [.string(DateSpelling.extendedOffset(value) ?? value)]
    case .numbers(let isList):
      isList
        ? TextEscaping.split(value, at: ASCII.comma).map(Self.number) : [Self.number(value)]
    case .truth: [value == "TRUE" ? .bool(true) : value == "FALSE" ? .bool(false) : .string(value)]
    case .raw: [.string(value)]
    }
  }

  private static func string(_ escaped: Text) -> JSONValue {
    .string(TextEscaping.unescape(escaped))
  }

  private static func structured(_ value: Text, lists: Bool) -> JSONValue {
    let parts = TextEscaping.split(value, at: ASCII.semicolon).map { part -> JSONValue in
      let words = lists ? TextEscaping.split(part, at: ASCII.comma) : [part]
      return words.count == 1 ? string(part) : .array(words.map(string))
    }
    return parts.count == 1 && parts[0].items == nil ? parts[0] : .array(parts)
  }

  private static func extended(_ value: Text) -> Text {
    guard let date = VCardDate(value.bytes), DateSpelling.spelled(date) == value else {
      return value
    }
    return DateSpelling.extended(date)
  }

  /// `10:22:00` for `102200`.
  private static func extendedClock(_ value: Text) -> Text {
    guard let time = DateSpelling.clock(value), DateSpelling.spelledClock(time) == value else {
      return value
    }
    let text = DateSpelling.extended(time)
    return text[1..<text.count]
  }

  /// A number of JSON's grammar in its own spelling; any other text as a string.
  private static func number(_ text: Text) -> JSONValue {
    guard let parsed = try? JSONValue(parsing: Array(text.bytes)),
      case .number(let spelling) = parsed,
      spelling == text
    else { return .string(text) }
    return parsed
  }

  // MARK: Reading

  /// The value in a content line.
  func value(_ values: [JSONValue]) -> Text {
    let first = values.first ?? .null
    switch self {
    case .text: return Self.escaped(first)
    case .texts, .openText:
      let items: [JSONValue]
      // A list is no structure: brackets around it say no more than the values alone.
      if case .texts = self { items = values.flatMap { $0.items ?? [$0] } } else { items = values }
      return CanonicalValue.join(items.map(Self.escaped), ASCII.comma)
    case .structured:
      guard let parts = first.items else { return TextEscaping.escape(Self.plain(first)) }
      return parts.isEmpty ? .empty : Self.escaped(first)
    case .date:
      return CanonicalValue.join(values.map { Self.basic(Self.plain($0)) }, ASCII.comma)
    case .clock:
      return CanonicalValue.join(
        values.map { value in
          let text = Self.plain(value)
          return DateSpelling.clock(text).map(DateSpelling.spelledClock) ?? text
        }, ASCII.comma)
    case .offset:
      let text = Self.plain(first)
      return DateSpelling.basicOffset(text) ?? text
    case .truth:
      return CanonicalValue.join(
        values.map { value in
          if case .bool = value { Self.plain(value).asciiUppercased } else { Self.plain(value) }
        }, ASCII.comma)
    case .numbers, .raw:
      return CanonicalValue.join(values.map(Self.joined), ASCII.comma)
    }
  }

  /// A text, or the parts of a structured one, escaped.
  private static func escaped(_ value: JSONValue) -> Text {
    guard let parts = value.items else { return TextEscaping.escape(plain(value)) }
    return CanonicalValue.join(
      parts.map { part in
        guard let words = part.items, !words.isEmpty else {
          return TextEscaping.escape(plain(part))
        }
        return CanonicalValue.join(words.map { TextEscaping.escape(plain($0)) }, ASCII.comma)
      }, ASCII.semicolon)
  }

  /// A value that is not escaped, or the parts of a structured one.
  private static func joined(_ value: JSONValue) -> Text {
    guard let parts = value.items, !parts.isEmpty else { return plain(value) }
    return CanonicalValue.join(parts.map(plain), ASCII.semicolon)
  }

  private static func plain(_ value: JSONValue) -> Text {
    value.text ?? (value == .null ? .empty : Text(value.bytes))
  }

  private static func basic(_ text: Text) -> Text {
    guard let date = VCardDate(text.bytes), DateSpelling.extended(date) == text else {
      return text
    }
    return DateSpelling.spelled(date)
  }
}
