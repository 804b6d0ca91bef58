import ContentLines
import GoogleSide
import Records
import Sides
import TestSupport

/// Calendars as Google Takeout writes them (facts: single events in UTC, series in their zone,
/// HTML descriptions with the block about the call, instances before their master or without it,
/// split series), drawn at random and read by the real reader.
enum CalendarSources {
  static let takeout = SourceUnderTest(
    name: "takeout calendars", draw: event, render: calendar,
    read: { TakeoutSources.read("Work.ics", $0, .event) }, form: CanonicalLaws.iCalendar,
    lenses: [LensLawTests.googleEvents, LensLawTests.openCRMEvents],
    traits: [
      ("single events in UTC", { has($0, "DTSTART") { $0.hasSuffix("Z") } }),
      ("all-day events", { $0.contains { $0.name == "DTSTART;VALUE=DATE" } }),
      ("series with a zone", { has($0, "RRULE") && $0.contains { $0.name.contains(";TZID=") } }),
      ("UNTIL of another type", { has($0, "RRULE") { $0.contains("UNTIL=20261231;") } }),
      ("instances before their master", { $0.first?.part == "i" && has($0, "RRULE") }),
      ("instances without master", { isInstance($0) && !$0.contains { $0.part == "m" } }),
      ("cancelled instances", { isInstance($0) && has($0, "STATUS") { $0 == "CANCELLED" } }),
      ("deleted instances", { has($0, "EXDATE") }),
      ("split series", { has($0, "UID") { $0.contains("_R2026") } }),
      ("foreign UIDs", { has($0, "UID") { !$0.hasSuffix("@google.com") } }),
      ("birthdays", { has($0, "UID") { $0.hasPrefix("BIRTHDAY_") } }),
      ("HTML descriptions", { has($0, "DESCRIPTION") { $0.contains("<br>") } }),
      ("Meet blocks", { has($0, "DESCRIPTION") { $0.contains(ruler) } }),
      ("empty descriptions", { has($0, "DESCRIPTION", \.isEmpty) }),
      ("guests", { has($0, "ATTENDEE") }),
      ("alarms by mail", { has($0, "ACTION") { $0 == "EMAIL" } }),
      ("alarms without a trigger", { row in row.contains { $0.part == "m/odd" } }),
    ],
    rows: [.event: rows])

  /// All of the schema but what belongs to the calendar or to zones, and what only Drawbridge says.
  private static let rows: Set<Name> = Set(Schema.of(.event).rows.map(\.name)).subtracting([
    "PRODID", "CALSCALE", "METHOD", "X-WR-CALNAME", "X-WR-CALDESC", "X-WR-TIMEZONE", "TZID",
    "TZURL", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO", "X-DRAWBRIDGE-COLLECTION",
    "X-DRAWBRIDGE-FIELD", "X-DRAWBRIDGE-PARENT", "VERSION",
  ])

  private static func has(
    _ row: [SourcePiece], _ name: String, _ isSo: (String) -> Bool = { _ in true }
  ) -> Bool {
    row.contains { ($0.name == name || $0.name.hasPrefix(name + ";")) && isSo($0.value) }
  }

  private static func isInstance(_ row: [SourcePiece]) -> Bool { has(row, "RECURRENCE-ID") }

  // MARK: - Events

  /// How Google writes the times of one event.
  private struct Times {
    enum Style: CaseIterable { case utc, day, zoned, foreignZone }
    var style: Style
    var hour: Int

    func piece(_ part: String, _ name: String, _ day: Int, later: Int = 0) -> SourcePiece {
      let date = "202603\(day < 10 ? "0" : "")\(day)"
      let time = "\(date)T\(hour + later)0000"
      return switch style {
      case .utc: SourcePiece(part: part, name: name, value: time + "Z")
      case .day: SourcePiece(part: part, name: "\(name);VALUE=DATE", value: date)
      case .zoned: SourcePiece(part: part, name: "\(name);TZID=Europe/London", value: time)
      case .foreignZone: SourcePiece(part: part, name: "\(name);TZID=America/New_York", value: time)
      }
    }
  }

