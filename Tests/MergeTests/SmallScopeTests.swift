import Foundation
import Merge
import Records
import Testing

/// Three properties with three values each, or absent: every base, left and right there is.
@Suite("Exhaustive small scope") struct SmallScopeTests {
  /// A single text, a single date, and a member with a key.
  private static let values: [[String]] = [
    ["TITLE:1", "TITLE:2", "TITLE:3"], ["BDAY:19600101", "BDAY:19600102", "BDAY:19600103"],
    ["EMAIL;TYPE=work:a@x.org", "EMAIL;TYPE=work:b@x.org", "EMAIL;TYPE=work:c@x.org"],
  ]

  /// 64 records; a state has two bits for each property, 0 is absent.
  private static let records: [Record] = (0..<64).compactMap { state in
    var lines = ["UID:1"]
    for property in 0..<3 {
      let value = state >> (2 * property) & 3
      if value > 0 { lines.append(values[property][value - 1]) }
    }
    return record(.contact, lines.joined(separator: "\n"))
  }

  /// What three-way means for one value: the merged value, or nil for a conflict.
  private static func model(_ base: Int, _ left: Int, _ right: Int) -> Int? {
    if left == right { return left }
    if left == base { return right }
    if right == base { return left }
    return nil
  }

  @Test func `all 262144 triples follow the model`() {
    #if DEBUG
      // Every 61st without optimization: coprime to the states, so that each of them occurs.
      let step = ProcessInfo.processInfo.environment["DRAWBRIDGE_FULL"] == "1" ? 1 : 61
    #else
      let step = 1
    #endif
    let records = Self.records
    #expect(records.count == 64)
    var count = 0
    var wrong = 0
    var conflicts = 0
    for triple in stride(from: 0, to: 64 * 64 * 64, by: step) {
      let (base, left, right) = (triple >> 12, triple >> 6 & 63, triple & 63)
      let result = Merge.merge(
        base: records[base],
        sides: [
          MergeSide(label: "left", record: records[left]),
          MergeSide(label: "right", record: records[right]),
        ])
      var expected = 0
      var open = 0
      for shift in [0, 2, 4] {
        let old = base >> shift & 3
        if let value = Self.model(old, left >> shift & 3, right >> shift & 3) {
          expected |= value << shift
        } else {
          expected |= old << shift
          // Without a base a member that each side adds is no conflict: sets unite.
          if shift == 4, old == 0 { expected |= 64 } else { open += 1 }
        }
      }
      count += 1
      conflicts += open
      if expected & 64 != 0 {
        let emails = result.merged?.components[0].all("EMAIL").count
        if emails != 2 || result.conflicts.count != open { wrong += 1 }
      } else if result.merged != records[expected] || result.conflicts.count != open {
        wrong += 1
        if wrong < 5 {
          Issue.record(
            "\(lines(records[base])) | \(lines(records[left])) | \(lines(records[right])): \(lines(result.merged)) \(shown(result.conflicts))"
          )
        }
      }
    }
    print("Merge small scope: \(count) of 262144 triples, \(conflicts) conflicts, \(wrong) wrong.")
    #expect(wrong == 0)
    #expect(conflicts > 0)
  }
}
