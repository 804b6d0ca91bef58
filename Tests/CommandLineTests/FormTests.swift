import Foundation
import TestSupport
import Testing

/// Exit codes and JSON members that scripts rely on.
@Suite(.enabled(if: Prerequisite.isBuilt))
struct FormTests {
  private static let joe = card("joe", "FN:Joe Bloggs", "EMAIL:joe@acme.co")
  private static let edited = card("joe", "FN:Joe Bloggs", "EMAIL:joe@acme.co", "TITLE:Buyer")

  /// Expects members of given types: `s` text, `n` number, `a` list, `?` may be null.
  private func expect(
    _ object: [String: Any], _ members: [String: String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (name, type) in members {
      guard let value = object[name] else {
        Issue.record("no member \(name) in \(object)", sourceLocation: sourceLocation)
        continue
      }
      let fits: Bool =
        switch type.first {
        case "s": value is String
        case "n": value is Int
        default: value is [Any]
        }
      #expect(
        fits || type.hasSuffix("?") && value is NSNull, "\(name) is \(value)",
        sourceLocation: sourceLocation)
    }
  }

  @Test("convert writes canonical records and ends with 0")
  func convert() throws {
    let folder = try TemporaryFolder()
    let old = try folder.write(
      "old.vcf", "BEGIN:VCARD\nVERSION:3.0\nUID:joe\nfn:Joe Bloggs\nN:Bloggs;Joe;;;\nEND:VCARD\n")
    let run = try drawbridge("convert", old)
    #expect(run.status == 0)
    #expect(run.stdout == card("joe", "FN:Joe Bloggs", "N:Bloggs;Joe;;;"))
    #expect(try drawbridge(["convert", "-"], stdin: run.output).output == run.output)
    #expect(try drawbridge("convert", old, "-o", "-").output == run.output)
    #expect(try drawbridge("convert", old, "--split", "-o", "-").status == 2)
    let merged = try drawbridge("merge", old, old, old)
    #expect(try drawbridge("merge", old, old, old, "-o", "-").output == merged.output)
    #expect(try drawbridge("merge", old, old, old, "--json", "-o", "-").status == 2)
    #expect(try drawbridge("undo", "-o", "-").status == 2)
    #expect(try drawbridge("export", "-o", "-").status == 2)
    #expect(try drawbridge("convert", old, "--to", "vcard3").stdout.contains("VERSION:3.0"))
    #expect(try drawbridge("convert", old, "--to", "jcard").stdout.contains("\"vcard\""))
    #expect(try drawbridge("convert", old, "--to", "icalendar").status == 2)
    #expect(try drawbridge("convert", old, "--to", "nonsense").status == 2)
    let split = "\(folder.path)/split"
    #expect(try drawbridge("convert", old, "--split", "-o", split).status == 0)
    #expect(try folder.bytes("split/joe.vcf") == run.output)
    #expect(try drawbridge("convert", old, "--split").status == 2)
  }

  @Test("check lists findings and ends with 1 for errors only")
  func check() throws {
    let folder = try TemporaryFolder()
    let good = try folder.write("good.vcf", Self.joe)
    #expect(try drawbridge("check", good, "--json").output.isEmpty)
    #expect(try drawbridge("check", good).status == 0)
    let bad = try folder.write("bad.vcf", "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Joe\r\njunk\r\n")
    let run = try drawbridge("check", bad, "--json")
    let findings = try objects(run.stdout)
    #expect(!findings.isEmpty)
    for finding in findings {
      expect(
        finding,
        [
          "code": "s", "severity": "s", "file": "s", "line": "n", "column": "n", "record": "s?",
          "clause": "s", "message": "s", "fix": "s",
        ])
      #expect(["error", "warning", "note"].contains(finding["severity"] as? String))
      #expect(finding["file"] as? String == bad)
    }
    let hasError = findings.contains { $0["severity"] as? String == "error" }
    #expect(run.status == (hasError ? 1 : 0))
  }

