import ContentLines
package import Records

/// Where a person finds a value in Google's pages, for the checklist of a bundle.
package enum GoogleChecklistPlaces {
  /// The page of the kind.
  package static func page(_ kind: RecordKind) -> String {
    switch kind {
    case .contact: "contacts.google.com"
    case .event: "calendar.google.com"
    case .task: "tasks.google.com"
    }
  }

  /// Where to click to change a property, such as `contacts.google.com: open the contact, Edit,
  /// Phone`; a general place for one that has no row.
  package static func place(_ kind: RecordKind, _ property: Name) -> String {
    let field = (rows[kind] ?? []).first { $0.names.contains(property) }?.field
    return "\(page(kind)): \(opening(kind)), \(field ?? "the field of that name")"
  }

  /// Where to click to delete the record.
  package static func deletion(_ kind: RecordKind) -> String {
    switch kind {
    case .contact: "\(page(kind)): open the contact, More actions (⋮), Delete"
    case .event: "\(page(kind)): open the event, Delete (bin)"
    case .task: "\(page(kind)): open the task, More (⋮), Delete"
    }
  }

  /// Where to click to add a record, for what no import can bring in.
  package static func creation(_ kind: RecordKind) -> String {
    switch kind {
    case .contact: "\(page(kind)): Import, choose the .vcf file"
    case .event: "\(page(kind)): Settings, Import & export, choose the file and the calendar"
    case .task: "\(page(kind)): choose the list, Add a task"
    }
  }

  private static func opening(_ kind: RecordKind) -> String {
    switch kind {
    case .contact: "open the contact, Edit (pencil)"
    case .event: "open the event, Edit (pencil)"
    case .task: "open the task"
    }
  }

  private static let rows: [RecordKind: [(names: Set<Name>, field: String)]] = [
    .contact: [
      (["FN", "N"], "the name fields (the arrow shows prefix, middle name and suffix)"),
      (
        ["X-PHONETIC-FIRST-NAME", "X-PHONETIC-MIDDLE-NAME", "X-PHONETIC-LAST-NAME"],
        "Show more, Phonetic names"
      ),
      (["NICKNAME"], "Show more, Nickname"),
      (["ORG"], "Company (the arrow shows Department)"),
      (["TITLE"], "Job title"),
      (["ROLE"], "Show more, Job title"),
      (["EMAIL"], "Email"),
      (["TEL"], "Phone"),
      (["ADR"], "Address"),
      (["BDAY"], "Birthday"),
      (["ANNIVERSARY", "X-ABDATE"], "Show more, Significant date"),
      (["RELATED"], "Show more, Related person"),
      (["URL"], "Show more, Website"),
      (["IMPP"], "Show more, Custom field (chat)"),
      (["NOTE"], "Notes"),
      (["X-DRAWBRIDGE-FIELD", "GENDER", "PRONOUNS"], "Show more, Custom field"),
      (["CATEGORIES"], "Manage labels"),
      (["PHOTO"], "the picture"),
      (["X-ABLABEL"], "the label beside the field"),
    ],
    .event: [
      (["SUMMARY"], "the title"),
      (
        ["DTSTART", "DTEND", "DURATION"],
        "date and time (All day; Time zone beside it)"
      ),
      (["RRULE", "RDATE", "EXDATE", "EXRULE"], "the menu below the date (Does not repeat …)"),
      (["LOCATION"], "Add location"),
      (["DESCRIPTION"], "Add description"),
      (["ATTENDEE", "ORGANIZER"], "Guests"),
      (["STATUS"], "Delete, if it is cancelled"),
      (["TRANSP"], "Busy or Free"),
      (["CLASS"], "Default visibility, Public or Private"),
      (["COLOR"], "the colour beside the calendar"),
      (["CONFERENCE", "X-GOOGLE-CONFERENCE"], "Google Meet video conferencing"),
      (["ATTACH", "URL"], "Add attachment, or Add description"),
    ],
    .task: [
      (["SUMMARY"], "the title"),
      (["DESCRIPTION"], "Details"),
      (["DUE"], "Add date/time"),
      (["STATUS", "COMPLETED", "PERCENT-COMPLETE"], "the circle: done or not"),
    ],
  ]
}
