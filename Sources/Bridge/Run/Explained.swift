import Merge
import Records
import Sides

/// Finds changes that only show, in a side's own form, what another side says (DESIGN, law 5).
enum Explained {
  /// What each established side shows, with the units put back to its baseline in which its
  /// change is nothing but its view of another side's change: a local time for an instant, a day
  /// without its time. Such a side says nothing of its own. O(sides²) views.
  static func reducing(_ seats: [Seat], agreed: Record) -> [Record?] {
    var rest = seats.map(\.present)
    guard seats.filter(\.hasChanged).count > 1 else { return rest }
    for index in seats.indices where seats[index].hasChanged {
      for other in seats.indices where other != index && seats[other].hasChanged {
        guard let present = rest[index], present != rest[other], let before = seats[index].baseline,
          let full = seats[other].putting(rest[other], into: agreed),
          let view = seats[index].lens.view(
            full, previous: before, settled: seats[index].inStep ?? agreed
          )
          .map(SharedPart.of)
        else { continue }
        // What both say in the same words stands in a conflict with a third side under both names.
        let ownWords = Set(Diff.changes(from: rest[other], to: present).map(\.unit))
        let sameWords = Set(Diff.changes(from: before, to: present).map(\.unit))
          .subtracting(ownWords)
        let own = withoutEchoes(
          of: seats[index].lens.spelling.respelled(view, as: present), in: present, before)
        rest[index] = Merge.taking(sameWords, from: present, into: own)
      }
    }
    return rest
  }

  /// What a side shows, with every unit put back that it changed to just what the view has. Unit by
  /// unit: a member removed there and edited here is an edit, of which no half is an echo.
  private static func withoutEchoes(
    of view: Record, in present: Record, _ before: Record
  ) -> Record? {
    let theirs = Set(Diff.changes(from: before, to: view))
    let echoes = Diff.changes(from: before, to: present).filter(theirs.contains)
    return Merge.holdingBack(base: before, target: present, units: Set(echoes.map(\.unit)))
  }
}
