/// Disjoint sets of numbers.
struct UnionFind {
  private var parents: [Int32]

  init(_ count: Int) {
    parents = (0..<count).map { Int32(truncatingIfNeeded: $0) }
  }

  /// The lowest number of the set. Nearly O(1).
  mutating func root(_ element: Int) -> Int {
    var element = element
    while Int(parents[element]) != element {
      parents[element] = parents[Int(parents[element])]
      element = Int(parents[element])
    }
    return element
  }

  /// The same, without shortening the way for later calls.
  func find(_ element: Int) -> Int {
    var element = element
    while Int(parents[element]) != element { element = Int(parents[element]) }
    return element
  }

  mutating func join(_ one: Int, _ other: Int) {
    let first = root(one)
    let second = root(other)
    parents[max(first, second)] = Int32(truncatingIfNeeded: min(first, second))
  }
}
