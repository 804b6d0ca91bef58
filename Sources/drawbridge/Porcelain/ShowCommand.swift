import ArgumentParser
import Bridge
import Foundation
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

  @Flag(help: "Accept settings that carry less than at the last plan, move records or delete more.")
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
        let row = try settings.rowPath(explain)
        let plan = try workspace.reading { try Planner.plan(on: $0) }
        global.console.out(
          try settings.explain(explain) + " "
            + (RuleExample.sentence(for: row, in: plan)
              ?? "It decides about no record of this workspace just now."))
        return
      }
      for row in try settings.effectiveRows(account: account) {
        global.console.out("\(row.path): \(row.value)   [\(row.origin.described())]")
      }
      for remark in settings.remarks(account: account) { global.console.out("Note: \(remark)") }
      let accepted = try workspace.reading { Disclaimer.acceptance(in: $0.state) }
      global.console.out(
        accepted.map { "The warning was accepted on \($0.when) by \($0.who)." }
          ?? "Note: \(Disclaimer.how)")
    }
  }

  /// Accepts the warning, where nobody did, and settings that carry less: what they leave out is
  /// frozen; nothing else changes.
  private func acceptSettings(_ workspace: Workspace) async throws {
    let console = global.console
    var changes: [ScopeChange] = []
    var isNew = false
    let who = ProcessInfo.processInfo.environment["USER"] ?? ""
    try await workspace.writing("settings --accept") { bench in
      changes = try ScopeMark.accept(on: &bench)
      isNew = Disclaimer.acceptance(in: bench.state) == nil
      if isNew { Disclaimer.accept(by: who, on: &bench) }
      let sentences =
        (isNew ? ["Accepted: the warning."] : [])
        + changes.map { "Accepted: \($0.path) is \($0.to ?? "not there any more")." }
      return sentences.isEmpty ? nil : sentences
    }
    if isNew {
      for line in Disclaimer.lines { console.note(line) }
      console.note("Accepted: this warning.")
    }
    for change in changes {
      console.note("Accepted: \(change.sentence).")
    }
    console.note(
      changes.isEmpty && !isNew
        ? "The warning is accepted, and the settings carry all that they did at the last plan: "
          + "there is nothing to accept."
        : "Next: drawbridge plan")
  }
}
