/// A date and a time on some clock; which clock is not said.
public struct CivilDateTime: Sendable, Hashable, Comparable {
  package let date: CivilDate
  package let time: TimeOfDay

  package init(date: CivilDate, time: TimeOfDay = .midnight) {
    self.date = date
    self.time = time
  }

  /// Makes a date and time; nil when there is none such.
  public init?(
    _ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0, _ second: Int = 0
  ) {
    guard let date = CivilDate(year: year, month: month, day: day),
      let time = TimeOfDay(hour: hour, minute: minute, second: second)
    else { return nil }
    self.init(date: date, time: time)
  }

  /// Makes the date and time that a UTC clock shows `seconds` after 1970-01-01T00:00:00; nil
  /// outside the years a date can name.
  public init?(secondsAsIfUTC seconds: Int) {
    guard CivilCalendar.seconds.contains(seconds) else { return nil }
    self.init(knownSeconds: seconds)
  }

  init(knownSeconds seconds: Int) {
    let days = floorDiv(seconds, 86400)
    date = CivilDate(knownDays: days)
    time = TimeOfDay(knownSecondOfDay: seconds - days * 86400)
  }

  /// The nearest date and time a `CivilDateTime` can name.
  init(clampingSeconds seconds: Int) {
    self.init(
      knownSeconds: min(
        max(seconds, CivilCalendar.seconds.lowerBound), CivilCalendar.seconds.upperBound))
  }

  /// Seconds since 1970-01-01T00:00:00 as if the clock showed UTC.
  public var secondsAsIfUTC: Int { date.daysSinceEpoch * 86400 + time.secondOfDay }

  /// The clock reading `seconds` later on a clock that is never put forward or back.
  public func adding(seconds: Int) -> CivilDateTime? {
    let (sum, overflow) = secondsAsIfUTC.addingReportingOverflow(seconds)
    return overflow ? nil : CivilDateTime(secondsAsIfUTC: sum)
  }

  /// The same time `days` days later.
  public func adding(days: Int) -> CivilDateTime? {
    date.adding(days: days).map { CivilDateTime(date: $0, time: time) }
  }

  /// By the calendar and the clock, whatever the zone.
  public static func < (left: CivilDateTime, right: CivilDateTime) -> Bool {
    left.date == right.date ? left.time < right.time : left.date < right.date
  }
}

extension CivilDateTime: CustomStringConvertible {
  /// Reads `19870324T120000` or, if `extended`, also `1987-03-24T12:00:00`. No zone suffix.
  public init?(_ bytes: ArraySlice<UInt8>, extended: Bool = false) {
    var scanner = ByteScanner(bytes)
    guard let value = scanner.dateTime(extended: extended), scanner.isAtEnd else { return nil }
    self = value
  }

  /// Appends `19870324T120000`.
  public func print(to bytes: inout [UInt8]) {
    date.print(to: &bytes)
    bytes.append(0x54)
    time.print(to: &bytes)
  }

  /// The basic spelling, `19870324T120000`.
  public var basic: String { String(printing: print(to:)) }

  /// The extended spelling, `1987-03-24T12:00:00`.
  public var description: String { "\(date)T\(time)" }
}
