import CivilTime
import Records
import Testing

@testable import Bridge

@Suite("Exports of a side")
struct BundleExportTests {
  private func export(_ form: SideExport.Form, witness: Stumbling = Stumbling()) async throws
    -> SideExport.Result
  {
    let rows = [
      SideExport.Row(
        remoteID: "2", record: try bundleContact("UID:b", "FN:Bo", "TEL;TYPE=cell:+441")),
      SideExport.Row(remoteID: nil, record: try bundleContact("UID:a/../x", "FN:Al")),
      SideExport.Row(
        remoteID: "3",
        record: try bundleItem(.event, "UID:e", "SUMMARY:E", "DTSTART:20261201T090000Z")),
      SideExport.Row(
        remoteID: nil,
        record: try bundleItem(.task, "UID:t", "SUMMARY:T", "DTSTAMP:20200101T000000Z")),
    ]
    return await SideExport(
      zones: ZoneCatalog(), openCRM: PlainTables(), witness: witness,
      stamp: try #require(Instant("2026-11-23T09:00:00Z"))
    ).files(rows, as: form)
  }

  @Test("Contacts are vCard 4.0, sorted by UID")
  func vcf() async throws {
    let result = try await export(.vcf)
    #expect(result.files.map(\.path) == ["contacts.vcf"])
    let text = try #require(result.files["contacts.vcf"])
    #expect(text.contains("VERSION:4.0") && !text.contains("VERSION:3.0"))
    let al = try #require(text.firstRange(of: "FN:Al"))
    let bo = try #require(text.firstRange(of: "FN:Bo"))
    #expect(al.lowerBound < bo.lowerBound)
  }

  @Test("Events and tasks are a calendar each, with a DTSTAMP where they have none")
  func ics() async throws {
    let result = try await export(.ics)
    #expect(result.files.map(\.path) == ["events.ics", "tasks.ics"])
    #expect(result.files["events.ics"]?.contains("DTSTAMP:20261123T090000Z\n") == true)
    #expect(result.files["tasks.ics"]?.contains("DTSTAMP:20200101T000000Z\n") == true)
    let failed = try await export(.ics, witness: Stumbling(over: ["t"]))
    #expect(failed.files.map(\.path) == ["events.ics"])
    #expect(failed.withheld.map(\.reason) == ["It stumbles."])
  }

  @Test("A vdir has one file a record, whatever its UID")
  func vdir() async throws {
    let paths = try await export(.vdir).files.map(\.path)
    #expect(paths.count == 4)
    #expect(paths.dropFirst() == ["contacts/b.vcf", "events/e.ics", "tasks/t.ics"])
    #expect(paths[0].hasPrefix("contacts/") && paths[0].utf8.count == 9 + 40 + 4)
  }

  @Test("A table has the ids of the side")
  func csv() async throws {
    let result = try await export(.csv)
    #expect(result.files["contacts.csv"] == ",Al\n2,Bo\n3,E\n,T\n")
  }

  @Test("File names are safe and never empty")
  func names() {
    for (name, safe) in [
      ("..", "x"), (".", "x"), ("", "x"), ("  ", "x"), ("///", "x"), (".hidden", "hidden"),
      ("a\u{0}b\nc", "a-b-c"), ("Team: Sales?", "Team- Sales-"), ("Bob's “café”", "Bob's “café”"),
    ] {
      #expect(SafeFileName.of(name, otherwise: "x") == safe, "\(name)")
    }
    #expect(SafeFileName.of(String(repeating: "é", count: 200), otherwise: "x").utf8.count == 80)
  }
}
