import ContentLines
import Records

/// What becomes of a component as a whole.
enum WholeDecision {
  /// There, with exactly this state; nil: not there.
  case take(UnitValue?)
  /// Unit by unit; `dates` are the EXDATE and RDATE that stay with an instance.
  case descend(dates: [Property])
}

/// Decides every unit that a walk meets.
protocol UnitVisitor {
  /// What need not be shown to the visitor because all versions hold it alike.
  var common: CommonPart.Reach { get }
  mutating func whole(_ unit: AlignedUnit, _ schema: Schema) -> WholeDecision
  /// The values to keep: none, one, or several where the unit holds them side by side.
  mutating func resolve(_ unit: AlignedUnit, _ schema: Schema) -> [UnitValue]
  /// Texts to append to NOTE or DESCRIPTION of the component just decided.
  mutating func takeNotes() -> [Text]
}

/// Goes through all units of a base and its sides, and puts together what a visitor keeps.
struct RecordWalk<Visitor: UnitVisitor> {
  var visitor: Visitor
  /// The base first.
  private var versions: [Record?]
  private var common = CommonPart()

  init(base: Record?, sides: [Record?], visitor: Visitor) {
    versions = [base] + sides
    self.visitor = visitor
  }

  /// The record that the decisions make, canonical; nil if nothing is left. O(n log n).
  mutating func run() -> Record? { visit()?.canonical() }

  /// The same without canonical form, for visitors that only look.
  @discardableResult
  mutating func visit() -> Record? {
    guard let kind = versions.compactMap({ $0?.kind }).first else { return nil }
    let schema = Schema.of(kind)
    common.takeOut(of: &versions, reach: visitor.common)
    let masters = versions.map { $0?.master }
    let parts = masters.map { $0.map { ComponentParts($0, isMaster: true) } }
    var components: [Component] = []
    var master = decide(nil, masters, parts, schema)
    let instances = walkInstances(masters, parts, master, schema)
    master?.properties += instances.dates
    common.putBack(into: &master)
    if let master { components.append(master) }
    components += instances.components
    guard !components.isEmpty else { return nil }
    return Record(kind, components, zones: zones())
  }

  /// Decides one component: the master, or one instance's own.
  private mutating func decide(
    _ instance: Text?, _ components: [Component?], _ parts: [ComponentParts?], _ schema: Schema
  ) -> Component? {
    guard components.contains(where: { $0 != nil }) else { return nil }
    let states = components.map { $0.map { UnitValue([], components: [$0]) } }
    let unit = AlignedUnit(
      key: .whole(instance), base: states[0], sides: Array(states.dropFirst()))
    switch visitor.whole(unit, schema) {
    case .take(let state):
      guard let kept = state?.components.first else { return nil }
      guard instance == nil else { return kept }
      // The dates of a master are decided instance by instance.
      var bare = kept
      bare.properties.removeAll { schema[$0.name].unit == .instances }
      return bare
    case .descend:
      return descend(instance, components, parts, schema)
    }
  }

  private mutating func descend(
    _ instance: Text?, _ components: [Component?], _ parts: [ComponentParts?], _ schema: Schema,
    aliases: [Text] = []
  ) -> Component? {
    guard let name = components.compactMap({ $0?.name }).first else { return nil }
    // Where a side lacks the component, it has no say in it.
    let parts = parts.map { $0 ?? parts[0] }
    let alignment = Alignment(instance: instance, parts, schema: schema)
    var rebuilding = Rebuilding(name, carried: alignment.carried)
    for var unit in alignment.units {
      unit.aliases = aliases
      for value in visitor.resolve(unit, schema) { rebuilding.add(unit.key, value) }
    }
    rebuilding.append(notes: visitor.takeNotes(), instance: instance)
    return rebuilding.finish()
  }

  // MARK: - Instances

