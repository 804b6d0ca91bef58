import ContentLines
package import Merge
package import Records

/// The three-way merge of two inputs against a base (`drawbridge merge`).
package struct OfflineMerge: Sendable {
  /// Who wins a conflict.
  package enum Preference: String, Sendable, CaseIterable {
    case left, right, newest
  }

  package struct Row: Sendable {
    package var uid: String?
    package var name: String
    package var outcome: Outcome
    package var conflicts: [Conflict]
    /// Whether a conflict is left for a person.
    package var isUndecided: Bool
    /// The merged record; nil where it is deleted.
    package var record: Record?
    /// A record that is to be copied as it stands in an input.
    package var copied: OfflineRecord?
    package var fileName: String
  }

  package private(set) var rows: [Row] = []
  package private(set) var unsure: [String] = []

  private let preference: Preference?

  /// Merges record by record, in LEFT's order, then what only RIGHT or BASE has. O(n).
  ///
  /// - Parameter base: empty for a merge without a base.
  package init(
    base: [OfflineRecord], left: [OfflineRecord], right: [OfflineRecord], preference: Preference?
  ) {
    self.preference = preference
    let ofLeft = RecordPairing(base, left)
    let ofRight = RecordPairing(base, right)
    let leftOf = Dictionary(ofLeft.pairs.map { ($0.0, $0.1) }) { first, _ in first }
    let rightOf = Dictionary(ofRight.pairs.map { ($0.0, $0.1) }) { first, _ in first }
    let newLeft = ofLeft.onlySecond
    let newRight = ofRight.onlySecond
    let additions = RecordPairing(newLeft.map { left[$0] }, newRight.map { right[$0] })
    let baseOf = Dictionary(ofLeft.pairs.map { ($0.1, $0.0) }) { first, _ in first }
    let twin = Dictionary(additions.pairs.map { (newLeft[$0.0], newRight[$0.1]) }) { first, _ in
      first
    }
    for index in left.indices {
      if let original = baseOf[index] {
        add(base[original], left[index], rightOf[original].map { right[$0] })
      } else {
        add(nil, left[index], twin[index].map { right[$0] })
      }
    }
    for index in base.indices where leftOf[index] == nil {
      add(base[index], nil, rightOf[index].map { right[$0] })
    }
    for index in additions.onlySecond { add(nil, nil, right[newRight[index]]) }
    note(ofLeft.unsure, base, left, "LEFT")
    note(ofRight.unsure, base, right, "RIGHT")
    note(additions.unsure, newLeft.map { left[$0] }, newRight.map { right[$0] }, "RIGHT")
  }

  private mutating func note(
    _ pairs: [RecordPairing.Unsure], _ first: [OfflineRecord], _ second: [OfflineRecord],
    _ side: String
  ) {
    for pair in pairs {
      let names = pair.seconds.map { "\"\(second[$0].record.displayName)\"" }
      unsure.append(
        "\"\(first[pair.first].record.displayName)\" may be \(names.joined(separator: " or ")) "
          + "in \(side); both were kept.")
    }
  }

  private mutating func add(
    _ base: OfflineRecord?, _ left: OfflineRecord?, _ right: OfflineRecord?
  ) {
    guard let shown = left ?? right ?? base else { return }
    // Deleted on one side and never seen on the other: an addition has no base.
    let sides =
      base == nil
      ? [("left", left), ("right", right)].filter { $0.1 != nil }
      : [("left", left), ("right", right)]
    let result = Merge.merge(
      base: base?.record,
      sides: sides.map { MergeSide(label: $0.0, record: $0.1?.record) },
      decide: decision(left, right))
    let outcome = result.outcome(
      base: base?.record, left: left?.record, right: right?.record)
    var copied: OfflineRecord?
    switch outcome {
    case .unchanged, .left, .same: copied = left ?? right
    case .right: copied = right
    case .merged, .deleted, .conflict: break
    }
    rows.append(
      Row(
        uid: shown.record.uid?.string, name: shown.record.displayName, outcome: outcome,
        conflicts: result.conflicts,
        isUndecided: !result.conflicts.isEmpty && preference == nil,
        record: result.merged, copied: copied, fileName: (left ?? right ?? shown).fileName))
  }

  /// Without a preference LEFT is kept, and an edited record against a deletion.
  private func decision(_ left: OfflineRecord?, _ right: OfflineRecord?)
    -> @Sendable (UnitConflict) -> Decision
  {
    switch preference {
    case nil: Merge.keepFirst
    case .left: Merge.prefer("left")
    case .right: Merge.prefer("right")
    case .newest:
      Merge.prefer(
        ModificationStamp.isNewer(right?.record, than: left?.record) ? "right" : "left")
    }
  }
}

extension OfflineMerge.Row {
  /// The line of `merge --json` (FORMS).
  package var json: JSONText {
    .object([
      ("uid", .optional(uid)), ("name", .string(name)), ("outcome", .string(outcome.rawValue)),
      ("conflicts", .array(conflicts.map(\.json))),
    ])
  }
}

extension Conflict {
  /// `{"property","base","left","right","kept"}` (FORMS).
  package var json: JSONText {
    .object([
      ("property", .string(property)), ("base", .optional(base)),
      ("left", .optional(value(of: "left"))), ("right", .optional(value(of: "right"))),
      ("kept", .optional(kept)),
    ])
  }

  /// What a side says, or nil where it has nothing.
  package func value(of label: String) -> String? {
    values.first { $0.label == label }?.value
  }
}
