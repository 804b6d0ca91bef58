package import CivilTime
package import Recurrence

/// The clock that a local time is read on.
package enum Clock: Sendable, Hashable {
  case utc
  case zone(Zone)
  /// A VTIMEZONE that no IANA name explains.
  case definition(ObservanceSet)

  /// Seconds from UTC at a moment.
  package func offset(at instant: Instant) -> Int {
    switch self {
    case .utc: return 0
    case .zone(let zone): return zone.offset(at: instant)
    case .definition(let set):
      let seconds = Int(instant.seconds)
      return set.transitions.last { $0.seconds <= seconds }?.after ?? set.initialOffset
    }
  }

  /// The offset with which a local time is read, in seconds (RFC 5545 section 3.3.5).
  package func offset(at local: CivilDateTime) -> Int {
    switch self {
    case .utc: 0
    case .zone(let zone): zone.offset(at: local)
    case .definition(let set): set.offset(at: local)
    }
  }

  /// The moment at which the clock shows `local`.
  package func resolve(_ local: CivilDateTime) -> Instant {
    Instant(utc: local).adding(seconds: -offset(at: local))
  }

  /// What the clock shows at a moment.
  package func local(_ instant: Instant) -> CivilDateTime {
    instant.adding(seconds: offset(at: instant)).utc
  }
}
