import Foundation
import Testing

@testable import Witness

/// Walks the shared corpus, where there is one: foreign files of every kind must not stop us.
struct WitnessCorpusTests {
  private static var root: String {
    let shared = ProcessInfo.processInfo.environment["DRAWBRIDGE_SHARED"] ?? "../shared"
    return shared + "/corpus"
  }

  @Test("Every calendar of the corpus is read without a crash")
  func corpus() async throws {
    let names = (FileManager.default.enumerator(atPath: Self.root)?.allObjects ?? [])
      .compactMap { $0 as? String }.filter { $0.hasSuffix(".ics") }.sorted()
    var components = 0
    var agreeing = 0
    var findings = 0
    for name in names {
      guard let data = FileManager.default.contents(atPath: "\(Self.root)/\(name)") else {
        continue
      }
      let bytes = [UInt8](data)
      let report = await Witness.shared.components(of: bytes)
      components += report.components.count
      findings += report.findings.count
      let found = Witness.shared.disagreements(
        expected: NaiveReader.components(of: bytes), in: report)
      if found.isEmpty { agreeing += 1 }
      if ProcessInfo.processInfo.environment["WITNESS_VERBOSE"] != nil {
        for one in found.prefix(3) { print("\(name): \(one.description.prefix(300))") }
      }
    }
    print(
      "witness: \(names.count) files, \(components) components, \(findings) findings, "
        + "\(agreeing) files in full agreement with a naive reading")
    if !names.isEmpty {
      #expect(components > 1000)
      // Files that are broken on purpose disagree; a table that is wrong makes far more do so.
      #expect(agreeing * 10 > names.count * 8)
    }
  }
}
