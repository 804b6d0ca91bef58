import Foundation
import TestSupport
import Testing

/// Runs every story with the built program, each in a workspace of its own.
struct ScenarioTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Scenarios")

  static var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
      !$0.hasPrefix(".")
    }.sorted()
  }

  @Test("A story comes out as it is told", arguments: names)
  func storyComesOut(_ name: String) throws {
    let source = Self.folder.appending(path: name)
    let place = source.appending(path: "story.md")
    let story = Story(try String(contentsOf: place, encoding: .utf8))
    #expect(!story.commands.isEmpty, "the story runs no command")
    let told = try Stage(source).outputs(of: story)
    let changed = story.replacing(told)
    if ProcessInfo.processInfo.environment["DRAWBRIDGE_UPDATE"] == "1" {
      try changed.write(to: place, atomically: true, encoding: .utf8)
      return
    }
    for (command, output) in zip(story.commands, told) {
      let expected = Array(story.lines[command.output])
      let call = command.words.joined(separator: " ")
      #expect(
        output == expected,
        """
        \(name): $ \(call)
        \(Difference.text(expected, output))
        """)
      if output != expected { break }
    }
  }

  @Test("The page of histories names stories that are told over three days and more")
  func historiesAreTold() throws {
    let page = Self.folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "spec/histories.md")
    let rows = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
      .filter { $0.hasPrefix("|") }
    let named = Set(rows.flatMap { $0.matches(of: /`([a-z-]+)`/).map { String($0.1) } })
    #expect(named.count >= 20)
    for name in named.sorted() {
      let place = Self.folder.appending(path: "\(name)/story.md")
      let story = Story(try String(contentsOf: place, encoding: .utf8))
      #expect(Set(story.commands.map(\.day)).count >= 3, "\(name)")
    }
  }

  @Test("There are at least fifteen stories")
  func thereAreFifteen() {
    print("scenarios: \(Self.names.count) stories")
    #expect(Self.names.count >= 15)
  }
}

/// A copy of a scenario folder with a workspace in it.
struct Stage {
  private let root: URL
  private let workspace: URL

  init(_ source: URL) throws {
    root = FileManager.default.temporaryDirectory
      .appending(path: "drawbridge-scenario-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: source, to: root)
    workspace = root.appending(path: "ws")
    _ = try Binary.run(["init", workspace.path, "--id", "scenario", "--quiet"], in: root)
    let settings = root.appending(path: "drawbridge.yaml")
    if FileManager.default.fileExists(atPath: settings.path) {
      let target = workspace.appending(path: "drawbridge.yaml")
      try FileManager.default.removeItem(at: target)
      try FileManager.default.copyItem(at: settings, to: target)
    }
    // The warning is accepted before the story begins.
    _ = try Binary.run(
      ["settings", "--accept", "--quiet", "--now", "2026-11-01T09:00:00Z"], in: workspace)
  }

  /// What each command of a story says, line by line, with `ID` for the names of plans; `(exit N)`
  /// where it ends with another code than 0.
  func outputs(of story: Story) throws -> [[String]] {
    defer { try? FileManager.default.removeItem(at: root) }
    return try story.commands.map { command in
      var text: String
      switch command.words.first {
      case "drawbridge":
        let arguments = Array(command.words.dropFirst()) + ["--now", "\(command.day)T09:00:00Z"]
        let result = try Binary.run(arguments, in: workspace)
        text = result.text
        if result.status != 0 { text += "(exit \(result.status))\n" }
      case "cat":
        text = try command.words.dropFirst().map {
          try String(contentsOf: workspace.appending(path: $0), encoding: .utf8)
        }.joined()
      case "ls":
        let folder = workspace.appending(path: command.words[1]).path
        let found = (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String]) ?? []
        text = found.filter { $0.contains(".") }.sorted().map { $0 + "\n" }.joined()
      case "cp":
        let target = workspace.appending(path: command.words[2])
        try? FileManager.default.removeItem(at: target)
        try FileManager.default.copyItem(
          at: workspace.appending(path: command.words[1]), to: target)
        text = ""
      default:
        text = "(a story may run drawbridge, cat, ls and cp)\n"
      }
      text = text.replacing("\r\n", with: "\n")
      // A plan is named by what it rests on; the name says nothing to a reader of the story.
      text = text.replacing(/\b[0-9a-f]{16}\b/, with: "ID")
      if text.hasSuffix("\n") { text.removeLast() }
      return text.isEmpty
        ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
  }
}

/// The built program.
enum Binary {
  static var path: String {
    let environment = ProcessInfo.processInfo.environment
    if let path = environment["DRAWBRIDGE_BINARY"] { return path }
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let release = package.appending(path: ".build/release/drawbridge").path
    return FileManager.default.fileExists(atPath: release)
      ? release : package.appending(path: ".build/debug/drawbridge").path
  }

  /// Runs the program; standard error comes before standard output, as both are told apart by
  /// nobody who reads a story.
  static func run(_ arguments: [String], in folder: URL) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    process.environment = ProcessInfo.processInfo.environment.merging(["USER": "ada"]) { $1 }
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}

/// The lines in which two outputs differ.
enum Difference {
  static func text(_ expected: [String], _ got: [String]) -> String {
    let difference = got.difference(from: expected)
    return difference.map { change in
      switch change {
      case .remove(let offset, let line, _): "  - \(offset + 1): \(line)"
      case .insert(let offset, let line, _): "  + \(offset + 1): \(line)"
      }
    }.joined(separator: "\n")
  }
}
