import Bridge
import Ledger
import Merge
import Records
import Sides

extension Course {
  /// Tells what the ledger knows of the links that changed: what is agreed, and of each side only
  /// what it was then seen to hold otherwise, what it shows otherwise, and what was sent there.
  mutating func tellLinks(since before: LedgerState) {
    for link in bench.state.sortedLinks(.contact) where before.link(link.key) != link {
      let digests = link.sortedSides.flatMap { side, seat in
        [seat.baseline, seat.sent, entry(of: link, on: side)?.digest]
      }
      try? bench.load(Set((digests + [link.agreed]).compactMap(\.self)), .contact)
      let agreed = bench.record(link.agreed).map(SharedPart.of)
      tell("  = link \(link.uid) agreed on \(Self.line(agreed))")
      for (side, seat) in link.sortedSides {
        let lens = bench.lens(side, .contact)
        let baseline = bench.record(seat.baseline).map(SharedPart.of)
        let view = agreed.flatMap { lens.view($0, previous: baseline, settled: agreed) }
          .map(SharedPart.of)
        let shown = bench.record(entry(of: link, on: side)?.digest).map(SharedPart.of)
        let sent = bench.record(seat.sent).map(SharedPart.of)
        var words = "    \(side) \(seat.state.rawValue)"
        if baseline == nil {
          words += ", never agreed"
        } else {
          words += Self.words(", then", view, baseline)
        }
        words += Self.words(", now", baseline ?? view, shown)
        if sent != nil { words += Self.words(", sent", shown ?? baseline ?? view, sent) }
        for (name, value) in seat.slots.sorted(by: { $0.key < $1.key }) where name != "earlier" {
          words += ", \(name) \(value.split(separator: "\n"))"
        }
        tell(words)
      }
    }
  }

  private static func words(_ title: String, _ from: Record?, _ to: Record?) -> String {
    let changes = Diff.changes(from: from, to: to).filter { $0.property != "UID" }
    return changes.isEmpty
      ? ""
      : "\(title) "
        + changes.map { "\($0.property): \($0.from ?? "-") -> \($0.to ?? "-")" }
        .joined(separator: "; ")
  }
}
