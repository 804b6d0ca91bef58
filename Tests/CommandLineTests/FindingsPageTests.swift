import Foundation
import TestSupport
import Testing

/// spec/findings.md and the codes in the sources.
struct FindingsPageTests {
  private static let page = Program.packageFolder.appendingPathComponent("spec/findings.md")

  @Test(
    "The page of findings is what check --list prints",
    .enabled(if: Prerequisite.isBuilt))
  func isCurrent() throws {
    let printed = try drawbridge(["check", "--list"]).stdout
    if ProcessInfo.processInfo.environment["DRAWBRIDGE_UPDATE"] == "1" {
      try printed.write(to: Self.page, atomically: true, encoding: .utf8)
    }
    #expect(
      try String(contentsOf: Self.page, encoding: .utf8) == printed,
      "write it anew: drawbridge check --list >spec/findings.md")
    let rows = printed.split(separator: "\n").filter { $0.hasPrefix("| `") }
    #expect(rows.count > 90)
    let codes = rows.compactMap { $0.split(separator: "`").dropFirst().first }
    #expect(Set(codes).count == codes.count, "a code stands twice")
    for row in rows {
      let cells = row.split(separator: "|", omittingEmptySubsequences: false)
      #expect(cells.count == 7 && !cells[4].allSatisfy(\.isWhitespace), "\(row)")
    }
  }

  @Test("Every code in the sources is on the page")
  func isComplete() throws {
    let page = try String(contentsOf: Self.page, encoding: .utf8)
    let sources = Program.packageFolder.appendingPathComponent("Sources")
    let walk = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    let kind = /FindingKind\(\s*"([a-z0-9.-]+)"/
    var codes = Set<String>()
    for file in (walk?.compactMap { $0 as? URL } ?? []) where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: kind) { codes.insert(String(match.1)) }
    }
    // "libical-" is followed by the witness's own word.
    codes.remove("libical-")
    #expect(codes.count > 60)
    for code in codes.sorted() { #expect(page.contains("| `\(code)` |"), "\(code)") }
  }

  @Test(
    "A published calendar does not repeat the restriction check for every event",
    .enabled(if: Prerequisite.isBuilt))
  func publishedCalendar() throws {
    let events = (1...5).map {
      "BEGIN:VEVENT\r\nUID:\($0)\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:2026010\($0)T090000Z\r\n"
        + "SUMMARY:Event \($0)\r\nEND:VEVENT\r\n"
    }.joined()
    let text =
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//T//T//EN\r\nMETHOD:PUBLISH\r\n\(events)"
      + "END:VCALENDAR\r\n"
    let outcome = try drawbridge(["check", "-", "--json"], stdin: Array(text.utf8))
    let findings = try objects(outcome.stdout)
    let restrictions = findings.filter { $0["code"] as? String == "libical-restriction" }
    #expect(restrictions.count == 1, "\(outcome.stdout)")
    #expect(findings.count == 1)
    #expect(outcome.status == 0)
  }

  @Test(
    "A finding names its place, record, clause and mending", .enabled(if: Prerequisite.isBuilt))
  func position() throws {
    let text = """
      BEGIN:VCARD\r
      VERSION:4.0\r
      FN:Joe Bloggs\r
      EMAIL:joe at acme\r
      URL:www.acme.example\r
      NOTE:\(String(repeating: "long ", count: 30))\r
      END:VCARD\r

      """
    let outcome = try drawbridge(["check", "-", "--json"], stdin: Array(text.utf8))
    let findings = try objects(outcome.stdout)
    #expect(
      findings.map { "\($0["line"] ?? "") \($0["column"] ?? "") \($0["code"] ?? "")" } == [
        "4 1 bad-email", "5 1 bad-uri", "6 76 long-line",
      ])
    #expect(findings.first?["record"] as? String == "Joe Bloggs")
    #expect(findings.first?["severity"] as? String == "warning")
    #expect(findings.first?["clause"] as? String == "RFC 6350 section 6.4.2")
    #expect((findings.first?["fix"] as? String)?.isEmpty == false)
  }
}