  private static func event(_ random: inout SeededRandom) -> [SourcePiece] {
    let repeats = random.chance(45)
    let times = Times(
      style: repeats ? random.pick([.day, .zoned, .foreignZone]) : random.pick([.utc, .day]),
      hour: 10 + random.below(8))
    let uid = uid(&random, repeats)
    var instances: [SourcePiece] = []
    for number in 0..<(repeats && random.chance(50) ? 1 + random.below(2) : 0) {
      // Parts are components: `i` and `i2` are instances.
      let part = number == 0 ? "i" : "i2"
      instances.append(SourcePiece(part: part, name: "UID", value: uid))
      let day = 9 + 7 * number
      instances.append(times.piece(part, "RECURRENCE-ID", day))
      instances.append(times.piece(part, "DTSTART", day, later: random.below(2)))
      instances.append(times.piece(part, "DTEND", day + (times.style == .day ? 1 : 0), later: 2))
      instances += content(part, &random)
      if random.chance(20) {
        instances.removeAll { $0.part == part && $0.name == "STATUS" }
        instances.append(SourcePiece(part: part, name: "STATUS", value: "CANCELLED"))
      }
    }
    if !instances.isEmpty, random.chance(20) { return instances }
    var master = [
      SourcePiece(part: "m", name: "UID", value: uid), times.piece("m", "DTSTART", 2),
    ]
    if random.chance(90) {
      let last = times.style == .day ? 3 : 2
      master.append(
        random.chance(10)
          ? SourcePiece(part: "m", name: "DURATION", value: times.style == .day ? "P1D" : "PT45M")
          : times.piece("m", "DTEND", last, later: 1))
    }
    if repeats {
      let end = random.pick(["", ";COUNT=20", ";UNTIL=20261231", ";UNTIL=20261231T120000Z"])
      let rule = random.pick([
        "FREQ=WEEKLY\(end);BYDAY=MO", "FREQ=DAILY\(end)", "FREQ=WEEKLY\(end)",
      ])
      master.append(SourcePiece(part: "m", name: "RRULE", value: rule))
      if random.chance(20) { master.append(times.piece("m", "EXDATE", 23)) }
      if random.chance(20) { master.append(times.piece("m", "EXDATE", 30)) }
      if random.chance(10) { master.append(times.piece("m", "RDATE", 25)) }
      if random.chance(3) {
        master.append(SourcePiece(part: "m", name: "EXRULE", value: "FREQ=DAILY;INTERVAL=9"))
      }
    }
    master += content("m", &random)
    return random.chance(60) ? instances + master : master + instances
  }

  private static func uid(_ random: inout SeededRandom, _ repeats: Bool) -> String {
    let id = String(random.next() >> 20, radix: 36)
    return switch random.below(12) {
    case 0 where repeats: "\(id)_R20260302T100000@google.com"
    case 1: "BIRTHDAY_\(id)@google.com"
    case 2: "{\(id)-4F2A}"
    default: "\(id)@google.com"
    }
  }

  private static let ruler = "-::~:~::~:~:~:~:~:~:~:~::~:~::-"

  private static func content(_ part: String, _ random: inout SeededRandom) -> [SourcePiece] {
    var pieces = [SourcePiece(part: part, name: "DTSTAMP", value: "20260401T120000Z")]
    func escaped(_ text: String) -> String { TextEscaping.escape(Text(text)).string }
    func text(lines: Bool = false) -> String { escaped(random.words(lines: lines)) }
    func add(_ percent: Int, _ name: String, _ value: () -> String) {
      if random.chance(percent) {
        pieces.append(SourcePiece(part: part, name: name, value: value()))
      }
    }
    add(90, "SUMMARY") { text() }
    add(55, "DESCRIPTION") {
      switch random.below(5) {
      case 0: ""
      case 1:
        "<p>\(text())</p><a href=\"https://a.example/?q=1\">\(text())</a><br>&nbsp\\;\(text())"
      case 2: "\(text())\\n\\n\(ruler)\\nJoin: https://meet.google.com/abc\\n\(ruler)"
      default: text(lines: true)
      }
    }
    add(40, "LOCATION") { random.chance(20) ? "" : text() }
    add(60, "STATUS") { random.pick(["CONFIRMED", "TENTATIVE"]) }
    add(50, "TRANSP") { random.pick(["OPAQUE", "TRANSPARENT"]) }
    add(15, "CLASS") { random.pick(["PRIVATE", "PUBLIC"]) }
    add(60, "SEQUENCE") { "\(random.below(5))" }
    add(60, "CREATED") { "20260101T09000\(random.below(9))Z" }
    add(60, "LAST-MODIFIED") { "20260201T09000\(random.below(9))Z" }
    add(15, "X-GOOGLE-CONFERENCE") { "https://meet.google.com/a-\(random.below(9))" }
    if random.chance(25) {
      add(100, "ORGANIZER;CN=Mary") { "mailto:mary@example.com" }
      for _ in 0..<(1 + random.below(3)) {
        add(
          100,
          "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=\(random.pick(["REQ-PARTICIPANT", "OPT-PARTICIPANT"]))"
            + ";PARTSTAT=\(random.pick(["ACCEPTED", "NEEDS-ACTION", "DECLINED"]))"
            + ";CN=\"Guest, \(random.below(4))\";X-NUM-GUESTS=0"
        ) { "mailto:g\(random.below(4))@example.com" }
      }
    }
    add(10, "ATTACH;FILENAME=Plan;FMTTYPE=application/pdf") { "https://drive.google.com/a" }
    pieces += alarms(part, &random)
    pieces += foreign(part, pieces, &random)
    return pieces
  }

