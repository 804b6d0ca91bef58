import ContentLines
public import Records

/// One merge unit that differs between two versions of a record.
public struct UnitChange: Sendable, Hashable {
  package let unit: UnitKey
  /// As FORMS: `NAME`, `NAME[key]`, `*`.
  public let property: String
  /// Content-line text, or nil where the unit is not there.
  public let from: String?
  package let to: String?
}

/// Compares two versions of a record.
public enum Diff {
  /// The units that differ, in schema order. O(n log n); O(n) where the records are equal.
  ///
  /// A property that is merged by components is one change, whose unit covers its components.
  /// Volatile properties, empty ones and other spellings of an equal key are no change. A record
  /// that appears is listed unit by unit, one that vanishes as `*`.
  public static func changes(from: Record?, to: Record?) -> [UnitChange] {
    guard from != to else { return [] }
    if let from, to == nil {
      let value = UnitValue([], components: from.components)
      return [UnitChange(unit: .record, property: "*", from: value.lines, to: nil)]
    }
    var walk = RecordWalk(base: from, sides: [to], visitor: DiffVisitor(isNew: from == nil))
    walk.visit()
    return walk.visitor.changes.sorted { $0.unit < $1.unit }
  }
}

private struct DiffVisitor: UnitVisitor {
  let isNew: Bool
  let common = CommonPart.Reach.all
  var changes: [UnitChange] = []

  mutating func whole(_ unit: AlignedUnit, _ schema: Schema) -> WholeDecision {
    let to = unit.sides.first ?? nil
    let hasBase = unit.base?.components.isEmpty == false
    let hasSide = to?.components.isEmpty == false
    if hasSide, hasBase || isNew {
      if unit.base?.properties ?? [] != to?.properties ?? [] { add(unit) }
      return .descend(dates: to?.properties ?? [])
    }
    if unit.base != to { add(unit) }
    return .take(to)
  }

  mutating func resolve(_ unit: AlignedUnit, _ schema: Schema) -> [UnitValue] {
    if !UnitMerge(unit, schema).changed.isEmpty { add(unit) }
    return unit.sides.compactMap(\.self)
  }

  mutating func takeNotes() -> [Text] { [] }

  private mutating func add(_ unit: AlignedUnit) {
    var key = unit.key
    if case .component = key.part {
      key = UnitKey(instance: key.instance, name: key.name, part: .property, order: key.order)
      if changes.contains(where: { $0.unit == key }) { return }
    }
    let texts = unit.texts()
    changes.append(
      UnitChange(
        unit: key, property: key.shown(as: unit.shownName), from: texts.base,
        to: texts.sides.first ?? nil))
  }
}
