import ContentLines
import Ledger
import Merge
import Records

/// The versions of one record as the ledger's history has them, for `why`.
struct Telling {
  struct Version {
    var operation: Int
    var record: Record?
  }

  /// What the sides agreed on, oldest first, each time it changed.
  private(set) var agreed: [Version] = []
  /// What each side showed, oldest first, each time it changed.
  private(set) var shown: [(side: SideName, versions: [Version])] = []
  private let kind: RecordKind
  private let conflicts: [ConflictNote]
  private let steps: [SentStep]
  private let origin: SideName?
  private let linked: [(side: SideName, operation: Int)]

  init(
    _ key: LinkKey, history: RecordHistory, cancelled: Set<Int>, on bench: inout Workbench
  ) throws {
    kind = key.kind
    let links = history.links.filter { !cancelled.contains($0.since) }
    let entries = history.entries.filter { !cancelled.contains($0.since) }
    try bench.load(
      Set(links.compactMap(\.value.agreed)).union(entries.map(\.value.digest)), key.kind)
    // An operation that settles twice notes an open conflict twice.
    conflicts = history.conflicts.filter { !cancelled.contains($0.operation) }.reduce(into: []) {
      notes, note in
      if !notes.contains(where: { Self.saySame($0, note) }) { notes.append(note) }
    }
    steps = history.steps.filter { $0.since == $0.value.operation && !cancelled.contains($0.since) }
      .map(\.value)
    origin = links.last?.value.origin
    var last: Digest??
    for held in links where last != .some(held.value.agreed) {
      last = .some(held.value.agreed)
      agreed.append(
        Version(operation: held.since, record: bench.record(held.value.agreed).map(Self.plain)))
    }
    var linked: [(side: SideName, operation: Int)] = []
    for held in links {
      for (side, seat) in held.value.sortedSides
      where seat.entry != nil && !linked.contains(where: { $0.side == side }) {
        linked.append((side, held.since))
      }
    }
    self.linked = linked
    for side in Set(entries.map(\.value.side)).sorted() {
      var versions: [Version] = []
      for held in entries.filter({ $0.value.side == side }).sorted(by: { $0.since < $1.since }) {
        let isThere = held.value.presence != .deleted
        let record = isThere ? bench.record(held.value.digest).map(Self.plain) : nil
        if let before = versions.last, before.record == record { continue }
        versions.append(Version(operation: held.since, record: record))
      }
      shown.append((side, versions))
    }
  }

  /// Whether two notes of one operation are of one conflict, in whatever order its sides stand.
  private static func saySame(_ one: ConflictNote, _ other: ConflictNote) -> Bool {
    one.operation == other.operation && one.property == other.property && one.rule == other.rule
      && one.isDecided == other.isDecided && one.kept == other.kept
      && one.values.count == other.values.count && one.values.allSatisfy(other.values.contains)
  }

  private static func plain(_ record: Record) -> Record {
    Reconciler.withoutIdentity(record)
  }

  func heading(_ key: LinkKey, operations: [Int: LedgerOperation], _ bench: Workbench) -> [String] {
    var lines: [String] = []
    if let origin { lines.append("came from \(origin.title)") }
    for (side, operation) in linked {
      let day = operations[operation].map { " of \($0.time.prefix(10))" } ?? ""
      let state = bench.state.link(key)?.sides[side]?.state
      let now = state.map { $0 == .live ? "" : ", now \($0.rawValue)" } ?? ", no longer linked"
      lines.append("in \(side.title) since operation \(operation)\(day)\(now)")
    }
    return lines
  }

  /// Every property that any version had, in the order of first sight.
  var properties: [String] {
    var names: [String] = []
    for versions in [agreed] + shown.map(\.versions) {
      for version in versions {
        for change in Diff.changes(from: nil, to: version.record)
        where !names.contains(change.property) {
          names.append(change.property)
        }
      }
    }
    return names
  }

  // MARK: - One property

