import ContentLines
package import Merge
package import Records

/// The differences between two inputs, record by record (`drawbridge diff`).
package enum SnapshotDiff {
  package enum Outcome: String, Sendable { case added, removed, changed }

  package struct Row: Sendable {
    package var uid: String?
    package var name: String
    package var kind: RecordKind
    package var outcome: Outcome
    package var changes: [UnitChange]
  }

  package struct Result: Sendable {
    package var rows: [Row] = []
    /// Pairs nobody can be sure of, as sentences.
    package var unsure: [String] = []
    /// What differs beside the records, as sentences: other components, properties of calendars.
    package var beside: [String] = []
  }

  /// Compares two inputs with what stands beside their records. O(n).
  package static func compare(_ old: OfflineInput, _ new: OfflineInput) -> Result {
    var result = compare(old.records, new.records)
    for versions in OtherComponents(base: [], left: old.others, right: new.others).all {
      guard versions.left?.digest != versions.right?.digest,
        let shown = versions.left ?? versions.right
      else { continue }
      let outcome: Outcome =
        versions.left == nil ? .added : versions.right == nil ? .removed : .changed
      result.beside.append("\(outcome.rawValue) \(shown.otherName)")
    }
    func heads(_ input: OfflineInput) -> Set<[Property]> {
      Set(input.heads.map { $0.filter { !Schema.iCalendar.isVolatile($0.name) } })
        .subtracting([[]])
    }
    for (heads, outcome) in [
      (heads(old).subtracting(heads(new)), Outcome.removed),
      (heads(new).subtracting(heads(old)), Outcome.added),
    ] {
      let lines = heads.flatMap { $0.map { "\($0.name):\($0.value)" } }.sorted()
      if !lines.isEmpty {
        result.beside.append(
          "\(outcome.rawValue) properties of the calendar: \(lines.joined(separator: ", "))")
      }
    }
    return result
  }

  /// Compares two inputs; volatile properties are no difference. O(n).
  package static func compare(_ old: [OfflineRecord], _ new: [OfflineRecord]) -> Result {
    var result = Result()
    let pairing = RecordPairing(old, new)
    for (one, other) in pairing.pairs where old[one].digest != new[other].digest {
      let changes = Diff.changes(from: old[one].record, to: new[other].record)
      if changes.isEmpty { continue }
      result.rows.append(row(new[other].record, .changed, changes))
    }
    for index in pairing.onlyFirst {
      result.rows.append(row(old[index].record, .removed, []))
    }
    for index in pairing.onlySecond {
      result.rows.append(row(new[index].record, .added, []))
    }
    for pair in pairing.unsure {
      let names = pair.seconds.map { "\"\(new[$0].record.displayName)\"" }.joined(separator: ", ")
      let reasons = pair.reasons.isEmpty ? "" : " (\(pair.reasons.joined(separator: ", ")))"
      result.unsure.append(
        "\"\(old[pair.first].record.displayName)\" may be the same record as \(names)\(reasons).")
    }
    return result
  }

  private static func row(_ record: Record, _ outcome: Outcome, _ changes: [UnitChange]) -> Row {
    Row(
      uid: record.uid?.string, name: record.displayName, kind: record.kind, outcome: outcome,
      changes: changes)
  }
}

extension SnapshotDiff.Row {
  /// The line of `diff --json` (FORMS).
  package var json: JSONText {
    .object([
      ("uid", .optional(uid)), ("name", .string(name)), ("kind", .string(kind.rawValue)),
      ("outcome", .string(outcome.rawValue)),
      ("changes", .array(changes.map(\.json))),
    ])
  }
}

extension UnitChange {
  /// `{"property","from","to"}` (FORMS).
  package var json: JSONText {
    .object([
      ("property", .string(property)), ("from", .optional(from)), ("to", .optional(to)),
    ])
  }
}
