extension SettingTable {
  static let guardRows: [SettingRow] = [
    .global(
      "guards.deletions.records", \.guards.deletedRecords, check: { count($0) },
      """
      Most records that one plan may delete on a side, per kind. The lower of the two deletion \
      budgets holds, but never less than 3. `--allow-deletions N` allows more once.
      """),
    .global(
      "guards.deletions.percent", \.guards.deletedPercent, check: { percent($0) },
      "The same in percent of the side's records; it counts from 10 records up."),
    .global(
      "guards.changes.percent", \.guards.changedPercent, check: { percent($0) },
      """
      Most records that one plan may change on a side, in percent; also the share of records from \
      which one property may vanish. It counts from 10 records up. `--allow-changes` allows more \
      once.
      """),
    .global(
      "guards.stale", \.guards.stale,
      "The age of an export from which `export` warns that it may be out of date."),
  ]

  static let openCRMRows: [SettingRow] = [
    .global(
      "opencrm.system", \.openCRM.system, example: "acme", check: { system($0) },
      """
      The name of the system: what stands before .opencrm.co.uk in its address. The checklists of \
      bundles name it, for those who work in more than one.
      """),
    .global(
      "opencrm.columns", \.openCRM.columns,
      example: "{ firstname: \"Given name\", email: \"Work e-mail\" }",
      check: { columns($0) },
      """
      The headers of this system's CSV exports that are neither API field names nor their usual \
      labels: API field name, then the header.
      """),
    .global(
      "opencrm.delimiter", \.openCRM.delimiter,
      "What separates the cells of its CSV exports. By itself it is found in the header."),
    .global(
      "opencrm.encoding", \.openCRM.encoding,
      "How its CSV exports spell characters. By itself it is found in the file."),
    .global(
      "opencrm.custom_fields", \.openCRM.customFields, example: "{ cf_12: \"Shoe size\" }",
      check: { customFields($0) },
      "The custom fields to carry: the field's API name, then what it is called."),
    .global(
      "opencrm.deleted.contacts.field", \.openCRM.deletedContactField,
      example: "contacttype",
      """
      The API name of the field of a contact that marks it as deleted, because OpenCRM's imports \
      cannot delete. A contact with the value counts as deleted there, and a deletion carried to \
      OpenCRM sets it.
      """),
    .global(
      "opencrm.deleted.contacts.value", \.openCRM.deletedContactValue,
      example: "Deleted", "The value that marks it."),
    .global(
      "opencrm.no_date", \.openCRM.noDate, original: "A Note on Time",
      example: "\"2099-12-31\"", check: { day($0) },
      """
      The start date that stands for no date, because OpenCRM demands one. It reads back as no \
      date.
      """),
  ]

  private static func system(_ name: String?) -> (message: String, fix: String)? {
    guard let name else { return nil }
    let isName =
      !name.utf8.isEmpty && name.utf8.count <= 63
      && name.utf8.allSatisfy {
        switch $0 {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
        default: false
        }
      }
    if isName { return nil }
    let host = name.split(separator: "/").first { $0.contains(".") } ?? ""
    let first = host.split(separator: ".").first.map(String.init) ?? "acme"
    return ("It is the name of a system.", "Write what stands before .opencrm.co.uk: \(first).")
  }

  private static func count(_ value: Int) -> (message: String, fix: String)? {
    (0...1_000_000).contains(value)
      ? nil : ("It is a number of records.", "Write a number from 0 to 1000000.")
  }

  private static func day(_ text: String?) -> (message: String, fix: String)? {
    guard let text else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil
    }
    let fits =
      parts.map(\.utf8.count) == [4, 2, 2] && numbers.count == 3 && (1...12).contains(numbers[1])
      && (1...31).contains(numbers[2])
    return fits ? nil : ("It is no day.", "Write a day in quotes: \"2099-12-31\".")
  }

  private static func percent(_ value: Int) -> (message: String, fix: String)? {
    (0...100).contains(value)
      ? nil : ("It is a percentage.", "Write a number from 0 to 100, without a sign.")
  }

  private static func columns(_ map: FieldMap) -> (message: String, fix: String)? {
    for (index, entry) in map.entries.enumerated() {
      guard let other = map.entries[..<index].first(where: { $0.value == entry.value }) else {
        continue
      }
      return (
        "`\(other.name)` and `\(entry.name)` name the same header, \"\(entry.value)\".",
        "Each header belongs to one field."
      )
    }
    return nil
  }

  private static func customFields(_ map: FieldMap) -> (message: String, fix: String)? {
    for entry in map.entries {
      let digits = entry.name.utf8.dropFirst(3)
      guard entry.name.utf8.starts(with: "cf_".utf8), !digits.isEmpty,
        digits.allSatisfy({ (0x30...0x39).contains($0) })
      else {
        return (
          "`\(entry.name)` is no custom field.",
          "OpenCRM's custom fields are called cf_ and a number: cf_12."
        )
      }
    }
    return nil
  }
}
