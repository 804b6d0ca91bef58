import Bridge
import GoogleSide
import Records

/// Where a person finds a record and its values, for the checklists of bundles.
struct Places: ChecklistPlaces {
  /// The name of the OpenCRM system, where the settings have it.
  var system: String?

  private var openCRM: String { system.map { "\($0).opencrm.co.uk" } ?? "OpenCRM" }

  func place(of property: Name, for step: Plan.Step) -> String {
    switch step.side {
    case .google:
      inCollection(GoogleChecklistPlaces.place(step.shownKind, shown(property, step)), step)
    case .opencrm: "\(opening(step)), Edit, \(Self.field(property, step.kind))"
    }
  }

  func creation(for step: Plan.Step) -> String {
    switch step.side {
    case .google: inCollection(GoogleChecklistPlaces.creation(step.shownKind), step)
    case .opencrm: "\(openCRM): \(Self.module(step.kind)), New"
    }
  }

  func deletion(for step: Plan.Step) -> String {
    switch step.side {
    case .google: inCollection(GoogleChecklistPlaces.deletion(step.shownKind), step)
    case .opencrm: "\(opening(step)), Delete"
    }
  }

  /// The place with the calendar or list, where the side has several.
  private func inCollection(_ place: String, _ step: Plan.Step) -> String {
    guard step.kind != .contact, let name = step.collection, !name.isEmpty else { return place }
    let title = step.inCalendar ? TaskPlace.calendar(name) : name
    return "\(place) (\(step.shownKind == .task ? "list" : "calendar") “\(title)”)"
  }

  /// The due date of a task in the calendar is the time of its event.
  private func shown(_ property: Name, _ step: Plan.Step) -> Name {
    step.inCalendar && property == .due ? .start : property
  }

  private static func module(_ kind: RecordKind) -> String {
    kind == .contact ? "Contacts" : "Activities"
  }

  private func opening(_ step: Plan.Step) -> String {
    let record = step.kind == .contact ? "contact" : "activity"
    let id = step.remoteID.map { " with id \($0)" } ?? ""
    return "\(openCRM): \(Self.module(step.kind)), open the \(record)\(id)"
  }

  private static func field(_ property: Name, _ kind: RecordKind) -> String {
    (kind == .contact ? contactFields : activityFields)[property.string]
      ?? "the field of that name"
  }

  private static let contactFields = [
    "FN": "First Name and Last Name", "N": "First Name and Last Name",
    "ORG": "Company and Department", "TITLE": "Job Title",
    "EMAIL": "Business E-mail or Private E-mail",
    "TEL": "Office Phone, Mobile, Home Phone, Other Phone or Fax",
    "ADR": "Mailing Address or Other Address", "BDAY": "Birthdate", "NOTE": "Notes",
    "CATEGORIES": "Contact Folder", "X-DRAWBRIDGE-FIELD": "the custom field",
  ]

  private static let activityFields = [
    "SUMMARY": "Subject", "DTSTART": "Start Date & Time", "DTEND": "End Date & Time",
    "DURATION": "End Date & Time", "DUE": "Due Date & Time", "LOCATION": "Location",
    "DESCRIPTION": "Notes", "STATUS": "Status", "COMPLETED": "Status",
    "PERCENT-COMPLETE": "Status", "PRIORITY": "Priority", "CLASS": "Visibility",
    "CATEGORIES": "Category", "X-OPENCRM-TASKSTATUS": "Status",
    "X-OPENCRM-EVENTSTATUS": "Event Status", "X-OPENCRM-PRIORITY": "Priority",
    "X-OPENCRM-ACTIVITYTYPE": "Activity Type", "X-OPENCRM-VISIBILITY": "Visibility",
    "X-DRAWBRIDGE-FIELD": "the custom field",
  ]
}

extension Plan.Step {
  /// As what a person finds the record: a task in the calendar is an event there.
  fileprivate var shownKind: RecordKind { inCalendar ? .event : kind }
}
