extension SettingTable {
  /// The text of spec/settings.md.
  package static func page() -> String {
    var text = """
      # Settings

      <!-- Written from the table in Sources/Settings/Table. Do not edit: see SettingTableTests. -->

      The file `drawbridge.yaml` in the workspace. What it does not name has its default. A name
      that is no row, a value that a row does not take, and a name set twice are errors with line,
      column and what is probably meant. All errors of a file are reported at once.

      - Where values are separated by "or", the first is the default.
      - `drawbridge settings` shows the value that holds for every row, and where it comes from.
      - A conflict is decided once for all sides, so `to_opencrm.conflict` and `to_google.conflict`
        of a kind must agree. A direction that is not set takes the other's rule. `ask` beside
        another rule asks, with a warning; two different rules are an error.
      - An empty file is valid: all defaults, no account.


      """
    var section = ""
    for row in rows {
      let top = row.path.split(separator: ".").first.map(String.init) ?? ""
      if top != section {
        section = top
        let description = sections.first { $0.path == top }?.description
        if !text.hasSuffix("\n\n") { text += "\n" }
        text += "## `\(top)`\n\n" + (description.map { $0 + "\n\n" } ?? "")
        text += "| row | values | default | what it does | in Google2OpenCRM |\n"
        text += "| --- | --- | --- | --- | --- |\n"
      }
      let values = row.values.split(separator: "|").map { piece in
        String(piece.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
      let shown =
        values.count > 1 ? values.map { "`\($0)`" }.joined(separator: " or ") : row.values
      text += "| `\(row.path)` | \(shown) | \(row.defaultText.map { "`\($0)`" } ?? "not set") | "
      text += "\(row.description) | \(row.original ?? "") |\n"
    }
    return text
  }
}
