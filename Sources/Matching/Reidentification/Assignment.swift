/// Pairs rows with columns so that the sum of their scores is greatest.
enum Assignment {
  /// The column of each row, or -1. Scores of zero and less are no pair. O(n²m) (Hungarian method).
  static func best(_ scores: [[Int]]) -> [Int] {
    let rows = scores.count
    let columns = scores.first?.count ?? 0
    guard rows > 0, columns > 0 else { return [Int](repeating: -1, count: rows) }
    // Square and as costs; the cells added cost nothing more than staying alone.
    let size = max(rows, columns)
    func cost(_ row: Int, _ column: Int) -> Int {
      row < rows && column < columns ? -max(scores[row][column], 0) : 0
    }
    var rowPotential = [Int](repeating: 0, count: size + 1)
    var columnPotential = [Int](repeating: 0, count: size + 1)
    var rowOfColumn = [Int](repeating: 0, count: size + 1)
    var way = [Int](repeating: 0, count: size + 1)
    for row in 1...size {
      rowOfColumn[0] = row
      var column = 0
      var least = [Int](repeating: Int.max / 4, count: size + 1)
      var isUsed = [Bool](repeating: false, count: size + 1)
      repeat {
        isUsed[column] = true
        let current = rowOfColumn[column]
        var delta = Int.max / 4
        var next = 0
        for candidate in 1...size where !isUsed[candidate] {
          let reduced =
            cost(current - 1, candidate - 1) - rowPotential[current] - columnPotential[candidate]
          if reduced < least[candidate] {
            least[candidate] = reduced
            way[candidate] = column
          }
          if least[candidate] < delta {
            delta = least[candidate]
            next = candidate
          }
        }
        for candidate in 0...size {
          if isUsed[candidate] {
            rowPotential[rowOfColumn[candidate]] += delta
            columnPotential[candidate] -= delta
          } else {
            least[candidate] -= delta
          }
        }
        column = next
      } while rowOfColumn[column] != 0
      repeat {
        let previous = way[column]
        rowOfColumn[column] = rowOfColumn[previous]
        column = previous
      } while column != 0
    }
    var result = [Int](repeating: -1, count: rows)
    for column in 1...size {
      let row = rowOfColumn[column] - 1
      if row >= 0, row < rows, column <= columns, scores[row][column - 1] > 0 {
        result[row] = column - 1
      }
    }
    return result
  }

  /// The same, the highest score first: for components too large for `best`. O(n log n) in the
  /// number of edges.
  static func greedy(_ edges: [(row: Int, column: Int, score: Int)], rows: Int, columns: Int)
    -> [Int]
  {
    var result = [Int](repeating: -1, count: rows)
    var isTaken = [Bool](repeating: false, count: columns)
    let ordered = edges.sorted {
      $0.score != $1.score
        ? $0.score > $1.score : $0.row != $1.row ? $0.row < $1.row : $0.column < $1.column
    }
    for edge in ordered where edge.score > 0 && result[edge.row] < 0 && !isTaken[edge.column] {
      result[edge.row] = edge.column
      isTaken[edge.column] = true
    }
    return result
  }
}
