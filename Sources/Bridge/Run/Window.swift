import CivilTime
import ContentLines
import ICalendar
import Records
import Settings

/// The days whose events or tasks are carried in one direction (DESIGN section 7, scope).
///
/// By date on the clocks of the workspace's zone, the first and the last day included: two runs of
/// one day see the same records, whatever the hour and however an event spells its time.
struct Window: Sendable {
  /// The setting behind it, for messages.
  let path: String
  /// Which way it is about.
  let direction: SettingsDirection
  let first: CivilDate
  let last: CivilDate
  private static let state = Schema.of(.event).name(of: .state)
  private let zone: Zone
  private let zones: ZoneCatalog

  /// The window of a kind and direction; nil for contacts, and where no clocks are known.
  init?(_ kind: RecordKind, _ direction: SettingsDirection, on bench: Workbench) {
    let setting: TimeWindow
    switch (kind, direction) {
    case (.contact, _): return nil
    case (.event, .toOpenCRM): setting = bench.settings.calendar.windowToOpenCRM
    case (.event, .toGoogle): setting = bench.settings.calendar.windowToGoogle
    case (.task, .toOpenCRM): setting = bench.settings.tasks.windowToOpenCRM
    case (.task, .toGoogle): setting = bench.settings.tasks.windowToGoogle
    }
    guard let zones = bench.zones, let now = Instant(bench.now),
      let zone = zones.zone(named: bench.settings.workspace.zone)
    else { return nil }
    let today = zone.local(now).date
    guard let first = setting.from.day(from: today), let last = setting.to.day(from: today)
    else { return nil }
    self.direction = direction
    path = "\(kind.setting.rawValue).window.\(direction.rawValue)"
    self.first = first
    self.last = last
    self.zone = zone
    self.zones = zones
  }

  /// Whether a record takes place in the window: any day of it, any occurrence of a series. What
  /// has no date is never outside. Bounded steps for a series, O(1) else.
  func holds(_ record: Record) -> Bool {
    if let answer = plainAnswer(record) { return answer }
    var record = record
    // That it was called off does not move it.
    for index in record.components.indices { record.components[index].set(Self.state, nil) }
    let found = Occurrences.expand(
      [record], from: first, to: last, limit: 1, zone: zone, zones: zones)
    if !found.occurrences.isEmpty { return true }
    let isDated = record.components.contains {
      $0.first(.start) != nil || $0.first(.due) != nil
    }
    // A rule that cannot be followed proves nothing.
    return !isDated || !found.findings.isEmpty
  }

  /// The answer where the days as they are written leave no doubt: a single event or task whose days
  /// lie well inside or well outside, whatever the zone. Most records of an old calendar do.
  private func plainAnswer(_ record: Record) -> Bool? {
    guard record.components.count == 1, let component = record.components.first else { return nil }
    var days: [Int] = []
    for property in component.properties {
      switch property.name {
      case .start, .end, .due:
        guard let date = CivilDate(property.value[0..<8].bytes) else { return nil }
        days.append(date.daysSinceEpoch)
      case .recurrenceRule, .recurrenceDate, .exceptionRule, .duration, .recurrenceID: return nil
      default: continue
      }
    }
    guard let begin = days.min(), let end = days.max() else { return nil }
    if end < first.daysSinceEpoch - 2 || begin > last.daysSinceEpoch + 2 { return false }
    return begin > first.daysSinceEpoch + 2 && end < last.daysSinceEpoch - 2 ? true : nil
  }

  /// Why a record outside is not carried.
  var reason: String { "it lies outside \(first) to \(last) (\(path))" }
}

extension TimeWindow.Offset {
  /// The day that lies so far from another. Months and years keep the day of the month, or end on
  /// the last day of a shorter month.
  func day(from today: CivilDate) -> CivilDate? {
    switch unit {
    case .days: return today.adding(days: count)
    case .weeks: return today.adding(days: count &* 7)
    case .months, .years:
      let months = today.year * 12 + today.month - 1 + (unit == .years ? count * 12 : count)
      let (year, month) = (floorDiv(months, 12), floorMod(months, 12) + 1)
      guard CivilCalendar.years.contains(year) else { return nil }
      let day = min(today.day, CivilCalendar.length(ofMonth: month, in: year))
      return CivilDate(year: year, month: month, day: day)
    }
  }
}
