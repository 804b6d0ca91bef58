import ContentLines
import Foundation
import Merge
import Records
import Testing

#if DEBUG
  private let cases = full ? 2_500 : 250
#else
  private let cases = 10_000
#endif

/// The long form of the laws, also without optimization.
private let full = ProcessInfo.processInfo.environment["DRAWBRIDGE_FULL"] == "1"

@Suite("Laws of the merge") struct MergeLawTests {
  private func each(
    _ kind: RecordKind, _ body: (Record?, Record?, Record?, Record?) throws -> Void
  ) rethrows {
    for seed in 0..<UInt64(cases) {
      var random = Seeded(seed &* 7919)
      let base = RandomRecord.make(kind, &random)
      let x = RandomRecord.edited(base, kind, &random)
      let y = RandomRecord.edited(base, kind, &random)
      let z = RandomRecord.edited(base, kind, &random)
      try body(base, x, y, z)
    }
  }

  private func merged(
    _ base: Record?, _ left: Record?, _ right: Record?,
    decide: @escaping Merge.Policy = Merge.ask
  ) -> MergeResult {
    Merge.merge(
      base: base,
      sides: [
        MergeSide(label: "left", record: left), MergeSide(label: "right", record: right),
      ], decide: decide)
  }

  @Test(arguments: [RecordKind.contact, .event])
  func `what one side changed is the result`(kind: RecordKind) {
    each(kind) { base, x, _, _ in
      #expect(merged(base, base, base).merged == base)
      #expect(merged(base, x, base).merged == x)
      #expect(merged(base, base, x).merged == x)
      #expect(merged(base, x, x).merged == x)
      #expect(merged(base, x, x).conflicts.isEmpty)
      #expect(merged(nil, x, x).merged == x)
    }
  }

