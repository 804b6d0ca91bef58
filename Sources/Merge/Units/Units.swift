import ContentLines
public import Records

/// Takes records apart into merge units and puts them together again.
public enum Units {
  /// The units of a record in schema order. O(n log n).
  ///
  /// - Parameter others: versions it is compared with; a property without a key is single only
  ///   where it stands at most once in all of them.
  public static func decompose(
    _ record: Record, beside others: [Record] = []
  ) -> [(unit: UnitKey, value: UnitValue)] {
    var walk = RecordWalk(
      base: nil, sides: [record] + others, visitor: CollectingVisitor())
    walk.visit()
    return walk.visitor.units.sorted { $0.unit < $1.unit }
  }

  /// The record with only the units that are given; the rest of it (identity, volatile) stays.
  /// `rebuild(r, keeping: all units of r)` has the same content as `r`. O(n log n).
  public static func rebuild(_ record: Record, keeping units: Set<UnitKey>) -> Record? {
    var walk = RecordWalk(
      base: nil, sides: [record], visitor: CollectingVisitor(wanted: units))
    return walk.run()
  }
}

private struct CollectingVisitor: UnitVisitor {
  var wanted: Set<UnitKey>?
  let common = CommonPart.Reach.none
  var units: [(unit: UnitKey, value: UnitValue)] = []

  init(wanted: Set<UnitKey>? = nil) {
    self.wanted = wanted
  }

  mutating func whole(_ unit: AlignedUnit, _ schema: Schema) -> WholeDecision {
    guard let state = unit.sides.first ?? nil else { return .take(nil) }
    if unit.key.instance != nil {
      units.append((unit.key, state))
      if wanted?.contains(unit.key) == false { return .take(nil) }
    }
    return state.components.isEmpty ? .take(state) : .descend(dates: state.properties)
  }

  mutating func resolve(_ unit: AlignedUnit, _ schema: Schema) -> [UnitValue] {
    guard let value = unit.sides.first ?? nil else { return [] }
    units.append((unit.key, value))
    return wanted?.contains(unit.key) == false ? [] : [value]
  }

  mutating func takeNotes() -> [Text] { [] }
}
