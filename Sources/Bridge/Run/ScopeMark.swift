import Ledger
import Records
package import Settings

/// Remembers which settings of scope the last operation rested on, so that a narrower filter is
/// shown before anything follows from it (DESIGN section 8).
package enum ScopeMark {
  private static let name = "settings.scope"

  /// What the settings carry no more, or elsewhere, since they were last accepted.
  package static func narrowings(on bench: Workbench) -> [ScopeChange] {
    guard RecordKind.allCases.contains(where: { !bench.state.links($0).isEmpty }) else { return [] }
    // A workspace older than these rows had their defaults.
    let accepted = bench.state.marks[name] ?? Settings.withoutScope(bench.settings).scopeText
    return bench.settings.narrowings(since: accepted)
  }

  /// How many linked records the settings leave out, as `3 contacts of Google (mary)`.
  /// O(links).
  ///
  /// - Throws: errors of the store.
  static func leavingOut(on bench: inout Workbench) throws -> [String] {
    var lines: [String] = []
    for kind in RecordKind.allCases {
      let links = bench.state.sortedLinks(kind) { link in
        link.sides.contains { $0.key != .opencrm && Self.isThere($0.value) }
      }
      let scope = CreateScope(kind, on: bench)
      try bench.load(scope.needed(by: links, on: bench), kind)
      for account in bench.state.scopes.map(\.side) where account != .opencrm {
        guard bench.state.scopes.contains(SideKind(account, kind)) else { continue }
        let count = links.count { link in
          link.sides[account].map(Self.isThere) == true
            && Scope.outside(account, link, bench) != nil
        }
        let line = "\(counted(count, kind.rawValue)) of \(account.title)"
        if count > 0, !lines.contains(line) { lines.append(line) }
      }
    }
    return lines
  }

  private static func isThere(_ seat: LinkSide) -> Bool {
    seat.state == .live || seat.state == .frozen
  }

  /// Takes the settings as they are, where they carry no less than before.
  package static func note(on bench: inout Workbench) {
    guard narrowings(on: bench).isEmpty else { return }
    bench.state.mark(name, bench.settings.scopeText)
  }

  /// Accepts the settings as they are: what they leave out is frozen from now on.
  ///
  /// - Returns: what was accepted.
  /// - Throws: errors of the store.
  package static func accept(on bench: inout Workbench) throws -> [ScopeChange] {
    let changes = narrowings(on: bench)
    guard !changes.isEmpty else { return [] }
    for kind in RecordKind.allCases {
      var reconciler = Reconciler(kind, on: bench)
      try reconciler.freeze()
      bench = reconciler.bench
    }
    bench.state.mark(name, bench.settings.scopeText)
    return changes
  }
}

extension Settings {
  /// The same accounts with the default of every row that says what is carried.
  fileprivate static func withoutScope(_ settings: Settings) -> Settings {
    var result = Settings()
    result.accounts = settings.accounts.map { account in
      var plain = AccountSettings(name: account.name)
      plain.user = account.user
      plain.enabled = account.enabled
      plain.contactsEnabled = account.contactsEnabled
      plain.calendarEnabled = account.calendarEnabled
      plain.tasksEnabled = account.tasksEnabled
      return plain
    }
    result.workspace.enabled = settings.workspace.enabled
    result.contacts.enabled = settings.contacts.enabled
    result.calendar.enabled = settings.calendar.enabled
    result.tasks.enabled = settings.tasks.enabled
    return result
  }
}
