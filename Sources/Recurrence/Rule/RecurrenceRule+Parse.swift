import CivilTime

extension RecurrenceRule {
  /// Reads a rule, in either case, a trailing semicolon tolerated.
  ///
  /// - Throws: every code of `RecurrenceError`; a rule that throws has no meaning in RFC 5545 and
  ///   its text is to be kept as it is.
  public init(_ bytes: ArraySlice<UInt8>) throws(RecurrenceError) {
    var parser = RuleParser(bytes)
    self = try parser.parse()
  }

  /// Reads a string as `init(_:)` reads bytes.
  public init(_ text: String) throws(RecurrenceError) {
    try self.init(Array(text.utf8)[...])
  }
}

private struct RuleParser {
  let bytes: ArraySlice<UInt8>
  var position: Int
  var rule = RecurrenceRule(frequency: .daily)
  var seen: [String: Int] = [:]

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  func failure(_ code: RecurrenceError.Code, _ detail: String, at place: Int? = nil)
    -> RecurrenceError
  {
    RecurrenceError(code: code, position: (place ?? position) - bytes.startIndex, detail: detail)
  }

  mutating func parse() throws(RecurrenceError) -> RecurrenceRule {
    var parts: [(name: String, value: ArraySlice<UInt8>)] = []
    while position < bytes.endIndex {
      let end = bytes[position...].firstIndex(of: 0x3B) ?? bytes.endIndex
      let part = bytes[position..<end]
      guard let sign = part.firstIndex(of: 0x3D) else {
        throw failure(.malformedPart, "“\(text(part))” is not of the form NAME=value")
      }
      let name = text(part[..<sign]).uppercased()
      if seen[name] != nil {
        throw failure(.repeatedPart, "\(name) is given twice")
      }
      seen[name] = position
      parts.append((name, part[(sign + 1)...]))
      position = end
      if position < bytes.endIndex {
        position += 1
        if position == bytes.endIndex { rule.hadTrailingSemicolon = true }
      }
    }
    guard seen["FREQ"] != nil else { throw failure(.missingFrequency, "FREQ is missing") }
    if let scale = parts.first(where: { $0.name == "RSCALE" }) {
      rule.scale = text(scale.value).uppercased()
    }
    let isForeign = rule.scale != nil && rule.scale != "GREGORIAN"
    for part in parts {
      position = part.value.startIndex
      // A month of another calendar can be “5L”; numbers there have other limits.
      if isForeign, part.name.utf8.starts(with: "BY".utf8) { continue }
      try read(part.name, part.value)
    }
    if isForeign {
      let all = rule.hadTrailingSemicolon ? bytes.dropLast() : bytes
      rule.foreignText = text(all).uppercased()
    } else {
      try checkCombinations()
    }
    return rule
  }

  private mutating func read(_ name: String, _ value: ArraySlice<UInt8>)
    throws(RecurrenceError)
  {
    switch name {
    case "FREQ":
      let code = text(value).uppercased()
      guard let frequency = RecurrenceRule.Frequency.allCases.first(where: { $0.code == code })
      else { throw failure(.badValue, "“\(code)” is no frequency") }
      rule.frequency = frequency
    case "INTERVAL": rule.interval = try positive(name, value)
    case "COUNT": rule.count = try positive(name, value)
    case "UNTIL":
      guard let until = CalendarValue(value, extended: true) else {
        throw failure(.badValue, "UNTIL is no date: “\(text(value))”")
      }
      rule.until = until
    case "BYSECOND": rule.seconds = try list(name, value, 0...60)
    case "BYMINUTE": rule.minutes = try list(name, value, 0...59)
    case "BYHOUR": rule.hours = try list(name, value, 0...23)
    case "BYDAY": rule.days = try days(value)
    case "BYMONTHDAY": rule.monthDays = try list(name, value, 1...31, signed: true)
    case "BYYEARDAY": rule.yearDays = try list(name, value, 1...366, signed: true)
    case "BYWEEKNO": rule.weekNumbers = try list(name, value, 1...53, signed: true)
    case "BYMONTH": rule.months = try list(name, value, 1...12)
    case "BYSETPOS": rule.setPositions = try list(name, value, 1...366, signed: true)
    case "WKST":
      guard value.count == 2, let first = value.first, let last = value.last,
        let weekday = Weekday(code: first, last)
      else { throw failure(.badValue, "WKST is no weekday: “\(text(value))”") }
      rule.weekStart = weekday
    case "RSCALE":
      guard !value.isEmpty else { throw failure(.badValue, "RSCALE is empty") }
    case "SKIP":
      let code = text(value).uppercased()
      guard ["OMIT", "BACKWARD", "FORWARD"].contains(code) else {
        throw failure(.badValue, "SKIP must be OMIT, BACKWARD or FORWARD, not “\(code)”")
      }
      // Without RSCALE it has no meaning (RFC 7529 section 4.1).
      guard rule.scale != nil else {
        throw failure(.forbiddenCombination, "SKIP needs RSCALE")
      }
      rule.skip = code
    default:
      throw failure(.unknownPart, "\(name) is no part of a recurrence rule", at: seen[name])
    }
  }

