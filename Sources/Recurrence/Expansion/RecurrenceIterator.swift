public import CivilTime

/// Walks the instances of one rule in order of time, on local clocks: zones are the caller's.
///
/// Every call does a bounded amount of work. When all that the rule was allowed is done, `next()`
/// returns nil and `status` says why. Only what matches the rule comes out; that DTSTART is an
/// instance whatever the rule says is `RecurrenceSet`'s business.
public struct RecurrenceIterator: Sendable, IteratorProtocol, Sequence {
  /// Nil while there may be more.
  public private(set) var status: ExpansionStatus?
  /// The work done so far: periods looked at, days skipped, instances named.
  public private(set) var steps = 0

  private let plan: ExpansionPlan?
  private let stepLimit: Int
  /// Whether a start that the rule does not name uses up one of COUNT.
  private let startCounts: Bool
  /// Instances before this second are not named.
  private var earliest: Int
  private var period = 0
  private var emitted = 0
  private var barren = 0

  /// The instances of the current period: every base with every offset.
  private var bases: [Int] = []
  private var offsets: [Int] = []
  private var baseIndex = 0
  private var offsetIndex = 0

  /// Work enough for every rule that people write, and done in a moment.
  public static let defaultStepLimit = 250_000

  /// - Parameters:
  ///   - start: DTSTART on its local clock.
  ///   - isDate: whether DTSTART is a date; times of day in the rule are then ignored.
  ///   - until: UNTIL on the clock of `start`, instead of the rule's own: for a UTC value.
  ///   - startCounts: whether a start that does not match the rule counts against COUNT.
  public init(
    _ rule: RecurrenceRule, start: CivilDateTime, isDate: Bool = false,
    until: CivilDateTime? = nil, startCounts: Bool = false,
    stepLimit: Int = RecurrenceIterator.defaultStepLimit
  ) {
    let plan = ExpansionPlan(rule, start: start, isDate: isDate, until: until)
    self.plan = plan
    self.stepLimit = stepLimit
    self.startCounts = startCounts
    earliest = plan?.start ?? 0
    guard let plan else {
      status = .limited(by: .rule)
      return
    }
    if plan.clockNeverMatches || plan.positionsNeverMatch { status = .complete }
  }

  /// Leaves out the instances before `target`; without COUNT it does not even look at them.
  public mutating func seek(_ target: CivilDateTime) {
    guard let plan, plan.rule.count == nil, bases.isEmpty else { return }
    let seconds = target.secondsAsIfUTC
    guard seconds > earliest else { return }
    earliest = seconds
    let civil = target.date
    let passed: Int
    switch plan.cycle {
    case .years(let first):
      passed = civil.year - 1 - first
    case .months(let first):
      passed = civil.year * 12 + civil.month - 2 - first
    case .weeks(let first):
      passed = floorDiv(civil.daysSinceEpoch - first, 7) - 1
    case .clock(let first, let unit):
      passed = floorDiv(seconds - first, unit) - 1
    }
    period = Swift.max(period, passed / plan.rule.interval)
  }

  /// The next instance; nil when `status` is set.
  public mutating func next() -> CivilDateTime? {
    guard let plan else { return nil }
    while status == nil {
      guard let seconds = takeCurrent() else {
        steps += 1
        if steps > stepLimit {
          status = .limited(by: .steps)
        } else {
          advance(plan)
        }
        continue
      }
      if let count = plan.rule.count {
        if startCounts, emitted == 0, seconds != plan.start { emitted = 1 }
        if emitted >= count {
          status = .complete
          return nil
        }
      }
      guard seconds <= plan.until, let instance = CivilDateTime(secondsAsIfUTC: seconds) else {
        status = .complete
        return nil
      }
      emitted += 1
      steps += 1
      return instance
    }
    return nil
  }

  /// The next instance of the period at hand that is not too early.
  private mutating func takeCurrent() -> Int? {
    while baseIndex < bases.count {
      let base = bases[baseIndex]
      // A whole day that lies too early is skipped at once.
      if offsetIndex == 0, let last = offsets.last, base + last < earliest {
        baseIndex += 1
        continue
      }
      let seconds = base + offsets[offsetIndex]
      offsetIndex += 1
      if offsetIndex == offsets.count {
        offsetIndex = 0
        baseIndex += 1
      }
      if seconds >= earliest { return seconds }
    }
    return nil
  }

