/// One change of a zone's clocks.
public struct ZoneTransition: Sendable, Hashable {
  /// The moment, in seconds since 1970 UTC.
  public var seconds: Int
  /// Seconds from UTC before it.
  public var before: Int
  /// Seconds from UTC from it on.
  public var after: Int
  /// Whether the database calls the time from it on daylight saving time.
  public var isDaylight: Bool
  /// Whether it calls the time before it so.
  public var wasDaylight: Bool
  /// The database's short name for the time from it on.
  public var abbreviation: String

  package init(
    seconds: Int, before: Int, after: Int, isDaylight: Bool, wasDaylight: Bool,
    abbreviation: String
  ) {
    self.seconds = seconds
    self.before = before
    self.after = after
    self.isDaylight = isDaylight
    self.wasDaylight = wasDaylight
    self.abbreviation = abbreviation
  }

  /// The first local time that is read with the new offset. Local times that do not occur (a gap)
  /// are read with the offset before, and of times that occur twice (an overlap) the first is
  /// meant: RFC 5545 section 3.3.5, in one rule for both.
  public var firstLocalAfter: Int { seconds &+ max(before, after) }
}

extension [ZoneTransition] {
  /// The offset that holds at a local time (seconds as if UTC), for transitions in order of time
  /// around it, starting from the offset `initial`.
  public func offset(atLocal local: Int, initial: Int) -> Int {
    var offset = initial
    for transition in self {
      guard local >= transition.firstLocalAfter else { break }
      offset = transition.after
    }
    return offset
  }
}
