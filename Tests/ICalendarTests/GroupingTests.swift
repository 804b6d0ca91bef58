import ContentLines
import ICalendar
import Records
import Testing

@Test func componentsOfOneUIDAreOneRecordWithItsMasterFirst() throws {
  let file = read(
    calendar(
      """
      BEGIN:VEVENT
      UID:a
      RECURRENCE-ID:20240102T100000Z
      DTSTART:20240102T120000Z
      SUMMARY:Moved
      END:VEVENT
      BEGIN:VEVENT
      UID:b
      DTSTART:20240101T100000Z
      END:VEVENT
      BEGIN:VEVENT
      UID:a
      DTSTART:20240101T100000Z
      RRULE:FREQ=DAILY
      SUMMARY:Series
      END:VEVENT
      """))
  #expect(file.records.count == 2)
  let series = try #require(file.records.first)
  #expect(series.record.components.map { $0.first("SUMMARY")?.value } == ["Series", "Moved"])
  #expect(series.lines == [4...9, 14...19])
  #expect(series.version == "2.0")
  #expect(file.findings.isEmpty)
}

@Test func instancesWithoutTheirMasterAreARecord() throws {
  let file = read(
    calendar(
      """
      BEGIN:VEVENT
      UID:a
      RECURRENCE-ID:20240103T100000Z
      DTSTART:20240103T120000Z
      END:VEVENT
      BEGIN:VEVENT
      UID:a
      RECURRENCE-ID:20240102T100000Z
      DTSTART:20240102T120000Z
      END:VEVENT
      """))
  #expect(file.records.count == 1)
  #expect(file.records[0].record.master == nil)
  #expect(
    file.records[0].record.instances.map { $0.first(.recurrenceID)?.value }
      == ["20240102T100000Z", "20240103T100000Z"])
}

@Test func aSecondMasterIsARecordOfItsOwn() {
  let file = read(
    calendar(
      """
      BEGIN:VEVENT
      UID:a
      SUMMARY:One
      END:VEVENT
      BEGIN:VEVENT
      UID:a
      SUMMARY:Two
      END:VEVENT
      """))
  #expect(file.records.map(\.record.displayName) == ["One", "Two"])
  #expect(codes(file) == ["second-master"])
}

@Test func eventsAndTasksOfOneUIDStayApart() {
  let file = read(calendar("BEGIN:VEVENT\nUID:a\nEND:VEVENT\nBEGIN:VTODO\nUID:a\nEND:VTODO"))
  #expect(file.records.map(\.record.kind) == [.event, .task])
}

@Test func componentsWithoutUIDAreRecordsEach() {
  let file = read(calendar("BEGIN:VEVENT\nEND:VEVENT\nBEGIN:VEVENT\nUID:\nEND:VEVENT"))
  #expect(file.records.count == 2)
  #expect(file.records.allSatisfy { $0.record.uid == nil })
  #expect(codes(file) == ["calendar-uid-missing", "calendar-uid-missing"])
}

@Test func everyCalendarIsAGroupWithItsProperties() {
  let file = read(
    calendar("X-WR-CALNAME:Home\nBEGIN:VEVENT\nUID:a\nEND:VEVENT")
      + calendar("BEGIN:VJOURNAL\nUID:j\nEND:VJOURNAL\nBEGIN:VEVENT\nUID:a\nEND:VEVENT"))
  #expect(file.groups.count == 2)
  #expect(file.groups[0].properties.map(\.lineText) == ["PRODID:-//x//EN", "X-WR-CALNAME:Home"])
  #expect(file.groups[1].others.map(\.name.string) == ["VJOURNAL"])
  #expect(file.records.count == 2)
}

@Test func anEventOutsideACalendarIsRead() {
  let file = read("BEGIN:VEVENT\nUID:a\nSUMMARY:Bare\nEND:VEVENT\n")
  #expect(file.records.map(\.record.displayName) == ["Bare"])
  #expect(codes(file) == ["no-calendar"])
}

@Test func anOldCalendarIsMovedToItsPlace() throws {
  let file = read(
    """
    BEGIN:VCALENDAR
    VERSION:1.0
    BEGIN:VEVENT
    UID:a
    DTSTART:20240301T100000Z
    SUMMARY;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Caf=E9; at=
     noon
    CATEGORIES:APPOINTMENT;EDUCATION
    DALARM:19960415T235000;PT5M;2;Your Taxes Are Due !!!
    RRULE:W2 TU TH
    END:VEVENT
    END:VCALENDAR

    """)
  let record = try #require(file.records.first)
  #expect(record.version == "1.0")
  let lines = text(record.record)
  #expect(lines.lines("SUMMARY") == ["SUMMARY:Café\\; at noon"])
  #expect(lines.lines("CATEGORIES") == ["CATEGORIES:APPOINTMENT,EDUCATION"])
  #expect(lines.lines("DALARM") == ["DALARM:19960415T235000;PT5M;2;Your Taxes Are Due !!!"])
  #expect(lines.lines("RRULE") == ["RRULE:W2 TU TH"])
  #expect(codes(file) == ["old-calendar", "rule-invalid"])
}
