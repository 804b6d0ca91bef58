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
          let view = seats[index].lens.view(full, previous: before, settled: agreed)
            .map(SharedPart.of)
        else { continue }
        // What it shows beyond that view is its own.
        rest[index] = Merge.put(changesFrom: view, to: present, into: before)
      }
    }
    return rest
  }
}
