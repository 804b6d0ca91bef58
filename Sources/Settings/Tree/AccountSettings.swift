extension Settings {
  /// Where an account's tasks stand in Google.
  package func taskTarget(of account: AccountSettings) -> TaskTarget {
    account.taskTarget ?? tasks.target
  }
}

/// One Google account and the OpenCRM user it belongs to.
package struct AccountSettings: Sendable, Equatable {
  /// The name in the settings; folders and commands (`google:NAME`) use it.
  package var name: String
  /// The account's address; nil leaves the check of exports against it out.
  package var google: String?
  /// The OpenCRM user; nil leaves every filter by owner out.
  package var user: String?
  /// The user's teams.
  package var teams: [String] = []
  /// The account's switch.
  package var enabled = true
  /// Tells whether contacts are carried for this account, if they are at all.
  package var contactsEnabled = true
  /// Carries only contacts that the user owns.
  package var onlyMine = false
  /// Carries only contacts with one of these labels, if any is named.
  package var labels: [String] = []
  /// Tells whether events are carried for this account, if they are at all.
  package var calendarEnabled = true
  /// Carries only these calendars, if any is named.
  package var calendars: [String] = []
  /// Tells whether tasks are carried for this account, if they are at all.
  package var tasksEnabled = true
  /// Where this account's tasks stand in Google; nil: as `tasks.target` says.
  package var taskTarget: TaskTarget?
  /// Carries only these task lists, if any is named.
  package var lists: [String] = []
  /// The list that takes new tasks.
  package var defaultList = "My Tasks"

  /// Makes an account of defaults.
  package init(name: String) { self.name = name }

  func isEnabled(_ kind: SettingsKind) -> Bool {
    switch kind {
    case .contacts: contactsEnabled
    case .calendar: calendarEnabled
    case .tasks: tasksEnabled
    }
  }
}
