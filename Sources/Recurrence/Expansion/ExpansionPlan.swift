import CivilTime

/// A rule made ready for expansion from one start: what DTSTART supplies is filled in, filters are
/// tables, and times are seconds as if all clocks showed UTC.
struct ExpansionPlan: Sendable {
  /// How the periods of a frequency follow one another.
  enum Cycle: Sendable {
    case years(first: Int)
    /// Months counted from year 0.
    case months(first: Int)
    /// Weeks from the day number on which the first begins.
    case weeks(first: Int)
    /// Days, hours, minutes or seconds from a second.
    case clock(first: Int, unit: Int)
  }

  var rule: RecurrenceRule
  var cycle: Cycle
  var start: Int
  var until: Int
  /// Seconds from the beginning of a day (of the period, for clock cycles) at which instances lie.
  var offsets: [Int]
  var days: DayFilter
  /// Limits of clock cycles finer than a day.
  var hours: [Bool]
  var minutes: [Bool]
  var seconds: [Bool]
  /// After so many periods in a row without a match the calendar repeats: there is none at all.
  var barrenPeriods: Int
  var startDate: (year: Int, month: Int, day: Int)
  var startWeekday: Weekday

  /// Nil where the rule has no meaning from such a start.
  init?(_ rule: RecurrenceRule, start: CivilDateTime, isDate: Bool, until: CivilDateTime?) {
    guard rule.isExpandable, !(isDate && rule.frequency < .daily) else { return nil }
    var rule = rule
    if isDate {
      // RFC 5545: these parts must be ignored where DTSTART is a date.
      rule.hours = []
      rule.minutes = []
      rule.seconds = []
    }
    // Instances come out in order only if the lists are.
    rule.hours.sort()
    rule.minutes.sort()
    rule.months.sort()
    let start = isDate ? start.date.daysSinceEpoch * 86400 : start.secondsAsIfUTC
    self.rule = rule
    self.start = start
    let day = floorDiv(start, 86400)
    startDate = CivilCalendar.civil(dayNumber: day)
    startWeekday = Weekday(daysSinceEpoch: day)

    if let until {
      self.until = isDate ? until.date.daysSinceEpoch * 86400 : until.secondsAsIfUTC
    } else {
      switch rule.until {
      case nil: self.until = CivilCalendar.seconds.upperBound
      // A date covers its whole day (spec/decisions/0100-recurrence-disagreements.md).
      case .date(let date): self.until = date.daysSinceEpoch * 86400 + 86399
      case .floating(let value), .utc(let value): self.until = value.secondsAsIfUTC
      }
    }

    let unit: Int
    switch rule.frequency {
    case .secondly: unit = 1
    case .minutely: unit = 60
    case .hourly: unit = 3600
    default: unit = 86400
    }
    let time = start - day * 86400
    func values(_ list: [Int], _ given: Int, _ size: Int) -> [Int] {
      size >= unit ? [0] : list.isEmpty ? [given] : list
    }
    let hourList = values(rule.hours, time / 3600, 3600)
    let minuteList = values(rule.minutes, time / 60 % 60, 60)
    // There are no leap seconds here: 60 counts as 59 (RFC 5545 section 3.3.12).
    let given = Set(rule.seconds.map { min($0, 59) }).sorted()
    let secondList = values(given, time % 60, 1)
    offsets = hourList.flatMap { hour in
      minuteList.flatMap { minute in secondList.map { hour * 3600 + minute * 60 + $0 } }
    }
    hours = table(rule.hours, 24)
    minutes = table(rule.minutes, 60)
    seconds = table(given, 60)
    days = DayFilter(rule)

    func barren(_ calendarCycle: Int) -> Int {
      calendarCycle / greatestCommonDivisor(calendarCycle, rule.interval) + 1
    }
    switch rule.frequency {
    case .yearly:
      cycle = .years(first: startDate.year)
      barrenPeriods = barren(400)
    case .monthly:
      cycle = .months(first: startDate.year * 12 + startDate.month - 1)
      barrenPeriods = barren(4800)
    case .weekly:
      cycle = .weeks(first: day - startWeekday.days(after: rule.weekStart))
      barrenPeriods = barren(20871)
    case .daily, .hourly, .minutely, .secondly:
      cycle = .clock(first: start - floorMod(time, unit), unit: unit)
      barrenPeriods = Int.max
    }
  }

  /// Whether BYSETPOS asks for more instances than any period can have.
  var positionsNeverMatch: Bool {
    guard let nearest = rule.setPositions.map(abs).min() else { return false }
    let mostDays: Int
    switch cycle {
    case .years: mostDays = 366
    case .months: mostDays = 31
    case .weeks: mostDays = max(Set(rule.days.map(\.weekday)).count, 1)
    case .clock: mostDays = 1
    }
    return nearest > mostDays * offsets.count
  }

  /// Whether no period of a clock cycle ever shows an hour, minute and second that the rule lets
  /// through: an interval of 24 hours from 8 o'clock never meets BYHOUR=9.
  var clockNeverMatches: Bool {
    guard case .clock(let first, let unit) = cycle, unit < 86400, rule.interval > 1 else {
      return false
    }
    let (period, overflow) = rule.interval.multipliedReportingOverflow(by: unit)
    guard !overflow else { return false }
    let stride = greatestCommonDivisor(period, 86400)
    var time = floorMod(first, stride)
    while time < 86400 {
      if matches(time: time, unit: unit) { return false }
      time += stride
    }
    return true
  }

  /// Whether a second of the day passes the limits that are coarser than, or as coarse as, `unit`.
  func matches(time: Int, unit: Int) -> Bool {
    hours[time / 3600] && (unit > 60 || minutes[time / 60 % 60])
      && (unit > 1 || seconds[time % 60])
  }
}

/// A table of `size` marks; all set where the list is empty.
private func table(_ values: [Int], _ size: Int) -> [Bool] {
  guard !values.isEmpty else { return Array(repeating: true, count: size) }
  var marks = Array(repeating: false, count: size)
  for value in values { marks[value] = true }
  return marks
}

func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
  var (first, second) = (first, second)
  while second != 0 { (first, second) = (second, first % second) }
  return max(first, 1)
}
