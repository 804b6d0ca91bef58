import ArgumentParser
import Bridge
import Ledger

/// Lists what was done, like a diary.
struct LogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Lists what was done in the workspace, like a diary.",
    discussion: "Each operation has its number, time and command, and below them what it read, "
      + "sent and decided. `undo` takes the number.")

  @Flag(help: "One JSON object an operation.")
  var json = false

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let workspace = try Workspace(global)
    let pages = try workspace.reading { _, ledger in try ledger.diary() }
    if json {
      for page in pages { global.console.out(LogReport.json(page).text) }
    } else {
      for line in LogReport.lines(pages) { global.console.out(line) }
    }
  }
}

/// Says where each value of a record came from.
struct WhyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Says where each value of a record came from, and what lost.",
    discussion: "For every property: the side and export that showed the value first, the "
      + "operation, the rule that decided for it, and the values that lost. With PROPERTY, its "
      + "whole history, also of what is no longer there.")

  @Argument(help: "A UID, a unique beginning of one, a side's id, or a unique name.")
  var record: String

  @Argument(help: "NAME, or NAME[key] for one of several, such as TITLE or EMAIL[joe@acme.co].")
  var property: String?

  @Flag(help: "One JSON object a property.")
  var json = false

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let workspace = try Workspace(global)
    let report = try workspace.reading { bench, ledger -> WhyReport in
      let key = try RecordArgument.find(record, on: &bench)
      let open = try Planner.plan(on: bench).openConflicts.filter {
        $0.uid == key.uid && $0.kind == key.kind
      }
      return try WhyReport(
        key, property: property, history: try ledger.history(of: key),
        operations: try ledger.operations(), open: open, on: &bench)
    }
    if let property, report.rows.isEmpty {
      throw CommandFailure(
        .impossible,
        "\(report.name) never had \(property). See drawbridge why \(record) without a property.")
    }
    if json {
      for row in report.json { global.console.out(row.text) }
    } else {
      for line in report.lines(inFull: property != nil) { global.console.out(line) }
    }
  }
}
