import Ledger
import Records
import Sides

/// What the settlement of one link brings into the ledger: pure, so that links are worked out side
/// by side.
struct Settlement: Sendable {
  /// What a side shows.
  struct Shown: Sendable {
    let entry: ViewEntry
    /// Its view at the agreement; nil where that is all it shows.
    var baseline: KeptRecord?
    /// Whether it shows no more than what was agreed, or may tell the rest to nobody.
    var isAllAgreed: Bool
  }

  /// What all sides agree on.
  let agreed: KeptRecord
  /// By side, of those that have a say.
  let shown: [SideName: Shown]

  /// Nil where nothing can be agreed on, or nothing is to be worked out. O(n) in the records.
  init?(of merge: LinkMerge, on bench: Workbench) {
    guard merge.hasNews, merge.merged != nil, !merge.isHeld, !merge.isTooMuch,
      merge.deletions.isEmpty, !merge.waitsForFrozen, let settled = merge.settled
    else { return nil }
    var shown: [SideName: Shown] = [:]
    for (side, seat) in merge.link.sides {
      guard let id = seat.entry, !seat.state.isAway,
        let entry = bench.state.entry(EntryKey(side, merge.link.kind, id)),
        entry.presence != .deleted, merge.frozen[side] == nil,
        !merge.covered.contains(side), let record = bench.record(entry.digest)
      else { continue }
      let part = Reconciler.withoutIdentity(SharedPart.of(record))
      let before = merge.rewoundBaseline(of: side) ?? bench.record(seat.baseline)
      let then = merge.baseline(of: side, shown: part, settled: settled)
      var baseline = then.map { merge.withoutMuted($0, side, before) }
      // What it may tell nobody was not agreed upon.
      if then == nil, merge.muted[side]?.isEmpty == false {
        baseline = merge.withoutMuted(part, side, before)
      }
      shown[side] = Shown(
        entry: entry, baseline: baseline.map { KeptRecord($0) }, isAllAgreed: then == nil)
    }
    agreed = KeptRecord(settled)
    self.shown = shown
  }
}
