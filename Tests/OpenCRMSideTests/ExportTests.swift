import ContentLines
import Records
import Sides
import Testing

@testable import OpenCRMSide

@Suite struct ExportTests {
  private func export(_ covered: [RecordKind: Set<String>] = [:]) -> OpenCRMExport {
    OpenCRMExport(
      columns: OpenCRMColumns(
        headers: [.init("mobile", "Mobile No.")], customFields: [.init("cf_12", "Shoe size")]),
      zone: london, covered: covered)
  }

  @Test("creates hold exact values in the columns that hold something")
  func creates() throws {
    let files = export().creates([
      contact(
        "N:Bloggs;Joe;;;", "TEL;TYPE=cell:+44 20", "TITLE:=Head\\, \"Sales\"",
        "X-DRAWBRIDGE-FIELD;KEY=Shoe size:43"),
      contact("N:Hill;;;;", "NOTE:one\\ntwo"),
      event("DTSTART;TZID=Europe/London:20260701T090000", "SUMMARY:Review"),
      task("DUE;VALUE=DATE:20260703", "SUMMARY:Write", "STATUS:NEEDS-ACTION"),
    ])
    #expect(files.map(\.name) == ["contacts.csv", "activities.csv"])
    #expect(
      text(files[0]) == """
        firstname,lastname,title,Mobile No.,description,cf_12\r
        Joe,Bloggs,"=Head, ""Sales\""",+44 20,,43\r
        ,Hill,,,"one\ntwo",\r

        """)
    #expect(
      text(files[1]) == """
        activitytype,subject,date_start,time_start,due_date,taskstatus\r
        Meeting,Review,2026-07-01,09:00:00,,\r
        Task,Write,,,2026-07-03,Not Started\r

        """)
    #expect(export().creates([]).isEmpty)
  }

  @Test("A custom field has its name in records, and in files the header that it had")
  func customFields() throws {
    let columns = OpenCRMColumns(customFields: [.init("cf_12", "Shoe size"), .init("cf_13", "")])
    let reader = OpenCRMReader(columns: columns, zone: london)
    let read = try reader.read([
      file("contacts.csv", "crmid,lastname,SHOE SIZE,cf_13", "1,Hill,43,x")
    ])
    let contacts = try #require(read.reads.first { $0.kind == .contact })
    let seen = try #require(contacts.records.first?.record)
    #expect(
      lines(seen).filter { $0.hasPrefix("X-D") } == [
        "X-DRAWBRIDGE-FIELD;KEY=Shoe size:43", "X-DRAWBRIDGE-FIELD;KEY=cf_13:x",
      ])
    // A record that was read before the field had a name says the same.
    let lens = OpenCRMContactLens(customFields: columns.carried)
    let old = contact(
      "N:Hill;;;;", "X-DRAWBRIDGE-FIELD;KEY=cf_12:43", "X-DRAWBRIDGE-FIELD;KEY=cf_13:x")
    #expect(lens.view(old, previous: nil) == seen)
    #expect(lens.view(seen, previous: seen) == seen)

    let coverage = OpenCRMCoverage(contacts.covered ?? [])
    #expect(coverage.headers == ["cf_12": "SHOE SIZE", "cf_13": "cf_13"])
    let export = OpenCRMExport(columns: columns, zone: london, headers: coverage.headers)
    let new = contact(
      "N:Hill;;;;", "X-DRAWBRIDGE-FIELD;KEY=Shoe size:44", "X-DRAWBRIDGE-FIELD;KEY=cf_13:y")
    let files = export.updates([
      OpenCRMUpdate(
        kind: .contact, remoteID: "1", cells: export.changes(from: seen, to: new))
    ])
    #expect(files.map(text) == ["crmid,SHOE SIZE,cf_13\r\n1,44,y\r\n"])
  }

  @Test("Two custom fields of one name keep their API names")
  func sharedNames() {
    let fields = OpenCRMCustomFields([
      .init("cf_1", "Size"), .init("cf_2", "Size"), .init("cf_3", "cf_1"), .init("cf_4", "Colour"),
    ])
    #expect(
      ["cf_1", "cf_2", "cf_3", "cf_4"].map(fields.key) == ["cf_1", "cf_2", "cf_3", "Colour"])
  }

  @Test("updates blank only what was emptied: one file for each set of fields")
  func updates() throws {
    let export = export()
    func changed(_ id: String, _ old: Record, _ new: Record) -> OpenCRMUpdate {
      OpenCRMUpdate(
        kind: .contact, remoteID: id, cells: export.changes(from: old, to: new))
    }
    let old = contact("N:Bloggs;Joe;;;", "TEL;TYPE=cell:1", "TITLE:Head")
    let files = export.updates([
      changed("1", old, contact("N:Bloggs;Joe;;;", "TEL;TYPE=cell:2", "TITLE:Head")),
      changed("2", old, contact("N:Bloggs;Jo;;;", "TITLE:Head")),
      changed("3", old, contact("N:Bloggs;Joe;;;", "TITLE:Head")),
      changed("4", old, old),
    ])
    #expect(files.map(\.name) == ["updates-contacts.csv", "updates-contacts-2.csv"])
    #expect(text(files[0]) == "crmid,Mobile No.\r\n1,2\r\n3,\r\n")
    #expect(text(files[1]) == "crmid,firstname,Mobile No.\r\n2,Jo,\r\n")
  }

  @Test("a schedule is written in the columns the system has")
  func carriers() throws {
    let old = event(
      "DTSTART;TZID=Europe/London:20260701T090000", "DTEND;TZID=Europe/London:20260701T100000",
      "SUMMARY:x", "CLASS:PRIVATE")
    let new = event(
      "DTSTART;TZID=Europe/London:20260701T093000", "DTEND;TZID=Europe/London:20260701T113000",
      "SUMMARY:x")
    func written(_ covered: Set<String>) -> String {
      let export = export([.event: covered])
      let files = export.updates([
        OpenCRMUpdate(
          kind: .event, remoteID: "5", cells: export.changes(from: old, to: new))
      ])
      return files.map { text($0) }.joined()
    }
    #expect(
      written(["column:date_start", "column:date_start+time", "column:duration_hours"])
        == "crmid,date_start,duration_hours\r\n5,2026-07-01 09:30:00,2\r\n")
    #expect(
      written([
        "column:date_start", "column:time_start", "column:due_date", "column:time_end",
        "column:notime", "column:visibility",
      ])
        == "crmid,date_start,time_start,due_date,time_end,notime,visibility\r\n"
        + "5,2026-07-01,09:30:00,2026-07-01,11:30:00,0,Public\r\n")
  }

  @Test("an export of what was seen reads back as the same records")
  func roundTrip() throws {
    let input = [
      file(
        "c.csv", "crmid,firstname,lastname,email2,mailingstreet,mailingstreet2",
        "1,Joe,\"Blo,ggs\",j@x,\"a\nb\",c", "2,,Hill,,,d"),
      file(
        "a.csv", "crmid,activitytype,subject,date_start,duration_hours,taskstatus",
        "3,Call,Ring,2026-07-01 09:00:00,1,", "4,Task,Write,2026-07-02,,Completed"),
    ]
    let first = try reader().read(input)
    let covered = Dictionary(
      uniqueKeysWithValues: first.reads.map { ($0.kind, $0.covered ?? []) })
    let files = export(covered).all(
      first.reads.flatMap { read in read.records.map { ($0.remoteID, $0.record) } })
    let second = try reader().read(files)
    #expect(
      second.reads.map { $0.records.map(\.record) } == first.reads.map { $0.records.map(\.record) })
    #expect(second.reads.map { $0.records.map(\.remoteID) } == [["1", "2"], ["3"], ["4"]])
    #expect(first.reads.map { $0.records.count } == [2, 1, 1])
  }

  @Test("companies are named once each")
  func companies() throws {
    let file = try #require(export().companies(["Acme, Ltd", "Beta", "Acme, Ltd", ""]))
    #expect(text(file) == "accountname\r\n\"Acme, Ltd\"\r\nBeta\r\n")
    #expect(export().companies([]) == nil)
  }
}
