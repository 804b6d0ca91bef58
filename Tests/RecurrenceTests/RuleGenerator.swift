/// Rules drawn from the whole grammar of RFC 5545, the same ones on every run.
struct RuleGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func below(_ bound: Int) -> Int { next(&state, bound) }

  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  mutating func list(_ range: ClosedRange<Int>, upTo count: Int, signed: Bool = false) -> String {
    var values: Set<Int> = []
    for _ in 0...below(count) {
      let value = range.lowerBound + below(range.count)
      values.insert(signed && chance(35) ? -value : value)
    }
    return values.sorted().map(String.init).joined(separator: ",")
  }

  mutating func weekday() -> String { ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][below(7)] }

  mutating func weekdays(numbered limit: Int?) -> String {
    var values: Set<String> = []
    for _ in 0...below(3) {
      let isNumbered = limit != nil && chance(50)
      let ordinal = isNumbered ? 1 + below(limit ?? 1) : 0
      values.insert(
        (ordinal == 0 ? "" : chance(40) ? "-\(ordinal)" : "\(ordinal)") + weekday())
    }
    return values.sorted().joined(separator: ",")
  }

  mutating func start() -> String {
    func pad(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(1995 + below(40))\(pad(1 + below(12)))\(pad(1 + below(28)))"
      + "T\(pad(below(24)))\(pad(below(60)))\(pad(chance(80) ? 0 : below(60)))"
  }

  mutating func rule() -> String {
    let frequency = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"][
      chance(85) ? below(4) : 4 + below(3)]
    var parts = ["FREQ=" + frequency]
    if chance(40) { parts.append("INTERVAL=\(2 + below(5))") }
    let isSubDaily = ["HOURLY", "MINUTELY", "SECONDLY"].contains(frequency)
    var hasBy = false
    func add(_ part: String) { hasBy = true; parts.append(part) }
    if frequency == "YEARLY", chance(20) {
      add("BYWEEKNO=" + list(1...53, upTo: 3, signed: true))
      if chance(60) { add("BYDAY=" + weekdays(numbered: nil)) }
    } else if frequency == "YEARLY", chance(20) {
      add("BYYEARDAY=" + list(1...366, upTo: 4, signed: true))
    } else if !isSubDaily {
      if chance(frequency == "DAILY" ? 20 : 30) { add("BYMONTH=" + list(1...12, upTo: 3)) }
      if frequency != "WEEKLY", chance(30) {
        add("BYMONTHDAY=" + list(1...31, upTo: 4, signed: true))
      }
      if chance(40) {
        let hasMonth = parts.contains { $0.hasPrefix("BYMONTH=") }
        let limit = frequency == "MONTHLY" || (frequency == "YEARLY" && hasMonth) ? 5 : 53
        let mayCount =
          (frequency == "MONTHLY" || frequency == "YEARLY")
          && !parts.contains { $0.hasPrefix("BYMONTHDAY") }
        add("BYDAY=" + weekdays(numbered: mayCount ? limit : nil))
      }
    }
    if chance(15) { add("BYHOUR=" + list(0...23, upTo: 3)) }
    if chance(15) { add("BYMINUTE=" + list(0...59, upTo: 3)) }
    if chance(10) { add("BYSECOND=" + list(0...59, upTo: 2)) }
    if hasBy, chance(20) { parts.append("BYSETPOS=" + list(1...4, upTo: 2, signed: true)) }
    if chance(25) { parts.append("WKST=" + weekday()) }
    if chance(25) { parts.append("COUNT=\(1 + below(20))") }
    return parts.joined(separator: ";")
  }
}
