/// One STANDARD or DAYLIGHT part of a VTIMEZONE (RFC 5545 section 3.6.5) as plain values.
public struct ZoneObservance: Sendable, Hashable {
  /// DAYLIGHT rather than STANDARD.
  public var isDaylight: Bool
  /// DTSTART: the first onset, in local time by the offset before it.
  public var onset: CivilDateTime
  /// RDATE: later onsets that no rule covers, in order.
  public var furtherOnsets: [CivilDateTime]
  /// TZOFFSETFROM in seconds.
  public var offsetFrom: Int
  /// TZOFFSETTO in seconds.
  public var offsetTo: Int
  /// TZNAME; may be empty.
  public var abbreviation: String
  /// The text of RRULE without its name, where onsets repeat every year for ever.
  public var rule: String?

  package init(
    isDaylight: Bool, onset: CivilDateTime, furtherOnsets: [CivilDateTime] = [], offsetFrom: Int,
    offsetTo: Int, abbreviation: String = "", rule: String? = nil
  ) {
    self.isDaylight = isDaylight
    self.onset = onset
    self.furtherOnsets = furtherOnsets
    self.offsetFrom = offsetFrom
    self.offsetTo = offsetTo
    self.abbreviation = abbreviation
    self.rule = rule
  }
}

extension Zone {
  /// The parts of a VTIMEZONE that is right at every time from `from` to `until` (for ever if nil).
  ///
  /// As few as can be, and the same for every `from` in the time of today's yearly rule: such a
  /// definition begins where the rule began, so it does not change when an older event goes.
  public func observances(from: CivilDate, until: CivilDate? = nil) -> [ZoneObservance] {
    // A day's margin on either side covers every offset from UTC.
    let first = (from.daysSinceEpoch - 1) * 86400
    let last = until.map { ($0.daysSinceEpoch + 2) * 86400 } ?? Int.max
    let beginning = ruleBeginning(from: from)
    let listed = transitions(
      from: transitions.first?.seconds ?? 0, through: (beginning?.seconds ?? Int.max) - 1)

    var observances: [ZoneObservance] = []
    if let beginning, beginning.seconds <= first {
      // The rule alone covers everything.
    } else {
      let governing = listed.lastIndex { $0.seconds <= first }
      if let governing, listed[governing].onset.date.year >= 1970 || from.year < 1970 {
        observances = group(listed[governing...].filter { $0.seconds <= last })
      } else {
        let offset = offset(at: Instant(seconds: Int64(first)))
        let abbreviation = abbreviation(at: Instant(seconds: Int64(first)))
        observances = [
          ZoneObservance(
            isDaylight: false, onset: baseOnset(before: from), offsetFrom: offset,
            offsetTo: offset, abbreviation: abbreviation)
        ]
        observances += group(listed.filter { $0.seconds > first && $0.seconds <= last })
      }
    }
    if let rule, let beginning, beginning.seconds <= last {
      observances += recurring(rule, from: beginning.year, until: until, from: from)
    }
    return observances
  }

  /// A time before every event, fixed so that equal zones give equal text.
  private func baseOnset(before date: CivilDate) -> CivilDateTime {
    let year = date.year > 1970 ? 1970 : max(date.year - 1, CivilCalendar.years.lowerBound)
    return CivilDateTime(date: CivilDate(knownYear: year, month: 1, day: 1))
  }

  /// The first year whose changes, and all changes after, are those of the yearly rule.
  private func ruleBeginning(from: CivilDate) -> (year: Int, seconds: Int)? {
    guard let rule, rule.daylight != nil else { return nil }
    guard let latest = transitions.last else {
      let year = min(from.year - 1, 1970)
      return rule.transitions(in: year).first.map { (year, $0.seconds) }
    }
    var remaining = transitions[...]
    var year = CivilDateTime(clampingSeconds: latest.seconds).date.year
    // The year of the last listed change may be listed in part: the rule gives the rest of it.
    let inLatest = rule.transitions(in: year)
    guard let start = inLatest.first else { return nil }
    var found = remaining.filter { $0.seconds >= start.seconds }
    guard found.elementsEqual(inLatest.prefix(found.count)) else {
      return rule.transitions(in: year + 1).first.map { (year + 1, $0.seconds) }
    }
    var beginning = (year: year, seconds: start.seconds)
    while true {
      remaining = remaining.dropLast(found.count)
      year -= 1
      let expected = rule.transitions(in: year)
      found = Array(remaining.suffix(expected.count))
      guard found == expected else { return beginning }
      beginning = (year, found[0].seconds)
    }
  }

