public import Records

/// All that the ledger knew after one operation, as a value.
///
/// The bridge is functions from one state to the next; `Ledger.commit` writes the difference. The
/// state notes which keys it was changed at, so that a commit costs as much as the change. Two
/// states are equal if they hold the same; where they were loaded from and the bodies they bring
/// are not compared.
public struct LedgerState: Sendable {
  /// What UIDs are derived from, with places in the order of first sight.
  public let workspaceID: String
  /// The operation the state was loaded at; 0 in a new ledger.
  public let operation: Int
  /// What `takeOrder` gives next. Only ever rises, also across `undo`: UIDs are derived from it.
  public var nextOrder: Int
  /// All snapshots by operation, then id, in order.
  public private(set) var snapshots: [Snapshot] = []
  /// By id. For iteration use `sortedAnswers`.
  public private(set) var answers: [String: Answer] = [:]
  /// For iteration use `sortedSteps`.
  public private(set) var steps: [StepKey: SentStep] = [:]
  /// Small facts about the workspace, such as the digest of the settings last accepted.
  public private(set) var marks: [String: String] = [:]
  /// Bodies that the next commit adds.
  public private(set) var newRecords: [Digest: [UInt8]] = [:]
  /// Conflicts met since the state was loaded, for the next commit to add to their history.
  public private(set) var newConflicts: [ConflictNote] = []
  private var knownConflicts = Set<ConflictNote>()
  /// Keyed digests of what named forgotten people (`Ledger.forget`). Never undone.
  public internal(set) var forgotten: Set<Digest> = []
  /// The keys changed since the state was loaded.
  public private(set) var touched = LedgerKeys()

  private var entriesByScope: [SideKind: [String: ViewEntry]] = [:]
  private var linksByKind: [RecordKind: [String: Link]] = [:]

  /// The state of a new workspace.
  public init(workspaceID: String) {
    self.init(workspaceID: workspaceID, operation: 0, nextOrder: 1)
  }

  init(workspaceID: String, operation: Int, nextOrder: Int) {
    self.workspaceID = workspaceID
    self.operation = operation
    self.nextOrder = nextOrder
  }

  /// The number that the next commit of this state gets.
  public var nextOperation: Int { operation &+ 1 }

  /// The next place in the order of first sight.
  public mutating func takeOrder() -> Int {
    defer { nextOrder &+= 1 }
    return nextOrder
  }

  /// Keeps the next places free for somebody else. The order of first sight may have gaps.
  public mutating func skipOrder(_ count: Int) {
    nextOrder &+= count
  }

  /// Takes over one kind from a state that went on from this one by itself, so that kinds can be
  /// worked on side by side. O(n) in the records of the kind.
  public mutating func adopt(_ kind: RecordKind, from other: LedgerState) {
    for (scope, entries) in other.entriesByScope where scope.kind == kind {
      entriesByScope[scope] = entries
    }
    linksByKind[kind] = other.linksByKind[kind]
    touched.adopt(kind, from: other.touched)
    for snapshot in other.snapshots where snapshot.kind == kind { add(snapshot) }
    for answer in other.answers.values where answer.kind == kind { put(answer) }
    for id in other.touched.answers where answers[id]?.kind == kind && other.answers[id] == nil {
      removeAnswer(id)
    }
    for step in other.steps.values where step.kind == kind { put(step) }
    for key in other.touched.steps where steps[key]?.kind == kind && other.steps[key] == nil {
      removeStep(key)
    }
    // Each kind sets marks of its own.
    for name in other.touched.marks { mark(name, other.marks[name]) }
    if newRecords.isEmpty {
      newRecords = other.newRecords
    } else {
      newRecords.merge(other.newRecords) { mine, _ in mine }
    }
    for conflict in other.newConflicts where conflict.kind == kind { note(conflict) }
    nextOrder = max(nextOrder, other.nextOrder)
  }

