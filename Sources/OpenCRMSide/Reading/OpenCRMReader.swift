package import CivilTime
import ContentLines
import Records
package import Sides

/// A file of an OpenCRM export, with its name for messages.
package struct OpenCRMFile: Sendable, Hashable {
  package var name: String
  package var bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// What one import of OpenCRM files read.
package struct OpenCRMRead: Sendable {
  /// One read a kind that the files bring.
  package var reads: [SourceRead] = []
  /// Company id to name, from the companies' file.
  package var companies: [String: String] = [:]
  package var findings: [FileFinding] = []

  package init() {}

  /// Whether any of the files was recognised.
  package var isEmpty: Bool { reads.isEmpty && companies.isEmpty }
}

/// Reads OpenCRM's exports: CSV, or JSON as `get_*_list_full` answers.
///
/// Only fields of the allow-list (`OpenCRMField`) and the custom fields of the settings enter.
/// What a file does not show is not covered: a missing column, a row that ends early, or a member
/// that one JSON object lacks take a field out of `covered`, and never read as blank.
package struct OpenCRMReader: Sendable {
  let columns: OpenCRMColumns
  let zone: Zone
  /// The start date that stands for no date.
  let noDate: CivilDate?
  var slots: OpenCRMSlots { OpenCRMSlots(zone: zone.name, customFields: columns.carried) }

  /// - Parameters:
  ///   - zone: the workspace's zone, in which OpenCRM shows times.
  ///   - noDate: the date that stands for no date (settings `opencrm.no_date`).
  package init(columns: OpenCRMColumns, zone: Zone, noDate: CivilDate? = nil) {
    self.columns = columns
    self.zone = zone
    self.noDate = noDate
  }

  /// Reads the files of one import; companies are read first, in whatever order they come. Files of
  /// one kind are united. O(bytes).
  ///
  /// - Throws: `OpenCRMReadError` if none of the files can be read; beside a good file a bad one is
  ///   a finding.
  package func read(_ files: [OpenCRMFile]) throws(OpenCRMReadError) -> OpenCRMRead {
    var result = OpenCRMRead()
    var failure: OpenCRMReadError?
    var tables: [(file: String, table: OpenCRMTable, match: ColumnMatch)] = []
    for file in files {
      do throws(OpenCRMReadError) {
        let table = try OpenCRMTable.read(file.bytes, file: file.name, columns: columns)
        guard let match = columns.recognise(table.header) else {
          throw wrongColumns(table, file: file.name)
        }
        tables.append((file.name, table, match))
        result.findings += table.findings.map { FileFinding(file: file.name, $0) }
        noteColumns(match, file: file.name, &result)
      } catch {
        failure = failure ?? error
        result.findings.append(
          FileFinding(
            file: file.name, Finding(.openCRMFile, line: error.line, message: error.detail)))
      }
    }
    if tables.isEmpty {
      throw failure
        ?? OpenCRMReadError(
          code: .empty, file: "", line: 0, detail: "There is no file to read.")
    }
    for (_, table, match) in tables where match.kind == .companies {
      for row in table.rows {
        let row = TableRow(row: row, match: match)
        if let id = row.text(OpenCRMField.id), let name = row.text("accountname") {
          result.companies[id] = result.companies[id] ?? name
        }
      }
    }
    for kind in [OpenCRMTableKind.contacts, .activities] {
      let own = tables.filter { $0.match.kind == kind }
      guard !own.isEmpty else { continue }
      var rows = RowReading(reader: self, kind: kind, companies: result.companies)
      for (file, table, match) in own { rows.read(table, match, file: file) }
      rows.finish(into: &result)
    }
    return result
  }

  private func noteColumns(_ match: ColumnMatch, file: String, _ result: inout OpenCRMRead) {
    if !columns.refused.isEmpty,
      !result.findings.contains(where: { $0.finding.kind == .openCRMRefusedField })
    {
      result.findings.append(
        FileFinding(
          file: file,
          Finding(
            .openCRMRefusedField,
            message: "The settings name fields that are never carried, or that have a meaning "
              + "already: \(columns.refused.joined(separator: ", "))."))
      )
    }
    guard !match.unread.isEmpty, match.kind != .companies else { return }
    let count = match.unread.count
    result.findings.append(
      FileFinding(
        file: file,
        Finding(
          .openCRMColumns, line: 1,
          message: (count == 1 ? "1 column was not read: " : "\(count) columns were not read: ")
            + "\(match.unread.joined(separator: ", "))."))
    )
  }

  private func wrongColumns(_ table: OpenCRMTable, file: String) -> OpenCRMReadError {
    let shown = table.header.prefix(12).map { "\"\($0)\"" }.joined(separator: ", ")
    let more = table.header.count > 12 ? " and \(table.header.count - 12) more" : ""
    return OpenCRMReadError(
      code: .wrongColumns, file: file, line: 1,
      detail: "The columns are not those of an OpenCRM export of contacts, activities or "
        + "companies. Found: \(shown)\(more). Expected for contacts: crmid, firstname, lastname, "
        + "email, phone …; for activities: crmid, activitytype, subject, date_start …; for "
        + "companies: crmid, accountname; or their labels. If this system calls them otherwise, "
        + "name the headers under opencrm.columns in drawbridge.yaml.")
  }
}

/// One row, read by field name.
struct TableRow {
  let row: OpenCRMTable.Row
  let match: ColumnMatch

  /// The cell of a field as it stands; nil where the row does not show the field.
  func cell(_ field: String) -> String? { match.columns[field].flatMap { row[$0] } }

  /// The text of a field with LF as line end and without NUL; nil where it is blank or not shown.
  func text(_ field: String) -> String? { cell(field).flatMap(Self.clean) }

  /// The text without surrounding spaces.
  func word(_ field: String) -> String? {
    text(field).map { Text($0).trimmed.string }
  }

  private static func clean(_ cell: String) -> String? {
    guard cell.utf8.contains(where: { $0 > ASCII.space }) else { return nil }
    guard cell.utf8.contains(where: { $0 == ASCII.cr || $0 == 0 }) else { return cell }
    var bytes: [UInt8] = []
    var isAfterCR = false
    for byte in cell.utf8 {
      if byte == ASCII.cr {
        bytes.append(ASCII.lf)
      } else if byte != 0, !(byte == ASCII.lf && isAfterCR) {
        bytes.append(byte)
      }
      isAfterCR = byte == ASCII.cr
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
