/// Reads CSV: RFC 4180 and what programs make of it.
///
/// Nothing is thrown: whatever the bytes, the result is a table with findings.
public struct DelimitedReader: Sendable {
  /// The delimiter; nil finds it from the header (or from a first line `sep=;`).
  public var delimiter: Delimiter?
  /// The encoding; nil finds it from the bytes.
  public var encoding: DelimitedEncoding?

  /// Makes a reader that finds out what is not given.
  public init(delimiter: Delimiter? = nil, encoding: DelimitedEncoding? = nil) {
    self.delimiter = delimiter
    self.encoding = encoding
  }

  /// Reads a whole file. Complexity: O(bytes), twice where a quote never closes.
  public func read(_ bytes: [UInt8]) -> DelimitedTable {
    let text = DecodedText(bytes, forced: encoding)
    var findings: [DelimitedFinding] = []
    if encoding == nil, text.encoding == .windows1252 {
      findings.append(
        DelimitedFinding(
          code: .otherEncoding, line: 1, column: nil,
          detail: "The file is not UTF-8. It was read as Windows-1252."))
    }
    if text.replaced > 0 {
      findings.append(
        DelimitedFinding(
          code: .invalidBytes, line: 1, column: nil,
          detail: "\(text.replaced) places are not \(text.encoding.rawValue) and were replaced."))
    }

    let declared = Self.declaredDelimiter(text.bytes)
    let start = declared?.length ?? 0
    let delimiter =
      delimiter ?? declared?.delimiter ?? Delimiter.sniffed(from: text.bytes[start...])
    var parser = DelimitedParser(
      bytes: text.bytes, delimiter: delimiter.byte, position: start,
      line: declared == nil ? 1 : 2)
    guard let first = parser.nextRecord() else {
      findings.append(
        DelimitedFinding(code: .empty, line: 1, column: nil, detail: "The file has no header."))
      return DelimitedTable(
        header: [], rows: [], findings: findings, encoding: text.encoding, delimiter: delimiter)
    }

    let header = first.cells
    parser.columns = header.count
    parser.findings += Self.duplicates(in: header, line: first.line)
    var rows: [DelimitedRow] = []
    while let record = parser.nextRecord() {
      var row = DelimitedRow(
        line: record.line, cells: DelimitedCells(record.cells, count: header.count))
      if record.cells.count < header.count {
        parser.findings.append(
          DelimitedFinding(
            code: .shortRow, line: record.line, column: nil,
            detail: "The row has \(record.cells.count) cells where the header has "
              + "\(header.count). The missing ones were read as empty."))
      } else if record.cells.count > header.count {
        let extra = Array(record.cells[header.count...])
        if extra.contains(where: { !$0.isEmpty }) {
          row.extra = extra
          parser.findings.append(
            DelimitedFinding(
              code: .longRow, line: record.line, column: header.count + 1,
              detail: "The row has \(record.cells.count) cells where the header has "
                + "\(header.count). The last \(extra.count) belong to no column."))
        }
      }
      rows.append(row)
    }
    // Findings of a row come while it is read and after it; equal lines keep their order.
    findings += parser.findings.enumerated()
      .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
    return DelimitedTable(
      header: header, rows: rows, findings: findings, encoding: text.encoding,
      delimiter: delimiter, isCutOff: parser.isCutOff)
  }

  /// Reads the line `sep=;` with which spreadsheets declare their delimiter.
  private static func declaredDelimiter(
    _ bytes: [UInt8]
  ) -> (delimiter: Delimiter, length: Int)? {
    guard bytes.count >= 5, bytes.starts(with: Array("sep=".utf8)),
      let delimiter = Delimiter.allCases.first(where: { $0.byte == bytes[4] })
    else { return nil }
    var length = 5
    if length < bytes.count, bytes[length] == Byte.carriageReturn { length += 1 }
    if length < bytes.count, bytes[length] == Byte.lineFeed { length += 1 }
    return length > 5 || bytes.count == 5 ? (delimiter, length) : nil
  }

  private static func duplicates(in header: [String], line: Int) -> [DelimitedFinding] {
    var seen: Set<String> = []
    var findings: [DelimitedFinding] = []
    for (index, name) in header.enumerated() where !name.isEmpty {
      if !seen.insert(name).inserted {
        findings.append(
          DelimitedFinding(
            code: .duplicateColumn, line: line, column: index + 1,
            detail: "The column \"\(name)\" stands in the header more than once."))
      }
    }
    return findings
  }
}
