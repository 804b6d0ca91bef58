import ContentLines
import DelimitedText

/// A CSV or JSON file of OpenCRM as rows of cells.
struct OpenCRMTable {
  struct Row {
    /// The line of the file, from 1.
    var line: Int
    /// What the row has, however wide the header is.
    fileprivate var cells: Cells

    /// The cell of a column; nil where the row does not show it, which is not an empty cell.
    subscript(column: Int) -> String? {
      switch cells {
      case .list(let cells): column < cells.given ? cells[column] : nil
      case .members(let cells): cells[column] ?? nil
      }
    }
  }

  fileprivate enum Cells {
    case list(DelimitedCells)
    case members([Int: String?])
  }

  var header: [String]
  var rows: [Row] = []
  var findings: [Finding] = []
  /// Whether the last row of the file was left out, because a quote opens in it and never closes.
  var isCutOff = false
  /// How the file was read: `opencrm-csv` or `opencrm-json`.
  var source: String

  /// Reads the bytes of a file. O(n).
  static func read(
    _ bytes: [UInt8], file: String, columns: OpenCRMColumns
  ) throws(OpenCRMReadError) -> OpenCRMTable {
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count, ASCII.isSpace(bytes[start]) { start += 1 }
    guard start < bytes.count else {
      throw OpenCRMReadError(
        code: .empty, file: file, line: 0, detail: "The file is empty. Export it again.")
    }
    return bytes[start] == 0x5B || bytes[start] == 0x7B
      ? try json(bytes, file: file) : csv(bytes, columns: columns)
  }

  private static func csv(_ bytes: [UInt8], columns: OpenCRMColumns) -> OpenCRMTable {
    let table = DelimitedReader(delimiter: columns.delimiter, encoding: columns.encoding)
      .read(bytes)
    var result = OpenCRMTable(header: table.header, source: "opencrm-csv")
    result.findings = table.findings.map { Finding($0) }
    result.rows = table.rows.filter { !$0.isBlank }
      .map { Row(line: $0.line, cells: .list($0.cells)) }
    // Which of its cells are cells nobody knows: the rest of the file may stand in one.
    if table.isCutOff, !result.rows.isEmpty {
      result.rows.removeLast()
      result.isCutOff = true
    }
    return result
  }

  private static func json(
    _ bytes: [UInt8], file: String
  ) throws(OpenCRMReadError) -> OpenCRMTable {
    let value: FlatJSON
    do {
      value = try FlatJSON.parse(bytes)
    } catch {
      throw OpenCRMReadError(
        code: .badJSON, file: file, line: error.line,
        detail: "The file begins like JSON, but cannot be read as such. \(error.detail)")
    }
    var objects: [(line: Int, members: [(name: String, value: FlatJSON)])] = []
    switch value {
    case .object(let members):
      if let error = members.first(where: { $0.name == "error" })?.value.cell, members.count == 1 {
        throw OpenCRMReadError(
          code: .apiError, file: file, line: 1,
          detail: "OpenCRM answered \"\(error)\" instead of records. Fetch them again.")
      }
      // A list that PHP numbered comes as an object of objects.
      let inner = members.compactMap { member in
        if case .object(let inner) = member.value { inner } else { nil }
      }
      if !inner.isEmpty, inner.count == members.count {
        objects = inner.map { (0, $0) }
      } else if !members.isEmpty {
        objects = [(1, members)]
      }
    case .array(let items):
      for item in items {
        guard case .object(let members) = item.value else {
          throw OpenCRMReadError(
            code: .badJSON, file: file, line: item.line,
            detail: "The list holds something that is no record. Export it again.")
        }
        objects.append((item.line, members))
      }
    default: break
    }
    guard !objects.isEmpty else {
      throw OpenCRMReadError(
        code: .empty, file: file, line: 0,
        detail: "The file holds no records, so nothing tells what it is a list of.")
    }
    return table(objects)
  }

  private static func table(
    _ objects: [(line: Int, members: [(name: String, value: FlatJSON)])]
  ) -> OpenCRMTable {
    var result = OpenCRMTable(header: [], source: "opencrm-json")
    var index: [String: Int] = [:]
    var nested: [String] = []
    for object in objects {
      var cells: [Int: String?] = [:]
      for member in object.members {
        let column = index[member.name] ?? result.header.count
        if index[member.name] == nil {
          index[member.name] = column
          result.header.append(member.name)
        }
        cells[column] = .some(member.value.cell)
        if member.value.cell == nil, !nested.contains(member.name) { nested.append(member.name) }
      }
      result.rows.append(Row(line: object.line, cells: .members(cells)))
    }
    if !nested.isEmpty {
      result.findings.append(
        Finding(
          .openCRMNested,
          message: "These fields hold lists or objects: \(nested.joined(separator: ", "))."))
    }
    return result
  }
}

extension Finding {
  fileprivate init(_ finding: DelimitedFinding) {
    self.init(
      finding.code.kind, line: finding.line, column: finding.column ?? 0,
      message: finding.detail)
  }
}
