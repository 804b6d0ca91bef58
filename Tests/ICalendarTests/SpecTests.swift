import ContentLines
import Foundation
import ICalendar
import Records
import Testing

@Test func theExamplesOfTheSpecificationAreTrue() throws {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "spec")
  let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  var used = 0
  for name in names where name.hasPrefix("canonical") {
    let page = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    let blocks = page.components(separatedBy: "\n```").filter { !$0.isEmpty }
    for (index, block) in blocks.enumerated() where block.hasPrefix("icalendar\n") {
      let source = block.dropFirst("icalendar\n".count)
      let next = try #require(blocks[(index + 1)...].first { $0.hasPrefix("canonical\n") })
      #expect(try canonical(String(source)) == next.dropFirst("canonical\n".count) + "\n")
      used += 1
    }
  }
  print("specification: \(used) calendar examples")
  #expect(used >= 3)
}
