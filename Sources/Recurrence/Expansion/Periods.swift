import CivilTime

/// The days a rule names within one period: the expansions and limits of the table in RFC 5545
/// section 3.3.10. Day numbers in ascending order.
extension ExpansionPlan {
  func days(inYear year: Int) -> [Int] {
    if !rule.weekNumbers.isEmpty { return days(inWeeksOf: year) }
    if rule.monthDays.isEmpty, rule.yearDays.isEmpty {
      if rule.days.isEmpty {
        // Month and day as far as the rule does not name them come from DTSTART.
        let months = rule.months.isEmpty ? [startDate.month] : rule.months
        return months.compactMap { day(startDate.day, ofMonth: $0, year) }
      }
      if rule.months.isEmpty {
        let first = CivilCalendar.dayNumber(year: year, month: 1, day: 1)
        return weekdays(from: first, count: CivilCalendar.length(ofYear: year))
      }
      return rule.months.flatMap { weekdays(inMonth: $0, year) }
    }
    // BYDAY is a limit here (note 2 of the table).
    let first = CivilCalendar.dayNumber(year: year, month: 1, day: 1)
    let length = CivilCalendar.length(ofYear: year)
    if rule.monthDays.isEmpty {
      return places(rule.yearDays, of: length).map { first + $0 - 1 }.filter { day in
        let month = CivilCalendar.civil(dayNumber: day).month
        return days.months[month] && allows(weekdayOf: day, inMonth: month, year)
      }
    }
    // BYMONTHDAY without BYMONTH means every month.
    return (rule.months.isEmpty ? Array(1...12) : rule.months).flatMap { month in
      monthDays(in: month, year).filter {
        days.allows(yearDay: $0 - first + 1, of: length)
          && allows(weekdayOf: $0, inMonth: month, year)
      }
    }
  }

  /// The days of a calendar year that lie in the numbered weeks. The first days of January can
  /// belong to the last week of the year before, and the last of December to week 1 of the next.
  private func days(inWeeksOf year: Int) -> [Int] {
    let first = CivilCalendar.dayNumber(year: year, month: 1, day: 1)
    let end = first + CivilCalendar.length(ofYear: year)
    let takesAnyDay = !rule.monthDays.isEmpty || !rule.yearDays.isEmpty
    var found: [Int] = []
    for weekYear in year - 1...year + 1 {
      let weekOne = CivilCalendar.firstWeek(of: weekYear, startingOn: rule.weekStart)
      let next = CivilCalendar.firstWeek(of: weekYear + 1, startingOn: rule.weekStart)
      let weeks = (next - weekOne) / 7
      let numbers = Set(rule.weekNumbers.map { $0 < 0 ? weeks + 1 + $0 : $0 })
      for number in numbers.sorted() where (1...weeks).contains(number) {
        let week = weekOne + (number - 1) * 7
        for day in max(week, first)..<max(min(week + 7, end), max(week, first)) {
          // The weekday comes from DTSTART where nothing else names days.
          if rule.days.isEmpty, !takesAnyDay, Weekday(daysSinceEpoch: day) != startWeekday {
            continue
          }
          if days.allows(day) { found.append(day) }
        }
      }
    }
    return found
  }

  func days(inMonth month: Int, _ year: Int) -> [Int] {
    guard days.months[month] else { return [] }
    if rule.monthDays.isEmpty {
      if !rule.days.isEmpty { return weekdays(inMonth: month, year) }
      return day(startDate.day, ofMonth: month, year).map { [$0] } ?? []
    }
    let found = monthDays(in: month, year)
    if rule.days.isEmpty { return found }
    let first = CivilCalendar.dayNumber(year: year, month: month, day: 1)
    let length = CivilCalendar.length(ofMonth: month, in: year)
    return found.filter { allows(weekdayOf: $0, from: first, count: length) }
  }

  func days(inWeekFrom first: Int) -> [Int] {
    (first..<first + 7).filter { day in
      if rule.days.isEmpty, Weekday(daysSinceEpoch: day) != startWeekday { return false }
      return days.allows(day)
    }
  }

  private func day(_ day: Int, ofMonth month: Int, _ year: Int) -> Int? {
    guard day <= CivilCalendar.length(ofMonth: month, in: year) else { return nil }
    return CivilCalendar.dayNumber(year: year, month: month, day: day)
  }

  private func weekdays(inMonth month: Int, _ year: Int) -> [Int] {
    weekdays(
      from: CivilCalendar.dayNumber(year: year, month: month, day: 1),
      count: CivilCalendar.length(ofMonth: month, in: year))
  }

  /// BYMONTHDAY in one month.
  private func monthDays(in month: Int, _ year: Int) -> [Int] {
    let first = CivilCalendar.dayNumber(year: year, month: month, day: 1)
    return places(rule.monthDays, of: CivilCalendar.length(ofMonth: month, in: year))
      .map { first + $0 - 1 }
  }

  /// Days counted from either end as days from the beginning, in order, none twice.
  private func places(_ values: [Int], of length: Int) -> [Int] {
    unique(
      values.compactMap { value in
        let place = value > 0 ? value : length + 1 + value
        return (1...length).contains(place) ? place : nil
      })
  }

  private func unique(_ values: [Int]) -> [Int] {
    var found: [Int] = []
    found.reserveCapacity(values.count)
    for value in values.sorted() where value != found.last { found.append(value) }
    return found
  }

  /// BYDAY expanded within a month or year, plain and numbered weekdays together.
  private func weekdays(from first: Int, count: Int) -> [Int] {
    let firstWeekday = Weekday(daysSinceEpoch: first)
    var found: [Int] = []
    for day in rule.days {
      let earliest = first + day.weekday.days(after: firstWeekday)
      let occurrences = (first + count - 1 - earliest) / 7 + 1
      if day.ordinal == 0 {
        for week in 0..<occurrences { found.append(earliest + week * 7) }
      } else if abs(day.ordinal) <= occurrences {
        let week = day.ordinal > 0 ? day.ordinal - 1 : occurrences + day.ordinal
        found.append(earliest + week * 7)
      }
    }
    return unique(found)
  }

  /// BYDAY as a limit: numbers count within the month where BYMONTH is given, else in the year.
  private func allows(weekdayOf day: Int, inMonth month: Int, _ year: Int) -> Bool {
    if rule.days.isEmpty { return true }
    if rule.months.isEmpty {
      return allows(
        weekdayOf: day, from: CivilCalendar.dayNumber(year: year, month: 1, day: 1),
        count: CivilCalendar.length(ofYear: year))
    }
    return allows(
      weekdayOf: day, from: CivilCalendar.dayNumber(year: year, month: month, day: 1),
      count: CivilCalendar.length(ofMonth: month, in: year))
  }

  private func allows(weekdayOf day: Int, from first: Int, count: Int) -> Bool {
    guard days.allows(weekdayOf: day) else { return false }
    let weekday = Weekday(daysSinceEpoch: day)
    let fromStart = (day - first) / 7 + 1
    let fromEnd = -((first + count - 1 - day) / 7 + 1)
    return rule.days.contains {
      $0.weekday == weekday
        && ($0.ordinal == 0 || $0.ordinal == fromStart || $0.ordinal == fromEnd)
    }
  }
}
