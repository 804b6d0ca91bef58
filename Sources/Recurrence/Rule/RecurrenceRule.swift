package import CivilTime

/// A recurrence rule: the RECUR value of RFC 5545 section 3.3.10.
///
/// Lists are sorted and hold no value twice, so rules that differ in spelling only are equal.
public struct RecurrenceRule: Sendable, Hashable {
  /// FREQ: how often it recurs.
  public enum Frequency: Int, Sendable, Hashable, Comparable, CaseIterable {
    case secondly, minutely, hourly, daily, weekly, monthly, yearly

    /// The finer one first.
    public static func < (left: Frequency, right: Frequency) -> Bool {
      left.rawValue < right.rawValue
    }

    /// The value of FREQ.
    public var code: String {
      switch self {
      case .secondly: "SECONDLY"
      case .minutely: "MINUTELY"
      case .hourly: "HOURLY"
      case .daily: "DAILY"
      case .weekly: "WEEKLY"
      case .monthly: "MONTHLY"
      case .yearly: "YEARLY"
      }
    }
  }

  /// One entry of BYDAY: a weekday and, where given, which one of the month or year.
  public struct Day: Sendable, Hashable, Comparable {
    /// -53 ... 53; 0 stands for every such weekday.
    public var ordinal: Int
    package var weekday: Weekday

    package init(_ weekday: Weekday, ordinal: Int = 0) {
      self.ordinal = ordinal
      self.weekday = weekday
    }

    /// By number, then weekday.
    public static func < (left: Day, right: Day) -> Bool {
      (left.ordinal < 0 ? 1 : 0, left.ordinal, left.weekday)
        < (right.ordinal < 0 ? 1 : 0, right.ordinal, right.weekday)
    }
  }

  package var frequency: Frequency
  /// At least 1.
  public var interval = 1
  package var count: Int?
  package var until: CalendarValue?
  /// 0...60; 60 counts as 59.
  public var seconds: [Int] = []
  package var minutes: [Int] = []
  package var hours: [Int] = []
  package var days: [Day] = []
  /// Of the month, from its end if negative.
  public var monthDays: [Int] = []
  /// Of the year, from its end if negative.
  public var yearDays: [Int] = []
  package var weekNumbers: [Int] = []
  package var months: [Int] = []
  package var setPositions: [Int] = []
  package var weekStart = Weekday.monday
  /// RSCALE of RFC 7529 in upper case.
  public var scale: String?
  /// SKIP of RFC 7529 in upper case: OMIT, BACKWARD, FORWARD.
  public var skip: String?
  /// The whole rule in upper case where its calendar is not ours: its parts mean something there
  /// that the fields above do not hold.
  public var foreignText: String?
  /// Whether the text ended in a semicolon, which RFC 5545 does not allow.
  public var hadTrailingSemicolon = false

  package init(frequency: Frequency) {
    self.frequency = frequency
  }

  /// Whether this program can name its instances: the Gregorian calendar, invalid dates omitted.
  public var isExpandable: Bool {
    foreignText == nil && (skip == nil || skip == "OMIT")
  }

  /// Whether the rule never ends by itself.
  public var isInfinite: Bool { count == nil && until == nil }

  /// Whether WKST can change what the rule yields.
  public var weekStartMatters: Bool {
    !weekNumbers.isEmpty
      || (frequency == .weekly && (interval > 1 || !setPositions.isEmpty))
  }

  /// By what is written.
  public static func == (left: RecurrenceRule, right: RecurrenceRule) -> Bool {
    left.description == right.description
  }

  /// Agrees with `==`.
  public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}
