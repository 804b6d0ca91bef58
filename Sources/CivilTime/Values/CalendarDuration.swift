/// A duration of RFC 5545 section 3.3.6: days, which follow the calendar, and seconds, which do not.
///
/// A week is seven days and an hour 3,600 seconds in every spelling, so `P7D` equals `P1W` and
/// `PT90M` equals `PT1H30M`; but `P1D` and `PT24H` differ, since a day can have 23 hours.
public struct CalendarDuration: Sendable, Hashable {
  /// Calendar days, weeks included; never of the other sign than `seconds`.
  public let days: Int
  /// Hours, minutes and seconds together, in seconds.
  public let seconds: Int

  package static let zero = CalendarDuration(days: 0, seconds: 0)

  package init(
    negative: Bool = false, weeks: Int = 0, days: Int = 0, hours: Int = 0, minutes: Int = 0,
    seconds: Int = 0
  ) {
    let sign = negative ? -1 : 1
    self.days = sign &* (weeks &* 7 &+ days)
    self.seconds = sign &* (hours &* 3600 &+ minutes &* 60 &+ seconds)
  }

  /// Whether it points backward.
  public var isNegative: Bool { days < 0 || seconds < 0 }

  package var negated: CalendarDuration { CalendarDuration(days: -days, seconds: -seconds) }

  /// The clock reading this much later on a clock that is never put forward or back.
  public func added(to start: CivilDateTime) -> CivilDateTime? {
    start.adding(days: days)?.adding(seconds: seconds)
  }

  /// The moment this much after `start` in a zone: days on the calendar first, then exact seconds
  /// (RFC 5545 section 3.3.6). Nil outside the years a date can name.
  public func added(to start: CivilDateTime, in zone: Zone) -> Instant? {
    start.adding(days: days).map { zone.resolve($0).adding(seconds: seconds) }
  }
}

extension CalendarDuration: CustomStringConvertible {
  /// Reads a dur-value. Tolerates lower case, zero parts, weeks beside other parts and left-out
  /// parts (`-P0DT0H10M0S`, `PT1H30S`, `P1DT`); nil for what could mean two things, such as `P90M`.
  public init?(_ bytes: ArraySlice<UInt8>) {
    var scanner = ByteScanner(bytes)
    let negative = scanner.skip(0x2D)
    if !negative { _ = scanner.skip(0x2B) }
    guard scanner.skip(0x50) else { return nil }
    var parts = [0, 0, 0, 0, 0]
    var next = 0
    var found = false
    var inTime = false
    while !scanner.isAtEnd {
      if !inTime, scanner.skip(0x54) {
        inTime = true
        next = 2
        continue
      }
      guard let value = scanner.number() else { return nil }
      let units: [UInt8] = [0x57, 0x44, 0x48, 0x4D, 0x53]
      let allowed = inTime ? next..<5 : next..<2
      guard let unit = allowed.first(where: { scanner.skip(units[$0]) }) else { return nil }
      parts[unit] = value
      next = unit + 1
      found = true
    }
    guard found else { return nil }
    self.init(
      negative: negative, weeks: parts[0], days: parts[1], hours: parts[2], minutes: parts[3],
      seconds: parts[4])
  }

  /// Appends the shortest canonical spelling: whole weeks alone as `P2W`, zero as `PT0S`.
  public func print(to bytes: inout [UInt8]) {
    if isNegative { bytes.append(0x2D) }
    bytes.append(0x50)
    let days = abs(days)
    let seconds = abs(seconds)
    func part(_ value: Int, _ unit: UInt8) {
      guard value != 0 else { return }
      bytes.append(number: value, digits: 1)
      bytes.append(unit)
    }
    if seconds == 0, days != 0, days % 7 == 0 { return part(days / 7, 0x57) }
    part(days, 0x44)
    guard seconds != 0 || days == 0 else { return }
    bytes.append(0x54)
    part(seconds / 3600, 0x48)
    part(seconds / 60 % 60, 0x4D)
    part(seconds % 60, 0x53)
    if seconds == 0 { bytes += [0x30, 0x53] }
  }

  /// The canonical spelling.
  public var description: String { String(printing: print(to:)) }
}
