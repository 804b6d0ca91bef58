import ArgumentParser
import Bridge
import ContentLines
import FileSide
import Glibc
import Merge
import Records

/// Merges two versions against their common base.
struct MergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Merges LEFT and RIGHT against BASE, per property.",
    usage: """
      drawbridge merge BASE LEFT RIGHT [-o OUT] [--prefer left|right|newest] [--json]
      drawbridge merge --two LEFT RIGHT [--prefer left|right|newest] [--json]
      """,
    discussion: "BASE may be - for no base. Without --prefer, LEFT is kept in a conflict and the "
      + "exit code is 1. --two writes the result to both and touches neither while a conflict is "
      + "undecided.")

  @Flag(help: "Merge two versions without a base and write the result to both.")
  var two = false

  @Argument(help: "BASE, LEFT and RIGHT; with --two only LEFT and RIGHT.")
  var inputs: [String]

  @Option(name: .short, help: "The file or folder to write; standard output where missing or -.")
  var output: String?

  @Option(help: "Who wins a conflict.")
  var prefer: OfflineMerge.Preference?

  @Flag(help: "One JSON object a record on standard output; needs -o for the result.")
  var json = false

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    guard inputs.count == (two ? 2 : 3) else {
      throw ValidationError(two ? "--two takes LEFT and RIGHT." : "Give BASE, LEFT and RIGHT.")
    }
    if json { try OutputName.refuseStandardOutput(output) }
    if two, output != nil { throw ValidationError("--two writes to LEFT and RIGHT; leave out -o.") }
  }

  func run() async throws {
    let console = global.console
    let reading = Reading(console: console)
    let left = inputs[inputs.count - 2]
    let right = inputs[inputs.count - 1]
    let merge = OfflineMerge(
      base: two || inputs[0] == "-" ? OfflineInput() : try reading.whole(inputs[0]),
      left: try reading.whole(left), right: try reading.whole(right), preference: prefer)
    let isUndecided = merge.rows.contains(where: \.isUndecided)
    for sentence in merge.unsure { console.error(sentence) }
    let writer = MergedOutput(zones: reading.zones, merge)
    if two {
      if !isUndecided {
        try writer.write(to: left)
        try writer.write(to: right)
      }
    } else if let output = OutputName.path(output) {
      try writer.write(to: output, asFolder: isFolder(left) || isFolder(right))
    } else if !json {
      console.out(bytes: writer.bytes())
    }
    // After the result, so that a reader that stops early (`| head`) does not keep it from its file.
    if json { for row in merge.rows { console.out(row.json.text) } }
    let conflicts = merge.rows.filter { !$0.conflicts.isEmpty }
    for row in conflicts where !json {
      for conflict in row.conflicts {
        console.error(
          "\(row.name): \(conflict.property) was changed on both sides: "
            + "left \(conflict.value(of: "left") ?? "(none)"), "
            + "right \(conflict.value(of: "right") ?? "(none)"); "
            + "kept: \(conflict.kept ?? "(none)").")
      }
    }
    if isUndecided {
      console.note(
        two
          ? "\(conflicts.count) records are in conflict; neither file was touched. "
            + "Say --prefer left, right or newest."
          : "\(conflicts.count) records are in conflict; LEFT was kept.")
      throw ExitCode(.left)
    }
  }

  private func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}

extension OfflineMerge.Preference: ExpressibleByArgument {}
