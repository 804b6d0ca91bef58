import ContentLines
import Records

/// How far the contents of two records differ, property by property.
struct ContentDifference {
  /// Names of properties that differ; those that feed a name count as one.
  private(set) var differing = 0
  /// Whether the name is among them.
  private(set) var nameDiffers = false
  /// Names of properties that are equal, without the name.
  private(set) var equal = 0
  /// What differs, as a person calls it, if it is one thing.
  private(set) var only: String?

  /// Compares the contact, or the master of an event or task; identity and volatile properties
  /// have no say. O(n log n).
  init(_ one: Record, _ other: Record) {
    let first = Self.content(one)
    let second = Self.content(other)
    let rows = FieldTable.rows(one.kind)
    var i = 0
    var j = 0
    while i < first.count || j < second.count {
      let name =
        i < first.count && (j >= second.count || first[i].name <= second[j].name)
        ? first[i].name : second[j].name
      let a = Self.run(first, &i, name)
      let b = Self.run(second, &j, name)
      let field = rows[name]?.field
      if Self.isEqual(a, b) {
        if field != .name { equal += 1 }
      } else if field == .name {
        nameDiffers = true
      } else {
        differing += 1
        only = field?.words ?? name.string
      }
    }
    if nameDiffers {
      differing += 1
      only = MatchField.name.words
    }
    if differing != 1 { only = nil }
  }

  private static func content(_ record: Record) -> [Property] {
    guard let component = record.master ?? record.components.first else { return [] }
    let schema = Schema.of(component: component.name)
    return component.properties.filter {
      let row = schema[$0.name]
      return !row.isVolatile && row.unit != .identity && $0.name != .collection
    }.sorted { $0.name < $1.name }
  }

  private static func run(_ all: [Property], _ at: inout Int, _ name: Name) -> ArraySlice<Property>
  {
    let start = at
    while at < all.count, all[at].name == name { at += 1 }
    return all[start..<at]
  }

  /// Whether the properties are the same but for their order and groups.
  private static func isEqual(_ one: ArraySlice<Property>, _ other: ArraySlice<Property>) -> Bool {
    guard one.count == other.count else { return false }
    var rest = Array(other)
    for property in one {
      let twin = rest.firstIndex {
        $0.value == property.value && $0.parameters == property.parameters
      }
      guard let twin else { return false }
      rest.remove(at: twin)
    }
    return true
  }
}
