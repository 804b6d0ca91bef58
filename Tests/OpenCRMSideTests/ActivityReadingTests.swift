import CivilTime
import ContentLines
import Records
import Sides
import Testing

@testable import OpenCRMSide

@Suite struct ActivityReadingTests {
  @Test("a meeting, a call and a task read as events and a task")
  func kinds() throws {
    let read = try reader().read([
      file(
        "a.csv",
        "crmid,activitytype,subject,date_start,time_start,due_date,time_end,taskstatus,eventstatus,"
          + "taskpriority,location,visibility,category,tasklist,description,smownerid,notime,"
          + "sendnotification",
        "1,Meeting,Review,2026-07-01,09:00,2026-07-01,10:30:00,,Planned,,Room 1,Private,Work,,"
          + "Agenda,12,0,1",
        "2,Call,Ring Joe,2026-01-05,14:00:00,,,,Held,High,,Public,,,,12,,1",
        "3,Task,Write,2026-07-02,,2026-07-03,,Deferred,,High,,,,Sales,,13,,1",
        "4,Meeting,Fair,2026-07-06,00:00:00,2026-07-07,,,,,,,,,,,1,1")
    ])
    let events = try #require(read.read(.event))
    let tasks = try #require(read.read(.task))
    #expect(
      lines(events.records[0].record) == [
        "DTSTART;TZID=Europe/London:20260701T090000", "DTEND;TZID=Europe/London:20260701T103000",
        "SUMMARY:Review", "LOCATION:Room 1", "DESCRIPTION:Agenda", "CLASS:PRIVATE",
        "CATEGORIES:Work", "X-OPENCRM-EVENTSTATUS:Planned",
      ])
    #expect(events.records[0].attributes == ["owner": "12", "private": "true"])
    #expect(
      lines(events.records[1].record) == [
        "DTSTART;TZID=Europe/London:20260105T140000", "SUMMARY:Ring Joe", "PRIORITY:1",
        "X-OPENCRM-ACTIVITYTYPE:Call", "X-OPENCRM-EVENTSTATUS:Held",
      ])
    #expect(
      lines(events.records[2].record) == [
        "DTSTART;VALUE=DATE:20260706", "DTEND;VALUE=DATE:20260708", "SUMMARY:Fair",
      ])
    #expect(
      lines(tasks.records[0].record) == [
        "DTSTART;VALUE=DATE:20260702", "DUE;VALUE=DATE:20260703", "SUMMARY:Write",
        "STATUS:NEEDS-ACTION", "PRIORITY:1", "X-OPENCRM-TASKSTATUS:Deferred",
      ])
    #expect(tasks.records[0].collection == "Sales")
    #expect(tasks.collections == ["Sales": false])
    #expect(events.collections == ["": false])
    #expect(read.codes == ["opencrm-columns"])
  }

  @Test("combined dates and times, hours as duration, no type column")
  func combined() throws {
    let read = try reader().read([
      file(
        "a.csv", "crmid,Subject,Start Date & Time,Due Date,duration_hours,Status",
        "1,Review,2026-07-01 09:00:00,2026-07-01,2,Planned",
        "2,Write,2026-07-02,2026-07-03 17:00:00,,In Progress")
    ])
    #expect(
      lines(read.read(.event)?.records.first?.record) == [
        "DTSTART;TZID=Europe/London:20260701T090000", "DTEND;TZID=Europe/London:20260701T110000",
        "SUMMARY:Review", "X-OPENCRM-TASKSTATUS:Planned",
      ])
    #expect(
      lines(read.read(.task)?.records.first?.record) == [
        "DTSTART;VALUE=DATE:20260702", "DUE;TZID=Europe/London:20260703T170000", "SUMMARY:Write",
        "STATUS:IN-PROCESS",
      ])
    let covered = try #require(read.read(.event)?.covered)
    #expect(covered.isSuperset(of: ["date_start", "time_start", "due_date", "time_end"]))
    #expect(covered.contains("column:date_start+time") && !covered.contains("column:time_end"))
  }

  @Test("a date in another order is not guessed: the row is unread and named")
  func otherOrder() throws {
    let read = try reader().read([
      file(
        "a.csv", "crmid,activitytype,subject,date_start,time_start", "1,Meeting,Review,01/07/2026,",
        "2,Meeting,Good,2026-07-01,9:15", "3,Meeting,Late,2026-07-01,9:15 pm")
    ])
    #expect(read.read(.event)?.records.map(\.remoteID) == ["2"])
    #expect(read.read(.event)?.unread == 2)
    #expect(read.codes == ["opencrm-date", "opencrm-date"])
    #expect(read.findings[0].finding.record == "Review")
    #expect(read.findings[0].finding.line == 2)
    #expect(
      read.findings[0].finding.message
        == "date_start is \"01/07/2026\", which is no date yyyy-mm-dd.")
  }

  @Test("without any times, times are not covered")
  func noTimes() throws {
    let read = try reader().read([
      file("a.csv", "crmid,activitytype,subject,date_start", "1,Meeting,Review,2026-07-01")
    ])
    let events = try #require(read.read(.event))
    #expect(events.covered?.contains("time_start") == false)
    #expect(events.covered?.contains("date_start") == true)
    #expect(read.codes == ["opencrm-no-times"])
  }

  @Test("JSON activities with numbers")
  func json() throws {
    let read = try reader(zone: .utc).read([
      OpenCRMFile(
        name: "a.json",
        bytes: bytes(
          """
          [{"id":5,"subject":"Review","date_start":"2026-07-01","time_start":"09:00:00",
            "duration_hours":1,"duration_minutes":30,"activitytype":"Meeting","private":true}]
          """))
    ])
    #expect(
      lines(read.read(.event)?.records.first?.record) == [
        "DTSTART:20260701T090000Z", "DTEND:20260701T103000Z", "SUMMARY:Review", "CLASS:PRIVATE",
      ])
  }
}
