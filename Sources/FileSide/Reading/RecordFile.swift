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

  /// The bytes of a record as they stood in the file: the whole file where it holds nothing else,
  /// otherwise the lines of its components. O(n) in the file.
  /// Records of a table are written canonically.
  package func originalBytes(of record: ReadRecord) -> [UInt8] {
    if isTable { return record.record.bytes() }
    if read.records.count == 1, read.groups.count == 1, read.groups[0].others.isEmpty {
      return bytes
    }
    var starts = [0]
    for (index, byte) in bytes.enumerated() where byte == 0x0A { starts.append(index + 1) }
    starts.append(bytes.count)
    var result: [UInt8] = []
    for lines in record.lines {
      let first = min(max(lines.lowerBound - 1, 0), starts.count - 1)
      let end = min(max(lines.upperBound, first), starts.count - 1)
      result += bytes[starts[first]..<max(starts[first], starts[end])]
    }
    if result.last != 0x0A { result += [0x0D, 0x0A] }
    guard read.format == .iCalendar else { return result }
    return Array(
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Drawbridge//Drawbridge 1.0//EN\r\n".utf8)
      + result + Array("END:VCALENDAR\r\n".utf8)
  }
}
