import ContentLines
import FileSide
import Foundation
import Merge
import Records
import TestSupport
import Testing

/// What nobody edited comes out of a merge as it went in, to the letter.
@Suite struct MergeFidelityTests {
  @Test("Edits of two properties leave every other line unchanged", arguments: RecordKind.allCases)
  func randomRecords(_ kind: RecordKind) {
    var merges = 0
    Law.expect(
      forAll(
        "fidelity of a merge, \(kind.rawValue)", count: Law.share(kind, of: Law.cases) / 2,
        RecordGenerator.records(kind, canonical: Law.canonical)
      ) { Self.check($0, &merges) })
    print("merges of edited \(kind.rawValue)s: \(merges)")
    #expect(merges > 10)
  }

  @Test(
    "Edits of two properties leave every other line of the corpus unchanged",
    .enabled(if: SharedFolder.url != nil))
  func corpus() throws {
    var merges = 0
    var records = 0
    for file in SharedFolder.corpusFiles(["vcf", "ics"]) {
      guard let tree = try? InputTree.open(paths: [file.path]),
        let result = try? RecordReader(zones: Law.zones).read(tree)
      else { continue }
      for read in result.files.flatMap(\.read.records).prefix(200) {
        records += 1
        if let breach = Self.check(read.record, &merges) {
          Issue.record("\(file.lastPathComponent): \(breach)")
        }
      }
    }
    print("corpus: \(merges) merges of \(records) records")
    #expect(merges > 1_000)
  }

  private static func check(_ base: Record, _ merges: inout Int) -> Breach? {
    let places = editable(base)
    guard let first = places.first, let last = places.last, first != last else { return nil }
    let left = edited(base, at: first, by: "left")
    let right = edited(base, at: last, by: "right")
    let result = Merge.merge(
      base: base,
      sides: [MergeSide(label: "left", record: left), MergeSide(label: "right", record: right)])
    merges += 1
    guard result.conflicts.isEmpty else {
      return Breach("a conflict of \(result.conflicts.map { "\($0.unit)" })")
    }
    guard let merged = result.merged else { return Breach("the record is gone") }
    let expected = edited(edited(base, at: first, by: "left"), at: last, by: "right").canonical()
    let wanted = lines(expected)
    let got = lines(merged)
    guard wanted != got else { return nil }
    let gone = wanted.filter { !got.contains($0) }
    let new = got.filter { !wanted.contains($0) }
    return Breach("- \(gone)\n+ \(new)")
  }

  /// The lines without the names of groups, which follow the order, and without empty lines of
  /// known properties, which count as absent (spec/merge.md).
  private static func lines(_ record: Record) -> [String] {
    var result: [String] = []
    func add(_ component: Component) {
      let schema = Schema.of(component: component.name)
      for var property in component.properties {
        let isEmpty = property.value.bytes.allSatisfy { $0 == 0x3B || $0 == 0x2C }
        if isEmpty, schema[property.name].isKnown { continue }
        if !property.group.isEmpty { property.group = "g" }
        result.append("\(component.name) \(property.lineText)")
      }
      component.components.forEach(add)
    }
    record.components.forEach(add)
    return result.sorted()
  }

  /// Positions of properties that stand once and are a unit of their own.
  private static func editable(_ record: Record) -> [Int] {
    guard let component = record.components.first else { return [] }
    let schema = Schema.of(component: component.name)
    var counts: [Name: Int] = [:]
    for property in component.properties { counts[property.name, default: 0] += 1 }
    return component.properties.indices.filter { index in
      let property = component.properties[index]
      let row = schema[property.name]
      return row.unit == .property && !row.isVolatile && row.value == .text
        && counts[property.name] == 1 && property.group.isEmpty
        && property.parameter(.value) == nil && property.name != "FN"
        && property.name != .collection && property.name != "X-ABLABEL"
        && property.name != "X-ABSHOWAS"
    }
  }

  private static func edited(_ record: Record, at index: Int, by word: Text) -> Record {
    var record = record
    record.components[0].properties[index].value = Text(
      Array(record.components[0].properties[index].value.bytes) + Array(" \(word)".utf8))
    return record
  }
}
