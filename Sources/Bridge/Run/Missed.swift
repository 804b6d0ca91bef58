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
  ///
  /// - Returns: also the sides whose baselines are others now.
  static func rewound(_ seats: [Seat], _ agreed: Record?) -> ([Seat], Record?, Set<SideName>) {
    var moved = Set<SideName>()
    guard var agreed, seats.contains(where: { !$0.link.unheard.isEmpty }) else {
      return (seats, agreed, moved)
    }
    var seats = seats
    for index in seats.indices {
      let seat = seats[index]
      guard !seat.link.unheard.isEmpty, seat.isSeated, let known = seat.baseline else { continue }
      let baseline = withEcho(seat, known)
      seats[index].baseline = baseline
      let own = Diff.changes(from: baseline, to: seat.present).filter {
        seat.link.unheard.contains($0.property)
      }
      guard !own.isEmpty, let before = before(own, seat, baseline, agreed) else { continue }
      for other in seats.indices where other != index {
        guard let known = seats[other].baseline,
          let was = view(agreed, seats[other], known), let isNow = view(before, seats[other], known)
        else { continue }
        seats[other].baseline = seats[other].lens.put(changesFrom: was, to: isNow, into: known)
        moved.insert(seats[other].side)
      }
      agreed = before
      seats[index].link.owed.subtract(own.map(\.property))
      seats[index].link.missed.subtract(own.map(\.property))
      seats[index].link.leftOut.subtract(own.map(\.property))
    }
    return (seats, agreed, moved)
  }

  /// The baseline of a side with what was sent there and shows as it was sent: that is none of its
  /// changes, although nobody settled it before the side was left out.
  private static func withEcho(_ seat: Seat, _ baseline: Record) -> Record {
    guard let sent = seat.sent else { return baseline }
    let differing = Set(Diff.changes(from: sent, to: seat.present).map(\.unit))
    // What stood there when the step left, and is in conflict perhaps, is the side's own word.
    let echo = Diff.changes(from: baseline, to: seat.present).filter {
      !differing.contains($0.unit) && seat.sentChanges.has($0.property)
    }.map(\.unit)
    return Merge.taking(Set(echo), from: seat.present, into: baseline) ?? baseline
  }

  /// What was agreed before the others went on without the side, in what it changed itself.
  private static func before(
    _ own: [UnitChange], _ seat: Seat, _ baseline: Record, _ agreed: Record
  ) -> Record? {
    func rewound(_ now: Record?) -> Record? {
      guard let now,
        let then = Merge.taking(Set(own.map(\.unit)), from: baseline, into: now)
      else { return nil }
      return seat.lens.put(changesFrom: now, to: then, into: agreed)
    }
    if let before = rewound(view(agreed, seat, baseline)), before != agreed { return before }
    // What it never had is in no view that keeps to what it had.
    return rewound(
      seat.lens.view(agreed, previous: baseline).map(SharedPart.of)
        .map(Reconciler.withoutIdentity))
  }

  private static func view(_ agreed: Record, _ seat: Seat, _ previous: Record) -> Record? {
    seat.lens.view(agreed, previous: previous, settled: agreed).map(SharedPart.of)
      .map(Reconciler.withoutIdentity)
  }
}

extension LinkSide {
  private static let missedSlot = "missed"
  private static let leftOutSlot = "left-out"

  /// What the side does not know that others agreed on.
  fileprivate var unheard: Set<String> { missed.union(leftOut) }

  /// The units, as plans name them, without which the side's record was created, by a rule.
  var leftOut: Set<String> {
    get { Set((slots[Self.leftOutSlot] ?? "").split(separator: "\n").map(String.init)) }
    set {
      slots[Self.leftOutSlot] = newValue.isEmpty ? nil : newValue.sorted().joined(separator: "\n")
    }
  }

  /// The units, as plans name them, that others agreed on while the side was left out.
  var missed: Set<String> {
    get { Set((slots[Self.missedSlot] ?? "").split(separator: "\n").map(String.init)) }
    set {
      slots[Self.missedSlot] = newValue.isEmpty ? nil : newValue.sorted().joined(separator: "\n")
    }
  }
}
