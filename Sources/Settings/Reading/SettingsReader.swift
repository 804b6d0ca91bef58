/// Reads nodes into settings by the table of rows, and collects all problems.
struct SettingsReader {
  var draft = SettingsDraft()
  let vocabulary: SettingsVocabulary
  /// `opencrm.columns` as it stands in the file.
  private var columns: SettingsNode.Entry?

  init(vocabulary: SettingsVocabulary) { self.vocabulary = vocabulary }

  /// Reads the top level.
  mutating func read(_ root: SettingsNode) {
    if root.isNull { return }
    guard case .mapping(let entries) = root.content else {
      draft.problems.append(
        root.problem(
          .wrongType, "", "The settings cannot be \(root.described).",
          fix: "They are a mapping: lines of `name: value`. `drawbridge init` writes an example."))
      return
    }
    readMapping(entries, pattern: "", path: "")
  }

  private mutating func readMapping(
    _ entries: [SettingsNode.Entry], pattern: String, path: String
  ) {
    for entry in entries {
      let pattern = pattern.isEmpty ? entry.key : "\(pattern).\(entry.key)"
      let path = path.isEmpty ? entry.key : "\(path).\(entry.key)"
      if pattern == "accounts" {
        readAccounts(entry.value)
      } else if let row = SettingTable.rows.first(where: { $0.path == pattern }) {
        if row.apply(entry.value, path, &draft) {
          draft.settings.origins[path] = .file(line: entry.line)
          check(row, entry)
        }
      } else if !SettingTable.names(in: pattern).isEmpty {
        descend(entry.value, pattern: pattern, path: path)
      } else {
        draft.problems.append(unknown(entry, pattern: pattern, path: path))
      }
    }
  }

  private mutating func descend(_ node: SettingsNode, pattern: String, path: String) {
    if node.isNull { return }
    guard case .mapping(let entries) = node.content else {
      let names = SettingTable.names(in: pattern)
      draft.problems.append(
        node.problem(
          .wrongType, path, "`\(path)` cannot be \(node.described).",
          fix: "It is a mapping of: \(names.joined(separator: ", "))."))
      return
    }
    readMapping(entries, pattern: pattern, path: path)
  }

  private mutating func readAccounts(_ node: SettingsNode) {
    if node.isNull { return }
    guard case .mapping(let entries) = node.content else {
      draft.problems.append(
        node.problem(
          .wrongType, "accounts", "`accounts` cannot be \(node.described).",
          fix: "It maps names to accounts:\n  accounts:\n    first:\n      enabled: true"))
      return
    }
    for entry in entries {
      let path = "accounts.\(entry.key)"
      if let problem = nameProblem(entry, path) {
        draft.problems.append(problem)
        continue
      }
      draft.account = draft.settings.accounts.count
      draft.settings.accounts.append(AccountSettings(name: entry.key))
      draft.settings.origins[path] = .file(line: entry.line)
      descend(entry.value, pattern: "accounts.NAME", path: path)
      draft.account = nil
    }
  }

  /// The name becomes a folder and a part of a side's name.
  private func nameProblem(_ entry: SettingsNode.Entry, _ path: String) -> SettingsProblem? {
    let name = entry.key
    let fits =
      !name.isEmpty && name.utf8.count <= 64 && name.utf8.allSatisfy(SettingTable.isNameByte)
      && name.utf8.first != 0x2E
    guard fits else {
      return problem(
        .wrongValue, entry, path, "`\(name)` cannot be the name of an account.",
        "The name becomes a folder: letters, digits, `-`, `_` and `.`, at most 64, no `.` first.")
    }
    let lower = name.lowercased()
    guard let other = draft.settings.accounts.first(where: { $0.name.lowercased() == lower })
    else { return nil }
    return problem(
      .wrongValue, entry, path, "The accounts `\(other.name)` and `\(name)` would share a folder.",
      "Choose names that differ by more than capitals.")
  }

  /// Checks what the caller's vocabulary knows.
  private mutating func check(_ row: SettingRow, _ entry: SettingsNode.Entry) {
    if row.path == "workspace.zone", let isZone = vocabulary.isZone,
      !isZone(draft.settings.workspace.zone)
    {
      draft.problems.append(
        entry.value.problem(
          .wrongValue, row.path, "\(entry.value.described) is no time zone that is known here.",
          fix: "Write an IANA name: Europe/London."))
    }
    checkProperties(row, entry)
    if row.path == "opencrm.columns" { columns = entry }
  }

