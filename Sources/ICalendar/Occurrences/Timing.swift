import CivilTime
import ContentLines
import Records

/// When a component begins and how long it lasts.
struct Timing {
  /// The start on its own clock.
  let local: CivilDateTime
  let isDate: Bool
  /// Nil for days and floating times, and where nothing explains the zone.
  let clock: Clock?
  private let zone: Text?
  private let clocks: [Text: Clock]
  /// Days follow the calendar, seconds do not (RFC 5545 section 3.8.5.3); nil without an end.
  private var duration: CalendarDuration?

  /// Reads DTSTART and DTEND, DUE or DURATION; a task without DTSTART takes place when it is due.
  init?(_ component: Component, _ clocks: [Text: Clock]) {
    let names: [Name] = component.name == .vtodo ? ["DTSTART", "DUE"] : ["DTSTART"]
    guard let start = names.lazy.compactMap({ component.first($0) }).first,
      let value = DateValue(start.value)?.first
    else { return nil }
    local = value.civil
    isDate = value.isDate
    zone = start.parameter(.tzid)
    clock = value.isUTC ? .utc : zone.flatMap { clocks[$0] }
    self.clocks = clocks
    duration = nil
    if let end = component.first("DTEND") ?? component.first("DUE"), end.name != start.name,
      let value = DateValue(end.value)?.first
    {
      let seconds = seconds(until: value, end)
      duration =
        isDate ? CalendarDuration(days: seconds / 86400) : CalendarDuration(seconds: seconds)
    } else if let text = component.first("DURATION")?.value.trimmed {
      duration = CalendarDuration(text.bytes)
    }
    if isDate, duration.map({ $0.days < 1 }) ?? (component.name == .vevent) {
      // A day lasts a day, also where an end says nothing or nonsense.
      duration = CalendarDuration(days: 1)
    } else if duration?.isNegative == true {
      duration = .zero
    } else if duration == nil, component.name == .vevent {
      duration = .zero
    }
  }

  /// Its length in seconds, days taken as 24 hours.
  var length: Int { duration.map { $0.days &* 86400 &+ $0.seconds } ?? 0 }

  /// The same clock, but the length of another.
  func lasting(as other: Timing) -> Timing {
    var result = self
    result.duration = other.duration
    return result
  }

  private func seconds(until end: CalendarValue, _ property: Property) -> Int {
    let other: Clock? = end.isUTC ? .utc : property.parameter(.tzid).flatMap { clocks[$0] }
    guard let clock, let other, !end.isDate else {
      return end.civil.secondsAsIfUTC - local.secondsAsIfUTC
    }
    return Int(other.resolve(end.civil).seconds - clock.resolve(local).seconds)
  }

  /// A value on the clock of this start.
  func local(of value: DateValue, _ property: Property) -> CivilDateTime? {
    if value.first.isDate, !isDate {
      return CivilDateTime(date: value.first.civil.date, time: local.time)
    }
    let other: Clock? =
      value.first.isUTC ? .utc : property.parameter(.tzid).flatMap { clocks[$0] }
    guard let clock, let other, other != clock else { return value.first.civil }
    return clock.local(other.resolve(value.first.civil))
  }

  /// Another start on the clock of this one.
  func local(of other: Timing) -> CivilDateTime {
    guard let clock, let theirs = other.clock else { return other.local }
    return clock.local(theirs.resolve(other.local))
  }

  /// A local time of this clock as it is shown.
  func time(_ local: CivilDateTime) -> OccurrenceTime {
    if isDate { return .date(local.date) }
    guard let clock else { return .floating(local) }
    return shown(clock.resolve(local), clock)
  }

  private func shown(_ instant: Instant, _ clock: Clock) -> OccurrenceTime {
    .moment(instant, offset: clock.offset(at: instant))
  }

  /// The end of an occurrence that starts at a local time.
  func end(of local: CivilDateTime) -> OccurrenceTime? {
    guard let duration else { return nil }
    return end(of: local, duration)
  }

  private func end(of local: CivilDateTime, _ duration: CalendarDuration) -> OccurrenceTime? {
    guard let clock, !isDate else { return duration.added(to: local).map(time) }
    return local.adding(days: duration.days).map {
      shown(clock.resolve($0).adding(seconds: duration.seconds), clock)
    }
  }

  /// The end that a period gives.
  func end(_ period: DateValue, _ start: CivilDateTime) -> OccurrenceTime? {
    if let duration = period.duration { return end(of: start, duration) }
    return period.end.map { end in
      if end.isUTC, let clock { return shown(Instant(utc: end.civil), clock) }
      return time(end.civil)
    }
  }
}
