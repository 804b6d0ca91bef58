package import Ledger
import Records

/// The log as a diary: a paragraph for each operation, with what it did.
package enum LogReport {
  /// How many records a sentence names before it counts the rest.
  private static let named = 8

  /// The lines of the diary, oldest first. O(log).
  package static func lines(_ pages: [DiaryPage]) -> [String] {
    pages.flatMap { page -> [String] in
      let operation = page.operation
      let undone = page.undoneBy.map { "   (undone by operation \($0))" } ?? ""
      return ["\(operation.number)  \(operation.time)  \(operation.command)\(undone)"]
        + (operation.summary + sent(page.steps) + decided(page.conflicts)).map { "      \($0)" }
    }
  }

  /// One object an operation.
  package static func json(_ page: DiaryPage) -> JSONText {
    .object([
      ("operation", .number(page.operation.number)), ("time", .string(page.operation.time)),
      ("command", .string(page.operation.command)),
      (
        "summary",
        .array(
          (page.operation.summary + sent(page.steps) + decided(page.conflicts)).map(
            JSONText.string))
      ),
      ("undoes", page.operation.undoes.map(JSONText.number) ?? .null),
      ("undone_by", page.undoneBy.map(JSONText.number) ?? .null),
    ])
  }

  /// `Google (first): create Omar Saleh, Lena Hart; update Joe Bloggs.`
  private static func sent(_ steps: [SentStep]) -> [String] {
    Set(steps.map(\.side)).sorted().map { side in
      var actions: [String] = []
      for action in Plan.Action.allCases {
        let names = steps.filter { $0.side == side && $0.action == action.rawValue }
          .map { $0.name ?? $0.uid }
        if !names.isEmpty { actions.append("\(action.rawValue) \(listed(names.sorted()))") }
      }
      return "\(side.title): \(actions.joined(separator: "; "))."
    }
  }

  private static func decided(_ conflicts: [ConflictNote]) -> [String] {
    var lines = conflicts.filter(\.isDecided).map { note in
      let losers = note.losers.map { "\($0.value?.onOneLine ?? "(none)") (\($0.side))" }
      return
        "\(note.name), \(note.property): \(note.kept?.onOneLine ?? "(none)"), decided by \(note.rule)"
        + (losers.isEmpty ? "." : "; lost: \(losers.joined(separator: ", ")).")
    }
    if lines.count > named {
      lines = lines.prefix(named) + ["and \(lines.count - named) more decisions."]
    }
    let open = conflicts.filter { !$0.isDecided }.map { "\($0.name) (\($0.property))" }
    if !open.isEmpty { lines.append("New in conflict: \(listed(open)).") }
    return lines
  }

  private static func listed(_ names: [String]) -> String {
    names.count <= named
      ? names.joined(separator: ", ")
      : names.prefix(named).joined(separator: ", ") + " and \(names.count - named) more"
  }
}
