/// What `drawbridge.yaml` says, complete: what is not written there has its default.
package struct Settings: Sendable, Equatable {
  /// The workspace as a whole.
  package var workspace = WorkspaceSettings()
  /// The Google accounts in the order of the file.
  package var accounts: [AccountSettings] = []
  /// Rows of an account that the account's own file may override.
  package var usersMayEdit: [String] = []
  /// Rules for contacts.
  package var contacts = ContactSettings()
  /// Rules for events.
  package var calendar = CalendarSettings()
  /// Rules for tasks.
  package var tasks = TaskSettings()
  /// Budgets beyond which a command refuses.
  package var guards = GuardSettings()
  /// How this OpenCRM system writes its exports.
  package var openCRM = OpenCRMSettings()

  /// What reading found odd but not wrong, in the order of the file.
  package var warnings: [SettingsProblem] = []
  /// Where each value that is not a default came from, by concrete path.
  var origins: [String: SettingOrigin] = [:]
  /// Name of the file, for messages.
  var file = Settings.fileName

  /// The name of the settings file in a workspace.
  package static let fileName = "drawbridge.yaml"

  /// Makes settings of defaults only, without accounts.
  package init() {}

  /// Finds an account by its exact name.
  ///
  /// Throws a `SettingsError` with code `unknownAccount` whose fix holds the lines to add.
  package func account(named name: String) throws(SettingsError) -> AccountSettings {
    if let account = accounts.first(where: { $0.name == name }) { return account }
    let known = accounts.map(\.name)
    var message = "No account `\(name)` in \(file)."
    if let near = NearestName.of(name, among: known) {
      message += " Is `\(near)` meant?"
    } else if !known.isEmpty {
      message += " It names \(known.map { "`\($0)`" }.joined(separator: ", "))."
    }
    let lines =
      "    \(YAMLText.scalar(name)):\n      google: \(name)@example.com   # or leave it out"
    let fix =
      accounts.isEmpty
      ? "Add these lines to \(file):\n  accounts:\n\(lines)"
      : "Add these lines under `accounts:` in \(file):\n\(lines)"
    throw SettingsError(
      file: file,
      problems: [
        SettingsProblem(
          code: .unknownAccount, line: nil, column: nil, path: "accounts.\(name)",
          message: message, fix: fix)
      ])
  }

  /// Tells whether a kind is carried for an account: the workspace's switch, the kind's, the
  /// account's and the account's for the kind all have to be on.
  package func isEnabled(_ kind: SettingsKind, for account: AccountSettings) -> Bool {
    workspace.enabled && isEnabled(kind) && account.enabled && account.isEnabled(kind)
  }

  /// Tells whether a kind is carried at all.
  package func isEnabled(_ kind: SettingsKind) -> Bool {
    guard workspace.enabled else { return false }
    return switch kind {
    case .contacts: contacts.enabled
    case .calendar: calendar.enabled
    case .tasks: tasks.enabled
    }
  }

  /// The rules of a kind for one direction.
  package func rules(_ kind: SettingsKind, _ direction: SettingsDirection) -> DirectionRules {
    switch (kind, direction) {
    case (.contacts, .toOpenCRM): contacts.toOpenCRM
    case (.contacts, .toGoogle): contacts.toGoogle
    case (.calendar, .toOpenCRM): calendar.toOpenCRM
    case (.calendar, .toGoogle): calendar.toGoogle
    case (.tasks, .toOpenCRM): tasks.toOpenCRM
    case (.tasks, .toGoogle): tasks.toGoogle
    }
  }

  /// The one conflict rule of a kind. All sides merge in one pass, so both directions must agree:
  /// reading refuses contradictions, gives an unset direction the other's rule, and `ask` in
  /// either wins here.
  package func conflictRule(for kind: SettingsKind) -> ConflictRule {
    let (left, right) = (rules(kind, .toOpenCRM).conflict, rules(kind, .toGoogle).conflict)
    return left == right ? left : .ask
  }
}

/// A kind of record, as the settings name it.
package enum SettingsKind: String, CaseIterable, Sendable {
  case contacts
  /// Events.
  case calendar
  case tasks
}

/// A direction in which changes are carried.
package enum SettingsDirection: String, CaseIterable, Sendable {
  case toOpenCRM = "to_opencrm"
  case toGoogle = "to_google"
}
