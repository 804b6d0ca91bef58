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
    let changed = seats.map { Set(Diff.changes(from: $0.baseline, to: $0.present).map(\.unit)) }
    for index in seats.indices where !changed[index].isEmpty {
      for other in seats.indices where other != index && !changed[other].isEmpty {
        guard let present = rest[index],
          let full = Merge.put(
            changesFrom: seats[other].baseline, to: rest[other], into: agreed),
          let view = seats[index].lens.view(full, previous: present).map(SharedPart.of)
        else { continue }
        let differing = Set(Diff.changes(from: view, to: present).map(\.unit))
        let said = Set(Diff.changes(from: seats[other].baseline, to: rest[other]).map(\.unit))
        let explained = changed[index].filter { !differing.contains($0) && said.contains($0) }
        // Equal to the letter is no coarser form; the merge knows that itself.
        guard !explained.isEmpty, present != rest[other] else { continue }
        rest[index] = Merge.taking(explained, from: seats[index].baseline, into: present)
      }
    }
    return rest
  }
}
