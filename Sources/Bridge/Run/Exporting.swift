import Ledger
import Records
import Settings

/// Notes in the state that a plan left the workspace, so that the next import can settle it.
package enum Exporting {
  /// Marks every step as sent. Records with a pending create are not exported again.
  package static func send(_ plan: Plan, _ steps: [Plan.Step], on bench: inout Workbench) {
    for step in steps {
      bench.state.put(
        SentStep(
          plan: plan.id, step: step.id, side: step.side, kind: step.kind,
          action: step.action.rawValue, uid: step.uid, body: step.json.text,
          operation: bench.state.nextOperation))
      guard var link = bench.state.link(LinkKey(step.kind, step.uid)) else { continue }
      if step.withdraws, step.action == .delete {
        link.sides[step.side]?.withdrawn = bench.state.nextOperation
        bench.state.put(link)
      }
      guard let after = step.after else { continue }
      let sent = bench.keep(after)
      let key = StepKey(plan: plan.id, step: step.id)
      switch step.action {
      case .create:
        var seat = LinkSide(
          state: .pending, sent: sent, sentStep: "\(key.plan)/\(key.step)")
        if step.inCalendar { seat.place = .calendar }
        if let old = link.sides[step.side], bench.isMisplaced(step.side, of: link) {
          seat = TaskMoves.sent(seat, from: old, on: step.side, bench)
        }
        link.sides[step.side] = seat
      case .update:
        EarlierViews.noteSent(&link, step.side)
        link.sides[step.side]?.sent = sent
        link.sides[step.side]?.sentStep = "\(key.plan)/\(key.step)"
      default: break
      }
      bench.state.put(link)
    }
    ScopeMark.note(on: &bench)
  }
}
