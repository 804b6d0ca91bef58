public import CivilTime

/// The recurrence set of RFC 5545 section 3.8.5: DTSTART, the rules and RDATE, less EXDATE; all on
/// the local clock of DTSTART.
public struct RecurrenceSet: Sendable, Hashable {
  /// A rule and, where its UNTIL is in UTC, that moment on the clock of DTSTART.
  public struct Rule: Sendable, Hashable {
    package var rule: RecurrenceRule
    package var until: CivilDateTime?

    package init(_ rule: RecurrenceRule, until: CivilDateTime? = nil) {
      self.rule = rule
      self.until = until
    }
  }

  /// DTSTART: always the first instance, whether or not the rules name it.
  public var start: CivilDateTime
  package var isDate: Bool
  package var rules: [Rule]
  /// RDATE.
  public var additions: [CivilDateTime]
  /// EXDATE.
  public var exclusions: [CivilDateTime]
  /// EXDATE given as dates beside a DTSTART with a time: no instance on that day.
  public var excludedDays: [CivilDate]

  package init(
    start: CivilDateTime, isDate: Bool = false, rules: [Rule] = [],
    additions: [CivilDateTime] = [], exclusions: [CivilDateTime] = [],
    excludedDays: [CivilDate] = []
  ) {
    self.start = start
    self.isDate = isDate
    self.rules = rules
    self.additions = additions
    self.exclusions = exclusions
    self.excludedDays = excludedDays
  }

  /// The instances at or after `from` and before `to`, in order, none twice, at most `limit`.
  public func expand(
    from: CivilDateTime? = nil, to: CivilDateTime? = nil, limit: Int = 10_000,
    stepLimit: Int = RecurrenceIterator.defaultStepLimit
  ) -> RecurrenceExpansion {
    let excluded = Set(exclusions)
    let excludedDays = Set(excludedDays)
    var status = ExpansionStatus.complete
    var sources = rules.map { rule in
      var iterator = RecurrenceIterator(
        rule.rule, start: start, isDate: isDate, until: rule.until, startCounts: true,
        stepLimit: stepLimit)
      if let from { iterator.seek(from) }
      return iterator
    }
    var heads: [CivilDateTime?] = []
    for index in sources.indices { heads.append(sources[index].next()) }
    let singles = Set([start] + additions).sorted()
    var nextSingle = 0
    var instances: [CivilDateTime] = []
    var steps = 0

    while true {
      var earliest = nextSingle < singles.count ? singles[nextSingle] : nil
      for head in heads {
        if let head, earliest.map({ head < $0 }) ?? true { earliest = head }
      }
      guard let instance = earliest else { break }
      if let to, instance >= to { break }
      if nextSingle < singles.count, singles[nextSingle] == instance { nextSingle += 1 }
      for index in heads.indices where heads[index] == instance {
        heads[index] = sources[index].next()
      }
      steps += 1
      if steps > stepLimit {
        status = .limited(by: .steps)
        break
      }
      if let from, instance < from { continue }
      if excluded.contains(instance) || excludedDays.contains(instance.date) { continue }
      if instances.count >= limit {
        status = .limited(by: .instances)
        break
      }
      instances.append(instance)
    }
    for source in sources {
      // A rule that stopped early may lack instances within the window.
      if status == .complete, let ended = source.status { status = ended }
    }
    return RecurrenceExpansion(instances: instances, status: status)
  }

  /// Whether `original` is an instance before EXDATE is looked at: what a RECURRENCE-ID may name.
  public func contains(_ original: CivilDateTime) -> Bool {
    guard let after = original.adding(seconds: 1) else { return false }
    let open = RecurrenceSet(start: start, isDate: isDate, rules: rules, additions: additions)
    return !open.expand(from: original, to: after, limit: 1).instances.isEmpty
  }
}
