import Foundation
import Settings
import Testing

/// Which worked examples there are: a row, a value, a direction, a kind that none shows is a gap.
@Suite("The matrix of spec/rules") struct MatrixTests {
  /// What a case says: its kind, the settings it was played under, and the plans it expects.
  private struct Told {
    var kind: String
    /// Every settings section, as the rows and values that it sets.
    var values: Set<String> = []
    /// The lines of all plans.
    var plans: [String] = []
    /// The directions in which something was to be carried: a plan writes there or withholds, or a
    /// side changed.
    var directions: Set<SettingsDirection> = []
  }

  private static let told: [Told] = RulePage.all.flatMap(\.cases).map { example in
    var told = Told(kind: example.kind)
    for section in example.sections {
      switch section.head {
      case "settings": told.values.formUnion(RowValues.of(section.lines))
      case "plan":
        told.plans += section.lines
        for line in section.lines { told.directions.formUnion(written(line)) }
      case let head where [" changes", " deletes", " restores"].contains { head.hasSuffix($0) }:
        told.directions.insert(head.hasPrefix("opencrm") ? .toGoogle : .toOpenCRM)
      default: continue
      }
    }
    return told
  }

  /// Where a line of a plan writes, or what it keeps from whom.
  private static func written(_ line: String) -> Set<SettingsDirection> {
    if line.hasPrefix("conflict ") { return Set(SettingsDirection.allCases) }
    if line.hasPrefix("refused") || line == "nothing" || line.isEmpty { return [] }
    let side = line.hasPrefix("kept from ") ? line.dropFirst("kept from ".count) : line[...]
    return [side.hasPrefix("opencrm") ? .toOpenCRM : .toGoogle]
  }

  @Test("Every row whose change has to be accepted is shown to be refused first")
  func changes() throws {
    let settings = try Settings.load(text: "accounts: { mary: {} }\n")
    let paths = settings.scopeText.split(separator: "\n").map {
      String($0.prefix { $0 != "\t" })
    }
    #expect(paths.count > 40)
    let refused = Self.told.flatMap(\.plans).filter { $0.hasPrefix("refused (settings)") }
    for path in paths {
      let shown = refused.contains { line in
        line.dropFirst("refused (settings): ".count).split(separator: ", ").contains {
          $0 == path
        }
      }
      #expect(shown, "no case changes \(path)")
    }
  }

  /// The rows that have alternatives, and the kinds of records they are about.
  @Test("Every value of every row is shown for every kind and direction that it is about")
  func values() {
    var missing: [String] = []
    var count = 0
    for row in SettingTable.rows where row.values.contains(" | ") {
      let section = row.path.replacing("accounts.NAME.", with: "").split(separator: ".").first
      let kinds: [String] =
        switch section {
        case "contacts": ["contact"]
        case "calendar": row.path == "calendar.private" ? ["event", "task"] : ["event"]
        case "tasks": ["task"]
        case "opencrm": []
        default: ["contact", "event", "task"]
        }
      for value in row.values.components(" | ") {
        for direction in Self.directions(row, value) {
          for kind in kinds {
            count += 1
            if Self.isShown(row, value, kind, direction) { continue }
            missing.append("\(kind): \(row.path) \(value), \(direction.rawValue)")
          }
        }
      }
    }
    print("The matrix: \(count) of row, value, direction and kind.")
    #expect(missing == [], "no case for \(missing.joined(separator: "; "))")
  }

  /// The directions in which a value of a row says something.
  private static func directions(_ row: SettingRow, _ value: String) -> [SettingsDirection] {
    let parts = row.path.split(separator: ".")
    if parts.contains("to_opencrm") { return [.toOpenCRM] }
    if parts.contains("to_google") { return [.toGoogle] }
    switch parts.last {
    // Whose contacts an account gets, and what it may see.
    case "all_contacts", "only_mine", "private": return [.toGoogle]
    // OpenCRM's companies.
    case "linked_companies": return [.toOpenCRM]
    // A folder becomes a label, and no label a folder.
    case "folders" where value == "one-way": return [.toGoogle]
    default: return SettingsDirection.allCases
    }
  }

