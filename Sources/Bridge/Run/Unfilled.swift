import Ledger
import Merge
import Records
import Sides

/// What a side lacks while others are at odds about it: one joined without it, or another joined with
/// it. It is told of it as soon as that is decided.
///
/// A conflict holds the unit on all sides, so that nobody is told the agreed value. Later the blank
/// must not seem to be one that was agreed upon.
extension LinkMerge {
  /// The target with what the side still lacks, and the units that are such.
  mutating func withUnfilled(
    _ aimed: Record, _ own: Record, _ seat: Seat, _ present: Record
  ) -> (target: Record, units: Set<UnitKey>) {
    let known = seat.link.unfilled
    let disputed = Set(conflicts.map(\.conflict.unit)).union(undecided)
    guard !known.isEmpty || isJoining && !disputed.isEmpty,
      let full = seat.lens.view(own, previous: present).map(SharedPart.of)
    else { return (aimed, []) }
    let new = seat.isEstablished ? disputed.intersection(brought(full, seat, present)) : disputed
    let blanks = Diff.changes(from: present, to: full).filter { change in
      change.from == nil && (known.contains(change.property) || new.contains(change.unit))
    }
    guard !blanks.isEmpty else { return (aimed, []) }
    let units = Set(blanks.map(\.unit))
    unfilled[seat.side] = Set(blanks.map(\.property))
    return (Merge.taking(units, from: full, into: aimed) ?? aimed, units)
  }

  /// What an established side says nothing of, and could not have said before somebody joined.
  private func brought(_ full: Record, _ seat: Seat, _ present: Record) -> Set<UnitKey> {
    guard let agreed,
      let before = seat.lens.view(agreed, previous: present).map(SharedPart.of)
    else { return [] }
    let own = Diff.changes(from: seat.baseline, to: present).map(\.unit)
    return Set(
      Diff.changes(from: before, to: full).filter { $0.from == nil }.map(\.unit)
    ).subtracting(own)
  }
}

extension LinkSide {
  private static let unfilledSlot = "unfilled"

  /// The units, as plans name them, that the side joined without and is still to be told.
  var unfilled: Set<String> {
    get { Set((slots[Self.unfilledSlot] ?? "").split(separator: "\n").map(String.init)) }
    set {
      slots[Self.unfilledSlot] =
        newValue.isEmpty ? nil : newValue.sorted().joined(separator: "\n")
    }
  }
}
