import ContentLines
import Ledger
import Matching
package import Records
import Settings
package import Sides

/// Brings what a source read of one kind into the ledger state: re-identification, views,
/// absence (DESIGN sections 2, 6 and 9).
package struct Importing: Sendable {
  /// What an import did with one kind, for its summary.
  package struct Summary: Sendable, Equatable {
    package var read = 0
    package var added = 0
    package var changed = 0
    package var unchanged = 0
    package var deleted = 0
    package var unseen = 0
    package var asked = 0
  }

  package private(set) var bench: Workbench
  package private(set) var summary = Summary()
  private var read: SourceRead
  private let side: SideName
  private let isComplete: Bool?
  /// What the source can show; nil where it shows all that the side holds.
  private let covered: Set<String>?

  /// - Parameter isComplete: `--complete` or `--partial`; nil to believe the source.
  package init(_ read: SourceRead, from side: SideName, isComplete: Bool?, on bench: Workbench) {
    self.read = read
    self.side = side
    self.isComplete = isComplete
    self.bench = bench
    covered = read.covered ?? Self.shown(read, side, bench)
  }

  /// What a source shows that has no list of it: what this read or an earlier one of its kind has
  /// shown, where the side was read in another way before. Nil where it never was.
  private static func shown(
    _ read: SourceRead, _ side: SideName, _ bench: Workbench
  ) -> Set<String>? {
    let before = bench.state.snapshots.filter { $0.side == side && $0.kind == read.kind }
    guard !read.shown.isEmpty, before.contains(where: { $0.source != read.source }) else {
      return nil
    }
    return before.filter { $0.source == read.source }.reduce(read.shown) { shown, snapshot in
      shown.union(snapshot.covered ?? [])
    }
  }

  /// Runs the import of the kind. O(n log n).
  ///
  /// - Throws: `GuardRefusal` where the data cannot be this side's, and errors of the store.
  package mutating func run(acceptingSource: Bool) throws {
    let known = bench.state.sortedEntries(side, read.kind).filter { entry in
      (entry.presence != .deleted || entry.isRetired)
        && read.taskPlaces?.contains(bench.place(of: entry).rawValue) != false
    }
    // Of exact copies those go on that others know.
    let shared = sharedIDs()
    let old = known.filter { shared.contains($0.id) } + known.filter { !shared.contains($0.id) }
    let wanted = Set(old.map(\.digest) + sentDigests() + returning())
    read.records = Parallel.chunked(read.records) { $0.readied() }
    // What did not change is at hand, and need not be loaded.
    bench.know(
      Parallel.chunked(read.records) { source -> (Digest, Record)? in
        wanted.contains(source.digest) ? (source.digest, source.record.withoutVolatile()) : nil
      }.compactMap(\.self))
    try bench.load(wanted, read.kind)
    let incoming = read.records.filter { $0.attributes["deleted"] != "true" }
    let tombstones = read.records.filter { $0.attributes["deleted"] == "true" }
    summary.read = incoming.count
    var pairing = EntryPairing(old: old, bench: bench, kind: read.kind)
    pairing.pair(incoming)
    if !acceptingSource {
      let moving = read.kind == .task ? bench.leftBehind(side) : []
      try guardIdentity(
        old: old.count { !moving.contains($0.id) }, paired: pairing.pairs.count,
        incoming: incoming.count)
    }
    for (index, entry) in pairing.pairs { update(entry, with: incoming[index]) }
    EarlierViews.note(pairing.pairs.map(\.1), side, read.kind, &bench.state)
    var asked: [Int: [String]] = [:]
    for question in pairing.questions {
      for newcomer in question.newcomers { asked[newcomer, default: []].append(question.entry.id) }
    }
    for index in pairing.newcomers {
      add(incoming[index], askedAbout: asked[index]?.sorted() ?? [])
    }
    let questions = Dictionary(pairing.questions.map { ($0.entry.id, $0) }) { first, _ in first }
    for entry in pairing.vanished {
      let question = questions[entry.id]
      let isCopy =
        !shared.contains(entry.id) && question?.newcomers.isEmpty == true
        && question?.survivors.contains(where: { isExactCopy(entry, $0) }) == true
      vanish(entry, isCopy ? nil : question)
    }
    for tombstone in tombstones { bury(tombstone) }
    addSnapshot()
  }

  /// What is under way to the side.
  private func sentDigests() -> [Digest] {
    bench.state.links(read.kind).values.compactMap { $0.sides[side]?.sent }
  }

  /// The entries that a link ties to another side.
  private func sharedIDs() -> Set<String> {
    Set(
      bench.state.links(read.kind).values.filter { $0.sides.count > 1 }
        .compactMap { $0.sides[side]?.entry })
  }

  /// Whether another entry that is still there shows the very same: nobody loses anything with one
  /// of two exact copies that no other side knows.
  private func isExactCopy(_ entry: ViewEntry, _ id: String) -> Bool {
    guard let other = bench.state.entry(EntryKey(side, read.kind, id)) else { return false }
    return other.presence == .present && other.digest == entry.digest
  }

  /// Fewer than half of a known side's records re-identify: another person's file?
  private func guardIdentity(old: Int, paired: Int, incoming: Int) throws {
    guard old >= 10, incoming >= 10, paired * 2 < min(old, incoming) else { return }
    throw GuardRefusal(
      name: "another account's data",
      detail: "Only \(paired) of the \(incoming) \(read.kind.plural) are known of "
        + "\(side.title), which had \(old). This looks like another person's export.",
      option: "--accept-source REASON")
  }

  private func isProvedComplete(_ collection: String) -> Bool {
    // What could not be read may be what seems to be missing (DESIGN, law 6).
    guard read.unread == 0 else { return false }
    return isComplete ?? read.collections[collection] ?? false
  }

  // MARK: - Entries

  private mutating func update(_ entry: ViewEntry, with source: SourceRecord) {
    var entry = entry
    var record = source.record
    var known = source.knownDigest
    if let covered, let previous = bench.record(entry.digest) {
      let isInCalendar = source.attributes[TaskPlace.attribute] != nil
      let lens =
        isInCalendar
        ? bench.lens(side, read.kind, in: .calendar)
        : bench.lens(side, read.kind, source: read.source, covered: covered)
      record = lens.overlay(record, on: previous, covered: covered)
      if record != source.record { known = nil }
    }
    let digest = bench.keep(record, known: known)
    if digest == entry.digest { summary.unchanged += 1 } else { summary.changed += 1 }
    entry.digest = digest
    var names = [
      ViewEntry.occurrenceAttribute, Scope.outsideAttribute, TaskPlace.abandonedAttribute,
      Privacy.toldAttribute,
    ]
    // A block that is made something else is an event like any other.
    if Privacy.isBlock(record) { names.append(Privacy.blockAttribute) }
    let kept = names.map { ($0, entry.attributes[$0]) }
    let isRetired =
      read.showsDeletedMark
      ? source.attributes[ViewEntry.retiredAttribute] != nil : entry.isRetired
    if isRetired, entry.presence != .deleted { summary.deleted += 1 }
    entry.presence = isRetired ? .deleted : .present
    entry.remoteID = source.remoteID ?? entry.remoteID
    entry.collection = source.collection
    entry.stamp = source.stamp ?? entry.stamp
    // An open question stays open until somebody answers it.
    let asked = entry.attributes[Self.askedAttribute]
    entry.attributes = source.attributes
    entry.attributes[Self.askedAttribute] = asked
    entry.attributes[ViewEntry.retiredAttribute] = isRetired ? "true" : nil
    for (name, value) in kept { entry.attributes[name] = value }
    if read.kind != .contact {
      entry.attributes[Privacy.attribute] = Privacy.isPrivate(record) ? "true" : nil
    }
    let volatile = Self.volatileLines(source.record)
    // A new time of writing alone is no news: every export has one.
    if !Self.differOnlyInStamp(entry.volatile, volatile) { entry.volatile = volatile }
    bench.state.put(entry)
  }

  /// Whether a record that comes back under the UID of one that was deleted is a block, as that was.
  private func isBlock(_ known: ViewEntry, _ record: Record) -> Bool {
    known.presence == .deleted && Privacy.isBlock(record)
      && bench.record(known.digest).map(Privacy.isBlock) == true
  }

  /// The records that were deleted and whose UIDs are read again.
  private func returning() -> [Digest] {
    guard read.kind == .event else { return [] }
    return read.records.compactMap { source in
      source.record.uid.flatMap { bench.state.entry(EntryKey(side, read.kind, $0.string)) }
        .flatMap { $0.presence == .deleted ? $0.digest : nil }
    }
  }

  private mutating func add(_ source: SourceRecord, askedAbout: [String]) {
    let order = bench.state.takeOrder()
    let uid = source.record.uid?.string
    var id = uid ?? DerivedUID.of(workspace: bench.state.workspaceID, side: side, order: order)
    var attributes = source.attributes
    if let known = bench.state.entry(EntryKey(side, read.kind, id)) {
      if isBlock(known, source.record) { attributes[Privacy.blockAttribute] = id }
      id = DerivedUID.of(workspace: bench.state.workspaceID, side: side, order: order)
    }
    if read.kind != .contact, Privacy.isPrivate(source.record) {
      attributes[Privacy.attribute] = "true"
    }
    if !askedAbout.isEmpty {
      attributes[Self.askedAttribute] = askedAbout.joined(separator: " ")
      summary.asked += 1
    }
    let digest = bench.keep(source.record, known: source.knownDigest)
    bench.state.put(
      ViewEntry(
        side: side, kind: read.kind, id: id, remoteID: source.remoteID,
        collection: source.collection, digest: digest, stamp: source.stamp,
        volatile: Self.volatileLines(source.record),
        presence: attributes[ViewEntry.retiredAttribute] == nil ? .present : .deleted,
        order: order, attributes: attributes))
    summary.added += 1
  }

  /// Marks a newcomer that may be a record which vanished: it is neither linked nor created
  /// anywhere until a person answers.
  package static let askedAttribute = "asked-about"

  /// Why a record that the side holds is left out (the right to be forgotten).
  package static let leftOutAttribute = "left-out"

  /// The ids of entries into which a vanished record may have been merged on its side.
  package static let survivorsAttribute = "survivors"

  private mutating func vanish(_ entry: ViewEntry, _ question: EntryPairing.Question?) {
    var entry = entry
    if let reason = entry.remoteID.flatMap({ read.leftOutIDs[$0] }) {
      entry.presence = .unseen
      entry.attributes[Self.leftOutAttribute] = reason
    } else if !isProvedComplete(entry.collection ?? ""), question?.newcomers.isEmpty != false {
      guard entry.presence == .present else { return }
      entry.presence = .unseen
      summary.unseen += 1
    } else if entry.presence == .vanished, question == nil {
      // Asked about before, and still missing: that is no answer.
      return
    } else if let question {
      entry.presence = .vanished
      if !question.survivors.isEmpty {
        entry.attributes[Self.survivorsAttribute] = question.survivors.joined(separator: " ")
      }
      summary.asked += 1
    } else {
      entry.presence = .deleted
      summary.deleted += 1
    }
    bench.state.put(entry)
  }

  private mutating func bury(_ tombstone: SourceRecord) {
    // Byte by byte: two strings that only look alike are two ids.
    let remoteID = tombstone.remoteID.map { Text($0) }
    let uid = tombstone.record.uid
    let entries = bench.state.sortedEntries(side, read.kind)
    let buried = entries.first { entry in
      if let remoteID, let own = entry.remoteID, Text(own) == remoteID { return true }
      return uid.map { $0 == Text(entry.id) } ?? false
    }
    guard var entry = buried, entry.presence != .deleted else { return }
    entry.presence = .deleted
    summary.deleted += 1
    bench.state.put(entry)
  }

  private static func differOnlyInStamp(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard one.count == other.count else { return false }
    let values = StampLines.values(in: one)
    guard values == StampLines.values(in: other) else { return false }
    var begin = 0
    for value in values {
      guard one[begin..<value.lowerBound] == other[begin..<value.lowerBound] else { return false }
      begin = value.upperBound
    }
    return one[begin...] == other[begin...]
  }

  private static func volatileLines(_ record: Record) -> [UInt8] {
    let schema = Schema.of(record.kind)
    guard let component = record.components.first else { return [] }
    var writer = LineWriter(folds: false)
    for index in component.properties.indices
    where schema.isVolatile(component.properties[index].name) {
      component.properties[index].write(to: &writer)
    }
    return writer.bytes
  }

  private mutating func addSnapshot() {
    let digests = read.records.map(\.digest).sorted()
    let digest = Digest(of: digests.flatMap(\.bytes))
    let operation = bench.state.nextOperation
    let collections = read.collections.sorted { $0.key < $1.key }.map {
      Snapshot.Collection($0.key, complete: isProvedComplete($0.key))
    }
    bench.state.add(
      Snapshot(
        id: "\(operation)/\(side)/\(read.kind.rawValue)", side: side, kind: read.kind,
        collections: collections, source: read.source, covered: covered,
        exported: read.exported, imported: bench.now,
        complete: read.unread == 0 && (isComplete ?? read.isComplete), digest: digest,
        account: read.account,
        operation: operation))
  }
}

/// Refused by a guard (DESIGN section 8): nothing was changed.
package struct GuardRefusal: Error, Sendable, Equatable {
  package var name: String
  package var detail: String
  /// The option that allows it.
  package var option: String

  package init(name: String, detail: String, option: String) {
    self.name = name
    self.detail = detail
    self.option = option
  }
}

/// UIDs for records that have none: from the workspace, the side and the order of first sight, so
/// that runs repeat exactly.
package enum DerivedUID {
  /// How they begin; no side gives such a UID.
  package static let prefix = "db-"

  package static func of(workspace: String, side: SideName, order: Int) -> String {
    let digest = Digest(of: Array("\(workspace)\u{1}\(side)\u{1}\(order)".utf8)).description
    return prefix + digest.prefix(24)
  }
}
