import CivilTime
import ContentLines
import Records
import Sides
import Testing

@testable import OpenCRMSide

@Suite("Marks of OpenCRM")
struct MarkTests {
  private func read(_ text: String, noDate: String? = nil) throws -> OpenCRMRead {
    let columns = OpenCRMColumns(deletedMark: .init("contacttype", "Deleted"))
    let zone = try #require(ZoneCatalog().zone(named: "Europe/London"))
    return try OpenCRMReader(
      columns: columns, zone: zone,
      noDate: noDate.flatMap { CivilDate(Array($0.utf8)[...], extended: true) }
    ).read([OpenCRMFile(name: "x.csv", bytes: Array(text.utf8))])
  }

  @Test("The value that marks a contact as deleted is no content of it")
  func deleted() throws {
    let read = try read("crmid,firstname,lastname,contacttype\n1,Ann,Smith, deleted\n2,Ben,Hill,\n")
    let contacts = try #require(read.reads.first)
    #expect(contacts.showsDeletedMark)
    #expect(contacts.records.map { $0.attributes["retired"] } == ["true", nil])
    #expect(contacts.covered?.contains("contacttype") == false)
    #expect(!read.findings.contains { $0.finding.message.contains("contacttype") })
    let without = try self.read("crmid,firstname,lastname\n1,Ann,Smith\n")
    #expect(without.reads.first?.showsDeletedMark == false)
  }

  @Test("The day that stands for no date reads back as none, with its time")
  func noDate() throws {
    let text =
      "crmid,activitytype,subject,date_start,time_start,due_date,taskstatus\n"
      + "7,Task,Call,2099-12-31,09:00:00,2099-12-31,Not Started\n"
      + "8,Task,Write,2099-12-31,,2026-12-01,Not Started\n"
    let records = try #require(try read(text, noDate: "2099-12-31").reads.first?.records)
    #expect(records.map { $0.record.master?.first("DTSTART") != nil } == [false, false])
    #expect(records.map { $0.record.master?.first("DUE") != nil } == [false, true])
    let zone = try #require(ZoneCatalog().zone(named: "Europe/London"))
    let export = OpenCRMExport(
      columns: OpenCRMColumns(), zone: zone,
      noDate: CivilDate(Array("2099-12-31".utf8)[...], extended: true))
    let file = try #require(export.creates(records.map(\.record)).first)
    let written = String(decoding: file.bytes, as: UTF8.self)
    #expect(written.split(separator: "\r\n").dropFirst().allSatisfy { $0.contains("2099-12-31") })
    // A change of another field leaves the start alone.
    let update = export.updates([
      OpenCRMUpdate(kind: .task, remoteID: "7", cells: ["subject": "Ring"])
    ])
    #expect(!String(decoding: update[0].bytes, as: UTF8.self).contains("2099"))
  }
}
