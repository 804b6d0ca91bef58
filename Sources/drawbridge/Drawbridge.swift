import ArgumentParser
import Glibc

/// The command line; the one place that names concrete sides.
@main
struct Drawbridge: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drawbridge",
    abstract: "Carries contacts, events and tasks between OpenCRM and Google, offline.",
    discussion: """
      Work with files:   convert, check, diff, merge, occurrences
      Work in a workspace:   init, import, status, plan, resolve, export, push, show,
                             why, dedupe, forget, settings, log, undo
      """,
    version: "1.0.0",
    subcommands: [
      ConvertCommand.self, CheckCommand.self, DiffCommand.self, MergeCommand.self,
      OccurrencesCommand.self, InitCommand.self, ImportCommand.self, StatusCommand.self,
      PlanCommand.self, ResolveCommand.self, ExportCommand.self, PushCommand.self,
      ShowCommand.self, WhyCommand.self, DedupeCommand.self, ForgetCommand.self,
      SettingsCommand.self,
      LogCommand.self, UndoCommand.self,
    ])

  /// Runs the command and ends with the exit code of FORMS.
  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot(GlobalOptions.movedBehindCommand(CommandLine.arguments))
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      end(with: error)
    }
  }

  /// Says what went wrong, on standard error, and ends the process.
  private static func end(with error: any Error) -> Never {
    let console = Console()
    switch error {
    case let failure as CommandFailure:
      if !failure.message.isEmpty { console.error(failure.message) }
      Glibc.exit(failure.status.rawValue)
    case let code as ExitCode:
      Glibc.exit(code.rawValue)
    default:
      // Help and version are no errors; everything else about arguments is 2.
      let code = exitCode(for: error)
      if code.isSuccess {
        console.out(fullMessage(for: error))
        Glibc.exit(ExitStatus.done.rawValue)
      }
      console.error(fullMessage(for: error))
      Glibc.exit(ExitStatus.impossible.rawValue)
    }
  }
}

extension ExitCode {
  init(_ status: ExitStatus) {
    self.init(status.rawValue)
  }
}
