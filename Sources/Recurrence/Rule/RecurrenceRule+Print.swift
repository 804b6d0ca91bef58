import CivilTime

extension RecurrenceRule: CustomStringConvertible {
  /// The canonical text: parts in the order of the grammar in RFC 5545, lists in ascending order
  /// (from the beginning first, then from the end), without INTERVAL=1 and without a WKST that is
  /// Monday or changes nothing (spec/decisions/0101-canonical-rule.md).
  public var description: String {
    if let foreignText { return foreignText }
    var parts: [String] = []
    func list(_ name: String, _ values: [Int]) {
      guard !values.isEmpty else { return }
      parts.append(name + "=" + Self.ordered(values).map(String.init).joined(separator: ","))
    }
    if let scale { parts.append("RSCALE=" + scale) }
    parts.append("FREQ=" + frequency.code)
    if let until { parts.append("UNTIL=\(until)") }
    if let count { parts.append("COUNT=\(count)") }
    if interval != 1 { parts.append("INTERVAL=\(interval)") }
    list("BYSECOND", seconds)
    list("BYMINUTE", minutes)
    list("BYHOUR", hours)
    if !days.isEmpty {
      let codes = days.sorted().map {
        ($0.ordinal == 0 ? "" : String($0.ordinal)) + $0.weekday.code
      }
      parts.append("BYDAY=" + codes.joined(separator: ","))
    }
    list("BYMONTHDAY", monthDays)
    list("BYYEARDAY", yearDays)
    list("BYWEEKNO", weekNumbers)
    list("BYMONTH", months)
    list("BYSETPOS", setPositions)
    if weekStart != .monday, weekStartMatters { parts.append("WKST=" + weekStart.code) }
    if let skip { parts.append("SKIP=" + skip) }
    return parts.joined(separator: ";")
  }

  /// Numbers in the order in which they come in time: from the beginning first, then from the end.
  static func ordered(_ numbers: [Int]) -> [Int] {
    numbers.sorted { ($0 < 0 ? 1 : 0, $0) < ($1 < 0 ? 1 : 0, $1) }
  }
}
