public import CivilTime

/// A VTIMEZONE that came with a file, ready to be asked for offsets between two dates.
///
/// Onsets are read as RFC 5545 section 3.6.5 says: in local time by the offset before them. Gaps and
/// overlaps follow the one rule of `ZoneTransition.firstLocalAfter`.
public struct ObservanceSet: Sendable, Hashable {
  /// The changes in order of time.
  public let transitions: [ZoneTransition]
  /// The offset before the first.
  public let initialOffset: Int
  /// Whether some rule could not be read or expanded, so that changes may be missing.
  public let isIncomplete: Bool

  /// Expands the observances up to the end of `until`; nil if there are none.
  public init?(_ observances: [ZoneObservance], until: CivilDate) {
    guard !observances.isEmpty else { return nil }
    let end = until.adding(days: 2).map { CivilDateTime(date: $0) }
    var found: [ZoneTransition] = []
    var incomplete = false
    for observance in observances {
      var set = RecurrenceSet(start: observance.onset, additions: observance.furtherOnsets)
      if let text = observance.rule {
        if let rule = try? RecurrenceRule(text) {
          // UNTIL stands in UTC here (RFC 5545 section 3.6.5); onsets in local time before them.
          var local: CivilDateTime?
          if case .utc(let value) = rule.until {
            local = value.adding(seconds: observance.offsetFrom)
          }
          set.rules = [.init(rule, until: local)]
        } else {
          incomplete = true
        }
      }
      let expansion = set.expand(to: end, limit: 5000, stepLimit: 50_000)
      if expansion.status != .complete { incomplete = true }
      found += expansion.instances.map {
        ZoneTransition(
          seconds: $0.secondsAsIfUTC - observance.offsetFrom, before: observance.offsetFrom,
          after: observance.offsetTo, isDaylight: observance.isDaylight,
          wasDaylight: !observance.isDaylight, abbreviation: observance.abbreviation)
      }
    }
    // Two onsets at one moment are a contradiction; the order of the file must not decide it.
    found.sort { ($0.seconds, $0.after, $0.before) < ($1.seconds, $1.after, $1.before) }
    transitions = found
    initialOffset = found.first?.before ?? 0
    isIncomplete = incomplete
  }

  /// The offset with which a local time is read, in seconds.
  public func offset(at local: CivilDateTime) -> Int {
    transitions.offset(atLocal: local.secondsAsIfUTC, initial: initialOffset)
  }

  /// The first of these local times that the definition and an IANA zone read differently; nil when
  /// they agree on all.
  public func firstDisagreement(with zone: Zone, at locals: [CivilDateTime]) -> CivilDateTime? {
    locals.first { offset(at: $0) != zone.offset(at: $0) }
  }
}
