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
