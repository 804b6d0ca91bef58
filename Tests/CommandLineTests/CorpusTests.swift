import Foundation
import TestSupport
import Testing

/// Every file that other programs wrote, through `convert` and `check`.
struct CorpusTests {
  @Test(
    "Every file of the corpus is converted and checked without a crash or a hang",
    .enabled(if: Prerequisite.isBuilt && SharedFolder.url != nil))
  func everyFile() async throws {
    let start = ContinuousClock.now
    let files = SharedFolder.corpusFiles()
    let walks = try await concurrently(files) { try CorpusWalk($0) }
    let wrong = walks.flatMap(\.wrong)
    let begun = walks.filter(\.hasBegin).count
    print(
      "cases used (convert and check): \(files.count) files, \(begun) of them with a BEGIN line, "
        + "\(walks.filter(\.isConverted).count) converted twice, in \(seconds(since: start)); "
        + "slowest \(walks.max { $0.spent < $1.spent }.map { "\($0.name)" } ?? "none")")
    #expect(begun > 0)
    #expect(wrong.isEmpty, "\(wrong.count) wrong:\n\(wrong.joined(separator: "\n"))")
  }
}

/// What happened to one file.
private struct CorpusWalk: Sendable {
  var name: String
  var hasBegin: Bool
  var isConverted = false
  var spent: Duration = .zero
  var wrong: [String] = []

  init(_ file: URL) throws {
    name = file.lastPathComponent
    let bytes = Array(try Data(contentsOf: file))
    hasBegin = Self.hasBegin(bytes)
    let start = ContinuousClock.now
    let converted = try drawbridge(["convert", file.path], seconds: 60)
    let checked = try drawbridge(["check", file.path, "--json"], seconds: 60)
    spent = start.duration(to: .now)
    let findings = try objects(checked.stdout)
    if hasBegin {
      expect(converted.status == 0, "convert ended with \(converted.status): \(converted.stderr)")
      expect([0, 1].contains(checked.status), "check ended with \(checked.status)")
    } else if converted.status == 0 {
      // Cards and calendars are also written as JSON (RFC 7095, RFC 7265), contacts as a table, and
      // tasks as JSON of Google's own, which is a finding.
      let first = bytes.first { $0 > 0x20 }
      expect(
        first == 0x5B || name.hasSuffix(".csv")
          || findings.contains { $0["code"] as? String == "takeout-tasks" },
        "something without a BEGIN line was converted")
    } else {
      expect(converted.status == 2, "convert ended with \(converted.status)")
      expect(
        checked.status == 2 || !findings.isEmpty, "check ended with \(checked.status) in silence")
      expect(converted.output.isEmpty, "something was written though nothing was read")
    }
    let hasError = findings.contains { $0["severity"] as? String == "error" }
    expect(
      checked.status == 2 || hasError == (checked.status == 1),
      "check ended with \(checked.status), errors: \(hasError)")
    guard converted.status == 0 else { return }
    isConverted = true
    let again = try drawbridge(["convert", "-"], seconds: 60, stdin: converted.output)
    expect(
      again.status == (converted.output.isEmpty ? 2 : 0) && again.output == converted.output,
      "convert of its own output differs (ended with \(again.status)): \(again.stderr)")
  }

  private mutating func expect(_ holds: Bool, _ words: String) {
    if !holds { wrong.append("\(name): \(words)") }
  }

  /// Whether a line says BEGIN, in UTF-8 or UTF-16.
  private static func hasBegin(_ bytes: [UInt8]) -> Bool {
    bytes.filter { $0 != 0 }.split { $0 == 0x0A || $0 == 0x0D }.contains { line in
      let line = line.drop { $0 == 0x20 || $0 == 0x09 || $0 >= 0x80 }.prefix(6)
      return String(decoding: line, as: UTF8.self).uppercased() == "BEGIN:"
    }
  }
}
