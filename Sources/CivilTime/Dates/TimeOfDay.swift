/// A time on the clock, to the second. Second 60 is kept as written and counts as 59, as
/// RFC 5545 section 3.3.12 asks of programs without leap seconds.
public struct TimeOfDay: Sendable, Hashable, Comparable {
  /// 0...23
  public let hour: Int
  /// 0...59
  public let minute: Int
  /// 0...60
  public let second: Int

  package static let midnight = TimeOfDay(knownHour: 0, minute: 0, second: 0)

  /// Makes a time; nil when no clock shows it.
  public init?(hour: Int, minute: Int, second: Int = 0) {
    guard (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
    else { return nil }
    self.init(knownHour: hour, minute: minute, second: second)
  }

  /// Makes a time from 0...86399 seconds after midnight; nil outside that range.
  public init?(secondOfDay: Int) {
    guard (0..<86400).contains(secondOfDay) else { return nil }
    self.init(knownSecondOfDay: secondOfDay)
  }

  init(knownHour hour: Int, minute: Int, second: Int) {
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  init(knownSecondOfDay seconds: Int) {
    self.init(knownHour: seconds / 3600, minute: seconds / 60 % 60, second: seconds % 60)
  }

  /// Seconds after midnight, 0...86399.
  public var secondOfDay: Int { hour * 3600 + minute * 60 + min(second, 59) }

  /// By the clock.
  public static func < (left: TimeOfDay, right: TimeOfDay) -> Bool {
    (left.hour, left.minute, left.second) < (right.hour, right.minute, right.second)
  }
}

extension TimeOfDay: CustomStringConvertible {
  /// Reads `120000` or, if `extended`, also `12:00:00` and `12:00`.
  public init?(_ bytes: ArraySlice<UInt8>, extended: Bool = false) {
    var scanner = ByteScanner(bytes)
    guard let time = scanner.time(extended: extended), scanner.isAtEnd else { return nil }
    self = time
  }

  /// Appends `120000`.
  public func print(to bytes: inout [UInt8]) {
    bytes.append(number: hour, digits: 2)
    bytes.append(number: minute, digits: 2)
    bytes.append(number: second, digits: 2)
  }

  /// The extended spelling, `12:00:00`.
  public var description: String {
    String(printing: {
      $0.append(number: hour, digits: 2)
      $0.append(0x3A)
      $0.append(number: minute, digits: 2)
      $0.append(0x3A)
      $0.append(number: second, digits: 2)
    })
  }
}
