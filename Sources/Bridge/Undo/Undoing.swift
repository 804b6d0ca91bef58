package import Ledger
package import Records

/// Takes back what an operation did to the ledger; the outside world stays as it is (DESIGN
/// section 12).
package enum Undoing {
  /// Puts back what stood before an operation at the places that it changed.
  ///
  /// What an export sent may have been carried out: its creates stay *possibly sent*, held until
  /// an import shows them or proves them missing, and what its updates sent is still recognised.
  ///
  /// - Parameters:
  ///   - touched: the places that the operation changed.
  ///   - before: the state before it.
  /// - Returns: the sides on which creates are possibly sent, with how many.
  @discardableResult
  package static func undo(
    touching touched: LedgerKeys, from before: LedgerState, on bench: inout Workbench
  ) -> [SideName: Int] {
    let state = bench.state
    var result = state.restoring(touched, from: before)
    var possible: [SideName: Int] = [:]
    for key in touched.steps.sorted() where result.steps[key] == nil {
      guard var step = state.steps[key], step.state == .sent || step.state == .possible else {
        continue
      }
      if InversePlan.isInverse(step.plan) || step.action == Plan.Action.create.rawValue {
        step.state = .possible
        result.put(step)
      }
      guard step.action == Plan.Action.update.rawValue,
        let sent = state.link(LinkKey(step.kind, step.uid))?.sides[step.side]?.sent,
        var link = result.link(LinkKey(step.kind, step.uid)), link.sides[step.side] != nil
      else { continue }
      link.sides[step.side]?.sent = sent
      link.sides[step.side]?.sentStep = nil
      result.put(link)
    }
    for key in touched.links.sorted() {
      guard let now = state.link(key) else { continue }
      for (side, seat) in now.sortedSides where seat.state == .pending && seat.entry == nil {
        guard let step = seat.step, result.steps[step]?.state == .possible else { continue }
        var link =
          result.link(key) ?? Link(uid: now.uid, kind: now.kind, agreed: now.agreed)
        // What moved may stand in both places now: it waits in the new one, and knows the old one.
        let old = link.sides[side]?.entry
        guard link.sides[side] == nil || seat.left.contains(where: { $0.id == old }) else {
          continue
        }
        link.sides[side] = seat
        result.put(link)
        possible[side, default: 0] += 1
      }
    }
    bench.state = result
    return possible
  }

  /// The operation that `undo` without a number takes back: the last that was not undone and is
  /// no undo itself. O(operations).
  package static func last(_ operations: [LedgerOperation]) -> LedgerOperation? {
    let cancelled = Ledger.cancelled(operations)
    return operations.last { !cancelled.contains($0.number) && $0.undoes == nil }
  }
}

extension LinkSide {
  /// The step that is under way there.
  var step: StepKey? {
    guard let sentStep, let slash = sentStep.firstIndex(of: "/") else { return nil }
    return StepKey(
      plan: String(sentStep[..<slash]), step: String(sentStep[sentStep.index(after: slash)...]))
  }
}

extension LedgerState {
  /// Whether a side's create is of an export that was undone: it may be there or not.
  func isPossiblySent(_ seat: LinkSide) -> Bool {
    guard seat.state == .pending, let step = seat.step else { return false }
    return steps[step]?.state == .possible
  }
}
