import Merge
import Records
import Sides

/// Recognises that a step was carried out although the side, or the one where the change came from,
/// shows something else by now (DESIGN section 10).
enum Landing {
  /// The seats and the agreed record after sent steps of which some unit is seen as it was sent:
  /// what else such a step changed was carried out as well, and what differs from it is an edit
  /// upon it. A unit that still shows the old value was not carried out.
  ///
  /// - Returns: also what landed and some side lacks, so that it is not agreed upon for good.
  static func settled(
    _ seats: [Seat], _ agreed: Record?
  ) -> (seats: [Seat], agreed: Record?, behind: Set<UnitKey>) {
    var behind = Set<UnitKey>()
    guard var agreed, seats.contains(where: { $0.sent != nil }) else {
      return (seats, agreed, behind)
    }
    var seats = seats
    let hasMovedOn = seats.contains { !$0.earlier.isEmpty }
    for index in seats.indices {
      guard var step = LandedStep(seats[index]) else { continue }
      if hasMovedOn { step.givenUp = givenUp(step, index, seats, agreed) }
      guard let done = step.done,
        let after = seats[index].lens.put(
          changesFrom: seats[index].baseline, to: done, into: agreed)
      else { continue }
      if seats[index].before == nil { seats[index].before = seats[index].baseline }
      seats[index].baseline = done
      // Those who show it agreed to it: it is where the change came from.
      for other in seats.indices where other != index && seats[other].isEstablished {
        let lens = seats[other].lens
        guard let baseline = seats[other].baseline,
          let (was, isNow) = views(of: after, seats[other], agreed)
        else { continue }
        // A side that never got it has not removed it, and is still to be told.
        let missing = seats[other].missing(isNow, ever: true)
        let shown = Merge.holdingBack(base: was, target: isNow, units: missing)
        if seats[other].before == nil { seats[other].before = baseline }
        seats[other].baseline = lens.put(changesFrom: was, to: shown, into: baseline)
        let lacks = missing.intersection(Diff.changes(from: was, to: isNow).map(\.unit))
        if !lacks.isEmpty {
          seats[other].inStep = lens.put(
            changesFrom: was, to: shown, into: seats[other].inStep ?? agreed)
          behind.formUnion(lacks)
        }
      }
      agreed = after
    }
    return (seats, agreed, behind)
  }

  /// A side's view of what it is in step with, and of what is agreed upon with a step.
  private static func views(
    of after: Record, _ seat: Seat, _ agreed: Record
  ) -> (was: Record, isNow: Record)? {
    let known = seat.inStep ?? agreed
    guard
      let was = seat.lens.view(known, previous: seat.baseline, settled: known)
        .map(SharedPart.of),
      let isNow = seat.lens.view(after, previous: seat.present, settled: known)
        .map(SharedPart.of)
    else { return nil }
    return (was, isNow)
  }

  /// The names of what landed and another side showed too, before it changed it again.
  private static func givenUp(
    _ step: LandedStep, _ index: Int, _ seats: [Seat], _ agreed: Record
  ) -> Set<Name> {
    guard let landed = step.landedRecord,
      let after = seats[index].lens.put(
        changesFrom: seats[index].baseline, to: landed, into: agreed)
    else { return [] }
    var names = Set<Name>()
    for other in seats.indices
    where other != index && seats[other].isEstablished && !seats[other].earlier.isEmpty {
      guard let (was, isNow) = views(of: after, seats[other], agreed) else { continue }
      let lost = seats[other].missing(isNow, ever: false)
        .subtracting(seats[other].missing(isNow, ever: true))
      names.formUnion(
        lost.intersection(Diff.changes(from: was, to: isNow).map(\.unit)).map(\.name))
    }
    return names
  }
}

/// What became of the step that left last for a side.
private struct LandedStep {
  /// The names of what another side gave up after it had left.
  var givenUp = Set<Name>()
  private let seat: Seat
  private let sent: Record
  private let units: Set<UnitKey>
  /// What the side shows as it was sent, what it shows otherwise, and what it showed as it was sent
  /// before it changed.
  private let landed: Set<UnitKey>
  private let edited: Set<UnitKey>
  private let seen: Set<UnitKey>

  /// Nil where none of it landed, or nobody could have seen it yet.
  init?(_ seat: Seat) {
    guard seat.isSeated, !seat.isAwaited, let sent = seat.sent, let baseline = seat.baseline,
      let present = seat.present
    else { return nil }
    let changes = Diff.changes(from: baseline, to: sent)
    // What the side had of its own before the step left, and no other has yet, is none of its work.
    let steps = Set(changes.filter { seat.sentChanges.has($0.property) }.map(\.unit))
    let moved = steps.intersection(Diff.changes(from: baseline, to: present).map(\.unit))
    let differing = Set(Diff.changes(from: sent, to: present).map(\.unit))
    var seen = Set<UnitKey>()
    for view in seat.earlier where view.isAfterStep {
      seen.formUnion(
        steps.subtracting(Diff.changes(from: sent, to: view.record).map(\.unit)))
    }
    self.seat = seat
    self.sent = sent
    self.seen = seen.intersection(differing)
    units = Set(changes.map(\.unit))
    landed = moved.subtracting(differing)
    // What stands there as it stood when the step left was not carried out.
    let untouched = Diff.changes(from: present, to: sent).filter {
      seat.sentChanges.has($0.property, from: $0.from)
    }.map(\.unit)
    edited = moved.intersection(differing).subtracting(seen).subtracting(untouched)
    if landed.isEmpty, self.seen.isEmpty { return nil }
  }

  /// The side's baseline with all that landed.
  var landedRecord: Record? { baseline(with: landed) }

  /// What the step made of the side's baseline; nil where nobody has anything else to say of it.
  var done: Record? {
    var all = seen
    if !landed.isEmpty, !edited.isEmpty { all.formUnion(landed.union(edited)) }
    all.formUnion(landed.filter { givenUp.contains($0.name) })
    return all.isEmpty ? nil : baseline(with: all)
  }

  private func baseline(with taken: Set<UnitKey>) -> Record? {
    Merge.holdingBack(base: seat.baseline, target: sent, units: units.subtracting(taken))
  }
}

extension Seat {
  /// The units of a view that the side does not show, or neither shows nor ever showed.
  fileprivate func missing(_ view: Record, ever: Bool) -> Set<UnitKey> {
    var missing = Set(Diff.changes(from: view, to: present).map(\.unit))
    guard ever else { return missing }
    for shown in earlier where !missing.isEmpty {
      missing.formIntersection(Diff.changes(from: view, to: shown.record).map(\.unit))
    }
    return missing
  }
}
