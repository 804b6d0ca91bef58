import Foundation
import TestSupport
import Testing

/// A workspace whose Google export is imported again and again.
private struct Repeated {
  let folder: TemporaryFolder
  var path: String { "\(folder.path)/w" }
  /// What says that an import was passed over.
  static let words = "the export is the one imported last (1 contact, 2 events); nothing changed."

  init() throws {
    folder = try TemporaryFolder()
    #expect(try run("init", path, "--id", "sample").status == 0)
    let contacts = try folder.write(
      "in/contacts.csv", "crmid,firstname,lastname,email,title\r\n1001,Joe,Bloggs,joe@acme.co,\r\n")
    let outcome = try run("import", contacts, "--from", "opencrm", "--complete")
    #expect(outcome.status == 0, "\(outcome.stderr)")
    try writeExport()
    #expect(try bring().contains("2 new"))
  }

  func run(_ arguments: String...) throws -> Program.Outcome {
    try drawbridge(
      arguments + (arguments.contains("--now") ? [] : ["--now", "2026-11-23T09:00:00Z"])
        + (arguments[0] == "init" ? [] : ["-C", path]))
  }

  func writeExport(stamp: String = "20261122T080000Z", title: String = "Buyer") throws {
    try folder.write(
      "in/Takeout/Contacts/All Contacts/All Contacts.vcf",
      "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Joe Bloggs\r\nN:Bloggs;Joe;;;\r\nTITLE:\(title)\r\n"
        + "EMAIL;TYPE=INTERNET:joe@acme.co\r\nCATEGORIES:myContacts\r\nEND:VCARD\r\n")
    let events = ["1", "2"].map { day in
      "BEGIN:VEVENT\r\nDTSTART:2026120\(day)T090000Z\r\nDTEND:2026120\(day)T100000Z\r\n"
        + "DTSTAMP:\(stamp)\r\nUID:\(day)@google.com\r\nSUMMARY:Review \(day)\r\nEND:VEVENT\r\n"
    }
    let head =
      "BEGIN:VCALENDAR\r\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\r\nVERSION:2.0\r\n"
      + "X-WR-CALNAME:joe@acme.co\r\nX-WR-TIMEZONE:Europe/London\r\n"
    try folder.write(
      "in/Takeout/Calendar/joe@acme.co.ics", head + events.joined() + "END:VCALENDAR\r\n")
  }

  /// Imports the export, and says what was told.
  @discardableResult
  func bring(_ options: String..., status: Int32 = 0) throws -> String {
    try bring(options, status: status)
  }

  @discardableResult
  func bring(_ options: [String], status: Int32 = 0) throws -> String {
    let outcome = try drawbridge(
      ["import", "\(folder.path)/in/Takeout", "--from", "google:first", "-C", path]
        + (options.contains("--now") ? [] : ["--now", "2026-11-23T09:00:00Z"]) + options)
    #expect(outcome.status == status, "\(outcome.stderr)")
    return outcome.stderr
  }

  /// What the workspace shows of its data, and the plan.
  func shown() throws -> [String] {
    let files = try folder.contents().sorted { $0.key < $1.key }.filter {
      $0.key.hasPrefix("w/google/") || $0.key.hasPrefix("w/agreed/")
    }
    return try [run("plan", "--json").stdout, run("status").stdout]
      + files.map { "\($0.key): \(String(decoding: $0.value, as: UTF8.self))" }
  }
}

/// The second import of one export (`ImportMemory`).
@Suite(.enabled(if: Prerequisite.isBuilt))
struct RepeatedImportTests {
  @Test("The same export, whatever the times of writing in it, is not read again")
  func passedOver() throws {
    let repeated = try Repeated()
    let before = try repeated.run("plan", "--json").stdout
    #expect(try repeated.bring().contains(Repeated.words))
    try repeated.writeExport(stamp: "20261123T080000Z")
    let told = try repeated.bring()
    #expect(told.contains(Repeated.words) && told.contains("Next: drawbridge export"))
    let after = try repeated.run("plan", "--json").stdout
    #expect(try steps(after) == steps(before))
    let log = try repeated.run("log").stdout
    #expect(log.contains("4  2026-11-23T09:00:00Z") && log.contains(Repeated.words))
    // The export is the one of the later time.
    #expect(try repeated.run("status").stdout.contains("takeout of 2026-11-23T08:00:00Z"))
    try repeated.writeExport(stamp: "20261122T090000Z")
    #expect(try repeated.bring(status: 3).contains("the last one imported was"))
  }

