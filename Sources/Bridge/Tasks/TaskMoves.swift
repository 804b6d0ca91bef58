import ICalendar
import Ledger
import Records
import Settings

/// What becomes of tasks that move between Google Tasks and the calendar (spec/decisions/0150).
///
/// A move is a create in the new place and a deletion in the old one. Until an import shows the new
/// record, the old one is remembered: it is neither linked anew nor forgotten.
enum TaskMoves {
  /// The setting that moves tasks, as the end of its path for all accounts or one.
  static let row = "tasks.target"

  /// The seat of a record whose move was sent.
  static func sent(
    _ seat: LinkSide, from old: LinkSide, on side: SideName, _ bench: Workbench
  ) -> LinkSide {
    guard let id = old.entry, let entry = bench.state.entry(EntryKey(side, .task, id)),
      entry.presence == .present
    else { return seat }
    var seat = seat
    seat.left = old.left + [LeftEntry(id: id, digest: entry.digest.description)]
    seat.baseline = old.baseline
    return seat
  }

  /// The seat after a create was found not to be carried out: where the record came from, if it is
  /// still there; nil where it has to be created anew.
  static func returned(_ seat: LinkSide, to side: SideName, _ bench: Workbench) -> LinkSide? {
    guard
      let back = seat.left.last(where: {
        bench.state.entry(EntryKey(side, .task, $0.id))?.presence == .present
      })
    else { return nil }
    var own = LinkSide(entry: back.id, baseline: seat.baseline)
    own.left = seat.left.filter { $0 != back }
    // What was agreed meanwhile it was never told.
    own.owed = [LinkSide.everything]
    return own
  }

  /// Notes what is gone of what tasks left behind, and takes a task back to where the settings want
  /// it again, if it still stands there.
  static func turnBack(_ side: SideName, on bench: inout Workbench) {
    guard side != .opencrm else { return }
    let links = bench.state.sortedLinks(.task) { $0.sides[side]?.left.isEmpty == false }
    for var link in links {
      guard var seat = link.sides[side] else { continue }
      seat.left.removeAll { left in
        let presence = bench.state.entry(EntryKey(side, .task, left.id))?.presence
        return presence == nil || presence == .deleted
      }
      if seat.state == .live, bench.isMisplaced(side, of: link), let id = seat.entry,
        let now = bench.state.entry(EntryKey(side, .task, id)), now.presence == .present,
        // What was changed there meanwhile, and perhaps stands nowhere else, moves as any other task.
        seat.baseline == now.digest,
        link.sides.contains(where: {
          $0.key != side && !$0.value.state.isAway && $0.value.entry != nil
        }),
        let back = seat.left.first(where: { left in
          bench.state.entry(EntryKey(side, .task, left.id)).map { entry in
            entry.presence == .present && !bench.isMisplaced(entry)
          } ?? false
        }), let before = Digest(hexadecimal: back.digest)
      {
        // What was changed in the old place since is an edit of it.
        var own = LinkSide(entry: back.id, baseline: before)
        own.left =
          seat.left.filter { $0 != back } + [LeftEntry(id: id, digest: now.digest.description)]
        own.owed = [LinkSide.everything]
        seat = own
      }
      link.sides[side] = seat
      bench.state.put(link)
    }
  }

  /// Remembers what a task left behind when its link goes: what is still there is to be taken away,
  /// and is no task of its own.
  static func abandon(_ seat: LinkSide?, on side: SideName, _ bench: inout Workbench) {
    for left in seat?.left ?? [] {
      guard var entry = bench.state.entry(EntryKey(side, .task, left.id)),
        entry.presence == .present
      else { continue }
      entry.attributes[TaskPlace.abandonedAttribute] = left.digest
      bench.state.put(entry)
    }
  }

  /// The UID of the event that is to stand for a task: one that Google never had.
  static func eventUID(of link: Link, on side: SideName, _ bench: Workbench) -> String {
    let gone = bench.state.entries(side, .task).values.count { entry in
      entry.presence == .deleted && TaskEventUID.task(of: entry.id) == link.uid
    }
    return TaskEventUID.uid(of: link.uid, count: gone)
  }
}
