package import Records

/// Shows records and how they differ, property by property.
package enum RecordDifference {
  /// All lines of a record, unfolded, control characters made visible.
  package static func shown(_ record: Record) -> String {
    lines(record).map { "  " + $0 }.joined(separator: "\n")
  }

  package static func shown(_ record: Record?) -> String {
    record.map(shown) ?? "  (no record)"
  }

  /// The lines that only one of two records has (`-` the first, `+` the second), or nil if there
  /// are none.
  package static func between(_ one: Record?, _ other: Record?) -> String? {
    let first = one.map(lines) ?? []
    let second = other.map(lines) ?? []
    let removed = first.indices.filter { !second.contains(first[$0]) }
    let added = second.indices.filter { !first.contains(second[$0]) }
    var all = removed.map { "- " + first[$0] } + added.map { "+ " + second[$0] }
    if all.isEmpty, first != second {
      all = ["- " + first.joined(separator: " | "), "+ " + second.joined(separator: " | ")]
    }
    if all.isEmpty, (one == nil) != (other == nil) {
      all = [one == nil ? "- (no record)" : "+ (no record)"]
    }
    return all.isEmpty ? nil : all.joined(separator: "\n")
  }

  private static func lines(_ record: Record) -> [String] {
    record.zones.flatMap { lines($0, indent: "") }
      + record.components.flatMap { lines($0, indent: "") }
  }

  private static func lines(_ component: Component, indent: String) -> [String] {
    [indent + "BEGIN:" + component.name.string]
      + component.properties.map { indent + visible($0.lineText) }
      + component.components.flatMap { lines($0, indent: indent + "  ") }
      + [indent + "END:" + component.name.string]
  }

  private static func visible(_ line: String) -> String {
    String(
      String.UnicodeScalarView(
        line.unicodeScalars.flatMap { scalar -> [Unicode.Scalar] in
          scalar.value < 0x20 || scalar.value == 0x7F
            ? Array("⟨\(String(scalar.value, radix: 16))⟩".unicodeScalars) : [scalar]
        }))
  }
}