  /// Moves to the next period that has instances, or ends.
  private mutating func advance(_ plan: ExpansionPlan) {
    bases = []
    baseIndex = 0
    offsetIndex = 0
    if case .clock(let first, let unit) = plan.cycle {
      advanceClock(plan, first: first, unit: unit)
      return
    }
    let (distance, overflow) = period.multipliedReportingOverflow(by: plan.rule.interval)
    guard !overflow, distance <= 10_000_000 else { return status = .complete }
    period += 1
    let days: [Int]
    switch plan.cycle {
    case .years(let first):
      guard CivilCalendar.years.contains(first + distance) else { return status = .complete }
      days = plan.days(inYear: first + distance)
    case .months(let first):
      let month = first + distance
      guard CivilCalendar.years.contains(floorDiv(month, 12)) else { return status = .complete }
      days = plan.days(inMonth: floorMod(month, 12) + 1, floorDiv(month, 12))
    case .weeks(let first):
      guard CivilCalendar.days.contains(first + distance * 7) else { return status = .complete }
      days = plan.days(inWeekFrom: first + distance * 7)
    case .clock: return
    }
    fill(plan, bases: days.map { $0 * 86400 })
    guard let last = days.last else {
      barren += 1
      if barren > plan.barrenPeriods { status = .complete }
      return
    }
    barren = bases.isEmpty ? barren + 1 : 0
    if barren > plan.barrenPeriods || last * 86400 > plan.until + 367 * 86400 {
      status = .complete
    }
  }

  /// Days, hours, minutes or seconds: where a limit does not hold, the next moment at which it can
  /// hold is found by the coarsest unit first, and the periods between are never looked at.
  private mutating func advanceClock(_ plan: ExpansionPlan, first: Int, unit: Int) {
    let (length, overflow) = plan.rule.interval.multipliedReportingOverflow(by: unit)
    guard !overflow else { return status = .complete }
    while true {
      let (distance, tooFar) = period.multipliedReportingOverflow(by: length)
      let at = first &+ distance
      guard !tooFar, at >= first, at <= plan.until else { return status = .complete }
      let day = floorDiv(at, 86400)
      let target: Int
      if !plan.days.allows(day) {
        guard let next = plan.days.next(after: day, steps: &steps) else {
          return status = .complete
        }
        target = next * 86400
      } else if let next = nextTime(plan, at - day * 86400, unit) {
        target = day * 86400 + next
      } else {
        period += 1
        fill(plan, bases: [at])
        return
      }
      period = -floorDiv(first - target, length)
      steps += 1
      if steps > stepLimit { return status = .limited(by: .steps) }
    }
  }

  /// The next second of the day at which the limits may hold, tomorrow's midnight included; nil if
  /// they hold now.
  private func nextTime(_ plan: ExpansionPlan, _ time: Int, _ unit: Int) -> Int? {
    guard unit < 86400 else { return nil }
    let hour = time / 3600
    guard plan.hours[hour] else {
      return (hour + 1..<24).first { plan.hours[$0] }.map { $0 * 3600 } ?? 86400
    }
    guard unit < 3600 else { return nil }
    let minute = time / 60
    guard plan.minutes[minute % 60] else {
      let next = (minute % 60 + 1..<60).first { plan.minutes[$0] } ?? 60
      return (hour * 60 + next) * 60
    }
    guard unit < 60 else { return nil }
    guard plan.seconds[time % 60] else {
      let next = (time % 60 + 1..<60).first { plan.seconds[$0] } ?? 60
      return minute * 60 + next
    }
    return nil
  }

  /// Takes over the instances of a period, or those that BYSETPOS picks.
  private mutating func fill(_ plan: ExpansionPlan, bases found: [Int]) {
    offsets = plan.offsets
    guard !plan.rule.setPositions.isEmpty else { return bases = found }
    let total = found.count * offsets.count
    let picks = Set(
      plan.rule.setPositions.map { $0 > 0 ? $0 - 1 : total + $0 }
        .filter { (0..<total).contains($0) })
    bases = picks.sorted().map { found[$0 / offsets.count] + offsets[$0 % offsets.count] }
    offsets = [0]
  }
}
