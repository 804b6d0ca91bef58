import Testing

@testable import Witness

struct WitnessTests {
  private func calendar(_ lines: [String], kind: String = "VEVENT") -> [UInt8] {
    let all =
      ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", "BEGIN:\(kind)", "UID:u1"] + lines
      + ["END:\(kind)", "END:VCALENDAR"]
    return Array(all.map { $0 + "\r\n" }.joined().utf8)
  }

  private func disagreements(
    _ lines: [String], kind: String = "VEVENT"
  ) async -> [WitnessDisagreement] {
    let ics = calendar(lines, kind: kind)
    let report = await Witness.shared.components(of: ics)
    return Witness.shared.disagreements(expected: NaiveReader.components(of: ics), in: report)
  }

  @Test("An event is read with its properties, parameters and alarms")
  func reading() async throws {
    let ics = calendar([
      "DTSTART;TZID=Europe/London:20260301T090000", "RECURRENCE-ID;VALUE=DATE:20260301",
      "SUMMARY:Caf\\, with\\; a\\\\b\\nnew", "ATTENDEE;CN=\"Doe, J^nx^'y\";RSVP=TRUE:mailto:x@y.z",
      "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT10M", "DESCRIPTION:x", "END:VALARM",
    ])
    let report = await Witness.shared.components(of: ics)
    let event = try #require(report.components.first)
    #expect(report.components.count == 1)
    #expect(event.kind == "VEVENT")
    #expect(event.uid == "u1")
    #expect(event.recurrenceID == "20260301")
    #expect(event.properties.contains(.init("SUMMARY", value: "Caf\\, with\\; a\\\\b\\nnew")))
    #expect(
      event.properties.contains(
        .init(
          "ATTENDEE", [.init("CN", ["Doe, J\nx\"y"]), .init("RSVP", ["TRUE"])],
          value: "mailto:x@y.z")))
    #expect(event.alarms.map(\.kind) == ["VALARM"])
    #expect(event.alarms.first?.properties.count == 3)
  }

  @Test(
    "A value that libical rewrites is no disagreement",
    arguments: [
      "DURATION:P0DT1H0M0S", "DURATION:+PT5M", "DURATION:P1W", "DURATION:-P2W", "DURATION:PT90M",
      "TRIGGER;RELATED=END:-P0DT0H10M0S", "TRIGGER;VALUE=DATE-TIME:19760401T005545Z",
      "RRULE:FREQ=MONTHLY;BYDAY=2MO,-1FR;COUNT=10;WKST=SU;INTERVAL=1",
      "RRULE:FREQ=WEEKLY;BYDAY=FR,MO;BYMONTH=12,1;BYMONTHDAY=15,-1,+3;UNTIL=20270101T000000Z;WKST=MO",
      "RRULE:freq=daily;until=20270101",
      "RRULE:RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=5L;SKIP=FORWARD",
      "RRULE:FREQ=YEARLY;BYHOUR=09,8;BYSETPOS=-1;BYWEEKNO=20;BYYEARDAY=100",
      "EXDATE;VALUE=DATE:20260401,20260501",
      "EXDATE;TZID=Europe/London:20260501T090000,20260401T090000",
      "RDATE;VALUE=PERIOD:19960403T020000Z/19960403T040000Z,19960404T010000Z/PT3H0M",
      "SUMMARY;LANGUAGE=en;X-FOO=\"a;b\":Caf\\, with\\; a\\\\b\\nnew\\Nline \"q\"",
      "SUMMARY:  blanks around  ", "SUMMARY:a\\tb\\qc", "SUMMARY:Zoë 𝄞", "DESCRIPTION:",
      "LOCATION:Somewhere\\: odd", "CATEGORIES:a\\,b,c,,d", "CATEGORIES:one,two\\,three,four",
      "RESOURCES:aaaa\\,bbbbb,ccccc", "GEO:37.386013;-122.082932", "GEO:+1.5;-0.10",
      "PRIORITY:01", "SEQUENCE:+2", "STATUS:confirmed", "CLASS:x-secret", "TRANSP:OPAQUE",
      "URL:http\\://a.b/c,d;e",
      "ATTENDEE;CN=\"Doe, J^nx^'y\";ROLE=req-participant;RSVP=true;MEMBER=\"mailto:a@b\",\"mailto:c@d\":MAILTO:x@y.z",
      "ATTENDEE;DELEGATED-FROM=\"mailto:a@x\",\"mailto:b@x\";X-P=\"a\",\"b\";X-Q=a,b;CN=:mailto:z@z",
      "ATTENDEE;CN=a^^nb:mailto:z@z",
      "ATTACH;FMTTYPE=image/png;ENCODING=BASE64;VALUE=BINARY:AAECAw==",
      "ATTACH;FILENAME=\"a b.txt\";SIZE=12:http://x/y",
      "IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/png:http://example.com/i.png",
      "CONFERENCE;VALUE=URI;FEATURE=VIDEO,AUDIO;LABEL=x:https://meet.example.com/abc",
      "COLOR:turquoise", "STRUCTURED-DATA;VALUE=TEXT:unknown to it", "FOOBAR:unknown",
      "X-FOO;X-BAR=1;TYPE=zz:raw\\,value\\nxx;y", "X-A;VALUE=TEXT:a,b,c", "X-A:a,b",
      "X-A;VALUE=INTEGER:007", "X-A;VALUE=FLOAT:1.50", "X-A;VALUE=UTC-OFFSET:+010000",
      "X-A;VALUE=BOOLEAN:true", "X-A;VALUE=DURATION:PT01H", "X-A;VALUE=BOGUS:foo", "X-A:",
      "X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE=a:geo:1,2", "REQUEST-STATUS:2.0;Success",
      "RELATED-TO;RELTYPE=PARENT:zz", "DTSTART;VALUE=DATE-TIME:20260101T010000",
      "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/London:20260401T090000",
      "X-LIC-ERROR:from the file",
    ])
  func agreement(line: String) async {
    #expect(await disagreements([line]).map(\.description) == [])
    #expect(
      await disagreements(["BEGIN:VALARM", line, "END:VALARM"]).map(\.description) == [])
  }

  @Test("A whole task agrees")
  func task() async {
    #expect(
      await disagreements(
        [
          "DTSTAMP:20260101T000000Z", "DTSTART;VALUE=DATE:20260101", "DUE;VALUE=DATE:20260102",
          "STATUS:NEEDS-ACTION", "PERCENT-COMPLETE:5", "COMPLETED:20260101T010203Z",
          "X-DRAWBRIDGE-COLLECTION:My Tasks", "ESTIMATED-DURATION:PT1H",
        ], kind: "VTODO"
      ).map(\.description) == [])
  }

  @Test(
    "Another value is a disagreement",
    arguments: [
      ("SUMMARY:a", "SUMMARY:b"), ("SUMMARY:a\\nb", "SUMMARY:a b"),
      ("DTSTART:20260101T000000Z", "DTSTART:20260101T000000"),
      ("DTSTART;TZID=Europe/London:20260101T000000", "DTSTART;TZID=Europe/Rome:20260101T000000"),
      ("DTSTART;VALUE=DATE:20260101", "DTSTART:20260101T000000"),
      ("DURATION:P1D", "DURATION:PT24H"),
      ("DURATION:PT1M", "DURATION:-PT1M"), ("RRULE:FREQ=DAILY", "RRULE:FREQ=DAILY;COUNT=2"),
      ("RRULE:FREQ=WEEKLY;WKST=SU", "RRULE:FREQ=WEEKLY"),
      ("RRULE:FREQ=MONTHLY;BYDAY=1MO", "RRULE:FREQ=MONTHLY;BYDAY=-1MO"),
      ("EXDATE:20260101T000000Z,20260102T000000Z", "EXDATE:20260101T000000Z"),
      ("CATEGORIES:a,b", "CATEGORIES:a"), ("STATUS:CONFIRMED", "STATUS:CANCELLED"),
      ("PRIORITY:1", "PRIORITY:2"), ("GEO:1;2", "GEO:1;2.00001"),
      ("ATTENDEE;PARTSTAT=ACCEPTED:mailto:a", "ATTENDEE;PARTSTAT=DECLINED:mailto:a"),
      ("ATTENDEE;CN=a:mailto:a", "ATTENDEE:mailto:a"), ("X-A:1", "X-A:2"),
      ("X-A;X-B=1:1", "X-A;X-B=2:1"), ("COMMENT:a", "SUMMARY:a"), ("COMMENT:a", "FOOBAR:a"),
    ])
  func disagreement(written: String, meant: String) async {
    let report = await Witness.shared.components(of: calendar([written]))
    let expected = NaiveReader.components(of: calendar([meant]))
    let found = Witness.shared.disagreements(expected: expected, in: report)
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { $0.uid == "u1" && $0.kind == "VEVENT" })
    let alarm = { (line: String) in self.calendar(["BEGIN:VALARM", line, "END:VALARM"]) }
    let inner = Witness.shared.disagreements(
      expected: NaiveReader.components(of: alarm(meant)),
      in: await Witness.shared.components(of: alarm(written)))
    #expect(inner.map(\.property) == ["VALARM"])
  }

  @Test("A disagreement says what both read")
  func wording() async throws {
    let report = await Witness.shared.components(of: calendar(["SUMMARY:Lunch"]))
    let expected = NaiveReader.components(of: calendar(["SUMMARY:Dinner"]))
    let found = Witness.shared.disagreements(expected: expected, in: report)
    #expect(
      found.map(\.description) == [
        "VEVENT u1: SUMMARY: we read “:Dinner”, libical “:Lunch”"
      ])
  }

  @Test("Missing, extra and repeated components are disagreements")
  func counts() async {
    let event = "BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:x\r\nEND:VEVENT\r\n"
    let other = "BEGIN:VEVENT\r\nUID:b\r\nEND:VEVENT\r\n"
    func wrapped(_ text: String) -> [UInt8] {
      Array("BEGIN:VCALENDAR\r\n\(text)END:VCALENDAR\r\n".utf8)
    }
    func compare(_ ours: String, _ theirs: String) async -> [String] {
      Witness.shared.disagreements(
        expected: NaiveReader.components(of: wrapped(ours)),
        in: await Witness.shared.components(of: wrapped(theirs))
      ).map { "\($0.uid) \($0.property) \($0.ours.count) \($0.theirs.count)" }
    }
    #expect(await compare(event + other, other + event) == [])
    #expect(await compare(event + other, event) == ["b * 1 0"])
    #expect(await compare(event, event + other) == ["b * 0 1"])
    #expect(await compare(event + event, event) == ["a * 1 0"])
    #expect(await compare(event, event + event) == ["a * 0 1"])
  }

  @Test("Several calendars in one file are all read")
  func severalCalendars() async {
    let report = await Witness.shared.components(of: calendar([]) + calendar([]))
    #expect(report.components.count == 2)
  }

  @Test("A byte order mark does not hide the calendar")
  func byteOrderMark() async {
    let report = await Witness.shared.components(of: [0xEF, 0xBB, 0xBF] + calendar([]))
    #expect(report.components.count == 1)
    #expect(!report.findings.contains { $0.severity == .error })
  }

  @Test("Complaints carry the component and the property")
  func findings() async {
    let report = await Witness.shared.components(
      of: calendar([
        "DTSTART:2026", "RRULE:FREQ=BAD", "FOOBAR:x", "COMMENT:", "SUMMARY;VALUE=DATE:20260101",
        "PERCENT-COMPLETE:5",
      ]))
    func has(
      _ code: WitnessFinding.Code, _ severity: WitnessFinding.Severity, _ property: String
    ) -> Bool {
      report.findings.contains {
        $0.code == code && $0.severity == severity && $0.property == property && $0.uid == "u1"
          && $0.kind == "VEVENT"
      }
    }
    #expect(has(.value, .error, "DTSTART"))
    #expect(has(.value, .error, "RRULE"))
    #expect(has(.unknownProperty, .note, "FOOBAR"))
    #expect(has(.emptyValue, .note, "COMMENT"))
    #expect(has(.parameter, .warning, "SUMMARY"))
    #expect(has(.restriction, .warning, "PERCENT-COMPLETE"))
  }

  @Test(
    "What libical cannot read gives a finding and no component",
    arguments: ["", "hello", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n"])
  func unreadable(text: String) async {
    let report = await Witness.shared.components(of: Array(text.utf8))
    #expect(report.components.isEmpty)
    #expect(report.findings.map(\.code) == [.unreadable])
  }

  @Test("NUL bytes do not cut the file off")
  func nul() async {
    let ics = Array(
      String(decoding: calendar(["SUMMARY:a\u{0}b", "COMMENT:c"]), as: UTF8.self).utf8)
    let report = await Witness.shared.components(of: ics)
    #expect(report.findings.first?.code == .nul)
    #expect(report.components.first?.properties.contains(.init("COMMENT", value: "c")) == true)
    #expect(
      Witness.shared.disagreements(expected: NaiveReader.components(of: ics), in: report).map(
        \.property) == ["SUMMARY"])
  }

  @Test("Deep nesting is refused, not tried")
  func nesting() async {
    let text = String(repeating: "BEGIN:VEVENT\r\n", count: 100_000)
    let report = await Witness.shared.components(of: Array(text.utf8))
    #expect(report.findings.map(\.code) == [.refused])
  }

  @Test("Folded text that looks like an END does not hide deep nesting; a stray END is refused")
  func trickyNesting() async {
    let deep = String(repeating: "BEGIN:VEVENT\r\n END:VEVENT\r\n\rEND:VEVENT\r\n", count: 100_000)
    let report = await Witness.shared.components(of: Array(deep.utf8))
    #expect(report.findings.map(\.code) == [.refused])
    let stray = await Witness.shared.components(of: calendar([]) + Array("END:VEVENT\r\n".utf8))
    #expect(stray.findings.map(\.code) == [.refused])
    let folded = await Witness.shared.components(
      of: calendar(["DESCRIPTION:a", " END:VEVENT", " BEGIN:VEVENT"]))
    #expect(folded.components.first?.properties.last?.value == "aEND:VEVENTBEGIN:VEVENT")
  }

  @Test("A rule that hangs libical's iterator is only read")
  func hangingRule() async {
    #expect(
      await disagreements([
        "DTSTART:20260101T000000", "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
      ]).isEmpty)
  }

  @Test("A long folded attachment and many events take linear time")
  func size() async {
    let line = " " + String(repeating: "QUJD", count: 18) + "\r\n"
    let folded = Array(
      ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u\r\nATTACH;VALUE=BINARY;ENCODING=BASE64:QUJD\r\n"
        + String(repeating: line, count: 20_000) + "END:VEVENT\r\nEND:VCALENDAR\r\n").utf8)
    let clock = ContinuousClock()
    let start = clock.now
    let report = await Witness.shared.components(of: folded)
    #expect(report.components.first?.properties.last?.value.utf8.count == 4 + 20_000 * 72)
    let spent = clock.now - start
    print("witness: 1.5 MB attachment in \(spent)")
    #expect(spent < .seconds(20))
  }
}
