extension Settings {
  /// Explains a row in a paragraph: what it does, its values, and what holds here and why.
  ///
  /// `name` is a path, concrete or with `NAME`, or a unique end of one (`first_link`). Throws
  /// `unknownRow` with the rows that may be meant.
  package func explain(_ name: String) throws(SettingsError) -> String {
    let row = try self.row(named: name)
    var sentences = ["`\(row.path)`: \(row.description)", "Values: \(row.values)."]
    sentences.append(row.defaultText.map { "Default: \($0)." } ?? "By default it is not set.")
    if let original = row.original { sentences.append("In Google2OpenCRM: \(original).") }

    let asked = name.split(separator: ".").dropFirst().first.map(String.init)
    // The account named in the path, if one is; else every account.
    let named = accounts.indices.filter { accounts[$0].name == asked }
    let shown =
      row.isOfAccount
      ? (named.isEmpty ? Array(accounts.indices) : named).map { effective(row, account: $0) }
      : [effective(row, account: nil)]
    for effective in shown {
      let subject = row.isOfAccount ? "\(effective.path) is" : "Here it is"
      sentences.append("\(subject) \(effective.value) (\(effective.origin.described(in: file))).")
    }
    return sentences.joined(separator: " ")
  }

  /// The path of the row that a name means, as `explain` takes it; concrete where the name is.
  ///
  /// Throws `unknownRow`.
  package func rowPath(_ name: String) throws(SettingsError) -> String {
    let path = try row(named: name).path
    return SettingTable.row(name) != nil ? name : path
  }

  private func row(named name: String) throws(SettingsError) -> SettingRow {
    if let row = SettingTable.row(name) { return row }
    let ending = SettingTable.rows.filter { $0.path.hasSuffix("." + name) }
    if ending.count == 1 { return ending[0] }
    let paths = SettingTable.rows.map(\.path)
    // The name of what several rows stand under: `window`, `calendar.window`.
    let inside = SettingTable.rows.filter {
      $0.path.hasPrefix(name + ".") || $0.path.contains(".\(name).")
    }
    let fix: String
    if let meant = [ending, inside].first(where: { !$0.isEmpty }) {
      fix = "Which one: \(meant.map(\.path).joined(separator: ", "))?"
    } else if let near = NearestName.of(SettingTable.pattern(name), among: paths)
      ?? nearest(name)
    {
      fix = "Is `\(near)` meant?"
    } else {
      fix = "`drawbridge settings` lists all rows."
    }
    throw SettingsError(
      file: file,
      problems: [
        SettingsProblem(
          code: .unknownRow, line: nil, column: nil, path: name,
          message: "No single row is called `\(name)`.", fix: fix)
      ])
  }

  /// The first row whose last part is nearest.
  private func nearest(_ name: String) -> String? {
    guard let near = NearestName.of(name, among: SettingTable.rows.map(\.name)) else { return nil }
    return SettingTable.rows.first { $0.name == near }?.path
  }
}