  private static func alarms(_ part: String, _ random: inout SeededRandom) -> [SourcePiece] {
    var pieces: [SourcePiece] = []
    for number in 0..<(random.chance(30) ? 1 + random.below(2) : 0) {
      let isOdd = random.chance(5)
      let own = isOdd ? "\(part)/odd" : "\(part)/\(number)"
      func add(_ name: String, _ value: String) {
        pieces.append(SourcePiece(part: own, name: name, value: value))
      }
      let action = random.pick(["DISPLAY", "DISPLAY", "EMAIL", "NONE"])
      add("ACTION", action)
      if !isOdd {
        if random.chance(10) {
          add("TRIGGER;VALUE=DATE-TIME", "20260301T090000Z")
        } else {
          add("TRIGGER", random.pick(["-P0DT0H10M0S", "P0D", "-PT30M", "-P0DT16H0M0S"]))
        }
      }
      add("DESCRIPTION", "This is an event reminder")
      if action == "EMAIL" {
        add("SUMMARY", "Alarm notification")
        add("ATTENDEE", "mailto:mary@example.com")
      }
      if random.chance(10) {
        add("REPEAT", "2")
        add("DURATION", "PT5M")
      }
      if random.chance(10) { add("ACKNOWLEDGED", "20260301T090500Z") }
      if random.chance(5) { add("PROXIMITY", "ARRIVE") }
    }
    return pieces
  }

  /// Lines of the program that made the event pass through Google: any property of the schema.
  private static func foreign(
    _ part: String, _ known: [SourcePiece], _ random: inout SeededRandom
  ) -> [SourcePiece] {
    var maker = RecordGenerator(random)
    defer { random = maker.random }
    var pieces: [SourcePiece] = []
    for _ in 0..<maker.random.below(4) {
      let row = maker.random.pick(Schema.of(.event).rows)
      let isTaken =
        row.unit == .schedule || row.unit == .instances || row.unit == .identity
        || !rows.contains(row.name)
        || row.cardinality == .one
          && (known + pieces).contains { $0.propertyName == row.name.string }
      if !isTaken { pieces.append(SourcePiece(part: part, maker.property(row.name, .event))) }
    }
    if maker.random.chance(10) { pieces.append(SourcePiece(part: part, maker.unknown())) }
    return pieces
  }

  // MARK: - The file

  private static let head = [
    "BEGIN:VCALENDAR", "PRODID:-//Google Inc//Google Calendar 70.9054//EN", "VERSION:2.0",
    "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:Work", "X-WR-TIMEZONE:Europe/London",
    "X-WR-CALDESC:", "BEGIN:VTIMEZONE", "TZID:Europe/London", "X-LIC-LOCATION:Europe/London",
    "BEGIN:DAYLIGHT", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0100", "TZNAME:BST",
    "DTSTART:19700329T010000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT",
    "BEGIN:STANDARD", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0000", "TZNAME:GMT",
    "DTSTART:19701025T020000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD",
    "END:VTIMEZONE",
  ]

  /// Every record by itself, so that none stands on what the others hold.
  private static func calendar(_ rows: [[SourcePiece]], _ seed: UInt64) -> [UInt8] {
    var lines = head
    for (number, row) in rows.enumerated() {
      var parts: [String] = []
      for piece in row where !parts.contains(piece.component) { parts.append(piece.component) }
      for part in parts {
        let own = row.filter { $0.component == part }
        lines.append("BEGIN:VEVENT")
        // A smaller case may have lost its UID.
        if !own.contains(where: { $0.name == "UID" }) { lines.append("UID:r\(number)@google.com") }
        lines += own.filter { $0.part == part }.map(\.line)
        var alarms: [String] = []
        for piece in own where piece.part != part && !alarms.contains(piece.part) {
          alarms.append(piece.part)
        }
        for alarm in alarms {
          lines.append("BEGIN:VALARM")
          lines += own.filter { $0.part == alarm }.map(\.line)
          lines.append("END:VALARM")
        }
        lines.append("END:VEVENT")
      }
    }
    lines += ["END:VCALENDAR", ""]
    return Array(lines.joined(separator: "\r\n").utf8)
  }
}
