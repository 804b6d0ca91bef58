import ContentLines
import Records

/// A unit under way: which entity each version has in it, the base first.
struct Slot {
  var key: UnitKey
  var entities: [Int?]
}

/// Makes one removal and one addition of the same property and type within one side an edit of
/// that member, so that two different edits of it conflict. O(n).
enum EditPairing {
  /// - Parameter slotName: what a member of a version is called when no key matches.
  static func pair(_ slots: inout [Slot], _ slotName: (_ version: Int, _ entity: Int) -> [Text]) {
    guard let versions = slots.first?.entities.count, versions > 1,
      slots.contains(where: { $0.entities[0] == nil })
    else { return }
    var origins: [Int: [Int?]] = [:]
    for (place, slot) in slots.enumerated() where slot.entities[0] == nil {
      origins[place] = [Int?](repeating: nil, count: versions)
    }
    for version in 1..<versions {
      var removed: [[Text]: [Int]] = [:]
      var added: [[Text]: [Int]] = [:]
      for (place, slot) in slots.enumerated() {
        switch (slot.entities[0], slot.entities[version]) {
        case (let base?, nil): removed[slotName(0, base), default: []].append(place)
        case (nil, let own?): added[slotName(version, own), default: []].append(place)
        default: break
        }
      }
      for (name, places) in added where places.count == 1 {
        guard let origin = removed[name], origin.count == 1 else { continue }
        origins[places[0]]?[version] = origin[0]
      }
    }
    for place in origins.keys.sorted() {
      guard let proposed = origins[place] else { continue }
      // Where another side added the same member by itself, it is an addition for all.
      let holders = (1..<versions).filter { slots[place].entities[$0] != nil }
      guard let first = holders.first, let origin = proposed[first],
        holders.allSatisfy({ proposed[$0] == origin })
      else { continue }
      for version in holders {
        slots[origin].entities[version] = slots[place].entities[version]
        slots[place].entities[version] = nil
      }
    }
    slots.removeAll { $0.entities.allSatisfy { $0 == nil } }
  }
}
