/// All rows, in the order in which the file and the pages show them.
package enum SettingTable {
  /// All rows. What a mapping of the file is for stands in `sections`.
  package static let rows: [SettingRow] =
    workspaceRows + accountRows + contactRows + calendarRows + taskRows + guardRows + openCRMRows

  /// What each mapping is for; shown above it in the file.
  static let sections: [(path: String, description: String)] = [
    ("workspace", "The workspace as a whole."),
    ("accounts", "The Google accounts. Commands call them google:NAME."),
    ("contacts", "Contacts."),
    ("contacts.do_not_update", "Properties that are never written on a side."),
    ("contacts.to_opencrm", "What Google's changes do in OpenCRM."),
    ("contacts.to_google", "What OpenCRM's changes do in Google."),
    ("calendar", "Events."),
    ("calendar.window", "The days around today whose events are carried."),
    ("tasks", "Tasks."),
    ("tasks.window", "The days around today whose tasks are carried."),
    ("guards", "Budgets. What goes beyond one is refused, and says how to go on."),
    ("opencrm", "How this OpenCRM system writes its exports."),
    ("opencrm.deleted", "How a record is marked as deleted where OpenCRM cannot delete it."),
  ]

  /// Finds a row by its path with `NAME`, or by a concrete path. Complexity: O(rows).
  static func row(_ path: String) -> SettingRow? {
    let pattern = self.pattern(path)
    return rows.first { $0.path == pattern }
  }

  /// Puts `NAME` in the place of an account's name.
  static func pattern(_ path: String) -> String {
    let parts = path.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 2, parts[0] == "accounts" else { return path }
    return (["accounts", "NAME"] + parts[2...]).joined(separator: ".")
  }

  /// The names that may stand in a mapping, in order; `path` is empty for the top level.
  static func names(in path: String) -> [String] {
    let prefix = path.isEmpty ? "" : path + "."
    var names: [String] = []
    for row in rows where row.path.utf8.starts(with: prefix.utf8) {
      let rest = row.path.dropFirst(prefix.utf8.count)
      let name = rest.split(separator: ".").first.map(String.init) ?? ""
      if !names.contains(name) { names.append(name) }
    }
    return names
  }
}
