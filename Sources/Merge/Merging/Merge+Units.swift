import ContentLines
package import Records

extension Merge {
  /// The lens: puts what changed between two views into a record; where the record changed too,
  /// the view wins. `put(changesFrom: v, to: v, into: r) == r`. O(n log n).
  package static func put(
    changesFrom old: Record?, to new: Record?, into target: Record
  ) -> Record? {
    guard old != new else { return target }
    guard let new else { return nil }
    let sides = [
      MergeSide(label: "new", record: new), MergeSide(label: "target", record: target),
    ]
    return merge(base: old, sides: sides, speller: 0, decide: prefer("new")).merged
  }

  /// The target with these units as the base has them: a baseline that advances but for what is
  /// held. Nil where the whole record is held and the base has none. O(n log n).
  package static func holdingBack(
    base: Record?, target: Record?, units: Set<UnitKey>
  ) -> Record? {
    guard !units.isEmpty, base != target else { return target }
    let cover = UnitCover(units)
    if cover.coversRecord { return base }
    guard target != nil else { return target }
    var walk = RecordWalk(
      base: base, sides: [target], visitor: HoldingVisitor(cover: cover, isNew: base == nil))
    return walk.run()
  }

  /// The target with these units as the source has them. O(n log n).
  package static func taking(
    _ units: Set<UnitKey>, from source: Record?, into target: Record?
  ) -> Record? {
    holdingBack(base: source, target: target, units: units)
  }
}

/// Keeps the base's value of some units and the target's of all others.
private struct HoldingVisitor: UnitVisitor {
  let cover: UnitCover
  let isNew: Bool

  mutating func whole(_ unit: AlignedUnit, _ schema: Schema) -> WholeDecision {
    let target = unit.sides.first ?? nil
    if cover.covers(unit.key) { return .take(unit.base) }
    if target?.components.isEmpty == false, isNew || unit.base?.components.isEmpty == false {
      return .descend(dates: target?.properties ?? [])
    }
    return .take(target)
  }

  mutating func resolve(_ unit: AlignedUnit, _ schema: Schema) -> [UnitValue] {
    [cover.covers(unit.key) ? unit.base : unit.sides.first ?? nil].compactMap(\.self)
  }

  mutating func takeNotes() -> [Text] { [] }
}
