import ContentLines
import Matching
import Records
import Sides

/// What is under way to a side, to be recognised in what the side shows.
struct SentRecords {
  enum Step {
    /// The entry at a place, to which an update was sent: carried out, or not.
    case update(Int)
    case create
  }

  private struct Sent {
    var step: Step
    var record: Record?
  }

  private let lens: any Lens
  private var all: [Sent] = []
  /// What may show as it was sent, or as it stood before, by digest.
  private var bySent: [Digest: [Int]] = [:]
  private var byOld: [Digest: [Int]] = [:]

  init(lens: any Lens) {
    self.lens = lens
  }

  var isEmpty: Bool { all.isEmpty }

  /// An update of an entry that showed a record before.
  mutating func add(_ digest: Digest, _ record: Record?, from old: Digest, place: Int) {
    byOld[old, default: []].append(all.count)
    bySent[digest, default: []].append(all.count)
    all.append(Sent(step: .update(place), record: record))
  }

  /// A create.
  mutating func add(_ digest: Digest, _ record: Record?) {
    bySent[digest, default: []].append(all.count)
    all.append(Sent(step: .create, record: record))
  }

  /// The digest of what is shared of a record, as it is sent.
  static func shown(_ record: Record) -> Digest {
    Reconciler.withoutIdentity(SharedPart.of(record)).digest()
  }

  /// What each record shows the end of, or stands unchanged before, such that as many as possible
  /// are explained: of near copies one may show what was sent to another. O(n) but for copies.
  func match(_ incoming: [(index: Int, source: SourceRecord)]) -> [(index: Int, step: Step)] {
    let edges = incoming.map { _, source in
      (bySent[Self.shown(source.record)] ?? []) + (byOld[source.digest] ?? [])
    }
    var owner = [Int?](repeating: nil, count: all.count)
    for row in edges.indices where !edges[row].isEmpty {
      var seen = Set<Int>()
      _ = assign(row, edges, &owner, &seen)
    }
    var found = Set<Int>()
    var result: [(index: Int, step: Step)] = []
    for (place, row) in owner.enumerated() {
      guard let row else { continue }
      found.insert(row)
      result.append((incoming[row].index, all[place].step))
    }
    // Then those that show what was sent in a form of the side.
    var byName: [[Text]: [Int]] = [:]
    for (place, sent) in all.enumerated() where owner[place] == nil {
      if let record = sent.record { byName[Self.name(record), default: []].append(place) }
    }
    guard !byName.isEmpty else { return result }
    for (row, (index, source)) in incoming.enumerated() where !found.contains(row) {
      let name = Self.name(source.record)
      let place = byName[name]?.prefix(Self.limit).first { place in
        all[place].record.map { SentProduct.isProduct(source.record, of: $0, lens: lens) } == true
      }
      guard let place else { continue }
      byName[name]?.removeAll { $0 == place }
      result.append((index, all[place].step))
    }
    return result
  }

  private static let limit = 64

  /// Finds a place for a row, moving others to other places of theirs where there is none.
  private func assign(
    _ row: Int, _ edges: [[Int]], _ owner: inout [Int?], _ seen: inout Set<Int>
  ) -> Bool {
    for place in edges[row] where owner[place] == nil && seen.insert(place).inserted {
      owner[place] = row
      return true
    }
    for place in edges[row] where seen.insert(place).inserted {
      guard let other = owner[place], assign(other, edges, &owner, &seen) else { continue }
      owner[place] = row
      return true
    }
    return false
  }

  private static func name(_ record: Record) -> [Text] {
    let keys = MatchKeys.of(record)
    return record.kind == .contact ? keys[.name] : keys[.summary]
  }
}
