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
    /// What is written of it.
    package enum Content: Sendable {
      /// It is copied as it stands in an input.
      case copied(OfflineRecord)
      case merged(Record)
      case deleted
      /// The row is about the properties of a calendar, which stand with every other row.
      case head
    }

    package var uid: String?
    package var name: String
    package var outcome: Outcome
    package var conflicts: [Conflict]
    /// Whether a conflict is left for a person.
    package var isUndecided: Bool
    package var content: Content
    /// Whether it is no record.
    package var isOther: Bool = false
    package var format: Format
    /// The properties of the calendar it belongs to.
    package var head: [Property]
    package var fileName: String
  }

  package private(set) var rows: [Row] = []
  package private(set) var unsure: [String] = []
  /// The properties of the calendars of the result, also of those without a component.
  package private(set) var heads: [[Property]] = []

  private let preference: Preference?
  /// The properties of the only calendar of each input, merged; nil where an input has several.
  private var head: [Property]?

  /// Merges record by record, in LEFT's order, then what only RIGHT or BASE has, then the
  /// components that are no records. O(n).
  ///
  /// - Parameter base: empty for a merge without a base.
  package init(
    base: OfflineInput, left: OfflineInput, right: OfflineInput, preference: Preference?
  ) {
    self.preference = preference
    mergeHeads(base, left, right)
    merge(base.records, left.records, right.records)
    for versions in OtherComponents(base: base.others, left: left.others, right: right.others).all {
      add(versions)
    }
  }

  private mutating func merge(
    _ base: [OfflineRecord], _ left: [OfflineRecord], _ right: [OfflineRecord]
  ) {
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
    var content = result.merged.map(Row.Content.merged) ?? .deleted
    switch outcome {
    case .unchanged, .left, .same: if let item = left ?? right { content = .copied(item) }
    case .right: if let item = right { content = .copied(item) }
    case .merged, .deleted, .conflict: break
    }
    let head = mergedHead(base, left, right)
    rows.append(
      Row(
        uid: shown.record.uid?.string, name: shown.record.displayName, outcome: outcome,
        conflicts: result.conflicts,
        isUndecided: !result.conflicts.isEmpty && preference == nil,
        content: content, format: shown.source.format, head: head, fileName: shown.fileName))
  }

  // MARK: - Components that are no records

  /// Each is one value: what one side changed is taken, an edited one stays against a deletion.
  private mutating func add(_ versions: OtherComponents.Versions) {
    let (base, left, right) = (versions.base, versions.left, versions.right)
    guard let shown = left ?? right ?? base else { return }
    var kept: OfflineRecord?
    var outcome = Outcome.conflict
    var conflicts: [Conflict] = []
    if left?.digest == right?.digest {
      kept = left
      outcome = left == nil ? .deleted : left?.digest == base?.digest ? .unchanged : .same
    } else if right?.digest == base?.digest {
      kept = left
      outcome = left == nil ? .deleted : .left
    } else if left?.digest == base?.digest {
      kept = right
      outcome = right == nil ? .deleted : .right
    } else {
      let prefersRight = prefersRight(left, right)
      kept = prefersRight ? right ?? left : left ?? right
      conflicts = [
        Conflict(
          unit: .record, property: "*", base: base?.otherName,
          values: [
            Conflict.Value(label: "left", value: left?.otherName),
            Conflict.Value(label: "right", value: right?.otherName),
          ], decision: .take(prefersRight ? "right" : "left"), kept: kept?.otherName)
      ]
    }
    let head = mergedHead(base, left, right)
    rows.append(
      Row(
        uid: shown.record.uid?.string, name: shown.otherName, outcome: outcome,
        conflicts: conflicts, isUndecided: !conflicts.isEmpty && preference == nil,
        content: kept.map(Row.Content.copied) ?? .deleted, isOther: true,
        format: shown.source.format, head: head, fileName: shown.fileName))
  }

  // MARK: - Properties of calendars

  /// Inputs of one calendar each are one calendar; of several each record keeps its own around it.
  private mutating func mergeHeads(
    _ base: OfflineInput, _ left: OfflineInput, _ right: OfflineInput
  ) {
    let inputs = [base, left, right].map { input in
      input.heads.reduce(into: [[Property]]()) { if !$0.contains($1) { $0.append($1) } }
    }
    guard inputs.allSatisfy({ $0.count <= 1 }) else {
      for head in inputs[1] + inputs[2] where !head.isEmpty && !heads.contains(head) {
        heads.append(head)
      }
      return
    }
    guard inputs.contains(where: { !$0.isEmpty }) else { return }
    let merged = CalendarHead.merge(
      base: inputs[0].first, left: inputs[1].first, right: inputs[2].first,
      prefersRight: preference == .right)
    head = merged.properties
    if !inputs[1].isEmpty || !inputs[2].isEmpty { heads = [merged.properties] }
    note(merged.conflicts)
  }

  private mutating func note(_ conflicts: [Conflict]) {
    guard !conflicts.isEmpty else { return }
    rows.append(
      Row(
        uid: nil, name: "(the calendar itself)", outcome: .conflict, conflicts: conflicts,
        isUndecided: preference == nil, content: .head, format: .iCalendar, head: [],
        fileName: ""))
  }

  private mutating func mergedHead(
    _ base: OfflineRecord?, _ left: OfflineRecord?, _ right: OfflineRecord?
  ) -> [Property] {
    if let head { return head }
    let merged = CalendarHead.merge(
      base: base?.source.head, left: left?.source.head, right: right?.source.head,
      prefersRight: prefersRight(left, right))
    note(
      merged.conflicts.filter { conflict in
        !rows.contains { row in
          if case .head = row.content { row.conflicts.contains(conflict) } else { false }
        }
      })
    return merged.properties
  }

  private func prefersRight(_ left: OfflineRecord?, _ right: OfflineRecord?) -> Bool {
    switch preference {
    case nil, .left: false
    case .right: true
    case .newest: ModificationStamp.isNewer(right?.record, than: left?.record)
    }
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