  private func steps(_ plan: String) throws -> String {
    let json = try JSONSerialization.jsonObject(with: Data(plan.utf8)) as? [String: Any]
    let steps = try JSONSerialization.data(
      withJSONObject: try #require(json?["steps"]), options: .sortedKeys)
    return String(decoding: steps, as: UTF8.self)
  }

  @Test("What was passed over leaves the workspace as an import that read it would")
  func likeRead() throws {
    let over = try Repeated()
    let read = try Repeated()
    for hour in ["10", "11"] {
      let now = ["--now", "2026-11-23T\(hour):00:00Z"]
      for one in [over, read] { try one.writeExport(stamp: "20261123T\(hour)0000Z") }
      try Data().write(to: URL(fileURLWithPath: "\(read.path)/.drawbridge/imports"))
      #expect(try over.bring(now).contains(Repeated.words))
      #expect(try !read.bring(now).contains(Repeated.words))
    }
    // What comes later gets the same UIDs.
    for one in [over, read] { try one.writeExport(stamp: "20261125T080000Z", title: "Head") }
    try over.folder.write("in/Takeout/Contacts/My/My.vcf", Self.newcomer)
    try read.folder.write("in/Takeout/Contacts/My/My.vcf", Self.newcomer)
    for one in [over, read] { #expect(try one.bring().contains("1 new, 1 changed")) }
    #expect(try over.shown() == read.shown())
  }

  private static let newcomer =
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Lee\r\nN:Lee;Ann;;;\r\nEND:VCARD\r\n"

  @Test("A value that changed, other options, other settings: everything is read")
  func read() throws {
    let repeated = try Repeated()
    #expect(try repeated.bring().contains(Repeated.words))
    #expect(try !repeated.bring("--complete").contains(Repeated.words))
    #expect(try repeated.bring("--complete").contains(Repeated.words))
    #expect(try !repeated.bring("--verbose", "--complete").contains(Repeated.words))
    try repeated.writeExport(title: "Head of buying")
    #expect(try repeated.bring().contains("0 new, 1 changed"))
    #expect(try repeated.bring().contains(Repeated.words))
    let settings = "\(repeated.path)/drawbridge.yaml"
    let text = try String(contentsOfFile: settings, encoding: .utf8)
    try (text + "\n# A remark\n").write(toFile: settings, atomically: true, encoding: .utf8)
    #expect(try !repeated.bring().contains(Repeated.words))
  }

  @Test("Windows of time move from day to day: on another day everything is read")
  func otherDay() throws {
    let repeated = try Repeated()
    #expect(try !repeated.bring("--now", "2026-11-24T09:00:00Z").contains(Repeated.words))
    #expect(try repeated.bring("--now", "2026-11-24T23:00:00Z").contains(Repeated.words))
  }

  @Test("A canonical file that somebody changed is written again")
  func canonicalFile() throws {
    let repeated = try Repeated()
    let file = "\(repeated.path)/google/first/contacts.vcf"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try (text + "X").write(toFile: file, atomically: true, encoding: .utf8)
    #expect(try !repeated.bring().contains(Repeated.words))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
  }

  @Test("After an export or an undo, and while steps are out, everything is read")
  func underWay() throws {
    let repeated = try Repeated()
    #expect(try repeated.bring().contains(Repeated.words))
    #expect(try repeated.run("undo", "3").status == 0)
    #expect(try !repeated.bring().contains(Repeated.words))
    #expect(try repeated.bring().contains(Repeated.words))
    let exported = try repeated.run("export", "-o", "\(repeated.folder.path)/out")
    #expect(exported.status == 0, "\(exported.stderr)")
    // Whether it was carried out is not known before OpenCRM is seen again.
    for _ in 0..<3 { #expect(try !repeated.bring().contains(Repeated.words)) }
  }

  @Test("A memory that cannot be read is no memory")
  func damaged() throws {
    let repeated = try Repeated()
    for text in ["", "junk", "{}", "{\"side\":\"google:first\",\"key\":\"x\"}", "\u{0}"] {
      try Data(text.utf8).write(
        to: URL(fileURLWithPath: "\(repeated.path)/.drawbridge/imports"))
      #expect(try !repeated.bring().contains(Repeated.words))
      #expect(try repeated.bring().contains(Repeated.words))
    }
  }
}
