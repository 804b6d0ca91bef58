import ContentLines
import Records

/// The members of equal name and key in every version: entity indices by version, the base first.
struct Bucket {
  let name: Name
  let key: Text
  var members: [[Int]]

  /// Pairs members of equal key: the same content first, then what is left in canonical order.
  /// Nothing is dropped, and the order of sides does not matter. O(n log n).
  ///
  /// - Returns: for each slot the entity of each version.
  func slots(_ value: (_ version: Int, _ entity: Int) -> UnitValue) -> [[Int?]] {
    guard members.contains(where: { $0.count > 1 }) else { return [members.map(\.first)] }
    let count = members.count
    var slots = members[0].map { [$0] + [Int?](repeating: nil, count: count - 1) }
    var extras: [[(entity: Int, value: UnitValue)]] = [[]]
    for version in 1..<count {
      var rest: [UnitValue: [Int]] = [:]
      for entity in members[version].reversed() {
        rest[value(version, entity), default: []].append(entity)
      }
      for place in slots.indices {
        guard let base = slots[place][0] else { continue }
        if let entity = rest[value(0, base)]?.popLast() { slots[place][version] = entity }
      }
      let taken = Set(slots.compactMap { $0[version] })
      var free = slots.indices.filter { slots[$0][version] == nil }.makeIterator()
      var left: [(entity: Int, value: UnitValue)] = []
      for entity in members[version] where !taken.contains(entity) {
        if let place = free.next() {
          slots[place][version] = entity
        } else {
          left.append((entity, value(version, entity)))
        }
      }
      extras.append(left)
    }
    return slots + added(extras, count)
  }

  private struct Occurrence: Hashable {
    var value: UnitValue
    var number: Int
  }

  /// Pairs what no version of the base explains.
  private func added(_ extras: [[(entity: Int, value: UnitValue)]], _ count: Int) -> [[Int?]] {
    var found: [Occurrence: [Int?]] = [:]
    for (version, list) in extras.enumerated() {
      var numbers: [UnitValue: Int] = [:]
      for extra in list {
        let number = numbers[extra.value, default: 0]
        numbers[extra.value] = number + 1
        found[
          Occurrence(value: extra.value, number: number),
          default: [Int?](repeating: nil, count: count)][version] = extra.entity
      }
    }
    let ordered = found.map {
      (text: Self.order($0.key.value), number: $0.key.number, row: $0.value)
    }
    .sorted { $0.text != $1.text ? $0.text < $1.text : $0.number < $1.number }
    .map(\.row)
    func isShared(_ row: [Int?]) -> Bool { row.count { $0 != nil } > 1 }
    var slots = ordered.filter(isShared)
    var free = [Int](repeating: 0, count: count)
    for row in ordered where !isShared(row) {
      guard let version = row.firstIndex(where: { $0 != nil }) else { continue }
      while free[version] < slots.count, slots[free[version]][version] != nil {
        free[version] += 1
      }
      if free[version] < slots.count {
        slots[free[version]][version] = row[version]
      } else {
        slots.append(row)
      }
    }
    return slots
  }

  /// A text that orders values by content, so that the order of sides does not matter.
  private static func order(_ value: UnitValue) -> String {
    guard case .named(let group) = value.group else { return value.lines }
    return "\(value.lines)\n\(group)"
  }
}
