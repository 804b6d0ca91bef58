extension SettingTable {
  static let contactRows: [SettingRow] =
    [
      .global(
        "contacts.enabled", \.contacts.enabled, original: "Enable contact sync",
        "Carries contacts. Off, no account can."),
      .global(
        "contacts.direction", \.contacts.direction, original: "Sync direction",
        directionText),
      .global(
        "contacts.all_contacts", \.contacts.allContacts,
        original: "Allow all contacts",
        """
        Carries contacts whatever their owner. Off, an account with a `user` gets only the \
        contacts that this user owns.
        """),
      .global(
        "contacts.match", \.contacts.matchTiers, original: "Contact match fields",
        """
        Which fields make a contact in OpenCRM and one in Google the same person, when they are \
        first met: tiers, tried in order; all fields of a tier must agree. Fields: email, name, \
        phone, company. Contacts whose names share no word are asked about, never linked.
        """),
      .global(
        "contacts.first_link", \.contacts.firstLink,
        """
        Who decides where two contacts differ in a single value when they are first linked. \
        Several e-mails, phones and addresses are united whatever stands here, and empty fields \
        are filled from the other side.
        """),
      .global(
        "contacts.do_not_update.in_opencrm", \.contacts.doNotUpdateInOpenCRM,
        original: "Contact Do Not update fields", example: "[TITLE, NOTE]",
        """
        Properties of vCard (N, TITLE, TEL, EMAIL, ADR, ORG, BDAY, NOTE …) never written in OpenCRM. A \
        change of one in Google is listed, not carried.
        """),
      .global(
        "contacts.do_not_update.in_google", \.contacts.doNotUpdateInGoogle,
        example: "[TITLE, NOTE]",
        """
        Properties of vCard never written in Google. A change of one in OpenCRM is listed, not \
        carried.
        """),
      .global(
        "contacts.linked_companies", \.contacts.linkedCompanies,
        original: "Contact - find/create linked companies",
        """
        What Google's organisation does in OpenCRM: nothing, finds the company of that name and \
        links the contact to it, or creates it where there is none.
        """),
      .global(
        "contacts.folders", \.contacts.folders,
        original: "Create Google contact folders",
        """
        What OpenCRM's contact folder and Google's labels do to one another: nothing; the folder \
        becomes a label, once; or both ways, for the labels that the account names and contacts \
        that no other account has. Labels of one account never reach another.
        """),
    ]
    + directionRows("contacts", \.contacts.toOpenCRM, \.contacts.toGoogle, called: "Contact")

  static let calendarRows: [SettingRow] =
    [
      .global(
        "calendar.enabled", \.calendar.enabled, original: "Enable calendar sync",
        "Carries events. Off, no account can."),
      .global(
        "calendar.direction", \.calendar.direction, original: "Sync direction",
        directionText),
      .global(
        "calendar.private", \.calendar.privateEvents,
        original: "Private activities, option 1 or option 2",
        """
        What accounts that are not linked to a private event see of it: nothing, or a block \
        titled "Private" with no other property.
        """),
      .global(
        "calendar.window.to_opencrm", \.calendar.windowToOpenCRM,
        original: "Calendar/Task Sync Time Periods", windowText),
      .global(
        "calendar.window.to_google", \.calendar.windowToGoogle,
        original: "Calendar/Task Sync Time Periods", windowText),
    ]
    + directionRows(
      "calendar", \.calendar.toOpenCRM, \.calendar.toGoogle, called: "Calendar Task")

  static let taskRows: [SettingRow] =
    [
      .global(
        "tasks.enabled", \.tasks.enabled, original: "Enable the Calendar/Task Sync",
        "Carries tasks. Off, no account can."),
      .global(
        "tasks.direction", \.tasks.direction, original: "Sync direction",
        directionText),
      .global(
        "tasks.target", \.tasks.target, original: "Google Tasks or Google Calendar",
        """
        Where tasks stand in Google: in Google Tasks, which knows days and no times, or in the \
        calendar, which has no place for a task without a date and no tick for one that is done. \
        Changing it moves what is linked; what else stands in the other place is left alone.
        """),
      .global(
        "tasks.window.to_opencrm", \.tasks.windowToOpenCRM,
        original: "Calendar/Task Sync Time Periods", windowText),
      .global(
        "tasks.window.to_google", \.tasks.windowToGoogle,
        original: "Calendar/Task Sync Time Periods", windowText),
    ] + directionRows("tasks", \.tasks.toOpenCRM, \.tasks.toGoogle, called: "Calendar Task")

  private static let directionText =
    "The ways changes are carried. It bounds all other rules: what it withholds is listed."
  private static let windowText = """
    The first and the last day, counted from today in the workspace's zone. A series counts when \
    any of its occurrences falls inside; what moves outside is left alone, never deleted.
    """

  /// The four rules of a kind in both directions.
  private static func directionRows(
    _ kind: String, _ toOpenCRM: WritableKeyPath<Settings, DirectionRules>,
    _ toGoogle: WritableKeyPath<Settings, DirectionRules>, called name: String
  ) -> [SettingRow] {
    let plural = name == "Contact" ? "Contacts" : name
    return [
      (SettingsDirection.toOpenCRM, toOpenCRM, "Google", "OpenCRM"),
      (.toGoogle, toGoogle, "OpenCRM", "Google"),
    ].flatMap { direction, rules, from, to in
      let path = "\(kind).\(direction.rawValue)"
      let way = "\(from) > \(to): "
      return [
        SettingRow.global(
          "\(path).update", rules.appending(path: \.update),
          original: "\(way)\(name) Update Rule",
          """
          Which changes made in \(from) are written in \(to): all, none, or only those of records \
          first created in \(from).
          """),
        .global(
          "\(path).conflict", rules.appending(path: \.conflict),
          original: "\(way)\(name) Conflict Resolution",
          """
          Who wins where both sides changed the same property since they last agreed: ask leaves \
          it to `resolve`; newest goes by trusted time stamps and asks without them. Both \
          directions merge in one pass and must agree: a direction that is not set takes the \
          other's rule.
          """),
        .global(
          "\(path).delete", rules.appending(path: \.delete),
          original: "\(way)\(plural) Delete Rule",
          """
          What a deletion in \(from) does in \(to). Kept records are never created again in \
          \(from).
          """),
        .global(
          "\(path).delete_conflict", rules.appending(path: \.deleteConflict),
          original: "\(way)\(plural) Delete Conflict Rule",
          """
          What happens to a record deleted in \(from) that was changed in \(to) since: ask, \
          delete it, or restore it in \(from).
          """),
      ]
    }
  }
}

extension ContactSettings {
  /// `match` in the form that its row reads and writes.
  var matchTiers: MatchTiers {
    get { MatchTiers(tiers: match) }
    set { match = newValue.tiers }
  }
}
