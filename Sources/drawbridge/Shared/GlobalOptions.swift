import ArgumentParser
import CivilTime
import Glibc

/// The options that every command has.
struct GlobalOptions: ParsableArguments {
  @Option(name: .customShort("C"), help: "Work in this workspace instead of the current folder.")
  var directory: String?

  @Flag(help: "Say only what matters.")
  var quiet = false

  @Flag(help: "Say more.")
  var verbose = false

  @Option(help: "Use this instant (RFC 3339) instead of the clock.")
  var now: String?

  @Flag(inversion: .prefixedNo, help: "Use colour on a terminal.")
  var color = true

  /// The console as these options and the environment want it.
  var console: Console {
    Console(
      isQuiet: quiet, isVerbose: verbose,
      usesColor: color && getenv("NO_COLOR") == nil && isatty(STDOUT_FILENO) == 1)
  }

  /// The time of this run.
  ///
  /// - Throws: `CommandFailure` where `--now` is no RFC 3339 time.
  func instant() throws -> Instant {
    guard let now else { return Instant(seconds: Int64(time(nil))) }
    guard let instant = Instant(now) else {
      throw CommandFailure(
        .impossible,
        "--now \(now) is not a time. Write it as 2026-11-23T09:00:00Z.")
    }
    return instant
  }
}

extension GlobalOptions {
  /// The arguments with global options that stand before the command moved behind it, so that
  /// `drawbridge -C DIR status` means `drawbridge status -C DIR`.
  static func movedBehindCommand(_ arguments: [String]) -> [String] {
    let words = Array(arguments.dropFirst())
    var at = 0
    while at < words.count, words[at].hasPrefix("-") {
      switch words[at] {
      case "-C", "--now": at += 2
      case "--quiet", "--verbose", "--color", "--no-color": at += 1
      case let word where word.hasPrefix("--now="): at += 1
      default: return words
      }
    }
    guard at > 0, at < words.count else { return words }
    return [words[at]] + words[..<at] + words[(at + 1)...]
  }
}
