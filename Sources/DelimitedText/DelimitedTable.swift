/// A CSV file as rows of cells.
public struct DelimitedTable: Sendable, Equatable {
  /// The cells of the first line that is not empty.
  public var header: [String]
  /// The rows after the header in the order of the file; empty lines are left out.
  public var rows: [DelimitedRow]
  /// What was odd, in the order of the file.
  public var findings: [DelimitedFinding]
  /// How the bytes spelled characters.
  public var encoding: DelimitedEncoding
  /// What stood between the cells.
  public var delimiter: Delimiter
  /// Whether the last row ends in a quote that never closes: its last cell is the rest of the file.
  public var isCutOff = false
}

/// One row of a table.
public struct DelimitedRow: Sendable, Equatable {
  /// Line of the file on which the row begins, from 1.
  public var line: Int
  /// One cell for each column of the header; cells that the row lacks read as empty.
  public var cells: DelimitedCells
  /// The cells beyond the header, if any of them holds something.
  public var extra: [String] = []

  /// Tells whether no cell holds anything.
  public var isBlank: Bool { extra.isEmpty && cells.stored.allSatisfy { $0.isEmpty } }
}

/// The cells of a row, as many as the header has.
///
/// Missing cells are not stored: a hostile header of a million columns over a million short rows
/// costs no more memory than the file.
public struct DelimitedCells: RandomAccessCollection, ExpressibleByArrayLiteral, Sendable {
  /// The cells that the file has.
  let stored: [String]
  /// Number of columns of the header.
  public let count: Int

  init(_ stored: [String], count: Int) {
    self.stored = stored.count > count ? Array(stored[..<count]) : stored
    self.count = count
  }

  /// Makes a row of exactly these cells.
  public init(arrayLiteral elements: String...) {
    self.init(elements, count: elements.count)
  }

  /// How many cells the file has for the row, at most `count`; the others read as empty.
  public var given: Int { stored.count }

  /// Always 0.
  public var startIndex: Int { 0 }
  /// Number of columns of the header.
  public var endIndex: Int { count }
  /// The cell of a column; empty where the row ends before it. Complexity: O(1).
  public subscript(position: Int) -> String {
    stored.indices.contains(position) ? stored[position] : ""
  }
}

extension DelimitedCells: Equatable {
  /// Compares cell by cell; a missing cell equals an empty one.
  public static func == (left: DelimitedCells, right: DelimitedCells) -> Bool {
    guard left.count == right.count else { return false }
    let longest = Swift.max(left.stored.count, right.stored.count)
    return (0..<longest).allSatisfy { left[$0] == right[$0] }
  }
}
