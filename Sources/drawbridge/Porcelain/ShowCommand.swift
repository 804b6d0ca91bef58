import ArgumentParser
import Bridge
import Ledger
import Settings

/// Shows a record as every side holds it.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows a record as every side holds it.")

  @Argument(help: "A UID, a unique beginning of one, a side's id, or a unique name.")
  var record: String

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let workspace = try Workspace(global)
    let lines = try workspace.reading { bench -> [String] in
      try ShowReport.lines(try RecordArgument.find(record, on: &bench), on: &bench)
    }
    for line in lines { global.console.out(line) }
  }
}

/// The record that a RECORD argument names.
enum RecordArgument {
  /// - Throws: `CommandFailure` where there is none, or several.
  static func find(_ record: String, on bench: inout Workbench) throws -> LinkKey {
    let found = try ShowReport.find(record, on: &bench)
    guard let key = found.first else {
      throw CommandFailure(.impossible, "No record is called \(record).")
    }
    guard found.count == 1 else {
      throw CommandFailure(
        .impossible,
        "\(record) fits \(found.count) records: "
          + found.prefix(10).map(\.uid).joined(separator: ", ") + ". Say more of the UID.")
    }
    return key
  }
}

/// Shows the settings that hold, and where they come from.
struct SettingsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings", abstract: "Shows the settings that hold, and where they come from.")

  @Option(help: "Only the rows of this account.")
  var account: String?

  @Option(help: "Explain one row.")
  var explain: String?

  @Flag(help: "Accept settings that carry less than at the last plan, or to another place.")
  var accept = false

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let workspace = try Workspace(global)
    if accept {
      try await acceptSettings(workspace)
      return
    }
    let settings = workspace.settings
    try Workspace.translating {
      if let explain {
        global.console.out(try settings.explain(explain))
        return
      }
      for row in try settings.effectiveRows(account: account) {
        let note = row.works ? "" : "   (does not work yet)"
        global.console.out(
          "\(row.path): \(row.value)   [\(row.origin.described())]\(note)")
      }
      for remark in settings.remarks(account: account) { global.console.out("Note: \(remark)") }
    }
  }
  /// What the settings leave out is frozen; nothing else changes.
  private func acceptSettings(_ workspace: Workspace) async throws {
    let console = global.console
    var changes: [ScopeChange] = []
    try await workspace.writing("settings --accept") { bench in
      changes = try ScopeMark.accept(on: &bench)
      return changes.isEmpty
        ? nil
        : changes.map { "Accepted: \($0.path) is \($0.to ?? "not there any more")." }
    }
    for change in changes {
      console.note(
        "Accepted: \(change.path) was \(change.from ?? "not there") and is "
          + "\(change.to ?? "not there any more").")
    }
    console.note(
      changes.isEmpty
        ? "The settings carry all that they did at the last plan: there is nothing to accept."
        : "Next: drawbridge plan")
  }
}
