import Foundation
import TestSupport
import Testing

/// A merge keeps all that its inputs hold, or refuses.
@Suite(.enabled(if: Prerequisite.isBuilt)) struct MergeKeepingTests {
  private static func calendar(_ lines: [String], end: String = "\r\n") -> String {
    (["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Test//EN"] + lines
      + ["END:VCALENDAR", ""]).joined(separator: end)
  }

  private static func journal(_ uid: String, _ text: String) -> [String] {
    ["BEGIN:VJOURNAL", "UID:\(uid)", "DTSTAMP:20260101T000000Z", "SUMMARY:\(text)", "END:VJOURNAL"]
  }

  private static func event(_ uid: String, _ lines: String...) -> [String] {
    ["BEGIN:VEVENT", "UID:\(uid)", "DTSTAMP:20260101T000000Z"] + lines + ["END:VEVENT"]
  }

  /// A zone that no IANA name explains.
  private static let zone = [
    "BEGIN:VTIMEZONE", "TZID:Office", "BEGIN:STANDARD", "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0330", "TZOFFSETTO:+0330", "END:STANDARD", "END:VTIMEZONE",
  ]

  @Test("Journals are merged as a whole, and written to both")
  func journals() throws {
    let folder = try TemporaryFolder()
    let left = try folder.write(
      "l.ics", Self.calendar(Self.journal("a", "One") + Self.journal("b", "Two")))
    let right = try folder.write(
      "r.ics", Self.calendar(Self.journal("b", "Two") + Self.journal("c", "Three")))
    #expect(try drawbridge("merge", "--two", left, right).status == 0)
    let merged = try folder.read("l.ics")
    for text in ["One", "Two", "Three"] { #expect(merged.contains("SUMMARY:\(text)\r\n")) }
    #expect(merged.components(separatedBy: "BEGIN:VJOURNAL").count == 4)
    #expect(merged.components(separatedBy: "BEGIN:VCALENDAR").count == 2)
    #expect(try folder.read("r.ics") == merged)
    #expect(try drawbridge("merge", "--two", left, right).status == 0)
    #expect(try folder.read("l.ics") == merged)
  }

  @Test("A journal that both sides changed is a conflict; LEFT's is kept")
  func journalConflict() throws {
    let folder = try TemporaryFolder()
    let base = try folder.write("b.ics", Self.calendar(Self.journal("a", "One")))
    let left = try folder.write("l.ics", Self.calendar(Self.journal("a", "Two")))
    let right = try folder.write("r.ics", Self.calendar(Self.journal("a", "Three")))
    let run = try drawbridge("merge", base, left, right)
    #expect(run.status == 1)
    #expect(run.stdout.contains("SUMMARY:Two") && !run.stdout.contains("SUMMARY:Three"))
    #expect(run.stderr.contains("VJOURNAL"))
    let two = try drawbridge("merge", "--two", left, right)
    #expect(two.status == 1 && two.stderr.contains("neither file was touched"))
    #expect(try folder.read("l.ics").contains("SUMMARY:Two"))
    // One side's change is taken, and a deletion of what nobody changed.
    #expect(try drawbridge("merge", left, left, right).stdout.contains("SUMMARY:Three"))
    let none = try folder.write("n.ics", Self.calendar([]))
    #expect(!(try drawbridge("merge", left, none, left).stdout.contains("SUMMARY:Two")))
    #expect(try drawbridge("merge", base, none, left).stdout.contains("SUMMARY:Two"))
  }

  @Test("Copied events keep their zone, the METHOD and the other properties of their calendar")
  func surroundings() throws {
    let folder = try TemporaryFolder()
    let head = ["METHOD:PUBLISH", "X-WR-CALNAME:Plans"] + Self.zone
    let one = Self.event("a", "DTSTART;TZID=Office:20260105T100000", "SUMMARY:One")
    let two = Self.event("b", "DTSTART;TZID=Office:20260106T100000", "SUMMARY:Two")
    let edited = Self.event("b", "DTSTART;TZID=Office:20260106T100000", "SUMMARY:New")
    let base = try folder.write("b.ics", Self.calendar(head + one + two))
    let left = try folder.write(
      "l.ics",
      Self.calendar(head + one + edited + Self.event("c", "DTSTART:20260107T100000Z")))
    let right = try folder.write("r.ics", Self.calendar(head + one + two))
    let out = "\(folder.path)/out.ics"
    #expect(try drawbridge("merge", base, left, right, "-o", out).status == 0)
    let merged = try folder.read("out.ics")
    #expect(merged.contains("METHOD:PUBLISH\r\n") && merged.contains("X-WR-CALNAME:Plans\r\n"))
    #expect(merged.components(separatedBy: "TZID:Office\r\n").count == 2)
    let times = try drawbridge("occurrences", out)
    #expect(times.stdout.contains("2026-01-05T10:00:00+03:30"))
    #expect(times.stdout.contains("2026-01-06T10:00:00+03:30"))
    #expect(merged.contains("SUMMARY:New\r\n"))

    // A record that is merged anew keeps them as well.
    let other = Self.event(
      "b", "DTSTART;TZID=Office:20260106T100000", "SUMMARY:Two", "LOCATION:Here")
    let changed = try folder.write("x.ics", Self.calendar(head + one + other))
    let both = try drawbridge("merge", base, left, changed)
    #expect(both.status == 0)
    #expect(both.stdout.contains("SUMMARY:New") && both.stdout.contains("LOCATION:Here"))
    #expect(both.stdout.contains("METHOD:PUBLISH") && both.stdout.contains("TZOFFSETTO:+0330"))
  }

  @Test("METHOD that one side changed is taken; changed by both it is a conflict")
  func method() throws {
    let folder = try TemporaryFolder()
    func write(_ name: String, _ method: String) throws -> String {
      try folder.write(
        "\(name).ics",
        Self.calendar(["METHOD:\(method)"] + Self.event("a", "DTSTART:20260105T100000Z")))
    }
    let base = try write("b", "PUBLISH")
    let left = try write("l", "REQUEST")
    let right = try write("r", "CANCEL")
    #expect(try drawbridge("merge", base, base, right).stdout.contains("METHOD:CANCEL"))
    let run = try drawbridge("merge", base, left, right)
    #expect(run.status == 1 && run.stdout.contains("METHOD:REQUEST"))
    #expect(run.stderr.contains("METHOD was changed on both sides"))
    #expect(
      try drawbridge("merge", base, left, right, "--prefer", "right").stdout
        .contains("METHOD:CANCEL"))
  }

  @Test("Files with lone carriage returns, and cards without END, are merged whole")
  func lineEnds() throws {
    let folder = try TemporaryFolder()
    let cards =
      ["BEGIN:VCARD", "VERSION:4.0", "UID:a", "FN:Ann", "END:VCARD", "BEGIN:VCARD"]
      + ["VERSION:4.0", "UID:b", "FN:Bob"]
    let old = try folder.write("l.vcf", (cards + ["END:VCARD", ""]).joined(separator: "\r"))
    let new = try folder.write(
      "r.vcf",
      (cards + ["NOTE:New", "END:VCARD", ""]).joined(separator: "\r")
        .replacingOccurrences(of: "FN:Ann\r", with: "FN:Ann\rTITLE:Head\r"))
    let run = try drawbridge("merge", "-", old, new)
    #expect(run.status == 0)
    for line in ["UID:a", "UID:b", "FN:Bob", "NOTE:New", "TITLE:Head"] {
      #expect(run.stdout.contains("\(line)\r\n"), "\(line) in \(run.stdout)")
    }
    let open = try folder.write("open.vcf", (cards + [""]).joined(separator: "\r\n"))
    let first = try folder.write(
      "first.vcf", (cards.prefix(5) + [""]).joined(separator: "\r\n"))
    let kept = try drawbridge("merge", "-", open, first)
    #expect(kept.status == 0 && kept.stdout.contains("FN:Bob\r\nEND:VCARD\r\n"))
    let again = try folder.write("again.vcf", kept.stdout)
    #expect(try drawbridge("diff", open, again).status == 0)
  }

  @Test("jCard and jCal are refused, and stay as they are")
  func json() throws {
    let folder = try TemporaryFolder()
    let card = "[\"vcard\",[[\"version\",{},\"text\",\"4.0\"],[\"fn\",{},\"text\",\"Joe\"]]]"
    for (name, text) in [
      ("c", "[\(card),\(card)]"),
      ("e", "[\"vcalendar\",[],[[\"vevent\",[[\"uid\",{},\"text\",\"a\"]],[]]]]"),
    ] {
      let left = try folder.write("\(name)1.json", text)
      let right = try folder.write("\(name)2.json", text)
      let run = try drawbridge("merge", "--two", left, right)
      #expect(run.status == 2 && run.stderr.contains("is JSON"))
      #expect(try folder.read("\(name)1.json") == text)
    }
  }

  @Test("diff tells what differs beside the records")
  func diff() throws {
    let folder = try TemporaryFolder()
    let event = Self.event("e", "DTSTART:20260105T100000Z")
    let old = try folder.write("l.ics", Self.calendar(event + Self.journal("a", "One")))
    let new = try folder.write("r.ics", Self.calendar(event + Self.journal("a", "Two")))
    let run = try drawbridge("diff", old, new)
    #expect(run.status == 1 && run.stderr.contains("changed VJOURNAL"))
    #expect(try drawbridge("diff", old, old).status == 0)
    let method = try folder.write("m.ics", Self.calendar(["METHOD:CANCEL"] + event))
    let plain = try folder.write("p.ics", Self.calendar(event))
    let properties = try drawbridge("diff", plain, method)
    #expect(properties.status == 1 && properties.stderr.contains("METHOD:CANCEL"))
  }
}