  /// One observance for all changes between the same two offsets.
  private func group(_ transitions: some Sequence<ZoneTransition>) -> [ZoneObservance] {
    var groups: [ZoneObservance] = []
    for transition in transitions {
      let made = transition.observance
      if let index = groups.firstIndex(where: {
        $0.isDaylight == made.isDaylight && $0.offsetFrom == made.offsetFrom
          && $0.offsetTo == made.offsetTo && $0.abbreviation == made.abbreviation
      }) {
        groups[index].furtherOnsets.append(made.onset)
      } else {
        groups.append(made)
      }
    }
    return groups
  }

  private func recurring(
    _ rule: PosixRule, from year: Int, until: CivilDate?, from first: CivilDate
  ) -> [ZoneObservance] {
    guard let daylight = rule.daylight else { return [] }
    let onsets = rule.transitions(in: year)
    if let start = daylight.start.yearlyRule, let end = daylight.end.yearlyRule {
      return onsets.map {
        var observance = $0.observance
        observance.rule = $0.isDaylight ? start : end
        return observance
      }
    }
    // No yearly rule says it: list the onsets, as far ahead as any calendar looks.
    let end = max(until?.year ?? first.year + 50, year) + 1
    return group((year...end).flatMap { rule.transitions(in: $0) })
  }
}

extension ZoneTransition {
  /// The onset in local time by the offset before it.
  var onset: CivilDateTime { CivilDateTime(clampingSeconds: seconds + before) }

  var observance: ZoneObservance {
    ZoneObservance(
      // Where winter time is the exception (Dublin), the database calls summer "standard": readers
      // of VTIMEZONE expect DAYLIGHT to be the time that is ahead.
      isDaylight: isDaylight ? after >= before : wasDaylight && after > before,
      onset: onset, offsetFrom: before, offsetTo: after, abbreviation: abbreviation)
  }
}

extension PosixRule.Change {
  /// The change's day as an RRULE value; nil where no rule of RFC 5545 says it.
  var yearlyRule: String? {
    let shift = floorDiv(time, 86400)
    switch day {
    case .julian(let number):
      let civil = CivilCalendar.civil(
        dayNumber: CivilCalendar.dayNumber(year: 2001, month: 1, day: 1) + number - 1 + shift)
      // A 28 February that the shift moves on is sometimes the 29th.
      guard civil.year == 2001, shift == 0 else { return nil }
      return "FREQ=YEARLY;BYMONTHDAY=\(civil.day);BYMONTH=\(civil.month)"
    case .zeroBased(let number):
      guard (0...364).contains(number + shift) else { return nil }
      return "FREQ=YEARLY;BYYEARDAY=\(number + shift + 1)"
    case .weekday(let month, let week, let weekday):
      let shifted = Weekday.allCases[floorMod(weekday.rawValue + shift, 7)]
      if shift == 0 {
        return "FREQ=YEARLY;BYDAY=\(week == 5 ? -1 : week)\(shifted.code);BYMONTH=\(month)"
      }
      // The day before or after such a weekday is a weekday within seven fixed days of the month.
      let length = CivilCalendar.length(ofMonth: month, in: 2001)
      guard week < 5 || month != 2 else { return nil }
      let first = (week == 5 ? length - 6 : (week - 1) * 7 + 1) + shift
      if first < 1 || first + 6 > length {
        // They reach into another month. From March on, days counted from the end of the year do
        // not depend on leap years; before it, days counted from its beginning.
        let newYear = CivilCalendar.dayNumber(year: month > 2 ? 2002 : 2001, month: 1, day: 1)
        let number = CivilCalendar.dayNumber(year: 2001, month: month, day: first) - newYear
        guard month != 2, month > 2 ? number >= -306 && number + 6 < 0 : number >= 0
        else { return nil }
        let start = month > 2 ? number : number + 1
        let days = (start...start + 6).map(String.init).joined(separator: ",")
        return "FREQ=YEARLY;BYDAY=\(shifted.code);BYYEARDAY=\(days)"
      }
      let days = (first...first + 6).map(String.init).joined(separator: ",")
      return "FREQ=YEARLY;BYDAY=\(shifted.code);BYMONTHDAY=\(days);BYMONTH=\(month)"
    }
  }
}
