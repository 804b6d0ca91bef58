/// A row that says which records are carried or where they go, changed so that fewer are, or that
/// they go elsewhere.
package struct ScopeChange: Sendable, Equatable {
  /// Concrete path: `accounts.first.contacts.labels`.
  package var path: String
  /// The values as the file would spell them; nil where the row's account is not in the settings.
  package var from: String?
  package var to: String?
}

extension Settings {
  /// What these settings carry, as text that a later version of them is compared with.
  package var scopeText: String {
    scopeRows.map { row in
      ([row.path, row.sort.rawValue, row.shown] + row.items).map { item in
        String(item.map { $0.isNewline || $0 == "\t" ? " " : $0 })
      }.joined(separator: "\t")
    }.joined(separator: "\n")
  }

  /// The rows that carry less than they did, or to another place; empty where all that was carried
  /// still is. O(rows).
  ///
  /// - Parameter text: `scopeText` of the settings at that time.
  package func narrowings(since text: String) -> [ScopeChange] {
    let old = text.split(separator: "\n").compactMap { ScopeRow(String($0)) }
    var now: [String: ScopeRow] = [:]
    for row in scopeRows { now[row.path] = row }
    return old.compactMap { before in
      guard let after = now[before.path] else {
        return before.path.hasSuffix(".enabled")
          ? ScopeChange(path: before.path, from: before.shown, to: nil) : nil
      }
      return after.isNarrower(than: before)
        ? ScopeChange(path: before.path, from: before.shown, to: after.shown) : nil
    }
  }

  private var scopeRows: [ScopeRow] {
    func flag(_ path: String, _ value: Bool) -> ScopeRow {
      ScopeRow(path, .flag, "\(value)", [])
    }
    func list(
      _ path: String, _ value: [String], _ sort: ScopeRow.Sort = .list
    ) -> ScopeRow {
      ScopeRow(path, sort, value.written ?? "[]", value)
    }
    func window(_ path: String, _ value: TimeWindow) -> ScopeRow {
      ScopeRow(
        path, .window, value.written ?? "",
        [value.from, value.to].map { String($0.count * $0.unit.days) })
    }
    func target(_ path: String, _ value: String?) -> ScopeRow {
      ScopeRow(path, .target, value?.written ?? "(not set)", value.map { [$0] } ?? [])
    }
    func direction(_ path: String, _ value: SyncDirection) -> ScopeRow {
      ScopeRow(path, .direction, value.rawValue, [])
    }
    var rows = [
      flag("workspace.enabled", workspace.enabled), flag("contacts.enabled", contacts.enabled),
      flag("calendar.enabled", calendar.enabled), flag("tasks.enabled", tasks.enabled),
      window("calendar.window.to_opencrm", calendar.windowToOpenCRM),
      window("calendar.window.to_google", calendar.windowToGoogle),
      window("tasks.window.to_opencrm", tasks.windowToOpenCRM),
      window("tasks.window.to_google", tasks.windowToGoogle),
      direction("contacts.direction", contacts.direction),
      direction("calendar.direction", calendar.direction),
      direction("tasks.direction", tasks.direction),
      flag("contacts.all_contacts", contacts.allContacts),
      ScopeRow("calendar.private", .sight, calendar.privateEvents.rawValue, []),
    ]
    for account in accounts {
      let path = "accounts.\(account.name)"
      rows += [
        flag("\(path).enabled", account.enabled), target("\(path).user", account.user),
        list("\(path).teams", account.teams, .names),
        ScopeRow("\(path).contacts.only_mine", .limit, "\(account.onlyMine)", []),
        flag("\(path).contacts.enabled", account.contactsEnabled),
        list("\(path).contacts.labels", account.labels),
        flag("\(path).calendar.enabled", account.calendarEnabled),
        list("\(path).calendar.calendars", account.calendars),
        flag("\(path).tasks.enabled", account.tasksEnabled),
        list("\(path).tasks.lists", account.lists),
        target("\(path).tasks.default_list", account.defaultList),
        target("\(path).tasks.target", taskTarget(of: account).rawValue),
      ]
    }
    return rows
  }
}

/// One row of the scope, with what tells whether another value of it carries less.
private struct ScopeRow {
  enum Sort: String {
    /// Carries nothing where it is off.
    case flag
    /// Carries what it names; all where it names nothing.
    case list
    case window
    /// Carries both ways or one.
    case direction
    /// Carries less where it is on.
    case limit
    /// Shows less where it hides.
    case sight
    /// Carries what it names; nothing more where it names nothing.
    case names
    /// Another value leads elsewhere; no value restricts nothing.
    case target
  }

  var path: String
  var sort: Sort
  var shown: String
  var items: [String]

  init(_ path: String, _ sort: Sort, _ shown: String, _ items: [String]) {
    self.path = path
    self.sort = sort
    self.shown = shown
    self.items = items
  }

  init?(_ line: String) {
    let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 3, let sort = Sort(rawValue: parts[1]) else { return nil }
    self.init(parts[0], sort, parts[2], Array(parts.dropFirst(3)))
  }

  func isNarrower(than before: ScopeRow) -> Bool {
    switch sort {
    case .flag: return before.shown == "true" && shown == "false"
    case .limit: return before.shown == "false" && shown == "true"
    case .direction: return shown != before.shown && shown != SyncDirection.both.rawValue
    case .sight: return shown != before.shown && shown == PrivateRule.hide.rawValue
    case .names: return !Set(items).isSuperset(of: before.items)
    case .list:
      if items == before.items || items.isEmpty { return false }
      // New records go into the first.
      return before.items.isEmpty || before.items.first != items.first
        || !Set(items).isSuperset(of: before.items)
    case .window:
      let (old, new) = (before.items.compactMap { Int($0) }, items.compactMap { Int($0) })
      guard old.count == 2, new.count == 2 else { return shown != before.shown }
      return new[0] > old[0] || new[1] < old[1]
    case .target: return items != before.items && !items.isEmpty
    }
  }
}
