import ContentLines
import Records

/// Merges one unit of N sides; inside a property its spelling and each parameter by themselves.
struct UnitMerge {
  let unit: AlignedUnit
  let schema: Schema
  let row: PropertySchema

  struct Outcome {
    var value: UnitValue?
    var isConflict = false
  }

  init(_ unit: AlignedUnit, _ schema: Schema) {
    self.unit = unit
    self.schema = schema
    row = schema[unit.key.name]
  }

  /// The sides whose content differs from the base: another spelling of an equal key does not.
  var changed: [Int] {
    unit.sides.indices.filter { !isSame(unit.sides[$0], unit.base) }
  }

  /// - Parameters:
  ///   - preferred: the side that has the last word; nil: differences are conflicts.
  ///   - speller: the side whose spelling wins among equal ones.
  func merged(preferring preferred: Int? = nil, speller: Int? = nil) -> Outcome {
    let base = unit.base
    let moved = unit.sides.indices.filter { unit.sides[$0] != base }
    guard let first = moved.first else { return Outcome(value: base) }
    if moved.allSatisfy({ unit.sides[$0] == unit.sides[first] }) {
      return Outcome(value: unit.sides[first])
    }
    let changed = changed
    if base != nil, unit.sides.contains(where: { $0 == nil }) {
      // Removed here; anything but a removal or another spelling there is a conflict.
      if changed.allSatisfy({ unit.sides[$0] == nil }) { return Outcome(value: nil) }
      guard let preferred else { return Outcome(value: base, isConflict: true) }
      if unit.sides[preferred] == nil { return Outcome(value: nil) }
    }
    if isAtomic {
      guard !changed.isEmpty else {
        // Equal but for volatile lines inside.
        return Outcome(value: moved.compactMap { unit.sides[$0] }.min { $0.lines < $1.lines })
      }
      if let first = changed.first,
        changed.allSatisfy({ isSame(unit.sides[$0], unit.sides[first]) })
      {
        return Outcome(
          value: changed.compactMap { unit.sides[$0] }.min { $0.lines < $1.lines })
      }
      if let preferred { return Outcome(value: unit.sides[preferred]) }
      return Outcome(value: base, isConflict: true)
    }
    return mergedProperty(preferred, speller)
  }

  /// Whether two values have the same content, whatever their spelling.
  func isSame(_ one: UnitValue?, _ other: UnitValue?) -> Bool {
    if one == other { return true }
    guard let one, let other else { return false }
    if isAtomic {
      return one.properties == other.properties
        && one.components.map { $0.withoutVolatile() }
          == other.components.map { $0.withoutVolatile() }
    }
    guard let first = one.properties.first, let second = other.properties.first else {
      return one.properties.isEmpty && other.properties.isEmpty
    }
    return isSameValue(Spelling(first), Spelling(second))
      && Self.free(first.parameters) == Self.free(second.parameters)
      && one.properties.dropFirst().elementsEqual(other.properties.dropFirst())
  }

  private var isAtomic: Bool {
    switch unit.key.part {
    case .group, .inner, .whole, .record: true
    case .property, .member, .component, .parameters: false
    }
  }

  // MARK: - Inside a property

  /// The value with the parameters that say how to read it.
  private struct Spelling: Hashable {
    var value: Text
    var parameters: [Parameter]

    init(_ property: Property) {
      value = property.value
      parameters = property.parameters.filter { Schema.isPartOfValue(parameter: $0.name) }
    }

    func property(_ name: Name) -> Property { Property(name, parameters, value: value) }
  }

  private static func free(_ parameters: [Parameter]) -> [Parameter] {
    parameters.filter { !Schema.isPartOfValue(parameter: $0.name) }
  }

  private func isSameValue(_ one: Spelling, _ other: Spelling) -> Bool {
    if one == other { return true }
    guard row.isKeyed, case .member = unit.key.part else { return false }
    return MemberKey.of(one.property(unit.key.name), row)
      == MemberKey.of(other.property(unit.key.name), row)
  }

