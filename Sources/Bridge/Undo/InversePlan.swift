import ContentLines
package import Ledger
import Merge
import Records
import Sides

/// What would take back, outside, what an export brought about there (DESIGN section 12).
///
/// It is a plan as any other: shown first, under the same guards, carried out by a person. Only
/// what is seen to be done and was left alone since is taken back.
package struct InversePlan: Sendable {
  private var bench: Workbench
  private let then: LedgerState
  private let operation: Int
  private var plan: Plan

  /// Makes the plan; the same state and clock make the same plan. O(steps).
  ///
  /// - Parameters:
  ///   - operation: the export.
  ///   - steps: what it sent.
  ///   - then: the state right after it.
  package static func make(
    of operation: Int, steps: [SentStep], then: LedgerState, on bench: Workbench,
    allowedDeletions: Int? = nil, allowsChanges: Bool = false
  ) throws -> Plan {
    var inverse = InversePlan(bench, then, operation)
    inverse.plan.allowedDeletions = allowedDeletions
    inverse.plan.allowsChanges = allowsChanges
    try inverse.run(steps)
    return inverse.plan
  }

  private init(_ bench: Workbench, _ then: LedgerState, _ operation: Int) {
    self.bench = bench
    self.then = then
    self.operation = operation
    plan = Plan(made: bench.now)
    plan.undoes = operation
  }

  /// Whether a plan of this name takes something back.
  package static func isInverse(_ plan: String) -> Bool { plan.hasPrefix(prefix) }

  private static let prefix = "undo"

  private mutating func run(_ steps: [SentStep]) throws {
    let moved = moves(steps)
    for step in steps {
      _ = try bench.body(of: step)
      try load(step)
      if moved.contains(Place(step)) {
        // One word for both steps of it.
        if step.action == Plan.Action.delete.rawValue { leaveMoved(step) }
        continue
      }
      switch Plan.Action(rawValue: step.action) {
      case .create: invertCreate(step)
      case .update: invertUpdate(step)
      case .delete: invertDelete(step)
      default: leave(step, "such a step cannot be taken back")
      }
    }
    plan.steps.sort {
      ($0.side, $0.kind, $0.action.rawValue, $0.name, $0.uid) < (
        $1.side, $1.kind, $1.action.rawValue, $1.name, $1.uid
      )
    }
    for index in plan.steps.indices { plan.steps[index].id = "s\(index + 1)" }
    plan.refused = try Guards.refusal(of: plan, on: &bench)
    let content = "\(plan.json.text)\u{1}\(bench.state.operation)"
    plan.id =
      "\(Self.prefix)\(operation)-"
      + String(Digest(of: Array(content.utf8)).description.prefix(16))
  }

  private mutating func load(_ step: SentStep) throws {
    var digests = Set<Digest>()
    for state in [then, bench.state] {
      guard let seat = state.link(LinkKey(step.kind, step.uid))?.sides[step.side] else { continue }
      if let sent = seat.sent { digests.insert(sent) }
      if let entry = seat.entry.flatMap({ state.entry(EntryKey(step.side, step.kind, $0)) }) {
        digests.insert(entry.digest)
      }
    }
    try bench.load(digests, step.kind)
  }

  // MARK: - Moves

  private struct Place: Hashable {
    var side: SideName
    var record: LinkKey

    init(_ step: SentStep) {
      side = step.side
      record = LinkKey(step.kind, step.uid)
    }
  }

  /// The tasks that moved between two places of their account with the export.
  private func moves(_ steps: [SentStep]) -> Set<Place> {
    Set(
      steps.filter {
        $0.action == Plan.Action.delete.rawValue
          && $0.member("rule")?.hasSuffix(TaskMoves.row) == true
      }.map { Place($0) })
  }

  /// Half a move taken back would be a deletion: the settings move a task, and move it back.
  private mutating func leaveMoved(_ step: SentStep) {
    plan.warnings.append(
      "\(step.name ?? step.uid), moved in \(step.side.title): left alone. To move it back, set "
        + "\(step.member("rule") ?? TaskMoves.row) as it was, accept that, and export the next plan."
    )
  }

  // MARK: - One step

  private struct Places {
    /// What the side showed when the step was sent, and what it was to show.
    var before: Record?
    var sent: Record?
    var entryThen: ViewEntry?
    var entry: ViewEntry?
    /// What it shows now, with what was sent recognised in it.
    var present: Record?
  }

  private func places(of step: SentStep) -> Places {
    let key = LinkKey(step.kind, step.uid)
    func entry(_ state: LedgerState) -> ViewEntry? {
      state.link(key)?.sides[step.side]?.entry.flatMap {
        state.entry(EntryKey(step.side, step.kind, $0))
      }
    }
    func shared(_ digest: Digest?) -> Record? {
      bench.record(digest).map { Reconciler.withoutIdentity(SharedPart.of($0)) }
    }
    var places = Places()
    places.entryThen = entry(then)
    places.before = shared(places.entryThen?.digest)
    places.sent = shared(then.link(key)?.sides[step.side]?.sent)
    places.entry = entry(bench.state).flatMap { $0.presence == .present ? $0 : nil }
    places.present = shared(places.entry?.digest)
    if let seen = places.present, let sent = places.sent {
      places.present = Recognition.recognise(
        seen, sent: sent, lens: bench.lens(step.side, step.kind))
    }
    return places
  }

  private mutating func invertUpdate(_ step: SentStep) {
    let places = places(of: step)
    guard let before = places.before, let sent = places.sent, let entry = places.entry,
      let present = places.present
    else { return leave(step, "it is not seen there") }
    let changed = Diff.changes(from: before, to: sent)
    let moved = Set(Diff.changes(from: sent, to: present).map(\.unit))
    let kept = changed.filter { moved.contains($0.unit) }
    for change in kept { leave(step, "\(change.property) is not, or no longer, as it was sent") }
    guard
      let back = Merge.holdingBack(base: sent, target: before, units: Set(kept.map(\.unit))),
      let target = Merge.put(changesFrom: sent, to: back, into: present)
    else { return }
    add(
      step, .update, changes: Diff.changes(from: present, to: target), entry, before: present,
      after: target)
  }

  private mutating func invertCreate(_ step: SentStep) {
    let places = places(of: step)
    guard let sent = places.sent, let entry = places.entry, let present = places.present else {
      return leave(step, "it is not seen there")
    }
    guard Diff.changes(from: sent, to: present).isEmpty else {
      return leave(step, "it was edited there since")
    }
    add(step, .delete, changes: [], entry, before: present, after: nil)
  }

  private mutating func invertDelete(_ step: SentStep) {
    let places = places(of: step)
    guard places.entry == nil, let before = places.before else {
      return leave(step, "it is still there")
    }
    if let id = places.entryThen?.id,
      bench.state.entry(EntryKey(step.side, step.kind, id))?.presence != .deleted
    {
      return leave(step, "it is not seen to be deleted")
    }
    add(
      step, .create, changes: Diff.changes(from: nil, to: before), nil, before: nil,
      after: before, collection: places.entryThen?.collection)
  }

  private mutating func add(
    _ step: SentStep, _ action: Plan.Action, changes: [UnitChange], _ entry: ViewEntry?,
    before: Record?, after: Record?, collection: String? = nil
  ) {
    guard action == .delete || !changes.isEmpty else { return }
    plan.steps.append(
      Plan.Step(
        id: "", side: step.side, kind: step.kind, action: action, uid: step.uid,
        name: (after ?? before)?.displayName ?? step.uid, changes: changes,
        reason: "undo of operation \(operation)", rule: "undo", needs: [],
        by: Plan.Way.of(step.side, step.kind, action, remoteID: entry?.remoteID),
        remoteID: entry?.remoteID, collection: entry?.collection ?? collection, before: before,
        after: after))
  }

  private mutating func leave(_ step: SentStep, _ reason: String) {
    plan.warnings.append(
      "\(step.name ?? step.uid), \(step.action) in \(step.side.title): left alone, as \(reason).")
  }
}

extension SentStep {
  /// The record as a person knew it when the step was sent.
  package var name: String? { member("name") }

  /// A member of the step as the plan wrote it.
  func member(_ name: String) -> String? {
    (try? JSONValue(parsing: Array(body.utf8)))?[name]?.text?.string
  }
}

extension Plan.Way {
  /// How a step reaches its side. Files that a side imports hold only what it lacks; all else is
  /// for a person, except that OpenCRM updates by its id.
  static func of(
    _ side: SideName, _ kind: RecordKind, _ action: Plan.Action, remoteID: String?,
    marksDeleted: Bool = false
  ) -> Plan.Way {
    switch (side, action) {
    case (.opencrm, .create): .importFile
    case (.opencrm, .update): remoteID == nil ? .checklist : .importFile
    case (.google, .create): kind == .task ? .checklist : .importFile
    // A field that marks the record as deleted is an update by its id.
    case (.opencrm, .delete):
      marksDeleted && kind == .contact && remoteID != nil ? .importFile : .checklist
    default: .checklist
    }
  }
}
