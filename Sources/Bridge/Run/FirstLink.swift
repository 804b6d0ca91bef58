import Ledger
import Merge
package import Records
import Sides

/// First link of records that differ (DESIGN section 6).
package enum FirstLink {
  /// What each newcomer says that no other explains.
  ///
  /// A side may show a value more coarsely than another (a task's day without its time, a local
  /// time for an instant). Where the view a side would have of another's record equals what it
  /// shows, it says nothing of its own. O(sides²) views.
  package static func withoutExplained(_ newcomers: [Seat], agreed: Record?) -> [Record] {
    var rest = newcomers.map { $0.present ?? Record($0.kindOfRecord, []) }
    for index in newcomers.indices {
      guard let present = newcomers[index].present else { continue }
      var others: [(source: Record, said: Record)] = []
      if let agreed { others.append((agreed, agreed)) }
      for other in newcomers.indices where other != index {
        guard let source = newcomers[other].present else { continue }
        others.append((source, rest[other]))
      }
      for other in others {
        guard let view = newcomers[index].lens.view(other.source, previous: present) else {
          continue
        }
        rest[index] = removing(
          explainedBy: SharedPart.of(view), said: other.said, from: rest[index], shown: present)
      }
    }
    return rest
  }

  /// Removes the units of `record` that equal the view of another side's record, unless that
  /// other record no longer says them itself.
  private static func removing(
    explainedBy view: Record, said: Record, from record: Record, shown: Record
  ) -> Record {
    let differing = Set(Diff.changes(from: view, to: shown).map(\.unit))
    let own = Diff.changes(from: nil, to: record).map(\.unit)
    let sayable = Set(Diff.changes(from: nil, to: said).map(\.unit))
    let explained = own.filter { !differing.contains($0) && sayable.contains($0) }
    guard !explained.isEmpty else { return record }
    return Merge.holdingBack(base: nil, target: record, units: Set(explained)) ?? record
  }
}

extension Seat {
  var kindOfRecord: RecordKind { entry?.kind ?? .contact }
}
