import CivilTime
import ContentLines
import ICalendar
import Records
import Testing

/// Draws events and tasks from every row of the schema, in spellings found in the wild.
private struct CalendarDraw {
  var random: Seeded
  private(set) var drawn: [String: Int] = [:]

  init(seed: UInt64) { random = Seeded(state: seed) }

  mutating func pick<T>(_ choices: [T]) -> T {
    choices[Int.random(in: 0..<choices.count, using: &random)]
  }

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  mutating func word() -> String {
    pick([
      "", "plain", "a, b; c", "a\\, b\\; c\\nd", "C:\\Clients", "日本語 café", "<p>Hi</p>", "x:y",
      "long " + String(repeating: "wörd ", count: 40), "\\\\n", "trailing\\", "“q” \"r\"", "^n ^^",
    ])
  }

  func two(_ value: Int) -> String { (value < 10 ? "0" : "") + String(value) }

  mutating func day() -> String {
    "\(number(1960...2045))\(two(number(1...12)))\(two(number(1...28)))"
  }

  mutating func time() -> String { "T\(two(number(0...23)))\(pick(["00", "30", "59"]))00" }

  mutating func date(_ name: String) -> String {
    switch number(0...9) {
    case 0: "\(name);VALUE=DATE:\(day())"
    case 1: "\(name):\(day())\(time())"
    case 2, 3: "\(name):\(day())\(time())Z"
    case 4: "\(name);TZID=Own Zone:\(day())\(time())"
    case 5: "\(name);TZID=\(pick(["Nowhere", "W. Europe Standard Time", "UTC"])):\(day())\(time())"
    case 6: "\(name):\(pick(["", "soon", "2024-03-01T10:00", "20240301", "20240301T100000+0200"]))"
    default:
      "\(name);TZID=\(pick(["Europe/Berlin", "America/New_York", "Asia/Kolkata"])):\(day())\(time())"
    }
  }

  mutating func line(_ row: PropertySchema) -> String {
    let name = row.name.string
    drawn[name, default: 0] += 1
    let parameters =
      chance(15) ? pick([";X-P=1", ";LANGUAGE=de", ";X-Q=\"a,b\",c", ";ALTREP=\"cid:1\""]) : ""
    switch row.value {
    case .date, .dateList:
      if name == "RDATE", chance(20) { return "RDATE;VALUE=PERIOD:\(day())T100000Z/PT90M" }
      return date(name)
    case .duration:
      return "\(name)\(parameters):\(pick(["PT1H", "-P0DT0H10M0S", "P90M", "P7D", "-PT15M", ""]))"
    case .recurrence:
      return "\(name):"
        + pick([
          "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=WE,MO;INTERVAL=1", "FREQ=DAILY;UNTIL=20300101",
          "FREQ=MONTHLY;BYDAY=-1FR;COUNT=9", "UNTIL=20300101T000000Z;FREQ=YEARLY", "nonsense",
          "RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=5L", "FREQ=HOURLY;COUNT=3;",
        ])
    case .integer: return "\(name):\(pick(["0", "5", "-1", "x"]))"
    case .floats: return "\(name):\(pick(["1.5\\;2.5", "1.5,2.5", "abc"]))"
    case .structured: return "\(name):\(pick(["1.5;2.5", "1;2;3", "", "48.85299;2.36885"]))"
    case .address:
      return "\(name);CN=\"B, J\";ROLE=chair:\(pick(["MAILTO:a@b.c", "mailto:J@X.org", "urn:x"]))"
    case .word: return "\(name):\(pick(["tentative", "CANCELLED", "public", ""]))"
    case .boolean: return "\(name):\(pick(["true", "FALSE"]))"
    case .offset: return "\(name):+0100"
    case .uri: return "\(name)\(parameters):https://example.com/\(number(0...9))?a,b;c"
    default: return "\(name)\(parameters):\(word())"
    }
  }

  mutating func component(_ name: String, uid: String?, original: Bool) -> String {
    var lines = ["BEGIN:\(name)"]
    if let uid { lines.append("UID:\(uid)") }
    if chance(90) { lines.append(date("DTSTART")) }
    if original { lines.append(date("RECURRENCE-ID")) }
    let rows = Schema.iCalendar.rows.filter {
      !["UID", "RECURRENCE-ID", "DTSTART", "VERSION", "PRODID", "METHOD", "CALSCALE"].contains(
        $0.name.string)
    }
    for _ in 0..<number(0...9) { lines.append(line(pick(rows))) }
    if chance(20) { lines.append("X-VENDOR;TZID=Own Zone:20240301T100000") }
    if chance(20) {
      lines += ["BEGIN:VALARM", "ACTION:display", "TRIGGER:-P0DT0H10M0S", "END:VALARM"]
    }
    lines.append("END:\(name)")
    return lines.joined(separator: "\n")
  }

  mutating func file() -> String {
    var parts: [String] = []
    for _ in 0..<number(1...2) {
      var lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x"]
      if chance(30) { lines.append("X-WR-CALNAME:\(word())") }
      lines += [
        "BEGIN:VTIMEZONE", "TZID:Own Zone", "BEGIN:STANDARD", "DTSTART:19700101T000000",
        "TZOFFSETFROM:\(pick(["+0100", "+0130"]))", "TZOFFSETTO:+0130", "END:STANDARD",
        "END:VTIMEZONE",
      ]
      for _ in 0..<number(0...4) {
        let uid = chance(10) ? nil : pick(["a", "b", "c,d"])
        lines.append(
          component(
            pick(["VEVENT", "VEVENT", "VTODO", "VJOURNAL"]), uid: uid, original: chance(40)))
      }
      lines.append("END:VCALENDAR")
      parts.append(lines.joined(separator: "\n"))
    }
    return parts.joined(separator: "\n") + "\n"
  }
}

@Test func drawnCalendarsComeBackFromBothFormsUnchanged() throws {
  let writer = ICalendarWriter(zones: zones)
  var draw = CalendarDraw(seed: 20_261_123)
  var records = 0
  for number in 0..<1000 {
    let source = draw.file()
    let once = read(source)
    records += once.records.count
    let written = writer.write(file: once)
    let twice = ICalendarReader(zones: zones).read(written)
    try #require(
      firstDifference(content(once), content(twice)) == nil, "case \(number):\n\(source)")
    try #require(writer.write(file: twice) == written, "case \(number):\n\(source)")
    let json = JCal.write([once], zones: zones)
    let thrice = JCal.read(json, zones: zones)
    try #require(
      firstDifference(content(once), content(thrice)) == nil, "jCal, case \(number):\n\(source)")
    var findings: [Finding] = []
    let components = JCal.components(json, findings: &findings)
    try #require(components == writer.components(of: once), "jCal, case \(number):\n\(source)")
    for record in once.records.map(\.record) {
      try #require(record.canonical() == record, "case \(number):\n\(source)")
      var none: [Finding] = []
      let again = RecordCanonicaliser.canonical(record, zones: zones, findings: &none)
      try #require(again == record, "case \(number):\n\(source)")
    }
  }
  let missing = Schema.iCalendar.rows.map(\.name.string).filter { draw.drawn[$0] == nil }
    .filter {
      !["UID", "RECURRENCE-ID", "DTSTART", "VERSION", "PRODID", "METHOD", "CALSCALE"].contains($0)
    }
  #expect(missing.isEmpty)
  print("round trips: \(records) drawn records")
  #expect(records > 1500)
}
