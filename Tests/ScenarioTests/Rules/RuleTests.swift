import Foundation
import Testing

@testable import Bridge

/// Runs every worked example of spec/rules.
@Suite("spec/rules") struct RuleTests {
  /// So many there are at least.
  static let least = 240

  @Test("A worked example comes out as the page says", arguments: RulePage.all.flatMap(\.cases))
  func caseComesOut(_ example: RuleCase) throws {
    guard ProcessInfo.processInfo.environment["DRAWBRIDGE_UPDATE"] != "1" else { return }
    var desk = try RuleDesk(example)
    var plans = 0
    for section in example.sections {
      guard let told = try desk.run(section) else { continue }
      plans += 1
      let expected = section.lines.filter { !$0.isEmpty }
      #expect(told == expected, "\(Difference.text(expected, told))")
    }
    #expect(plans > 0, "the case expects no plan")
  }

  @Test("Every fence is a case, and there are enough of them")
  func everyFenceIsRead() throws {
    for page in RulePage.all { #expect(page.faults.isEmpty) }
    let count = RulePage.all.map(\.cases.count).reduce(0, +)
    print("spec/rules: \(count) cases on \(RulePage.all.count) pages")
    #expect(count >= Self.least)
    if ProcessInfo.processInfo.environment["DRAWBRIDGE_UPDATE"] == "1" { try Self.update() }
  }

  @Test("A fence that is misspelt, a section that is not known and an empty case are faults")
  func faultsAreFound() throws {
    #expect(!RulePage("a.md", "```rul contact: x\nplan:\n```").faults.isEmpty)
    #expect(!RulePage("a.md", "```rule person: x\nplan:\n```").faults.isEmpty)
    #expect(!RulePage("a.md", "```rule contact: x\nFN:Joe\n```").faults.isEmpty)
    #expect(!RulePage("a.md", "```rule contact: x\nplan:\n").faults.isEmpty)
    for head in ["nobody", "nobody changes", "agreed nobody"] {
      let page = RulePage("a.md", "```rule contact: x\n\(head):\nFN:Joe\nplan:\nnothing\n```")
      #expect(page.faults.isEmpty)
      var desk = try RuleDesk(try #require(page.cases.first))
      #expect(throws: RuleDesk.Fault.self) {
        for section in page.cases[0].sections { _ = try desk.run(section) }
      }
    }
  }

  /// Writes what comes out into the pages; the difference has to be read.
  private static func update() throws {
    for page in RulePage.all {
      var lines = page.lines
      for example in page.cases.reversed() {
        var desk = try RuleDesk(example)
        var outputs: [(Range<Int>, [String])] = []
        do {
          for section in example.sections {
            if let told = try desk.run(section) { outputs.append((section.place, told)) }
          }
        } catch {
          print("\(example.testDescription): \(error)")
          continue
        }
        for (place, told) in outputs.reversed() { lines.replaceSubrange(place, with: told) }
      }
      try lines.joined(separator: "\n").write(
        to: RulePage.path(page.name), atomically: true, encoding: .utf8)
    }
  }
}
