import Bridge
import GoogleSide
import Records

/// Where a person finds a record and its values, for the checklists of bundles.
struct Places: ChecklistPlaces {
  func place(of property: Name, for step: Plan.Step) -> String {
    switch step.side {
    case .google: inCollection(GoogleChecklistPlaces.place(step.kind, property), step)
    case .opencrm: "\(Self.opening(step)), Edit, \(Self.field(property, step.kind))"
    }
  }

  func creation(for step: Plan.Step) -> String {
    switch step.side {
    case .google: inCollection(GoogleChecklistPlaces.creation(step.kind), step)
    case .opencrm: "OpenCRM: \(Self.module(step.kind)), New"
    }
  }

  func deletion(for step: Plan.Step) -> String {
    switch step.side {
    case .google: inCollection(GoogleChecklistPlaces.deletion(step.kind), step)
    case .opencrm: "\(Self.opening(step)), Delete"
    }
  }

  /// The place with the calendar or list, where the side has several.
  private func inCollection(_ place: String, _ step: Plan.Step) -> String {
    guard step.kind != .contact, let name = step.collection, !name.isEmpty else { return place }
    return "\(place) (\(step.kind == .task ? "list" : "calendar") “\(name)”)"
  }

  private static func module(_ kind: RecordKind) -> String {
    kind == .contact ? "Contacts" : "Activities"
  }

  private static func opening(_ step: Plan.Step) -> String {
    let record = step.kind == .contact ? "contact" : "activity"
    let id = step.remoteID.map { " with id \($0)" } ?? ""
    return "OpenCRM: \(module(step.kind)), open the \(record)\(id)"
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