  private func mergedProperty(_ preferred: Int?, _ speller: Int?) -> Outcome {
    // A removal that lost against the preferred side has no say.
    let present = unit.sides.indices.filter { unit.sides[$0]?.properties.isEmpty == false }
    let sides = present.compactMap { unit.sides[$0] }
    let heads = sides.compactMap(\.properties.first)
    let preferred = preferred.flatMap(present.firstIndex)
    let speller = speller.flatMap(present.firstIndex)
    let base = unit.base?.properties.first
    var isConflict = false

    let spelling = mergedSpelling(
      base.map(Spelling.init), heads.map(Spelling.init), preferred, speller, &isConflict)
    guard let spelling else { return Outcome(value: unit.base, isConflict: true) }
    var head = spelling.property(unit.key.name)

    let names = Set((heads + [base].compactMap(\.self)).flatMap { $0.parameters.map(\.name) })
    for name in names.sorted() where !Schema.isPartOfValue(parameter: name) {
      let old = base?.parameters(name) ?? []
      let new = heads.map { $0.parameters(name) }
      if schema.parameter(name)?.isSet == true {
        head.parameters += mergedSet(old, new).map { Parameter(name, $0) }
      } else {
        let merged = Self.merged(old, new, preferred)
        if merged.isConflict { isConflict = true }
        head.parameters += merged.value.map { Parameter(name, $0) }
      }
    }

    var value = UnitValue([head])
    let described = sides.map { Array($0.properties.dropFirst()) }
    let before = unit.base.map { Array($0.properties.dropFirst()) } ?? []
    for name in Set((described + [before]).flatMap { $0.map(\.name) }).sorted() {
      let merged = Self.merged(
        before.filter { $0.name == name }, described.map { $0.filter { $0.name == name } },
        preferred)
      if merged.isConflict { isConflict = true }
      value.properties += merged.value
    }
    let moved = sides.map(\.group).filter { $0 != unit.base?.group ?? .none }
    value.group = moved.min(by: <) ?? unit.base?.group ?? .none
    return Outcome(value: isConflict ? unit.base : value, isConflict: isConflict)
  }

  private func mergedSpelling(
    _ base: Spelling?, _ sides: [Spelling], _ preferred: Int?, _ speller: Int?,
    _ isConflict: inout Bool
  ) -> Spelling? {
    let respelled = sides.filter { $0 != base }
    guard let first = respelled.first else { return base }
    if respelled.allSatisfy({ $0 == first }) { return first }
    func smallest(_ all: [Spelling]) -> Spelling? {
      all.min { $0.property(unit.key.name).lineText < $1.property(unit.key.name).lineText }
    }
    let edited = sides.filter { side in
      guard let base else { return true }
      return !isSameValue(side, base)
    }
    guard let edit = edited.first else {
      // Only spellings differ: two new ones leave the base's.
      return speller.map { sides[$0] } ?? base
    }
    if edited.allSatisfy({ isSameValue($0, edit) }) {
      if let speller, edited.contains(sides[speller]) { return sides[speller] }
      return smallest(edited)
    }
    if let preferred { return sides[preferred] }
    if row.unit == .lines, let merged = mergedLines(base, sides) { return merged }
    isConflict = true
    return base ?? first
  }

  private func mergedLines(_ base: Spelling?, _ sides: [Spelling]) -> Spelling? {
    guard let base, sides.allSatisfy({ $0.parameters == base.parameters }) else { return nil }
    let merged = LineMerge.merge(
      base: TextEscaping.unescape(base.value),
      sides: sides.map { TextEscaping.unescape($0.value) })
    guard let merged, !merged.isEmpty else { return nil }
    var result = base
    result.value = TextEscaping.escape(merged)
    return result
  }

  /// A set: what any side added, and of the base what no side removed.
  private func mergedSet(_ base: [Text], _ sides: [[Text]]) -> [Text] {
    let all = Set(base).union(sides.joined())
    return all.filter { value in
      base.contains(value)
        ? sides.allSatisfy { $0.contains(value) } : sides.contains { $0.contains(value) }
    }.sorted()
  }

  /// Three-way with N sides: the one changed value, or a conflict.
  private static func merged<Value: Hashable>(
    _ base: Value, _ sides: [Value], _ preferred: Int?
  ) -> (value: Value, isConflict: Bool) {
    let changed = sides.filter { $0 != base }
    guard let first = changed.first else { return (base, false) }
    if changed.allSatisfy({ $0 == first }) { return (first, false) }
    if let preferred { return (sides[preferred], false) }
    return (base, true)
  }
}
