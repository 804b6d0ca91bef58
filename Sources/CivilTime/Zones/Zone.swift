/// A time zone of the IANA database: its name and every change of its clocks, past and to come.
public struct Zone: Sendable, Hashable {
  package let name: String
  /// The offset before the first transition, in seconds.
  let initialOffset: Int
  let initialAbbreviation: String
  /// Listed changes in order of time.
  let transitions: [ZoneTransition]
  /// What holds after the last of them; nil where the last offset simply stays.
  let rule: PosixRule?

  /// Makes a zone whose clocks never change.
  public init(name: String, fixedOffset seconds: Int, abbreviation: String = "") {
    self.init(
      name: name, initialOffset: seconds, initialAbbreviation: abbreviation, transitions: [],
      rule: nil)
  }

  init(
    name: String, initialOffset: Int, initialAbbreviation: String, transitions: [ZoneTransition],
    rule: PosixRule?
  ) {
    self.name = name
    self.initialOffset = initialOffset
    self.initialAbbreviation = initialAbbreviation
    self.transitions = transitions
    self.rule = rule
  }

  /// Coordinated Universal Time.
  public static let utc = Zone(name: "Etc/UTC", fixedOffset: 0, abbreviation: "UTC")

  /// By name.
  public static func == (left: Zone, right: Zone) -> Bool {
    left.name == right.name && left.initialOffset == right.initialOffset
      && left.rule == right.rule && left.transitions == right.transitions
  }

  /// Agrees with `==`.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Zone {
  /// Seconds from UTC at a moment. Logarithmic in the number of changes.
  public func offset(at instant: Instant) -> Int {
    state(at: Int(instant.seconds)).after
  }

  /// Whether the database calls it daylight saving time.
  public func isDaylight(at instant: Instant) -> Bool {
    state(at: Int(instant.seconds)).isDaylight
  }

  /// The short name used at a moment, such as `CET`.
  public func abbreviation(at instant: Instant) -> String {
    state(at: Int(instant.seconds)).abbreviation
  }

  /// What the clocks of this zone show at a moment.
  public func local(_ instant: Instant) -> CivilDateTime {
    CivilDateTime(clampingSeconds: Int(instant.adding(seconds: offset(at: instant)).seconds))
  }

  /// The moment at which the clocks of this zone show `local`. A time that is skipped when clocks
  /// go forward is read with the offset before the change; of a time that comes twice the first is
  /// meant (RFC 5545 section 3.3.5; spec/decisions/0102-gaps-and-overlaps.md).
  public func resolve(_ local: CivilDateTime) -> Instant {
    let seconds = local.secondsAsIfUTC
    return Instant(seconds: Int64(seconds - offset(atLocal: seconds)))
  }

  /// The offset with which a local time is read.
  public func offset(at local: CivilDateTime) -> Int {
    offset(atLocal: local.secondsAsIfUTC)
  }

  private func offset(atLocal local: Int) -> Int {
    // No offset is larger than a day, so only changes within two days can matter.
    let margin = 2 * 86400
    return transitions(from: local - margin, through: local + margin)
      .offset(atLocal: local, initial: state(at: local - margin - 1).after)
  }

  /// Whether two zones show the same time at every moment from `from` to `until`.
  public func agrees(with other: Zone, from: Instant, until: Instant) -> Bool {
    guard offset(at: from) == other.offset(at: from) else { return false }
    let ours = transitions(from: Int(from.seconds), through: Int(until.seconds))
    let theirs = other.transitions(from: Int(from.seconds), through: Int(until.seconds))
    return (ours + theirs).allSatisfy {
      let instant = Instant(seconds: Int64($0.seconds))
      return offset(at: instant) == other.offset(at: instant)
    }
  }

  /// The last change at or before a moment.
  private func state(at seconds: Int) -> ZoneTransition {
    if let rule, rule.daylight != nil, seconds > (transitions.last?.seconds ?? Int.min) {
      let year = CivilDateTime(clampingSeconds: seconds).date.year
      let listed = transitions.last?.seconds ?? Int.min
      for candidate in [year + 1, year, year - 1] {
        for transition in rule.transitions(in: candidate).reversed()
        where transition.seconds <= seconds && transition.seconds > listed {
          return transition
        }
      }
    }
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle].seconds <= seconds { low = middle + 1 } else { high = middle }
    }
    if low > 0 { return transitions[low - 1] }
    if let rule, transitions.isEmpty {
      return ZoneTransition(
        seconds: Int.min, before: rule.offset, after: rule.offset, isDaylight: false,
        wasDaylight: false, abbreviation: rule.abbreviation)
    }
    return ZoneTransition(
      seconds: Int.min, before: initialOffset, after: initialOffset, isDaylight: false,
      wasDaylight: false, abbreviation: initialAbbreviation)
  }

  /// The changes from one moment through another, in order of time.
  func transitions(from: Int, through: Int) -> [ZoneTransition] {
    guard from <= through else { return [] }
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle].seconds < from { low = middle + 1 } else { high = middle }
    }
    var found: [ZoneTransition] = []
    while low < transitions.count, transitions[low].seconds <= through {
      found.append(transitions[low])
      low += 1
    }
    let listed = transitions.last?.seconds ?? Int.min
    guard let rule, rule.daylight != nil, through > listed else { return found }
    let firstYear = CivilDateTime(clampingSeconds: max(from, listed)).date.year - 1
    let lastYear = CivilDateTime(clampingSeconds: through).date.year + 1
    for year in firstYear...max(firstYear, lastYear) {
      found += rule.transitions(in: year).filter {
        $0.seconds > listed && $0.seconds >= from && $0.seconds <= through
      }
    }
    return found
  }
}
