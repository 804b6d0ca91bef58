import ContentLines
import Foundation
import Merge
import Records
import Testing

/// `gen_pim.py triple` and its answer sheet.
@Suite("Answer sheet") struct AnswerSheetTests {
  private static let expected: [String: Outcome] = [
    "same": .unchanged, "cosmetic-left": .unchanged, "edit-left": .left, "add-left": .left,
    "edit-right": .right, "add-right": .right, "edit-both-other-fields": .merged,
    "edit-both-same-value": .same, "add-both-same": .same, "delete-left": .deleted,
    "delete-right": .deleted, "delete-both": .deleted,
  ]

  private struct Line: Decodable {
    var file: String
    var `case`: String
  }

  @Test(arguments: [("contacts", RecordKind.contact), ("events", .event), ("todos", .task)])
  func `merges of generated triples follow the answer sheet`(
    name: String, kind: RecordKind
  ) throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let shared =
      ProcessInfo.processInfo.environment["DRAWBRIDGE_SHARED"].map { URL(filePath: $0) }
      ?? package.deletingLastPathComponent().appending(path: "shared")
    let script = shared.appending(path: "bench/gen_pim.py")
    guard FileManager.default.fileExists(atPath: script.path) else {
      print("Merge answer sheet skipped: \(script.path) is missing (set DRAWBRIDGE_SHARED).")
      return
    }
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "drawbridge-merge-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", script.path, "triple", "--kind", name, "--count", "200", "--seed", "1", "--out",
      folder.path,
    ]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      print("Merge answer sheet skipped: python3 cannot run \(script.path).")
      return
    }

    func read(_ version: String, _ file: String) throws -> Record? {
      let path = folder.appending(path: version).appending(path: file)
      guard FileManager.default.fileExists(atPath: path.path) else { return nil }
      let all = ComponentReader.read(Lexer.lex([UInt8](try Data(contentsOf: path)))).components
      let own = kind == .contact ? all : all.flatMap(\.components)
      return Record(
        kind, own.filter { $0.name != .vtimezone }, zones: own.filter { $0.name == .vtimezone }
      ).canonical()
    }
    let sheet = try String(
      contentsOf: folder.appending(path: "expected.jsonl"), encoding: .utf8)
    var seen: [String: Int] = [:]
    for text in sheet.split(separator: "\n") {
      let line = try JSONDecoder().decode(Line.self, from: Data(text.utf8))
      let base = try read("base", line.file)
      let left = try read("left", line.file)
      let right = try read("right", line.file)
      let result = Merge.merge(
        base: base,
        sides: [
          MergeSide(label: "left", record: left), MergeSide(label: "right", record: right),
        ], decide: Merge.keepFirst)
      seen[line.case, default: 0] += 1
      #expect(
        result.outcome(base: base, left: left, right: right)
          == Self.expected[line.case] ?? .conflict,
        "\(line.case) \(line.file) \(shown(result.conflicts))")
    }
    let cases = seen.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    print("Merge answer sheet, \(name): \(cases.joined(separator: ", ")).")
    #expect(seen.values.reduce(0, +) == 200)
  }
}
