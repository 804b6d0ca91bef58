import ContentLines
import ICalendar
import Records
import Testing

private func checked(_ lines: String) -> [String] {
  ICalendarCheck.findings(of: read(calendar(lines)), zones: zones).map(\.kind.code)
}

private func event(_ lines: String) -> String {
  "BEGIN:VEVENT\nUID:a\nDTSTAMP:20240101T000000Z\n\(lines)\nEND:VEVENT"
}

@Test(
  "Events that break RFC 5545 are reported",
  arguments: [
    ("DTSTART:20240301T100000Z\nDTEND:20240301T110000Z", []),
    ("SUMMARY:No start", ["dtstart-missing"]),
    ("DTSTART:20240301T100000Z\nDTEND:20240301T090000Z", ["end-before-start"]),
    ("DTSTART;VALUE=DATE:20240301\nDTEND;VALUE=DATE:20240301", ["end-before-start"]),
    ("DTSTART:20240301T100000Z\nDTEND;VALUE=DATE:20240301", ["end-type"]),
    (
      "DTSTART;TZID=Europe/Berlin:20240301T100000\nDTEND:20240301T080000Z", ["end-before-start"]
    ),
    ("DTSTART;TZID=Europe/Berlin:20240301T100000\nDTEND:20240301T093000Z", []),
    (
      "DTSTART;TZID=Europe/Berlin:20240301T100000\nDTEND;TZID=Europe/London:20240301T083000",
      ["end-before-start"]
    ),
    (
      "DTSTART:20240301T100000Z\nDTEND:20240301T110000Z\nDURATION:PT1H", ["end-and-duration"]
    ),
  ])
func brokenEventsAreReported(lines: String, expected: [String]) {
  #expect(checked(event(lines)) == expected)
}

@Test func aMissingStampIsReported() {
  #expect(checked("BEGIN:VTODO\nUID:a\nEND:VTODO") == ["dtstamp-missing"])
}

@Test func anInstanceOutsideItsRuleIsNoted() {
  func both(_ original: String) -> String {
    event("DTSTART:20240301T100000Z\nRRULE:FREQ=WEEKLY") + "\n"
      + event("RECURRENCE-ID:\(original)\nDTSTART:20240309T100000Z")
  }
  #expect(checked(both("20240308T100000Z")) == [])
  #expect(checked(both("20240309T100000Z")) == ["instance-unmatched"])
}

struct ComponentCheckTests {
  private func codes(_ lines: String, in component: String = "VEVENT") -> [String] {
    let text =
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:\(component)\r\nUID:1\r\n"
      + lines.replacing("\n", with: "\r\n") + "\r\nEND:\(component)\r\nEND:VCALENDAR\r\n"
    let file = ICalendarReader(zones: zones).read(Array(text.utf8))
    return ComponentCheck.findings(of: file).map(\.kind.code)
  }

  @Test(
    "A component that is against the standard is found",
    arguments: [
      ("PRIORITY:10", "number-out-of-range"), ("SEQUENCE:-1", "number-out-of-range"),
      ("PRIORITY:high", "number-out-of-range"), ("STATUS:NEEDS-ACTION", "unknown-word"),
      ("TRANSP:BUSY", "unknown-word"), ("ATTENDEE:joe@a.example", "address-without-scheme"),
      ("RRULE:FREQ=DAILY", "rule-without-start"), ("SHOE:39", "unknown-calendar-property"),
      ("SUMMARY:a\nSUMMARY:b", "calendar-property-repeated"),
      ("BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:x\nEND:VALARM", "alarm-incomplete"),
      ("BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT5M\nEND:VALARM", "alarm-incomplete"),
    ])
  func finds(_ lines: String, _ code: String) {
    #expect(codes(lines) == [code])
  }

  @Test(
    "A component that follows the standard is none",
    arguments: [
      "PRIORITY:0", "STATUS:CONFIRMED", "TRANSP:OPAQUE", "ATTENDEE:mailto:joe@a.example",
      "DTSTART:20260101T090000Z\nRRULE:FREQ=DAILY", "X-SHOE:39", "CATEGORIES:a\nCATEGORIES:b",
      "BEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT5M\nEND:VALARM", "COMMENT:a\nCOMMENT:b",
    ])
  func passes(_ lines: String) {
    #expect(codes(lines) == [])
  }
}
