import Foundation
import Merge
import Records
import Testing

/// Runs the fenced cases of spec/merge.md.
@Suite("spec/merge.md") struct SpecTests {
  @Test func `every worked example of the merge rules holds`() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "spec/merge.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    var count = 0
    for block in text.components(separatedBy: "\n```merge ").dropFirst() {
      let body = block.components(separatedBy: "\n```")[0]
      var sections: [String: [String]] = [:]
      var current = ""
      let all = body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let kind = try #require(RecordKind(rawValue: all[0]))
      for line in all.dropFirst() {
        if line.hasSuffix(":"), !line.contains(" "), line.first?.isLowercase == true {
          current = String(line.dropLast())
          sections[current] = []
        } else {
          sections[current, default: []].append(line)
        }
      }
      func read(_ name: String) -> Record? {
        record(kind, sections[name]?.joined(separator: "\n"))
      }
      let result = Merge.merge(
        base: read("base"),
        sides: [
          MergeSide(label: "left", record: read("left")),
          MergeSide(label: "right", record: read("right")),
        ])
      #expect(lines(result.merged) == lines(read("expect")), "\(body)")
      #expect(result.conflicts.map(\.property) == sections["conflicts"] ?? [], "\(body)")
      count += 1
    }
    print("spec/merge.md: \(count) cases.")
    #expect(count >= 12)
  }
}
