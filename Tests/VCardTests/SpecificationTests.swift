import ContentLines
import Foundation
import Records
import Testing

@testable import VCard

/// The text of a page in spec/.
func specification(_ name: String) throws -> String {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  return try String(contentsOf: root.appending(path: "spec/\(name)"), encoding: .utf8)
}

/// The fenced blocks of a page: their info string and their text.
private func blocks(_ page: String) -> [(kind: String, text: String)] {
  var result: [(kind: String, text: String)] = []
  var open: (kind: String, lines: [String])?
  for line in page.components(separatedBy: "\n") {
    if let block = open {
      if line == "```" {
        result.append((block.kind, block.lines.joined(separator: "\n") + "\n"))
        open = nil
      } else {
        open = (block.kind, block.lines + [line])
      }
    } else if line.hasPrefix("```") {
      open = (String(line.dropFirst(3)), [])
    }
  }
  return result
}

@Test(
  "The vCard examples of the specification are what the program does",
  arguments: ["canonical.md", "mappings-vcard.md"])
func specificationExamples(_ page: String) throws {
  let all = blocks(try specification(page))
  var count = 0
  for (block, next) in zip(all, all.dropFirst())
  where block.kind == "vcard in" && next.kind.hasPrefix("vcard ") {
    let records = read(block.text).records.map(\.record)
    let written =
      next.kind == "vcard 3.0"
      ? records.flatMap { VCardWriter.vcard3($0) } : records.flatMap { VCardWriter.vcard4($0) }
    #expect(string(written) == next.text, "\(page):\n\(block.text)")
    count += 1
  }
  #expect(count >= 2, "\(page) has too few examples")
}
