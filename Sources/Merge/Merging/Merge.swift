public import Records

/// Merges versions of one record: pure, and knowing only the schema (spec/merge.md).
public enum Merge {
  /// Decides a conflict.
  public typealias Policy = (UnitConflict) -> Decision

  /// Keeps the first side's value; an edited record stays against a deletion (FORMS, `merge`).
  public static let keepFirst: @Sendable (UnitConflict) -> Decision = { conflict in
    let edited = conflict.values.first { $0.value != nil }
    let winner = conflict.unit.part == .record ? edited : conflict.values.first
    return winner.map { .take($0.label) } ?? .keepBase
  }

  /// Leaves every conflict open: the base stays.
  public static let ask: @Sendable (UnitConflict) -> Decision = { _ in .keepBase }

  /// Takes the value of one side; where it has no say, the base stays.
  public static func prefer(_ label: String) -> @Sendable (UnitConflict) -> Decision {
    { conflict in conflict.values.contains { $0.label == label } ? .take(label) : .keepBase }
  }

  /// Merges the changes that sides made to a base.
  ///
  /// The result does not depend on the order of sides but where `decide` looks at it. Without a
  /// base the records are linked for the first time: sets unite, what only one has is added to the
  /// others, unequal single values are conflicts; a side without the record has no say.
  ///
  /// - Parameters:
  ///   - base: what the sides last agreed on, canonical.
  ///   - sides: with different labels.
  ///   - decide: asked once for each unit that was changed differently.
  /// - Complexity: O(n log n) in the size of the record, O(n) where nothing differs.
  public static func merge(
    base: Record?, sides: [MergeSide], decide: @escaping Policy = ask
  ) -> MergeResult {
    merge(base: base, sides: sides, speller: nil, decide: decide)
  }

  static func merge(
    base: Record?, sides: [MergeSide], speller: Int?, decide: @escaping Policy
  ) -> MergeResult {
    guard let base else {
      return unite(sides.filter { $0.record != nil }, speller: speller, decide)
    }
    let moved = sides.filter { $0.record != base }
    guard !moved.isEmpty else { return MergeResult(merged: base) }
    let deleted = sides.filter { $0.record == nil }
    guard deleted.isEmpty else {
      return settleDeletion(base, sides, deleted, speller: speller, decide)
    }
    return walk(base, sides, exact: onlyChange(moved), speller, decide)
  }

  /// What all sides that moved agree on to the byte.
  private static func onlyChange(_ moved: [MergeSide]) -> Record? {
    guard let first = moved.first else { return nil }
    return moved.allSatisfy { $0.record == first.record } ? first.record : nil
  }

  /// First link.
  private static func unite(
    _ sides: [MergeSide], speller: Int?, _ decide: @escaping Policy
  ) -> MergeResult {
    guard !sides.isEmpty else { return MergeResult(merged: nil) }
    return walk(nil, sides, exact: onlyChange(sides), speller, decide)
  }

  private static func walk(
    _ base: Record?, _ sides: [MergeSide], exact: Record?, _ speller: Int?,
    _ decide: @escaping Policy
  ) -> MergeResult {
    var walk = RecordWalk(
      base: base, sides: sides.map(\.record),
      visitor: MergeVisitor(labels: sides.map(\.label), speller: speller, decide: decide))
    let merged = walk.run()
    return MergeResult(
      merged: exact ?? merged,
      conflicts: exact == nil ? walk.visitor.conflicts.sorted { $0.unit < $1.unit } : [],
      origins: walk.visitor.origins.sorted { $0.unit < $1.unit })
  }

  /// A deletion stands where nobody changed the record; against an edit it is a conflict.
  private static func settleDeletion(
    _ base: Record, _ sides: [MergeSide], _ deleted: [MergeSide], speller: Int?,
    _ decide: @escaping Policy
  ) -> MergeResult {
    let edited = sides.filter { $0.record != nil && !Sameness.areSame(base, $0.record) }
    let origin = UnitOrigin(unit: .record, property: "*", labels: deleted.map(\.label))
    guard !edited.isEmpty else { return MergeResult(merged: nil, origins: [origin]) }
    func value(_ record: Record?) -> UnitValue? {
      record.map { UnitValue([], components: $0.components) }
    }
    let involved = sides.filter { side in
      side.record == nil || edited.contains { $0.label == side.label }
    }
    let conflict = UnitConflict(
      unit: .record, property: "*", base: value(base), baseText: value(base)?.lines,
      values: involved.map {
        let value = value($0.record)
        return UnitConflict.SideValue(label: $0.label, value: value, text: value?.lines)
      }, canHoldBoth: false)
    var decision = decide(conflict)
    var result = MergeResult(merged: base, origins: [origin])
    switch decision {
    case .take(let label), .note(let label):
      guard let side = sides.first(where: { $0.label == label }) else {
        decision = .keepBase
        break
      }
      if side.record == nil {
        result.merged = nil
      } else {
        // The deletions lost: what the others changed is merged among them.
        let rest = merge(
          base: base, sides: sides.filter { $0.record != nil }, speller: speller, decide: decide)
        result = rest
        result.origins.insert(origin, at: 0)
      }
    case .keepBase, .both, .value: decision = .keepBase
    }
    result.conflicts.insert(
      Conflict(
        unit: .record, property: "*", base: conflict.baseText,
        values: conflict.values.map { Conflict.Value(label: $0.label, value: $0.text) },
        decision: decision, kept: value(result.merged)?.lines), at: 0)
    return result
  }
}

extension MergeResult {
  /// What became of a record that two sides hold (FORMS). O(n log n).
  ///
  /// - Parameters: the records that were merged.
  public func outcome(base: Record?, left: Record?, right: Record?) -> Outcome {
    if !conflicts.isEmpty { return .conflict }
    if base == nil, left == nil || right == nil {
      return left != nil ? .left : right != nil ? .right : .unchanged
    }
    if base != nil, merged == nil { return .deleted }
    let isLeft = !Sameness.areSame(base, left)
    let isRight = !Sameness.areSame(base, right)
    switch (isLeft, isRight) {
    case (false, false): return .unchanged
    case (true, false): return .left
    case (false, true): return .right
    case (true, true): return Sameness.areSame(left, right) ? .same : .merged
    }
  }
}
