import ContentLines
public import Records

extension Merge {
  /// The lens: puts what changed between two views into a record; where the record changed too,
  /// the view wins. `put(changesFrom: v, to: v, into: r) == r`. O(n log n).
  public static func put(
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
  public static func holdingBack(
    base: Record?, target: Record?, units: Set<UnitKey>
  ) -> Record? {
    guard !units.isEmpty, base != target else { return target }
    let cover = UnitCover(units)
    if cover.coversRecord { return base }
    guard target != nil else { return target }
    var walk = RecordWalk(
      base: base, sides: [target],
      visitor: ChoosingVisitor(cover: cover, takesCovered: false, isNew: base == nil))
    return walk.run()
  }

  /// The target with these units as the source has them; units are named as a merge with the target
  /// as its base names them. Nil where the whole record is taken and the source has none.
  /// O(n log n).
  public static func taking(
    _ units: Set<UnitKey>, from source: Record?, into target: Record?
  ) -> Record? {
    guard !units.isEmpty, source != target else { return target }
    let cover = UnitCover(units)
    if cover.coversRecord { return source }
    guard source != nil else { return target }
    var walk = RecordWalk(
      base: target, sides: [source],
      visitor: ChoosingVisitor(cover: cover, takesCovered: true, isNew: target == nil))
    return walk.run()
  }
}

/// Takes the side's value of some units and the base's of all others, or the other way round.
private struct ChoosingVisitor: UnitVisitor {
  let cover: UnitCover
  /// Whether covered units come from the side.
  let takesCovered: Bool
  let isNew: Bool
  /// A unit of a new record is there or not by the choice alone.
  var common: CommonPart.Reach { isNew ? .none : .all }

  mutating func whole(_ unit: AlignedUnit, _ schema: Schema) -> WholeDecision {
    let side = unit.sides.first ?? nil
    let isSide = cover.covers(unit) == takesCovered
    let kept = isSide ? side : unit.base
    if unit.key.instance != nil, cover.covers(unit) { return .take(kept) }
    if side?.components.isEmpty == false, isNew || unit.base?.components.isEmpty == false {
      return .descend(dates: kept?.properties ?? [])
    }
    return .take(kept)
  }

  mutating func resolve(_ unit: AlignedUnit, _ schema: Schema) -> [UnitValue] {
    let isSide = cover.covers(unit) == takesCovered
    return [isSide ? unit.sides.first ?? nil : unit.base].compactMap(\.self)
  }

  mutating func takeNotes() -> [Text] { [] }
}
