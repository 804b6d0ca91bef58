import ArgumentParser
import Bridge
import FileSide
import Merge
import Pages
import Records

/// Shows what changed between two snapshots.
struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Shows what changed between two files or exports.",
    discussion:
      "Ends with 1 if there are differences, or if something was not compared. Records without a UID are paired by their "
      + "content; pairs nobody can be sure of are reported and kept apart.")

  @Argument(help: "The earlier file, folder or archive.")
  var old: String

  @Argument(help: "The later one.")
  var new: String

  @Flag(help: "One JSON object a record that differs.")
  var json = false

  @Option(help: "Write the differences as a page as well.")
  var html: String?

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let console = global.console
    let reading = Reading(console: console)
    let before = try reading.snapshot(old)
    let after = try reading.snapshot(new)
    let result = SnapshotDiff.compare(before.input, after.input)
    for row in result.rows {
      if json {
        console.out(row.json.text)
      } else {
        for line in row.lines { console.out(line) }
      }
    }
    for sentence in result.unsure { console.error(sentence) }
    for sentence in result.beside { console.error(sentence) }
    if let html {
      let page = DiffPage.html(
        old: old, new: new,
        rows: result.rows.map { row in
          DiffPage.Row(
            name: row.name, kind: row.kind.rawValue, outcome: row.outcome.rawValue,
            changes: row.changes.map {
              DiffPage.Change(property: $0.property, from: $0.from ?? "", to: $0.to ?? "")
            })
        })
      do {
        try AtomicFile.write(page, to: html)
      } catch {
        throw CommandFailure.writing(error)
      }
    }
    // Files that are not compared record by record are at least known to be the same.
    let hasOthers =
      Set(before.others.map { Digest(of: $0.bytes) })
      != Set(after.others.map { Digest(of: $0.bytes) })
    if hasOthers {
      for other in before.others + after.others {
        console.note("\(other.file.path): \(other.file.leftOut)")
      }
    }
    let hasGaps = before.hasGaps || after.hasGaps || hasOthers
    if !json {
      console.note(
        result.rows.isEmpty
          ? hasGaps
            ? "No differences in what was read."
            : result.beside.isEmpty ? "No differences." : "No differences between records."
          : "\(result.rows.count) records differ.")
    }
    if hasGaps {
      console.note(
        "What was not read was not compared: it may count as added or removed here.")
    }
    if !result.rows.isEmpty || !result.beside.isEmpty || hasGaps { throw ExitCode(.left) }
  }
}

extension SnapshotDiff.Row {
  /// A record and its changes as a person reads them.
  fileprivate var lines: [String] {
    ["\(outcome.rawValue) \(kind.rawValue) \(name)"]
      + changes.map { "    \($0.property): \($0.from ?? "(none)") -> \($0.to ?? "(none)")" }
  }
}