  private static func isShown(
    _ row: SettingRow, _ value: String, _ kind: String, _ direction: SettingsDirection
  ) -> Bool {
    told.contains { told in
      guard told.kind == kind, told.directions.contains(direction) else { return false }
      let own = told.values.filter { $0.hasPrefix(RowValues.pattern(row.path) + " ") }
      // What is not set has its default; a conflict rule holds for both directions.
      if own.isEmpty { return value == row.defaultText && !isFollowing(row, told) }
      return own.contains("\(row.path) \(value)")
    }
  }

  private static func isFollowing(_ row: SettingRow, _ told: Told) -> Bool {
    guard row.path.hasSuffix(".conflict") else { return false }
    return told.values.contains { $0.contains(".conflict ") && $0.hasPrefix(row.path.prefix(5)) }
  }

  @Test("Rows that hold a list or a window are shown with one, in each direction")
  func lists() {
    let rows: [(path: String, kinds: [String])] = [
      ("accounts.NAME.google", ["contact", "event"]),
      ("accounts.NAME.user", ["contact", "event", "task"]),
      ("accounts.NAME.teams", ["event", "task"]), ("accounts.NAME.contacts.labels", ["contact"]),
      ("accounts.NAME.calendar.calendars", ["event"]), ("accounts.NAME.tasks.lists", ["task"]),
      ("accounts.NAME.tasks.default_list", ["task"]), ("accounts.NAME.tasks.target", ["task"]),
      ("contacts.match", ["contact"]), ("contacts.do_not_update.in_opencrm", ["contact"]),
      ("contacts.do_not_update.in_google", ["contact"]),
      ("users_may_edit", ["contact", "event", "task"]),
      ("calendar.window.to_opencrm", ["event"]), ("calendar.window.to_google", ["event"]),
      ("tasks.window.to_opencrm", ["task"]), ("tasks.window.to_google", ["task"]),
      ("workspace.zone", ["event"]), ("opencrm.no_date", ["task"]),
    ]
    for row in rows {
      for kind in row.kinds {
        let isShown = Self.told.contains { told in
          told.kind == kind && told.values.contains { $0.hasPrefix(row.path + " ") }
        }
        #expect(isShown, "no \(kind) case sets \(row.path)")
      }
    }
  }

  @Test("Every rule of a direction decides something there, for every kind")
  func decisions() {
    var missing: [String] = []
    for kind in SettingsKind.allCases {
      let name = kind == .contacts ? "contact" : kind == .calendar ? "event" : "task"
      for direction in SettingsDirection.allCases {
        for rule in [
          "update: never", "update: originated", "delete: keep", "delete_conflict: ask",
          "delete_conflict: delete",
        ] {
          let words = rule.split(separator: ":").map(String.init)
          let path = "\(kind.rawValue).\(direction.rawValue).\(words[0])"
          let isShown = Self.told.contains { told in
            told.kind == name
              && told.plans.contains { $0.contains("\(path):\(words[1])") }
          }
          if !isShown { missing.append("\(name): \(path):\(words[1])") }
        }
      }
      for rule in ["opencrm", "google", "newest", "ask"] {
        let path = "\(kind.rawValue).conflict: \(rule)"
        let isShown = Self.told.contains { told in
          told.kind == name && told.plans.contains { $0.contains(path) }
        }
        if !isShown { missing.append("\(name): \(path)") }
      }
    }
    #expect(missing == [], "decided by no case: \(missing.joined(separator: "; "))")
  }
}

/// The rows that a piece of drawbridge.yaml sets, as `contacts.direction both`.
enum RowValues {
  static func of(_ lines: [String]) -> Set<String> {
    var text = lines.joined(separator: "\n") + "\n"
    if !lines.contains(where: { $0.hasPrefix("accounts:") }) {
      text = RuleDesk.plainAccounts + text
    }
    guard let settings = try? Settings.load(text: text),
      let rows = try? settings.effectiveRows()
    else { return [] }
    return Set(
      rows.compactMap { row in
        row.origin == .standard ? nil : "\(pattern(row.path)) \(row.value)"
      })
  }

  static func pattern(_ path: String) -> String {
    let parts = path.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 2, parts[0] == "accounts" else { return path }
    return (["accounts", "NAME"] + parts[2...]).joined(separator: ".")
  }
}

extension String {
  fileprivate func components(_ separator: String) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let range = rest.range(of: separator) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }
}
