import CivilTime
import ContentLines
import ICalendar
import Records
import Testing

private func list(
  _ lines: String, from: String? = nil, to: String? = nil, limit: Int = 20, in zone: String = "UTC"
) throws -> OccurrenceList {
  let file = read(calendar(lines))
  func day(_ text: String?) -> CivilDate? {
    text.flatMap { CivilDate(Array($0.utf8)[...], extended: true) }
  }
  return Occurrences.expand(
    file.records.map(\.record), from: day(from), to: day(to), limit: limit,
    zone: try #require(zones.zone(named: zone)), zones: zones)
}

private func starts(_ list: OccurrenceList) -> [String] { list.occurrences.map(\.startText) }

@Test func aWeeklyMeetingKeepsItsLocalTimeWhenClocksChange() throws {
  func meeting(_ zone: String, _ start: String) -> String {
    """
    BEGIN:VEVENT
    UID:a
    DTSTART;TZID=\(zone):\(start)
    DURATION:PT1H
    RRULE:FREQ=WEEKLY;COUNT=3
    END:VEVENT
    """
  }
  #expect(
    starts(try list(meeting("Europe/Berlin", "20240320T090000"))) == [
      "2024-03-20T09:00:00+01:00", "2024-03-27T09:00:00+01:00", "2024-04-03T09:00:00+02:00",
    ])
  #expect(
    starts(try list(meeting("America/New_York", "20241027T090000"))) == [
      "2024-10-27T09:00:00-04:00", "2024-11-03T09:00:00-05:00", "2024-11-10T09:00:00-05:00",
    ])
}

@Test func aTimeThatClocksSkipIsReadWithTheOffsetBefore() throws {
  let result = try list(
    """
    BEGIN:VEVENT
    UID:a
    DTSTART;TZID=Europe/Berlin:20240330T023000
    DTEND;TZID=Europe/Berlin:20240330T033000
    RRULE:FREQ=DAILY;COUNT=3
    END:VEVENT
    """)
  #expect(
    starts(result) == [
      "2024-03-30T02:30:00+01:00", "2024-03-31T03:30:00+02:00", "2024-04-01T02:30:00+02:00",
    ])
  #expect(
    result.occurrences.map(\.endText) == [
      "2024-03-30T03:30:00+01:00", "2024-03-31T04:30:00+02:00", "2024-04-01T03:30:00+02:00",
    ])
}

@Test func aDayOfDurationFollowsTheCalendarAndHoursDoNot() throws {
  func night(_ end: String) -> String {
    "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=Europe/Berlin:20240330T120000\n\(end)\nEND:VEVENT"
  }
  #expect(try list(night("DURATION:P1D")).occurrences[0].endText == "2024-03-31T12:00:00+02:00")
  #expect(try list(night("DURATION:PT24H")).occurrences[0].endText == "2024-03-31T13:00:00+02:00")
}

private let series = """
  BEGIN:VEVENT
  UID:a
  DTSTART;TZID=Europe/Berlin:20240301T100000
  DTEND;TZID=Europe/Berlin:20240301T110000
  RRULE:FREQ=DAILY;COUNT=5
  RDATE;TZID=Europe/Berlin:20240310T150000
  EXDATE:20240302T090000Z
  SUMMARY:Plain
  END:VEVENT
  BEGIN:VEVENT
  UID:a
  RECURRENCE-ID;TZID=Europe/Berlin:20240303T100000
  DTSTART;TZID=Europe/Berlin:20240303T180000
  DTEND;TZID=Europe/Berlin:20240303T183000
  SUMMARY:Moved
  END:VEVENT
  BEGIN:VEVENT
  UID:a
  RECURRENCE-ID;TZID=Europe/Berlin:20240304T100000
  DTSTART;TZID=Europe/Berlin:20240304T100000
  STATUS:CANCELLED
  COMMENT:Holiday
  END:VEVENT
  """

@Test func movedCancelledAndAddedInstancesAreTold() throws {
  let result = try list(series)
  #expect(
    result.occurrences.map { "\($0.startText) \($0.summary ?? "") \($0.from.rawValue)" } == [
      "2024-03-01T10:00:00+01:00 Plain rule", "2024-03-03T18:00:00+01:00 Moved instance",
      "2024-03-05T10:00:00+01:00 Plain rule", "2024-03-10T15:00:00+01:00 Plain rdate",
    ])
  #expect(!result.isLimited)
}

