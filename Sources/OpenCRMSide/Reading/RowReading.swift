import CivilTime
import ContentLines
import Records
import Sides

/// Reads the rows of all files of one kind of table.
struct RowReading {
  let reader: OpenCRMReader
  let kind: OpenCRMTableKind
  let companies: [String: String]
  private var source = "opencrm-csv"
  private var records: [RecordKind: [SourceRecord]] = [:]
  private var leftOut: [RecordKind: Int] = [:]
  /// The ids of contacts with the right to be forgotten.
  private var forgotten: [String] = []
  private var unread: [RecordKind: Int] = [:]
  private var findings: [FileFinding] = []
  /// The first row of each id.
  private var seen: [Text: (place: String, cells: [String: String])] = [:]
  /// Fields that every row of every file shows; nil before the first file.
  private var shown: Set<String>?
  /// The headers of custom fields, by API name.
  private var headers: [String: String] = [:]
  private var showsCompanyName = true
  private var showsTimes = (start: false, due: false)
  private var unknownCompanies = 0

  init(reader: OpenCRMReader, kind: OpenCRMTableKind, companies: [String: String]) {
    self.reader = reader
    self.kind = kind
    self.companies = companies
  }

  mutating func read(_ table: OpenCRMTable, _ match: ColumnMatch, file: String) {
    source = table.source
    var fields = Set(match.columns.keys)
    for (field, column) in match.columns where table.rows.contains(where: { $0[column] == nil }) {
      fields.remove(field)
    }
    shown = shown.map { $0.intersection(fields) } ?? fields
    for field in reader.columns.customNames {
      headers[field] = match.headers[field] ?? headers[field]
    }
    for row in table.rows { read(TableRow(row: row, match: match), file: file) }
    if table.isCutOff {
      let own: [RecordKind] = kind == .contacts ? [.contact] : [.event, .task]
      let brought = own.filter { records[$0] != nil }
      for kind in brought.isEmpty ? [own[0]] : brought { unread[kind, default: 0] += 1 }
    }
  }

  private mutating func read(_ row: TableRow, file: String) {
    let place = "\(file), line \(row.row.line)"
    var cells: [String: String] = [:]
    for field in row.match.columns.keys
    where !OpenCRMField.marks.contains(field) && !reader.columns.isMark(field, kind) {
      cells[field] = row.text(field)
    }
    let recordKind = kind == .contacts ? .contact : Self.activityKind(row)
    // The name is all that a message says of a forgotten person: nothing.
    if kind == .contacts, Words.isTrue(row.word("righttobeforgotten")) {
      leftOut[recordKind, default: 0] += 1
      if let id = row.word(OpenCRMField.id) { forgotten.append(id) }
      return
    }
    var problems: [(FindingKind, String)] = []
    if kind == .contacts {
      fillCompany(row, &cells)
      checkBirthday(&cells, &problems)
    } else {
      cells["activitytype"] = Self.activityType(cells["activitytype"], recordKind)
      fillVisibility(&cells)
      let times = ActivityTimes(
        cells: cells, kind: recordKind, zone: reader.zone, noDate: reader.noDate)
      showsTimes.start = showsTimes.start || times.hasStartTime
      showsTimes.due = showsTimes.due || times.hasDueTime
      problems += times.problems
      for field in ActivityTimes.fields { cells[field] = nil }
      cells.merge(times.cells) { one, _ in one }
    }
    let list = cells.removeValue(forKey: "tasklist")
    var record = reader.slots.record(from: cells, kind: recordKind)
    for index in record.components.indices {
      record.components[index].line = UInt32(clamping: row.row.line)
    }
    let name = record.displayName
    func note(_ kind: FindingKind, _ message: String) -> FileFinding {
      FileFinding(
        file: file, Finding(kind, line: row.row.line, record: name, message: message))
    }
    findings += problems.map { note($0.0, $0.1) }
    if problems.contains(where: { $0.0 == .openCRMDate }) {
      unread[recordKind, default: 0] += 1
      return
    }
    let id = row.word(OpenCRMField.id).flatMap { $0 == "0" ? nil : $0 }
    if let id {
      if let first = seen[Text(id)] {
        let isCopy = first.cells == cells
        findings.append(
          note(
            .openCRMTwice,
            "\(name) has the id \(id), which \(first.place) has already. "
              + (isCopy ? "The two rows say the same." : "This row was not read.")))
        if !isCopy { unread[recordKind, default: 0] += 1 }
        return
      }
      seen[Text(id)] = (place, cells)
    } else if row.match.columns[OpenCRMField.id] != nil {
      findings.append(note(.openCRMNoID, "\(name) has no id. The record was read all the same."))
    }
    records[recordKind, default: []].append(
      SourceRecord(
        record: record, remoteID: id, collection: recordKind == .task ? list ?? "" : "",
        stamp: stamp(row), attributes: attributes(row, record), place: place))
  }

  // MARK: - Contacts

  /// The name of the company: from its column, or by its id.
  private mutating func fillCompany(_ row: TableRow, _ cells: inout [String: String]) {
    guard row.match.columns["accountname"] == nil else { return }
    guard let id = row.word("accountid"), id != "0" else { return }
    if let name = companies[id] {
      cells["accountname"] = name
    } else {
      showsCompanyName = false
      unknownCompanies += 1
    }
  }

  private func checkBirthday(
    _ cells: inout [String: String], _ problems: inout [(FindingKind, String)]
  ) {
    guard let value = cells["birthday"] else { return }
    switch ActivityTimes.parse(value, reader.zone) {
    case .none: cells["birthday"] = nil
    case .moment(let moment) where moment.time == nil || moment.time == .midnight:
      cells["birthday"] = moment.date.description
    default:
      problems.append((.openCRMBirthday, "The birthday \"\(value)\" is no date."))
    }
  }

