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
  /// have no say. The records must be canonical: their properties stand in the order of the
  /// schema. O(n) but for properties that repeat.
  init(_ one: Record, _ other: Record) {
    guard let first = one.master ?? one.components.first,
      let second = other.master ?? other.components.first
    else { return }
    let schema = Schema.of(component: first.name)
    let rows = FieldTable.rows(one.kind)
    var onlyName: Name?
    var onlyField: MatchField?
    first.properties.withUnsafeBufferPointer { a in
      second.properties.withUnsafeBufferPointer { b in
        var i = 0
        var j = 0
        while i < a.count || j < b.count {
          let name =
            j >= b.count || (i < a.count && !Self.precedes(b[j].name, a[i].name, schema))
            ? a[i].name : b[j].name
          let startOfOne = i
          let startOfOther = j
          while i < a.count, a[i].name == name { i += 1 }
          while j < b.count, b[j].name == name { j += 1 }
          let row = schema[name]
          if row.isVolatile || row.unit == .identity || name == .collection { continue }
          let field = rows[name]?.field
          if Self.isEqual(a, startOfOne..<i, b, startOfOther..<j) {
            if field != .name { equal += 1 }
          } else if field == .name {
            nameDiffers = true
          } else {
            differing += 1
            onlyName = name
            onlyField = field
          }
        }
      }
    }
    if nameDiffers {
      differing += 1
      onlyField = .name
    }
    if differing == 1 { only = onlyField?.words ?? onlyName?.string }
  }

  private static func precedes(_ one: Name, _ other: Name, _ schema: Schema) -> Bool {
    if one == other { return false }
    let first = schema[one].order
    let second = schema[other].order
    return first != second ? first < second : one < other
  }

  /// Whether the properties are the same but for their order and groups.
  private static func isEqual(
    _ one: UnsafeBufferPointer<Property>, _ first: Range<Int>,
    _ other: UnsafeBufferPointer<Property>, _ second: Range<Int>
  ) -> Bool {
    guard first.count == second.count else { return false }
    func isSame(_ i: Int, _ j: Int) -> Bool {
      one[i].value == other[j].value && one[i].parameters == other[j].parameters
    }
    if zip(first, second).allSatisfy({ isSame($0, $1) }) { return true }
    // Canonical order sorts by value, so equal sets rarely get here; many would be a flood.
    guard first.count > 1, first.count <= 64 else { return false }
    var rest = Array(second)
    for i in first {
      guard let twin = rest.firstIndex(where: { isSame(i, $0) }) else { return false }
      rest.remove(at: twin)
    }
    return true
  }
}
