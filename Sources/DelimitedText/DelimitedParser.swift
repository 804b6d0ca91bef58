/// Takes decoded bytes apart into records: the one loop over bytes of this module.
struct DelimitedParser {
  struct Record {
    var line: Int
    var cells: [String]
  }

  let bytes: [UInt8]
  let delimiter: UInt8
  var position: Int
  var line: Int
  /// Cells of the header, once it is known.
  var columns: Int?
  var findings: [DelimitedFinding] = []
  /// Place of a quote that never closes and was therefore taken for a character.
  private var literalQuote: Int?
  /// Whether the last cell is the rest of the file behind a quote that never closes.
  private(set) var isCutOff = false
  /// Set while what follows such a quote is tried out.
  private var isTrial = false

  init(bytes: [UInt8], delimiter: UInt8, position: Int, line: Int) {
    self.bytes = bytes
    self.delimiter = delimiter
    self.position = position
    self.line = line
  }

  /// Reads the next record that is not an empty line; nil at the end.
  mutating func nextRecord() -> Record? {
    while position < bytes.count {
      if skipLineEnd() { continue }
      var record = Record(line: line, cells: [])
      repeat {
        record.cells.append(readCell(number: record.cells.count + 1))
      } while skipDelimiter()
      _ = skipLineEnd()
      return record
    }
    return nil
  }

  private mutating func skipDelimiter() -> Bool {
    guard position < bytes.count, bytes[position] == delimiter else { return false }
    position += 1
    return true
  }

  /// Steps over LF, CR or CRLF.
  private mutating func skipLineEnd() -> Bool {
    guard position < bytes.count else { return false }
    switch bytes[position] {
    case Byte.carriageReturn:
      position += 1
      if position < bytes.count, bytes[position] == Byte.lineFeed { position += 1 }
    case Byte.lineFeed:
      position += 1
    default:
      return false
    }
    line += 1
    return true
  }

  private mutating func readCell(number: Int) -> String {
    guard position < bytes.count, bytes[position] == Byte.quote, position != literalQuote else {
      return readPlainCell(number: number)
    }
    return readQuotedCell(number: number)
  }

  private mutating func readPlainCell(number: Int) -> String {
    let start = position
    let end = endOfPlainText()
    let cell = bytes[start..<end]
    if start != literalQuote, cell.contains(Byte.quote) {
      note(.strayQuote, number, "A quote stands inside a cell that does not begin with one.")
    }
    return text(cell, number: number)
  }

  /// Moves to the next delimiter or line end and returns its place.
  private mutating func endOfPlainText() -> Int {
    while position < bytes.count {
      let byte = bytes[position]
      if byte == delimiter || byte == Byte.lineFeed || byte == Byte.carriageReturn { break }
      position += 1
    }
    return position
  }

  private mutating func readQuotedCell(number: Int) -> String {
    let open = position
    let openLine = line
    var content: [UInt8] = []
    position += 1
    var start = position
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == Byte.quote {
        if position < bytes.count, bytes[position] == Byte.quote {
          content += bytes[start..<position]
          position += 1
          start = position
          continue
        }
        content += bytes[start..<(position - 1)]
        let after = position
        let end = endOfPlainText()
        if end > after {
          note(.textAfterQuote, number, "Text follows the closing quote. It was added to the cell.")
          content += bytes[after..<end]
        }
        return text(content[...], number: number, line: openLine)
      }
      if byte == Byte.lineFeed {
        line += 1
      } else if byte == Byte.carriageReturn,
        position == bytes.count || bytes[position] != Byte.lineFeed
      {
        line += 1
      }
    }
    content += bytes[start...]
    return closeUnterminated(content, open: open, openLine: openLine, number: number)
  }

  /// Decides what a quote that never closes means.
  ///
  /// A stray quote in one row must not swallow the thousand good rows behind it; a file cut off
  /// within a note must not turn the lines of the note into records. So the rest is tried as
  /// rows, and kept as rows if one of them has as many cells as the header. This happens at most
  /// once a file: behind an unclosed quote all quotes are doubled, and such cells close.
  private mutating func closeUnterminated(
    _ content: [UInt8], open: Int, openLine: Int, number: Int
  ) -> String {
    let swallowed = (position, line)
    if !isTrial, literalQuote == nil {
      var trial = self
      (trial.position, trial.line) = (open, openLine)
      trial.literalQuote = open
      trial.isTrial = true
      var cells = number - 1
      repeat {
        _ = trial.readCell(number: 0)
        cells += 1
      } while trial.skipDelimiter()
      let expected = columns ?? cells
      while expected > 1, let record = trial.nextRecord() {
        guard record.cells.count == expected else { continue }
        findings.append(
          DelimitedFinding(
            code: .unterminatedQuote, line: openLine, column: number,
            detail: "A quote opens this cell and never closes. It was read as a character, "
              + "because complete rows follow."))
        (position, line) = (open, openLine)
        literalQuote = open
        return readPlainCell(number: number)
      }
    }
    (position, line) = swallowed
    isCutOff = true
    findings.append(
      DelimitedFinding(
        code: .unterminatedQuote, line: openLine, column: number,
        detail: "A quote opens this cell and never closes. All that follows was read as its "
          + "text; the file may be cut off."))
    return text(content[...], number: number, line: openLine)
  }

  private mutating func text(_ cell: ArraySlice<UInt8>, number: Int, line: Int? = nil) -> String {
    if cell.contains(0) {
      findings.append(
        DelimitedFinding(
          code: .nul, line: line ?? self.line, column: number,
          detail: "The cell holds a NUL byte."))
    }
    return String(decoding: cell, as: UTF8.self)
  }

  private mutating func note(_ code: DelimitedFinding.Code, _ number: Int, _ detail: String) {
    findings.append(DelimitedFinding(code: code, line: line, column: number, detail: detail))
  }
}
