/// A date-and-or-time of RFC 6350 section 4.3: any part may be missing.
///
/// Equal values print the same, whichever spelling they were read from.
public struct VCardDate: Sendable, Hashable {
  package var year: Int?
  package var month: Int?
  package var day: Int?
  package var hour: Int?
  package var minute: Int?
  package var second: Int?
  /// Seconds from UTC; nil when the time names no zone. `Z` and `+0000` are both 0.
  public var offset: Int?

  /// Makes a whole date.
  public init(date: CivilDate) {
    year = date.year
    month = date.month
    day = date.day
  }

  /// Makes a date without a year, as in `--0229`; nil when no year has that day.
  public init?(month: Int, day: Int) {
    guard (1...12).contains(month), day >= 1,
      day <= CivilCalendar.length(ofMonth: month, in: 2000)
    else { return nil }
    self.month = month
    self.day = day
  }

  /// The whole date, where year, month and day are all given.
  public var date: CivilDate? {
    guard let year, let month, let day else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  package var hasTime: Bool { hour != nil || minute != nil || second != nil }

  /// Reads the basic and the extended spelling of every form of RFC 6350 section 4.3.4, and
  /// `2006-01-02T15:04`; nil for anything else, fractions of a second included.
  public init?(_ bytes: ArraySlice<UInt8>) {
    var scanner = ByteScanner(bytes)
    guard !scanner.isAtEnd else { return nil }
    var hasDay = false
    if scanner.peek != 0x54, scanner.peek != 0x74 {
      guard readDate(&scanner) else { return nil }
      hasDay = day != nil
    }
    if !scanner.isAtEnd {
      // Only a date that names its day may carry a time, and the time is then whole from the hour.
      let timeAlone = scanner.position == bytes.startIndex
      guard timeAlone || hasDay, scanner.skip(0x54) else { return nil }
      guard readTime(&scanner, truncated: timeAlone), scanner.isAtEnd else { return nil }
    }
    guard isPossible else { return nil }
  }

  private mutating func readDate(_ scanner: inout ByteScanner) -> Bool {
    if scanner.skip(0x2D) {
      guard scanner.skip(0x2D) else { return false }
      if scanner.skip(0x2D) {
        day = scanner.digits(2)
        return day != nil
      }
      month = scanner.digits(2)
      guard month != nil else { return false }
      let dashed = scanner.skip(0x2D)
      if let next = scanner.peek, (0x30...0x39).contains(next) {
        day = scanner.digits(2)
        return day != nil
      }
      return !dashed
    }
    year = scanner.digits(4)
    guard year != nil else { return false }
    guard let next = scanner.peek, next == 0x2D || (0x30...0x39).contains(next) else {
      return true
    }
    let dashed = scanner.skip(0x2D)
    month = scanner.digits(2)
    guard month != nil else { return false }
    if dashed {
      guard scanner.skip(0x2D) else { return true }  // 1985-04
    }
    day = scanner.digits(2)  // 198504 alone is no form of RFC 6350
    return day != nil
  }

  private mutating func readTime(_ scanner: inout ByteScanner, truncated: Bool) -> Bool {
    if truncated, scanner.skip(0x2D) {
      if scanner.skip(0x2D) {
        second = scanner.digits(2)
        return second != nil
      }
      minute = scanner.digits(2)
      guard minute != nil else { return false }
      let coloned = scanner.skip(0x3A)
      if !scanner.isAtEnd || coloned {
        second = scanner.digits(2)
        return second != nil
      }
      return true
    }
    hour = scanner.digits(2)
    guard hour != nil else { return false }
    for isMinute in [true, false] {
      let coloned = scanner.skip(0x3A)
      guard let next = scanner.peek, (0x30...0x39).contains(next) else {
        if coloned { return false }
        break
      }
      let value = scanner.digits(2)
      guard value != nil else { return false }
      if isMinute { minute = value } else { second = value }
    }
    if !scanner.isAtEnd {
      offset = scanner.offset()
      return offset != nil
    }
    return true
  }

  private var isPossible: Bool {
    if let month, !(1...12).contains(month) { return false }
    if let day {
      guard day >= 1, day <= CivilCalendar.length(ofMonth: month ?? 1, in: year ?? 2000)
      else { return false }
    }
    if let hour, hour > 23 { return false }
    if let minute, minute > 59 { return false }
    if let second, second > 60 { return false }
    return true
  }
}

extension VCardDate: CustomStringConvertible {
  /// Reads a string as `init(_:)` reads bytes.
  public init?(_ text: String) {
    self.init(Array(text.utf8)[...])
  }

  /// Appends the canonical basic spelling: `19850412`, `1985-04`, `--0412`, `---12`,
  /// `19850412T102200Z`, `T1022`.
  public func print(to bytes: inout [UInt8]) {
    func pair(_ value: Int) { bytes.append(number: value, digits: 2) }
    switch (year, month, day) {
    case (let year?, let month?, let day?):
      bytes.append(year: year)
      pair(month)
      pair(day)
    case (let year?, let month?, nil):
      bytes.append(year: year)
      bytes.append(0x2D)
      pair(month)
    case (let year?, nil, _):
      bytes.append(year: year)
    case (nil, let month?, let day):
      bytes += [0x2D, 0x2D]
      pair(month)
      if let day { pair(day) }
    case (nil, nil, let day?):
      bytes += [0x2D, 0x2D, 0x2D]
      pair(day)
    case (nil, nil, nil): break
    }
    guard hasTime else { return }
    bytes.append(0x54)
    if let hour { pair(hour) } else { bytes.append(0x2D) }
    if let minute { pair(minute) } else if hour == nil { bytes.append(0x2D) }
    if let second { pair(second) }
    guard let offset else { return }
    if offset == 0 { bytes.append(0x5A) } else { bytes.append(offset: offset, extended: false) }
  }

  /// The canonical basic spelling.
  public var description: String { String(printing: print(to:)) }
}
