/// Numbers for keys, so that records are compared by sorted integers.
struct KeyIndex {
  private var numbers: [MatchKey: Int32] = [:]
  private(set) var fields: [MatchField] = []

  var count: Int { fields.count }

  init(capacity: Int) {
    numbers.reserveCapacity(capacity)
  }

  /// The keys of a record, new ones numbered. O(n log n).
  mutating func add(_ keys: MatchKeys) -> NumberedKeys {
    NumberedKeys(keys) { key in
      let next = Int32(truncatingIfNeeded: fields.count)
      let place = { (known: inout Int32?) -> Int32 in
        if let known { return known }
        known = next
        return next
      }(&numbers[key])
      if place == next { fields.append(key.field) }
      return place
    }
  }

  /// The keys of a record that are numbered already. O(n log n).
  func known(_ keys: MatchKeys) -> NumberedKeys {
    NumberedKeys(keys) { numbers[$0] }
  }
}

/// The keys of one record by ascending number, each once.
///
/// A class, because it is handed around in the innermost loops and holds many references.
final class NumberedKeys: Sendable {
  let numbers: [Int32]
  /// The field of each number.
  let fields: [MatchField]
  /// The place of each number's entry.
  private let places: [Int32]
  private let entries: [MatchKeys.Entry]
  let person: PersonName
  private let held: FieldSet

  init(_ keys: MatchKeys, number: (MatchKey) -> Int32?) {
    var order: [UInt64] = []
    order.reserveCapacity(keys.entries.count)
    for (place, entry) in keys.entries.enumerated() {
      guard let number = number(entry.key) else { continue }
      order.append(UInt64(UInt32(bitPattern: number)) << 32 | UInt64(UInt32(place)))
    }
    order.sort()
    var numbers: [Int32] = []
    var fields: [MatchField] = []
    var places: [Int32] = []
    numbers.reserveCapacity(order.count)
    fields.reserveCapacity(order.count)
    places.reserveCapacity(order.count)
    var held = FieldSet()
    for item in order {
      let number = Int32(truncatingIfNeeded: item >> 32)
      if number == numbers.last { continue }
      let place = Int(item & 0xFFFF_FFFF)
      let field = keys.entries[place].key.field
      numbers.append(number)
      fields.append(field)
      places.append(Int32(truncatingIfNeeded: place))
      held.insert(field)
    }
    self.numbers = numbers
    self.fields = fields
    self.places = places
    self.held = held
    entries = keys.entries
    person = keys.person
  }

  /// The key and value at a place of `numbers`.
  func entry(at index: Int) -> MatchKeys.Entry { entries[Int(places[index])] }

  func holds(_ field: MatchField) -> Bool { held.contains(field) }

  /// Calls `body` with the place in `one.numbers` of every key that both hold. O(n + m).
  static func forEachShared(_ one: NumberedKeys, _ other: NumberedKeys, _ body: (Int) -> Void) {
    let first = one.numbers
    let second = other.numbers
    var i = 0
    var j = 0
    while i < first.count, j < second.count {
      if first[i] == second[j] {
        body(i)
        i += 1
        j += 1
      } else if first[i] < second[j] {
        i += 1
      } else {
        j += 1
      }
    }
  }
}

/// A set of match fields.
struct FieldSet: Equatable {
  private var bits: UInt32 = 0

  var isEmpty: Bool { bits == 0 }

  func contains(_ field: MatchField) -> Bool { bits & (1 << UInt32(field.rawValue)) != 0 }

  mutating func insert(_ field: MatchField) { bits |= 1 << UInt32(field.rawValue) }
}

/// The records that hold each key, in one array.
struct Postings {
  private let starts: [Int32]
  private let records: [Int32]

  /// O(number of keys held).
  init(_ all: [NumberedKeys], keyCount: Int) {
    var starts = [Int32](repeating: 0, count: keyCount + 1)
    for keys in all {
      for number in keys.numbers { starts[Int(number) + 1] += 1 }
    }
    for index in 1..<max(starts.count, 1) { starts[index] += starts[index - 1] }
    var next = starts
    var records = [Int32](repeating: 0, count: Int(starts.last ?? 0))
    for (record, keys) in all.enumerated() {
      for number in keys.numbers {
        records[Int(next[Int(number)])] = Int32(truncatingIfNeeded: record)
        next[Int(number)] += 1
      }
    }
    self.starts = starts
    self.records = records
  }

  /// The records with a key, ascending.
  subscript(number: Int) -> ArraySlice<Int32> {
    records[Int(starts[number])..<Int(starts[number + 1])]
  }
}
