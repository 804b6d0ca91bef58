import ContentLines
import ICalendar
import Records
import Testing

@Test(
  "Dates and durations have one spelling",
  arguments: [
    ("DTSTART:20240301", "DTSTART;VALUE=DATE:20240301"),
    ("DTSTART;VALUE=DATE-TIME:20240301T100000", "DTSTART:20240301T100000"),
    ("DTSTART:2024-03-01T10:00:00Z", "DTSTART:20240301T100000Z"),
    ("DTSTART:2024-03-01T10:00", "DTSTART:20240301T100000"),
    ("DTSTART:20240301T100000+0100", "DTSTART:20240301T090000Z"),
    ("DTSTART;VALUE=DATE:20240301T100000", "DTSTART:20240301T100000"),
    ("DTSTART;TZID=Europe/Berlin;VALUE=DATE:20240301", "DTSTART;VALUE=DATE:20240301"),
    ("DTSTART;TZID=Europe/Berlin:20240301T100000Z", "DTSTART:20240301T100000Z"),
    ("DTSTART;TZID=UTC:20240301T100000", "DTSTART:20240301T100000Z"),
    ("DTSTART:tomorrow", "DTSTART:tomorrow"),
    ("DURATION:P0DT1H30M", "DURATION:PT1H30M"),
    ("DURATION:P90M", "DURATION:P90M"),
    ("RDATE;VALUE=PERIOD:20240301T100000Z/PT60M", "RDATE;VALUE=PERIOD:20240301T100000Z/PT1H"),
    (
      "EXDATE:20240301T100000Z,20240302T100000Z", "EXDATE:20240301T100000Z\nEXDATE:20240302T100000Z"
    ),
    ("COMPLETED;TZID=Europe/Berlin:20240301T100000", "COMPLETED:20240301T090000Z"),
  ])
func datesHaveOneSpelling(written: String, spelled: String) throws {
  let event = try canonical("BEGIN:VEVENT\nUID:a\n\(written)\nEND:VEVENT")
  #expect(event == "BEGIN:VEVENT\nUID:a\n\(spelled)\nEND:VEVENT\n")
}

@Test(
  "Triggers have one spelling",
  arguments: [
    ("TRIGGER:-P0DT0H10M0S", "TRIGGER:-PT10M"),
    ("TRIGGER;RELATED=START:P0D", "TRIGGER:PT0S"),
    ("TRIGGER;RELATED=END:-P7D", "TRIGGER;RELATED=END:-P1W"),
    ("TRIGGER:20240301T100000Z", "TRIGGER;VALUE=DATE-TIME:20240301T100000Z"),
    (
      "TRIGGER;VALUE=DATE-TIME;TZID=Europe/Berlin:20240301T100000",
      "TRIGGER;VALUE=DATE-TIME:20240301T090000Z"
    ),
    ("TRIGGER:soon", "TRIGGER:soon"),
  ])
func triggersHaveOneSpelling(written: String, spelled: String) throws {
  let event = try canonical(
    "BEGIN:VEVENT\nUID:a\nBEGIN:VALARM\nACTION:DISPLAY\n\(written)\nEND:VALARM\nEND:VEVENT")
  #expect(event.lines("TRIGGER") == [spelled])
}

@Test func unknownPropertiesAreNeverTouched() throws {
  let event = try canonical(
    """
    BEGIN:VEVENT
    UID:a
    X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="a, b":geo:1.0,2.0
    X-WHEN;VALUE=DATE;TZID=Eastern Standard Time:2024-03-01
    END:VEVENT
    """)
  #expect(
    event.lines("X-") == [
      "X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE=\"a, b\":geo:1.0,2.0",
      "X-WHEN;TZID=Eastern Standard Time;VALUE=DATE:2024-03-01",
    ])
}
