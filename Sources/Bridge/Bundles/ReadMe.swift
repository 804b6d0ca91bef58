import Records

/// README.txt of a bundle: what to do with each file, in order, for an administrator.
package struct ReadMe {
  /// The first line; it tells a bundle's folder from any other.
  package static let title = "What to do with these files"

  let plan: Plan
  let folders: [SideFolder]
  let notes: [String]
  let withheld: [Bundle.Withheld]
  /// What has to be read first, where nobody has accepted it yet.
  var warning: [String] = []

  /// Lines end with CRLF, as all files of a bundle do. O(files + withheld).
  var text: String {
    var lines = [Self.title, "===========================", ""]
    if !warning.isEmpty {
      lines += ["READ THIS FIRST", ""]
      for sentence in warning {
        lines += Self.wrapped(Self.oneLine(sentence), indent: "   ")
      }
      lines.append("")
    }
    lines += Self.wrapped(
      "They carry out plan \(plan.id) of \(plan.made). Work from top to bottom.")
    lines.append("")
    if folders.contains(where: { $0.entries.contains { !Self.isChecklist($0) } }) {
      lines += Self.wrapped(
        "Do not open the import files in a spreadsheet and save them: it would change telephone "
          + "numbers, dates and letters with accents. Import them as they are.")
      lines.append("")
    }
    for note in notes { lines += Self.wrapped("Note: \(Self.oneLine(note))") + [""] }
    for (index, folder) in folders.enumerated() {
      lines += ["\(index + 1). \(Self.oneLine(folder.side.title))", ""]
      for entry in folder.entries {
        guard let sentence = entry.sentence else { continue }
        lines.append("   \(entry.file.path)")
        lines += Self.wrapped(sentence, indent: "      ") + [""]
      }
    }
    lines += withheldLines + ["\(folders.count + 1). Then", ""]
    lines += Self.wrapped(
      "Export each side again and let Drawbridge read what has become of it:", indent: "   ")
    lines.append("")
    for folder in folders {
      lines.append("      drawbridge import EXPORT --from \(Self.oneLine(folder.side.description))")
    }
    lines += ["      drawbridge plan", ""]
    lines += Self.wrapped(
      "Steps that were done are settled; those that were not are planned again.", indent: "   ")
    return lines.map { $0 + "\r\n" }.joined()
  }

  private var withheldLines: [String] {
    guard !withheld.isEmpty else { return [] }
    var lines = ["Left out", ""]
    for one in withheld {
      let name = Self.oneLine(one.step.name)
      lines += Self.wrapped(
        "\(one.step.action.rawValue) \(one.step.kind.rawValue) “\(name)” in "
          + "\(Self.oneLine(one.step.side.title)): \(Self.oneLine(one.reason))", indent: "   ")
    }
    return lines + [""]
  }

  private static func isChecklist(_ entry: SideFolder.Entry) -> Bool {
    entry.file.path.hasSuffix("/checklist.csv") || entry.file.path.hasSuffix("/checklist.html")
  }

  /// `1 step`, `2 steps`.
  static func count(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    count == 1 ? "1 \(one)" : "\(count) \(many ?? "\(one)s")"
  }

  /// A name without line ends and control characters, so that it cannot pass for a line of ours.
  static func oneLine(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: result.append(" ")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Lines of at most 80 characters, broken at spaces.
  static func wrapped(_ text: String, indent: String = "") -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      let width = indent.unicodeScalars.count + line.unicodeScalars.count
      if !line.isEmpty, width + 1 + word.unicodeScalars.count > 80 {
        lines.append(indent + line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return lines + [indent + line]
  }
}