  func row(
    _ property: String, _ value: String?, _ open: Plan.ConflictRow?, _ bench: Workbench
  ) -> WhyReport.Row {
    var row = WhyReport.Row(
      property: property, value: value, origins: [], lost: [], open: [], sent: [],
      events: events(property))
    if let value { trace(value, property, bench, into: &row) }
    let notes = conflicts.filter { $0.property == property && $0.isDecided }
    if let last = notes.last(where: { $0.kept == value }) {
      row.rule = last.rule
      row.decidedBy = last.operation
      row.base = last.base
    }
    let all = conflicts.filter { $0.property == property }
    if open == nil, let last = all.last, last.isDecided, last.kept != value,
      last.operation > (changes(agreed, property).last?.operation ?? 0)
    {
      row.rule = last.rule
      row.decidedBy = last.operation
      row.base = last.base
      row.coming = last.kept ?? "(none)"
    }
    for note in notes {
      for loser in note.losers where !row.lost.contains(loser) && loser.value != value {
        row.lost.append(loser)
      }
    }
    if let open, !open.isDecided {
      row.openRule = open.rule
      row.open = open.values.map { ConflictNote.Value(side: $0.side, value: $0.value) }
    }
    row.sent = steps.filter { Self.names($0, property, value) }.map { step in
      WhyReport.Event(
        operation: step.operation, sentence: "sent to \(step.side.title) by plan \(step.plan)")
    }
    return row
  }

  /// The side that showed a value first, of those that show it in their last spell of it.
  private func trace(
    _ value: String, _ property: String, _ bench: Workbench, into row: inout WhyReport.Row
  ) {
    let since =
      changes(agreed, property).last { $0.change.to == value }?.operation
      ?? agreed.first?.operation ?? 0
    var first: [(side: SideName, operation: Int)] = []
    for (side, versions) in shown {
      let found = changes(versions, property).last {
        $0.change.to == value && $0.operation <= since
      }
      if let found { first.append((side, found.operation)) }
    }
    guard let earliest = first.map(\.operation).min() else { return }
    row.origins = first.filter { $0.operation == earliest }.map(\.side)
    row.operation = earliest
    if let side = row.origins.first {
      let snapshot = bench.state.snapshots.last {
        $0.side == side && $0.kind == kind && $0.operation == earliest
      }
      row.source = snapshot?.source
      row.time = snapshot.map { $0.exported ?? $0.imported }
    }
  }

  private func changes(_ versions: [Version], _ property: String) -> [(
    operation: Int, change: UnitChange
  )] {
    var result: [(operation: Int, change: UnitChange)] = []
    var before: Record?
    for version in versions {
      for change in Diff.changes(from: before, to: version.record)
      where change.property == property || change.property == "*" {
        result.append((version.operation, change))
      }
      before = version.record
    }
    return result
  }

  /// All that happened to a property, in order.
  private func events(_ property: String) -> [WhyReport.Event] {
    var events: [(operation: Int, rank: Int, sentence: String)] = []
    for (side, versions) in shown {
      for (operation, change) in changes(versions, property) {
        events.append((operation, 0, "\(side.title): \(Self.words(change))"))
      }
    }
    for note in conflicts where note.property == property {
      let values = note.values.map { "\($0.side) \($0.value?.onOneLine ?? "(none)")" }
        .joined(separator: ", ")
      events.append(
        (
          note.operation, 1,
          note.isDecided
            ? "conflict decided by \(note.rule): \(note.kept?.onOneLine ?? "(none)"), of \(values)"
            : "conflict open (\(note.rule)): \(values)"
        ))
    }
    for (operation, change) in changes(agreed, property) {
      let isAsked = conflicts.contains {
        $0.operation == operation && $0.property == property && !$0.isDecided
      }
      // What a side that joins says otherwise is not gone anywhere.
      let words =
        isAsked && change.to == nil && change.property != "*"
        ? "agreed no longer: \(change.from?.onOneLine ?? "")" : "agreed: \(Self.words(change))"
      events.append((operation, 2, words))
    }
    for step in steps where Self.names(step, property, nil) {
      events.append((step.operation, 3, "sent to \(step.side.title) by plan \(step.plan)"))
    }
    return events.enumerated().sorted { one, other in
      (one.element.operation, one.element.rank, one.offset)
        < (other.element.operation, other.element.rank, other.offset)
    }.map { WhyReport.Event(operation: $0.element.operation, sentence: $0.element.sentence) }
  }

  private static func words(_ change: UnitChange) -> String {
    switch (change.from, change.to) {
    case (_, nil) where change.property == "*": "the record was deleted"
    case (nil, let to?): to.onOneLine
    case (let from?, nil): "\(from.onOneLine) removed"
    default: "\(change.from?.onOneLine ?? "(none)") -> \(change.to?.onOneLine ?? "(none)")"
    }
  }

  /// Whether a step sent the property, with this value where one is given.
  private static func names(_ step: SentStep, _ property: String, _ value: String?) -> Bool {
    guard let body = try? JSONValue(parsing: Array(step.body.utf8)),
      let changes = body["changes"]?.items
    else { return false }
    return changes.contains { change in
      change["property"]?.text?.string == property
        && (value == nil || change["to"]?.text?.string == value)
    }
  }
}
