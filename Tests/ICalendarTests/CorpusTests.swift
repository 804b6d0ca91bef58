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

@Test func everyCorpusFileIsReadAndItsOutputReadsTheSame() throws {
  let reader = ICalendarReader(zones: zones)
  let writer = ICalendarWriter(zones: zones)
  var records = 0
  var checks = 0
  let files = corpus(["ics", "vcs"])
  for url in files {
    let bytes = [UInt8](try Data(contentsOf: url))
    let clock = ContinuousClock()
    let began = clock.now
    let once = reader.read(bytes)
    records += once.records.count
    let written = writer.write(file: once)
    let twice = reader.read(written)
    let name = url.lastPathComponent
    #expect(firstDifference(content(once), content(twice)) == nil, "\(name)")
    #expect(writer.write(file: twice) == written, "\(name): written differently the second time")
    let plain = writer.write(file: once, includeZones: false)
    #expect(
      firstDifference(content(once), content(reader.read(plain))) == nil, "\(name) without zones")
    let json = JCal.read(JCal.write([once], zones: zones), zones: zones)
    #expect(firstDifference(content(once), content(json)) == nil, "\(name) as jCal")
    let list = Occurrences.expand(
      once.records.map(\.record), from: nil, to: nil, limit: 200, zone: .utc, zones: zones)
    #expect(list.occurrences.count <= 200)
    checks += ICalendarCheck.findings(of: once, zones: zones).count
    for record in once.records {
      #expect(record.record.canonical() == record.record, "\(name): not canonical")
    }
    #expect(clock.now - began < .seconds(20), "\(name) took \(clock.now - began)")
  }
  print("corpus: \(files.count) calendar files, \(records) records, \(checks) findings of checks")
  #expect(files.isEmpty || records > 0)
}
