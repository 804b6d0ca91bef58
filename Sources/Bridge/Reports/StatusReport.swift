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
    let counts = StatusCounts(plan, on: bench)
    lines.append("")
    lines += counts.lines
    for warning in plan.warnings { lines.append("Note: \(warning)") }
    let next = next(plan, counts.waiting, counts.possible, bench)
    lines.append(next)
    return Result(lines: lines, next: next, isLeft: !plan.isEmpty || counts.waiting > 0)
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

  /// How many records have a step out that no import has shown yet. O(n).
  package static func waiting(on bench: Workbench) -> Int {
    RecordKind.allCases.reduce(0) { sum, kind in
      sum + bench.state.links(kind).values.filter { isWaiting($0, bench) }.count
    } + InverseSending.waiting(on: bench).count
  }

  static func isWaiting(_ link: Link, _ bench: Workbench) -> Bool {
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

  private static func next(
    _ plan: Plan, _ pending: Int, _ possible: Int, _ bench: Workbench
  ) -> String {
    if let missing = bench.sides.first(where: { side in
      RecordKind.allCases.allSatisfy { bench.state.latestSnapshot(side, $0) == nil }
    }) {
      return "\(missing.title) was never imported. Next: drawbridge import EXPORT --from \(missing)"
    }
    if plan.refused != nil || !plan.openConflicts.isEmpty || !plan.questions.isEmpty {
      return "\(plan.summary) Next: drawbridge plan"
    }
    if !plan.steps.isEmpty { return "\(plan.summary) Next: drawbridge export" }
    if possible > 0 {
      return "An export was undone that may have been carried out. Next: export both sides again, "
        + "drawbridge import"
    }
    if pending > 0 {
      return "Next: carry out the bundles, export both sides again, drawbridge import"
    }
    let agreement =
      plan.divergences.isEmpty
      ? "All sides agree." : "All sides agree but for what is kept apart by rule."
    return "\(agreement) Next: import the next exports when you have them"
  }
}
