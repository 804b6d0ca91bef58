import Foundation
import TestSupport
import Testing

/// `forget`: no byte of the person stays in any file of the workspace.
@Suite("Forgetting a person", .enabled(if: Prerequisite.isBuilt)) struct ForgetTests {
  private static let clock = ["--now", "2026-11-23T09:00:00Z"]

  /// Words that lead to the person. The surname and the number are shared with nobody.
  private static let traces = [
    "Quennell", "ottilie@", "0117 496 0871", "01174960871", "Marzipan", "K-55012", "Confectioner",
  ]

  private static func google(_ title: String) -> String {
    """
    BEGIN:VCARD\r
    VERSION:3.0\r
    N:Quennell;Ottilie;;;\r
    FN:Ottilie Quennell\r
    TITLE:\(title)\r
    EMAIL:ottilie@quennell.example\r
    NOTE:Likes Marzipan\\, and a very long sentence that has to be folded when it is written out.\r
    END:VCARD\r
    BEGIN:VCARD\r
    VERSION:3.0\r
    N:Quick;Ann;;;\r
    FN:Ann Quick\r
    EMAIL:ann@quick.example\r
    END:VCARD\r

    """
  }

  private static func openCRM(_ title: String) -> String {
    """
    crmid,firstname,lastname,title,email,phone\r
    K-55012,Ottilie,Quennell,\(title),ottilie@quennell.example,0117 496 0871\r
    7,Ben,Fox,,ben@fox.example,\r

    """
  }

  /// A workspace in which she was imported, exported, in conflict, and decided about by name.
  private func workspace() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (round, titles) in [("1", ("", "")), ("2", ("Confectioner", "Chocolatier"))] {
      _ = try folder.write("g\(round)/all.vcf", Self.google(titles.0))
      _ = try folder.write("o\(round)/contacts.csv", Self.openCRM(titles.1))
    }
    for arguments in [
      ["init", "w", "--id", "x"],
      ["import", "g1", "--from", "google:first", "-C", "w"],
      ["import", "o1", "--from", "opencrm", "-C", "w"], ["export", "-C", "w"],
      ["import", "g2", "--from", "google:first", "-C", "w"],
      ["import", "o2", "--from", "opencrm", "-C", "w"],
      ["resolve", "ottilie QUENNELL", "--take", "google:first", "-C", "w"], ["export", "-C", "w"],
    ] {
      let outcome = try Program.run(arguments + Self.clock, in: folder.path)
      #expect(outcome.status == 0, "\(arguments): \(outcome.stderr)")
    }
    return folder
  }

  private func found(in folder: String) throws -> [String] {
    var found: [String] = []
    let files = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
    for file in files {
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(file)") else { continue }
      for trace in Self.traces where data.range(of: Data(trace.utf8)) != nil {
        found.append("\(file): \(trace)")
      }
    }
    return found.sorted()
  }

  @Test("No byte of it stays in any file of the workspace; the others stay")
  func noByteStays() throws {
    let folder = try workspace()
    let place = "\(folder.path)/w"
    // What runs that were killed left half-written.
    let halves = [".drawbridge/.drawbridge-1-a.tmp", "out/opencrm/.drawbridge-1-b.tmp"]
    for half in halves { _ = try folder.write("w/\(half)", "646 agreed/contacts.vcf\nK-550") }
    // The test can fail: all of it is there before.
    #expect(Set(try found(in: place).map { $0.split(separator: ":").last }).count > 5)
    let outcome = try Program.run(
      ["forget", "Ottilie Quennell", "-C", "w"] + Self.clock, in: folder.path)
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let left = try found(in: place)
    #expect(left == [])
    for half in halves {
      #expect(!FileManager.default.fileExists(atPath: "\(place)/\(half)"), "\(half)")
    }
    #expect(outcome.stderr.contains("OpenCRM still holds it (id K-55012)"))
    #expect(outcome.stderr.contains("Google (first) still holds it"))
    for name in ["Ann Quick", "Ben Fox"] {
      let show = try Program.run(["show", name, "-C", "w"] + Self.clock, in: folder.path)
      #expect(show.status == 0, "\(show.stderr)")
    }
    let cards = try String(contentsOfFile: "\(place)/google/first/contacts.vcf", encoding: .utf8)
    #expect(cards.contains("Quick"))
  }

  @Test("Later imports leave it out and count it, and undo does not bring it back")
  func staysAway() throws {
    let folder = try workspace()
    func run(_ arguments: [String]) throws -> Program.Outcome {
      try Program.run(arguments + ["-C", "w"] + Self.clock, in: folder.path)
    }
    #expect(try run(["forget", "Ottilie Quennell"]).status == 0)
    for arguments in [
      ["import", "g2", "--from", "google:first"], ["import", "o2", "--from", "opencrm"],
    ] {
      let outcome = try run(arguments)
      #expect(outcome.status == 0)
      #expect(
        outcome.stderr.contains("1 contact was left out: forgotten in this workspace."),
        "\(outcome.stderr)")
    }
    let log = try run(["log"]).stdout
    #expect(log.contains("8  2026-11-23T09:00:00Z  forget"), "\(log)")
    #expect(try run(["undo", "8"]).status == 2)
    for number in ["10", "9", "7"] { _ = try run(["undo", number]) }
    #expect(try run(["export", "--side", "agreed", "--as", "vcf", "-o", "all"]).status == 0)
    let left = try found(in: "\(folder.path)/w") + found(in: "\(folder.path)/all")
    #expect(left == [])
  }

  @Test("All records of the person go at once, and nobody who shares an address")
  func duplicates() throws {
    let folder = try TemporaryFolder()
    func person(_ given: String, _ email: String) -> String {
      "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Quennell;\(given);;;\r\nFN:\(given) Quennell\r\n"
        + "EMAIL:\(email)\r\nTEL:0117 496 0871\r\nEND:VCARD\r\n"
    }
    _ = try folder.write(
      "g/all.vcf",
      person("Ottilie", "ottilie@quennell.example") + person("Ottilie", "o@home.example")
        + person("Jonas", "ottilie@quennell.example"))
    func run(_ arguments: String...) throws -> Program.Outcome {
      try Program.run(arguments + ["-C", "w"] + Self.clock, in: folder.path)
    }
    #expect(try Program.run(["init", "w", "--id", "x"], in: folder.path).status == 0)
    #expect(try run("import", "g", "--from", "google:first").status == 0)
    let agreed = try run("show", "Jonas Quennell")
    #expect(agreed.status == 0)
    #expect(try run("forget", "Ottilie Quennell").status == 2)
    let all = try String(
      contentsOfFile: "\(folder.path)/w/google/first/contacts.vcf", encoding: .utf8)
    let uid = all.split(separator: "\r\n").drop { $0 != "N:Quennell;Ottilie;;;" }
      .first { $0.hasPrefix("UID:") }?.dropFirst(4)
    let forget = try run("forget", String(uid ?? ""))
    #expect(forget.status == 0, "\(forget.stderr)")
    #expect(forget.stderr.contains("in 2 records"))
    #expect(try found(in: "\(folder.path)/w").allSatisfy { !$0.contains("o@home") })
    let again = try run("import", "g", "--from", "google:first")
    #expect(again.stderr.contains("read 1 contact"), "\(again.stderr)")
    #expect(!again.stderr.contains("deleted"))
    #expect(again.stderr.contains("2 contacts were left out"))
    #expect(try run("show", "Jonas Quennell").stdout == agreed.stdout)
    #expect(try run("show", "Ottilie Quennell").status == 2)
  }

  @Test("A run that was interrupted is finished by the next one")
  func interrupted() throws {
    let folder = try workspace()
    // A folder where a file has to be written stops it after the ledger was written.
    let file = "\(folder.path)/w/.drawbridge/files"
    try FileManager.default.removeItem(atPath: file)
    try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
    let first = try Program.run(
      ["forget", "Ottilie Quennell", "-C", "w"] + Self.clock, in: folder.path)
    #expect(first.status != 0)
    try FileManager.default.removeItem(atPath: file)
    let second = try Program.run(
      ["forget", "Ottilie Quennell", "-C", "w"] + Self.clock, in: folder.path)
    #expect(second.stderr.contains("it is finished now"))
    #expect(try found(in: "\(folder.path)/w") == [])
  }
}
