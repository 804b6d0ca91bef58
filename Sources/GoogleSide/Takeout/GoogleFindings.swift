package import ContentLines

extension FindingKind {
  package static let sidePhotos = FindingKind(
    "google-side-photos", .note,
    fix: "Nothing to do, unless a photo is missing: set it in Google Contacts by hand.")
  package static let besideCards = FindingKind(
    "google-csv-beside-cards", .note,
    fix: "Nothing to do: the cards of the same export say all that the table says.")
  package static let noSuperset = FindingKind(
    "google-contacts-incomplete", .note,
    fix: "Export all contacts (“All Contacts”) to have deletions recognised.")
  package static let contactInCalendar = FindingKind(
    "google-other-kind", .warning,
    fix: "Import the file as a plain file of its own; a Google calendar holds events alone.")
  package static let unreadableTasks = FindingKind(
    "google-tasks-json", .error,
    fix: "Export the tasks again; nothing of this file was read.")
  package static let unreadableTask = FindingKind(
    "google-task-unreadable", .error,
    fix: "Look at the place named; the list counts as incomplete.")
  package static let tasksZone = FindingKind(
    "google-tasks-zone", .error,
    fix: "Say in which zone the tasks were made, such as --zone Europe/London.")
  package static let dueNotMidnight = FindingKind(
    "google-due-not-midnight", .warning,
    fix: "Check --zone: Google writes a due day as midnight in the zone of the account.")
  package static let taskDate = FindingKind(
    "google-task-date", .warning, clause: "RFC 3339 section 5.6",
    fix: "The value was left out; check the task in Google.")
  package static let repeatedTaskID = FindingKind(
    "google-task-id", .note,
    fix: "Nothing to do: tasks without an id of their own are told apart by content.")
  package static let unreadMembers = FindingKind(
    "google-task-members", .note,
    fix: "Nothing to do: a task of the bridge has no place for these.")
  package static let emptyFile = FindingKind(
    "google-empty-file", .note,
    fix: "Nothing to do: Takeout writes empty files for what an account does not use.")
  package static let unknownFile = FindingKind(
    "google-unknown-file", .note,
    fix: "Nothing to do, unless the file should hold contacts, events or tasks.")
  package static let severalAccounts = FindingKind(
    "google-several-accounts", .note,
    fix: "Several calendars are named like an account; which is the primary one is not known.")
}
