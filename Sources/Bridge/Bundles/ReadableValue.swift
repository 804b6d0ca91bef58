import ContentLines
import Merge
import Records

/// Says what a merge unit holds as a person would write it, for the checklist.
enum ReadableValue {
  /// The value of one version of a change.
  ///
  /// - Parameters:
  ///   - text: `UnitChange.from` or `.to`: the value of a content line, or whole lines.
  ///   - record: the version itself, to find the words (`home`, `work`) that belong to the value.
  static func of(_ text: String?, _ unit: UnitKey, in record: Record?) -> String {
    guard let text, !text.isEmpty else { return "" }
    if holdsLines(text, unit) {
      let lines = properties(text).filter { $0.name != .uid && $0.name != .version }
      guard lines.count != 1 else { return lines.map(value).joined() }
      return lines.map { "\($0.name.string) \(value($0))" }.joined(separator: "; ")
    }
    let raw = Text(text)
    let all = (record?.components ?? []).lazy.flatMap(\.properties)
    return value(
      all.first { $0.name == unit.name && $0.value == raw } ?? Property(unit.name, value: raw))
  }

  /// What tells a record apart from others of its name: for a deletion.
  static func summary(of record: Record?) -> String {
    guard let record, let component = record.master ?? record.components.first else { return "" }
    let names: [Name] =
      record.kind == .contact ? ["ORG", "EMAIL", "TEL"] : ["DTSTART", "DUE", "LOCATION"]
    return names.compactMap { component.first($0).map(value) }.filter { !$0.isEmpty }
      .joined(separator: "; ")
  }

  private static func holdsLines(_ text: String, _ unit: UnitKey) -> Bool {
    switch unit.part {
    case .record, .whole, .group, .inner, .parameters: return true
    case .property, .component, .member:
      let name = unit.name.string
      guard text.hasPrefix(name) else { return false }
      let next = text.utf8.dropFirst(name.utf8.count).first
      return next == ASCII.colon || next == ASCII.semicolon
    }
  }

  private static func properties(_ lines: String) -> [Property] {
    let bytes = Array("BEGIN:X-LINES\r\n\(lines)\r\nEND:X-LINES\r\n".utf8)
    func all(_ component: Component) -> [Property] {
      component.properties + component.components.flatMap(all)
    }
    return ComponentReader.read(Lexer.lex(bytes)).components.flatMap(all)
  }

  /// The value, then its types in brackets.
  private static func value(_ property: Property) -> String {
    let schema = property.name.isExtension ? nil : row(property.name)
    var text: String
    switch schema?.value {
    case .date, .dateList:
      let dates = property.parts.flatMap { TextEscaping.split($0, at: ASCII.comma) }
      text = dates.map { date($0.string) }.joined(separator: ", ")
      if let zone = property.parameter(.tzid) { text += " (\(zone.string))" }
    case .structured, .floats:
      let parts = property.parts.flatMap { TextEscaping.split($0, at: ASCII.comma) }
      text = words(parts).joined(separator: ", ")
    case .textList:
      text = words(TextEscaping.split(property.value, at: ASCII.comma)).joined(separator: ", ")
    case .text, nil: text = property.text.string
    default:
      text = property.value.string
      for scheme in ["mailto:", "tel:"] where text.lowercased().hasPrefix(scheme) {
        text = String(text.dropFirst(scheme.utf8.count))
      }
      if text.hasPrefix("data:") { text = "a picture or file of \(text.utf8.count) characters" }
    }
    let labels =
      property.parameters(.type).map(\.string)
      + (property.parameters("KEY") + property.parameters("CN")).map(\.string)
    return labels.isEmpty || text.isEmpty ? text : "\(text) (\(labels.joined(separator: ", ")))"
  }

  private static func words(_ parts: [Text]) -> [String] {
    parts.map { TextEscaping.unescape($0).trimmed.string }.filter { !$0.isEmpty }
  }

  private static func row(_ name: Name) -> PropertySchema {
    let card = Schema.vCard[name]
    return card.isKnown ? card : Schema.iCalendar[name]
  }

  /// `2026-11-23`, `2026-11-23 09:00`, with ` UTC` where it is; anything else as it stands.
  private static func date(_ text: String) -> String {
    let bytes = Array(text.utf8)
    func digits(_ range: Range<Int>) -> String? {
      guard range.upperBound <= bytes.count, bytes[range].allSatisfy(ASCII.isDigit) else {
        return nil
      }
      return String(decoding: bytes[range], as: UTF8.self)
    }
    guard let year = digits(0..<4), let month = digits(4..<6), let day = digits(6..<8) else {
      return text
    }
    let date = "\(year)-\(month)-\(day)"
    if bytes.count == 8 { return date }
    guard bytes[8] == 0x54, let hour = digits(9..<11), let minute = digits(11..<13),
      let second = digits(13..<15)
    else { return text }
    let time = "\(date) \(hour):\(minute)" + (second == "00" ? "" : ":\(second)")
    switch bytes.count {
    case 15: return time
    case 16 where bytes[15] == 0x5A: return "\(time) UTC"
    default: return text
    }
  }
}