  /// Names of OpenCRM's fields to which a system gives headers of its own: those that are read, its
  /// custom fields and the one that marks contacts as deleted, which may stand further down.
  mutating func checkColumns() {
    guard let fields = vocabulary.openCRMFields, let columns,
      case .mapping(let entries) = columns.value.content
    else { return }
    let own =
      draft.settings.openCRM.customFields.entries.map(\.name)
      + [draft.settings.openCRM.deletedContactField].compactMap(\.self)
    for field in entries where !fields.contains(field.key) && !own.contains(field.key) {
      let near = NearestName.of(field.key, among: fields + own)
      let isCustom = field.key.utf8.starts(with: "cf_".utf8)
      draft.problems.append(
        problem(
          .unknownKey, field, "opencrm.columns.\(field.key)",
          "`\(field.key)` is no field of OpenCRM that is read.",
          isCustom
            ? "Name it under `opencrm.custom_fields` first, so that it is carried."
            : near.map { "Is `\($0)` meant?" }
              ?? "The API name of the field comes first, then the header: firstname: \"Given name\"."
        ))
    }
  }

  /// Names of properties that are protected, one by one.
  private mutating func checkProperties(_ row: SettingRow, _ entry: SettingsNode.Entry) {
    guard row.path.hasPrefix("contacts.do_not_update."), let known = vocabulary.contactProperties,
      case .list(let items) = entry.value.content
    else { return }
    for item in items {
      guard let text = item.text else { continue }
      let name = text.uppercased()
      // Properties of vendors are carried, too.
      if known.contains(name) || name.hasPrefix("X-") && name.utf8.count > 2 { continue }
      let near = Self.property(called: text) ?? NearestName.of(name, among: known)
      draft.problems.append(
        item.problem(
          .wrongValue, row.path,
          "\(item.described) is no property of a contact that is carried.",
          fix: near.map { "Is `\($0)` meant?" }
            ?? "Write names of vCard: \(Self.usual.joined(separator: ", "))."))
    }
  }

  /// The properties that people ask for.
  private static let usual = [
    "N", "ORG", "TITLE", "EMAIL", "TEL", "ADR", "BDAY", "URL", "NOTE",
  ]

  /// What people call a property who know it from OpenCRM or Google.
  private static func property(called name: String) -> String? {
    let word = name.lowercased().filter { $0.isLetter }
    let words: [(String, [String])] = [
      ("N", ["name", "firstname", "lastname", "fullname", "fn"]),
      ("ORG", ["company", "organisation", "organization", "department", "accountid"]),
      ("TITLE", ["jobtitle", "job"]),
      ("TEL", ["phone", "mobile", "telephone", "fax", "homephone", "otherphone", "number"]),
      ("EMAIL", ["mail", "emailaddress", "businessemail", "privateemail"]),
      ("ADR", ["address", "street", "city", "postcode", "mailingstreet", "mailingaddress"]),
      ("BDAY", ["birthday", "birthdate"]),
      ("NOTE", ["notes", "description", "comment"]), ("URL", ["website", "web", "homepage"]),
    ]
    return words.first { $0.1.contains(word) }?.0
  }

  private func unknown(
    _ entry: SettingsNode.Entry, pattern: String, path: String
  ) -> SettingsProblem {
    let parent = pattern.split(separator: ".").dropLast().joined(separator: ".")
    let names = SettingTable.names(in: parent)
    let message = "Unknown setting `\(path)`."
    if let near = NearestName.of(entry.key, among: names) {
      return problem(.unknownKey, entry, path, message, "Is `\(near)` meant?")
    }
    let elsewhere = SettingTable.rows.filter { $0.name == entry.key }.map(\.path)
    if !elsewhere.isEmpty {
      let places = elsewhere.prefix(3).map { "`\($0)`" }.joined(separator: " or ")
      return problem(.unknownKey, entry, path, message, "Is \(places) meant?")
    }
    let place = parent.isEmpty ? "At the top level stand" : "Under `\(parent)` stand"
    return problem(
      .unknownKey, entry, path, message, "\(place): \(names.joined(separator: ", ")).")
  }

  private func problem(
    _ code: SettingsProblem.Code, _ entry: SettingsNode.Entry, _ path: String,
    _ message: String, _ fix: String
  ) -> SettingsProblem {
    SettingsProblem(
      code: code, line: entry.line, column: entry.column, path: path, message: message, fix: fix)
  }
}
