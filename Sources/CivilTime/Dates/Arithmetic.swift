/// Divides rounding toward negative infinity; `divisor` must be positive.
public func floorDiv(_ value: Int, _ divisor: Int) -> Int {
  let quotient = value / divisor
  return value % divisor < 0 ? quotient - 1 : quotient
}

/// The remainder of `floorDiv`, always in `0 ..< divisor`.
public func floorMod(_ value: Int, _ divisor: Int) -> Int {
  let remainder = value % divisor
  return remainder < 0 ? remainder + divisor : remainder
}

/// The proleptic Gregorian calendar as plain integer arithmetic, for loops that must be quick.
public enum CivilCalendar {
  /// The years this program can name.
  public static let years = -9999...9999

  /// The day numbers of those years, counted from 1970-01-01.
  public static let days =
    dayNumber(year: -9999, month: 1, day: 1)...dayNumber(year: 9999, month: 12, day: 31)

  /// The seconds of those days as if all clocks showed UTC.
  public static let seconds = days.lowerBound * 86400...days.upperBound * 86400 + 86399

  /// Whether the year has a 29 February.
  public static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// The number of days in a year.
  public static func length(ofYear year: Int) -> Int { isLeap(year) ? 366 : 365 }

  /// The number of days in a month; `month` is 1...12.
  public static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The day number of a date counted from 1970-01-01. Days beyond the month simply count on.
  public static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    // March is the first month here, so that the leap day is the last day of the counted year.
    let shifted = month <= 2 ? year - 1 : year
    let era = floorDiv(shifted, 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The date of a day number; the inverse of `dayNumber(year:month:day:)`.
  public static func civil(dayNumber: Int) -> (year: Int, month: Int, day: Int) {
    let days = dayNumber + 719_468
    let era = floorDiv(days, 146_097)
    let dayOfEra = days - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The day number on which week 1 of a year begins: the first week with at least four days in
  /// that year (RFC 5545 section 3.3.10, BYWEEKNO), weeks beginning on `weekStart`.
  public static func firstWeek(of year: Int, startingOn weekStart: Weekday) -> Int {
    let fourth = dayNumber(year: year, month: 1, day: 4)
    return fourth - Weekday(daysSinceEpoch: fourth).days(after: weekStart)
  }
}
