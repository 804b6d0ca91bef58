import ArgumentParser
import Bridge
import CivilTime
import FileSide
import Ledger
import Records
import Settings
import Sides
import Synchronization

/// Reads exports of one side into the workspace.
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Reads exports of one side into the workspace.",
    discussion:
      "PATH is a Takeout (folder, zip, several parts, tgz), a .vcf, .ics, Google's contacts "
      + "as CSV, or an OpenCRM CSV or JSON export. Nothing is written to any side.")

  @Argument(help: "Files, folders or archives.")
  var paths: [String]

  @Option(help: "opencrm or google:ACCOUNT.")
  var from: String

  @Option(help: "The zone of the person whose export it is, where the export does not say.")
  var zone: String?

  @Flag(help: "The export holds everything; what is missing was deleted.")
  var complete = false

  @Flag(help: "The export holds only a part; nothing counts as deleted.")
  var partial = false

  @Option(help: "Import although a guard refuses; the reason goes into the log.")
  var acceptSource: String?

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if complete, partial { throw ValidationError("Say --complete or --partial, not both.") }
  }

  func run() async throws {
    let console = global.console
    let workspace = try Workspace(global)
    let side = try SideArgument.side(from, workspace.settings)
    var home: Zone?
    if let zone {
      guard let found = workspace.zones.zone(named: zone) else {
        throw CommandFailure(
          .impossible, "--zone \(zone): no such zone. Use an IANA name such as Europe/London.")
      }
      home = found
    }
    let tree = try Workspace.translating { try InputTree.open(paths: paths) }
    let command = "import --from \(from)"
    let memory = ImportMemory(workspace: workspace, side: side)
    let options = [home?.name ?? "", complete ? "complete" : "", partial ? "partial" : ""]
    let key = try Workspace.translating { try memory.key(tree, options: options) }
    // All findings are named only where the input is read.
    if acceptSource == nil, !console.isVerbose,
      let told = try memory.passOver(key, command: command, now: workspace.now.rfc3339(offset: 0))
    {
      for line in told { console.note(line) }
      return
    }
    let read = try Workspace.translating {
      try SideReading(workspace: workspace, zone: home).read(tree, from: side)
    }
    UntilExit.keep(read)
    let reading = Reading(console: console)
    let untold = reading.tell(read.findings)
    reading.summarise(untold: untold)
    guard !read.reads.isEmpty else {
      throw CommandFailure(
        .impossible,
        "Nothing was found that can be imported from \(side.title). "
          + "Name a Takeout, .vcf, .ics or OpenCRM export.")
    }
    let isComplete = complete ? true : partial ? false : nil
    let reason = acceptSource
    let settled = Mutex<[LinkMerge]>([])
    let outcome = Mutex<Outcome?>(nil)
    let next = try await workspace.writing(command) { bench in
      let outcome = try ImportRun.run(
        read, from: side, isComplete: isComplete, acceptedReason: reason, on: bench)
      bench = outcome.bench
      settled.withLock { $0 = outcome.settled }
      var summary = outcome.summary
      if let reason { summary.append("Accepted in spite of a guard: \(reason)") }
      for line in summary { console.note(line) }
      return summary
    } report: { bench in
      let plan = try Planner.plan(on: bench, settled: settled.withLock { $0 })
      outcome.withLock {
        $0 = Outcome(
          operation: bench.state.operation,
          mayBeRepeated: RepeatedImport.saysNothing(to: bench.state))
      }
      return StatusReport.make(plan, on: bench).next
    }
    guard let next else { return }
    console.note(next)
    // What was named by itself would have to be named again.
    if let outcome = outcome.withLock({ $0 }), outcome.mayBeRepeated, acceptSource == nil,
      untold == read.findings.count
    {
      try memory.remember(
        key, tree, options: options, read, untold: untold, next: next, as: outcome.operation)
    } else {
      try memory.forget()
    }
  }

  /// What an import came to.
  private struct Outcome {
    var operation: Int
    /// Whether the same export once more would say nothing.
    var mayBeRepeated: Bool
  }
}

/// The side that an option names.
enum SideArgument {
  /// - Throws: `CommandFailure` where it is no side, or an account the settings do not name.
  static func side(_ text: String, _ settings: Settings) throws -> SideName {
    guard let side = SideName(text) else {
      throw CommandFailure(
        .impossible, "\(text) is no side. Use opencrm or google:ACCOUNT, such as google:first.")
    }
    if case .google(let name) = side {
      do {
        _ = try settings.account(named: name)
      } catch {
        throw CommandFailure(.impossible, error.description)
      }
    }
    return side
  }
}
