import CivilTime
import ContentLines
import Foundation
import ICalendar
import Records
import Testing

private func corpus(_ extensions: Set<String>) -> [URL] {
  let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let shared =
    ProcessInfo.processInfo.environment["DRAWBRIDGE_SHARED"].map { URL(filePath: $0) }
    ?? package.deletingLastPathComponent().appending(path: "shared")
  let walk = FileManager.default.enumerator(
    at: shared.appending(path: "corpus"), includingPropertiesForKeys: nil)
  return (walk?.compactMap { $0 as? URL } ?? [])
    .filter { extensions.contains($0.pathExtension.lowercased()) }
    .sorted { $0.path < $1.path }
}

private func firstDifference(_ one: [[String]], _ other: [[String]]) -> String {
  for (first, second) in zip(one, other) where first != second {
    for (a, b) in zip(first, second) where a != b {
      return "\(a.prefix(1500))\n---\n\(b.prefix(1500))"
    }
    return "\(first.count) against \(second.count) parts"
  }
  return "\(one.count) against \(other.count) calendars"
}

@Test func everyCorpusFileIsReadAndItsOutputReadsTheSame() throws {
  let reader = ICalendarReader(zones: zones)
  let writer = ICalendarWriter(zones: zones)
  var records = 0
  let files = corpus(["ics", "vcs"])
  for url in files {
    let bytes = [UInt8](try Data(contentsOf: url))
    let clock = ContinuousClock()
    let began = clock.now
    let once = reader.read(bytes)
    records += once.records.count
    let written = writer.write(once)
    let twice = reader.read(written)
    let name = url.lastPathComponent
    #expect(
      content(twice) == content(once),
      "\(name): \(firstDifference(content(once), content(twice)))")
    #expect(writer.write(twice) == written, "\(name): written differently the second time")
    let plain = writer.write(once, includeZones: false)
    #expect(
      content(reader.read(plain)) == content(once),
      "\(name) without zones: \(firstDifference(content(once), content(reader.read(plain))))")
    for record in once.records {
      #expect(record.record.canonical() == record.record, "\(name): not canonical")
    }
    #expect(clock.now - began < .seconds(20), "\(name) took \(clock.now - began)")
  }
  print("corpus: \(files.count) calendar files, \(records) records")
  #expect(files.isEmpty || records > 0)
}
