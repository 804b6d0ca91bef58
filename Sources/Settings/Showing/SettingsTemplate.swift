extension Settings {
  /// The commented `drawbridge.yaml` that `init` writes: one account, `first`, and every row with
  /// its meaning. It reads back as the defaults. Rows that are not set stand as
  /// comments.
  package static func template(workspaceID: String, zone: String) -> String {
    var template = Template()
    template.line(0, "# Settings of this Drawbridge workspace.")
    template.line(0, "# `drawbridge settings` shows what holds and why;")
    template.line(0, "# `drawbridge settings --explain ROW` explains a row.")
    template.line(0, "# Where values are separated by |, the first is the default.")
    for row in SettingTable.rows {
      let value: String? =
        switch row.path {
        case "workspace.id": YAMLText.scalar(workspaceID)
        case "workspace.zone": YAMLText.scalar(zone)
        // Set in both directions they would have to be changed in both.
        case _ where row.name == "conflict": nil
        default: row.defaultText
        }
      template.add(row, value: value)
    }
    return template.text
  }

  private struct Template {
    var text = ""
    private var open: [String] = []
    private var described: Set<String> = []

    mutating func line(_ depth: Int, _ content: String) {
      text += String(repeating: "  ", count: depth) + content + "\n"
    }

    mutating func add(_ row: SettingRow, value: String?) {
      let path = row.path.replacing("NAME", with: "first").split(separator: ".").map(String.init)
      openMappings(Array(path.dropLast()))
      let depth = path.count - 1
      // The rules of events and tasks are those of contacts: explained once.
      if described.insert(row.description).inserted {
        let original = row.original.map { " In Google2OpenCRM: \($0)." } ?? ""
        for piece in YAMLText.wrapped(row.description + original, width: 96 - 2 * depth) {
          line(depth, "# \(piece)")
        }
      }
      let name = path.last ?? ""
      let note =
        row.values.utf8.contains(0x7C) && !row.values.utf8.contains(0x2C)
        ? "  # \(row.values)" : ""
      if let value {
        line(depth, "\(name): \(value)\(note)")
      } else {
        line(depth, "# \(name): \(row.example ?? row.defaultText ?? "")\(note)")
      }
      if value != nil, let example = row.example, value == row.defaultText {
        line(depth, "#   for example: \(name): \(example)")
      }
    }

    /// Writes the headings of the mappings that are not open yet.
    private mutating func openMappings(_ path: [String]) {
      var shared = 0
      while shared < min(open.count, path.count), open[shared] == path[shared] { shared += 1 }
      for depth in shared..<max(shared, path.count) {
        let heading = path[...depth].joined(separator: ".")
        if depth == 0 { line(0, "") }
        if let section = SettingTable.sections.first(where: { $0.path == heading }) {
          line(depth, "# \(section.description)")
        }
        line(depth, "\(path[depth]):")
      }
      if path.isEmpty { line(0, "") }
      open = path
    }
  }
}
