import Ledger
import Merge
import Records
import Sides

/// What a side that was left out has missed: others agreed on it without that side, which was out of
/// scope, outside a window or could only be read (spec/scope.md).
///
/// While it is left out, nobody waits for it. What it changed itself meanwhile was made on the value
/// that it knows: when it has a say again, that value is the base, and both are merged as changes.
enum Missed {
  /// The seats and the agreed record with what was missed, and changed by those who missed it, as it
  /// was before. O(n) where there is such.
  static func rewound(_ seats: [Seat], _ agreed: Record?) -> ([Seat], Record?) {
    guard var agreed, seats.contains(where: { !$0.link.missed.isEmpty }) else {
      return (seats, agreed)
    }
    var seats = seats
    for index in seats.indices {
      let seat = seats[index]
      guard !seat.link.missed.isEmpty, seat.isSeated, let baseline = seat.baseline else { continue }
      let own = Diff.changes(from: baseline, to: seat.present).filter {
        seat.link.missed.contains($0.property)
      }
      guard !own.isEmpty, let now = view(agreed, seat, baseline),
        let then = Merge.taking(Set(own.map(\.unit)), from: baseline, into: now),
        let before = seat.lens.put(changesFrom: now, to: then, into: agreed)
      else { continue }
      for other in seats.indices where other != index {
        guard let known = seats[other].baseline,
          let was = view(agreed, seats[other], known), let isNow = view(before, seats[other], known)
        else { continue }
        seats[other].baseline = seats[other].lens.put(changesFrom: was, to: isNow, into: known)
      }
      agreed = before
      seats[index].link.owed.subtract(own.map(\.property))
      seats[index].link.missed.subtract(own.map(\.property))
    }
    return (seats, agreed)
  }

  private static func view(_ agreed: Record, _ seat: Seat, _ previous: Record) -> Record? {
    seat.lens.view(agreed, previous: previous, settled: agreed).map(SharedPart.of)
      .map(Reconciler.withoutIdentity)
  }
}

extension LinkSide {
  private static let missedSlot = "missed"

  /// The units, as plans name them, that others agreed on while the side was left out.
  var missed: Set<String> {
    get { Set((slots[Self.missedSlot] ?? "").split(separator: "\n").map(String.init)) }
    set {
      slots[Self.missedSlot] = newValue.isEmpty ? nil : newValue.sorted().joined(separator: "\n")
    }
  }
}
