import CivilTime
import ContentLines
import Records

/// How Google writes the times of events.
struct GoogleEventDates: Sendable {
  let zones: ZoneCatalog
  let calendarZone: Zone?

  /// Whether two times name one moment, or one day. Takeout writes single events in UTC, whatever
  /// zone they were made in.
  func areEqual(_ one: Property, _ other: Property) -> Bool {
    guard let first = CalendarValue(one.value.bytes), let second = CalendarValue(other.value.bytes),
      first.isDate == second.isDate
    else { return false }
    if first.isDate { return first == second }
    guard let left = instant(first, one), let right = instant(second, other) else { return false }
    return left == right
  }

  private func instant(_ value: CalendarValue, _ property: Property) -> Instant? {
    if case .utc(let time) = value { return Instant(utc: time) }
    guard let id = property.parameter(.tzid) else {
      return calendarZone.map { value.instant(in: $0) }
    }
    return zones.zone(named: id.string).map { value.instant(in: $0) }
  }

  /// A time that did not move keeps the spelling the side shows, unless a rule depends on its zone.
  func keepSpelling(of previous: Component?, in component: inout Component) {
    guard let previous, !Self.repeats(previous), !Self.repeats(component) else { return }
    for index in component.properties.indices {
      let property = component.properties[index]
      guard property.name == "DTSTART" || property.name == "DTEND",
        let shown = previous.first(property.name), shown != property, areEqual(shown, property)
      else { continue }
      component.properties[index] = shown
    }
  }

  private static func repeats(_ component: Component) -> Bool {
    component.properties.contains {
      $0.name == "RRULE" || $0.name == "RDATE" || $0.name == "EXRULE"
    }
  }

  /// A time of no zone is read in the zone of the calendar.
  func inCalendarZone(_ property: Property) -> Property {
    guard let calendarZone, property.parameter(.tzid) == nil,
      let value = CalendarValue(property.value.bytes), case .floating = value
    else { return property }
    var property = property
    property.set(.tzid, [Text(calendarZone.name)])
    return property
  }

  /// Google has an end and no duration; a duration that it shows stays.
  func endInsteadOfDuration(_ component: inout Component, _ previous: Component?) {
    guard let property = component.first("DURATION"), previous?.first("DURATION") == nil,
      let duration = CalendarDuration(property.value.bytes),
      let start = component.first("DTSTART"), let value = CalendarValue(start.value.bytes),
      component.first("DTEND") == nil, let end = end(of: value, start, duration)
    else { return }
    component.set("DURATION", nil)
    component.properties.append(
      Property("DTEND", start.parameters, value: Text(end.description)))
  }

  private func end(
    of value: CalendarValue, _ start: Property, _ duration: CalendarDuration
  ) -> CalendarValue? {
    switch value {
    case .date(let date):
      guard duration.seconds == 0 else { return nil }
      return date.adding(days: duration.days).map { .date($0) }
    case .utc(let time):
      return duration.added(to: time).map { .utc($0) }
    case .floating(let time):
      let zone = start.parameter(.tzid).map { zones.zone(named: $0.string) } ?? calendarZone
      guard let zone else {
        // A zone of the file's own, or none: the duration stays, or is counted on the clock.
        guard start.parameter(.tzid) == nil else { return nil }
        return duration.added(to: time).map { .floating($0) }
      }
      return duration.added(to: time, in: zone).map { .floating(zone.local($0)) }
    }
  }
}
