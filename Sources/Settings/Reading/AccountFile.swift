/// Reads `accounts/NAME.yaml`, in which a user sets what the administrator allows (Google2OpenCRM:
/// Can modify own Google Sync Settings).
extension SettingsReader {
  /// Rows that say whose data an account gets. No user decides that.
  static let adminRows = ["google", "user", "teams"]

  /// Reads the rows of an account's own file over those of `drawbridge.yaml`. A row that
  /// `users_may_edit` does not name is a warning and changes nothing.
  mutating func readOwn(_ root: SettingsNode, of account: String) {
    guard let place = draft.settings.accounts.firstIndex(where: { $0.name == account }) else {
      return
    }
    if root.isNull { return }
    guard case .mapping(let entries) = root.content else {
      draft.problems.append(
        root.problem(
          .wrongType, "", "The file cannot be \(root.described).",
          fix: "It is a mapping of rows of the account: `contacts: { labels: [Friends] }`."))
      return
    }
    draft.account = place
    readOwn(entries, pattern: "accounts.NAME", account: account)
    draft.account = nil
  }

  private mutating func readOwn(
    _ entries: [SettingsNode.Entry], pattern: String, account: String
  ) {
    for entry in entries {
      let pattern = "\(pattern).\(entry.key)"
      let name = String(pattern.dropFirst("accounts.NAME.".utf8.count))
      let path = "accounts.\(account).\(name)"
      if let row = SettingTable.rows.first(where: { $0.path == pattern }) {
        guard draft.settings.usersMayEdit.contains(name) else {
          draft.settings.warnings.append(
            entry.value.problem(
              .notAllowed, path,
              "accounts/\(account).yaml line \(entry.line): `\(name)` is not for users to edit and "
                + "was left out.",
              fix: "To allow it, name it under users_may_edit in \(Settings.fileName)."))
          continue
        }
        if row.apply(entry.value, path, &draft) {
          draft.settings.origins[path] = .accountFile(name: account, line: entry.line)
        }
      } else if !SettingTable.names(in: pattern).isEmpty {
        guard case .mapping(let inner) = entry.value.content else {
          if !entry.value.isNull {
            draft.problems.append(
              entry.value.problem(
                .wrongType, path, "`\(name)` cannot be \(entry.value.described).",
                fix: "It is a mapping of: "
                  + SettingTable.names(in: pattern).joined(separator: ", ") + "."))
          }
          continue
        }
        readOwn(inner, pattern: pattern, account: account)
      } else if SettingTable.rows.contains(where: {
        $0.path == name || $0.path.hasPrefix("\(name).")
      }) {
        // A row of all accounts stands here: the administrator's, whatever users may edit.
        draft.settings.warnings.append(
          entry.value.problem(
            .notAllowed, path,
            "accounts/\(account).yaml line \(entry.line): `\(name)` is for all accounts, not for one "
              + "to edit, and was left out.",
            fix: "It stands in \(Settings.fileName)."))
      } else {
        let parent = pattern.split(separator: ".").dropLast().joined(separator: ".")
        let names = SettingTable.names(in: parent)
        draft.problems.append(
          SettingsProblem(
            code: .unknownKey, line: entry.line, column: entry.column, path: path,
            message: "Unknown row `\(name)`.",
            fix: NearestName.of(entry.key, among: names).map { "Is `\($0)` meant?" }
              ?? "The rows here are: \(names.joined(separator: ", "))."))
      }
    }
  }
}
