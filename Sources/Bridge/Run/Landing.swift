import Merge
import Records
import Sides

/// Recognises that a step was carried out although the side shows more than it sent (DESIGN
/// section 10).
enum Landing {
  /// The seats and the agreed record after sent steps of which some unit is seen as it was sent:
  /// what else such a step changed was carried out as well, and what differs from it is an edit
  /// upon it. A unit that still shows the old value was not carried out.
  static func settled(_ seats: [Seat], _ agreed: Record?) -> ([Seat], Record?) {
    guard var agreed else { return (seats, agreed) }
    var seats = seats
    for index in seats.indices {
      guard let done = carriedOut(seats[index]),
        let after = seats[index].lens.put(
          changesFrom: seats[index].baseline, to: done, into: agreed)
      else { continue }
      seats[index].baseline = done
      // Those who show it agreed to it: it is where the change came from.
      for other in seats.indices where other != index && seats[other].isEstablished {
        let lens = seats[other].lens
        let known = seats[other].inStep ?? agreed
        guard let baseline = seats[other].baseline, let present = seats[other].present,
          let was = lens.view(known, previous: baseline, settled: known).map(SharedPart.of),
          let isNow = lens.view(after, previous: present, settled: known).map(SharedPart.of)
        else { continue }
        // A side that never got it has not removed it, and is still to be told.
        let missing = Set(Diff.changes(from: isNow, to: present).map(\.unit))
        let shown = Merge.holdingBack(base: was, target: isNow, units: missing)
        seats[other].baseline = lens.put(changesFrom: was, to: shown, into: baseline)
        if !missing.isEmpty {
          seats[other].inStep = lens.put(changesFrom: was, to: shown, into: known)
        }
      }
      agreed = after
    }
    return (seats, agreed)
  }

  /// What a step made of the side's baseline; nil where nothing of it landed, or all of it.
  private static func carriedOut(_ seat: Seat) -> Record? {
    guard seat.isSeated, !seat.isAwaited, let sent = seat.sent, let baseline = seat.baseline,
      let present = seat.present
    else { return nil }
    // What the side had of its own before the step left, and no other has yet, is none of its work.
    let steps = Diff.changes(from: baseline, to: sent).filter {
      seat.sentProperties.contains($0.property)
    }
    let others = Diff.changes(from: baseline, to: sent).filter {
      !seat.sentProperties.contains($0.property)
    }
    let moved = Set(Diff.changes(from: baseline, to: present).map(\.unit))
    let differing = Set(Diff.changes(from: sent, to: present).map(\.unit))
    let landed = steps.filter { moved.contains($0.unit) && !differing.contains($0.unit) }
    let edited = steps.filter { moved.contains($0.unit) && differing.contains($0.unit) }
    guard !landed.isEmpty, !edited.isEmpty else { return nil }
    let undone = Set(steps.filter { !moved.contains($0.unit) }.map(\.unit))
      .union(others.map(\.unit))
    return Merge.holdingBack(base: baseline, target: sent, units: undone)
  }
}
