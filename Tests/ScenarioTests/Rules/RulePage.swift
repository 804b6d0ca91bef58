import Foundation
import Testing

/// One worked example of a page in spec/rules: what the sides held and hold, the settings, and the
/// plans that follow (spec/rules/README.md says how it is written).
struct RuleCase: Sendable, CustomTestStringConvertible {
  /// What happens next.
  struct Section: Sendable {
    var head: String
    var lines: [String]
    /// The lines of the page that hold `lines`.
    var place: Range<Int>
  }

  let page: String
  let line: Int
  /// `contact`, `event` or `task`.
  let kind: String
  let title: String
  let sections: [Section]

  var testDescription: String { "\(page):\(line) \(kind): \(title)" }
}

/// A page of spec/rules with its cases.
struct RulePage: Sendable {
  let name: String
  let lines: [String]
  private(set) var cases: [RuleCase] = []
  /// What is no case and looks like one.
  private(set) var faults: [String] = []

  static let kinds = ["contact", "event", "task"]

  init(_ name: String, _ text: String) {
    self.name = name
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var index = 0
    while index < lines.count {
      let line = lines[index]
      guard line.hasPrefix("```") else {
        index += 1
        continue
      }
      let end = lines[(index + 1)...].firstIndex { $0.hasPrefix("```") } ?? lines.count
      if end == lines.count { faults.append("\(name):\(index + 1): the fence is not closed") }
      read(line, index, end)
      index = end + 1
    }
  }

  private mutating func read(_ head: String, _ start: Int, _ end: Int) {
    // A page shows commands and pieces of the settings as well.
    if ["```console", "```yaml"].contains(head) { return }
    let words = head.dropFirst(3).split(separator: " ", maxSplits: 2).map(String.init)
    guard words.count == 3, words[0] == "rule", words[1].hasSuffix(":"),
      Self.kinds.contains(String(words[1].dropLast()))
    else {
      faults.append("\(name):\(start + 1): no fence is called “\(head)”")
      return
    }
    var sections: [RuleCase.Section] = []
    for index in start + 1..<end {
      let line = lines[index]
      if Self.isHead(line) {
        sections.append(
          RuleCase.Section(head: String(line.dropLast()), lines: [], place: index + 1..<index + 1))
      } else if sections.isEmpty {
        faults.append("\(name):\(index + 1): a case begins with the name of a section")
        return
      } else {
        sections[sections.count - 1].lines.append(line)
        sections[sections.count - 1].place =
          sections[sections.count - 1].place.lowerBound..<index + 1
      }
    }
    cases.append(
      RuleCase(
        page: name, line: start + 1, kind: String(words[1].dropLast()), title: words[2],
        sections: sections))
  }

  /// `opencrm:`, `mary changes:`: small letters, a colon at the end and nothing else.
  private static func isHead(_ line: String) -> Bool {
    line.hasSuffix(":") && line.first?.isLowercase == true
      && line.dropLast().allSatisfy { $0.isLowercase || $0.isNumber || " ,-".contains($0) }
  }

  /// Every page of spec/rules.
  static let all: [RulePage] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "spec/rules")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".md") }.sorted().compactMap { name in
      (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)).map {
        RulePage(name, $0)
      }
    }
  }()

  static func path(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "spec/rules/\(name)")
  }
}
