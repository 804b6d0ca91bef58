import ContentLines
import Records

/// Whether versions have the same content, whatever their spelling, order and volatile properties.
enum Sameness {
  /// O(n log n).
  static func areSame(_ one: Component, _ other: Component, isMaster: Bool) -> Bool {
    if one == other { return true }
    let schema = Schema.of(component: one.name)
    let parts = [one, other].map { ComponentParts($0, isMaster: isMaster) }
    return one.name == other.name
      && Alignment(instance: nil, parts, schema: schema).units.allSatisfy {
        UnitMerge($0, schema).changed.isEmpty
      }
  }

  /// The state of an instance: its dates and its own component.
  static func areSame(_ one: UnitValue?, _ other: UnitValue?, isMaster: Bool) -> Bool {
    if one == other { return true }
    guard let one, let other, one.properties == other.properties,
      one.components.count == other.components.count
    else { return false }
    return zip(one.components, other.components).allSatisfy {
      areSame($0, $1, isMaster: isMaster)
    }
  }

  /// O(n log n); O(n) where the records are equal.
  static func areSame(_ one: Record?, _ other: Record?) -> Bool {
    one == other || Diff.changes(from: one, to: other).isEmpty
  }
}
