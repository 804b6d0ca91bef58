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
    try Workspace.translating {
      try AtomicFile.makeFolder(path)
      if access("\(path)/.drawbridge/ledger.sqlite", F_OK) == 0 {
        throw CommandFailure(
          .impossible, "\(path) is a workspace already. Nothing was changed.")
      }
      try AtomicFile.makeFolder("\(path)/.drawbridge", access: .owner)
      try AtomicFile.makeFolder("\(path)/.drawbridge/credentials", access: .owner)
      let settings = "\(path)/\(Settings.fileName)"
      if access(settings, F_OK) != 0 {
        try AtomicFile.write(
          Array(Settings.template(workspaceID: name, zone: "Europe/London").utf8), to: settings)
      }
      let ledger = try Ledger.create(
        at: "\(path)/.drawbridge/ledger.sqlite", workspaceID: name)
      ledger.close()
    }
    global.console.note(
      "Workspace \(name) is ready in \(path). Next: edit \(Settings.fileName), then "
        + "drawbridge import EXPORT --from opencrm")
  }

  private static func randomID() -> String {
    var random = SystemRandomNumberGenerator()
    return String(random.next(), radix: 36)
  }
}
