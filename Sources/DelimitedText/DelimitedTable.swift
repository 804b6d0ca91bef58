/// A CSV file as rows of cells.
package struct DelimitedTable: Sendable, Equatable {
  /// The cells of the first line that is not empty.
  package var header: [String]
  /// The rows after the header in the order of the file; empty lines are left out.
  package var rows: [DelimitedRow]
  /// What was odd, in the order of the file.
  package var findings: [DelimitedFinding]
  /// How the bytes spelled characters.
  package var encoding: DelimitedEncoding
  /// What stood between the cells.
  package var delimiter: Delimiter
  /// Whether the last row ends in a quote that never closes: its last cell is the rest of the file.
  package var isCutOff = false
}

/// One row of a table.
package struct DelimitedRow: Sendable, Equatable {
  /// Line of the file on which the row begins, from 1.
  package var line: Int
  /// One cell for each column of the header; cells that the row lacks read as empty.
  package var cells: DelimitedCells
  /// The cells beyond the header, if any of them holds something.
  package var extra: [String] = []

  /// Tells whether no cell holds anything.
  package var isBlank: Bool { extra.isEmpty && cells.stored.allSatisfy { $0.isEmpty } }
}

/// The cells of a row, as many as the header has.
///
/// Missing cells are not stored: a hostile header of a million columns over a million short rows
/// costs no more memory than the file.
package struct DelimitedCells: RandomAccessCollection, ExpressibleByArrayLiteral, Sendable {
  /// The cells that the file has.
  let stored: [String]
  /// Number of columns of the header.
  package let count: Int

  init(_ stored: [String], count: Int) {
    self.stored = stored.count > count ? Array(stored[..<count]) : stored
    self.count = count
  }

  /// Makes a row of exactly these cells.
  package init(arrayLiteral elements: String...) {
    self.init(elements, count: elements.count)
  }

  /// How many cells the file has for the row, at most `count`; the others read as empty.
  package var given: Int { stored.count }

  /// Always 0.
  package var startIndex: Int { 0 }
  /// Number of columns of the header.
  package var endIndex: Int { count }
  /// The cell of a column; empty where the row ends before it. Complexity: O(1).
  package subscript(position: Int) -> String {
    stored.indices.contains(position) ? stored[position] : ""
  }
}

extension DelimitedCells: Equatable {
  /// Compares cell by cell; a missing cell equals an empty one.
  package static func == (left: DelimitedCells, right: DelimitedCells) -> Bool {
    guard left.count == right.count else { return false }
    let longest = Swift.max(left.stored.count, right.stored.count)
    return (0..<longest).allSatisfy { left[$0] == right[$0] }
  }
}
