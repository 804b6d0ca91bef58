import ContentLines
import Merge
import Records

/// Pairs and merges the components of an input that are no records: each is kept or replaced as a
/// whole, by its name, UID and RECURRENCE-ID, or by what it says where it has no UID.
struct OtherComponents {
  private struct Key: Hashable {
    var name: Name
    var uid: Text?
    var instance: Text?
    var digest: Digest?
    var ordinal: Int
  }

  /// One component in the versions that have it.
  struct Versions {
    var base: OfflineRecord?
    var left: OfflineRecord?
    var right: OfflineRecord?
  }

  /// In LEFT's order, then RIGHT's, then BASE's.
  private(set) var all: [Versions] = []

  /// O(n).
  init(base: [OfflineRecord], left: [OfflineRecord], right: [OfflineRecord]) {
    var places: [Key: Int] = [:]
    func add(_ items: [OfflineRecord], _ path: WritableKeyPath<Versions, OfflineRecord?>) {
      var counts: [Key: Int] = [:]
      for item in items {
        guard let component = item.record.components.first else { continue }
        let uid = component.name == .vtimezone ? component.first(.tzid)?.value : item.record.uid
        var key = Key(
          name: component.name, uid: uid, instance: component.first(.recurrenceID)?.value,
          digest: uid == nil ? item.digest : nil, ordinal: 0)
        counts[key, default: 0] += 1
        key.ordinal = (counts[key] ?? 1) - 1
        if let place = places[key] {
          all[place][keyPath: path] = item
        } else {
          places[key] = all.count
          all.append(Versions())
          all[all.count - 1][keyPath: path] = item
        }
      }
    }
    add(left, \.left)
    add(right, \.right)
    add(base, \.base)
  }
}

extension OfflineRecord {
  /// `VJOURNAL “Minutes”`, for a component that is no record.
  var otherName: String {
    let name = record.components.first?.name.string ?? ""
    let shown = record.displayName
    return shown == "(no name)" ? name : "\(name) “\(shown)”"
  }
}