  // MARK: - Activities

  /// A task if its type says so; without a type, if it has a task's status and neither a time nor
  /// a duration. Anything else is an event.
  private static func activityKind(_ row: TableRow) -> RecordKind {
    if let type = row.word("activitytype") {
      return ["task", "todo"].contains(ColumnName.folded(type)) ? .task : .event
    }
    let hasTime =
      row.word("time_start") != nil || row.word("time_end") != nil
      || ["duration_hours", "duration_minutes"].contains {
        row.word($0).map { Int($0) != 0 } ?? false
      }
    return row.word("taskstatus") != nil && !hasTime ? .task : .event
  }

  private static func activityType(_ word: String?, _ kind: RecordKind) -> String {
    guard kind == .event else { return Words.task }
    let word = word.map { Text($0).trimmed.string } ?? Words.meeting
    return ColumnName.folded(word) == ColumnName.folded(Words.meeting) ? Words.meeting : word
  }

  /// `Private` and other words stay, `Public` is no property; a flag counts as `Private`.
  private func fillVisibility(_ cells: inout [String: String]) {
    let flag = cells.removeValue(forKey: "private")
    let word = cells["visibility"].map { ColumnName.folded($0) }
    if Words.isTrue(flag) || flag.map({ ColumnName.folded($0) }) == "private" || word == "private" {
      cells["visibility"] = "Private"
    } else if word == "public" {
      cells["visibility"] = nil
    }
  }

  // MARK: - Marks

  private func stamp(_ row: TableRow) -> String? {
    guard let word = row.word("modifiedtime"),
      case .moment(let moment) = ActivityTimes.parse(word, reader.zone), moment.time != nil
    else { return nil }
    return reader.zone.resolve(moment.civil).description
  }

  private func attributes(_ row: TableRow, _ record: Record) -> [String: String] {
    var attributes: [String: String] = [:]
    attributes["owner"] = row.word("smownerid")
    attributes["users"] = row.word("users")
    attributes["teams"] = row.word("teams")
    attributes["includeinsync"] = row.word("includeinsync")
    if record.kind == .contact, let mark = reader.columns.deletedMark,
      let word = row.word(mark.field), word.lowercased() == mark.header.lowercased()
    {
      attributes["retired"] = "true"
    }
    attributes["accountid"] = row.word("accountid").flatMap { $0 == "0" ? nil : $0 }
    if record.components.first?.first("CLASS") != nil { attributes["private"] = "true" }
    return attributes
  }

  // MARK: - Result

  func finish(into result: inout OpenCRMRead) {
    result.findings += findings
    if unknownCompanies > 0 {
      let people = unknownCompanies == 1 ? "1 contact" : "\(unknownCompanies) contacts"
      result.findings.append(
        FileFinding(
          file: "",
          Finding(
            .openCRMCompany,
            message: "The company of \(people) is known by its id only, so companies were not "
              + "compared.")))
    }
    let brought = RecordKind.allCases.filter {
      records[$0] != nil || leftOut[$0] != nil || unread[$0] != nil
    }
    let kinds: [RecordKind] = kind == .contacts ? [.contact] : [.event, .task]
    for kind in brought.isEmpty ? kinds : brought {
      let own = records[kind] ?? []
      var read = SourceRead(kind, source: source)
      read.records = own
      read.covered = covered(kind)
      let lists = kind == .task ? Set(own.map(\.collection)) : [""]
      for list in lists { read.collections[list] = false }
      if let count = leftOut[kind] { read.leftOut["right to be forgotten"] = count }
      if kind == .contact {
        for id in forgotten { read.leftOutIDs[id] = "right to be forgotten" }
        read.showsDeletedMark =
          reader.columns.deletedMark.map { shown?.contains($0.field) == true }
          ?? false
      }
      read.unread = unread[kind] ?? 0
      result.reads.append(read)
      if kind == .event, !own.isEmpty, read.covered?.contains("time_start") == false {
        result.findings.append(
          FileFinding(
            file: "",
            Finding(
              .openCRMNoTimes,
              message: "No column shows the time of an activity. Activities without a known time "
                + "were read as lasting all day.")))
      }
    }
  }

  /// The slots that every row shows, and in which columns (`OpenCRMCoverage`).
  private func covered(_ kind: RecordKind) -> Set<String> {
    let shown = (shown ?? []).filter { !reader.columns.isMark($0, self.kind) }
    var covered = shown.subtracting(OpenCRMField.marks).subtracting(ActivityTimes.fields)
    for (field, header) in headers where covered.contains(field) {
      covered.insert(OpenCRMCoverage.header(header, of: field))
    }
    if kind == .contact {
      if shown.contains("accountid"), !companies.isEmpty { covered.insert("accountname") }
      if !showsCompanyName { covered.remove("accountname") }
      return covered
    }
    if covered.remove("private") != nil { covered.insert("visibility") }
    // The task list is the record's collection.
    covered.remove("tasklist")
    for field in ActivityTimes.fields + ["visibility", "private"] where shown.contains(field) {
      covered.insert(OpenCRMCoverage.column(field))
    }
    if showsTimes.start { covered.insert(OpenCRMCoverage.column("date_start+time")) }
    if showsTimes.due { covered.insert(OpenCRMCoverage.column("due_date+time")) }
    let times = OpenCRMCoverage(covered)
    covered.formUnion(times.scheduleSlots(kind))
    return covered
  }
}