  private func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.prefix(200), as: UTF8.self)
  }

  private func positive(_ name: String, _ value: ArraySlice<UInt8>) throws(RecurrenceError) -> Int {
    guard let number = unsigned(value), number >= 1 else {
      throw failure(.badValue, "\(name) must be a number from 1, not “\(text(value))”")
    }
    return number
  }

  /// At most nine digits: more instances than any program could name.
  private func unsigned(_ value: ArraySlice<UInt8>) -> Int? {
    guard !value.isEmpty, value.count <= 9 else { return nil }
    var number = 0
    for byte in value {
      guard (0x30...0x39).contains(byte) else { return nil }
      number = number * 10 + Int(byte - 0x30)
    }
    return number
  }

  private func signedNumber(_ value: ArraySlice<UInt8>) -> Int? {
    switch value.first {
    case 0x2D: unsigned(value.dropFirst()).map { -$0 }
    case 0x2B: unsigned(value.dropFirst())
    default: unsigned(value)
    }
  }

  private func list(
    _ name: String, _ value: ArraySlice<UInt8>, _ range: ClosedRange<Int>, signed: Bool = false
  ) throws(RecurrenceError) -> [Int] {
    var numbers: Set<Int> = []
    for item in value.split(separator: 0x2C, omittingEmptySubsequences: false) {
      let number = signed ? signedNumber(item) : unsigned(item)
      guard let number, range.contains(abs(number)) else {
        let limits = "\(range.lowerBound) to \(range.upperBound)\(signed ? ", or minus that" : "")"
        throw failure(
          .badValue, "\(name) takes \(limits), not “\(text(item))”", at: item.startIndex)
      }
      numbers.insert(number)
    }
    return RecurrenceRule.ordered(Array(numbers))
  }

  private func days(_ value: ArraySlice<UInt8>) throws(RecurrenceError) -> [RecurrenceRule.Day] {
    var days: Set<RecurrenceRule.Day> = []
    for item in value.split(separator: 0x2C, omittingEmptySubsequences: false) {
      let code = item.suffix(2)
      let number = item.dropLast(2)
      guard code.count == 2, let first = code.first, let last = code.last,
        let weekday = Weekday(code: first, last)
      else {
        throw failure(.badValue, "BYDAY: “\(text(item))” is no weekday", at: item.startIndex)
      }
      if number.isEmpty {
        days.insert(.init(weekday))
      } else {
        guard let ordinal = signedNumber(number), (1...53).contains(abs(ordinal)) else {
          throw failure(
            .badValue, "BYDAY: “\(text(item))” must count from 1 to 53", at: item.startIndex)
        }
        days.insert(.init(weekday, ordinal: ordinal))
      }
    }
    return days.sorted()
  }

  /// The MUST NOTs of RFC 5545 section 3.3.10.
  private func checkCombinations() throws(RecurrenceError) {
    func forbid(_ condition: Bool, _ part: String, _ detail: String) throws(RecurrenceError) {
      if condition { throw failure(.forbiddenCombination, detail, at: seen[part]) }
    }
    let frequency = rule.frequency
    try forbid(
      rule.count != nil && rule.until != nil, "COUNT", "COUNT and UNTIL cannot stand together")
    try forbid(
      !rule.weekNumbers.isEmpty && frequency != .yearly, "BYWEEKNO",
      "BYWEEKNO needs FREQ=YEARLY")
    try forbid(
      !rule.yearDays.isEmpty && [.daily, .weekly, .monthly].contains(frequency), "BYYEARDAY",
      "BYYEARDAY cannot stand with FREQ=\(frequency.code)")
    try forbid(
      !rule.monthDays.isEmpty && frequency == .weekly, "BYMONTHDAY",
      "BYMONTHDAY cannot stand with FREQ=WEEKLY")
    let numbered = rule.days.contains { $0.ordinal != 0 }
    try forbid(
      numbered && frequency != .monthly && frequency != .yearly, "BYDAY",
      "numbered weekdays need FREQ=MONTHLY or FREQ=YEARLY")
    try forbid(
      numbered && !rule.weekNumbers.isEmpty, "BYDAY",
      "numbered weekdays cannot stand with BYWEEKNO")
    let other = [
      rule.seconds, rule.minutes, rule.hours, rule.monthDays, rule.yearDays, rule.weekNumbers,
      rule.months,
    ].contains { !$0.isEmpty }
    try forbid(
      !rule.setPositions.isEmpty && !other && rule.days.isEmpty, "BYSETPOS",
      "BYSETPOS needs another BY part")
  }
}