  /// The same state as the ledger holds it after a commit: nothing touched, no new bodies.
  ///
  /// - Parameter keepsBodies: keeps the new bodies at hand, for a look at the state while it is
  ///   being committed.
  public func committed(as number: Int, keepsBodies: Bool = false) -> LedgerState {
    var result = LedgerState(
      workspaceID: workspaceID, operation: number, nextOrder: nextOrder)
    result.snapshots = snapshots
    result.answers = answers
    result.steps = steps
    result.marks = marks
    result.entriesByScope = entriesByScope
    result.linksByKind = linksByKind
    result.forgotten = forgotten
    if keepsBodies { result.newRecords = newRecords }
    return result
  }
}

// MARK: - View entries

extension LedgerState {
  /// The sides and kinds that have entries, in order.
  public var scopes: [SideKind] {
    entriesByScope.filter { !$0.value.isEmpty }.keys.sorted()
  }

  /// The entries of one kind on one side by id. For iteration use `sortedEntries`.
  public func entries(_ side: SideName, _ kind: RecordKind) -> [String: ViewEntry] {
    entriesByScope[SideKind(side, kind)] ?? [:]
  }

  /// The entries that are wanted, in the order of first sight. O(n), and O(k log k) in those found.
  public func sortedEntries(
    _ side: SideName, _ kind: RecordKind, where isWanted: (ViewEntry) -> Bool = { _ in true }
  ) -> [ViewEntry] {
    entries(side, kind).values.filter(isWanted).sorted {
      $0.order != $1.order ? $0.order < $1.order : $0.id < $1.id
    }
  }

  /// What a side is known to hold under an id. O(1).
  public func entry(_ key: EntryKey) -> ViewEntry? {
    entriesByScope[SideKind(key.side, key.kind)]?[key.id]
  }

  /// Adds or replaces an entry.
  public mutating func put(_ entry: ViewEntry) {
    let scope = SideKind(entry.side, entry.kind)
    guard entriesByScope[scope]?[entry.id] != entry else { return }
    entriesByScope[scope, default: [:]][entry.id] = entry
    touched.entries.insert(entry.key)
  }

  /// Takes an entry out.
  public mutating func removeEntry(_ key: EntryKey) {
    guard entriesByScope[SideKind(key.side, key.kind)]?.removeValue(forKey: key.id) != nil
    else { return }
    touched.entries.insert(key)
  }

  /// Adds a stored entry, which is no change.
  mutating func restore(_ entry: ViewEntry) {
    entriesByScope[SideKind(entry.side, entry.kind), default: [:]][entry.id] = entry
  }

  var allEntries: [SideKind: [String: ViewEntry]] { entriesByScope }
}

// MARK: - Links

extension LedgerState {
  /// The links of a kind by UID. For iteration use `sortedLinks`.
  public func links(_ kind: RecordKind) -> [String: Link] { linksByKind[kind] ?? [:] }

  /// The links of a kind that are wanted, by UID, in order. O(n), and O(k log k) in those found.
  public func sortedLinks(
    _ kind: RecordKind, where isWanted: (Link) -> Bool = { _ in true }
  ) -> [Link] {
    links(kind).values.filter(isWanted).sorted { $0.uid < $1.uid }
  }

  /// The ids of a side's entries that links name. O(n): build it once.
  public func linkedEntries(_ side: SideName, _ kind: RecordKind) -> Set<String> {
    var result = Set<String>(minimumCapacity: entries(side, kind).count)
    for link in links(kind).values {
      if let id = link.sides[side]?.entry { result.insert(id) }
    }
    return result
  }

  /// The link of a key. O(1).
  public func link(_ key: LinkKey) -> Link? { linksByKind[key.kind]?[key.uid] }

  /// The UID of the link of every linked entry of a side, by entry id. O(n): build it once.
  ///
  /// Where two links name one entry, the lower UID stands.
  public func linksByEntry(_ side: SideName, _ kind: RecordKind) -> [String: String] {
    var result: [String: String] = [:]
    for link in links(kind).values {
      guard let id = link.sides[side]?.entry else { continue }
      if let other = result[id], other < link.uid { continue }
      result[id] = link.uid
    }
    return result
  }

  /// Adds or replaces a link.
  public mutating func put(_ link: Link) {
    guard linksByKind[link.kind]?[link.uid] != link else { return }
    linksByKind[link.kind, default: [:]][link.uid] = link
    touched.links.insert(link.key)
  }

