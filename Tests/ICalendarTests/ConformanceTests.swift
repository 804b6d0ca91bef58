import CivilTime
import ContentLines
import ICalendar
import Records
import Testing

/// What the standards ask of single properties (RFC 5545, 7265, 7986, 9073).
@Suite struct ConformanceTests {
  private func event(_ lines: String) throws -> String {
    try canonical("BEGIN:VEVENT\nUID:a\nDTSTART;VALUE=DATE:20260101\n\(lines)\nEND:VEVENT")
  }

  /// The calendar written to jCal and read again.
  private func jCal(_ property: String) throws -> (json: String, read: [String]) {
    let text =
      "[\"vcalendar\",[],[[\"vevent\",[[\"uid\",{},\"text\",\"a\"],\(property)],[]]]]"
    let file = JCal.read(Array(text.utf8), zones: zones)
    let component = try #require(file.records.first?.record.components.first)
    let json = String(decoding: JCal.write([file], zones: zones), as: UTF8.self)
    return (json, component.properties.map(\.lineText))
  }

  @Test("A list of dates is a list, whatever VALUE calls its items (RFC 5545 3.8.5.1, 3.8.5.2)")
  func dateLists() throws {
    let list = "EXDATE;VALUE=DATE:20260103,20260102\nRDATE;VALUE=DATE:20260201,20260202"
    let apart =
      "EXDATE;VALUE=DATE:20260102\nEXDATE;VALUE=DATE:20260103\nRDATE;VALUE=DATE:20260201\n"
      + "RDATE;VALUE=DATE:20260202"
    let rule = "RRULE:FREQ=DAILY;COUNT=4"
    #expect(try event("\(rule)\n\(list)") == event("\(rule)\n\(apart)"))
    #expect(
      try jCal("[\"exdate\",{},\"date\",\"2026-01-02\",\"2026-01-03\"]").read.filter {
        $0.hasPrefix("EXDATE")
      } == ["EXDATE;VALUE=DATE:20260102", "EXDATE;VALUE=DATE:20260103"])
  }

  @Test("A position is two numbers in any spelling, and any other text stays (RFC 5545 3.8.1.6)")
  func position() throws {
    for written in ["37.38;-122.08", "37.38\\;-122.08", "37.38,-122.08", "37.38\\,-122.08"] {
      #expect(try event("GEO:\(written)").lines("GEO") == ["GEO:37.38;-122.08"])
    }
    for written in ["abc", "1;2;3", "a,b"] {
      #expect(try event("GEO:\(written)").lines("GEO") == ["GEO:\(written)"])
    }
    #expect(
      codes(read(calendar("BEGIN:VEVENT\nUID:a\nGEO:abc\nEND:VEVENT")))
        .contains("position-invalid"))
    #expect(try jCal("[\"geo\",{},\"float\",[37.38,-122.08]]").read.contains("GEO:37.38;-122.08"))
  }

  @Test("VALUE stays, and is added, where the standard has no default (RFC 7986 5.7, 5.11)")
  func statedTypes() throws {
    for value in ["CONFERENCE;VALUE=URI:tel:+44", "CONFERENCE:tel:+44"] {
      #expect(try event(value).lines("CONFERENCE") == ["CONFERENCE;VALUE=URI:tel:+44"])
    }
    #expect(
      try event("STYLED-DESCRIPTION;FMTTYPE=text/html;VALUE=TEXT:<b>x</b>")
        .lines("STYLED") == ["STYLED-DESCRIPTION;FMTTYPE=text/html;VALUE=TEXT:<b>x</b>"])
    let file = read(calendar("REFRESH-INTERVAL:P7D\nBEGIN:VEVENT\nUID:a\nEND:VEVENT"))
    #expect(
      file.groups[0].properties.map(\.lineText).contains {
        $0.hasPrefix("REFRESH-INTERVAL;VALUE=DURATION:")
      }
    )
  }

  @Test("What a vendor had before the standard gets the standard's name (RFC 9073, 9074, 7986)")
  func vendors() throws {
    #expect(
      try event("X-ALT-DESC;FMTTYPE=text/html:<b>x</b>\\, y").lines("STYLED")
        == ["STYLED-DESCRIPTION;FMTTYPE=text/html;VALUE=TEXT:<b>x</b>\\, y"])
    // Of no format, or beside another one, it stays.
    #expect(try event("X-ALT-DESC:x").lines("X-ALT") == ["X-ALT-DESC:x"])
    let both = "STYLED-DESCRIPTION;VALUE=TEXT:a\nX-ALT-DESC;FMTTYPE=text/html:b"
    #expect(try event(both).lines("X-ALT") == ["X-ALT-DESC;FMTTYPE=text/html:b"])
    func alarm(_ lines: String) throws -> String {
      try event("BEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT5M\n\(lines)\nEND:VALARM")
    }
    for name in ["X-WR-ALARMUID", "X-EVOLUTION-ALARM-UID", "UID"] {
      #expect(try alarm("\(name):u") == alarm("UID:u"))
    }
    #expect(try alarm("UID:u\nX-WR-ALARMUID:u") == alarm("UID:u"))
    #expect(try alarm("UID:u\nX-WR-ALARMUID:v").lines("X-WR") == ["X-WR-ALARMUID:v"])
    let repeats =
      "BEGIN:VEVENT\nUID:a\nBEGIN:VALARM\nUID:u\nX-WR-ALARMUID:u\nEND:VALARM\nEND:VEVENT"
    #expect(codes(read(calendar(repeats))).contains("vendor-repeats"))
    let file = read(calendar("X-PUBLISHED-TTL:PT1H\nBEGIN:VEVENT\nUID:a\nEND:VEVENT"))
    #expect(
      file.groups[0].properties.map(\.lineText).contains("REFRESH-INTERVAL;VALUE=DURATION:PT1H"))
  }

  @Test("jCal: VERSION is a text, ENCODING follows from the type, times have colons (RFC 7265)")
  func jCalTypes() throws {
    let binary = try jCal("[\"attach\",{},\"binary\",\"SGVsbG8=\"]")
    #expect(binary.read.contains("ATTACH;ENCODING=BASE64;VALUE=BINARY:SGVsbG8="))
    #expect(binary.json.contains("[\"attach\",{},\"binary\",\"SGVsbG8=\"]"))
    #expect(binary.json.contains("[\"version\",{},\"text\",\"2.0\"]"))
    let time = try jCal("[\"x-t\",{},\"time\",\"12:30:00Z\"]")
    #expect(time.read.contains("X-T;VALUE=TIME:123000Z"))
    #expect(time.json.contains("[\"x-t\",{},\"time\",\"12:30:00Z\"]"))
  }

  @Test("A definition that nothing uses stays where nothing else says what it says")
  func unusedZones() throws {
    let zone =
      "BEGIN:VTIMEZONE\nTZID:%\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0330\n"
      + "TZOFFSETTO:+0330\nEND:STANDARD\nEND:VTIMEZONE"
    func others(_ id: String, _ rest: String = "") -> [Name] {
      read(calendar(zone.replacing("%", with: id) + rest)).groups[0].others.map(\.name)
    }
    let event = "\nBEGIN:VEVENT\nUID:a\nDTSTART:20260101T000000Z\nEND:VEVENT"
    #expect(others("Office") == ["VTIMEZONE"])
    #expect(others("Europe/Berlin") == ["VTIMEZONE"])
    #expect(others("Office", event) == ["VTIMEZONE"])
    #expect(others("Europe/Berlin", event).isEmpty)
    let file = read(calendar(zone.replacing("%", with: "Office")))
    let written = ICalendarWriter(zones: zones).write(file: file)
    #expect(content(ICalendarReader(zones: zones).read(written)) == content(file))
  }

  @Test("Stamps with fractions or hyphens are spelled as RFC 5545 has them")
  func stamps() throws {
    let lines = try event("CREATED:2026-01-02T03:04:05.678Z\nDTSTAMP:20260101T000000Z")
    #expect(lines.lines("CREATED") == ["CREATED:20260102T030405Z"])
    #expect(try event("CREATED:yesterday").lines("CREATED") == ["CREATED:yesterday"])
  }

  @Test("check takes no offence at what the standards allow")
  func falseFindings() {
    let journal = read(
      calendar(
        "BEGIN:VJOURNAL\nUID:a\nDTSTAMP:20260101T000000Z\nDESCRIPTION:a\nDESCRIPTION:b\nEND:VJOURNAL"
      ))
    #expect(ComponentCheck.findings(of: journal).isEmpty)
    let cancelled = read(
      calendar("METHOD:CANCEL\nBEGIN:VEVENT\nUID:a\nDTSTAMP:20260101T000000Z\nEND:VEVENT"))
    #expect(ICalendarCheck.findings(of: cancelled, zones: zones).isEmpty)
    let plain = read(calendar("BEGIN:VEVENT\nUID:a\nDTSTAMP:20260101T000000Z\nEND:VEVENT"))
    #expect(
      ICalendarCheck.findings(of: plain, zones: zones).map(\.kind.code) == ["dtstart-missing"])
  }

  @Test("vCalendar 1.0 divides lists of dates by semicolons")
  func oldLists() throws {
    let file = read(
      "BEGIN:VCALENDAR\nVERSION:1.0\nBEGIN:VEVENT\nUID:a\nDTSTART:20260101T100000Z\n"
        + "EXDATE:20260102T100000Z;20260103T100000Z\nEND:VEVENT\nEND:VCALENDAR\n")
    #expect(
      text(file.records[0].record).lines("EXDATE") == [
        "EXDATE:20260102T100000Z", "EXDATE:20260103T100000Z",
      ])
  }

  @Test("Words of vCalendar 1.0 become those of iCalendar")
  func oldWords() throws {
    let file = read(
      "BEGIN:VCALENDAR\nVERSION:1.0\nBEGIN:VTODO\nUID:a\nSTATUS:NEEDS ACTION\nTRANSP:0\n"
        + "END:VTODO\nEND:VCALENDAR\n")
    let lines = text(file.records[0].record)
    #expect(lines.lines("STATUS") == ["STATUS:NEEDS-ACTION"])
    #expect(lines.lines("TRANSP") == ["TRANSP:OPAQUE"])
  }
}