  @Test("diff names what changed and ends with 1 if something did")
  func diff() throws {
    let folder = try TemporaryFolder()
    let old = try folder.write("old.vcf", Self.joe + card("gone", "FN:Gone"))
    let new = try folder.write("new.vcf", Self.edited + card("new", "FN:New"))
    #expect(try drawbridge("diff", old, old).status == 0)
    let page = "\(folder.path)/page.html"
    let run = try drawbridge("diff", old, new, "--json", "--html", page)
    #expect(run.status == 1)
    let rows = try objects(run.stdout)
    for row in rows {
      expect(row, ["uid": "s?", "name": "s", "kind": "s", "outcome": "s", "changes": "a"])
      for change in row["changes"] as? [[String: Any]] ?? [] {
        expect(change, ["property": "s", "from": "s?", "to": "s?"])
      }
    }
    let outcomes = rows.map { "\($0["uid"] ?? "") \($0["outcome"] ?? "")" }.sorted()
    #expect(outcomes == ["gone removed", "joe changed", "new added"])
    let change = try #require(
      (rows.first { $0["uid"] as? String == "joe" }?["changes"] as? [[String: Any]])?.first)
    #expect(change["property"] as? String == "TITLE")
    #expect(change["from"] is NSNull)
    #expect(change["to"] as? String == "Buyer")
    #expect(try folder.read("page.html").contains("Buyer"))
  }

  @Test("merge answers every record, keeps LEFT in a conflict and ends with 1, with --prefer 0")
  func merge() throws {
    let folder = try TemporaryFolder()
    let base = try folder.write("base.vcf", card("joe", "FN:Joe", "TITLE:Buyer"))
    let left = try folder.write("left.vcf", card("joe", "FN:Joe", "TITLE:Head"))
    let right = try folder.write("right.vcf", card("joe", "FN:Joe", "TITLE:Owner", "NOTE:New"))
    let out = "\(folder.path)/out.vcf"
    let run = try drawbridge("merge", base, left, right, "-o", out, "--json")
    #expect(run.status == 1)
    let rows = try objects(run.stdout)
    #expect(rows.count == 1)
    let row = try #require(rows.first)
    expect(row, ["uid": "s?", "name": "s", "outcome": "s", "conflicts": "a"])
    #expect(row["outcome"] as? String == "conflict")
    let conflict = try #require((row["conflicts"] as? [[String: Any]])?.first)
    #expect(conflict["property"] as? String == "TITLE")
    #expect(conflict["base"] as? String == "Buyer")
    #expect(conflict["left"] as? String == "Head")
    #expect(conflict["right"] as? String == "Owner")
    #expect(conflict["kept"] as? String == "Head")
    #expect(try folder.read("out.vcf").contains("TITLE:Head\r\n"))
    #expect(try folder.read("out.vcf").contains("NOTE:New\r\n"))

    let preferred = try drawbridge(
      "merge", base, left, right, "-o", out, "--json", "--prefer", "right")
    #expect(preferred.status == 0)
    #expect((try objects(preferred.stdout).first?["conflicts"] as? [Any])?.count == 1)
    #expect(try folder.read("out.vcf").contains("TITLE:Owner\r\n"))
    #expect(try drawbridge("merge", "-", left, left, "-o", out).status == 0)
    #expect(try drawbridge("merge", left, right).status == 2)
  }

  @Test(
    "An edited record stays against a deletion, on whichever side it is", arguments: [true, false])
  func editAgainstDeletion(isLeftDeleted: Bool) throws {
    let folder = try TemporaryFolder()
    try folder.write("base/joe.vcf", Self.joe)
    try folder.write("edited/joe.vcf", Self.edited)
    try folder.write("deleted/other.vcf", card("other", "FN:Other"))
    let sides = isLeftDeleted ? ["deleted", "edited"] : ["edited", "deleted"]
    let path = folder.path
    let run = try drawbridge(
      ["merge", "\(path)/base"] + sides.map { "\(path)/\($0)" } + ["-o", "\(path)/out", "--json"])
    #expect(run.status == 1)
    let joe = try #require(try objects(run.stdout).first { $0["uid"] as? String == "joe" })
    #expect(joe["outcome"] as? String == "conflict")
    let conflict = try #require((joe["conflicts"] as? [[String: Any]])?.first)
    #expect(conflict["property"] as? String == "*")
    #expect(conflict[isLeftDeleted ? "left" : "right"] is NSNull)
    #expect(try folder.read("out/joe.vcf").contains("TITLE:Buyer"))
  }

  @Test("merge --two writes both or neither")
  func mergeTwo() throws {
    let folder = try TemporaryFolder()
    let left = try folder.write("left.vcf", card("joe", "FN:Joe", "TITLE:Head"))
    let right = try folder.write("right.vcf", card("joe", "FN:Joe", "TITLE:Owner", "NOTE:New"))
    let before = try folder.contents()
    let undecided = try drawbridge("merge", "--two", left, right)
    #expect(undecided.status == 1)
    #expect(undecided.stderr.contains("neither file was touched"))
    #expect(try folder.contents() == before)

    let decided = try drawbridge("merge", "--two", left, right, "--prefer", "right")
    #expect(decided.status == 0)
    #expect(try folder.bytes("left.vcf") == folder.bytes("right.vcf"))
    #expect(try folder.read("left.vcf").contains("TITLE:Owner"))
    #expect(try folder.read("left.vcf").contains("NOTE:New"))
    let settled = try folder.contents()
    #expect(try drawbridge("merge", "--two", left, right).status == 0)
    #expect(try folder.contents() == settled)
    #expect(try drawbridge("merge", "--two", left, right, "-o", "x.vcf").status == 2)
  }

  @Test("occurrences lists instances with where they come from")
  func occurrences() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "daily.ics",
      event(
        "daily", "SUMMARY:Stand-up", "DTSTART:20261123T090000Z", "DTEND:20261123T091500Z",
        "RRULE:FREQ=DAILY;COUNT=3", "RDATE:20261130T090000Z"))
    let run = try drawbridge("occurrences", path, "--json")
    #expect(run.status == 0)
    let rows = try objects(run.stdout)
    for row in rows {
      expect(row, ["start": "s", "end": "s?", "uid": "s?", "summary": "s?", "from": "s"])
    }
    #expect(rows.compactMap { $0["from"] as? String } == ["rule", "rule", "rule", "rdate"])
    #expect(rows.first?["summary"] as? String == "Stand-up")
    let limited = try drawbridge("occurrences", path, "--json", "--limit", "2")
    #expect(try objects(limited.stdout).count == 2)
    let late = try drawbridge("occurrences", path, "--json", "--from", "2026-11-30")
    #expect(try objects(late.stdout).count == 1)
    #expect(try drawbridge("occurrences", path, "--zone", "Nowhere/Land").status == 2)
    #expect(try drawbridge("occurrences", path, "--from", "tomorrow").status == 2)
  }

  @Test("Help ends with 0 and wrong arguments with 2")
  func arguments() throws {
    #expect(try drawbridge("--help").status == 0)
    for command in ["convert", "check", "diff", "merge", "occurrences", "init", "import", "plan"] {
      let help = try drawbridge(command, "--help")
      #expect(help.status == 0)
      #expect(help.stdout.contains("drawbridge \(command)"))
    }
    for arguments in [["nonsense"], ["convert"], ["merge", "a"], ["check", "--nonsense", "a"]] {
      let run = try drawbridge(arguments)
      #expect(run.status == 2, "\(arguments)")
      #expect(!run.errors.isEmpty)
      #expect(run.output.isEmpty)
    }
  }
}
