import ContentLines
import Ledger
import Matching
import Records
import Settings
import Sides

/// Pairs what a source shows now with what the side was known to hold.
struct EntryPairing {
  struct Question {
    var entry: ViewEntry
    var newcomers: [Int]
    /// The ids of entries that are still there and may have taken it in.
    var survivors: [String]
  }

  private let old: [ViewEntry]
  private let bench: Workbench
  private let kind: RecordKind
  /// Position in the source and the entry it continues.
  private(set) var pairs: [(Int, ViewEntry)] = []
  private(set) var newcomers: [Int] = []
  private(set) var vanished: [ViewEntry] = []
  private(set) var questions: [Question] = []

  init(old: [ViewEntry], bench: Workbench, kind: RecordKind) {
    self.old = old
    self.bench = bench
    self.kind = kind
  }

  /// By the side's id, by UID, by equal content, then by re-identification where ids are missing.
  mutating func pair(_ incoming: [SourceRecord]) {
    var freeOld = Set(old.indices)
    var freeNew = Set(incoming.indices)
    join(incoming, &freeOld, &freeNew, { Self.text($0.remoteID) }, { Self.text($0.remoteID) })
    join(incoming, &freeOld, &freeNew, { $0.record.uid }, { Text($0.id) })
    reidentify(incoming, &freeOld, &freeNew)
    newcomers = freeNew.sorted()
    vanished = freeOld.sorted().map { old[$0] }
  }

  private static func text(_ id: String?) -> Text? { id.map { Text($0) } }

  private mutating func join(
    _ incoming: [SourceRecord], _ freeOld: inout Set<Int>, _ freeNew: inout Set<Int>,
    _ newKey: (SourceRecord) -> Text?, _ oldKey: (ViewEntry) -> Text?
  ) {
    // Byte by byte: two strings that only look alike are two ids.
    var places: [Text: [Int]] = [:]
    for index in freeOld.sorted().reversed() {
      if let key = oldKey(old[index]) { places[key, default: []].append(index) }
    }
    for index in freeNew.sorted() {
      guard let key = newKey(incoming[index]), let place = places[key]?.popLast() else { continue }
      pairs.append((index, old[place]))
      freeOld.remove(place)
      freeNew.remove(index)
    }
  }

  private mutating func reidentify(
    _ incoming: [SourceRecord], _ freeOld: inout Set<Int>, _ freeNew: inout Set<Int>
  ) {
    // Where both have an id of the side, other ids mean other records.
    let hasIDs = incoming.allSatisfy { $0.remoteID != nil || $0.record.uid != nil }
    // Tasks in a calendar have the UIDs of events, and nothing becomes one by itself.
    let candidates = freeOld.sorted().filter {
      (!hasIDs || old[$0].remoteID == nil && !isOwnUID(old[$0]))
        && bench.place(of: old[$0]) == .tasks
    }
    let sent = pairSent(candidates, incoming, &freeOld, &freeNew)
    let before = candidates.filter(freeOld.contains).compactMap { index in
      bench.record(old[index].digest).map {
        Candidate(id: Self.id(index), record: $0, digest: old[index].digest)
      }
    }
    let after = freeNew.subtracting(sent).filter {
      incoming[$0].attributes[TaskPlace.attribute] == nil
    }.sorted().map { index in
      let source = incoming[index]
      return Candidate(id: Self.id(index), record: source.record, digest: source.digest)
    }
    guard !before.isEmpty, !after.isEmpty else { return }
    let result = Reidentification.pair(old: before, new: after, kind: kind)
    for pair in result.pairs {
      guard let from = Int(pair.oldID), let to = Int(pair.newID) else { continue }
      pairs.append((to, old[from]))
      freeOld.remove(from)
      freeNew.remove(to)
    }
    for question in result.questions {
      guard let id = Int(question.oldID), freeOld.contains(id) else { continue }
      let newcomers = question.choices.compactMap { Int($0.newID) }.filter(freeNew.contains)
      let survivors = question.choices.compactMap { $0.survivorOf.flatMap { Int($0) } }
      questions.append(
        Question(
          entry: old[id], newcomers: newcomers, survivors: survivors.map { old[$0].id }))
    }
  }

  /// What shows just what was sent to it is that record: two records that exchanged a value would
  /// else be taken for one another. What stands as it stood comes first.
  ///
  /// - Returns: the positions that show just what a create has sent.
  private mutating func pairSent(
    _ candidates: [Int], _ incoming: [SourceRecord], _ freeOld: inout Set<Int>,
    _ freeNew: inout Set<Int>
  ) -> Set<Int> {
    guard let side = old.first?.side else { return [] }
    let links = bench.state.linksByEntry(side, kind)
    var sent = SentRecords(lens: bench.lens(side, kind))
    // What is equal to an entry to which nothing was sent is that entry, or one just like it.
    var standing: [Digest: Int] = [:]
    for index in candidates where freeOld.contains(index) {
      let digest = links[old[index].id].flatMap {
        bench.state.link(LinkKey(kind, $0))?.sides[side]?.sent
      }
      let shown = digest == nil ? nil : bench.record(old[index].digest).map(SentRecords.shown)
      if let digest, shown != digest {
        sent.add(digest, bench.record(digest), from: old[index].digest, place: index)
      } else {
        standing[old[index].digest, default: 0] += 1
      }
    }
    for link in bench.state.links(kind).values {
      guard let seat = link.sides[side], seat.state == .pending, seat.entry == nil,
        let digest = seat.sent
      else { continue }
      sent.add(digest, bench.record(digest))
    }
    guard !sent.isEmpty else { return [] }
    var rest: [Int] = []
    for index in freeNew.sorted() {
      if let count = standing[incoming[index].digest], count > 0 {
        standing[incoming[index].digest] = count - 1
      } else {
        rest.append(index)
      }
    }
    var products = Set<Int>()
    for (index, step) in sent.match(rest.map { ($0, incoming[$0]) }) {
      switch step {
      case .update(let place):
        pairs.append((index, old[place]))
        freeOld.remove(place)
        freeNew.remove(index)
      case .create: products.insert(index)
      }
    }
    return products
  }

  /// Whether the entry's id came from the record and not from us.
  private func isOwnUID(_ entry: ViewEntry) -> Bool { !entry.id.hasPrefix(DerivedUID.prefix) }

  private static func id(_ index: Int) -> String {
    let digits = String(index)
    return String(repeating: "0", count: max(0, 10 - digits.count)) + digits
  }
}
