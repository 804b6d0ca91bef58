import ContentLines
package import Ledger
package import Merge
package import Records
import Settings
import Sides

/// The merge of one link: what all sides should hold, and what each lacks.
package struct LinkMerge: Sendable {
  /// What one side should be told.
  package struct Target: Sendable {
    package var side: SideName
    /// What the side should show after the step; nil for a deletion.
    package var view: Record?
    package var changes: [UnitChange]
    /// The sides that made the changes.
    package var causes: [SideName]
  }

  package let link: Link
  /// The record all sides should agree on; nil where it is to be deleted everywhere.
  package private(set) var merged: Record?
  package private(set) var conflicts: [LinkConflict] = []
  package private(set) var updates: [Target] = []
  package private(set) var deletions: [Target] = []
  /// Sides on which the record is gone for good by rule, kept elsewhere.
  package private(set) var detaching: [SideName] = []
  /// Sides of which a person said so.
  package private(set) var detachedByAnswer: [SideName] = []
  /// Sides to which it returns by rule or by a person's word.
  package private(set) var restoring: [SideName] = []
  /// Whether a question or a conflict about the whole record holds all steps.
  package private(set) var isHeld = false
  package private(set) var divergences: [Divergence] = []
  /// The units that no agreement has been reached on.
  package private(set) var held: Set<UnitKey> = []
  /// The units that a side which joins lacks or says differently: nothing of them is agreed any
  /// more, whatever was agreed among the others.
  package private(set) var unagreed: Set<UnitKey> = []

  private let seats: [Seat]
  private let agreed: Record?
  private let rules: MergeRules

  /// Merges one link. O(n) in its records.
  package init(link: Link, seats: [Seat], agreed: Record?, rules: MergeRules) {
    self.link = link
    self.seats = seats
    self.agreed = agreed.map(SharedPart.of)
    self.rules = rules
    merged = self.agreed
    run()
  }

  private mutating func run() {
    let deleted = seats.filter(\.isDeleted)
    let seated = seats.filter(\.isSeated)
    mergeSeats(seated)
    if seats.contains(where: { $0.entry?.presence == .vanished }) { isHeld = true }
    if !deleted.isEmpty { judge(deleted, seated) }
    guard !isHeld, let merged else {
      if isHeld { for seat in seated { holdAll(seat) } }
      return
    }
    if deletions.isEmpty { aim(merged, seated) }
    holdPending(merged)
  }

  // MARK: - Merging

  private mutating func mergeSeats(_ seated: [Seat]) {
    let established = seated.filter(\.isEstablished)
    let newcomers = seated.filter { !$0.isEstablished }
    var result = agreed
    if let agreed, !established.isEmpty {
      let said = Explained.reducing(established, agreed: agreed)
      let sides = zip(established, said).map { seat, present in
        MergeSide(
          label: seat.side.description,
          record: Merge.put(changesFrom: seat.baseline, to: present, into: agreed))
      }
      let merge = Merge.merge(
        base: agreed, sides: sides, decide: rules.decision(link, isFirstLink: false))
      take(merge.conflicts, isFirstLink: false)
      result = merge.merged
    }
    if !newcomers.isEmpty {
      result = joining(newcomers, to: result)
    }
    merged = result?.canonical()
  }

  /// Links what was never agreed: sets unite, blanks fill, unequal single values ask.
  private mutating func joining(_ newcomers: [Seat], to agreed: Record?) -> Record? {
    var proposals: [(label: String, record: Record)] = []
    if let agreed { proposals.append((Self.agreedLabel, agreed)) }
    let reduced = FirstLink.withoutExplained(newcomers, agreed: agreed)
    for (seat, record) in zip(newcomers, reduced) {
      proposals.append((seat.side.description, record))
    }
    guard proposals.count > 1 else { return proposals.first?.record }
    let merge = Merge.merge(
      base: nil, sides: proposals.map { MergeSide(label: $0.label, record: $0.record) },
      decide: rules.decision(link, isFirstLink: true))
    take(merge.conflicts, isFirstLink: true)
    return merge.merged
  }

  static let agreedLabel = "agreed"

  private mutating func take(_ found: [Conflict], isFirstLink: Bool) {
    for conflict in found {
      // Somebody's word on it is under way; what came of it shows with the next import.
      if seats.contains(where: { $0.awaitedUnits.contains(conflict.unit) }) {
        held.insert(conflict.unit)
        continue
      }
      let decision = rules.described(conflict, link, isFirstLink: isFirstLink)
      conflicts.append(
        LinkConflict(
          conflict: conflict, rule: decision.rule, isDecided: decision.isDecided,
          boundTo: Resolutions.digest(of: conflict)))
      if !decision.isDecided {
        held.insert(conflict.unit)
        if seats.contains(where: \.isJoining) { unagreed.insert(conflict.unit) }
      }
    }
  }

  // MARK: - Deletions

  /// One side deleted the record: the rules of that side's direction decide.
  private mutating func judge(_ deleted: [Seat], _ seated: [Seat]) {
    let changed = seated.filter { seat in
      guard let present = seat.present else { return false }
      return !Diff.changes(from: seat.baseline, to: present).isEmpty
    }
    for seat in deleted {
      let rule = rules.deletion(on: seat.side)
      if changed.isEmpty {
        switch rule.delete {
        case .delete: delete(from: seat, seated)
        case .keep: detach(seat, rule.deletePath)
        }
        continue
      }
      let conflict = LinkConflict.deletion(
        by: seat, changed: changed, link: link, rule: rule.conflictPath)
      switch rules.answer(to: conflict, link) {
      case .deleted?: delete(from: seat, seated)
      case .take(let side)?:
        if side == seat.side { delete(from: seat, seated) } else { restoring.append(seat.side) }
      case .restore?, .base?: restoring.append(seat.side)
      case .new?:
        detach(seat, "resolve")
        detachedByAnswer.append(seat.side)
      default:
        switch rule.deleteConflict {
        case .delete: delete(from: seat, seated)
        case .restore: restoring.append(seat.side)
        case .ask:
          conflicts.append(conflict)
          isHeld = true
        }
      }
    }
  }

  private mutating func detach(_ seat: Seat, _ rule: String) {
    detaching.append(seat.side)
    divergences.append(
      Divergence(
        uid: link.uid, name: merged?.displayName ?? link.uid, side: seat.side, property: "*",
        value: nil, withheldBy: "deleted there, kept elsewhere (\(rule))"))
  }

  /// An account's deletion goes to OpenCRM, OpenCRM's to every account.
  private mutating func delete(from seat: Seat, _ seated: [Seat]) {
    for other in seated where seat.side == .opencrm || other.side == .opencrm {
      guard other.isWritable, !deletions.contains(where: { $0.side == other.side }) else {
        continue
      }
      deletions.append(
        Target(side: other.side, view: nil, changes: [], causes: [seat.side]))
    }
    if deletions.isEmpty { detaching.append(seat.side) }
  }

  // MARK: - Targets

  private mutating func aim(_ merged: Record, _ seated: [Seat]) {
    let undecided = held
    for seat in seated {
      guard let present = seat.present else { continue }
      var changes = wanted(merged, seat, present).filter { !undecided.contains($0.unit) }
      for change in changes {
        held.insert(change.unit)
        if !seat.isEstablished { unagreed.insert(change.unit) }
      }
      changes.removeAll { isUnderWay($0, seat) }
      guard !changes.isEmpty else { continue }
      guard seat.isWritable else {
        for change in changes {
          divergences.append(
            Divergence(
              uid: link.uid, name: merged.displayName, side: seat.side,
              property: change.property, value: change.to, withheldBy: "not seen in the last import"
            ))
        }
        continue
      }
      guard let view = seat.lens.view(merged, previous: present) else { continue }
      let units = Set(changes.map(\.unit))
      guard let target = Merge.taking(units, from: SharedPart.of(view), into: present) else {
        continue
      }
      updates.append(
        Target(
          side: seat.side, view: target, changes: Diff.changes(from: present, to: target),
          causes: seated.filter { $0.side != seat.side && $0.hasChanged }.map(\.side)))
    }
  }

  /// Whether just this was sent and cannot have been seen yet: nothing is sent twice.
  private func isUnderWay(_ change: UnitChange, _ seat: Seat) -> Bool {
    guard seat.isAwaited, let present = seat.present, let sent = seat.sent else { return false }
    return Diff.changes(from: present, to: sent).contains {
      $0.unit == change.unit && $0.to == change.to
    }
  }

  /// What the side lacks of the merged record, where somebody changed something.
  private func wanted(_ merged: Record, _ seat: Seat, _ present: Record) -> [UnitChange] {
    guard let view = seat.lens.view(merged, previous: present).map(SharedPart.of) else { return [] }
    var changes = Diff.changes(from: present, to: view)
    if seat.isEstablished {
      let before = agreed.flatMap { seat.lens.view($0, previous: seat.baseline) }
        .map(SharedPart.of)
      var moved = Set(Diff.changes(from: before, to: view).map(\.unit))
      moved.formUnion(Diff.changes(from: seat.baseline, to: present).map(\.unit))
      changes.removeAll { !moved.contains($0.unit) }
    } else {
      // Nothing is removed or overwritten at first link, unless somebody decided it.
      let decided = Set(conflicts.filter(\.isDecided).map(\.conflict.unit))
      changes.removeAll { $0.from != nil && !decided.contains($0.unit) }
    }
    return changes
  }

  private mutating func holdAll(_ seat: Seat) {
    for change in Diff.changes(from: seat.baseline, to: seat.present) { held.insert(change.unit) }
  }

  /// What was sent and not yet seen is agreed only as far as it was sent.
  private mutating func holdPending(_ merged: Record) {
    for seat in seats where seat.link.state == .pending {
      guard let view = seat.lens.view(merged, previous: seat.sent).map(SharedPart.of) else {
        continue
      }
      for change in Diff.changes(from: seat.sent, to: view) { held.insert(change.unit) }
    }
  }
}

extension Seat {
  /// Whether the side changed since the last agreement.
  package var hasChanged: Bool {
    guard let present else { return false }
    return baseline == nil || baseline != present
  }
}
