import CivilTime
import ContentLines
import Records

/// The values of jCal by their type (RFC 7265 section 3.6).
enum JCalValue {
  // MARK: Writing

  /// The JSON values of an iCalendar value; nil where it is not of its type.
  static func json(_ value: Text, type: String, _ row: PropertySchema) -> [JSONValue]? {
    switch type {
    case "text":
      if row.name == "REQUEST-STATUS" {
        let parts = TextEscaping.split(value, at: ASCII.semicolon)
        return [.array(parts.map { .string(TextEscaping.unescape($0)) })]
      }
      let parts =
        row.value == .textList ? TextEscaping.split(value, at: ASCII.comma) : [value]
      return parts.map { .string(TextEscaping.unescape($0)) }
    case "date", "date-time":
      return all(value) { extended($0) }
    case "period":
      return all(value) { text in
        let ends = TextEscaping.split(text, at: 0x2F)
        guard ends.count == 2, let start = extended(ends[0]) else { return nil }
        return .array([start, extended(ends[1]) ?? .string(ends[1])])
      }
    case "integer", "float":
      if case .floats = row.value {
        let parts = TextEscaping.split(value, at: ASCII.semicolon)
        let numbers = parts.compactMap(number)
        return numbers.count == parts.count ? [.array(numbers)] : nil
      }
      return number(value).map { [$0] }
    case "time":
      return all(value) { extendedTime($0).map { .string($0) } }
    case "boolean":
      return value == "TRUE" ? [.bool(true)] : value == "FALSE" ? [.bool(false)] : nil
    case "utc-offset":
      return offset(value).map { [.string($0)] }
    case "recur":
      return recurrence(value).map { [$0] }
    default:
      return [.string(value)]
    }
  }

  private static func all(_ value: Text, _ one: (Text) -> JSONValue?) -> [JSONValue]? {
    var result: [JSONValue] = []
    for part in TextEscaping.split(value, at: ASCII.comma) {
      guard let json = one(part) else { return nil }
      result.append(json)
    }
    return result
  }

  private static func extended(_ text: Text) -> JSONValue? {
    guard let value = CalendarValue(text.bytes) else { return nil }
    switch value {
    case .date(let date): return .string(Text(date.description))
    case .floating(let time): return .string(Text(time.description))
    case .utc(let time): return .string(Text(time.description + "Z"))
    }
  }

  /// A number of JSON's grammar, in its own spelling.
  private static func number(_ text: Text) -> JSONValue? {
    guard let parsed = try? JSONValue(parsing: Array(text.bytes)),
      case .number(let spelling) = parsed
    else { return nil }
    let bytes = spelling.bytes
    let digits = bytes.first == 0x2D ? bytes.dropFirst() : bytes
    guard let first = digits.first, ASCII.isDigit(first), digits.last.map(ASCII.isDigit) == true,
      first != 0x30 || digits.count == 1 || digits.dropFirst().first == ASCII.dot
    else { return nil }
    return parsed
  }

  /// `12:30:00Z` for `123000Z`; nil for anything else (RFC 7265 section 3.6.6).
  private static func extendedTime(_ text: Text) -> Text? {
    let bytes = Array(text.bytes)
    guard bytes.count == 6 || bytes.count == 7 && bytes[6] == 0x5A,
      bytes.prefix(6).allSatisfy(ASCII.isDigit)
    else { return nil }
    return Text(
      bytes[0..<2] + [ASCII.colon] + bytes[2..<4] + [ASCII.colon] + bytes[4...])
  }

  private static func offset(_ text: Text) -> Text? {
    guard UTCOffset.seconds(text.bytes) != nil, text.count == 5 || text.count == 7 else {
      return nil
    }
    var bytes = Array(text.bytes)
    bytes.insert(ASCII.colon, at: 3)
    if bytes.count > 6 { bytes.insert(ASCII.colon, at: 6) }
    return Text(bytes)
  }

  private static func recurrence(_ text: Text) -> JSONValue? {
    var members: [JSONMember] = []
    for part in TextEscaping.split(text, at: ASCII.semicolon) {
      guard let sign = part.firstIndex(of: ASCII.equals) else { return nil }
      let name = part[0..<sign].asciiLowercased
      let value = part[(sign + 1)..<part.count]
      if name == "until" {
        guard let until = extended(value) else { return nil }
        members.append(JSONMember(name, until))
        continue
      }
      let values = TextEscaping.split(value, at: ASCII.comma)
        .map { number($0) ?? .string($0) }
      members.append(JSONMember(name, values.count == 1 ? values[0] : .array(values)))
    }
    return .object(members)
  }

  // MARK: Reading

  /// The iCalendar value of some JSON values.
  static func text(_ values: [JSONValue], type: String, _ row: PropertySchema) -> Text {
    CanonicalValue.join(values.map { one($0, type: type) }, ASCII.comma)
  }

  private static func one(_ value: JSONValue, type: String) -> Text {
    if let items = value.items {
      let separator: UInt8 = type == "period" ? 0x2F : ASCII.semicolon
      let parts = items.map { one($0, type: type) }
      return parts.isEmpty ? .empty : CanonicalValue.join(parts, separator)
    }
    if let members = value.members {
      return type == "recur" ? recurrence(members) : .empty
    }
    let text = value.text ?? .empty
    switch type {
    case "text": return TextEscaping.escape(text)
    case "date", "date-time": return basic(text)
    case "period":
      // Older writers put both ends into one string.
      return CanonicalValue.join(
        TextEscaping.split(text, at: 0x2F).map(basic), 0x2F)
    case "boolean": return text.asciiUppercased
    case "time":
      return extendedTime(Text(text.bytes.filter { $0 != ASCII.colon }))
        .map { Text($0.bytes.filter { $0 != ASCII.colon }) } ?? text
    case "utc-offset": return Text(text.bytes.filter { $0 != ASCII.colon })
    default: return text
    }
  }

  private static func basic(_ text: Text) -> Text {
    CalendarValue(text.bytes, extended: true).map { Text($0.description) } ?? text
  }

  private static func recurrence(_ members: [JSONMember]) -> Text {
    let parts = members.map { member in
      let values = (member.value.items ?? [member.value]).compactMap(\.text)
      let isUntil = member.name.equalsIgnoringCase("until")
      let list =
        values.isEmpty
        ? Text.empty : CanonicalValue.join(isUntil ? values.map(basic) : values, ASCII.comma)
      return Text("\(member.name.asciiUppercased)=\(list)")
    }
    return parts.isEmpty ? .empty : CanonicalValue.join(parts, ASCII.semicolon)
  }
}
