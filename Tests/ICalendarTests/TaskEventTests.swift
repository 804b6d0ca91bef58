import CivilTime
import ContentLines
import Records
import Testing

@testable import ICalendar

@Suite("A task as an event")
struct TaskEventTests {
  private func task(_ lines: String...) throws -> Record { try record("VTODO", lines) }
  private func event(_ lines: String...) throws -> Record { try record("VEVENT", lines) }

  private func record(_ name: String, _ lines: [String]) throws -> Record {
    let text =
      (["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:\(name)", "UID:1"] + lines
      + ["END:\(name)", "END:VCALENDAR"]).joined(separator: "\r\n")
    return try #require(
      ICalendarReader(zones: ZoneCatalog()).read(Array(text.utf8)).records.first?.record)
  }

  private func lines(_ record: Record?) -> [String] {
    (record?.components.flatMap(\.properties) ?? []).filter { $0.name != .uid }
      .map(\.lineText.description)
  }

  @Test("A due time is an event without a length, and comes back as a due time")
  func due() throws {
    let task = try task("SUMMARY:Call", "DUE;TZID=Europe/London:20261201T150000", "PRIORITY:1")
    let event = try #require(TaskEvent.event(of: task))
    #expect(lines(event) == ["DTSTART;TZID=Europe/London:20261201T150000", "SUMMARY:Call"])
    #expect(
      lines(TaskEvent.task(of: event, like: task)) == [
        "DUE;TZID=Europe/London:20261201T150000", "SUMMARY:Call",
      ])
    // Google gives it a length, and nobody is told of that.
    var longer = event
    longer.components[0].properties.append(
      Property(.end, [Parameter(.tzid, "Europe/London")], value: "20261201T160000"))
    #expect(
      lines(TaskEvent.task(of: longer, like: task)) == [
        "DUE;TZID=Europe/London:20261201T150000", "SUMMARY:Call",
      ])
  }

  @Test("Days end the day after in a calendar")
  func days() throws {
    let task = try task("DTSTART;VALUE=DATE:20261201", "DUE;VALUE=DATE:20261203")
    let event = try #require(TaskEvent.event(of: task))
    #expect(lines(event) == ["DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261204"])
    #expect(lines(TaskEvent.task(of: event, like: task)) == lines(task))
    let one = try self.task("DUE;VALUE=DATE:20261201")
    #expect(lines(TaskEvent.event(of: one)) == ["DTSTART;VALUE=DATE:20261201"])
    let shown = try self.event("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261202")
    #expect(lines(TaskEvent.task(of: shown, like: one)) == ["DUE;VALUE=DATE:20261201"])
    #expect(lines(TaskEvent.task(of: shown, like: nil)) == ["DUE;VALUE=DATE:20261201"])
  }

  @Test("Every date comes back where it stood")
  func shapes() throws {
    for dates in [
      ["DTSTART:20261201T090000Z"], ["DUE:20261201T090000Z"],
      ["DTSTART:20261201T090000Z", "DUE:20261201T100000Z"],
      ["DTSTART:20261201T090000Z", "DUE:20261201T090000Z"],
      ["DTSTART;VALUE=DATE:20261201"], ["DUE;VALUE=DATE:20261201"],
      ["DTSTART;VALUE=DATE:20261201", "DUE;VALUE=DATE:20261201"],
    ] {
      let task = try record("VTODO", dates)
      let event = try #require(TaskEvent.event(of: task))
      #expect(lines(TaskEvent.task(of: event, like: task)) == lines(task), "\(dates)")
      #expect(event.components[0].first(.start) != nil)
    }
  }

  @Test("Of two dates of unlike kinds the one with a time is shown; a task without a date has none")
  func mixed() throws {
    let timed = try task("DTSTART:20261201T090000Z", "DUE;VALUE=DATE:20261203")
    #expect(lines(TaskEvent.event(of: timed)) == ["DTSTART:20261201T090000Z"])
    let due = try task("DTSTART;VALUE=DATE:20261201", "DUE:20261203T090000Z")
    #expect(lines(TaskEvent.event(of: due)) == ["DTSTART:20261203T090000Z"])
    #expect(TaskEvent.event(of: try task("SUMMARY:Call")) == nil)
    #expect(!TaskEvent.hasPlace(try task("SUMMARY:Call")))
  }

  @Test("UIDs lead back to the task, and none comes twice")
  func uids() {
    for uid in ["db-1", "a@b.c", "a/b", "a/2x"] {
      for count in 0...3 {
        let own = TaskEventUID.uid(of: uid, count: count)
        #expect(TaskEventUID.isTask(own))
        #expect(TaskEventUID.task(of: own) == uid)
      }
      #expect(Set((0...3).map { TaskEventUID.uid(of: uid, count: $0) }).count == 4)
    }
    #expect(TaskEventUID.task(of: "a@google.com") == nil)
  }
}
