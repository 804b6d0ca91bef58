import ArgumentParser
import Bridge
import Ledger
import Settings

/// Where a plan would leave through the APIs of both sides.
///
/// This version has no connection to them. The command exists so that what has to hold before
/// anything leaves by itself holds from the start: the switch of the workspace and the warning that
/// a person accepts.
struct PushCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "push", abstract: "Not in this version: use export. Says what is still to accept.",
    usage: "drawbridge push [--plan FILE]",
    discussion: """
      This version writes bundles and has no connection to the APIs of OpenCRM and Google. push \
      changes nothing. It ends with 3 until the warning is accepted (drawbridge settings --accept) \
      and while workspace.enabled is false, and with 2 otherwise.
      """)

  @Option(help: "A plan that plan -o wrote.")
  var plan: String?

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let workspace = try Workspace(global)
    let isAccepted = try workspace.reading { Disclaimer.acceptance(in: $0.state) != nil }
    try Self.refuse(isAccepted, workspace.settings)
    throw CommandFailure(
      .impossible,
      "This version has no connection to the APIs of OpenCRM and Google: it writes bundles, which "
        + "a person carries out. Nothing was sent. Run drawbridge export"
        + (plan.map { " --plan \($0)" } ?? "") + " instead.")
  }

  /// Nothing leaves by itself before somebody accepted the warning, or where the switch is off.
  ///
  /// - Throws: `CommandFailure` with `refused`.
  private static func refuse(_ isAccepted: Bool, _ settings: Settings) throws {
    var lines: [String] = []
    if !settings.workspace.enabled {
      lines.append(
        "Refused (settings): the bridge is switched off (workspace.enabled: false). Nothing was "
          + "sent. To go on: set workspace.enabled to true in \(Settings.fileName).")
    }
    if !isAccepted {
      lines += Disclaimer.lines
      lines.append(
        "Refused (warning): nobody has accepted this yet. Nothing was sent. To go on: "
          + "drawbridge settings --accept")
    }
    if !lines.isEmpty { throw CommandFailure(.refused, lines.joined(separator: "\n")) }
  }
}
