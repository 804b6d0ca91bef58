import ArgumentParser
import FileSide
import Glibc
import Ledger
import Settings

/// Makes a workspace.
struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Makes a workspace with commented settings.")

  @Argument(help: "The folder; the current one where missing.")
  var folder: String?

  @Option(help: "The id of the workspace; UIDs are derived from it. Random where missing.")
  var id: String?

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let path = folder ?? global.directory ?? "."
    let name = id ?? Self.randomID()
    guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x22 }) else {
      throw CommandFailure(
        .impossible, "--id \(name): use letters, digits and hyphens without spaces.")
    }
    let settings = "\(path)/\(Settings.fileName)"
    let isNew = try Workspace.translating {
      try AtomicFile.makeFolder(path)
      let ledgerPath = "\(path)/.drawbridge/ledger.sqlite"
      if access(ledgerPath, F_OK) == 0 {
        guard access(settings, F_OK) != 0 else {
          throw CommandFailure(
            .impossible, "\(path) is a workspace already. Nothing was changed.")
        }
        let ledger = try Ledger.open(at: ledgerPath, mode: .readOnly)
        defer { ledger.close() }
        return try Self.restoreSettings(at: settings, of: ledger.workspaceID, global.console)
      }
      try AtomicFile.makeFolder("\(path)/.drawbridge", access: .owner)
      try AtomicFile.makeFolder("\(path)/.drawbridge/credentials", access: .owner)
      if access(settings, F_OK) != 0 {
        try AtomicFile.write(
          Array(Settings.template(workspaceID: name, zone: "Europe/London").utf8), to: settings)
      }
      let ledger = try Ledger.create(
        at: ledgerPath, workspaceID: name)
      ledger.close()
      return true
    }
    guard isNew else { return }
    global.console.note(
      "Workspace \(name) is ready in \(path). Next: edit \(Settings.fileName), then "
        + "drawbridge import EXPORT --from opencrm")
  }

  /// Settings that were lost, with their default values: the ledger knows the workspace.
  ///
  /// - Returns: false; the workspace is not new.
  private static func restoreSettings(
    at path: String, of workspace: String, _ console: Console
  ) throws -> Bool {
    try AtomicFile.write(
      Array(Settings.template(workspaceID: workspace, zone: "Europe/London").utf8), to: path)
    console.note(
      "The settings of workspace \(workspace) were missing and are written anew, with their default "
        + "values. Next: edit \(path)")
    return false
  }

  private static func randomID() -> String {
    var random = SystemRandomNumberGenerator()
    return String(random.next(), radix: 36)
  }
}
