extension SettingTable {
  static let workspaceRows: [SettingRow] = [
    .global(
      "workspace.id", \.workspace.id, example: "acme",
      check: { id in
        guard let id, id.utf8.count > 64 || !id.utf8.allSatisfy(isNameByte) else { return nil }
        return ("It is a short name.", "Use letters, digits, `-`, `_` and `.`, at most 64.")
      },
      """
      Names the workspace. New UIDs are derived from it, so a changed id makes every record new: \
      leave it as `init` wrote it.
      """),
    .global(
      "workspace.zone", \.workspace.zone, check: { zoneShape($0) },
      """
      The time zone (IANA name) of dates, and of times that name no zone themselves. OpenCRM's \
      exports show times without a zone: set the zone of the users there.
      """),
    .global(
      "workspace.enabled", \.workspace.enabled, original: "Enabled",
      "One switch that stops everything: off, nothing is planned for any account."),
  ]

  static let accountRows: [SettingRow] = [
    .account(
      "google", \.google, example: "first@example.com", check: { address($0) },
      """
      The account's address. An export that names another address is refused. Without it, \
      nothing is checked.
      """),
    .account(
      "user", \.user, example: "\"12\"",
      """
      The OpenCRM user whose account this is: the id or name that the owner column of the \
      exports shows. Without it, nothing is left out because of its owner.
      """),
    .account(
      "teams", \.teams,
      "The user's teams. Events and tasks linked to one of them are the user's too."),
    .account(
      "enabled", \.enabled, original: "Enable for all users (here per account)",
      "The account's switch: off, its records stay as they are on both sides."),
    .account(
      "contacts.enabled", \.contactsEnabled,
      original: "Enable contact sync for all users (here per account)",
      "Carries contacts for this account, if `contacts.enabled` allows it."),
    .account(
      "contacts.only_mine", \.onlyMine, original: "Only My Contacts",
      "Carries only contacts that this user owns, also where all contacts are allowed."),
    .account(
      "contacts.labels", \.labels, original: "Restricted contact folders",
      """
      Carries only contacts with one of these labels; new ones from OpenCRM get the first. What \
      loses the label is left alone: neither written nor carried, never deleted. Naming Other \
      contacts carries those, too.
      """),
    .account(
      "calendar.enabled", \.calendarEnabled,
      original: "Enable calendar sync for all users (here per account)",
      "Carries events for this account, if `calendar.enabled` allows it."),
    .account(
      "calendar.calendars", \.calendars, original: "Restricted calendars",
      """
      Carries only these calendars. New events go into the first. A calendar that can only be \
      read (holidays, birthdays, a subscription) is carried to OpenCRM if it is named.
      """),
    .account(
      "tasks.enabled", \.tasksEnabled, original: "Include Tasks",
      "Carries tasks for this account, if `tasks.enabled` allows it."),
    .account(
      "tasks.target", \.taskTarget, original: "Google Tasks or Google Calendar",
      example: "calendar",
      """
      Where this account's tasks stand in Google, in its Google Tasks or in its calendar; without \
      it, where `tasks.target` says. Changing it moves them.
      """),
    .account(
      "tasks.lists", \.lists, original: "Task lists",
      "Carries only these task lists. What is moved out of them is left alone."),
    .account(
      "tasks.default_list", \.defaultList, original: "Default task list",
      """
      The list that takes new tasks from OpenCRM, where the account has it and carries it; else \
      the first list.
      """),
    .global(
      "users_may_edit", \.usersMayEdit,
      original: "Allow all users to edit their own Google sync settings",
      example: "[contacts.labels, tasks.default_list]",
      """
      Rows of an account that its own file, accounts/NAME.yaml, may override; what else stands \
      there is reported and left out. Not google, user and teams, which say whose data it gets.
      """),
  ]

  /// Bytes of names that become folders.
  static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
    default: false
    }
  }

  private static func zoneShape(_ zone: String) -> (message: String, fix: String)? {
    let fits = zone.utf8.allSatisfy { isNameByte($0) || $0 == 0x2F || $0 == 0x2B }
    return fits ? nil : ("It is no zone.", "Write an IANA name: Europe/London.")
  }

  private static func address(_ address: String?) -> (message: String, fix: String)? {
    guard let address else { return nil }
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    let fits = parts.count == 2 && !parts.contains("") && !address.utf8.contains(0x20)
    return fits ? nil : ("It is no address.", "Write an address: first@example.com.")
  }
}
