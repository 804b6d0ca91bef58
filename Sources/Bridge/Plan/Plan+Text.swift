import ContentLines
import Merge
import Records

extension Plan {
  /// The plan as a person reads it, grouped by side and action.
  package var text: [String] {
    var lines: [String] = []
    if let refused {
      lines += [
        "Refused (\(refused.guardName)): \(refused.detail)",
        "To go on all the same: \(refused.option)", "",
      ]
    }
    for warning in warnings { lines.append("Note: \(warning)") }
    if !warnings.isEmpty { lines.append("") }
    lines += stepLines + conflictLines + questionLines + divergenceLines
    lines.append(summary)
    return lines
  }

  private var stepLines: [String] {
    var lines: [String] = []
    for side in Set(steps.map(\.side)).sorted() {
      for action in Action.allCases {
        let group = steps.filter { $0.side == side && $0.action == action }
        guard !group.isEmpty else { continue }
        lines.append("\(side.title): \(action.rawValue) \(group.count)")
        for step in group {
          lines.append("  \(step.kind.rawValue) \(step.name)  [\(step.reason)]")
          for change in step.changes {
            lines.append("      " + change.sentence)
          }
        }
        lines.append("")
      }
    }
    return lines
  }

  private var conflictLines: [String] {
    guard !conflicts.isEmpty else { return [] }
    var lines = ["Conflicts: \(openConflicts.count) open, \(conflicts.count) in all"]
    for conflict in conflicts {
      let state = conflict.isDecided ? "decided by \(conflict.rule)" : "open (\(conflict.rule))"
      lines.append("  \(conflict.kind.rawValue) \(conflict.name): \(conflict.property), \(state)")
      if let base = conflict.base { lines.append("      before: \(base.onOneLine)") }
      for value in conflict.values {
        lines.append(
          "      \(value.side): \(value.value?.onOneLine ?? (conflict.property == "*" ? "(deleted)" : "(none)"))"
        )
      }
      if !conflict.isDecided {
        let ways = conflict.values.map { "--take \($0.side)" }.joined(separator: " | ")
        let word = "      decide: drawbridge resolve \(conflict.uid.shellWord) "
        lines.append(
          conflict.property == "*"
            ? word + "--deleted | --restore"
            : word + "--property \(conflict.property.shellWord) \(ways)")
      }
    }
    return lines + [""]
  }

  private var questionLines: [String] {
    guard !questions.isEmpty else { return [] }
    var lines = ["Questions: \(questions.count)"]
    for question in questions {
      // Exact copies are asked about together; the JSON has them all.
      let others = question.records.count - 1
      let names =
        "\"\(question.records.first?.name ?? "")\""
        + (others > 0 ? " and \(others) exact \(others == 1 ? "copy" : "copies") of it" : "")
      switch question.kind {
      case .sameRecord:
        lines.append("  \(names), in \(question.side.title): is it the same record as")
      case .tie:
        lines.append("  \(names), in \(question.side.title): which of these is it?")
      case .vanished:
        lines.append("  \(names) is no longer in \(question.side.title): did it become")
      case .mergedOnSide:
        lines.append("  \(names) is no longer in \(question.side.title): was it merged into")
      }
      for candidate in question.candidates {
        let reasons =
          candidate.reasons.isEmpty ? "" : "  (\(candidate.reasons.joined(separator: ", ")))"
        lines.append("      \"\(candidate.name)\"  \(candidate.uid)\(reasons)")
      }
      guard let record = question.records.first else { continue }
      switch question.kind {
      case .sameRecord, .tie:
        lines.append(
          "      decide: drawbridge resolve \(record.uid.shellWord) --link UID, or --new")
      case .vanished:
        lines.append(
          "      decide: drawbridge resolve \(record.uid.shellWord) --link UID, or --deleted")
      case .mergedOnSide:
        lines.append(
          "      decide: drawbridge resolve \(record.uid.shellWord) --merged-into UID, or --deleted"
        )
      }
    }
    return lines + [""]
  }

  private var divergenceLines: [String] {
    guard !divergences.isEmpty else { return [] }
    var lines = ["Kept apart by rule: \(divergences.count)"]
    var counts: [Withheld: Int] = [:]
    for row in divergences where row.property == "*" { counts[Withheld(row), default: 0] += 1 }
    for row in divergences {
      // Many records left out for one reason are one line; the JSON has them all.
      if row.property == "*", let count = counts[Withheld(row)], count > Self.mostAlike {
        lines.append(
          "  \(count) records are not carried to \(row.side.title): \(row.withheldBy)")
        counts[Withheld(row)] = 0
        continue
      }
      if row.property == "*", counts[Withheld(row)] == 0 { continue }
      lines.append(
        "  \(row.name): \(row.property == "*" ? "the record" : row.property) "
          + "is not carried to \(row.side.title): \(row.withheldBy)")
    }
    return lines + [""]
  }

  /// How many records that one rule keeps from one side are listed by name.
  private static let mostAlike = 5

  private struct Withheld: Hashable {
    var side: SideName
    var reason: String

    init(_ row: Divergence) {
      side = row.side
      reason = row.withheldBy
    }
  }

  /// One line that says what is left.
  package var summary: String {
    if isEmpty {
      if waiting > 0 {
        let records = "\(counted(waiting, "record")) \(waiting == 1 ? "has" : "have")"
        return "Nothing to do before the next imports: \(records) steps out."
      }
      return divergences.isEmpty
        ? "Nothing to do: all sides agree."
        : "Nothing to do: all sides agree but for what is kept apart by rule."
    }
    return "\(count(.create)) to create, \(count(.update)) to update, \(count(.delete)) to delete; "
      + "\(counted(openConflicts.count, "conflict")) and \(counted(questions.count, "question")) open."
  }
}

extension UnitChange {
  /// `PROPERTY: old -> new`, on one line.
  package var sentence: String {
    "\(property): \(from?.onOneLine ?? "(none)") -> \(to?.onOneLine ?? "(none)")"
  }
}

extension String {
  /// As a person types it in a shell: in quotes where it needs them.
  var shellWord: String {
    let isPlain =
      !isEmpty
      && utf8.allSatisfy { byte in
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || "@%+=:,./-_".utf8.contains(byte)
      }
    return isPlain ? self : "'" + replacing("'", with: "'\\''") + "'"
  }

  /// The lines of a composite value beside one another.
  var onOneLine: String { replacing("\n", with: ", ") }
}
