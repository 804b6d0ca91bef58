import Ledger
import Records
import Settings

/// One screen that says where things stand, and the next command to run.
package enum StatusReport {
  package struct Result: Sendable {
    package var lines: [String]
    /// The next command to run.
    package var next: String
    /// Whether something is left for a person or the next command.
    package var isLeft: Bool
  }

  /// Makes the report. O(n).
  package static func make(_ plan: Plan, on bench: Workbench) -> Result {
    var lines: [String] = []
    if !bench.settings.workspace.enabled {
      lines.append("The workspace is switched off (workspace.enabled: false).")
    }
    for side in bench.sides { lines += sideLines(side, bench) }
    let counts = linkCounts(bench)
    lines.append("")
    lines.append(
      "Linked: \(counts.linked)   waiting to be seen: \(counts.pending)   "
        + "kept away: \(counts.detached)   not seen last time: \(counts.unseen)")
    lines.append(
      "Conflicts: \(plan.openConflicts.count)   questions: \(plan.questions.count)   "
        + "kept apart by rule: \(plan.divergences.count)")
    for warning in plan.warnings { lines.append("Note: \(warning)") }
    let next = next(plan, counts.pending, bench)
    lines.append(next)
    return Result(lines: lines, next: next, isLeft: !plan.isEmpty || counts.pending > 0)
  }

  private static func sideLines(_ side: SideName, _ bench: Workbench) -> [String] {
    var lines = ["\(side.title)"]
    for kind in [RecordKind.contact, .event, .task] where bench.isEnabled(kind, on: side) {
      guard let snapshot = bench.state.latestSnapshot(side, kind) else {
        lines.append("  \(kind.plural): never imported")
        continue
      }
      let count = bench.state.entries(side, kind).values.filter { $0.presence == .present }.count
      let time = snapshot.exported ?? snapshot.imported
      lines.append(
        "  \(kind.plural): \(count), \(snapshot.source) of \(time)"
          + (snapshot.complete ? "" : ", not proved complete"))
    }
    return lines
  }

  private struct Counts {
    var linked = 0
    var pending = 0
    var detached = 0
    var unseen = 0
  }

  private static func linkCounts(_ bench: Workbench) -> Counts {
    var counts = Counts()
    for kind in RecordKind.allCases {
      for link in bench.state.links(kind).values {
        let states = link.sides.values.map(\.state)
        if states.filter({ $0 == .live || $0 == .frozen }).count > 1 { counts.linked += 1 }
        if isWaiting(link, bench) { counts.pending += 1 }
        if states.contains(.detached) { counts.detached += 1 }
      }
      for side in bench.sides {
        counts.unseen +=
          bench.state.entries(side, kind).values.filter { $0.presence == .unseen }.count
      }
    }
    return counts
  }

  /// How many records have a step out that no import has shown yet. O(n).
  package static func waiting(on bench: Workbench) -> Int {
    RecordKind.allCases.reduce(0) { sum, kind in
      sum + bench.state.links(kind).values.filter { isWaiting($0, bench) }.count
    }
  }

  private static func isWaiting(_ link: Link, _ bench: Workbench) -> Bool {
    link.sides.contains { side, seat in
      seat.state == .pending || seat.sent != nil && isUnseen(seat, side, link.kind, bench)
    }
  }

  /// Whether the side was not imported since the step left.
  private static func isUnseen(
    _ seat: LinkSide, _ side: SideName, _ kind: RecordKind, _ bench: Workbench
  ) -> Bool {
    guard let parts = seat.sentStep?.split(separator: "/", maxSplits: 1), parts.count == 2,
      let step = bench.state.steps[StepKey(plan: String(parts[0]), step: String(parts[1]))]
    else { return false }
    return (bench.state.latestSnapshot(side, kind)?.operation ?? 0) < step.operation
  }

  private static func next(_ plan: Plan, _ pending: Int, _ bench: Workbench) -> String {
    if let missing = bench.sides.first(where: { side in
      RecordKind.allCases.allSatisfy { bench.state.latestSnapshot(side, $0) == nil }
    }) {
      return "\(missing.title) was never imported. Next: drawbridge import EXPORT --from \(missing)"
    }
    if plan.refused != nil || !plan.openConflicts.isEmpty || !plan.questions.isEmpty {
      return "\(plan.summary) Next: drawbridge plan"
    }
    if !plan.steps.isEmpty { return "\(plan.summary) Next: drawbridge export" }
    if pending > 0 {
      return "Next: carry out the bundles, export both sides again, drawbridge import"
    }
    return "All sides agree. Next: import the next exports when you have them"
  }
}