  private mutating func walkInstances(
    _ masters: [Component?], _ parts: [ComponentParts?], _ master: Component?, _ schema: Schema
  ) -> (dates: [Property], components: [Component]) {
    let others = versions.map { Self.components($0, besides: $0?.master) }
    guard
      others.contains(where: { !$0.isEmpty })
        || parts.contains(where: { $0?.dates.isEmpty == false })
    else { return ([], []) }
    let kept = master.map { Schedule($0) }
    let schedules = masters.map { $0.map { Schedule($0) } }
    let anchors = anchors(schedules, kept, parts, others)
    let tables = versions.indices.map { version in
      InstanceTable(
        dates: parts[version]?.dates ?? [], components: others[version],
        carrier: Carrier(from: schedules[version], to: kept), anchors: anchors)
    }
    var dates: [Property] = []
    var components: [Component] = []
    for key in Set(tables.flatMap(\.entries.keys)).sorted() {
      let entries = tables.map { $0.entries[key] }
      let misfits = entries.indices.dropFirst().filter { entries[$0]?.isMisfit == true }
      let unit = AlignedUnit(
        key: .whole(key), base: entries[0]?.state, sides: entries.dropFirst().map { $0?.state },
        misfits: misfits.map { $0 - 1 },
        aliases: Set(entries.compactMap { $0?.original }).subtracting([key]).sorted())
      switch visitor.whole(unit, schema) {
      case .take(let state):
        dates += state?.properties ?? []
        components += state?.components ?? []
      case .descend(let keptDates):
        dates += keptDates
        var versions = [unit.base] + unit.sides
        if versions[0]?.components.first == nil, let base = masters[0] {
          // The instance as the series itself has it is the base of two new edits of it.
          versions[0] = UnitValue(
            [], components: [Self.plainInstance(base, key, kept, versions, schema)])
        }
        let own = versions.map { $0?.components.first }
        let component = descend(
          key, own, own.map { $0.map { ComponentParts($0, isMaster: false) } }, schema,
          aliases: unit.aliases)
        if let component { components.append(component) }
      }
    }
    // Without a master there is no place for dates.
    return (master == nil ? [] : dates, components)
  }

  /// What the versions that have the kept schedule already show of its instances.
  private func anchors(
    _ schedules: [Schedule?], _ kept: Schedule?, _ parts: [ComponentParts?],
    _ others: [[Component]]
  ) -> Anchors {
    func starts(_ version: Int) -> Set<Text> {
      Set(InstanceTable.states(parts[version]?.dates ?? [], others[version]).keys)
    }
    let movers = schedules.indices.filter { kept != nil && schedules[$0] == kept }
    // Where nobody has another schedule there is nothing to carry over.
    let isNeeded = schedules.contains { $0 != nil && $0 != kept } && !movers.isEmpty
    return Anchors(
      isNeeded ? movers.reduce(into: []) { $0.formUnion(starts($1)) } : [],
      base: isNeeded ? starts(0) : [], Carrier(from: schedules[0], to: kept))
  }

  private static func components(_ record: Record?, besides master: Component?) -> [Component] {
    guard let record else { return [] }
    guard master != nil,
      let place = record.components.firstIndex(where: { $0.first(.recurrenceID) == nil })
    else { return record.components }
    var rest = record.components
    rest.remove(at: place)
    return rest
  }

  /// The instance that a master yields by itself at an original start.
  private static func plainInstance(
    _ master: Component, _ key: Text, _ kept: Schedule?, _ versions: [UnitValue?], _ schema: Schema
  ) -> Component {
    let schedule = kept ?? Schedule(master)
    var result = master
    result.properties.removeAll {
      let row = schema[$0.name]
      return row.unit == .instances || row.unit == .schedule || row.unit == .dates
    }
    // How the instance is spelled is not content: as the sides spell it.
    let identity = versions.compactMap { $0?.components.first?.first(.recurrenceID) }.first
    if let identity { result.properties.append(identity) }
    if var start = schedule.start {
      let old = LocalStamp(start.value)
      start.value = key
      result.properties.append(start)
      for var end in schedule.ends {
        if let old, let new = LocalStamp(key), let stamp = LocalStamp(end.value) {
          end.value = stamp.moved(by: new.seconds - old.seconds).text
        }
        result.properties.append(end)
      }
    }
    let lengths = master.properties.filter {
      schema[$0.name].unit == .schedule && schema[$0.name].value == .duration
    }
    result.properties += lengths
    return result
  }

  // MARK: - Zones

  /// Definitions of zones stay while no side dropped them; new ones are added.
  private func zones() -> [Component] {
    let all = versions.map { $0?.zones ?? [] }
    guard all.contains(where: { !$0.isEmpty }) else { return [] }
    let old = Set(all[0])
    var result: [Component] = []
    var seen: Set<Component> = []
    for zone in all.joined() where seen.insert(zone).inserted {
      let holders = versions.indices.dropFirst().filter { versions[$0] != nil }
      let isKept =
        old.contains(zone)
        ? holders.allSatisfy { all[$0].contains(zone) }
        : holders.contains { all[$0].contains(zone) }
      if isKept { result.append(zone) }
    }
    return result
  }
}
