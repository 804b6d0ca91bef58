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

  /// What an account has to lose of a private record.
  struct Redaction: Sendable {
    var target: Target
    var reason: String
  }

  package let link: Link
  /// Accounts that may not see the private record, which take no part in the merge.
  var covered = Set<SideName>()
  /// Those of them that see a block of it.
  var blocked: [SideName] = []
  /// Those of them that do not hold it any more.
  var released: [SideName] = []
  /// Those of them that deleted the block which they saw.
  var declined: [SideName] = []
  /// What is to be taken away from them.
  var redactions: [Redaction] = []
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
  package internal(set) var divergences: [Divergence] = []
  /// Whether every side shows what is agreed: nothing is to be merged, told or settled but that.
  package private(set) var isPlain = false
  /// Whether there is more to settle than that every side shows what is agreed.
  var hasNews: Bool { !isPlain || link.sides.values.contains { $0.sent != nil } }
  /// Why a side is compared only: what it says is not merged, and its baseline stays.
  package var frozen: [SideName: String] = [:]
  /// Why nothing may be written to any side, so that there is nothing to decide.
  package var closed: String?
  /// What such sides said and others are not told.
  package var aside: [Divergence] = []
  /// What each side that lacks something should show, and what it shows; and whether it shows less
  /// than others agreed on already.
  private var lacking: [(lens: any Lens, target: Record, present: Record, isBehind: Bool)] = []
  /// Whether a conflict is open, or a person's word on it is under way.
  private var hasUndecided = false
  /// What nobody has decided yet.
  private(set) var undecided = Set<UnitKey>()
  /// What each side says and may tell nobody, by a rule.
  var muted: [SideName: Set<UnitKey>] = [:]
  /// What a rule kept from each side, as plans name it.
  var owed: [SideName: Set<String>] = [:]
  /// What each side is not told now.
  var untold: [SideName: Set<UnitKey>] = [:]
  /// What of it each side misses because it was left out.
  var missed: [SideName: Set<String>] = [:]
  /// What each side joined without and is still to be told (`Unfilled`).
  var unfilled: [SideName: Set<String>] = [:]
  /// The merge in favour of each side.
  private var ownMerges: [SideName: Record] = [:]

  /// Whether a side that agreed can no longer hold what was merged.
  package private(set) var isTooMuch = false
  /// Whether a side is being linked to what others agreed on.
  package var isJoining: Bool { seats.contains(where: \.isJoining) }
  /// Whether what is asked about a newcomer concerns a side that is only compared now, and whose
  /// baseline cannot take part in what is held back: all stays as it is until it is back.
  package var waitsForFrozen: Bool { isJoining && hasUndecided && !frozen.isEmpty }
  /// Whether every side shows what was merged, and nothing is left to decide.
  package var isSettled: Bool { lacking.isEmpty && !hasUndecided && !isHeld }

  let seats: [Seat]
  let agreed: Record?
  /// What was agreed before steps that landed were counted in, and what of them some side lacks.
  private let agreedBefore: Record?
  private let behind: Set<UnitKey>
  let rules: MergeRules
  /// The sides whose baselines were taken back (`Missed`).
  private let rewound: Set<SideName>

  /// Merges one link. O(n) in its records.
  package init(link: Link, seats: [Seat], agreed: Record?, rules: MergeRules) {
    self.link = link
    self.rules = rules
    agreedBefore = agreed.map(SharedPart.of)
    let landed = Landing.settled(seats, agreedBefore)
    behind = landed.2
    (self.seats, self.agreed, rewound) = Missed.rewound(landed.0, landed.1)
    merged = self.agreed
    run()
  }

  /// The merge of a link that is seen to be plain without looking closer.
  init(link: Link, plainlyAgreed agreed: Record, rules: MergeRules) {
    self.link = link
    self.rules = rules
    seats = []
    rewound = []
    self.agreed = agreed
    agreedBefore = agreed
    behind = []
    merged = agreed
    isPlain = true
  }

  private mutating func run() {
    isPlain = showsAgreed
    if isPlain { return }
    let deleted = seats.filter(\.isDeleted)
    let seated = seats.filter(\.isSeated)
    merged = merge(seated, favouring: nil)
    noteMuted(seated)
    noteOverruledDebts(seated)
    if seats.contains(where: { $0.entry?.presence == .vanished }) { isHeld = true }
    if !deleted.isEmpty { judge(deleted, seated) }
    guard !isHeld, let merged else { return }
    for seat in seated {
      ownMerges[seat.side] = hasUndecided ? merge(seated, favouring: seat.side) : merged
    }
    if deletions.isEmpty { aim(seated) }
    holdPending(merged)
  }

  /// Whether every side shows just its view of what is agreed already, in a spelling of its own:
  /// the usual record of a first link or of an unchanged import, for which nothing has to be merged.
  private var showsAgreed: Bool {
    guard let agreed else { return false }
    let content = Reconciler.withoutIdentity(agreed)
    return seats.allSatisfy { seat in
      guard seat.isSeated, seat.entry?.presence == .present, let present = seat.present else {
        return false
      }
      if !seat.link.owed.isEmpty || !seat.link.unfilled.isEmpty
        || !seat.closing.refusedNames.isEmpty
      {
        return false
      }
      if rules.companies != nil, seat.side == .opencrm,
        CompanyBook.company(of: present) == nil, CompanyBook.company(of: content) != nil
      {
        return false
      }
      if let baseline = seat.baseline { return baseline == present }
      if seat.mayBeMuted, seats.count > 1 { return false }
      // What a side shows is its own view of itself (DESIGN, law 5).
      if content == present { return true }
      guard let view = seat.lens.view(agreed, previous: present).map(SharedPart.of) else {
        return false
      }
      // Equal or not takes a glance; only what differs is taken apart.
      return Reconciler.withoutIdentity(view) == present
        || Diff.changes(from: view, to: present).isEmpty
    }
  }

  // MARK: - Merging

  /// The merge of all sides. In favour of a side, open conflicts are decided for it: what it
  /// should show is then not touched where nobody has decided.
  private mutating func merge(_ seated: [Seat], favouring side: SideName?) -> Record? {
    let established = seated.filter(\.isEstablished).map(speaking)
    let newcomers = seated.filter { !$0.isEstablished }
    var result = agreed
    var open = Set<UnitKey>()
    if let agreed, !established.isEmpty {
      let said = Explained.reducing(established, agreed: agreed)
      let sides = zip(established, said).map { seat, present in
        MergeSide(
          label: seat.side.description,
          record: seat.putting(present, into: agreed))
      }
      let merge = Merge.merge(
        base: agreed, sides: sides,
        decide: rules.decision(link, isFirstLink: false, favouring: side?.description))
      if side == nil {
        take(merge.conflicts, isFirstLink: false)
        open = undecided
      }
      result = merge.merged
    }
    if !newcomers.isEmpty {
      let isEstablished = established.contains { $0.side == side }
      let base = result
      result = joining(
        newcomers, to: result, favouring: isEstablished ? Self.agreedLabel : side?.description)
      // What others are at odds about is not agreed on because a newcomer says something of it: its
      // base stays, and the newcomer has a voice of its own in it from now on (DESIGN section 7).
      if !open.isEmpty, let base, let joined = result {
        result = Merge.holdingBack(base: base, target: joined, units: open) ?? joined
      }
    }
    return result?.canonical()
  }

  /// Links what was never agreed: sets unite, blanks fill, unequal single values ask.
  private mutating func joining(
    _ newcomers: [Seat], to agreed: Record?, favouring label: String?
  ) -> Record? {
    var proposals: [(label: String, record: Record)] = []
    if let agreed { proposals.append((Self.agreedLabel, agreed)) }
    let reduced = FirstLink.withoutExplained(newcomers, agreed: agreed)
    for (seat, record) in zip(newcomers, reduced) {
      proposals.append((seat.side.description, record))
    }
    guard proposals.count > 1 else { return proposals.first?.record }
    let sides = proposals.map { MergeSide(label: $0.label, record: $0.record) }
    let merge = Merge.merge(
      base: nil, sides: sides,
      decide: rules.decision(link, isFirstLink: true, favouring: label))
    if label == nil { take(merge.conflicts, isFirstLink: true) }
    return withoutMuted(
      merge.merged, newcomers, sides, conflicts: Set(merge.conflicts.map(\.unit)))
  }

  mutating func add(_ conflict: LinkConflict) { conflicts.append(conflict) }

  /// The baseline that was taken back for a side, or nil.
  func rewoundBaseline(of side: SideName) -> Record? {
    rewound.contains(side) ? seats.first { $0.side == side }?.baseline : nil
  }

  /// What a side's record was created without and it still does not hold.
  func stillLeftOut(of side: SideName) -> Set<String> {
    guard let seat = seats.first(where: { $0.side == side }), !seat.link.leftOut.isEmpty,
      let merged, let view = seat.lens.view(merged, previous: seat.present).map(SharedPart.of)
    else { return [] }
    return seat.link.leftOut.intersection(
      Diff.changes(from: seat.present, to: view).map(\.property))
  }

  /// Stands for the sides that agreed before another joined.
  static let agreedLabel = "agreed"

  private mutating func take(_ found: [Conflict], isFirstLink: Bool) {
    for conflict in found {
      let decision = rules.described(conflict, link, isFirstLink: isFirstLink)
      if !decision.isDecided {
        hasUndecided = true
        undecided.insert(conflict.unit)
      }
      // Somebody's word on it is under way; what came of it shows with the next import.
      if seats.contains(where: { $0.awaitedUnits.contains(conflict.unit) }) { continue }
      conflicts.append(
        LinkConflict(
          conflict: conflict, rule: decision.rule, isDecided: decision.isDecided,
          boundTo: Resolutions.digest(of: conflict)))
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
      // What the deleting side was never shown would go unseen: as good as an edit against it.
      let unseen = rule.delete == .delete && changed.isEmpty ? neverShown(to: seat) : []
      if changed.isEmpty, unseen.isEmpty {
        switch rule.delete {
        case .delete: delete(from: seat, seated)
        case .keep: detach(seat, rule.deletePath)
        }
        continue
      }
      let conflict = LinkConflict.deletion(
        by: seat,
        against: changed.isEmpty
          ? seated.map { ($0.side, unseen) }
          : changed.map { ($0.side, Diff.changes(from: $0.baseline, to: $0.present)) },
        link: link, rule: rule.conflictPath)
      switch rules.answer(to: conflict, link) {
      case .deleted?: lose(conflict, "resolve", to: seat, seated)
      case .take(let side)? where side == seat.side: lose(conflict, "resolve", to: seat, seated)
      case .take?, .restore?, .base?: win(conflict, "resolve", over: seat)
      case .new?:
        detach(seat, "resolve")
        detachedByAnswer.append(seat.side)
      default:
        switch rule.deleteConflict {
        case .delete: lose(conflict, rule.conflictPath, to: seat, seated)
        case .restore: win(conflict, rule.conflictPath, over: seat)
        case .ask:
          conflicts.append(conflict)
          isHeld = true
        }
      }
    }
  }

  /// The deletion wins; what was changed since is listed as what lost.
  private mutating func lose(
    _ conflict: LinkConflict, _ rule: String, to seat: Seat, _ seated: [Seat]
  ) {
    conflicts.append(conflict.decided(by: rule, isKept: false))
    delete(from: seat, seated)
  }

  private mutating func win(_ conflict: LinkConflict, _ rule: String, over seat: Seat) {
    conflicts.append(conflict.decided(by: rule, isKept: true))
    restoring.append(seat.side)
  }

  /// What the record holds now and a side could have shown, but did not when it was last agreed
  /// with.
  private func neverShown(to seat: Seat) -> [UnitChange] {
    guard let merged, let baseline = seat.baseline,
      let view = seat.lens.view(merged, previous: baseline).map(SharedPart.of)
    else { return [] }
    return Diff.changes(from: baseline, to: view).filter { $0.to != nil }
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
    var isWithheld = false
    for other in seated where seat.side == .opencrm || other.side == .opencrm {
      if let reason = other.withheld {
        isWithheld = true
        divergences.append(
          Divergence(
            uid: link.uid, name: merged?.displayName ?? link.uid, side: other.side, property: "*",
            value: nil, withheldBy: "deleted in \(seat.side.title), but \(reason)"))
        continue
      }
      guard other.isWritable, !deletions.contains(where: { $0.side == other.side }) else {
        continue
      }
      deletions.append(
        Target(side: other.side, view: nil, changes: [], causes: [seat.side]))
    }
    guard deletions.isEmpty, !isWithheld else { return }
    detaching.append(seat.side)
    // What was deleted before OpenCRM had it is not created there to be deleted.
    if seat.side != .opencrm, link.sides[.opencrm] == nil { detaching.append(.opencrm) }
  }

  // MARK: - Targets

  private mutating func aim(_ seated: [Seat]) {
    for seat in seated {
      guard let present = seat.present, let own = ownMerges[seat.side] else { continue }
      guard let aimed = target(own, seat, present) else {
        // It became something that the side cannot hold: what was agreed stays until it can.
        if let reason = seat.lens.refusal(own), let agreed, seat.lens.refusal(agreed) == nil {
          isTooMuch = true
          divergences.append(
            Divergence(
              uid: link.uid, name: own.displayName, side: seat.side, property: "*", value: nil,
              withheldBy: reason))
        }
        continue
      }
      // What nobody has decided stays as the side shows it, and so does what it may tell nobody.
      let held = undecided.union(muted[seat.side] ?? [])
      let (filled, blanks) = withUnfilled(
        withOwed(aimed, own, seat, present), own, seat, present)
      guard let open = Merge.holdingBack(base: present, target: filled, units: held)
      else { continue }
      let target = withoutRefused(withKnownCompany(open, seat, present), seat, present)
      var changes = Diff.changes(from: present, to: target)
      guard !changes.isEmpty else { continue }
      // The others agreed on what it joined without.
      if blanks.isEmpty {
        lacking.append(
          (seat.lens, target, withoutRejected(seat, present, target), seat.inStep != nil))
      } else if let due = Merge.holdingBack(base: present, target: target, units: blanks) {
        lacking.append((seat.lens, due, withoutRejected(seat, present, due), seat.inStep != nil))
      }
      changes.removeAll { isUnderWay($0, seat) }
      guard !changes.isEmpty else { continue }
      if let reason = seat.withheld ?? seat.unseenReason {
        for change in changes {
          divergences.append(
            Divergence(
              uid: link.uid, name: own.displayName, side: seat.side, property: change.property,
              value: change.to, withheldBy: reason))
        }
        continue
      }
      updates.append(
        Target(
          side: seat.side, view: target, changes: changes,
          causes: seated.filter { $0.side != seat.side && $0.changed(any: changes) }.map(\.side)))
    }
  }

  /// What the side should show: its own view, with what changed in the agreed record, and without
  /// those of its own changes that were decided against. Only differences move: where the side
  /// shows an agreed value in a form of its own, it keeps that form.
  private func target(_ own: Record, _ seat: Seat, _ present: Record) -> Record? {
    let isUnmoved = seat.baseline == present
    guard seat.isEstablished, let agreed else {
      guard let view = seat.lens.view(own, previous: present).map(SharedPart.of) else {
        return nil
      }
      // Nothing is removed or overwritten at first link, unless somebody decided it.
      let decided = Set(conflicts.filter(\.isDecided).map(\.conflict.unit))
      let kept = Diff.changes(from: present, to: view).filter {
        $0.from != nil && !isDecided($0.unit, decided)
      }
      return Merge.holdingBack(base: present, target: view, units: Set(kept.map(\.unit)))
    }
    let known = seat.inStep ?? agreed
    // What did not move anywhere is not to be moved.
    if isUnmoved, own == known { return present }
    let before = seat.lens.view(known, previous: seat.baseline, settled: known)
      .map(SharedPart.of)
    let shown = before.flatMap {
      seat.lens.put(changesFrom: seat.baseline, to: present, into: $0)
    }
    // Members keep the slots they have; what was decided against gives its slot back.
    var kept = present
    if !isUnmoved {
      guard let view = seat.lens.view(own, previous: present).map(SharedPart.of) else {
        return nil
      }
      kept = withoutRejected(seat, present, view)
    }
    guard let view = seat.lens.view(own, previous: kept, settled: known).map(SharedPart.of) else {
      return nil
    }
    return seat.lens.put(changesFrom: shown, to: view, into: present)
  }

  /// Whether a unit was decided, as a whole or in one of the components that a change lists as one.
  private func isDecided(_ unit: UnitKey, _ decided: Set<UnitKey>) -> Bool {
    decided.contains(unit)
      || decided.contains { other in
        guard case .component = other.part else { return false }
        return other.name == unit.name && other.instance == unit.instance
      }
  }

  /// What the side shows, without those of its changes that the target overrules: they were
  /// never agreed upon, and a later edit must find the base they were made on.
  private func withoutRejected(_ seat: Seat, _ present: Record, _ target: Record) -> Record {
    var rejected: [UnitChange]
    if seat.isEstablished {
      let own = Diff.changes(from: seat.baseline, to: present)
      if own.isEmpty { return present }
      let kept = Diff.changes(from: seat.baseline, to: target)
      rejected = own.filter { change in
        !kept.contains { $0.unit == change.unit && $0.to == change.to }
      }
    } else {
      rejected = Diff.changes(from: present, to: target).filter { $0.from != nil }
    }
    return Merge.holdingBack(
      base: seat.baseline, target: present, units: Set(rejected.map(\.unit))) ?? present
  }

  private func view(_ record: Record, _ seat: Seat) -> Record? {
    seat.lens.view(
      record, previous: seat.present ?? seat.sent, settled: seat.isEstablished ? agreed : nil
    ).map(SharedPart.of)
  }

  // MARK: - Settlement

  /// What all sides agree on: the merged record without what some side does not show yet.
  package var settled: Record? {
    guard let merged else { return nil }
    // Who shows least has the last word: no other has to be told that it showed more.
    let inOrder = lacking.filter { !$0.isBehind } + lacking.filter(\.isBehind)
    let settled = inOrder.reduce(merged) { record, shown in
      shown.lens.put(changesFrom: shown.target, to: shown.present, into: record) ?? record
    }
    return Merge.holdingBack(base: agreedBefore, target: settled, units: stillBehind) ?? settled
  }

  /// What landed and some side still does not show, or nobody has decided: what all show by now is
  /// agreed upon, whoever did not have it when it landed.
  private var stillBehind: Set<UnitKey> {
    guard !behind.isEmpty else { return [] }
    var names = Set(undecided.map(\.name))
    for shown in lacking {
      names.formUnion(Diff.changes(from: shown.present, to: shown.target).map(\.unit.name))
    }
    return behind.filter { names.contains($0.name) }
  }

  /// The view of a side at that agreement; nil where it is all that the side shows.
  ///
  /// - Parameter shown: what the side shows, in its own form.
  package func baseline(of side: SideName, shown: Record, settled: Record) -> Record? {
    guard hasUndecided || !lacking.isEmpty else { return nil }
    guard let seat = seats.first(where: { $0.side == side }), let own = ownMerges[side],
      let present = seat.present,
      case let shown = AlikeTexts.spelled(
        seat.lens.recognising(shown, known: [settled]), seat.forms, isOwn: false),
      let now = seat.lens.view(own, previous: present).map(SharedPart.of)
    else { return nil }
    // What has no place on the side must not seem to have had one.
    var kept = present
    if let baseline = seat.baseline, baseline != present {
      guard let rough = seat.lens.view(settled, previous: baseline).map(SharedPart.of) else {
        return nil
      }
      kept = withoutRejected(seat, present, rough)
    }
    // Where its own text was put aside the place was not empty: there is room for the other one.
    let aside = Diff.changes(from: present, to: kept).map(\.unit).filter { $0.part == .property }
    let known =
      aside.isEmpty
      ? settled
      : Merge.holdingBack(base: agreedBefore, target: settled, units: Set(aside)) ?? settled
    guard
      let then = seat.lens.view(settled, previous: kept, settled: known).map(SharedPart.of)
    else { return nil }
    let base = withoutRejected(seat, shown, now)
    var baseline = seat.lens.put(changesFrom: now, to: then, into: base)
    // What it is not told is none of its changes, whatever became of it elsewhere.
    if let untold = untold[side], !untold.isEmpty {
      let units = Diff.changes(from: base, to: baseline).map(\.unit).filter(untold.contains)
      baseline = Merge.holdingBack(base: base, target: baseline, units: Set(units))
    }
    if let before = seat.before {
      baseline = Merge.holdingBack(base: before, target: baseline, units: stillBehind)
    }
    return baseline.map { AlikeTexts.spelled($0, seat.forms, isOwn: true) }
  }

  /// Whether just this was sent and cannot have been seen yet: nothing is sent twice.
  func isUnderWay(_ change: UnitChange, _ seat: Seat) -> Bool {
    guard seat.isAwaited, let present = seat.present, let sent = seat.sent else { return false }
    return Diff.changes(from: present, to: sent).contains {
      $0.unit == change.unit && $0.to == change.to
    }
  }

  /// What was sent and not yet seen is agreed only as far as it was sent.
  private mutating func holdPending(_ merged: Record) {
    for seat in seats where seat.link.state == .pending {
      // What is in conflict was never agreed, whatever of it is under way.
      guard let sent = seat.sent, let view = view(merged, seat),
        var shown = Merge.holdingBack(base: view, target: sent, units: undecided)
      else { continue }
      // Nor was what was on its way to other sides, too.
      if let known = agreedBefore.flatMap({ self.view($0, seat) }) {
        let ahead = Set(Diff.changes(from: known, to: sent).map(\.unit))
        shown = Merge.holdingBack(base: known, target: shown, units: ahead) ?? shown
      }
      lacking.append((seat.lens, view, shown, false))
    }
  }
}

extension Seat {
  /// Whether the side changed one of the properties since the last agreement.
  func changed(any changes: [UnitChange]) -> Bool {
    let own = Set(Diff.changes(from: baseline, to: present).map(\.unit.name))
    return changes.contains { own.contains($0.unit.name) }
  }

  /// Whether the side changed since the last agreement.
  package var hasChanged: Bool {
    guard let present else { return false }
    return baseline == nil || baseline != present
  }
}
