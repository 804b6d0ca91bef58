public import CivilTime
public import Recurrence

/// The clock that a local time is read on.
public enum Clock: Sendable, Hashable {
  case utc
  case zone(Zone)
  /// A VTIMEZONE that no IANA name explains.
  case definition(ObservanceSet)

  /// Seconds from UTC at a moment.
  public func offset(at instant: Instant) -> Int {
    switch self {
    case .utc: return 0
    case .zone(let zone): return zone.offset(at: instant)
    case .definition(let set):
      return set.state(through: Int(instant.seconds)).offset
    }
  }

  /// The offset with which a local time is read, in seconds (RFC 5545 section 3.3.5).
  public func offset(at local: CivilDateTime) -> Int {
    switch self {
    case .utc: 0
    case .zone(let zone): zone.offset(at: local)
    case .definition(let set): set.offset(near: local.secondsAsIfUTC)
    }
  }

  /// The moment at which the clock shows `local`.
  public func resolve(_ local: CivilDateTime) -> Instant {
    Instant(utc: local).adding(seconds: -offset(at: local))
  }

  /// What the clock shows at a moment.
  public func local(_ instant: Instant) -> CivilDateTime {
    instant.adding(seconds: offset(at: instant)).utc
  }
}

extension ObservanceSet {
  /// The offset after all changes through a moment, and how many these are. Logarithmic.
  fileprivate func state(through seconds: Int) -> (offset: Int, count: Int) {
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle].seconds <= seconds { low = middle + 1 } else { high = middle }
    }
    return (low == 0 ? initialOffset : transitions[low - 1].after, low)
  }

  /// As `offset(at:)`, but it looks only at changes within two days: no offset is larger.
  fileprivate func offset(near local: Int) -> Int {
    let before = state(through: local - 2 * 86400)
    let through = state(through: local + 2 * 86400)
    return Array(transitions[before.count..<through.count])
      .offset(atLocal: local, initial: before.offset)
  }
}
