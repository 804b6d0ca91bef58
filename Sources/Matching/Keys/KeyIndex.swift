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
      if let known = numbers[key] { return known }
      numbers[key] = next
      fields.append(key.field)
      return next
    }
  }

  /// The keys of a record that are numbered already. O(n log n).
  func known(_ keys: MatchKeys) -> NumberedKeys {
    NumberedKeys(keys) { numbers[$0] }
  }
}

/// The keys of one record by ascending number.
struct NumberedKeys {
  struct Item {
    let number: Int32
    let entry: MatchKeys.Entry
  }

  let items: [Item]
  let person: PersonName

  init(_ keys: MatchKeys, number: (MatchKey) -> Int32?) {
    var items: [Item] = []
    items.reserveCapacity(keys.entries.count)
    for entry in keys.entries {
      if let number = number(entry.key) { items.append(Item(number: number, entry: entry)) }
    }
    items.sort { $0.number < $1.number }
    self.items = items
    person = keys.person
  }

  /// Calls `body` with every key that both hold. O(n + m).
  static func forEachShared(_ one: NumberedKeys, _ other: NumberedKeys, _ body: (Item) -> Void) {
    var first = 0
    var second = 0
    while first < one.items.count, second < other.items.count {
      let a = one.items[first].number
      let b = other.items[second].number
      if a == b {
        body(one.items[first])
        first += 1
        second += 1
      } else if a < b {
        first += 1
      } else {
        second += 1
      }
    }
  }

  func holds(_ field: MatchField) -> Bool {
    items.contains { $0.entry.key.field == field }
  }
}

/// The records that hold each key, in one array.
struct Postings {
  private let starts: [Int32]
  private let records: [Int32]

  /// O(number of keys held).
  init(_ all: [NumberedKeys], keyCount: Int) {
    var starts = [Int32](repeating: 0, count: keyCount + 1)
    for keys in all {
      for item in keys.items { starts[Int(item.number) + 1] += 1 }
    }
    for index in 1..<max(starts.count, 1) { starts[index] += starts[index - 1] }
    var next = starts
    var records = [Int32](repeating: 0, count: Int(starts.last ?? 0))
    for (record, keys) in all.enumerated() {
      for item in keys.items {
        records[Int(next[Int(item.number)])] = Int32(truncatingIfNeeded: record)
        next[Int(item.number)] += 1
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
