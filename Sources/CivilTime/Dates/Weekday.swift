/// A day of the week; raw values count from Monday = 0.
public enum Weekday: Int, Sendable, Hashable, CaseIterable, Comparable {
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday

  /// Finds the weekday of a day number counted from 1970-01-01, which was a Thursday.
  public init(daysSinceEpoch days: Int) {
    self = Weekday.allCases[floorMod(days &+ 3, 7)]
  }

  /// Reads the two-letter code of RFC 5545 section 3.3.10, in either case.
  public init?(code first: UInt8, _ second: UInt8) {
    switch (first & 0xDF, second & 0xDF) {
    case (0x4D, 0x4F): self = .monday
    case (0x54, 0x55): self = .tuesday
    case (0x57, 0x45): self = .wednesday
    case (0x54, 0x48): self = .thursday
    case (0x46, 0x52): self = .friday
    case (0x53, 0x41): self = .saturday
    case (0x53, 0x55): self = .sunday
    default: return nil
    }
  }

  /// The two-letter code of RFC 5545: MO, TU, WE, TH, FR, SA, SU.
  public var code: String {
    switch self {
    case .monday: "MO"
    case .tuesday: "TU"
    case .wednesday: "WE"
    case .thursday: "TH"
    case .friday: "FR"
    case .saturday: "SA"
    case .sunday: "SU"
    }
  }

  /// The number of days from `other` forward to this weekday, 0...6.
  public func days(after other: Weekday) -> Int {
    floorMod(rawValue - other.rawValue, 7)
  }

  /// As numbered.
  public static func < (left: Weekday, right: Weekday) -> Bool { left.rawValue < right.rawValue }
}
