import CivilTime
import ContentLines
import Records
import Recurrence

/// Expands one record.
struct OccurrenceSeries {
  private let record: Record
  private let window: OccurrenceWindow
  private let limit: Int
  private let clocks: [Text: Clock]
  private(set) var found: [Occurrence] = []
  private(set) var isLimited = false
  private(set) var findings: [Finding] = []

  init(_ record: Record, zones: ZoneCatalog, window: OccurrenceWindow, limit: Int) {
    self.record = record
    self.window = window
    self.limit = limit
    var clocks: [Text: Clock] = [:]
    for zone in record.zones {
      let definition = ZoneDefinition(zone)
      clocks[definition.id] = definition.clock(until: nil)
    }
    for component in record.components {
      for id in component.properties.compactMap({ $0.parameter(.tzid) }) where clocks[id] == nil {
        clocks[id] = zones.zone(named: id.string).map { .zone($0) }
      }
    }
    self.clocks = clocks
  }

  mutating func run() {
    let instances = record.instances
    if let master = record.master {
      if master.isCancelled { return }
      expand(master, instances)
    }
    for instance in instances where !instance.isCancelled {
      guard let timing = Timing(instance, clocks) else { continue }
      add(timing.local, timing, instance, .instance)
    }
  }

  private mutating func expand(_ master: Component, _ instances: [Component]) {
    guard let timing = Timing(master, clocks) else { return }
    var set = RecurrenceSet(start: timing.local, isDate: timing.isDate)
    for property in master.all("RRULE") {
      do {
        let rule = try RecurrenceRule(property.value.trimmed.bytes)
        var until: CivilDateTime?
        if case .utc(let value) = rule.until, let clock = timing.clock {
          until = clock.local(Instant(utc: value))
        }
        set.rules.append(.init(rule, until: until))
      } catch {
        findings.append(
          Finding(
            .ruleInvalid, line: Int(property.line), column: 1, record: record.displayName,
            message: "RRULE: \(error.detail)."))
      }
    }
    var ends: [CivilDateTime: DateValue] = [:]
    for property in master.all("RDATE") {
      guard let value = DateValue(property.value), let local = timing.local(of: value, property)
      else { continue }
      set.additions.append(local)
      if value.isPeriod { ends[local] = value }
    }
    let additions = Set(set.additions)
    for property in master.all("EXDATE") {
      guard let value = DateValue(property.value) else { continue }
      if value.first.isDate, !timing.isDate {
        set.excludedDays.append(value.first.civil.date)
      } else if let local = timing.local(of: value, property) {
        set.exclusions.append(local)
      }
    }
    let shifts = takeOver(instances, timing, &set)

    // Clocks are put forward or back by less than this.
    let margin = 4 * 3600
    let reach = max(timing.length, 0) &+ (shifts.map { abs($0.seconds) }.max() ?? 0)
    let clock = timing.clock ?? .zone(window.zone)
    let expansion = set.expand(
      from: window.begin.flatMap { clock.local($0).adding(seconds: -(margin &+ reach)) },
      to: window.end.flatMap { clock.local($0).adding(seconds: margin &+ reach) },
      // What the margin yields is left out again: at most one a second.
      limit: min(max(limit, 0), 1 << 20) + (window.begin == nil ? 100 : 2 * margin))
    if expansion.status == .limited(by: .rule) {
      findings.append(
        Finding(
          .ruleCalendar, line: Int(master.first("RRULE")?.line ?? 0), column: 1,
          record: record.displayName,
          message: "RRULE cannot be followed here: only the start of the series is listed."))
    } else if expansion.status != .complete {
      isLimited = true
    }
    for local in expansion.instances {
      let origin: Occurrence.Origin = additions.contains(local) ? .rdate : .rule
      guard let shift = shifts.last(where: { $0.original <= local }) else {
        add(local, timing, master, origin, period: ends[local])
        continue
      }
      guard !shift.component.isCancelled, let moved = local.adding(seconds: shift.seconds)
      else { continue }
      add(moved, shift.timing, shift.component, .instance)
    }
  }

  /// An instance that moves all after it as well (RANGE=THISANDFUTURE).
  private struct Shift {
    var original: CivilDateTime
    var seconds: Int
    var timing: Timing
    var component: Component
  }

  /// Takes the instances that have a component of their own out of the set.
  private func takeOver(
    _ instances: [Component], _ timing: Timing, _ set: inout RecurrenceSet
  ) -> [Shift] {
    var shifts: [Shift] = []
    for instance in instances {
      guard let id = instance.first(.recurrenceID), let value = DateValue(id.value),
        let original = timing.local(of: value, id)
      else { continue }
      set.exclusions.append(original)
      if id.has("RANGE", "THISANDFUTURE"), let own = Timing(instance, clocks) {
        let moved = own.clock == timing.clock ? own.local : timing.local(of: own)
        shifts.append(
          Shift(
            original: original, seconds: moved.secondsAsIfUTC - original.secondsAsIfUTC,
            timing: timing.lasting(as: own), component: instance))
      }
    }
    return shifts.sorted { $0.original < $1.original }
  }

  private mutating func add(
    _ local: CivilDateTime, _ timing: Timing, _ component: Component, _ origin: Occurrence.Origin,
    period: DateValue? = nil
  ) {
    let start = timing.time(local)
    let end = period.flatMap { timing.end($0, local) } ?? timing.end(of: local)
    guard window.contains(start, end) else { return }
    let summary = component.first("SUMMARY") ?? record.master?.first("SUMMARY")
    found.append(
      Occurrence(
        start: start, end: end, uid: record.uid?.string, summary: summary?.text.string,
        from: origin))
  }
}
