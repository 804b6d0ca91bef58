import CivilTime
import ContentLines
import Records
import Recurrence

/// DTSTART of a series: what its instances are spelled like.
struct SeriesStart {
  let value: CalendarValue
  let zone: Text?
  /// Nil for a date, a floating time and a zone that nothing explains.
  let clock: Clock?
  /// Whether all instances have the start's time of day.
  let keepsTime: Bool

  /// Reads DTSTART of a component whose dates and zones are spelled; nil if it has none.
  init?(_ component: Component, _ clocks: [Text: Clock?]) {
    // Of several, which no calendar should have, the one that stands first in canonical form.
    let starts = component.all("DTSTART").compactMap { property in
      DateValue(property.value).map { (property: property, value: $0.first) }
    }
    let first =
      starts.count < 2
      ? starts.first
      : starts.min { Self.precedes($0.property, $1.property, in: component.name) }
    guard let (start, value) = first else { return nil }
    self.value = value
    zone = start.parameter(.tzid)
    clock = value.isUTC ? .utc : zone.flatMap { clocks[$0] ?? nil }
    keepsTime = component.all("RRULE").allSatisfy { property in
      guard let rule = try? RecurrenceRule(property.value.trimmed.bytes) else { return false }
      return rule.frequency >= .daily && rule.hours.isEmpty && rule.minutes.isEmpty
        && rule.seconds.isEmpty
    }
  }

  private static func precedes(_ one: Property, _ other: Property, in component: Name) -> Bool {
    func canonical(_ property: Property) -> Property {
      Component(component, [property]).canonical().properties.first ?? property
    }
    return CanonicalOrder.compare(canonical(one), canonical(other)) < 0
  }

  /// RECURRENCE-ID, EXDATE or RDATE in the zone and value type of DTSTART; nil where that cannot be
  /// said without changing the moment it names.
  func aligning(_ property: Property, _ clocks: [Text: Clock?]) -> Property? {
    guard let value = DateValue(property.value) else { return property }
    let from = property.parameter(.tzid)
    if from == zone, value.first.isDate == self.value.isDate, value.first.isUTC == self.value.isUTC
    {
      return property
    }
    // A period has no place among days.
    if self.value.isDate, value.isPeriod { return nil }
    let source: Clock? = from.flatMap { clocks[$0] ?? nil }
    guard
      let mapped = value.mapped({
        aligned($0, source, isFloating: from == nil, adds: property.name == "RDATE")
      })
    else { return nil }
    var result = property
    result.value = mapped.text
    let type = mapped.typeName
    result.set(.value, type == "DATE-TIME" ? [] : [Text(type)])
    let isPlain = mapped.first.isDate || mapped.first.isUTC
    result.set(.tzid, isPlain ? [] : zone.map { [$0] } ?? [])
    return result
  }

  private func aligned(
    _ value: CalendarValue, _ source: Clock?, isFloating: Bool, adds: Bool
  ) -> CalendarValue? {
    switch (self.value, value) {
    case (.date, .date):
      return value
    case (.date, .floating(let local)):
      return .date(local.date)
    case (.date, .utc(let utc)):
      // At midnight UTC a date was meant; at another time we do not know whose midnight it is.
      return utc.time == .midnight ? .date(utc.date) : nil
    case (_, .date(let date)):
      // Another kind of instance, or all instances of a day that may have several.
      guard !adds, keepsTime else { return nil }
      let local = CivilDateTime(date: date, time: self.value.civil.time)
      return self.value.isUTC ? .utc(local) : .floating(local)
    case (.floating, .floating) where zone == nil:
      return isFloating ? value : nil
    case (.floating, .utc) where zone == nil:
      return nil
    case (.utc, .floating(let local)):
      if isFloating { return .utc(local) }
      return source.map { .utc($0.resolve(local).utc) }
    case (.utc, .utc):
      return value
    case (.floating, .floating(let local)):
      if isFloating { return value }
      return source.flatMap { own($0.resolve(local)) }
    case (.floating, .utc(let utc)):
      return own(Instant(utc: utc))
    }
  }

  /// The moment on the clock of DTSTART; nil where the clock shows that time twice and the first
  /// would be understood.
  private func own(_ instant: Instant) -> CalendarValue? {
    guard let clock else { return nil }
    let local = clock.local(instant)
    return clock.resolve(local) == instant ? .floating(local) : nil
  }
}
