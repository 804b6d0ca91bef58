import Foundation
import TestSupport
import Testing

/// The README says what the program does: its commands are run, in order, on a copy of the samples.
@Suite("The README", .enabled(if: Prerequisite.isBuilt)) struct ReadMeTests {
  @Test("Every command in it does what it shows")
  func commandsDoWhatTheyShow() throws {
    let blocks = try ReadMe.read()
    let walk = try Walk()
    var count = 0
    for command in blocks {
      try walk.run(command)
      count += 1
    }
    print("README commands run: \(count)")
    #expect(count >= 15)
  }

  @Test("The files it links to exist")
  func linksLead() throws {
    let text = try ReadMe.text()
    let links = text.matches(of: /\]\(([^)#]+)\)/).map { String($0.output.1) }
      .filter { !$0.hasPrefix("http") }
    #expect(!links.isEmpty)
    for link in links {
      let path = Program.packageFolder.appendingPathComponent(link).path
      #expect(FileManager.default.fileExists(atPath: path), "\(link) does not exist")
    }
  }

  @Test("It names every command that the program has")
  func namesEveryCommand() throws {
    let text = try ReadMe.text()
    let help = try drawbridge(["--help"]).stdout
    let listed = help.split(separator: "\n").drop { !$0.hasPrefix("SUBCOMMANDS") }.dropFirst()
    let names = listed.compactMap { line -> String? in
      // Names stand two spaces in; wrapped descriptions stand deeper.
      guard line.hasPrefix("  "), !line.hasPrefix("   "), !line.hasPrefix("  See") else {
        return nil
      }
      return line.split(separator: " ").first.map(String.init)
    }
    #expect(names.count >= 14)
    for name in names { #expect(text.contains("| `\(name) ") || text.contains("| `\(name)` ")) }
  }
}

/// One command of the README with what is shown below it.
private struct ReadMeCommand {
  var line: String
  var status: Int
  /// The lines shown; `…` stands for any number of lines.
  var shown: [String]
  /// The clock it is run at.
  var clock: String
}

/// Finds the commands: lines that begin with `$ ` in blocks of the language `console`.
///
/// `<!-- clock INSTANT -->` sets the clock from there on; `# exits N` after a command names its
/// exit code where that is not 0.
private enum ReadMe {
  static func text() throws -> String {
    try String(
      contentsOf: Program.packageFolder.appendingPathComponent("README.md"), encoding: .utf8)
  }

  static func read() throws -> [ReadMeCommand] {
    var commands: [ReadMeCommand] = []
    var clock = ""
    var isOpen = false
    for part in try text().split(separator: "\n", omittingEmptySubsequences: false) {
      let line = String(part)
      if let found = line.wholeMatch(of: /<!-- clock (\S+) -->/) {
        clock = String(found.output.1)
      } else if line.hasPrefix("```") {
        isOpen = line == "```console"
      } else if isOpen, line.hasPrefix("$ ") {
        var command = String(line.dropFirst(2))
        var status = 0
        if let note = command.firstMatch(of: /\s+# exits (\d)$/) {
          status = Int(note.output.1) ?? 0
          command.removeSubrange(note.range)
        }
        commands.append(ReadMeCommand(line: command, status: status, shown: [], clock: clock))
      } else if isOpen, !commands.isEmpty {
        commands[commands.count - 1].shown.append(line)
      }
    }
    return commands
  }
}

/// A person who follows the README in a copy of the samples.
private final class Walk {
  private let home: TemporaryFolder
  private var place: URL

  init() throws {
    home = try TemporaryFolder()
    place = home.url.appendingPathComponent("samples")
    try FileManager.default.copyItem(
      at: Program.packageFolder.appendingPathComponent("samples"), to: place)
    // The program on the PATH, with the clock of the README.
    guard let binary = Program.drawbridge else { throw Program.NotBuilt() }
    let program = try home.write(
      "bin/drawbridge", "#!/bin/sh\nexec '\(binary)' \"$@\" --now \"$README_CLOCK\"\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
  }

  func run(_ command: ReadMeCommand) throws {
    if command.line.hasPrefix("cd ") {
      place = place.appendingPathComponent(String(command.line.dropFirst(3))).standardizedFileURL
      return
    }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let outcome = try Program.run(
      "/usr/bin/env",
      ["timeout", "-s", "KILL", "60", "sh", "-c", "exec 2>&1; \(command.line)"],
      environment: [
        "PATH": "\(home.path)/bin:\(path)", "README_CLOCK": command.clock, "LC_ALL": "C.UTF-8",
      ], in: place.path)
    #expect(outcome.status == command.status, "$ \(command.line)\n\(outcome.stdout)")
    let found = outcome.stdout.replacingOccurrences(of: "\r\n", with: "\n")
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard !command.shown.isEmpty else { return }
    #expect(
      Self.matches(found.last == "" ? found.dropLast() : found[...], command.shown[...]),
      "$ \(command.line)\nshows\n\(command.shown.joined(separator: "\n"))\nbut it is\n\(outcome.stdout)"
    )
  }

  /// Whether the lines are those shown. `…` alone is any number of lines, and within a line any
  /// text.
  private static func matches(_ found: ArraySlice<String>, _ shown: ArraySlice<String>) -> Bool {
    guard let first = shown.first else { return found.isEmpty }
    let rest = shown.dropFirst()
    if first == "…" {
      if rest.isEmpty { return true }
      return found.indices.contains { matches(found[$0...], rest) }
    }
    guard let line = found.first else { return false }
    return isLine(line, first) && matches(found.dropFirst(), rest)
  }

  private static func isLine(_ found: String, _ shown: String) -> Bool {
    let parts = shown.components(separatedBy: "…")
    guard parts.count > 1 else { return found == shown }
    guard parts.count == 2 else { return false }
    return found.count >= parts[0].count + parts[1].count && found.hasPrefix(parts[0])
      && found.hasSuffix(parts[1])
  }
}
