import CivilTime

/// The day limits of a rule as tables: BYMONTH, BYMONTHDAY, BYYEARDAY and plain weekdays.
struct DayFilter: Sendable {
  /// By month; index 0 unused.
  private(set) var months: [Bool]
  private var monthDays: Marks?
  private var yearDays: Marks?
  private var weekdays: [Bool]
  private(set) var isEmpty: Bool

  /// Days counted from either end of a month or year.
  private struct Marks: Sendable {
    var fromStart: [Bool]
    var fromEnd: [Bool]

    init?(_ values: [Int], limit: Int) {
      guard !values.isEmpty else { return nil }
      fromStart = Array(repeating: false, count: limit + 1)
      fromEnd = fromStart
      for value in values {
        if value > 0 { fromStart[value] = true } else { fromEnd[-value] = true }
      }
    }

    func contains(_ day: Int, of length: Int) -> Bool {
      fromStart[day] || fromEnd[length + 1 - day]
    }
  }

  init(_ rule: RecurrenceRule) {
    months = Array(repeating: rule.months.isEmpty, count: 13)
    for month in rule.months { months[month] = true }
    monthDays = Marks(rule.monthDays, limit: 31)
    yearDays = Marks(rule.yearDays, limit: 366)
    weekdays = Array(repeating: rule.days.isEmpty, count: 7)
    for day in rule.days { weekdays[day.weekday.rawValue] = true }
    isEmpty =
      rule.months.isEmpty && monthDays == nil && yearDays == nil && rule.days.isEmpty
  }

  func allows(weekdayOf day: Int) -> Bool { weekdays[floorMod(day + 3, 7)] }

  func allows(monthDay day: Int, of length: Int) -> Bool {
    monthDays?.contains(day, of: length) ?? true
  }

  func allows(yearDay day: Int, of length: Int) -> Bool {
    yearDays?.contains(day, of: length) ?? true
  }

  /// Whether all limits let a day through.
  func allows(_ day: Int) -> Bool {
    if isEmpty { return true }
    guard allows(weekdayOf: day) else { return false }
    let civil = CivilCalendar.civil(dayNumber: day)
    guard months[civil.month] else { return false }
    return allowsDay(day, civil)
  }

  private func allowsDay(_ day: Int, _ civil: (year: Int, month: Int, day: Int)) -> Bool {
    if monthDays != nil {
      let length = CivilCalendar.length(ofMonth: civil.month, in: civil.year)
      guard allows(monthDay: civil.day, of: length) else { return false }
    }
    if yearDays != nil {
      let first = CivilCalendar.dayNumber(year: civil.year, month: 1, day: 1)
      let length = CivilCalendar.length(ofYear: civil.year)
      guard allows(yearDay: day - first + 1, of: length) else { return false }
    }
    return true
  }

  /// The next day after `day` that passes, at most 400 years on: then the calendar repeats.
  /// Whole months that do not pass are skipped. Counts its work in `steps`.
  func next(after day: Int, steps: inout Int) -> Int? {
    if isEmpty { return day + 1 }
    let end = min(day + 146_097, CivilCalendar.days.upperBound)
    var candidate = day + 1
    while candidate <= end {
      steps += 1
      let civil = CivilCalendar.civil(dayNumber: candidate)
      let length = CivilCalendar.length(ofMonth: civil.month, in: civil.year)
      guard months[civil.month] else {
        candidate += length - civil.day + 1
        continue
      }
      for offset in 0...(length - civil.day) {
        let found = candidate + offset
        guard found <= end else { return nil }
        if allows(weekdayOf: found),
          allowsDay(found, (civil.year, civil.month, civil.day + offset))
        {
          return found
        }
      }
      candidate += length - civil.day + 1
    }
    return nil
  }
}
