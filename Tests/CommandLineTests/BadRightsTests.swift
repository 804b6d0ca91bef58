import Foundation
import Glibc
import TestSupport
import Testing

/// Files and folders that a person may not read or not write, tried as a person who is not root:
/// root may do everything.
@Suite(.enabled(if: Ordinary.isPossible))
struct BadRightsTests {
  private let folder: TemporaryFolder
  private let workspace: String

  /// A workspace with one contact on each side.
  init() throws {
    folder = try TemporaryFolder()
    workspace = "\(folder.path)/w"
    try folder.write("first.csv", "crmid,firstname,lastname,email\r\n1,Joe,Bloggs,joe@acme.co\r\n")
    try folder.write("second.csv", "crmid,firstname,lastname,email\r\n1,Joe,Hill,joe@acme.co\r\n")
    try folder.write("cards/a.vcf", card("joe", "FN:Joe Bloggs"))
    try folder.write("cards/sub/b.vcf", card("mary", "FN:Mary Hill"))
    try Ordinary.own(folder.path)
    #expect(try run("init", workspace, "--id", "test").status == 0)
    #expect(try run("import", "first.csv", "--from", "opencrm", "-C", workspace).status == 0)
    #expect(try run("import", "cards", "--from", "google:first", "-C", workspace).status == 0)
  }

  private func run(_ arguments: String...) throws -> Program.Outcome {
    try Ordinary.drawbridge(arguments, in: folder.path)
  }

  /// Takes rights away for the time of the body.
  private func without(_ rights: mode_t, _ path: String, _ body: () throws -> Void) throws {
    var before = stat()
    try #require(stat("\(folder.path)/\(path)", &before) == 0)
    try #require(chmod("\(folder.path)/\(path)", before.st_mode & ~rights & 0o777) == 0)
    defer { chmod("\(folder.path)/\(path)", before.st_mode & 0o777) }
    try body()
  }

  @Test("What cannot be read is named, and two folders of which it is a part are not alike")
  func unreadableInput() throws {
    for hidden in ["cards/sub", "cards/sub/b.vcf"] {
      try without(0o777, hidden) {
        let diff = try run("diff", "cards", "cards")
        #expect(diff.status == 1)
        #expect(diff.stderr.contains(hidden) && diff.stderr.contains("not compared"))
        let merge = try run("merge", "-", "cards", "cards")
        #expect(merge.status == 2 && merge.output.isEmpty)
        #expect(merge.stderr.contains("Nothing was merged"))
        let convert = try run("convert", "cards")
        #expect(convert.stdout == card("joe", "FN:Joe Bloggs"))
        #expect(convert.stderr.contains("\(hidden): error:"))
        #expect(try run("check", "cards").status == 1)
      }
    }
    try without(0o777, "first.csv") {
      let before = try folder.contents().count
      let refused = try run("import", "first.csv", "--from", "opencrm", "-C", workspace)
      #expect(
        refused.status == 2 && refused.stderr.contains("first.csv: Reading it is not permitted"))
      #expect(try folder.contents().count == before)
    }
  }

  @Test("A workspace that may only be read is read, and nothing is changed")
  func readOnlyWorkspace() throws {
    let everything = ["w", "w/.drawbridge", "w/opencrm", "w/agreed", "w/google"]
    for path in everything { chmod("\(folder.path)/\(path)", 0o555) }
    defer { for path in everything { chmod("\(folder.path)/\(path)", 0o755) } }
    let before = try folder.contents()
    #expect(try run("status", "-C", workspace).status == 1)
    #expect(try run("plan", "-C", workspace).status == 1)
    for command in [["log"], ["settings"], ["show", "joe"]] {
      let run = try Ordinary.drawbridge(command + ["-C", workspace], in: folder.path)
      #expect(run.status == 0, "\(command): \(run.stderr)")
    }
    for command in [["import", "second.csv", "--from", "opencrm"], ["undo"], ["export"]] {
      let run = try Ordinary.drawbridge(command + ["-C", workspace], in: folder.path)
      #expect(run.status == 2, "\(command): \(run.stderr)")
      #expect(run.stderr.contains(workspace), "\(run.stderr)")
    }
    #expect(try folder.contents() == before)
  }

  @Test("An import that cannot show itself in a file says so, and the next command makes up for it")
  func readOnlyFiles() throws {
    try without(0o222, "w/opencrm") {
      let run = try run("import", "second.csv", "--from", "opencrm", "-C", workspace)
      #expect(run.status == 4, "\(run.stderr)")
      #expect(run.stderr.contains("w/opencrm/contacts.vcf"), "\(run.stderr)")
      #expect(run.stderr.contains("is recorded") && !run.stderr.contains("-o"), "\(run.stderr)")
      #expect(try folder.read("w/opencrm/contacts.vcf").contains("Bloggs"))
      let again = try self.run("import", "second.csv", "--from", "opencrm", "-C", workspace)
      #expect(again.status == 4 && again.stderr.contains("an earlier command"), "\(again.stderr)")
    }
    #expect(try run("import", "second.csv", "--from", "opencrm", "-C", workspace).status == 0)
    #expect(try folder.read("w/opencrm/contacts.vcf").contains("Hill"))
  }

  @Test("Settings and a ledger that may not be read are not taken for missing ones")
  func unreadableWorkspace() throws {
    for hidden in ["w/drawbridge.yaml", "w/.drawbridge/ledger.sqlite", "w/.drawbridge"] {
      try without(0o777, hidden) {
        let run = try run("status", "-C", workspace)
        #expect(run.status == 2)
        #expect(!run.stderr.contains("drawbridge init"), "\(run.stderr)")
        #expect(run.stderr.contains("permi"), "\(run.stderr)")
      }
    }
  }

  @Test("Settings that are gone come back with init, and the workspace stays what it was")
  func missingSettings() throws {
    let before = try folder.contents()
    unlink("\(workspace)/drawbridge.yaml")
    let status = try run("status", "-C", workspace)
    #expect(status.status == 2 && status.stderr.contains("drawbridge init"), "\(status.stderr)")
    #expect(try run("init", workspace, "--id", "another").status == 0)
    #expect(try folder.contents() == before)
    #expect(try run("init", workspace).status == 2)
  }
}

/// A person who is not root.
private enum Ordinary {
  private static let user: uid_t = 65_534

  /// The command before the program: nothing where this process is not root's.
  private static let becoming: [String] =
    geteuid() == 0
    ? ["setpriv", "--reuid", "\(user)", "--regid", "\(user)", "--clear-groups"] : []

  /// Whether the program can be run so; prints the reason where not.
  static let isPossible: Bool = {
    guard Prerequisite.isBuilt else { return false }
    let answer = try? drawbridge(["--version"], in: "/")
    if answer?.status != 0 {
      print("skipped: the program cannot be run here by a user who is not root.")
    }
    return answer?.status == 0
  }()

  /// Gives a folder and all in it to that person.
  static func own(_ path: String) throws {
    guard geteuid() == 0 else { return }
    let given = try Program.run("/usr/bin/env", ["chown", "-R", "\(user)", path])
    try #require(given.status == 0)
  }

  static func drawbridge(_ arguments: [String], in folder: String) throws -> Program.Outcome {
    guard let binary = Program.drawbridge else { throw Program.NotBuilt() }
    return try Program.run("/usr/bin/env", becoming + [binary] + arguments, in: folder)
  }
}
