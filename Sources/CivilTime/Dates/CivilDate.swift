/// A day of the proleptic Gregorian calendar, year -9999...9999, without a zone.
public struct CivilDate: Sendable, Hashable, Comparable {
  package let year: Int
  /// 1...12
  public let month: Int
  /// 1...31
  public let day: Int

  /// Makes a date; nil when there is no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard CivilCalendar.years.contains(year), (1...12).contains(month), day >= 1,
      day <= CivilCalendar.length(ofMonth: month, in: year)
    else { return nil }
    self.init(knownYear: year, month: month, day: day)
  }

  /// Makes the date that lies `days` days after 1970-01-01; nil outside the years it can name.
  public init?(daysSinceEpoch days: Int) {
    guard CivilCalendar.days.contains(days) else { return nil }
    self.init(knownDays: days)
  }

  init(knownYear year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  init(knownDays days: Int) {
    let civil = CivilCalendar.civil(dayNumber: days)
    self.init(knownYear: civil.year, month: civil.month, day: civil.day)
  }

  /// Days since 1970-01-01, negative before it.
  public var daysSinceEpoch: Int {
    CivilCalendar.dayNumber(year: year, month: month, day: day)
  }

  package var weekday: Weekday { Weekday(daysSinceEpoch: daysSinceEpoch) }

  /// 1 for the first of January.
  public var dayOfYear: Int {
    daysSinceEpoch - CivilCalendar.dayNumber(year: year, month: 1, day: 1) + 1
  }

  package var daysInMonth: Int { CivilCalendar.length(ofMonth: month, in: year) }

  /// The date `days` days later (earlier if negative); nil outside the years it can name.
  public func adding(days: Int) -> CivilDate? {
    let (sum, overflow) = daysSinceEpoch.addingReportingOverflow(days)
    return overflow ? nil : CivilDate(daysSinceEpoch: sum)
  }

  /// The number of days from this date to `other`.
  public func days(until other: CivilDate) -> Int { other.daysSinceEpoch - daysSinceEpoch }

  /// The week number and the year whose weeks it counts, for weeks that begin on `weekStart`
  /// (Monday: ISO 8601). The first days of January can belong to the last week of the year before.
  public func week(startingOn weekStart: Weekday = .monday) -> (year: Int, number: Int) {
    let today = daysSinceEpoch
    for candidate in [year + 1, year, year - 1] {
      let first = CivilCalendar.firstWeek(of: candidate, startingOn: weekStart)
      if today >= first { return (candidate, (today - first) / 7 + 1) }
    }
    return (year, 1)
  }

  /// By the calendar.
  public static func < (left: CivilDate, right: CivilDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }
}

extension CivilDate: CustomStringConvertible {
  /// Reads `19870324` (RFC 5545 section 3.3.4) or, if `extended`, also `1987-03-24`.
  public init?(_ bytes: ArraySlice<UInt8>, extended: Bool = false) {
    var scanner = ByteScanner(bytes)
    guard let date = scanner.date(extended: extended), scanner.isAtEnd else { return nil }
    self = date
  }

  /// Appends `19870324`.
  public func print(to bytes: inout [UInt8]) {
    bytes.append(year: year)
    bytes.append(number: month, digits: 2)
    bytes.append(number: day, digits: 2)
  }

  /// The extended spelling, `1987-03-24`.
  public var description: String {
    String(printing: {
      $0.append(year: year)
      $0.append(0x2D)
      $0.append(number: month, digits: 2)
      $0.append(0x2D)
      $0.append(number: day, digits: 2)
    })
  }
}
