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
