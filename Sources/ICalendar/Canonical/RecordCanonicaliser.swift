public import CivilTime
public import ContentLines
public import Records
import Recurrence

/// Brings an event or task into canonical form: zones, dates, rules and instances
/// (spec/canonical.md).
public struct RecordCanonicaliser: Sendable {
  private let zones: ZoneTable

  /// - Parameter zones: the zones defined beside the record, such as in its calendar.
  public init(_ zones: ZoneTable) {
    self.zones = zones
  }

  /// Canonicalises a record outside any calendar, with the definitions it carries itself.
  public static func canonical(
    _ record: Record, zones: ZoneCatalog, findings: inout [Finding]
  ) -> Record {
    let table = ZoneTable(zones, record.zones, findings: &findings)
    return RecordCanonicaliser(table).canonical(record, findings: &findings)
  }

  /// The canonical record; applying it twice changes nothing. Nothing is lost: what cannot be read
  /// stays as it is, with a finding. O(n log n), and a few years of each rule where the file
  /// defines its zone.
  public func canonical(_ record: Record, findings: inout [Finding]) -> Record {
    var found: [Finding] = []
    var result = record
    result.components = record.components.map { DateSpelling.spell($0, findings: &found) }
    let uses = zoneUses(of: result, findings: &found)
    if !uses.isEmpty {
      result.components = result.components.map { Self.applying(uses, to: $0) }
    }
    result.zones = Self.ownZones(uses)
    let clocks = Dictionary(
      uses.values.compactMap { use in use.id.map { ($0, use.clock) } }, uniquingKeysWith: { $1 })
    alignInstances(&result, clocks, findings: &found)
    result.components = result.components.map { component in
      RuleSpelling.spell(
        component, start: SeriesStart(component, clocks), findings: &found)
    }
    result.components = CancelledInstances.folded(result.components, findings: &found)
    // What was moved into the zone of its series needs its own no more.
    let used = Set(result.components.flatMap(\.zoneNames))
    result.zones.removeAll { !used.contains($0.first(.tzid)?.text ?? .empty) }
    result = result.canonical()
    Self.noteRepeats(result, findings: &found)
    let name = found.isEmpty ? nil : result.displayName
    let line = Int(record.components.first?.line ?? 0)
    findings += found.map { finding in
      var finding = finding
      finding.record = finding.record ?? name
      if finding.line == 0 { finding.line = line }
      if finding.column == 0 { finding.column = 1 }
      return finding
    }
    return result
  }

  // MARK: Zones

  /// What each TZID of the record stands for, by the TZID as written.
  private func zoneUses(of record: Record, findings: inout [Finding]) -> [Text: ZoneUse] {
    var times: [Text: [CivilDateTime]] = [:]
    for component in record.components {
      collectTimes(component, into: &times)
      guard let start = component.first("DTSTART"), let zone = start.parameter(.tzid),
        zones.defines(zone), case .floating(let local) = DateValue(start.value)?.first
      else { continue }
      times[zone, default: []] += Self.sample(of: component, from: local)
    }
    var uses: [Text: ZoneUse] = [:]
    for (id, locals) in times.sorted(by: { $0.key < $1.key }) {
      uses[id] = zones.use(of: id, at: locals, findings: &findings)
    }
    return uses
  }

  private static func ownZones(_ uses: [Text: ZoneUse]) -> [Component] {
    var zones: [Component] = []
    for (_, use) in uses.sorted(by: { $0.key < $1.key }) {
      if case .own(_, _, let component) = use, !zones.contains(component) {
        zones.append(component)
      }
    }
    return zones
  }

  /// The zones that the dates name, and the times where a definition has to be compared with them.
  private func collectTimes(
    _ component: Component, into times: inout [Text: [CivilDateTime]]
  ) {
    for property in component.properties {
      guard let id = property.parameter(.tzid), property.isDate else { continue }
      var locals: [CivilDateTime] = []
      if zones.defines(id), let value = DateValue(property.value) {
        locals = [value.first, value.end].compactMap { $0?.civil }
      }
      times[id, default: []] += locals
    }
    for inner in component.components { collectTimes(inner, into: &times) }
  }

