package import ContentLines
package import DelimitedText
import Records

extension GoogleCSV {
  /// Whether the bytes begin with such a header, in any of the encodings that tables come in. O(n)
  /// in the first line.
  public static func isTable(_ bytes: [UInt8]) -> Bool {
    let end = bytes.prefix(1 << 16).firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.endIndex
    guard end <= 1 << 16 else { return false }
    // The second byte of a UTF-16 line end belongs to its letter.
    return isHeader(DelimitedReader().read(Array(bytes[..<min(end + 1, bytes.count)])).header)
  }

  /// Reads a whole table. Never throws: what is odd is a finding. Every cell that is not empty is
  /// in its record; what vCard has no property for stands in X-DRAWBRIDGE-CELL. O(n log n) in the
  /// largest row.
  public static func read(_ bytes: [UInt8]) -> Table {
    let table = DelimitedReader().read(bytes)
    let columns = table.header.map(GoogleColumn.init)
    var file = ReadFile(.vCard)
    file.findings = table.findings.map(Finding.init)
    var unknown: [String] = []
    var seen = Set<GoogleColumn>()
    for column in columns {
      if case .unknown(let name) = column, !name.isEmpty, !Self.plainColumns.contains(name),
        !unknown.contains(name)
      {
        unknown.append(name)
      }
    }
    if !unknown.isEmpty {
      file.findings.append(
        Finding(
          .unknownColumn, line: 1, column: 1,
          message: "No vCard property is known for the columns \(unknown.joined(separator: ", ")).")
      )
    }
    let isRepeated = columns.map { !seen.insert($0).inserted }
    var group = ReadFile.Group()
    for row in table.rows where !row.isBlank {
      var cells = GoogleCells()
      for (place, text) in row.cells.enumerated() where !text.isEmpty {
        cells.put(text, columns[place], title: table.header[place], isRepeated[place])
      }
      for (place, text) in row.extra.enumerated() where !text.isEmpty {
        cells.others.append(("(\(columns.count + place + 1))", text))
      }
      var findings: [Finding] = []
      let card = GoogleRow.card(of: cells, line: row.line).writable()
      var read = VCardReader.record(card, trace: nil, findings: &findings)
      // Cells of blanks say nothing.
      guard read.record.components.contains(where: { $0.properties.count > 1 }) else { continue }
      read.version = ""
      file.findings += findings.filter { $0.kind != .missingName }.map { finding in
        var finding = finding
        finding.record = finding.record ?? read.record.displayName
        return finding
      }
      group.records.append(read)
    }
    file.groups = [group]
    var covered = Set(columns.flatMap(\.covered))
    covered.remove(cell.string)
    let unsound: Set<DelimitedFinding.Code> = [
      .unterminatedQuote, .longRow, .shortRow, .invalidBytes, .textAfterQuote,
    ]
    return Table(
      file: file, covered: covered,
      isSound: !table.findings.contains { unsound.contains($0.code) })
  }

  /// Columns of the former header that vCard has no property for; their cells are kept.
  static let plainColumns: Set<String> = [
    "Initials", "Short Name", "Location", "Billing Information", "Directory Server", "Mileage",
    "Sensitivity", "Priority", "Subject", "File As",
  ]
}

extension GoogleCells {
  fileprivate mutating func put(
    _ text: String, _ column: GoogleColumn, title: String, _ isRepeated: Bool
  ) {
    switch column {
    case .unknown: others.append((title, text))
    case _ where isRepeated: others.append((title, text))
    case .single(let single): singles[single] = text
    case .numbered(let family, let number, let part):
      numbered[family, default: [:]][number, default: [:]][part] = text
    }
  }
}

extension Finding {
  package init(_ finding: DelimitedFinding) {
    self.init(
      finding.code.kind, line: finding.line, column: finding.column ?? 0,
      message: finding.detail)
  }
}

extension FindingKind {
  package static let unknownColumn = FindingKind(
    "google-csv-column", .note,
    fix: "Nothing to do: the cells are kept in X-DRAWBRIDGE-CELL, which no side is sent.")
}
