package import ContentLines

/// Gives findings the name of the record in whose lines they lie.
package struct RecordNames {
  private var places: [(lines: ClosedRange<Int>, record: Record)] = []

  /// Without records.
  package init() {}

  /// The records of a file.
  package init(_ records: [ReadRecord]) {
    for record in records { append(record) }
  }

  /// Adds a record with all the lines of its components.
  package mutating func append(_ read: ReadRecord) {
    for lines in read.lines { places.append((lines, read.record)) }
  }

  /// Names every finding that lies in the lines of a record and names none. O((r + f) log r).
  package func fill(_ findings: inout [Finding]) {
    // Components of one calendar record may stand apart.
    let places = places.sorted { $0.lines.lowerBound < $1.lines.lowerBound }
    for index in findings.indices where findings[index].record == nil {
      let line = findings[index].line
      var low = 0
      var high = places.count
      while low < high {
        let middle = (low + high) / 2
        if places[middle].lines.lowerBound <= line { low = middle + 1 } else { high = middle }
      }
      guard low > 0 else { continue }
      let found = places[low - 1]
      // A component without END reaches to the next one.
      let isOpen = found.lines.count == 1
      if isOpen || found.lines.contains(line) {
        findings[index].record = found.record.displayName
      }
    }
  }
}
