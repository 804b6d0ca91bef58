import ContentLines
import Matching
import Records

/// Pairs the records of two inputs: by UID, and by re-identification where there is none
/// (DESIGN section 6).
package struct RecordPairing: Sendable {
  /// Positions in the first and second list.
  package private(set) var pairs: [(Int, Int)] = []
  package private(set) var onlyFirst: [Int] = []
  package private(set) var onlySecond: [Int] = []
  /// Pairs that may be the same record, with the reasons; both are kept apart.
  package private(set) var unsure: [Unsure] = []

  package struct Unsure: Sendable {
    package var first: Int
    package var seconds: [Int]
    package var reasons: [String]
  }

  /// Pairs two lists. O(n) but for records that share keys.
  package init(_ first: [OfflineRecord], _ second: [OfflineRecord]) {
    var freeFirst = Set(first.indices)
    var freeSecond = Set(second.indices)
    pairByUID(first, second, &freeFirst, &freeSecond)
    for kind in RecordKind.allCases {
      reidentify(first, second, kind, &freeFirst, &freeSecond)
    }
    onlyFirst = freeFirst.sorted()
    onlySecond = freeSecond.sorted()
    pairs.sort { $0.0 < $1.0 }
  }

  private struct Identity: Hashable {
    var kind: RecordKind
    var uid: [UInt8]
  }

  /// Equal UIDs pair in order; a UID that stands twice pairs twice.
  private mutating func pairByUID(
    _ first: [OfflineRecord], _ second: [OfflineRecord], _ freeFirst: inout Set<Int>,
    _ freeSecond: inout Set<Int>
  ) {
    var places: [Identity: [Int]] = [:]
    for index in second.indices.reversed() {
      guard let uid = second[index].record.uid else { continue }
      places[Identity(kind: second[index].record.kind, uid: Array(uid.bytes)), default: []]
        .append(index)
    }
    for index in first.indices {
      guard let uid = first[index].record.uid else { continue }
      let identity = Identity(kind: first[index].record.kind, uid: Array(uid.bytes))
      guard let other = places[identity]?.popLast() else { continue }
      pairs.append((index, other))
      freeFirst.remove(index)
      freeSecond.remove(other)
    }
  }

  /// Only where one of the two has no UID can two records of different identity be the same.
  private mutating func reidentify(
    _ first: [OfflineRecord], _ second: [OfflineRecord], _ kind: RecordKind,
    _ freeFirst: inout Set<Int>, _ freeSecond: inout Set<Int>
  ) {
    func candidates(_ list: [OfflineRecord], _ free: Set<Int>) -> [Candidate] {
      free.sorted().filter { list[$0].record.kind == kind && list[$0].record.uid == nil }.map {
        Candidate(id: Self.id($0), record: list[$0].record, digest: list[$0].digest)
      }
    }
    let old = candidates(first, freeFirst)
    let new = candidates(second, freeSecond)
    guard !old.isEmpty, !new.isEmpty else { return }
    let result = Reidentification.pair(old: old, new: new, kind: kind)
    for pair in result.pairs {
      guard let one = Int(pair.oldID), let other = Int(pair.newID) else { continue }
      pairs.append((one, other))
      freeFirst.remove(one)
      freeSecond.remove(other)
    }
    for question in result.questions {
      guard let one = Int(question.oldID) else { continue }
      unsure.append(
        Unsure(
          first: one, seconds: question.choices.compactMap { Int($0.newID) },
          reasons: question.choices.first?.reasons ?? []))
    }
  }

  /// Padded, so that order by id is order by place.
  private static func id(_ index: Int) -> String {
    let digits = String(index)
    return String(repeating: "0", count: max(0, 10 - digits.count)) + digits
  }
}
