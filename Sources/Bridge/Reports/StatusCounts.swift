import Ledger
import Records

/// How many records of each kind stand in which state, for `status`.
struct StatusCounts {
  /// One line of the table.
  private struct Row {
    var title: String
    var counts: [RecordKind: Int]
    /// Whether it is shown although nothing is in that state.
    var isAlwaysShown = false
  }

  private var rows: [Row] = []
  /// Records with a step out that no import has shown yet.
  private(set) var waiting = 0
  /// Creates of undone exports.
  private(set) var possible = 0

  /// Counts. O(n).
  init(_ plan: Plan, on bench: Workbench) {
    var linked: [RecordKind: Int] = [:]
    var alone: [RecordKind: Int] = [:]
    var pending: [RecordKind: Int] = [:]
    var possible: [RecordKind: Int] = [:]
    var frozen: [RecordKind: Int] = [:]
    var detached: [RecordKind: Int] = [:]
    var retired: [RecordKind: Int] = [:]
    for kind in RecordKind.allCases {
      for link in bench.state.links(kind).values {
        let seats = link.sides.values
        let isThere = seats.filter { $0.state == .live || $0.state == .frozen }.count
        if isThere > 1 { linked[kind, default: 0] += 1 } else { alone[kind, default: 0] += 1 }
        if seats.contains(where: bench.state.isPossiblySent) {
          possible[kind, default: 0] += 1
        } else if StatusReport.isWaiting(link, bench) {
          pending[kind, default: 0] += 1
        }
        let isFrozen = link.sides.contains { side, seat in
          guard let id = seat.entry, !seat.state.isAway else { return false }
          return seat.state == .frozen
            || bench.state.entry(EntryKey(side, kind, id))?.presence == .unseen
        }
        if isFrozen { frozen[kind, default: 0] += 1 }
        if seats.contains(where: { $0.state == .detached }) { detached[kind, default: 0] += 1 }
        if seats.contains(where: { $0.state == .retired }) { retired[kind, default: 0] += 1 }
      }
    }
    for step in InverseSending.waiting(on: bench) {
      if step.state == .possible {
        possible[step.kind, default: 0] += 1
      } else {
        pending[step.kind, default: 0] += 1
      }
    }
    waiting = StatusReport.waiting(on: bench)
    self.possible = possible.values.reduce(0, +)
    rows = [
      Row(title: "linked", counts: linked, isAlwaysShown: true),
      Row(title: "on one side only", counts: alone, isAlwaysShown: true),
      Row(
        title: "to be carried over", counts: Self.count(plan.steps.map { ($0.kind, $0.uid) }),
        isAlwaysShown: true),
      Row(
        title: "asked about",
        counts: Self.count(
          plan.questions.flatMap { question in
            question.records.map { (question.recordKind, $0.uid) }
          }), isAlwaysShown: true),
      Row(
        title: "in conflict", counts: Self.count(plan.openConflicts.map { ($0.kind, $0.uid) }),
        isAlwaysShown: true),
      Row(
        title: "kept apart by rule",
        counts: Self.count(plan.divergences.map { (Self.kind(of: $0.uid, bench), $0.uid) }),
        isAlwaysShown: true),
      Row(title: "sent, not yet seen", counts: pending, isAlwaysShown: true),
      Row(title: "possibly sent", counts: possible),
      Row(title: "frozen: out of scope or not seen", counts: frozen),
      Row(title: "detached: deleted on a side", counts: detached),
      Row(title: "retired in OpenCRM", counts: retired),
    ]
  }

  /// The table: a column a kind, a line a state.
  var lines: [String] {
    let kinds: [RecordKind] = [.contact, .event, .task]
    func line(_ title: String, _ cells: [String]) -> String {
      Self.padded(title, 30) + cells.map { Self.padded($0, 10, isRight: true) }.joined()
    }
    return [line("", kinds.map(\.plural))]
      + rows.filter { $0.isAlwaysShown || !$0.counts.isEmpty }.map { row in
        line(row.title, kinds.map { String(row.counts[$0] ?? 0) })
      }
  }

  /// How many records of each kind; one that is named several times counts once.
  private static func count(_ records: [(RecordKind, String)]) -> [RecordKind: Int] {
    Dictionary(grouping: Set(records.map { LinkKey($0.0, $0.1) }), by: \.kind)
      .mapValues(\.count)
  }

  private static func kind(of uid: String, _ bench: Workbench) -> RecordKind {
    RecordKind.allCases.first { bench.state.link(LinkKey($0, uid)) != nil } ?? .contact
  }

  private static func padded(_ text: String, _ width: Int, isRight: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - text.unicodeScalars.count))
    return isRight ? space + text : text + space
  }
}
