import Foundation
import TestSupport
import Testing

/// What bad input gets: a clear message, the right exit code, the good records beside it.
@Suite(.enabled(if: Prerequisite.isBuilt))
struct BadInputTests {
  private static let joe = card("joe", "FN:Joe Bloggs", "N:Bloggs;Joe;;;")

  /// A zip whose members are given as Python source.
  private static func zip(_ folder: TemporaryFolder, _ members: String) throws -> String {
    let path = folder.url.appendingPathComponent("export.zip").path
    try python(
      """
      import sys, zipfile, random
      random.seed(5)
      joe = sys.argv[2].encode()
      with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as archive:
          archive.writestr("Takeout/Contacts/joe.vcf", joe)
      \(members.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
      """, [path, joe])
    return path
  }

  /// Expects the good card from `convert`, and from `check` an error of a code with words.
  private func expectGoodAndError(
    _ path: String, _ code: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let converted = try drawbridge("convert", path)
    #expect(converted.status == 2, sourceLocation: sourceLocation)
    #expect(
      converted.stderr.contains("everything else was written"), sourceLocation: sourceLocation)
    #expect(converted.stdout == Self.joe, sourceLocation: sourceLocation)
    #expect(converted.stderr.contains(path), sourceLocation: sourceLocation)
    #expect(converted.stderr.contains("[\(code)]"), sourceLocation: sourceLocation)
    let checked = try drawbridge("check", path, "--json")
    #expect(checked.status == 1, sourceLocation: sourceLocation)
    let finding = try #require(
      try objects(checked.stdout).first { $0["code"] as? String == code },
      "\(checked.stdout)", sourceLocation: sourceLocation)
    #expect(finding["severity"] as? String == "error", sourceLocation: sourceLocation)
    for member in ["file", "message", "fix"] {
      #expect((finding[member] as? String)?.isEmpty == false, sourceLocation: sourceLocation)
    }
    // What could not be read must not count as deleted.
    let output = "\(path).out.vcf"
    let merged = try drawbridge("merge", path, path, path, "-o", output)
    #expect(merged.status == 2, sourceLocation: sourceLocation)
    #expect(merged.stderr.contains("Nothing was merged"), sourceLocation: sourceLocation)
    #expect(!FileManager.default.fileExists(atPath: output), sourceLocation: sourceLocation)
  }

  @Test("A truncated zip gives what stands before the damage", .enabled(if: Prerequisite.hasPython))
  func truncatedZip() throws {
    let folder = try TemporaryFolder()
    let path = try Self.zip(
      folder,
      """
      archive.writestr("Takeout/Contacts/more.vcf",
          b"".join(joe.replace(b"joe", b"j%d" % random.randrange(10**9)) for _ in range(500)))
      """)
    let bytes = try folder.bytes("export.zip")
    try folder.write("export.zip", Array(bytes.dropLast(bytes.count / 4)))
    try expectGoodAndError(path, "input.damaged-archive")

    try folder.write("export.zip", Array(bytes.prefix(20)))
    let hopeless = try drawbridge("convert", path)
    #expect(hopeless.status == 2)
    #expect(hopeless.output.isEmpty)
    #expect(hopeless.stderr.contains(path))
  }

  @Test("A zip bomb is not unpacked", .enabled(if: Prerequisite.hasPython))
  func zipBomb() throws {
    let folder = try TemporaryFolder()
    let path = try Self.zip(
      folder,
      """
      with archive.open("bomb.vcf", "w", force_zip64=True) as member:
          member.write(b"BEGIN:VCARD\\r\\nFN:X\\r\\nNOTE:")
          for _ in range(400):
              member.write(b"a" * (1 << 20))
      """)
    #expect(try folder.bytes("export.zip").count < 1 << 20)
    try expectGoodAndError(path, "input.bomb")
  }

  @Test("An entry that leads out of its archive is not read", .enabled(if: Prerequisite.hasPython))
  func unsafeName() throws {
    let folder = try TemporaryFolder()
    let path = try Self.zip(
      folder,
      #"archive.writestr("../x.vcf", joe.replace(b"joe", b"evil"))"#)
    try expectGoodAndError(path, "input.unsafe-name")
    let parent = folder.url.deletingLastPathComponent().appendingPathComponent("x.vcf")
    #expect(!FileManager.default.fileExists(atPath: parent.path))
  }

  @Test("Inputs without records say so and end with 2")
  func nothingThere() throws {
    let folder = try TemporaryFolder()
    let empty = try folder.write("empty.vcf", "")
    try folder.write("photos/a.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3])
    try folder.write("photos/b.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    let photos = folder.url.appendingPathComponent("photos").path
    let missing = folder.url.appendingPathComponent("missing.vcf").path
    let words = [
      empty: "It is empty.", photos: "None of its 2 files", missing: "There is no file or folder",
    ]
    for (path, sentence) in words {
      for command in ["convert", "check", "occurrences"] {
        let run = try drawbridge(command, path)
        #expect(run.status == 2, "\(command) \(path)")
        #expect(run.output.isEmpty)
        #expect(run.stderr.contains("\(path): \(sentence)"), "\(run.stderr)")
      }
    }
    for path in [empty, missing] {
      #expect(try drawbridge("diff", path, path).status == 2)
      #expect(try drawbridge("merge", path, path, path).status == 2)
    }
  }

  @Test("Bytes that are no UTF-8 are named and the card beside them is unharmed")
  func invalidUTF8() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "mixed.vcf",
      Array("BEGIN:VCARD\r\nVERSION:4.0\r\nUID:a\r\nFN:J".utf8) + [0xF6]
        + Array("rg\r\nEND:VCARD\r\n".utf8) + Array(Self.joe.utf8))
    let converted = try drawbridge("convert", path)
    #expect(converted.status == 0)
    #expect(converted.stdout.hasSuffix(Self.joe))
    #expect(converted.stdout.contains("FN:Jörg\r\n"))
    let findings = try objects(try drawbridge("check", path, "--json").stdout)
    #expect(
      findings.contains { $0["code"] as? String == "invalid-utf8" && $0["line"] as? Int == 4 })
  }

  @Test("Components nested thousands deep neither crash nor lose what they hold")
  func deepNesting() throws {
    let folder = try TemporaryFolder()
    let alarms = (0..<20_000).map { "BEGIN:X-DEEP\r\nX-NUMBER:n\($0)\r\n" }.joined()
    let files = [
      "calendar.ics": "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:e\r\n\(alarms)",
      "card.vcf": "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:c\r\nFN:C\r\n\(alarms)END:VCARD\r\n",
      "agents.vcf": String(
        repeating: "BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Agent\r\nAGENT:\r\n", count: 2_000),
    ]
    for (name, content) in files.sorted(by: { $0.key < $1.key }) {
      let path = try folder.write(name, content)
      let converted = try drawbridge("convert", path)
      #expect(converted.status == 0, "\(name): \(converted.stderr.suffix(300))")
      if name != "agents.vcf" {
        #expect(converted.stdout.contains("n19999"), "\(name)")
        #expect(converted.stdout.contains("n0\r\n"), "\(name)")
      }
      #expect(try drawbridge(["convert", "-"], stdin: converted.output).output == converted.output)
      let checked = try drawbridge("check", path)
      #expect(checked.status == 1, "\(name)")
      #expect(checked.stdout.contains("nested-too-deep"), "\(name)")
    }
  }

  @Test("A line of 200 MB is read, checked and kept")
  func longLine() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("long.vcf", [])
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.write(
      contentsOf: Data("BEGIN:VCARD\r\nVERSION:4.0\r\nUID:long\r\nFN:Long\r\nNOTE:".utf8))
    let piece = Data(repeating: 0x61, count: 1 << 20)
    for _ in 0..<200 { try file.write(contentsOf: piece) }
    try file.write(contentsOf: Data("\r\nEND:VCARD\r\n\(Self.joe)".utf8))
    try file.close()
    for command in ["convert", "check"] {
      let start = ContinuousClock.now
      let run = try drawbridge([command, path], seconds: 300)
      print("\(command) of a line of 200 MB: \(seconds(since: start))")
      #expect(run.status == 0, "\(command): \(run.stderr.prefix(300))")
      if command == "convert" {
        #expect(run.output.suffix(Self.joe.utf8.count).elementsEqual(Self.joe.utf8))
        #expect(run.output.filter { $0 == 0x61 }.count >= 200 << 20)
      }
    }
  }

  @Test("An empty file among others does not count as a deletion in a merge")
  func emptyFileInFolder() throws {
    let folder = try TemporaryFolder()
    for side in ["base", "left", "right"] {
      try folder.write("\(side)/joe.vcf", Self.joe)
      try folder.write("\(side)/mary.vcf", card("mary", "FN:Mary"))
    }
    try folder.write("left/mary.vcf", "")
    let before = try folder.contents()
    let path = folder.path
    for arguments in [
      ["\(path)/base", "\(path)/left", "\(path)/right", "-o", "\(path)/out"],
      ["--two", "\(path)/left", "\(path)/right"],
    ] {
      let run = try drawbridge(["merge"] + arguments)
      #expect(run.status == 2)
      #expect(run.stderr.contains("left/mary.vcf") && run.stderr.contains("Nothing was merged"))
    }
    #expect(try folder.contents() == before)
  }

  @Test("Cards and calendars of one file are both read, and converted again change nothing")
  func mixedFile() throws {
    let folder = try TemporaryFolder()
    let meeting = event("meeting", "DTSTAMP:20260101T000000Z", "DTSTART:20260102T090000Z")
    let mixed = try folder.write("mixed.ics", meeting + Self.joe)
    let once = try drawbridge("convert", mixed)
    #expect(once.stdout.hasSuffix(Self.joe) && once.stdout.contains("UID:meeting"))
    let again = try drawbridge("convert", try folder.write("again.ics", once.stdout))
    #expect(again.stdout == once.stdout)
    let checked = try drawbridge("check", mixed)
    #expect(
      checked.status == 0 && checked.stderr.contains("2 records in 1 files: 0 errors, 0 warn"))
    let workspace = "\(folder.path)/w"
    #expect(try drawbridge("init", workspace, "--id", "test").status == 0)
    #expect(try drawbridge("import", mixed, "--from", "opencrm", "-C", workspace).status == 0)
    #expect(try folder.read("w/opencrm/contacts.vcf").contains("Joe Bloggs"))
    #expect(try folder.read("w/opencrm/events.ics").contains("UID:meeting"))
  }

  /// A Takeout with one contact and one task, due at a moment.
  private func takeout(_ folder: TemporaryFolder, _ name: String, title: String, due: String)
    throws -> String
  {
    try folder.write("\(name)/Contacts/joe.vcf", Self.joe)
    try folder.write(
      "\(name)/Tasks/Tasks.json",
      #"{"kind": "tasks#taskLists", "items": [{"kind": "tasks#tasks", "id": "l", "title": "Office", "#
        + #""items": [{"kind": "tasks#task", "id": "t1", "title": "\#(title)", "due": "\#(due)"}]}]}"#
    )
    return "\(folder.path)/\(name)"
  }

  @Test("The tasks of Takeouts are converted and compared")
  func tasksInDiff() throws {
    let folder = try TemporaryFolder()
    let old = try takeout(folder, "t", title: "Call Ann", due: "2026-05-04T00:00:00Z")
    let new = try takeout(folder, "u", title: "Call Mary", due: "2026-05-05T00:00:00Z")
    #expect(try drawbridge("diff", old, old).status == 0)
    let run = try drawbridge("diff", old, new, "--json")
    #expect(run.status == 1)
    let rows = try objects(run.stdout)
    #expect(rows.count == 1)
    #expect(rows.first?["kind"] as? String == "task" && rows.first?["uid"] as? String == "t1")
    let changes = try #require(rows.first?["changes"] as? [[String: Any]])
    #expect(changes.map { $0["property"] as? String } == ["DUE", "SUMMARY"])
    let converted = try drawbridge("convert", "\(old)/Tasks/Tasks.json")
    #expect(converted.status == 0)
    for line in ["X-WR-CALNAME:Office", "UID:t1", "SUMMARY:Call Ann", "DUE;VALUE=DATE:20260504"] {
      #expect(converted.stdout.contains("\(line)\r\n"), "\(converted.stdout)")
    }
    let checked = try drawbridge("check", old)
    #expect(checked.stderr.contains("2 records in 2 files"))
    #expect(checked.stdout.contains("Google's JSON: 1 task of 1 list."), "\(checked.stdout)")
    let merged = try drawbridge("merge", old, old, new, "-o", "\(folder.path)/out")
    #expect(merged.status == 2 && merged.stderr.contains("Tasks.json is JSON"))
  }

  @Test("Takeouts whose tasks could not be compared are not called equal")
  func zonedTasksInDiff() throws {
    let folder = try TemporaryFolder()
    let old = try takeout(folder, "t", title: "Call Ann", due: "2018-05-04T22:00:00Z")
    let new = try takeout(folder, "u", title: "Call Mary", due: "2018-05-04T22:00:00Z")
    // The same bytes are no difference in any zone.
    #expect(try drawbridge("diff", old, new).status == 1)
    let run = try drawbridge("diff", old, new)
    #expect(run.stderr.contains("Tasks.json: was left out: its tasks"), "\(run.stderr)")
    #expect(run.stderr.contains("not compared"))
    let converted = try drawbridge("convert", old)
    #expect(converted.status == 2 && converted.stdout.contains("UID:joe"))
    // The calendar beside them tells the zone.
    for name in ["t", "u"] {
      try folder.write(
        "\(name)/Calendar/own.ics",
        event("meeting", "DTSTAMP:20260101T000000Z", "DTSTART:20260102T090000Z").replacing(
          "VERSION:2.0\r\n",
          with: "VERSION:2.0\r\nX-WR-CALNAME:joe@example.com\r\nX-WR-TIMEZONE:Europe/Berlin\r\n"))
    }
    let told = try drawbridge("diff", old, new)
    #expect(told.stdout.contains("SUMMARY: Call Ann -> Call Mary"), "\(told.output)\(told.stderr)")
    #expect(try drawbridge("convert", old).stdout.contains("DUE;VALUE=DATE:20180505\r\n"))
  }

  @Test("Tables that were not compared are not called equal")
  func tablesInDiff() throws {
    let folder = try TemporaryFolder()
    // Tables of OpenCRM are no cards.
    let one = try folder.write("one.csv", "crmid,lastname\r\n1,Joe\r\n")
    let two = try folder.write("two.csv", "crmid,lastname\r\n1,Jo\r\n")
    #expect(try drawbridge("diff", one, two).status == 1)
  }

  @Test("A CSV with the wrong columns is refused with its name and changes nothing")
  func wrongColumns() throws {
    let folder = try TemporaryFolder()
    let workspace = "\(folder.path)/w"
    #expect(try drawbridge("init", workspace, "--id", "test").status == 0)
    let wrong = try folder.write("wrong.csv", "Colour,Size\r\nred,10\r\n")
    let before = try folder.contents()
    let run = try drawbridge("import", wrong, "--from", "opencrm", "-C", workspace)
    #expect(run.status == 2)
    #expect(run.stderr.contains(wrong), "\(run.stderr)")
    #expect(run.stderr.contains("\"Colour\""), "\(run.stderr)")
    #expect(run.stderr.contains("opencrm.columns in drawbridge.yaml"), "\(run.stderr)")
    #expect(try folder.contents() == before)

    // Beside a good file it is left out, by name.
    let good = try folder.write(
      "good.csv", "crmid,firstname,lastname,email\r\n1,Joe,Bloggs,joe@acme.co\r\n")
    let both = try drawbridge("import", good, wrong, "--from", "opencrm", "-C", workspace)
    #expect(both.status == 0, "\(both.stderr)")
    #expect(both.stderr.contains(wrong), "\(both.stderr)")
    #expect(try folder.read("w/opencrm/contacts.vcf").contains("Bloggs"))
  }

  @Test("A name under opencrm.columns that is no field is bad settings: line and nearest name")
  func wrongColumnNames() throws {
    let folder = try TemporaryFolder()
    let workspace = "\(folder.path)/w"
    #expect(try drawbridge("init", workspace, "--id", "test").status == 0)
    try folder.write(
      "w/drawbridge.yaml",
      """
      workspace: { id: test, zone: Europe/London }
      accounts:
        first: { google: first@example.com }
      opencrm:
        columns:
          frstname: "Given name"
      """)
    let before = try folder.contents()
    for arguments in [["settings"], ["plan"], ["status"]] {
      let run = try drawbridge(arguments + ["-C", workspace])
      #expect(run.status == 2, "\(arguments): \(run.stderr)")
      #expect(run.stderr.contains("drawbridge.yaml:6:5"), "\(run.stderr)")
      #expect(run.stderr.contains("Is `firstname` meant?"), "\(run.stderr)")
    }
    #expect(try folder.contents() == before)
  }
}
