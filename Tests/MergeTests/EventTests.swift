import ContentLines
import Merge
import Records
import Testing

@Suite("Events and tasks") struct EventTests {
  let weekly = "UID:u\nDTSTART:20240108T090000\nDTEND:20240108T100000\nRRULE:FREQ=WEEKLY\nSUMMARY:S"

  @Test func `a schedule never mixes into a time nobody chose`() {
    let base = "DTSTART:20240108T090000\nDTEND:20240108T100000"
    let result = merge(
      .event, base, base.replacing("T09", with: "T08"), base.replacing("T10", with: "T11"))
    #expect(result.conflicts.map(\.property) == ["DTSTART"])
    #expect(
      result.conflicts[0].values[0].value == "DTSTART:20240108T080000\nDTEND:20240108T100000")
    #expect(lines(result.merged) == lines(record(.event, base)))
  }

  @Test func `progress and dates of a task are one unit each`() {
    let base = "DUE:20240101\nSTATUS:NEEDS-ACTION\nSUMMARY:S"
    let result = merge(
      .task, base,
      "DUE:20240101\nSTATUS:COMPLETED\nCOMPLETED:20240105T000000Z\nPERCENT-COMPLETE:100\nSUMMARY:S",
      "DTSTART:20240101\nDUE:20240103\nSTATUS:NEEDS-ACTION\nSUMMARY:S")
    #expect(result.conflicts.isEmpty)
    #expect(
      lines(result.merged) == [
        "DTSTART:20240101", "DUE:20240103", "SUMMARY:S", "STATUS:COMPLETED", "PERCENT-COMPLETE:100",
        "COMPLETED:20240105T000000Z",
      ])
    let clash = merge(
      .task, base, base.replacing("NEEDS-ACTION", with: "IN-PROCESS\nPERCENT-COMPLETE:10"),
      base.replacing("NEEDS-ACTION", with: "NEEDS-ACTION\nPERCENT-COMPLETE:20"))
    #expect(clash.conflicts.map(\.property) == ["STATUS"])
  }

  @Test func `alarms are keyed by action and trigger and merge whole`() {
    func alarm(_ trigger: String, _ text: String) -> String {
      "\nBEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:\(trigger)\nDESCRIPTION:\(text)\nEND:VALARM"
    }
    let base = "SUMMARY:S" + alarm("-PT10M", "a")
    let added = merge(
      .event, base, base + alarm("-PT20M", "b"), base.replacing("ON:a", with: "ON:c"))
    #expect(added.conflicts.isEmpty)
    #expect(
      lines(added.merged)
        == lines(record(.event, "SUMMARY:S" + alarm("-PT20M", "b") + alarm("-PT10M", "c"))))
    let clash = merge(
      .event, base, base.replacing("ON:a", with: "ON:b"), base.replacing("ON:a", with: "ON:c"))
    #expect(clash.conflicts.map(\.property) == ["VALARM[DISPLAY -PT10M]"])
    let volatile = merge(
      .event, base, base.replacing("ACTION", with: "X-WR-ALARMUID:7\nACTION"),
      base.replacing(":S", with: ":T"))
    #expect(volatile.conflicts.isEmpty)
  }

  @Test func `instances cancelled on each side are all cancelled`() {
    let result = merge(
      .event, weekly, weekly + "\nEXDATE:20240115T090000", weekly + "\nEXDATE:20240122T090000")
    #expect(result.conflicts.isEmpty)
    #expect(
      lines(result.merged).filter { $0.hasPrefix("EXDATE") } == [
        "EXDATE:20240115T090000", "EXDATE:20240122T090000",
      ])
    #expect(
      result.origins.map(\.property) == [
        "RECURRENCE-ID[20240115T090000]", "RECURRENCE-ID[20240122T090000]",
      ])
  }

  let moved =
    "\n---\nUID:u\nRECURRENCE-ID:20240115T090000\nDTSTART:20240115T090000\nDTEND:20240115T100000"

  @Test func `cancelling an instance against an edit of it conflicts`() {
    let result = merge(
      .event, weekly, weekly + "\nEXDATE:20240115T090000", weekly + moved + "\nSUMMARY:Other")
    #expect(result.conflicts.map(\.property) == ["RECURRENCE-ID[20240115T090000]"])
    #expect(result.conflicts[0].values[0].value == "EXDATE:20240115T090000")
    #expect(lines(result.merged) == lines(record(.event, weekly)))
    let taken = merge(
      .event, weekly, weekly + "\nEXDATE:20240115T090000", weekly + moved + "\nSUMMARY:Other",
      decide: Merge.prefer("left"))
    #expect(lines(taken.merged) == lines(record(.event, weekly + "\nEXDATE:20240115T090000")))
  }

  @Test func `an unchanged instance cancelled on one side is cancelled`() {
    let base = weekly + moved + "\nSUMMARY:Other"
    let result = merge(
      .event, base, weekly + "\nEXDATE:20240115T090000", base.replacing("Y:S", with: "Y:T"))
    #expect(result.conflicts.isEmpty)
    #expect(result.merged?.instances.isEmpty == true)
    #expect(lines(result.merged).contains("EXDATE:20240115T090000"))
  }

  @Test func `an instance changed on both sides merges by property`() {
    let base = weekly + moved + "\nSUMMARY:Other\nLOCATION:L"
    let result = merge(
      .event, base, base.replacing("Other", with: "New"), base.replacing("N:L", with: "N:M"))
    #expect(result.conflicts.isEmpty)
    #expect(result.merged?.instances.first?.first("SUMMARY")?.value == "New")
    #expect(result.merged?.instances.first?.first("LOCATION")?.value == "M")
    let clash = merge(
      .event, base, base.replacing("Other", with: "New"), base.replacing("Other", with: "Newer"))
    #expect(clash.conflicts.map(\.property) == ["SUMMARY[20240115T090000]"])
  }

  @Test func `two new edits of one instance merge against the instance as the series has it`() {
    let result = merge(
      .event, weekly, weekly + moved + "\nSUMMARY:New",
      weekly + moved.replacing("T090000\nDTEND:20240115T10", with: "T110000\nDTEND:20240115T12")
        + "\nSUMMARY:S")
    #expect(result.conflicts.isEmpty)
    let instance = result.merged?.instances.first
    #expect(instance?.first("SUMMARY")?.value == "New")
    #expect(instance?.first("DTSTART")?.value == "20240115T110000")
  }

  @Test func `instances are carried over by local date when the series moves to another time`() {
    let later = weekly.replacing("T09", with: "T10").replacing(
      "DTEND:20240108T10", with: "DTEND:20240108T11")
    let result = merge(
      .event, weekly, later,
      weekly + "\nEXDATE:20240122T090000" + moved + "\nSUMMARY:Other")
    #expect(result.conflicts.isEmpty)
    #expect(
      lines(result.merged)
        == lines(
          record(
            .event,
            later + "\nEXDATE:20240122T100000\n---\nUID:u\nRECURRENCE-ID:20240115T100000\n"
              + "DTSTART:20240115T100000\nDTEND:20240115T110000\nSUMMARY:Other")))
  }

  @Test func `a series that moved with its instances keeps the other side's edit of one`() {
    let base = weekly + moved + "\nSUMMARY:Other"
    let left = base.replacing("T10", with: "T11").replacing("T09", with: "T10")
    let result = merge(.event, base, left, base.replacing("Other", with: "New"))
    #expect(result.conflicts.isEmpty)
    #expect(lines(result.merged) == lines(record(.event, left.replacing("Other", with: "New"))))
  }

  @Test func `an instance that no longer fits the moved series is a conflict`() {
    let tuesday = weekly.replacing("20240108", with: "20240109")
    let result = merge(.event, weekly, tuesday, weekly + moved + "\nSUMMARY:Other")
    #expect(result.conflicts.map(\.property) == ["RECURRENCE-ID[20240115T090000]"])
    #expect(result.conflicts[0].values.map(\.label) == ["left", "right"])
    #expect(lines(result.merged) == lines(record(.event, tuesday)))
    let ended = weekly.replacing("WEEKLY", with: "WEEKLY;UNTIL=20240110T090000")
    #expect(
      merge(.event, weekly, ended, weekly + moved + "\nSUMMARY:Other").conflicts.count == 1)
    let longer = weekly.replacing("WEEKLY", with: "WEEKLY;UNTIL=20240210T090000")
    #expect(
      merge(.event, weekly, longer, weekly + moved + "\nSUMMARY:Other").conflicts.isEmpty)
  }

  @Test func `a series that moved by a day and still has the instance keeps the other side's edit`()
  {
    let base = weekly + moved + "\nSUMMARY:Other\nLOCATION:Room 1"
    for isMovedAlong in [false, true] {
      var tuesday = base.replacing("DTSTART:20240108", with: "DTSTART:20240109")
        .replacing("DTEND:20240108", with: "DTEND:20240109")
      if isMovedAlong { tuesday = tuesday.replacing("20240115", with: "20240116") }
      let result = merge(.event, base, tuesday, base.replacing("Room 1", with: "Room 2"))
      #expect(result.conflicts.isEmpty)
      #expect(
        lines(result.merged) == lines(record(.event, tuesday.replacing("Room 1", with: "Room 2"))))
    }
    // Whole weeks: the first instance now stands where the second stood.
    let two = base + "\n---\nUID:u\nRECURRENCE-ID:20240122T090000\nDTSTART:20240122T140000"
    let later = two.replacing("20240122", with: "20240129").replacing("20240115", with: "20240122")
      .replacing("DTSTART:20240108", with: "DTSTART:20240115")
      .replacing("DTEND:20240108", with: "DTEND:20240115")
    let result = merge(.event, two, later, two.replacing("Room 1", with: "Room 2"))
    #expect(result.conflicts.isEmpty)
    #expect(
      lines(result.merged) == lines(record(.event, later.replacing("Room 1", with: "Room 2"))))
  }

  @Test func `what a side cannot hold of an instance survives its move of the series by a day`() {
    let view = weekly + moved + "\nSUMMARY:Other"
    let tuesday = view.replacing("DTSTART:20240108", with: "DTSTART:20240109")
      .replacing("DTEND:20240108", with: "DTEND:20240109")
    let put = Merge.put(
      changesFrom: record(.event, view), to: record(.event, tuesday),
      into: record(.event, view + "\nCOMMENT:Bring cake") ?? Record(.event, []))
    #expect(lines(put) == lines(record(.event, tuesday + "\nCOMMENT:Bring cake")))
  }

  @Test func `holding back a moved schedule holds its instances by either original start`() {
    let base = record(.event, weekly + "\nEXDATE:20240115T090000")
    let later = weekly.replacing("T10", with: "T11").replacing("T09", with: "T10")
    let target = record(
      .event, later + "\nEXDATE:20240115T100000\nEXDATE:20240122T100000")
    let units = Set(Diff.changes(from: base, to: target).map(\.unit))
    #expect(units.count == 2)
    #expect(Merge.holdingBack(base: base, target: target, units: units) == base)
    let schedule = units.filter { $0.instance == nil }
    #expect(
      lines(Merge.holdingBack(base: base, target: target, units: schedule))
        == lines(
          record(.event, weekly + "\nEXDATE:20240115T090000\nEXDATE:20240122T090000")))
  }

  @Test func `instances without a master merge as well`() {
    let one = moved.replacing("\n---\n", with: "")
    let result = merge(
      .event, one + "\nSUMMARY:A", one + "\nSUMMARY:B", one + "\nSUMMARY:A\nLOCATION:L")
    #expect(result.conflicts.isEmpty)
    #expect(result.merged?.master == nil)
    #expect(result.merged?.instances.first?.first("SUMMARY")?.value == "B")
    #expect(result.merged?.instances.first?.first("LOCATION")?.value == "L")
  }

  @Test func `a dropped master against an edit of it is a conflict`() {
    let base = weekly + moved
    let result = merge(
      .event, base, moved.replacing("\n---\n", with: ""), base.replacing("Y:S", with: "Y:T"))
    #expect(result.conflicts.map(\.property) == ["*"])
  }

  @Test func `added dates and periods are instances`() {
    let base = weekly + "\nRDATE;VALUE=PERIOD:20240201T090000/PT1H"
    let result = merge(
      .event, base, base + "\nRDATE:20240203T090000", base.replacing("Y:S", with: "Y:T"))
    #expect(result.conflicts.isEmpty)
    #expect(
      lines(result.merged).filter { $0.hasPrefix("RDATE") } == [
        "RDATE;VALUE=PERIOD:20240201T090000/PT1H", "RDATE:20240203T090000",
      ])
  }

  @Test func `a local stamp moves across the end of a month`() throws {
    let stamp = try #require(LocalStamp("20240229T233000"))
    #expect(stamp.moved(by: 3600).text == "20240301T003000")
    #expect(stamp.moved(by: -86_400 * 60).text == "20231231T233000")
    #expect(LocalStamp("20241301") == nil)
    #expect(LocalStamp("2024010") == nil)
    #expect(LocalStamp("20240101T0900") == nil)
    #expect(LocalStamp("00010101")?.text == "00010101")
  }
}
