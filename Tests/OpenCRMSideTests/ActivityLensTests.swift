import CivilTime
import ContentLines
import Records
import Testing

@testable import OpenCRMSide

@Suite struct ActivityLensTests {
  let events = OpenCRMEventLens(zone: london, zones: zones)
  let tasks = OpenCRMTaskLens(zone: london, zones: zones)

  @Test("an event is shown on the clocks of the workspace's zone")
  func conversion() {
    let record = event(
      "UID:1", "DTSTART;TZID=America/New_York:20260701T090000", "DURATION:PT90M", "SUMMARY:Review",
      "TRANSP:OPAQUE", "STATUS:CONFIRMED", "CLASS:CONFIDENTIAL", "ATTENDEE:mailto:a@b.c")
    #expect(
      lines(events.view(record, previous: nil)) == [
        "DTSTART;TZID=Europe/London:20260701T140000", "DTEND;TZID=Europe/London:20260701T153000",
        "SUMMARY:Review", "CLASS:PRIVATE",
      ])
    let utc = event("DTSTART:20260701T090000Z", "DTEND:20260701T100000Z", "SUMMARY:x")
    #expect(
      lines(events.view(utc, previous: nil)).prefix(2) == [
        "DTSTART;TZID=Europe/London:20260701T100000", "DTEND;TZID=Europe/London:20260701T110000",
      ])
  }

  @Test("an event of days stays one, its duration as its last day")
  func allDay() {
    let record = event("DTSTART;VALUE=DATE:20260701", "DURATION:P2D", "SUMMARY:Fair")
    let view = events.view(record, previous: nil)
    #expect(
      lines(view) == ["DTSTART;VALUE=DATE:20260701", "DTEND;VALUE=DATE:20260703", "SUMMARY:Fair"])
    let cells = OpenCRMSlots(zone: london.name).cells(of: view!)
    #expect(cells["due_date"] == "2026-07-02")
    #expect(cells["time_start"] == nil)
  }

  @Test("a series, a cancelled event and an unknown zone are refused with a reason")
  func refusals() {
    func refused(_ record: Record, _ word: String) -> Bool {
      events.view(record, previous: nil) == nil && events.refusal(record)?.contains(word) == true
    }
    #expect(refused(event("DTSTART:20260701T090000Z", "RRULE:FREQ=DAILY"), "series"))
    #expect(
      refused(
        event("DTSTART:20260701T090000Z", "RECURRENCE-ID:20260701T090000Z"), "series"))
    #expect(refused(event("DTSTART:20260701T090000Z", "STATUS:CANCELLED"), "cancelled"))
    #expect(refused(event("DTSTART;TZID=My Zone:20260701T090000"), "My Zone"))
    #expect(tasks.view(task("RRULE:FREQ=DAILY"), previous: nil) == nil)
  }

  @Test("a task keeps OpenCRM's own words while they still mean the same")
  func words() {
    func status(_ lines: String...) -> [String] {
      var record = task("SUMMARY:x")
      for line in lines {
        let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
        record.components[0].properties.append(
          Property(Name(Text(parts[0])), value: Text(parts[1])))
      }
      let view = tasks.view(record.canonical(), previous: nil)!
      return ["taskstatus", "taskpriority"].map {
        OpenCRMSlots(zone: "").cells(of: view)[$0] ?? "-"
      }
    }
    #expect(status("STATUS:NEEDS-ACTION") == ["Not Started", "-"])
    #expect(status("STATUS:NEEDS-ACTION", "X-OPENCRM-TASKSTATUS:Deferred") == ["Deferred", "-"])
    #expect(status("STATUS:COMPLETED", "X-OPENCRM-TASKSTATUS:Deferred") == ["Completed", "-"])
    #expect(status("STATUS:IN-PROCESS", "PRIORITY:2") == ["In Progress", "High"])
    #expect(status("PRIORITY:0", "X-OPENCRM-PRIORITY:Urgent") == ["-", "Urgent"])
    #expect(status("PRIORITY:7", "X-OPENCRM-PRIORITY:Urgent") == ["-", "Low"])
  }

  @Test("an end that a source does not show keeps its distance from the start")
  func overlay() {
    let previous = event(
      "DTSTART;TZID=Europe/London:20260701T090000", "DTEND;TZID=Europe/London:20260701T103000",
      "SUMMARY:Review", "LOCATION:Room 1", "X-OPENCRM-ACTIVITYTYPE:Call")
    let seen = event("DTSTART;VALUE=DATE:20260708", "SUMMARY:Review")
    #expect(
      lines(events.overlay(seen, on: previous, covered: ["date_start", "subject"])) == [
        "DTSTART;TZID=Europe/London:20260708T090000", "DTEND;TZID=Europe/London:20260708T103000",
        "SUMMARY:Review", "LOCATION:Room 1", "X-OPENCRM-ACTIVITYTYPE:Call",
      ])
    let allDay = events.overlay(
      seen, on: previous, covered: ["date_start", "time_start", "subject", "location"])
    #expect(
      lines(allDay) == [
        "DTSTART;VALUE=DATE:20260708", "DTEND;VALUE=DATE:20260709", "SUMMARY:Review",
        "X-OPENCRM-ACTIVITYTYPE:Call",
      ])
  }

  @Test("where only whole hours can be said, other lengths stay as OpenCRM shows them")
  func wholeHours() {
    let lens = OpenCRMEventLens(
      zone: london, zones: zones,
      holds: [
        "subject", "date_start", "time_start", "due_date", "time_end", "column:duration_hours",
        "column:date_start",
      ])
    let record = event("DTSTART:20260101T100000Z", "DTEND:20260101T113000Z", "SUMMARY:x")
    #expect(lines(lens.view(record, previous: nil)).count == 2)
    let previous = event(
      "DTSTART;TZID=Europe/London:20260101T090000", "DTEND;TZID=Europe/London:20260101T110000",
      "SUMMARY:x")
    #expect(
      lines(lens.view(record, previous: previous)).prefix(2) == [
        "DTSTART;TZID=Europe/London:20260101T100000", "DTEND;TZID=Europe/London:20260101T120000",
      ])
  }
}
