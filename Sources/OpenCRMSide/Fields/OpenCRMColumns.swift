package import DelimitedText

/// How one OpenCRM system names the columns of its exports (settings `opencrm.columns`,
/// `opencrm.custom_fields`, `opencrm.delimiter`, `opencrm.encoding`).
package struct OpenCRMColumns: Sendable {
  /// One line of a map in the settings.
  package struct Entry: Sendable, Hashable {
    /// The API field name.
    package var field: String
    /// The header of its column, or what the custom field is called.
    package var header: String

    package init(_ field: String, _ header: String) {
      self.field = field
      self.header = header
    }
  }

  /// Headers of this system that are neither API names nor usual labels.
  package let headers: [Entry]
  /// Custom fields to carry, by API field name, in the order of the settings.
  package let customFields: [Entry]
  /// Names in the settings that are never read nor written (`ForbiddenFields`).
  package let refused: [String]
  /// The field of a contact and its value that mark it as deleted, where this system has such.
  package var deletedMark: Entry?
  /// What stands between the cells; nil finds it.
  package var delimiter: Delimiter?
  /// How characters are spelled; nil finds it.
  package var encoding: DelimitedEncoding?

  package init(
    headers: [Entry] = [], customFields: [Entry] = [], deletedMark: Entry? = nil,
    delimiter: Delimiter? = nil, encoding: DelimitedEncoding? = nil
  ) {
    func isAllowed(_ entry: Entry) -> Bool {
      entry.field == "righttobeforgotten"
        || !ForbiddenFields.contains(entry.field) && !ForbiddenFields.contains(entry.header)
    }
    self.headers = headers.filter(isAllowed)
    // A custom field may not take the place of one that has a meaning already.
    let taken = Set(OpenCRMTableKind.allCases.flatMap { OpenCRMField.all($0).map(\.name) })
    let carried = customFields.filter {
      isAllowed($0) && !taken.contains($0.field) && $0.field != "righttobeforgotten"
    }
    self.customFields = carried
    refused =
      (headers.filter { !isAllowed($0) } + customFields.filter { !carried.contains($0) })
      .map(\.field)
    self.deletedMark = deletedMark.flatMap { ForbiddenFields.contains($0.field) ? nil : $0 }
    self.delimiter = delimiter
    self.encoding = encoding
  }

  /// The header under which a field is written: this system's own, or the API field name.
  package func header(of field: String) -> String {
    headers.first { $0.field == field }?.header ?? field
  }

  /// Whether a field is read only because it marks records as deleted.
  func isMark(_ field: String, _ kind: OpenCRMTableKind) -> Bool {
    field == deletedMark?.field && kind == .contacts
      && !OpenCRMField.all(kind).contains { $0.name == field } && !customNames.contains(field)
  }

  /// The API names of the custom fields.
  var customNames: [String] { customFields.map(\.field) }

  /// The custom fields with their names in records.
  package var carried: OpenCRMCustomFields { OpenCRMCustomFields(customFields) }

  /// Finds the column of each field of a kind of table. The settings decide first, then API names,
  /// then labels; of two columns for one field the first counts.
  func match(_ header: [String], as kind: OpenCRMTableKind) -> ColumnMatch {
    let folded = header.map(ColumnName.folded)
    var columns: [String: Int] = [:]
    var used = Set<Int>()
    func take(_ field: String, _ name: String) {
      let name = ColumnName.folded(name)
      guard columns[field] == nil, !name.isEmpty,
        let index = folded.indices.first(where: { folded[$0] == name && !used.contains($0) })
      else { return }
      columns[field] = index
      used.insert(index)
    }
    let fields = OpenCRMField.all(kind)
    let custom = kind == .companies ? [] : customFields
    let mark = kind == .contacts ? deletedMark?.field : nil
    let known = Set(fields.map(\.name) + custom.map(\.field) + [mark].compactMap(\.self))
    for entry in headers where known.contains(entry.field) { take(entry.field, entry.header) }
    for field in fields { take(field.name, field.name) }
    for entry in custom { take(entry.field, entry.field) }
    if let mark { take(mark, mark) }
    for entry in custom { take(entry.field, entry.header) }
    for field in fields {
      for label in field.labels { take(field.name, label) }
    }
    let unread = header.indices.filter { !used.contains($0) && !folded[$0].isEmpty }
    return ColumnMatch(
      kind: kind, columns: columns, headers: columns.mapValues { header[$0] },
      unread: unread.map { header[$0] })
  }

  /// Tells what the rows are, or nil where the header is none we know.
  func recognise(_ header: [String]) -> ColumnMatch? {
    let folded = Set(header.map(ColumnName.folded))
    guard folded.isDisjoint(with: Self.foreign) else { return nil }
    let activities = match(header, as: .activities)
    func shows(_ match: ColumnMatch, _ names: String...) -> Bool {
      names.contains { match.columns[$0] != nil }
    }
    if shows(activities, "subject", "taskstatus"),
      shows(activities, "date_start", "due_date", "activitytype")
    {
      return activities
    }
    let contacts = match(header, as: .contacts)
    if shows(
      contacts, "firstname", "lastname", "email", "email2", "mobile", "homephone", "mailingcity")
    {
      return contacts
    }
    let companies = match(header, as: .companies)
    return shows(companies, "accountname") ? companies : nil
  }

  /// Columns of invoices, quotes, tickets, leads and sales, which share names with ours.
  private static let foreign: Set<String> = [
    "invoiceno", "invoicenumber", "invoicestatus", "quoteno", "quotestage", "sostatus",
    "salesorderno", "postatus", "ticketno", "ticketnumber", "tickettitle", "salesstage",
    "leadstatus", "productname", "grandtotal", "hdngrandtotal", "subtotal", "projectname",
  ]
}

/// The columns of one header that are read.
struct ColumnMatch {
  var kind: OpenCRMTableKind
  /// Field name to column, from 0.
  var columns: [String: Int]
  /// Field name to header as the file has it.
  var headers: [String: String]
  /// Headers that mean nothing to us.
  var unread: [String]
}
