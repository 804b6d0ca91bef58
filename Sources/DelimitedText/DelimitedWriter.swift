/// Writes CSV as RFC 4180 has it: CRLF, quotes where needed, values exactly as they are.
public struct DelimitedWriter: Sendable {
  /// What stands between the cells.
  public var delimiter: Delimiter
  /// Writes an apostrophe before a cell that a spreadsheet would run (`=`, `+`, `-`, `@`, tab or
  /// CR at its start). For checklists only: what a side imports must hold the exact values, and
  /// `+44…` must stay `+44…`.
  public var spreadsheetSafe: Bool

  /// Makes a writer of exact values.
  public init(delimiter: Delimiter = .comma, spreadsheetSafe: Bool = false) {
    self.delimiter = delimiter
    self.spreadsheetSafe = spreadsheetSafe
  }

  /// Writes a header and rows as UTF-8 without byte order mark. Rows are written as they are,
  /// also where they are shorter or longer than the header. Complexity: O(bytes).
  public func write(header: [String], rows: [[String]]) -> [UInt8] {
    var bytes: [UInt8] = []
    append(header, to: &bytes)
    for row in rows { append(row, to: &bytes) }
    return bytes
  }

  /// Writes one row at the end of `bytes`.
  public func append(_ row: [String], to bytes: inout [UInt8]) {
    for (index, cell) in row.enumerated() {
      if index > 0 { bytes.append(delimiter.byte) }
      // A lone empty cell would read as an empty line; at the start of a file, a byte order mark
      // or `sep=` would not read as content.
      let alone = row.count == 1 && cell.isEmpty
      let misread =
        bytes.isEmpty && (cell.utf8.starts(with: "sep=".utf8) || cell.utf8.first ?? 0 >= 0xEF)
      append(cell, quoted: alone || misread, to: &bytes)
    }
    bytes.append(Byte.carriageReturn)
    bytes.append(Byte.lineFeed)
  }

  private func append(_ cell: String, quoted: Bool, to bytes: inout [UInt8]) {
    let needsQuotes =
      quoted
      || cell.utf8.contains {
        $0 == delimiter.byte || $0 == Byte.quote || $0 == Byte.lineFeed
          || $0 == Byte.carriageReturn
      }
    if needsQuotes { bytes.append(Byte.quote) }
    if spreadsheetSafe, let first = cell.utf8.first, Self.runs.contains(first) {
      bytes.append(0x27)
    }
    for byte in cell.utf8 {
      if byte == Byte.quote { bytes.append(Byte.quote) }
      bytes.append(byte)
    }
    if needsQuotes { bytes.append(Byte.quote) }
  }

  /// What makes a spreadsheet run a cell.
  private static let runs: [UInt8] = [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D]
}
