/// The yearly rule in the footer of a zone file (POSIX TZ string, RFC 8536 section 3.3), which holds
/// after the last transition the file lists.
struct PosixRule: Sendable, Hashable {
  /// A day of the year on which the clocks change, and when on it.
  struct Change: Sendable, Hashable {
    enum Day: Sendable, Hashable {
      /// Day 1...365, 29 February never counted.
      case julian(Int)
      /// Day 0...365, 29 February counted.
      case zeroBased(Int)
      /// The `week`-th weekday of a month; 5 is the last.
      case weekday(month: Int, week: Int, weekday: Weekday)
    }
    var day: Day
    /// Seconds after midnight, -167...167 hours.
    var time: Int

    /// The local time of the change as seconds as if UTC.
    func local(in year: Int) -> Int {
      let dayNumber: Int
      switch day {
      case .julian(let number):
        let leap = CivilCalendar.isLeap(year) && number >= 60 ? 1 : 0
        dayNumber = CivilCalendar.dayNumber(year: year, month: 1, day: 1) + number - 1 + leap
      case .zeroBased(let number):
        dayNumber = CivilCalendar.dayNumber(year: year, month: 1, day: 1) + number
      case .weekday(let month, let week, let weekday):
        let first = CivilCalendar.dayNumber(year: year, month: month, day: 1)
        var found = first + weekday.days(after: Weekday(daysSinceEpoch: first)) + (week - 1) * 7
        if found >= first + CivilCalendar.length(ofMonth: month, in: year) { found -= 7 }
        dayNumber = found
      }
      return dayNumber * 86400 + time
    }
  }

  struct Daylight: Sendable, Hashable {
    var offset: Int
    var abbreviation: String
    var start: Change
    var end: Change
  }

  var offset: Int
  var abbreviation: String
  var daylight: Daylight?

  /// The two changes of a year in order of time; none where the clocks are never changed.
  func transitions(in year: Int) -> [ZoneTransition] {
    guard let daylight else { return [] }
    let start = ZoneTransition(
      seconds: daylight.start.local(in: year) - offset, before: offset, after: daylight.offset,
      isDaylight: true, wasDaylight: false, abbreviation: daylight.abbreviation)
    let end = ZoneTransition(
      seconds: daylight.end.local(in: year) - daylight.offset, before: daylight.offset,
      after: offset, isDaylight: false, wasDaylight: true, abbreviation: abbreviation)
    return start.seconds < end.seconds ? [start, end] : [end, start]
  }
}

extension PosixRule {
  /// Reads a TZ string such as `GMT0BST,M3.5.0/1,M10.5.0` or `<-03>3`.
  init?(_ bytes: ArraySlice<UInt8>) {
    var scanner = ByteScanner(bytes)
    guard let name = scanner.posixName(), let west = scanner.posixTime() else { return nil }
    offset = -west
    abbreviation = name
    guard !scanner.isAtEnd else { return }
    guard let summerName = scanner.posixName() else { return nil }
    var summerOffset = offset + 3600
    if let next = scanner.peek, next != 0x2C {
      guard let west = scanner.posixTime() else { return nil }
      summerOffset = -west
    }
    guard scanner.skip(0x2C), let start = scanner.posixChange(), scanner.skip(0x2C),
      let end = scanner.posixChange(), scanner.isAtEnd
    else { return nil }
    daylight = Daylight(
      offset: summerOffset, abbreviation: summerName, start: start, end: end)
  }
}

extension ByteScanner {
  /// Letters, or anything between angle brackets.
  fileprivate mutating func posixName() -> String? {
    let quoted = skip(0x3C)
    let start = position
    while let byte = peek,
      quoted ? byte != 0x3E : (0x41...0x5A).contains(byte & 0xDF)
    { position += 1 }
    let name = String(decoding: bytes[start..<position], as: UTF8.self)
    if quoted, !skip(0x3E) { return nil }
    return name.isEmpty ? nil : name
  }

  /// `[+-]h[hh][:mm[:ss]]` in seconds.
  fileprivate mutating func posixTime() -> Int? {
    let negative = skip(0x2D)
    if !negative { _ = skip(0x2B) }
    guard let hours = number(atMost: 3) else { return nil }
    var size = hours * 3600
    if skip(0x3A) {
      guard let minutes = digits(2) else { return nil }
      size += minutes * 60
      if skip(0x3A) {
        guard let seconds = digits(2) else { return nil }
        size += seconds
      }
    }
    return negative ? -size : size
  }

  /// `Jn`, `n` or `Mm.w.d`, and an optional `/time`.
  fileprivate mutating func posixChange() -> PosixRule.Change? {
    let day: PosixRule.Change.Day
    if skip(0x4D) {
      guard let month = number(atMost: 2), (1...12).contains(month), skip(0x2E),
        let week = number(atMost: 1), (1...5).contains(week), skip(0x2E),
        let weekday = number(atMost: 1), (0...6).contains(weekday),
        let named = Weekday(rawValue: (weekday + 6) % 7)
      else { return nil }
      day = .weekday(month: month, week: week, weekday: named)
    } else {
      let julian = skip(0x4A)
      guard let number = number(atMost: 3), number <= 365, !julian || number >= 1
      else { return nil }
      day = julian ? .julian(number) : .zeroBased(number)
    }
    var time = 7200
    if skip(0x2F) {
      guard let read = posixTime() else { return nil }
      time = read
    }
    return PosixRule.Change(day: day, time: time)
  }
}
