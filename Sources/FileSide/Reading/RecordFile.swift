import ContentLines
package import Records

/// One input file that was read into records.
package struct RecordFile: Sendable {
  /// As shown to people.
  package var path: String
  /// The last component of its name.
  package var baseName: String
  /// The bytes as they were read, for records that are copied unchanged.
  package var bytes: [UInt8]
  package var read: ReadFile
  /// Whether it is a table: its records have no lines of their own that could be copied.
  package var isTable: Bool
  /// Whether it consists of content lines, and not of cells or JSON.
  package var isLines: Bool
  /// Where its lines stand in the file it was read from, which may hold another part as well.
  package var lines = SourceLines()

  package init(
    path: String, baseName: String, bytes: [UInt8], read: ReadFile, isTable: Bool = false,
    isLines: Bool = true
  ) {
    self.path = path
    self.baseName = baseName
    self.bytes = bytes
    self.read = read
    self.isTable = isTable
    self.isLines = isLines && !isTable
  }

  /// The bytes of the whole file, where it holds this one record and nothing else; else nil.
  package var wholeBytes: [UInt8]? {
    isLines && read.records.count == 1 && read.groups.count == 1 && read.groups[0].others.isEmpty
      ? bytes : nil
  }

  /// Some lines as they stood in the file, from BEGIN to END. O(n) in the file.
  ///
  /// - Returns: nil where the lines alone do not say what was read: cells and JSON, components
  ///   without END, and vCalendar 1.0, whose lists are divided otherwise.
  package func copiedLines(_ ranges: [ClosedRange<Int>], version: String) -> [UInt8]? {
    guard isLines, !ranges.isEmpty, version != "1.0",
      ranges.allSatisfy({ $0.count > 1 && $0.lowerBound > 0 })
    else { return nil }
    let starts = LineStarts.of(bytes)
    var result: [UInt8] = []
    for lines in ranges {
      guard lines.upperBound < starts.count else { return nil }
      result += bytes[starts[lines.lowerBound - 1]..<starts[lines.upperBound]]
      if result.last != ASCII.lf {
        if result.last == ASCII.cr { result.removeLast() }
        result += [ASCII.cr, ASCII.lf]
      }
    }
    // Beside lines that end with LF a CR within would be part of a value.
    return starts.endsWithCR ? Self.withLineFeeds(result) : result
  }

  private static func withLineFeeds(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 32)
    for (place, byte) in bytes.enumerated() {
      result.append(byte)
      if byte == ASCII.cr, place + 1 == bytes.count || bytes[place + 1] != ASCII.lf {
        result.append(ASCII.lf)
      }
    }
    return result
  }
}

/// Where the physical lines of a file begin, by the lexer's rule: a lone CR ends lines only in
/// files without any LF.
struct LineStarts {
  private var places: [Int]
  let endsWithCR: Bool

  static func of(_ bytes: [UInt8]) -> LineStarts {
    let endsWithCR = !bytes.contains(ASCII.lf)
    var places = [0]
    let end = endsWithCR ? ASCII.cr : ASCII.lf
    for (index, byte) in bytes.enumerated() where byte == end { places.append(index + 1) }
    if places.last != bytes.count { places.append(bytes.count) }
    return LineStarts(places: places, endsWithCR: endsWithCR)
  }

  /// The lines, and the end of the file.
  var count: Int { places.count }

  subscript(line: Int) -> Int { places[line] }
}
