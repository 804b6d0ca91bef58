import CLibical
import CivilTime
import Recurrence
import Testing

@Suite struct LibicalTests {
  static let rules = 8000
  static let instances = 12

  @Test func libicalNamesTheSameInstances() throws {
    var generator = RuleGenerator(seed: 77)
    var compared = 0
    var skipped: [String: Int] = [:]
    let end = try local("23000101T000000")
    let clock = ContinuousClock()
    var ourTime = Duration.zero
    var theirTime = Duration.zero
    for _ in 0..<Self.rules {
      let text = generator.rule()
      let start = generator.start()
      let rule = try RecurrenceRule(text)
      let began = clock.now
      let ours = rule.expand(start: try local(start), to: end, limit: Self.instances)
      ourTime += clock.now - began
      if ours.instances.isEmpty {
        // Looking for what does not exist, libical walks to the end of its time.
        skipped["unsatisfiable", default: 0] += 1
        continue
      }
      if let divergence = LibicalDivergence.of(rule, from: try local(start)) {
        skipped[divergence.rawValue, default: 0] += 1
        continue
      }
      let ends = rule.count != nil && ours.status == .complete
      let handed = clock.now
      let theirs = libicalInstances(
        text, start: start, limit: ours.instances.count + (ends ? 1 : 0))
      theirTime += clock.now - handed
      compared += 1
      #expect(
        theirs == ours.instances.map(\.basic),
        "\(text) from \(start): \(theirs ?? []) and ours \(ours.instances.map(\.basic))")
    }
    let reasons = skipped.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    print(
      "libical: \(compared) of \(Self.rules) generated rules compared; left out: "
        + reasons.joined(separator: ", ") + "; time \(ourTime), libical \(theirTime)")
    #expect(compared >= 2000)
  }
}

/// Rules on which libical 3.0.16 is known to be wrong or to read RFC 5545 otherwise.
enum LibicalDivergence: String {
  /// It knows no days counted from the end of a month as a limit of days.
  case dailyNegativeMonthDay = "daily with days from the end of the month"
  /// It takes the month from DTSTART: spec/decisions/0100, yearly-month-days.
  case yearlyMonthDays = "days of the month in every month of a year"
  /// It picks positions among days of months and years only, not among times or in weeks.
  case setPositions = "positions outside months and years"
  /// Its walk through hours, minutes and seconds leaves the interval (libical issue 1230).
  case subDailyLimit = "times limited by their own unit or a coarser one"
  /// It reads weeks right (and for some rules without a weekday crashes) only from the beginning of the year, with weekdays, and away from its ends.
  case weekNumbers = "weeks without weekdays or at the ends of the year"
  /// It counts a day twice that is named from both ends of the month.
  case doubledMonthDay = "positions among days from both ends of the month"
  /// It counts the interval from another week, even leaving DTSTART out, where DTSTART is not the
  /// first weekday named of its week.
  case firstWeek = "weeks apart from a start in mid-week"

  static func of(_ rule: RecurrenceRule, from start: CivilDateTime) -> LibicalDivergence? {
    let frequency = rule.frequency
    if frequency == .daily, rule.monthDays.contains(where: { $0 < 0 }) {
      return .dailyNegativeMonthDay
    }
    if frequency == .yearly, !rule.monthDays.isEmpty, rule.months.isEmpty {
      return .yearlyMonthDays
    }
    if !rule.setPositions.isEmpty,
      frequency < .monthly || !rule.hours.isEmpty || !rule.minutes.isEmpty || !rule.seconds.isEmpty
    {
      return .setPositions
    }
    if frequency <= .hourly && !rule.hours.isEmpty
      || frequency <= .minutely && !rule.minutes.isEmpty
      || frequency == .secondly && !rule.seconds.isEmpty
    {
      return .subDailyLimit
    }
    if !rule.weekNumbers.isEmpty,
      rule.days.isEmpty || !rule.weekNumbers.allSatisfy({ (2...51).contains($0) })
    {
      return .weekNumbers
    }
    if !rule.setPositions.isEmpty, rule.monthDays.contains(where: { $0 < 0 }),
      rule.monthDays.contains(where: { $0 > 0 })
    {
      return .doubledMonthDay
    }
    if frequency == .weekly, rule.interval > 1, !rule.days.isEmpty {
      let places = rule.days.map { $0.weekday.days(after: rule.weekStart) }
      let place = start.date.weekday.days(after: rule.weekStart)
      if !places.contains(place) || (rule.weekStart != .monday && place != places.min()) {
        return .firstWeek
      }
    }
    return nil
  }
}

/// libical's first instances; nil if it refuses the rule.
func libicalInstances(_ rule: String, start: String, limit: Int) -> [String]? {
  let recurrence = icalrecurrencetype_from_string(rule)
  guard recurrence.freq != ICAL_NO_RECURRENCE,
    let iterator = icalrecur_iterator_new(recurrence, icaltime_from_string(start))
  else { return nil }
  defer { icalrecur_iterator_free(iterator) }
  var found: [String] = []
  while found.count < limit {
    let time = icalrecur_iterator_next(iterator)
    if icaltime_is_null_time(time) != 0 { break }
    guard let text = icaltime_as_ical_string_r(time) else { break }
    found.append(String(cString: text))
    icalmemory_free_buffer(text)
  }
  return found
}
