import ArgumentParser
import Bridge
import FileSide

/// Shows what has to be done so that all sides agree.
struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Shows what has to be done; changes nothing.",
    discussion: "Ends with 1 if there are steps, conflicts or questions, 3 if a guard refuses.")

  @Flag(help: "The whole plan as one JSON object.")
  var json = false

  @Option(name: .short, help: "Write the plan to a file, for export --plan.")
  var output: String?

  @Option(help: "Allow so many deletions per side and kind.")
  var allowDeletions: Int?

  @Flag(help: "Allow that many records change at once.")
  var allowChanges = false

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let console = global.console
    let workspace = try Workspace(global)
    let plan = try workspace.reading {
      try Planner.plan(on: $0, allowedDeletions: allowDeletions, allowsChanges: allowChanges)
    }
    if let output = OutputName.path(output) {
      do {
        try AtomicFile.write(Array((plan.json.text + "\n").utf8), to: output)
      } catch {
        throw CommandFailure.writing(error)
      }
    }
    if json || output == "-" {
      console.out(plan.json.text)
    } else {
      for line in plan.text { console.out(line) }
    }
    if plan.refused != nil { throw ExitCode(.refused) }
    if !plan.isEmpty { throw ExitCode(.left) }
  }
}

/// Says where things stand.
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Says where things stand and what to do next.")

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let workspace = try Workspace(global)
    let report = try workspace.reading { bench in
      StatusReport.make(try Planner.plan(on: bench), on: bench)
    }
    for line in report.lines { global.console.out(line) }
    if report.isLeft { throw ExitCode(.left) }
  }
}
