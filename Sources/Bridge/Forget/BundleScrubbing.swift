import ContentLines

/// Takes a forgotten record out of the files of a bundle.
package enum BundleScrubbing {
  /// The file without the parts that hold a trace: cards, calendar components, rows, lines.
  ///
  /// - Parameter ids: the record's ids in OpenCRM: tables of updates name it by nothing else.
  /// - Returns: the bytes as they should be; nil where the file cannot be taken apart and has to
  ///   go as a whole.
  package static func cleaned(
    _ bytes: [UInt8], name: String, traces: Traces, ids: Set<String>
  ) -> [UInt8]? {
    var bytes = bytes
    if name.split(separator: "/").last?.hasPrefix("updates-") == true {
      bytes = rows(bytes).filter { !ids.contains(firstCell($0)) }.flatMap(\.self)
    }
    guard traces.isIn(unfolded(bytes)) || traces.isIn(unescaped(bytes)) || hasRow(bytes, traces)
    else { return bytes }
    let result: [UInt8]
    switch name.split(separator: ".").last.map({ $0.lowercased() }) {
    case "vcf":
      result = withoutBlocks(bytes, "BEGIN:VCARD", "END:VCARD", traces)
    case "ics":
      var rest = withoutBlocks(bytes, "BEGIN:VEVENT", "END:VEVENT", traces)
      rest = withoutBlocks(rest, "BEGIN:VTODO", "END:VTODO", traces)
      result = rest
    case "html": result = withoutBlocks(bytes, "<tbody>", "</tbody>", traces)
    case "csv": result = rows(bytes).filter { !isRow($0, traces) }.flatMap(\.self)
    case "txt": result = lines(bytes).filter { !traces.isIn($0) }.flatMap(\.self)
    default: return nil
    }
    return traces.isIn(unfolded(result)) || traces.isIn(unescaped(result)) ? nil : result
  }

  // MARK: - Blocks

  private static func withoutBlocks(
    _ bytes: [UInt8], _ begin: String, _ end: String, _ traces: Traces
  ) -> [UInt8] {
    let begin = Array(begin.utf8)
    let end = Array(end.utf8)
    var result: [UInt8] = []
    var at = 0
    while let start = ByteSearch.first(bytes, begin, from: at),
      let last = ByteSearch.first(bytes, end, from: start)
    {
      var stop = last + end.count
      while stop < bytes.count, bytes[stop] == 0x0D || bytes[stop] == 0x0A { stop += 1 }
      let block = Array(bytes[start..<stop])
      result += bytes[at..<start]
      if !traces.isIn(unfolded(block)), !traces.isIn(unescaped(block)) { result += block }
      at = stop
    }
    return result + bytes[at...]
  }

  /// Long lines of cards are folded, and a trace may stand across a fold.
  private static func unfolded(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var at = 0
    while at < bytes.count {
      if bytes[at] == 0x0D, at + 2 < bytes.count, bytes[at + 1] == 0x0A, bytes[at + 2] == 0x20 {
        at += 3
        continue
      }
      result.append(bytes[at])
      at += 1
    }
    return result
  }

  /// The text of a page.
  private static func unescaped(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(0x26) else { return bytes }
    var result = bytes
    for (escape, character) in [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
    ] {
      result = ByteSearch.replacing(result, Array(escape.utf8), with: Array(character.utf8))
    }
    return result
  }

  // MARK: - Rows

  private static func hasRow(_ bytes: [UInt8], _ traces: Traces) -> Bool {
    rows(bytes).contains { isRow($0, traces) }
  }

  /// Cells beside one another: a first and a last name make a name.
  private static func isRow(_ row: [UInt8], _ traces: Traces) -> Bool {
    let cells = row.filter { $0 != 0x22 }.map { byte in
      byte == 0x2C || byte == 0x3B || byte == 0x09 ? 0x20 : byte
    }
    return traces.isIn(row) || traces.isIn(cells)
  }

  /// The rows of a table with their line ends; quotes hold lines together.
  private static func rows(_ bytes: [UInt8]) -> [[UInt8]] {
    var rows: [[UInt8]] = []
    var row: [UInt8] = []
    var isQuoted = false
    for byte in bytes {
      row.append(byte)
      if byte == 0x22 { isQuoted.toggle() }
      if byte == 0x0A, !isQuoted {
        rows.append(row)
        row = []
      }
    }
    return row.isEmpty ? rows : rows + [row]
  }

  private static func firstCell(_ row: [UInt8]) -> String {
    let end = row.firstIndex { [0x2C, 0x3B, 0x09, 0x0D, 0x0A].contains($0) } ?? row.endIndex
    return String(decoding: row[..<end].filter { $0 != 0x22 }, as: UTF8.self)
  }

  private static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var line: [UInt8] = []
    for byte in bytes {
      line.append(byte)
      if byte == 0x0A {
        lines.append(line)
        line = []
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
