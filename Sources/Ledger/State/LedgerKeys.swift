import Records

/// A set of places in a ledger state.
public struct LedgerKeys: Sendable, Equatable {
  package var entries: Set<EntryKey> = []
  package var links: Set<LinkKey> = []
  package var snapshots: Set<String> = []
  package var answers: Set<String> = []
  package var steps: Set<StepKey> = []
  package var marks: Set<String> = []

  package init() {}

  package var isEmpty: Bool {
    entries.isEmpty && links.isEmpty && snapshots.isEmpty && answers.isEmpty && steps.isEmpty
      && marks.isEmpty
  }
}

extension LedgerState {
  /// The places where the state differs from an earlier one.
  ///
  /// O(changes) where this state was made from `earlier` as it was loaded, else O(n).
  public func differences(from earlier: LedgerState) -> LedgerKeys {
    let isDerived =
      earlier.operation == operation && earlier.workspaceID == workspaceID
      && earlier.touched.isEmpty
    var keys = touched
    if !isDerived {
      keys = LedgerKeys()
      for state in [self, earlier] { keys.formUnionOfAll(in: state) }
    }
    keys.entries = keys.entries.filter { entry($0) != earlier.entry($0) }
    keys.links = keys.links.filter { link($0) != earlier.link($0) }
    keys.answers = keys.answers.filter { answers[$0] != earlier.answers[$0] }
    keys.steps = keys.steps.filter { steps[$0] != earlier.steps[$0] }
    keys.marks = keys.marks.filter { marks[$0] != earlier.marks[$0] }
    let mine = snapshots(keys.snapshots)
    let theirs = earlier.snapshots(keys.snapshots)
    keys.snapshots = keys.snapshots.filter { mine[$0] != theirs[$0] }
    return keys
  }

  /// The state with what stands at some keys put back to what stood there in an earlier state.
  /// `nextOrder` stays: the order of first sight is never given twice.
  public func restoring(_ keys: LedgerKeys, from earlier: LedgerState) -> LedgerState {
    var result = self
    for key in keys.entries {
      if let entry = earlier.entry(key) { result.put(entry) } else { result.removeEntry(key) }
    }
    for key in keys.links {
      if let link = earlier.link(key) { result.put(link) } else { result.removeLink(key) }
    }
    for key in keys.answers {
      if let answer = earlier.answers[key] { result.put(answer) } else { result.removeAnswer(key) }
    }
    for key in keys.steps {
      if let step = earlier.steps[key] { result.put(step) } else { result.removeStep(key) }
    }
    for key in keys.marks { result.mark(key, earlier.marks[key]) }
    let before = earlier.snapshots(keys.snapshots)
    for id in keys.snapshots.sorted() {
      if let snapshot = before[id] { result.add(snapshot) } else { result.removeSnapshot(id) }
    }
    return result
  }

  func snapshots(_ ids: Set<String>) -> [String: Snapshot] {
    var result: [String: Snapshot] = [:]
    for snapshot in snapshots where ids.contains(snapshot.id) { result[snapshot.id] = snapshot }
    return result
  }
}

extension LedgerKeys {
  /// Takes over the entries and links of one kind.
  mutating func adopt(_ kind: RecordKind, from other: LedgerKeys) {
    let own = (entries: entries, links: links)
    // The first kind to be taken over is most often all there is.
    entries = other.entries.filter { $0.kind == kind }
    links = other.links.filter { $0.kind == kind }
    entries.formUnion(own.entries)
    links.formUnion(own.links)
  }

  fileprivate mutating func formUnionOfAll(in state: LedgerState) {
    for (_, all) in state.allEntries {
      for entry in all.values { entries.insert(entry.key) }
    }
    for (_, all) in state.allLinks {
      for link in all.values { links.insert(link.key) }
    }
    for snapshot in state.snapshots { snapshots.insert(snapshot.id) }
    for id in state.answers.keys { answers.insert(id) }
    for key in state.steps.keys { steps.insert(key) }
    for name in state.marks.keys { marks.insert(name) }
  }
}
