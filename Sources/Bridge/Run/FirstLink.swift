import Ledger
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
      var others: [Record] = []
      if let agreed { others.append(agreed) }
      // A side that was found to say nothing of its own explains nothing either.
      for other in newcomers.indices where other != index { others.append(rest[other]) }
      for other in others {
        guard let view = newcomers[index].lens.view(other, previous: present) else { continue }
        rest[index] =
          newcomers[index].lens.put(
            changesFrom: SharedPart.of(view), to: rest[index], into: rest[index].bare)
          ?? rest[index]
      }
    }
    return rest
  }
}

extension Record {
  /// The record with nothing in it but its form.
  fileprivate var bare: Record {
    let schema = Schema.of(kind)
    guard let first = master ?? components.first else { return self }
    return Record(
      kind,
      [Component(first.name, first.properties.filter { schema[$0.name].unit == .identity })])
  }
}

extension Seat {
  var kindOfRecord: RecordKind { entry?.kind ?? .contact }
}