  /// Takes a link out.
  public mutating func removeLink(_ key: LinkKey) {
    guard linksByKind[key.kind]?.removeValue(forKey: key.uid) != nil else { return }
    touched.links.insert(key)
  }

  /// Adds a stored link, which is no change.
  mutating func restore(_ link: Link) {
    linksByKind[link.kind, default: [:]][link.uid] = link
  }

  var allLinks: [RecordKind: [String: Link]] { linksByKind }
}

// MARK: - Snapshots, answers, steps, marks, bodies

extension LedgerState {
  /// The last snapshot of a kind on a side.
  public func latestSnapshot(_ side: SideName, _ kind: RecordKind) -> Snapshot? {
    snapshots.last { $0.side == side && $0.kind == kind }
  }

  /// Adds a snapshot; one with the same id is replaced in its place.
  public mutating func add(_ snapshot: Snapshot) {
    if let place = snapshots.firstIndex(where: { $0.id == snapshot.id }) {
      guard snapshots[place] != snapshot else { return }
      snapshots[place] = snapshot
    } else {
      snapshots.append(snapshot)
    }
    sortSnapshots()
    touched.snapshots.insert(snapshot.id)
  }

  /// Takes a snapshot out.
  public mutating func removeSnapshot(_ id: String) {
    guard let place = snapshots.firstIndex(where: { $0.id == id }) else { return }
    snapshots.remove(at: place)
    touched.snapshots.insert(id)
  }

  private mutating func sortSnapshots() {
    snapshots.sort { $0.operation != $1.operation ? $0.operation < $1.operation : $0.id < $1.id }
  }

  /// By id, in order.
  public var sortedAnswers: [Answer] { answers.values.sorted { $0.id < $1.id } }

  /// Adds or replaces an answer.
  public mutating func put(_ answer: Answer) {
    guard answers.updateValue(answer, forKey: answer.id) != answer else { return }
    touched.answers.insert(answer.id)
  }

  /// Takes an answer out.
  public mutating func removeAnswer(_ id: String) {
    guard answers.removeValue(forKey: id) != nil else { return }
    touched.answers.insert(id)
  }

  /// By operation, then plan and step, in order.
  public var sortedSteps: [SentStep] {
    steps.values.sorted {
      $0.operation != $1.operation ? $0.operation < $1.operation : $0.key < $1.key
    }
  }

  /// Adds or replaces a step that was sent.
  public mutating func put(_ step: SentStep) {
    guard steps.updateValue(step, forKey: step.key) != step else { return }
    touched.steps.insert(step.key)
  }

  /// Takes a step out.
  public mutating func removeStep(_ key: StepKey) {
    guard steps.removeValue(forKey: key) != nil else { return }
    touched.steps.insert(key)
  }

  /// Sets a small fact about the workspace; nil removes it.
  public mutating func mark(_ name: String, _ value: String?) {
    guard marks[name] != value else { return }
    marks[name] = value
    touched.marks.insert(name)
  }

  /// Brings the body of a record, for the next commit to add unless the ledger has it.
  public mutating func add(body: [UInt8], of digest: Digest) {
    newRecords[digest] = body
  }

  /// Notes a conflict as it stands now; one noted already in the same words is not noted again.
  public mutating func note(_ conflict: ConflictNote) {
    if knownConflicts.insert(conflict).inserted { newConflicts.append(conflict) }
  }

  /// Forgets which keys were changed, for a state just loaded.
  mutating func forgetTouched() {
    touched = LedgerKeys()
  }
}

extension LedgerState: Equatable {
  /// Whether both hold the same. O(n).
  public static func == (one: LedgerState, other: LedgerState) -> Bool {
    one.workspaceID == other.workspaceID && one.nextOrder == other.nextOrder
      && one.snapshots == other.snapshots && one.answers == other.answers
      && one.steps == other.steps && one.marks == other.marks
      && one.entriesByScope.filter { !$0.value.isEmpty }
        == other.entriesByScope.filter { !$0.value.isEmpty }
      && one.linksByKind.filter { !$0.value.isEmpty }
        == other.linksByKind.filter { !$0.value.isEmpty }
  }
}
