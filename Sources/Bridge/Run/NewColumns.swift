import Ledger
import Merge
import Records
import Sides

/// Columns that a side shows for the first time (DESIGN section 2: a column that is missing is not
/// an empty cell).
///
/// What stands in them was never compared: it was agreed upon without this side. It is now linked
/// as at first sight: an empty cell is filled, sets unite, two values that differ are a conflict.
enum NewColumns {
  /// Takes what the side could not show until now out of what is agreed. O(n) where it shows more
  /// than before, else nothing.
  ///
  /// - Parameter before: the state before the import.
  static func open(
    _ side: SideName, _ kind: RecordKind, since before: Workbench, on bench: inout Workbench
  ) throws {
    guard let old = before.shownSlots(side, kind), let new = bench.shownSlots(side, kind),
      !new.isSubset(of: old)
    else { return }
    let links = bench.state.sortedLinks(kind) { link in
      link.sides.count > 1 && known(link.sides[side]) != nil
    }
    guard !links.isEmpty else { return }
    try bench.load(
      Set(
        links.flatMap { link in
          [link.agreed] + link.sides.values.map(known)
            + link.sides.map { shown($0.key, $0.value, kind, bench) }
        }.compactMap(\.self)), kind)
    let was = before.lens(side, kind)
    let isNow = bench.lens(side, kind)
    for link in links {
      guard let agreed = bench.record(link.agreed),
        let baseline = bench.record(known(link.sides[side])),
        let less = was.view(agreed, previous: baseline),
        let more = isNow.view(agreed, previous: baseline), less != more
      else { continue }
      // What another side changed since is carried as that.
      let moved = Set(
        link.sides.flatMap { name, seat in
          name == side || seat.baseline == nil
            ? []
            : changes(name, seat, kind, bench)
        })
      let added = Diff.changes(from: less, to: more).filter {
        $0.from == nil && $0.to != nil && !moved.contains($0.unit)
      }
      guard !added.isEmpty,
        let least = Merge.holdingBack(base: less, target: more, units: Set(added.map(\.unit))),
        let open = isNow.put(changesFrom: more, to: least, into: agreed), open != agreed
      else { continue }
      var link = link
      link.agreed = bench.keep(open)
      for (name, seat) in link.sides where name != side {
        let lens = bench.lens(name, kind)
        guard let known = bench.record(seat.baseline),
          let full = lens.view(agreed, previous: known),
          let rest = lens.view(open, previous: known),
          let opened = lens.put(changesFrom: full, to: rest, into: known), opened != known
        else { continue }
        link.sides[name]?.baseline = bench.keep(opened)
      }
      FirstLinkMark.set(link.key, &bench.state)
      bench.state.put(link)
    }
  }

  /// What a side changed since all agreed; what it makes of a value is none of it.
  private static func changes(
    _ side: SideName, _ seat: LinkSide, _ kind: RecordKind, _ bench: Workbench
  ) -> [UnitKey] {
    guard let baseline = bench.record(seat.baseline),
      let now = bench.record(shown(side, seat, kind, bench))
    else { return [] }
    let recognised = Recognition.recognise(now, sent: baseline, lens: bench.lens(side, kind))
    return Diff.changes(from: baseline, to: recognised).map(\.unit)
  }

  private static func shown(
    _ side: SideName, _ seat: LinkSide, _ kind: RecordKind, _ bench: Workbench
  ) -> Digest? {
    seat.entry.flatMap { bench.state.entry(EntryKey(side, kind, $0)) }
      .flatMap { $0.presence == .deleted ? nil : $0.digest } ?? seat.baseline
  }

  /// What a side showed when all agreed, or is to show first.
  private static func known(_ seat: LinkSide?) -> Digest? {
    guard let seat else { return nil }
    return seat.baseline ?? (seat.state == .pending ? seat.sent : nil)
  }
}