  /// Three years of a rule show every change of clocks that today's rules make.
  private static func sample(of component: Component, from start: CivilDateTime) -> [CivilDateTime]
  {
    let rules = component.all("RRULE").compactMap {
      try? RecurrenceRule($0.value.trimmed.bytes)
    }
    guard !rules.isEmpty else { return [] }
    let set = RecurrenceSet(start: start, rules: rules.map { .init($0) })
    return set.expand(to: start.adding(days: 3 * 366), limit: 1200, stepLimit: 5000).instances
  }

  private static func applying(_ uses: [Text: ZoneUse], to component: Component) -> Component {
    var result = component
    for index in result.properties.indices {
      guard let id = result.properties[index].parameter(.tzid), let use = uses[id],
        result.properties[index].isDate
      else { continue }
      if let canonical = use.id {
        result.properties[index].set(.tzid, [canonical])
      } else if let value = DateValue(result.properties[index].value) {
        result.properties[index].remove(parameter: .tzid)
        result.properties[index].value =
          value.mapped { .utc($0.civil) }?.text ?? result.properties[index].value
      }
      // Alarms at a moment and completion are in UTC (RFC 5545 sections 3.8.2.1, 3.8.6.3).
      if moments.contains(result.properties[index].name), let clock = use.clock,
        let value = DateValue(result.properties[index].value), !value.first.isUTC
      {
        result.properties[index].remove(parameter: .tzid)
        result.properties[index].value = Text(clock.resolve(value.first.civil).basic)
      }
    }
    result.components = result.components.map { applying(uses, to: $0) }
    return result
  }

  private static let moments: Set<Name> = ["TRIGGER", "COMPLETED", "ACKNOWLEDGED"]

  // MARK: Instances

  private func alignInstances(
    _ record: inout Record, _ clocks: [Text: Clock?], findings: inout [Finding]
  ) {
    guard let master = record.master, let start = SeriesStart(master, clocks) else { return }
    for index in record.components.indices {
      for place in record.components[index].properties.indices {
        let property = record.components[index].properties[place]
        guard Self.instanceNames.contains(property.name) else { continue }
        let aligned = start.aligning(property, clocks)
        guard let aligned, aligned != property else {
          if aligned == nil {
            findings.append(
              Finding(
                .instanceType, line: Int(property.line), column: 1,
                message: "\(property.name) “\(property.value.shown)” cannot be told in the zone "
                  + "and type of DTSTART; it was kept."))
          }
          continue
        }
        record.components[index].properties[place] = aligned
        findings.append(
          Finding(
            .instanceType, line: Int(property.line), column: 1,
            message: "\(property.name) “\(property.value.shown)” is not in the zone and type "
              + "of DTSTART."))
      }
      var seen = Set<Property>()
      record.components[index].properties.removeAll {
        $0.name == "EXDATE" && !seen.insert($0).inserted
      }
    }
  }

  private static let instanceNames: Set<Name> = [.recurrenceID, "EXDATE", "RDATE"]

  private static func noteRepeats(_ record: Record, findings: inout [Finding]) {
    var seen = Set<Property>()
    for component in record.components {
      guard let id = component.first(.recurrenceID), !seen.insert(id).inserted else { continue }
      findings.append(
        Finding(
          .repeatedInstance, line: Int(component.line), column: 1,
          message: "The instance of \(id.value.shown) stands here twice."))
    }
  }
}

extension Component {
  /// Every TZID in it that a definition may explain.
  var zoneNames: [Text] {
    properties.compactMap { property in
      property.parameter(.tzid).flatMap { property.isDate ? $0 : nil }
    }
      + components.flatMap(\.zoneNames)
  }
}
