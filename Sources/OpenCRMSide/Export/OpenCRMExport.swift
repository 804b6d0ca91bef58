package import CivilTime
import DelimitedText
package import Records

/// The changed cells of one record that OpenCRM holds.
package struct OpenCRMUpdate: Sendable, Hashable {
  package var kind: RecordKind
  /// Its id in OpenCRM.
  package var remoteID: String
  /// Changed canonical cells (`OpenCRMSlots`); an empty text blanks the field.
  package var cells: [String: String]

  package init(kind: RecordKind, remoteID: String, cells: [String: String]) {
    self.kind = kind
    self.remoteID = remoteID
    self.cells = cells
  }
}

/// Writes what OpenCRM imports: CSV with exact values (RFC 4180, UTF-8, CRLF).
///
/// Columns are headed by the API field name, or by this system's own header where the settings
/// name it; a custom field by the header it had in the last export. Never written: FN, a Google label, a field that sends mail or concerns consent.
package struct OpenCRMExport: Sendable {
  private let columns: OpenCRMColumns
  private let slots: OpenCRMSlots
  private let carriers: [RecordKind: ActivityColumns]
  private let noDate: CivilDate?
  /// The headers that custom fields had in the last exports, by API name.
  private let seenHeaders: [String: String]

  /// - Parameters:
  ///   - covered: what this system's exports have been seen to show, by kind (`SourceRead.covered`,
  ///     united over the imports); it says which columns carry times. Without it times are
  ///     written in `date_start`, `time_start`, `due_date`, `time_end`.
  ///   - headers: the headers that custom fields had in the last exports
  ///     (`OpenCRMCoverage.headers`); the settings come first.
  ///   - noDate: the start date that stands for no date (settings `opencrm.no_date`).
  package init(
    columns: OpenCRMColumns, zone: Zone, covered: [RecordKind: Set<String>] = [:],
    headers: [String: String] = [:], noDate: CivilDate? = nil
  ) {
    self.columns = columns
    self.noDate = noDate
    seenHeaders = headers
    slots = OpenCRMSlots(zone: zone.name, customFields: columns.carried)
    carriers = covered.mapValues { ActivityColumns(covered: $0) }
  }

  /// The cells in which two views differ; those that are gone are empty. The cells of a schedule
  /// go together, because one column can carry several of them.
  package func changes(from previous: Record, to target: Record) -> [String: String] {
    let old = slots.cells(of: previous)
    let new = slots.cells(of: target)
    var changed: [String: String] = [:]
    for (field, value) in new where old[field] != value { changed[field] = value }
    for field in old.keys where new[field] == nil { changed[field] = "" }
    if ActivityColumns.schedule.contains(where: { changed[$0] != nil }) {
      for field in ActivityColumns.schedule { changed[field] = new[field] ?? "" }
    }
    return changed
  }

  /// `contacts.csv` and `activities.csv` of records that OpenCRM lacks: the columns that hold
  /// something, and always the names, or the type and subject. Empty without records. O(n).
  package func creates(_ views: [Record]) -> [OpenCRMFile] {
    files(views.map { (nil, $0) })
  }

  /// `contacts.csv` and `activities.csv` with ids: what OpenCRM was seen to hold.
  package func all(_ views: [(remoteID: String?, view: Record)]) -> [OpenCRMFile] {
    files(views.map { ($0.remoteID ?? "", $0.view) })
  }

  /// `companies.csv`: each name once, in the given order. Nil without names.
  package func companies(_ names: [String]) -> OpenCRMFile? {
    var seen = Set<String>()
    let rows = names.filter { !$0.isEmpty && seen.insert($0).inserted }.map { [$0] }
    guard !rows.isEmpty else { return nil }
    return OpenCRMFile(
      name: "companies.csv",
      bytes: DelimitedWriter().write(header: [columns.header(of: "accountname")], rows: rows))
  }

  /// `updates-contacts.csv` and `updates-activities.csv`: the id and the changed cells.
  ///
  /// A blank cell blanks the field, so a file has only rows that change the same fields; further
  /// sets of fields follow in `updates-contacts-2.csv` and so on, in the order in which they first
  /// come. O(n).
  package func updates(_ updates: [OpenCRMUpdate]) -> [OpenCRMFile] {
    var files: [OpenCRMFile] = []
    for table in [OpenCRMTableKind.contacts, .activities] {
      var sets: [[String]] = []
      var rows: [[String]: [[String]]] = [:]
      for update in updates where Self.table(update.kind) == table && !update.cells.isEmpty {
        let written = physical(update.cells, update.kind)
        let fields = ordered(Set(written.keys), table)
        guard !fields.isEmpty else { continue }
        if rows[fields] == nil { sets.append(fields) }
        rows[fields, default: []].append(
          [update.remoteID] + fields.map { written[$0] ?? "" })
      }
      for (index, fields) in sets.enumerated() {
        let number = index == 0 ? "" : "-\(index + 1)"
        let header = ([OpenCRMField.id] + fields).map(header(of:))
        files.append(
          OpenCRMFile(
            name: "updates-\(table.rawValue)\(number).csv",
            bytes: DelimitedWriter().write(header: header, rows: rows[fields] ?? [])))
      }
    }
    return files
  }

  // MARK: - Columns

  private func files(_ views: [(remoteID: String?, view: Record)]) -> [OpenCRMFile] {
    var files: [OpenCRMFile] = []
    for table in [OpenCRMTableKind.contacts, .activities] {
      let own = views.filter { Self.table($0.view.kind) == table }
      guard !own.isEmpty else { continue }
      let rows = own.map { physical(slots.cells(of: $0.view), $0.view.kind, isWhole: true) }
      var used = Set(table == .contacts ? ["firstname", "lastname"] : ["activitytype", "subject"])
      for row in rows { for (field, value) in row where !value.isEmpty { used.insert(field) } }
      let fields = ordered(used, table)
      let hasID = own.contains { $0.remoteID != nil }
      let header = ((hasID ? [OpenCRMField.id] : []) + fields).map(header(of:))
      files.append(
        OpenCRMFile(
          name: "\(table.rawValue).csv",
          bytes: DelimitedWriter().write(
            header: header,
            rows: zip(own, rows).map { view, row in
              (hasID ? [view.remoteID ?? ""] : []) + fields.map { row[$0] ?? "" }
            })))
    }
    return files
  }

  /// The cells as this system's columns; a field that must not be written is left out.
  ///
  /// - Parameter isWhole: whether they are all of a record, and not only what changed.
  private func physical(
    _ cells: [String: String], _ kind: RecordKind, isWhole: Bool = false
  ) -> [String: String] {
    let allowed = cells.filter { !ForbiddenFields.contains($0.key) }
    guard kind != .contact else { return allowed }
    var columns = (carriers[kind] ?? ActivityColumns(covered: nil)).columns(of: allowed)
    // OpenCRM demands a start.
    if let noDate, kind == .task, isWhole || columns["date_start"] == "",
      columns["date_start"] ?? "" == ""
    {
      columns["date_start"] = noDate.description
    }
    return columns
  }

  /// What the settings say, else the header that a custom field had, else the API field name.
  private func header(of field: String) -> String {
    let own = columns.header(of: field)
    return own == field ? seenHeaders[field] ?? own : own
  }

  /// In the order of the fields' table; custom fields after, by name.
  private func ordered(_ fields: Set<String>, _ table: OpenCRMTableKind) -> [String] {
    let known = OpenCRMField.all(table).map(\.name)
    return known.filter(fields.contains) + fields.subtracting(known).sorted()
  }

  private static func table(_ kind: RecordKind) -> OpenCRMTableKind {
    kind == .contact ? .contacts : .activities
  }
}