/// What `convert` and `check` make of odd inputs.
@Suite(.enabled(if: Prerequisite.isBuilt)) struct OddInputTests {
  @Test("An array of cards and calendars gives both, in either order")
  func mixedJSON() throws {
    let card = "[\"vcard\",[[\"version\",{},\"text\",\"4.0\"],[\"fn\",{},\"text\",\"Joe\"]]]"
    let calendar = "[\"vcalendar\",[],[[\"vevent\",[[\"uid\",{},\"text\",\"a\"]],[]]]]"
    for text in ["[\(card),\(calendar)]", "[\(calendar),\(card)]"] {
      let run = try drawbridge(["convert", "-"], stdin: Array(text.utf8))
      #expect(run.status == 0)
      #expect(run.stdout.contains("FN:Joe\r\n") && run.stdout.contains("UID:a\r\n"))
      #expect(!run.stdout.contains("AGENT"))
    }
  }

  @Test("JSON is told behind a byte order mark and many blanks")
  func byteOrderMark() throws {
    let card = "[\"vcard\",[[\"version\",{},\"text\",\"4.0\"],[\"fn\",{},\"text\",\"Joe\"]]]"
    for text in ["\u{FEFF}\(card)", String(repeating: " ", count: 400) + card] {
      let run = try drawbridge(["convert", "-"], stdin: Array(text.utf8))
      #expect(run.status == 0 && run.stdout.contains("FN:Joe\r\n"))
    }
  }

  @Test("A lone CR in a text tears no calendar apart")
  func carriageReturn() throws {
    let text =
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a\r\n"
      + "DESCRIPTION:x\rEND:VEVENT\rEND:VCALENDAR\rBEGIN:VCARD\rFN:Evil\r\nSUMMARY:Kept\r\n"
      + "END:VEVENT\r\nEND:VCALENDAR\r\n"
    let run = try drawbridge(["convert", "-"], stdin: Array(text.utf8))
    #expect(run.stdout.contains("SUMMARY:Kept\r\n"))
    #expect(run.stdout.components(separatedBy: "BEGIN:VEVENT").count == 2)
    #expect(!run.stdout.contains("\nFN:Evil"))
  }

  @Test("A table of Google's is known though a note has a control character")
  func controlInTable() throws {
    let card = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Joe\r\nNOTE:a\u{1}b\r\nEND:VCARD\r\n"
    let table = try drawbridge(["convert", "-", "--to", "google-csv"], stdin: Array(card.utf8))
    let run = try drawbridge(["convert", "-"], stdin: table.output)
    #expect(run.status == 0 && run.stdout.contains("NOTE:a\u{1}b\r\n"))
  }

  @Test("A calendar without records is not split in silence")
  func split() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("e.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")
    let run = try drawbridge("convert", path, "--split", "-o", "\(folder.path)/out")
    #expect(run.status == 2 && run.stderr.contains("--split wrote nothing"))
  }

  @Test("Findings stand on one line each and hold no control character")
  func controlsInFindings() throws {
    let text =
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a\r\n"
      + "SUMMARY:a\\nb\u{1B}[31m\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    let run = try drawbridge(["check", "-"], stdin: Array(text.utf8))
    #expect(!run.stdout.contains("\u{1B}"))
    #expect(run.stdout.split(separator: "\n").allSatisfy { $0.hasSuffix("]") })
    #expect(run.stdout.contains("a\\nb\\u001B[31m"))
  }

  @Test("What the witness says of one component it says once")
  func restrictions() throws {
    let text =
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//T//T//EN\r\nBEGIN:VEVENT\r\nUID:a\r\n"
      + "DTSTAMP:20260101T000000Z\r\nDTSTART:20260101T090000Z\r\nDTEND:20260101T100000Z\r\n"
      + "DURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    let run = try drawbridge(["check", "-"], stdin: Array(text.utf8))
    let lines = run.stdout.split(separator: "\n").filter { $0.contains("libical-restriction") }
    #expect(lines.count == Set(lines).count)
    #expect(lines.allSatisfy { !$0.contains("components:") })
  }
}
