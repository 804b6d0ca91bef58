/// The value that holds for one row, and why.
package struct EffectiveRow: Sendable, Equatable {
  /// Concrete path: `accounts.first.contacts.enabled`.
  package var path: String
  /// The value as the file would spell it; `(not set)` where there is none.
  package var value: String
  /// Where it comes from.
  package var origin: SettingOrigin
}

extension Settings {
  /// What holds, row by row in the order of the table: all accounts, or one.
  ///
  /// Switches of an account are shown as they work: off where a switch above is off. Throws
  /// `unknownAccount`. Complexity: O(rows × accounts).
  package func effectiveRows(account: String? = nil) throws(SettingsError) -> [EffectiveRow] {
    if let account { _ = try self.account(named: account) }
    var result: [EffectiveRow] = []
    var accountsShown = false
    for row in SettingTable.rows {
      guard row.isOfAccount else {
        result.append(effective(row, account: nil))
        continue
      }
      // All rows of one account stand together.
      if accountsShown { continue }
      accountsShown = true
      for (index, candidate) in accounts.enumerated()
      where account == nil || candidate.name == account {
        result += SettingTable.rows.filter(\.isOfAccount).map { effective($0, account: index) }
      }
    }
    return result
  }

  /// What is worth knowing about these settings beside the rows: checks and filters that are off,
  /// rules that cannot work as they sound.
  package func remarks(account: String? = nil) -> [String] {
    var remarks: [String] = []
    for candidate in accounts where account == nil || candidate.name == account {
      if candidate.google == nil {
        remarks.append(
          "\(candidate.name): no `google`, so no export is checked against the account's address.")
      }
      if candidate.user == nil {
        remarks.append(
          "\(candidate.name): no `user`, so nothing is left out because of its owner.")
      }
    }
    if accounts.isEmpty { remarks.append("No account is set; nothing can be carried to Google.") }
    for kind in SettingsKind.allCases where conflictRule(for: kind) == .newest {
      remarks.append(
        kind == .contacts
          ? "contacts: newest needs time stamps, and contacts of a Takeout have none: those "
            + "conflicts are asked."
          : "\(kind.rawValue): newest asks where a side shows no time stamp.")
    }
    return remarks + warnings.map { "\($0.message) \($0.fix)" }
  }

  func effective(_ row: SettingRow, account index: Int?) -> EffectiveRow {
    let path = row.path(account: index.map { accounts[$0].name })
    var result = EffectiveRow(
      path: path, value: row.text(self, index) ?? "(not set)",
      origin: origins[path] ?? .standard)
    // Without a word of its own an account does what holds for all.
    if row.path == "accounts.NAME.tasks.target", let index, accounts[index].taskTarget == nil {
      result.value = tasks.target.rawValue
      result.origin = .follows(path: "tasks.target")
    }
    if result.value == "true", let switchedOff = switchAbove(row, account: index) {
      result.value = "false"
      result.origin = .bounded(path: switchedOff)
    }
    return result
  }

  /// The uppermost switch that turns this switch off, if one does.
  private func switchAbove(_ row: SettingRow, account index: Int?) -> String? {
    guard row.name == "enabled", row.path != "workspace.enabled" else { return nil }
    if !workspace.enabled { return "workspace.enabled" }
    guard let index, row.path != "accounts.NAME.enabled" else { return nil }
    if !accounts[index].enabled { return "accounts.\(accounts[index].name).enabled" }
    for kind in SettingsKind.allCases
    where row.path == "accounts.NAME.\(kind.rawValue).enabled" && !isEnabled(kind) {
      return "\(kind.rawValue).enabled"
    }
    return nil
  }
}
