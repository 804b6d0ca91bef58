import ContentLines
import Records

/// Merges unit by unit and keeps a list of conflicts and origins.
struct MergeVisitor: UnitVisitor {
  let labels: [String]
  /// A record without a base: sets unite, blanks fill.
  let decide: Merge.Policy
  /// The side whose spelling wins among equal ones.
  var speller: Int?
  var conflicts: [Conflict] = []
  var origins: [UnitOrigin] = []
  private var notes: [Text] = []
  let common = CommonPart.Reach.allButLines

  init(labels: [String], speller: Int? = nil, decide: @escaping Merge.Policy) {
    self.labels = labels
    self.speller = speller
    self.decide = decide
  }

  mutating func takeNotes() -> [Text] {
    defer { notes = [] }
    return notes
  }

  // MARK: - Units

  mutating func resolve(_ unit: AlignedUnit, _ schema: Schema) -> [UnitValue] {
    let merge = UnitMerge(unit, schema)
    let changed = merge.changed
    if !changed.isEmpty { originated(unit, changed) }
    let outcome = merge.merged(speller: speller)
    guard outcome.isConflict else { return [outcome.value].compactMap(\.self) }
    let conflict = self.conflict(unit, changed, canHoldBoth: Both.isPossible(unit, schema))
    var decision = decide(conflict)
    var kept = [unit.base].compactMap(\.self)
    switch decision {
    case .keepBase: break
    case .take(let label):
      // A side that did not change the unit holds the base.
      guard let side = labels.firstIndex(of: label) else { return keepBase(conflict, kept) }
      guard changed.contains(side) else { break }
      kept = [merged(merge, preferring: side)].compactMap(\.self)
    case .note(let label):
      guard let side = labels.firstIndex(of: label) else { return keepBase(conflict, kept) }
      if changed.contains(side) {
        kept = [merged(merge, preferring: side)].compactMap(\.self)
      }
      note(conflict, keeping: label)
    case .both:
      guard let both = Both.values(unit, changed, merge) else { return keepBase(conflict, kept) }
      kept = both
    case .value(let text):
      guard let given = GivenValue.value(text, unit, merge) else {
        decision = .keepBase
        break
      }
      kept = [given].compactMap(\.self)
    }
    record(conflict, decision, kept)
    return kept
  }

  private func merged(_ merge: UnitMerge, preferring side: Int) -> UnitValue? {
    merge.merged(preferring: side, speller: side).value
  }

  private mutating func keepBase(_ conflict: UnitConflict, _ kept: [UnitValue]) -> [UnitValue] {
    record(conflict, .keepBase, kept)
    return kept
  }

  /// Notes what loses, each value once: several sides may say the same.
  private mutating func note(_ conflict: UnitConflict, keeping label: String) {
    var told = Set(conflict.values.filter { $0.label == label }.compactMap(\.text).map { Text($0) })
    for loser in conflict.values where loser.label != label {
      guard let text = loser.text, told.insert(Text(text)).inserted else { continue }
      notes.append(Text("\(conflict.property): \(TextEscaping.unescape(Text(text)))"))
    }
  }

  // MARK: - Components

  mutating func whole(_ unit: AlignedUnit, _ schema: Schema) -> WholeDecision {
    let isMaster = unit.key.instance == nil
    let sides = unit.sides
    if isMaster, unit.base != nil, sides.allSatisfy({ $0 != nil }) { return .descend(dates: []) }
    let changed = sides.indices.filter {
      !Sameness.areSame(sides[$0], unit.base, isMaster: isMaster)
    }
    let misfits = unit.misfits.filter { changed.contains($0) && sides[$0] != nil }
    if !misfits.isEmpty, sides.contains(where: { $0 != sides[misfits[0]] }) {
      return settle(unit, sides.indices.map(\.self))
    }
    let hasOwn = sides.map { $0?.components.isEmpty == false }
    if unit.base?.components.isEmpty == false, hasOwn.allSatisfy(\.self) {
      return descend(unit, changed)
    }
    guard let first = changed.first else { return .take(unit.base) }
    if changed.count == 1 || !hasOwn[first],
      changed.allSatisfy({ Sameness.areSame(sides[$0], sides[first], isMaster: isMaster) })
    {
      originated(unit, changed)
      return .take(sides[first])
    }
    if unit.base?.components.isEmpty ?? true, changed.allSatisfy({ hasOwn[$0] }) {
      return descend(unit, changed)
    }
    return settle(unit, changed)
  }

  private mutating func descend(_ unit: AlignedUnit, _ changed: [Int]) -> WholeDecision {
    let base = unit.base?.properties ?? []
    let moved = changed.filter { unit.sides[$0]?.properties ?? [] != base }
    guard let first = moved.first else { return .descend(dates: base) }
    let dates = unit.sides[first]?.properties ?? []
    guard moved.allSatisfy({ unit.sides[$0]?.properties ?? [] == dates }) else {
      return settle(unit, changed)
    }
    return .descend(dates: dates)
  }

  /// A component that is removed or cancelled on one side and edited on another.
  private mutating func settle(_ unit: AlignedUnit, _ involved: [Int]) -> WholeDecision {
    originated(unit, involved)
    let conflict = self.conflict(unit, involved, canHoldBoth: false)
    var decision = decide(conflict)
    var kept = unit.base
    switch decision {
    case .take(let label), .note(let label):
      if let side = labels.firstIndex(of: label) {
        kept = unit.sides[side]
        if case .note = decision {
          note(conflict, keeping: label)
        }
      } else {
        decision = .keepBase
      }
    case .keepBase, .both, .value: decision = .keepBase
    }
    record(conflict, decision, [kept].compactMap(\.self))
    return .take(kept)
  }

  // MARK: - Lists

  private mutating func originated(_ unit: AlignedUnit, _ changed: [Int]) {
    origins.append(
      UnitOrigin(unit: unit.key, property: unit.shown, labels: changed.map { labels[$0] }))
  }

  private func conflict(
    _ unit: AlignedUnit, _ involved: [Int], canHoldBoth: Bool
  ) -> UnitConflict {
    let texts = unit.texts()
    return UnitConflict(
      unit: unit.key, property: unit.shown, base: unit.base, baseText: texts.base,
      values: involved.map {
        UnitConflict.SideValue(label: labels[$0], value: unit.sides[$0], text: texts.sides[$0])
      }, canHoldBoth: canHoldBoth)
  }

  private mutating func record(
    _ conflict: UnitConflict, _ decision: Decision, _ kept: [UnitValue]
  ) {
    let known = conflict.values.first { [$0.value].compactMap(\.self) == kept }
    let text: String?
    if let known {
      text = known.text
    } else if kept == [conflict.base].compactMap(\.self) {
      text = conflict.baseText
    } else {
      text = kept.isEmpty ? nil : kept.map { $0.plain?.string ?? $0.lines }.joined(separator: "\n")
    }
    conflicts.append(
      Conflict(
        unit: conflict.unit, property: conflict.property, base: conflict.baseText,
        values: conflict.values.map { Conflict.Value(label: $0.label, value: $0.text) },
        decision: decision, kept: text))
  }
}