@Test func theWindowTakesWhatLiesInItInPart() throws {
  #expect(
    starts(try list(series, from: "2024-03-03", to: "2024-03-03", in: "Europe/Berlin"))
      == ["2024-03-03T18:00:00+01:00"])
  let long = """
    BEGIN:VEVENT
    UID:a
    DTSTART;VALUE=DATE:20240101
    DTEND;VALUE=DATE:20240111
    RRULE:FREQ=YEARLY
    END:VEVENT
    """
  #expect(starts(try list(long, from: "2030-01-10", to: "2030-01-10")) == ["2030-01-01"])
  #expect(starts(try list(long, from: "2030-01-11", to: "2030-01-11")).isEmpty)
}

@Test func laterInstancesFollowOneThatMovesAllOfThem() throws {
  let result = try list(
    """
    BEGIN:VEVENT
    UID:a
    DTSTART:20240301T100000
    DURATION:PT1H
    RRULE:FREQ=DAILY;COUNT=4
    SUMMARY:Old
    END:VEVENT
    BEGIN:VEVENT
    UID:a
    RECURRENCE-ID;RANGE=THISANDFUTURE:20240303T100000
    DTSTART:20240303T113000
    DURATION:PT2H
    SUMMARY:New
    END:VEVENT
    """)
  #expect(
    result.occurrences.map { "\($0.startText) \($0.endText ?? "") \($0.summary ?? "")" } == [
      "2024-03-01T10:00:00 2024-03-01T11:00:00 Old", "2024-03-02T10:00:00 2024-03-02T11:00:00 Old",
      "2024-03-03T11:30:00 2024-03-03T13:30:00 New", "2024-03-04T11:30:00 2024-03-04T13:30:00 New",
    ])
}

@Test func anInstanceWithoutItsMasterTakesPlace() throws {
  let result = try list(
    "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20240303T100000Z\nDTSTART:20240303T120000Z\nEND:VEVENT")
  #expect(starts(result) == ["2024-03-03T12:00:00Z"])
  #expect(result.occurrences[0].from == .instance)
}

@Test func endlessSeriesAreCut() throws {
  let result = try list(
    "BEGIN:VEVENT\nUID:a\nDTSTART:20240301T100000Z\nRRULE:FREQ=SECONDLY\nEND:VEVENT", limit: 3)
  #expect(starts(result).count == 3)
  #expect(result.isLimited)
  let never = try list(
    "BEGIN:VEVENT\nUID:a\nDTSTART:20240301T100000Z\n"
      + "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=24\nEND:VEVENT")
  #expect(starts(never) == ["2024-03-01T10:00:00Z"])
}

@Test func whatCannotBeFollowedIsNamedAndNothingIsSaidOfMore() throws {
  for rule in [
    "RSCALE=CHINESE;FREQ=YEARLY", "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD", "FREQ=SOMETIMES",
  ] {
    let result = try list(
      "BEGIN:VEVENT\nUID:a\nDTSTART;VALUE=DATE:20240210\nRRULE:\(rule)\nEND:VEVENT")
    #expect(starts(result) == ["2024-02-10"])
    #expect(!result.isLimited)
    #expect(
      result.findings.map(\.kind.code) == [
        rule.hasPrefix("RSCALE") ? "rule-calendar" : "rule-invalid"
      ])
  }
}

@Test func aTaskTakesPlaceWhenItIsDue() throws {
  let result = try list("BEGIN:VTODO\nUID:a\nDUE;VALUE=DATE:20240301\nSUMMARY:Taxes\nEND:VTODO")
  #expect(starts(result) == ["2024-03-01"])
  #expect(result.occurrences[0].endText == nil)
}

@Test func aDenseSeriesBeginsWithTheWindow() throws {
  let result = try list(
    "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=Asia/Tokyo:20240301T100000\nRRULE:FREQ=MINUTELY\nEND:VEVENT",
    from: "2024-06-01", limit: 2, in: "America/New_York")
  #expect(starts(result) == ["2024-06-01T13:00:00+09:00", "2024-06-01T13:01:00+09:00"])
  #expect(result.isLimited)
}
