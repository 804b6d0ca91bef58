/// What the rows of an OpenCRM table are.
package enum OpenCRMTableKind: String, Sendable, CaseIterable {
  case contacts, activities, companies
}

/// One field of OpenCRM that Drawbridge reads: the allow-list.
///
/// A field that is not in these tables is never read, unless the settings name it as a custom
/// field; `ForbiddenFields` are never read at all.
package struct OpenCRMField: Sendable, Hashable {
  /// The API field name.
  package let name: String
  /// What its column is called in exports, beside the API field name.
  package let labels: [String]

  init(_ name: String, _ labels: String...) {
    self.name = name
    self.labels = labels
  }

  /// The fields of a kind of table, in the order of written columns; the id first.
  package static func all(_ kind: OpenCRMTableKind) -> [OpenCRMField] {
    switch kind {
    case .contacts: contacts
    case .activities: activities
    case .companies: companies
    }
  }

  /// The API names of all fields that are read of any kind of table, each once.
  package static let names: [String] = {
    var known = Set<String>()
    return OpenCRMTableKind.allCases.flatMap(all).map(\.name).filter { known.insert($0).inserted }
  }()

  /// The API name of the id column.
  package static let id = "crmid"
  /// Fields that say something about a record and are no content of it.
  static let marks: Set<String> = [
    id, "accountid", "smownerid", "includeinsync", "righttobeforgotten", "modifiedtime",
    "users", "teams",
  ]

  private static let owner = OpenCRMField(
    "smownerid", "Assigned To", "Owner", "assigned_user_id", "Assigned User")
  private static let modified = OpenCRMField(
    "modifiedtime", "Modified Time", "Last Modified", "Modified")

  static let contacts: [OpenCRMField] = [
    OpenCRMField(id, "id", "Record Id", "CRM Id", "Contact Id"),
    OpenCRMField("firstname", "First Name"),
    OpenCRMField("lastname", "Last Name"),
    OpenCRMField("title", "Job Title"),
    OpenCRMField("accountname", "Company", "Company Name", "Account Name"),
    OpenCRMField("department", "Department"),
    OpenCRMField("email", "Business E-mail", "Business E-mail Address", "E-mail Address"),
    OpenCRMField("email2", "Private E-mail", "Private E-mail Address"),
    OpenCRMField("phone", "Office Phone", "Business Phone"),
    OpenCRMField("mobile", "Mobile Phone"),
    OpenCRMField("homephone", "Home Phone"),
    OpenCRMField("otherphone", "Other Phone"),
    OpenCRMField("fax", "Fax Number"),
    OpenCRMField("mailingstreet", "Mailing Street", "Mailing Street 1"),
    OpenCRMField("mailingstreet2", "Mailing Street 2"),
    OpenCRMField("mailingcity", "Mailing City"),
    OpenCRMField("mailingstate", "Mailing State", "Mailing County"),
    OpenCRMField("mailingzip", "Mailing Zip", "Mailing Postcode", "Mailing Post Code"),
    OpenCRMField("mailingcountry", "Mailing Country"),
    OpenCRMField("otherstreet", "Other Street", "Other Street 1"),
    OpenCRMField("otherstreet2", "Other Street 2"),
    OpenCRMField("othercity", "Other City"),
    OpenCRMField("otherstate", "Other State", "Other County"),
    OpenCRMField("otherzip", "Other Zip", "Other Postcode", "Other Post Code"),
    OpenCRMField("othercountry", "Other Country"),
    OpenCRMField("birthday", "Birthdate", "Date of Birth"),
    OpenCRMField("description", "Notes"),
    OpenCRMField("folder", "Contact Folder"),
    OpenCRMField("accountid", "Company Id", "Account Id", "account_id"),
    owner,
    OpenCRMField("includeinsync", "Include in Sync"),
    OpenCRMField("righttobeforgotten", "Right to be Forgotten"),
    modified,
  ]

  static let activities: [OpenCRMField] = [
    OpenCRMField(id, "id", "Record Id", "CRM Id", "Activity Id"),
    OpenCRMField("activitytype", "Activity Type", "Type"),
    OpenCRMField("subject"),
    OpenCRMField("date_start", "Start Date & Time", "Start Date"),
    OpenCRMField("time_start", "Start Time"),
    OpenCRMField("due_date", "End Date", "End Date & Time", "Due Date & Time"),
    OpenCRMField("time_end", "End Time"),
    OpenCRMField("duration_hours", "Duration Hours", "Duration (hours)"),
    OpenCRMField("duration_minutes", "Duration Minutes", "Duration (minutes)"),
    OpenCRMField("notime", "No Time", "All Day"),
    OpenCRMField("taskstatus", "Status", "Task Status"),
    OpenCRMField("eventstatus", "Event Status"),
    OpenCRMField("taskpriority", "Priority", "Task Priority"),
    OpenCRMField("location"),
    OpenCRMField("visibility"),
    OpenCRMField("private"),
    OpenCRMField("category"),
    OpenCRMField("tasklist", "Task List"),
    OpenCRMField("description", "Notes"),
    owner,
    OpenCRMField("users", "Linked Users", "Assigned Users", "Invited Users"),
    OpenCRMField("teams", "Linked Teams", "Team", "Assigned Teams"),
    OpenCRMField("includeinsync", "Include in Sync"),
    modified,
  ]

  static let companies: [OpenCRMField] = [
    OpenCRMField(id, "id", "Record Id", "CRM Id", "Company Id", "Account Id", "accountid"),
    OpenCRMField("accountname", "Company", "Company Name", "Account Name"),
  ]
}

/// What never enters, whatever the settings say, and is never written: secrets, consent, and
/// fields that make OpenCRM send mail (facts: contacts and activities).
package enum ForbiddenFields {
  private static let names: Set<String> = [
    "password", "login", "canesign", "tps", "fps", "donotlivechat", "donotemail",
    "sendnotification", "sendnotificationcont", "remindertime", "remindertimecont",
    "showonportal", "permission",
  ]
  private static let beginnings = [
    "portal", "consent", "dataprocessingconsent", "dateconsent", "righttobeforgotten", "passkey",
    "accesskey",
  ]

  /// Whether a column must not be read or written, by its API field name or header.
  package static func contains(_ column: String) -> Bool {
    let name = ColumnName.folded(column)
    return names.contains(name) || beginnings.contains { name.hasPrefix($0) }
  }
}

/// How the header of a column is compared.
enum ColumnName {
  /// ASCII letters in lower case, digits and all other characters beyond ASCII; spaces and signs
  /// left out, so that `First Name`, `first_name` and `FirstName` are one.
  static func folded(_ header: String) -> String {
    var bytes: [UInt8] = []
    for byte in header.utf8 {
      switch byte {
      case 0x41...0x5A: bytes.append(byte | 0x20)
      case 0x61...0x7A, 0x30...0x39, 0x80...: bytes.append(byte)
      default: continue
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
