import ArgumentParser
import Bridge
import CivilTime
import FileSide
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
    let read = try Workspace.translating {
      try SideReading(workspace: workspace, zone: home).read(paths, from: side)
    }
    UntilExit.keep(read)
    Reading(console: console).summarise(read.findings)
    guard !read.reads.isEmpty else {
      throw CommandFailure(
        .impossible,
        "Nothing was found that can be imported from \(side.title). "
          + "Name a Takeout, .vcf, .ics or OpenCRM export.")
    }
    let isComplete = complete ? true : partial ? false : nil
    let reason = acceptSource
    let settled = Mutex<[LinkMerge]>([])
    let next = try await workspace.writing("import --from \(from)") { bench in
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
      return StatusReport.make(plan, on: bench).next
    }
    if let next { console.note(next) }
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
