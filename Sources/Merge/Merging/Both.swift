import ContentLines
import Records

/// Keeps all values of a conflict side by side.
enum Both {
  static func isPossible(_ unit: AlignedUnit, _ schema: Schema) -> Bool {
    let row = schema[unit.key.name]
    switch unit.key.part {
    case .inner: return true
    case .property, .member: return row.cardinality == .many || row.unit == .lines
    default: return false
    }
  }

  /// One unit for each value; texts that are merged by line become one text, in which no text
  /// stands twice. Nil where the unit
  /// cannot hold them.
  static func values(_ unit: AlignedUnit, _ changed: [Int], _ merge: UnitMerge) -> [UnitValue]? {
    guard isPossible(unit, merge.schema) else { return nil }
    var kept: [UnitValue] = []
    for value in changed.compactMap({ unit.sides[$0] })
    where !kept.contains(where: { merge.isSame($0, value) }) {
      kept.append(value)
    }
    guard merge.row.unit == .lines, unit.key.part == .property, var first = kept.first else {
      return kept
    }
    let texts = kept.compactMap { $0.properties.first?.text }
    // What one text says already does not stand twice.
    let distinct = texts.indices.filter { index in
      !texts.indices.contains { other in
        other != index && holds(texts[other], texts[index])
          && (other < index || texts[other] != texts[index])
      }
    }.map { texts[$0] }
    first.properties[0].value = TextEscaping.escape(CanonicalLines.join(distinct))
    return [first]
  }

  /// Whether a text has all lines of another, one after the other.
  private static func holds(_ text: Text, _ part: Text) -> Bool {
    func lines(_ text: Text) -> [ArraySlice<UInt8>] {
      Array(text.bytes).split(separator: ASCII.lf, omittingEmptySubsequences: false)
    }
    let (all, some) = (lines(text), lines(part))
    guard some.count <= all.count else { return false }
    return (0...(all.count - some.count)).contains { start in
      zip(all[start...], some).allSatisfy(==)
    }
  }
}

/// A value that a person gave as content-line text.
enum GivenValue {
  /// - Returns: the unit's new value, nil in it for a removal; nil if the text is none for the unit.
  static func value(_ text: String?, _ unit: AlignedUnit, _ merge: UnitMerge) -> UnitValue?? {
    guard let text, !text.isEmpty else { return .some(nil) }
    let given = Text(text)
    switch unit.key.part {
    case .property, .member:
      var value =
        merge.merged(preferring: 0).value ?? unit.sides.compactMap(\.self).first
        ?? UnitValue([Property(unit.key.name, value: given)])
      guard !value.properties.isEmpty else { return nil }
      value.properties[0].value = given
      return value
    case .component(let index):
      // The whole value, or this component alone.
      let parts = TextEscaping.split(given, at: ASCII.semicolon)
      let part = parts.count == 1 ? given : index < parts.count ? parts[index] : .empty
      return .some(part.isEmpty ? nil : UnitValue([Property(unit.key.name, value: part)]))
    case .group, .inner:
      return lines(given, unit)
    case .record, .whole, .parameters:
      return nil
    }
  }

  /// Whole content lines, read back.
  private static func lines(_ text: Text, _ unit: AlignedUnit) -> UnitValue? {
    let isInner = if case .inner = unit.key.part { true } else { false }
    let bytes = Array(text.bytes)
    let wrapped =
      isInner ? bytes : Array("BEGIN:VEVENT\n".utf8) + bytes + Array("\nEND:VEVENT\n".utf8)
    let read = ComponentReader.read(Lexer.lex(wrapped))
    guard read.findings.isEmpty, read.components.count == 1 else { return nil }
    return isInner
      ? UnitValue([], components: read.components) : UnitValue(read.components[0].properties)
  }
}
