import ContentLines
import ICalendar
import Records
import Testing

private func series(_ lines: String, start: String = "DTSTART;TZID=Europe/Berlin:20240301T100000")
  throws -> String
{
  try canonical("BEGIN:VEVENT\nUID:a\n\(start)\n\(lines)\nEND:VEVENT")
}

@Test(
  "UNTIL is of the type of DTSTART",
  arguments: [
    ("DTSTART;VALUE=DATE:20110801", "20110812T070000Z", "20110812"),
    ("DTSTART;TZID=Europe/Berlin:20211201T100000", "20211216", "20211216T225959Z"),
    ("DTSTART;TZID=Europe/Berlin:20211201T100000", "20211216T100000", "20211216T090000Z"),
    ("DTSTART;TZID=Europe/Berlin:20211201T100000", "20211216T100000Z", "20211216T100000Z"),
    ("DTSTART:20211201T100000Z", "20211216", "20211216T235959Z"),
    ("DTSTART:20211201T100000", "20211216T100000Z", "20211216T100000"),
  ])
func untilIsOfTheTypeOfStart(start: String, until: String, aligned: String) throws {
  let event = try series("RRULE:FREQ=DAILY;UNTIL=\(until)", start: start)
  #expect(event.lines("RRULE") == ["RRULE:FREQ=DAILY;UNTIL=\(aligned)"])
}

@Test func rulesHaveOneSpellingAndAreNeverLost() throws {
  #expect(
    try series("RRULE:INTERVAL=1;BYDAY=WE,MO;freq=weekly;").lines("RRULE")
      == ["RRULE:FREQ=WEEKLY;BYDAY=MO,WE"])
  #expect(
    try series("RRULE:FREQ=SOMETIMES;BYDAY=WE").lines("RRULE")
      == ["RRULE:FREQ=SOMETIMES;BYDAY=WE"])
  #expect(
    try series("RRULE:RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=5L").lines("RRULE")
      == ["RRULE:RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=5L"])
}

@Test(
  "Excluded instances are written in the zone and type of DTSTART",
  arguments: [
    ("EXDATE:20240302T090000Z", "EXDATE;TZID=Europe/Berlin:20240302T100000"),
    ("EXDATE:20240402T080000Z", "EXDATE;TZID=Europe/Berlin:20240402T100000"),
    ("EXDATE;TZID=America/New_York:20240302T040000", "EXDATE;TZID=Europe/Berlin:20240302T100000"),
    ("EXDATE:20240302T100000", "EXDATE;TZID=Europe/Berlin:20240302T100000"),
    ("EXDATE;VALUE=DATE:20240302", "EXDATE;TZID=Europe/Berlin:20240302T100000"),
    // The second of two hours that look the same cannot be told from the first.
    ("EXDATE:20241027T013000Z", "EXDATE:20241027T013000Z"),
  ])
func exclusionsFollowStart(written: String, aligned: String) throws {
  #expect(try series("RRULE:FREQ=DAILY\n\(written)").lines("EXDATE") == [aligned])
}

@Test func exclusionsOfDaysAreDays() throws {
  let event = try series(
    "RRULE:FREQ=DAILY\nEXDATE:20240302T000000Z\nEXDATE;VALUE=DATE:20240302",
    start: "DTSTART;VALUE=DATE:20240301")
  #expect(event.lines("EXDATE") == ["EXDATE;VALUE=DATE:20240302"])
}

@Test func originalStartsInUTCAreWrittenInTheZoneOfTheSeries() throws {
  let event = try canonical(
    """
    BEGIN:VEVENT
    UID:a
    RECURRENCE-ID:20240302T090000Z
    DTSTART;TZID=Europe/Berlin:20240302T120000
    SUMMARY:Moved
    END:VEVENT
    BEGIN:VEVENT
    UID:a
    DTSTART;TZID=Europe/Berlin:20240301T100000
    RRULE:FREQ=DAILY
    END:VEVENT
    """)
  #expect(event.lines("RECURRENCE-ID") == ["RECURRENCE-ID;TZID=Europe/Berlin:20240302T100000"])
}

private func cancelled(_ override: String) throws -> String {
  try canonical(
    """
    BEGIN:VEVENT
    UID:a
    DTSTAMP:20240101T000000Z
    DTSTART;TZID=Europe/Berlin:20240301T100000
    DTEND;TZID=Europe/Berlin:20240301T110000
    RRULE:FREQ=DAILY
    SUMMARY:Stand-up
    STATUS:CONFIRMED
    END:VEVENT
    BEGIN:VEVENT
    UID:a
    DTSTAMP:20240202T000000Z
    RECURRENCE-ID:20240302T090000Z
    DTSTART:20240302T090000Z
    DTEND:20240302T100000Z
    STATUS:CANCELLED
    \(override)
    END:VEVENT
    """)
}

@Test func aCancelledInstanceIsAnExclusion() throws {
  let event = try cancelled("SUMMARY:Stand-up")
  #expect(event.lines("EXDATE") == ["EXDATE;TZID=Europe/Berlin:20240302T100000"])
  #expect(event.lines("BEGIN") == ["BEGIN:VEVENT"])
}

@Test func aCancelledInstanceWithWordsOfItsOwnStays() throws {
  let event = try cancelled("SUMMARY:Stand-up\nCOMMENT:Everybody is ill")
  #expect(event.lines("EXDATE").isEmpty)
  #expect(event.lines("BEGIN") == ["BEGIN:VEVENT", "BEGIN:VEVENT"])
}
