public import ContentLines

/// Brings one value into its canonical spelling (spec/canonical.md).
public enum CanonicalValue {
  /// The canonical value of a property; what the schema does not know comes back unchanged. O(n).
  public static func of(_ property: Property, _ row: PropertySchema) -> Text {
    let value = property.value
    switch kind(of: property, row) {
    case .text:
      return text(value)
    case .textList:
      return join(TextEscaping.split(value, at: ASCII.comma).map(text), ASCII.comma)
    case .structured(let count, let lists):
      return structured(value, count: count, lists: lists)
    case .word:
      return TextEscaping.escape(TextEscaping.unescape(value).trimmed.asciiUppercased)
    case .boolean:
      return value.trimmed.asciiUppercased
    case .integer, .float, .floats, .date, .dateList, .duration, .offset, .recurrence:
      return value.trimmed
    case .address:
      return address(value)
    case .uri, .language, .raw:
      return value
    }
  }

  /// The kind of a value as VALUE says it, or else the schema.
  public static func kind(of property: Property, _ row: PropertySchema) -> ValueKind {
    guard row.isKnown, !row.isVolatile, let type = property.parameter(.value) else {
      return row.isVolatile ? .raw : row.value
    }
    if type.equalsIgnoringCase(row.defaultType) { return row.value }
    let kind = kinds.first { type.equalsIgnoringCase($0.0) }?.1 ?? .raw
    // VALUE says what each item of a list is (RFC 5545 sections 3.8.5.1 and 3.8.5.2).
    return row.value == .dateList && kind == .date ? .dateList : kind
  }

  private static let kinds: [(String, ValueKind)] = [
    ("text", .text), ("uri", .uri), ("date", .date), ("date-time", .date), ("time", .date),
    ("date-and-or-time", .date), ("timestamp", .date), ("cal-address", .address),
    ("duration", .duration), ("language-tag", .language), ("integer", .integer),
    ("period", .dateList),
  ]

  private static func text(_ value: Text) -> Text {
    guard
      value.bytes.contains(where: {
        $0 == ASCII.backslash || $0 == ASCII.comma || $0 == ASCII.semicolon || $0 == ASCII.lf
          || $0 == ASCII.cr
      })
    else { return value }
    return TextEscaping.escape(TextEscaping.unescape(value))
  }

  private static func structured(_ value: Text, count: Int, lists: Bool) -> Text {
    var parts = TextEscaping.split(value, at: ASCII.semicolon).map { part in
      lists
        ? join(TextEscaping.split(part, at: ASCII.comma).map(text), ASCII.comma) : text(part)
    }
    while parts.count > count, parts.last?.isEmpty == true { parts.removeLast() }
    while parts.count < count { parts.append(.empty) }
    let joined = join(parts, ASCII.semicolon)
    return joined == value ? value : joined
  }

  private static func address(_ value: Text) -> Text {
    let trimmed = value.trimmed
    guard trimmed.count > 7, trimmed[0..<7].equalsIgnoringCase("mailto:") else { return trimmed }
    return trimmed[0..<7] == "mailto:"
      ? trimmed : Text(Array("mailto:".utf8) + Array(trimmed[7..<trimmed.count].bytes))
  }

  /// A list of escaped texts, sorted, without empty ones beside others. O(n log n).
  public static func list(of values: [Text]) -> Text {
    var values = values
    if values.count > 1 { values.removeAll(where: \.isEmpty) }
    values.sort()
    return values.isEmpty ? .empty : join(values, ASCII.comma)
  }

  /// The parts with a separator between them.
  public static func join(_ parts: [Text], _ separator: UInt8) -> Text {
    guard parts.count != 1 else { return parts[0] }
    var result: [UInt8] = []
    for (index, part) in parts.enumerated() {
      if index > 0 { result.append(separator) }
      result.append(contentsOf: part.bytes)
    }
    return Text(result)
  }
}
