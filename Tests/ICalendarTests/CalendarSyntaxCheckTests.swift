import ContentLines
import Testing

@testable import ICalendar

struct CalendarSyntaxCheckTests {
  private func codes(
    _ lines: String, head: String = "VERSION:2.0\nPRODID:-//x//y//EN",
    in component: String = "VEVENT"
  ) -> [String] {
    let text =
      "BEGIN:VCALENDAR\n\(head)\nBEGIN:\(component)\nUID:1\n\(lines)\nEND:\(component)\n"
      + "END:VCALENDAR\n"
    return CalendarSyntaxCheck.findings(of: Array(text.utf8)).map(\.kind.code)
  }

  @Test(
    "A line of a calendar that is against the standard is found",
    arguments: [
      ("TRIGGER:-PT5M", "property-misplaced"), ("DUE:20240101", "property-misplaced"),
      ("METHOD:PUBLISH", "property-misplaced"),
      ("DTSTAMP:20240101", "stamp-not-utc"), ("CREATED:yesterday", "stamp-not-utc"),
      ("LAST-MODIFIED:20240101T100000", "stamp-not-utc"),
      ("URL:www.a.example", "link-without-scheme"), ("ATTACH:notes.pdf", "link-without-scheme"),
      ("ATTENDEE;PARTSTAT=MAYBE:mailto:a@b.example", "unknown-calendar-word"),
      ("ATTENDEE;ROLE=BOSS:mailto:a@b.example", "unknown-calendar-word"),
      ("RELATED-TO;RELTYPE=UNCLE:x", "unknown-calendar-word"),
      ("CLASS:SECRET", "unknown-calendar-word"),
      ("SUMMARY;LANG UAGE=en:x", "bad-name"),
      ("DTSTART;VALUE=DATE:20240101\nDURATION:PT24H", "clock-on-date"),
      ("DTSTART;VALUE=DATE:20240101\nRRULE:FREQ=DAILY;BYHOUR=9", "clock-on-date"),
      ("BEGIN:VEVENT\nUID:2\nEND:VEVENT", "component-misplaced"),
      (
        "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:x\nTRIGGER:-PT5M\nREPEAT:2\nEND:VALARM",
        "alarm-incomplete"
      ),
    ])
  func finds(_ lines: String, _ code: String) {
    #expect(codes(lines) == [code])
  }

  @Test(
    "A line of a calendar that follows the standard is none",
    arguments: [
      "DTSTAMP:20240101T000000Z", "URL:https://a.example", "ATTACH:CID:part1@a.example",
      "ATTACH;ENCODING=BASE64;VALUE=BINARY:SGVsbG8=", "CLASS:X-SECRET", "CLASS:private",
      "ATTENDEE;PARTSTAT=ACCEPTED;ROLE=CHAIR;CUTYPE=ROOM:mailto:a@b.example",
      "IMAGE;VALUE=BINARY;ENCODING=BASE64:SGVsbG8=",
      "DTSTART:20240101T100000Z\nDURATION:PT24H", "DTSTART;VALUE=DATE:20240101\nDURATION:P1D",
      "DTSTART;VALUE=DATE:20240101\nRRULE:FREQ=WEEKLY;BYDAY=MO",
      "BEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT5M\nREPEAT:2\nDURATION:PT5M\nEND:VALARM",
      "BEGIN:PARTICIPANT\nUID:p\nPARTICIPANT-TYPE:ACTIVE\nEND:PARTICIPANT", "X-A;X-B=1:c",
    ])
  func passes(_ lines: String) {
    #expect(codes(lines) == [])
  }

  @Test("A calendar says its version and who wrote it")
  func heads() {
    #expect(codes("SUMMARY:x", head: "PRODID:x") == ["calendar-incomplete"])
    #expect(codes("SUMMARY:x", head: "VERSION:2.0") == ["calendar-incomplete"])
    // vCalendar 1.0 has words of its own.
    #expect(codes("CLASS:SECRET", head: "VERSION:1.0\nPRODID:x") == [])
  }

  @Test("A finding names line and column")
  func places() {
    let text =
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\n"
      + "ATTENDEE;CN=A;PARTSTAT=MAYBE:mailto:a@b\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    let found = CalendarSyntaxCheck.findings(of: Array(text.utf8))
    #expect(found.map(\.line) == [5])
    #expect(found.map(\.column) == [15])
  }
}
