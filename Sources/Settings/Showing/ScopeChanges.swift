/// A row changed so that fewer records or changes are carried, that records go elsewhere, or that
/// more is deleted or shown.
package struct ScopeChange: Sendable, Equatable {
  /// Concrete path: `accounts.first.contacts.labels`.
  package var path: String
  /// The values as the file would spell them; `to` is nil where an account was taken out.
  package var from: String?
  package var to: String?
  /// What follows from it, in words.
  package var effect: String = ScopeRow.leavesOut

  /// The change in words: `tasks.enabled was true and is false (…)`.
  package var sentence: String {
    "\(path) was \(from ?? "not there") and is \(to ?? "not there any more") (\(effect))"
  }
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

  /// The rows that carry less than they did, or to another place, or that delete more; empty where
  /// all that was carried still is. O(rows).
  ///
  /// - Parameter text: `scopeText` of the settings at that time.
  package func narrowings(since text: String) -> [ScopeChange] {
    let old = text.split(separator: "\n").compactMap { ScopeRow(String($0)) }
    var now: [String: ScopeRow] = [:]
    for row in scopeRows { now[row.path] = row }
    return old.compactMap { before in
      guard let after = now[before.path] else {
        // One line for an account, not one for each of its switches.
        let parts = before.path.split(separator: ".")
        guard parts.count == 3, parts[0] == "accounts", parts[2] == "enabled" else { return nil }
        return ScopeChange(path: "accounts.\(parts[1])", from: "there", to: nil)
      }
      return after.isNarrower(than: before)
        ? ScopeChange(
          path: before.path, from: before.shown, to: after.shown, effect: after.effect) : nil
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
    func target(
      _ path: String, _ value: String?, _ effect: String = ScopeRow.leavesOut
    ) -> ScopeRow {
      ScopeRow(
        path, .target, value?.written ?? "(not set)", value.map { [$0] } ?? [], effect: effect)
    }
    func direction(_ path: String, _ value: SyncDirection) -> ScopeRow {
      ScopeRow(path, .direction, value.rawValue, [])
    }
    func rules(_ kind: SettingsKind, _ direction: SettingsDirection) -> [ScopeRow] {
      let path = "\(kind.rawValue).\(direction.rawValue)"
      let rules = self.rules(kind, direction)
      let place = direction == .toGoogle ? "Google" : "OpenCRM"
      return [
        ScopeRow(
          "\(path).update", .ranked, rules.update.rawValue,
          [UpdateRule.always, .originated, .never].map(\.rawValue),
          effect: "what it withholds is listed, and written in \(place) no more"),
        ScopeRow(
          "\(path).delete", .into, rules.delete.rawValue, [DeleteRule.delete.rawValue],
          effect: "deletions are carried out in \(place) from now on"),
        ScopeRow(
          "\(path).delete_conflict", .into, rules.deleteConflict.rawValue,
          [DeleteConflictRule.delete.rawValue],
          effect: "records changed since are deleted in \(place) from now on"),
      ]
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
      ScopeRow(
        "calendar.private", .sight, calendar.privateEvents.rawValue, [],
        effect: "accounts see more or less of private events, as the plan shows"),
      ScopeRow(
        "contacts.do_not_update.in_opencrm", .protected,
        contacts.doNotUpdateInOpenCRM.written ?? "",
        contacts.doNotUpdateInOpenCRM,
        effect: "changes of them are listed, and written in OpenCRM no more"),
      ScopeRow(
        "contacts.do_not_update.in_google", .protected, contacts.doNotUpdateInGoogle.written ?? "",
        contacts.doNotUpdateInGoogle,
        effect: "changes of them are listed, and written in Google no more"),
      ScopeRow(
        "contacts.linked_companies", .ranked, contacts.linkedCompanies.rawValue,
        [LinkedCompanies.create, .find, .off].map(\.rawValue),
        effect: "organisations are carried to OpenCRM no more, or found only"),
      ScopeRow(
        "contacts.folders", .sight, contacts.folders.rawValue, [],
        effect: "folders and labels follow one another otherwise, as the plan shows"),
      target(
        "opencrm.deleted.contacts.field", openCRM.deletedContactField,
        "contacts with the value count as deleted"),
      target(
        "opencrm.deleted.contacts.value", openCRM.deletedContactValue,
        "contacts with the value count as deleted"),
      target(
        "opencrm.no_date", openCRM.noDate, "tasks that start on that day count as without a date"),
      target(
        "workspace.zone", workspace.zone,
        "the times of OpenCRM are read on other clocks, and move at Google"),
    ]
    for kind in SettingsKind.allCases {
      rows += rules(kind, .toOpenCRM) + rules(kind, .toGoogle)
    }
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
        target(
          "\(path).tasks.default_list", account.defaultList, "new tasks go there"),
        target(
          "\(path).tasks.target", taskTarget(of: account).rawValue,
          "linked tasks move there, as the plan shows"),
      ]
    }
    return rows
  }
}

/// One row of the scope, with what tells whether another value of it carries less.
struct ScopeRow {
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
    /// Shows or does something else with every other value.
    case sight
    /// Carries less the later its value stands in a list.
    case ranked
    /// Deletes where it has one of some values.
    case into
    /// Carries what it does not name.
    case protected
    /// Carries what it names; nothing more where it names nothing.
    case names
    /// Another value leads elsewhere; no value restricts nothing.
    case target
  }

  var path: String
  var sort: Sort
  var shown: String
  var items: [String]
  /// What follows from a change, in words.
  var effect: String

  static let leavesOut =
    "what it leaves out is neither written nor carried from now on; nothing is deleted"

  init(
    _ path: String, _ sort: Sort, _ shown: String, _ items: [String], effect: String = leavesOut
  ) {
    self.path = path
    self.sort = sort
    self.shown = shown
    self.items = items
    self.effect = effect
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
    case .sight: return shown != before.shown
    case .ranked:
      let places = [before.shown, shown].map { items.firstIndex(of: $0) ?? 0 }
      return places[1] > places[0]
    case .into: return shown != before.shown && items.contains(shown)
    case .protected: return !Set(before.items).isSuperset(of: items)
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
