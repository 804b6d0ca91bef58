import ArgumentParser
import Bridge
import FileSide
import Ledger
import Records

/// Finds likely duplicates within one side.
struct DedupeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dedupe", abstract: "Finds likely duplicates within a side; changes no record.",
    discussion: "Best done before the first plan is carried out. It writes a merge checklist "
      + "(duplicates.csv and .html) for each side that has some, and ends with 1 if it found any. "
      + "Merging is done by a person, in OpenCRM or Google.")

  @Option(help: "Only this side: opencrm or google:ACCOUNT.")
  var side: String?

  @Option(name: .short, help: "The folder for the checklists; out in the workspace where missing.")
  var output: String?

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let workspace = try Workspace(global)
    let only = try side.map { try SideArgument.side($0, workspace.settings) }
    let reports = try workspace.reading { bench in
      let sides = only.map { [$0] } ?? bench.sides
      guard
        sides.contains(where: { side in
          RecordKind.allCases.contains { bench.state.latestSnapshot(side, $0) != nil }
        })
      else {
        throw CommandFailure(
          .impossible,
          "\(only?.title ?? "No side") was \(only == nil ? "ever" : "never") imported. Next: "
            + "drawbridge import EXPORT --from \((only ?? .opencrm).description)")
      }
      return try sides.map { try DuplicatesReport(of: $0, on: &bench) }
    }
    let found = reports.filter { !$0.groups.isEmpty }
    guard !found.isEmpty else {
      global.console.note("No likely duplicates.")
      return
    }
    let folder = output ?? "\(workspace.path)/out"
    for report in found {
      for line in report.lines { global.console.out(line) }
      let place = "\(folder)/\(report.side.bundlePath)"
      let checklist = report.checklist
      do {
        try AtomicFile.makeFolder(place)
        try AtomicFile.write(checklist.csv, to: "\(place)/duplicates.csv")
        try AtomicFile.write(ChecklistPages.html(checklist), to: "\(place)/duplicates.html")
      } catch {
        throw CommandFailure.writing(error)
      }
      global.console.note("To do by hand: \(place)/duplicates.html")
    }
    throw ExitCode(.left)
  }
}
