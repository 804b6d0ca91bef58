/// Finds what a person probably meant.
enum NearestName {
  /// The candidate fewest edits away, if few enough; the first of equals. Case, `-` and `_` do
  /// not count. Complexity: O(candidates × length²), with lengths cut at 64.
  static func of(_ name: String, among candidates: [String]) -> String? {
    let wanted = folded(name)
    var best: (name: String, distance: Int)?
    for candidate in candidates {
      let other = folded(candidate)
      let found = distance(wanted, other)
      let allowed = max(1, max(wanted.count, other.count) / 3)
      if found <= allowed, found < best?.distance ?? Int.max { best = (candidate, found) }
    }
    return best?.name
  }

  private static func folded(_ name: String) -> [UInt8] {
    name.utf8.prefix(64).map { byte in
      switch byte {
      case 0x41...0x5A: byte + 0x20
      case 0x2D: 0x5F
      default: byte
      }
    }
  }

  /// Edits between two names, two swapped letters counting as one.
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var rows = [[Int]](
      repeating: [Int](repeating: 0, count: right.count + 1), count: left.count + 1)
    for i in 0...left.count { rows[i][0] = i }
    for j in 0...right.count { rows[0][j] = j }
    for i in 0..<left.count {
      for j in 0..<right.count {
        var cost = rows[i][j] + (left[i] == right[j] ? 0 : 1)
        cost = min(cost, rows[i][j + 1] + 1, rows[i + 1][j] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          cost = min(cost, rows[i - 1][j - 1] + 1)
        }
        rows[i + 1][j + 1] = cost
      }
    }
    return rows[left.count][right.count]
  }
}
