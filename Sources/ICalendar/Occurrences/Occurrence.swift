public import CivilTime
public import ContentLines

/// A start or end: a day, a time on any clock, or a moment.
public enum OccurrenceTime: Sendable, Hashable {
  case date(CivilDate)
  /// A time that is the same on every clock.
  case floating(CivilDateTime)
  /// A moment, as a clock `offset` seconds from UTC shows it.
  case moment(Instant, offset: Int)

  /// The moment on the clocks of a zone; a day begins at its midnight.
  public func instant(in zone: Zone) -> Instant {
    switch self {
    case .date(let date): zone.resolve(CivilDateTime(date: date))
    case .floating(let local): zone.resolve(local)
    case .moment(let instant, _): instant
    }
  }

  /// RFC 3339: a full date, a time without offset, or a time with one.
  public var text: String {
    switch self {
    case .date(let date): date.description
    case .floating(let local): local.description
    case .moment(let instant, let offset): instant.rfc3339(offset: offset)
    }
  }
}

/// One time at which an event or task takes place.
public struct Occurrence: Sendable, Hashable {
  /// What says that it takes place.
  public enum Origin: String, Sendable {
    /// DTSTART or RRULE.
    case rule
    case rdate
    /// A component with RECURRENCE-ID.
    case instance
  }

  package var start: OccurrenceTime
  /// Exclusive; of a day the day after. Nil for a task without an end.
  public var end: OccurrenceTime?
  package var uid: String?
  package var summary: String?
  package var from: Origin

  package var startText: String { start.text }
  package var endText: String? { end?.text }
}

/// Occurrences in order, and whether there may be more.
public struct OccurrenceList: Sendable {
  package var occurrences: [Occurrence] = []
  /// Whether a limit cut the list.
  public var isLimited = false
  /// What could not be expanded.
  public var findings: [Finding] = []
}
