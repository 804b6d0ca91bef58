import Foundation
import TestSupport
import Testing

/// Ledgers that earlier versions wrote (`Ledgers/make-ledger` says how): each opens, to an empty
/// plan, and can be written on.
@Suite("Ledgers of earlier versions", .enabled(if: Prerequisite.isBuilt)) struct OldLedgerTests {
  private static let folder = Program.packageFolder
    .appendingPathComponent("Tests/CommandLineTests/Ledgers")

  static let forms: [Int] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.compactMap { $0.hasPrefix("form-") ? Int($0.dropFirst(5)) : nil }.sorted()
  }()

  private static let clock = ["--now", "2026-11-16T11:00:00Z"]

  private func copy(_ form: Int) throws -> (folder: TemporaryFolder, workspace: String) {
    let folder = try TemporaryFolder()
    let workspace = folder.path + "/w"
    try FileManager.default.copyItem(
      atPath: Self.folder.appendingPathComponent("form-\(form)").path, toPath: workspace)
    return (folder, workspace)
  }

  @Test("It opens to an empty plan, and reading leaves it as it was", arguments: forms)
  func opens(_ form: Int) throws {
    let (folder, workspace) = try copy(form)
    let before = try folder.contents()
    for command in [["plan"], ["why", "Nora Quist"], ["log"], ["show", "Paul Reed"]] {
      let outcome = try Program.run(command + ["-C", workspace] + Self.clock)
      #expect(outcome.status == 0, "\(command): \(outcome.stderr)")
      if command == ["plan"] {
        #expect(outcome.stdout.contains("Nothing to do: all sides agree but for what"))
        #expect(outcome.stdout.contains("Paul Reed"), "what is kept apart is still known")
      }
    }
    #expect(try folder.contents() == before)
  }

  @Test("It can be written on", arguments: forms)
  func canBeWritten(_ form: Int) throws {
    let (folder, workspace) = try copy(form)
    for command in [["undo"], ["undo", "10"], ["plan"]] {
      let outcome = try Program.run(command + ["-C", workspace] + Self.clock)
      #expect(outcome.status == 0, "\(command): \(outcome.stderr)")
    }
    #expect(try Self.version("\(workspace)/.drawbridge/ledger.sqlite") == Self.current())
    _ = folder
  }

  @Test("There is one of every form up to the present one")
  func everyFormIsHere() throws {
    #expect(Self.forms == Array(1...(try Self.current())), "make one with Ledgers/make-ledger")
  }

  /// The form that this program writes.
  private static func current() throws -> Int {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(["init", "\(folder.path)/w", "--id", "x"])
    #expect(outcome.status == 0)
    return try version("\(folder.path)/w/.drawbridge/ledger.sqlite")
  }

  /// SQLite's user_version: four bytes, the high one first.
  private static func version(_ path: String) throws -> Int {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    return bytes.dropFirst(60).prefix(4).reduce(0) { $0 << 8 | Int($1) }
  }
}