  /// The same laws unit by unit: a spelling that changes on the other side hides no shortcut.
  @Test(arguments: [RecordKind.contact, .event])
  func `a change goes through beside a change of another property`(kind: RecordKind) throws {
    try each(kind) { base, x, _, _ in
      func marked(_ record: Record?) throws -> Record {
        var record = try #require(record)
        for index in record.components.indices {
          record.components[index].properties.append(Property("X-MARK", value: "m"))
        }
        return record.canonical()
      }
      guard let base, let x, base.components.count == x.components.count else { return }
      let both = merged(base, x, try marked(base))
      let isSame = both.merged?.withoutVolatile() == (try marked(x)).withoutVolatile()
      let expected = Diff.changes(from: try marked(x), to: both.merged)
      // An instance of a series that moved may no longer fit.
      if both.conflicts.isEmpty {
        #expect(
          isSame || expected.isEmpty,
          "\(lines(base)) -> \(lines(x)): \(lines(both.merged)) \(expected)")
      }
    }
  }

  @Test(arguments: [RecordKind.contact, .event])
  func `sides may be swapped`(kind: RecordKind) {
    each(kind) { base, x, y, _ in
      let one = merged(base, x, y)
      let other = merged(base, y, x)
      #expect(
        lines(one.merged) == lines(other.merged), "\(lines(base)) | \(lines(x)) | \(lines(y))")
      #expect(one.conflicts.map(\.unit) == other.conflicts.map(\.unit))
      let first = merged(nil, x, y)
      let second = merged(nil, y, x)
      #expect(lines(first.merged) == lines(second.merged), "\(lines(x)) | \(lines(y))")
    }
  }

  @Test(arguments: [RecordKind.contact, .event])
  func `the order of three sides does not matter`(kind: RecordKind) {
    each(kind) { base, x, y, z in
      let all = [
        MergeSide(label: "a", record: x), MergeSide(label: "b", record: y),
        MergeSide(label: "c", record: z),
      ]
      let one = Merge.merge(base: base, sides: all)
      for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let other = Merge.merge(base: base, sides: order.map { all[$0] })
        #expect(
          lines(one.merged) == lines(other.merged),
          "\(lines(base)) | \(lines(x)) | \(lines(y)) | \(lines(z))")
        #expect(one.conflicts.map(\.unit) == other.conflicts.map(\.unit))
        #expect(
          one.conflicts.map { Set($0.values) } == other.conflicts.map { Set($0.values) })
      }
    }
  }

  @Test(arguments: [RecordKind.contact, .event])
  func `nothing is invented`(kind: RecordKind) {
    each(kind) { base, x, y, _ in
      let all = [base, x, y].flatMap { $0?.components ?? [] }.flatMap(\.properties)
      let schema = Schema.of(kind)
      let known = Set(
        all.flatMap { property -> [Text] in
          let row = schema[property.name]
          switch row.unit {
          case .components: return property.parts
          case .lines: return property.text.string.split(separator: "\n").map { Text(String($0)) }
          default: return TextEscaping.split(property.value, at: ASCII.comma)
          }
        })
      let result = merged(base, x, y).merged
      // Dates of instances are carried over to another time; they are tested by themselves.
      for property in result?.components.flatMap(\.properties) ?? [] {
        let row = schema[property.name]
        let parts: [Text]
        switch row.unit {
        case .components: parts = property.parts
        case .lines: parts = property.text.string.split(separator: "\n").map { Text(String($0)) }
        case .instances, .identity, .schedule, .dates: continue
        default: parts = TextEscaping.split(property.value, at: ASCII.comma)
        }
        for part in parts where !part.isEmpty {
          #expect(known.contains(part), "\(property.lineText)")
        }
      }
    }
  }

  @Test(arguments: [RecordKind.contact, .event])
  func `every change is in the result or in a conflict`(kind: RecordKind) {
    each(kind) { base, x, y, _ in
      let result = merged(base, x, y)
      guard result.merged != nil else { return }
      let held = Set(result.conflicts.map(\.unit))
      let conflicting = Set(result.conflicts.map { "\($0.unit.instance ?? "")\($0.unit.name)" })
      for side in [x, y] {
        for change in Diff.changes(from: base, to: side)
        where change.unit.instance == nil && !held.contains(change.unit) {
          guard !conflicting.contains("\(change.unit.name)") else { continue }
          let isThere = Diff.changes(from: base, to: result.merged).contains {
            $0.unit.name == change.unit.name
          }
          #expect(
            isThere,
            "\(change) \(lines(base)) | \(lines(x)) | \(lines(y)) | \(lines(result.merged))")
        }
      }
    }
  }

  @Test(arguments: [RecordKind.contact, .event])
  func `what is put is seen and putting nothing changes nothing`(kind: RecordKind) throws {
    try each(kind) { base, x, y, _ in
      let target = try #require(y)
      #expect(Merge.put(changesFrom: base, to: base, into: target) == target)
      #expect(Merge.put(changesFrom: target, to: x, into: target) == x)
    }
  }

  @Test(arguments: [RecordKind.contact, .event])
  func `holding every change back gives the base and holding none the target`(
    kind: RecordKind
  ) {
    each(kind) { base, x, _, _ in
      let units = Set(Diff.changes(from: base, to: x).map(\.unit))
      // Instances at a time that is not their series' cannot be carried over and back.
      guard !units.contains(where: { $0.part == .group(.schedule) }) else { return }
      #expect(Merge.holdingBack(base: base, target: x, units: []) == x)
      let held = Merge.holdingBack(base: base, target: x, units: units)
      let left = Diff.changes(from: base, to: held)
      #expect(left.isEmpty, "\(lines(base)) | \(lines(x)) | \(lines(held)) \(left)")
      let taken = Merge.taking(units, from: x, into: base)
      let missing = Diff.changes(from: x, to: taken)
      #expect(missing.isEmpty, "\(lines(base)) | \(lines(x)) | \(lines(taken)) \(missing)")
    }
  }

  @Test(arguments: [RecordKind.contact, .event])
  func `units put together again are the record`(kind: RecordKind) throws {
    try each(kind) { base, _, _, _ in
      let record = try #require(base)
      let units = Units.decompose(record)
      let rebuilt = Units.rebuild(record, keeping: Set(units.map(\.unit)))
      #expect(Diff.changes(from: record, to: rebuilt).isEmpty)
      let last = units.last.map(\.unit)
      for unit in units.map(\.unit) {
        #expect(UnitKey(stored: unit.stored, kind: kind) == unit)
        if let last { #expect(unit <= last) }
      }
    }
  }
}
