import Testing

@testable import Settings

/// Loads text that must be wrong and returns its problems.
func problems(_ text: String, _ vocabulary: SettingsVocabulary = .init()) -> [SettingsProblem] {
  do throws(SettingsError) {
    _ = try Settings.load(text: text, vocabulary: vocabulary)
    return []
  } catch {
    return error.problems
  }
}

@Suite struct SettingsLoadTests {
  @Test(
    "An empty file gives the defaults and no account", arguments: ["", "\n", "# only\n", "---\n"])
  func empty(text: String) throws {
    #expect(try Settings.load(text: text) == Settings())
  }

  @Test("Every working row is read")
  func everything() throws {
    let settings = try Settings.load(
      text: """
        workspace: { id: acme, zone: Europe/Paris, enabled: off }
        accounts:
          mary:
            google: mary@example.com
            user: 12
            enabled: no
            contacts: { enabled: false }
            calendar: { enabled: true }
            tasks: { enabled: false }
          jim:
        contacts:
          enabled: true
          match: [[email], [phone, name]]
          first_link: google
          to_opencrm: { conflict: newest, delete: delete, delete_conflict: restore }
          to_google: { delete: delete, delete_conflict: delete }
        calendar:
          to_google: { conflict: google }
        tasks:
          enabled: false
        guards:
          deletions: { records: 0, percent: 100 }
          changes: { percent: 50 }
          stale: 2 days
        opencrm:
          columns: { firstname: "First Name", email: E-mail }
          delimiter: semicolon
          encoding: windows-1252
          custom_fields: { cf_12: Shoe size }

        """)
    #expect(
      settings.workspace == WorkspaceSettings(id: "acme", zone: "Europe/Paris", enabled: false))
    var mary = AccountSettings(name: "mary")
    mary.google = "mary@example.com"
    mary.user = "12"
    mary.enabled = false
    mary.contactsEnabled = false
    mary.tasksEnabled = false
    #expect(settings.accounts == [mary, AccountSettings(name: "jim")])
    #expect(settings.contacts.match == [[.email], [.phone, .name]])
    #expect(settings.contacts.firstLink == .google)
    #expect(
      settings.contacts.toOpenCRM
        == DirectionRules(
          update: .always, conflict: .newest, delete: .delete, deleteConflict: .restore))
    #expect(settings.contacts.toGoogle.deleteConflict == .delete)
    #expect(settings.contacts.toGoogle.conflict == .newest)
    #expect(settings.calendar.toOpenCRM.conflict == .google)
    #expect(settings.conflictRule(for: .calendar) == .google)
    #expect(settings.conflictRule(for: .tasks) == .ask)
    #expect(!settings.tasks.enabled)
    #expect(settings.guards.deletedRecords == 0)
    #expect(settings.guards.deletedPercent == 100)
    #expect(settings.guards.changedPercent == 50)
    #expect(settings.guards.stale.seconds == 172_800)
    #expect(settings.openCRM.columns["firstname"] == "First Name")
    #expect(settings.openCRM.columns["lastname"] == nil)
    #expect(settings.openCRM.columns.entries.map(\.name) == ["firstname", "email"])
    #expect(settings.openCRM.delimiter == .semicolon)
    #expect(settings.openCRM.encoding == .windows1252)
    #expect(settings.openCRM.customFields["cf_12"] == "Shoe size")
    #expect(settings.warnings.isEmpty)
  }

  @Test("An unknown name is an error with its place and the nearest name")
  func unknown() throws {
    let found = problems("contacts:\n  first_lnk: ask\n  conflict: ask\nacounts: {}\nzzzzz: 1\n")
    #expect(found.map(\.code) == [.unknownKey, .unknownKey, .unknownKey, .unknownKey])
    #expect(found.map(\.line) == [2, 3, 4, 5])
    #expect(found.map(\.column) == [3, 3, 1, 1])
    #expect(found[0].path == "contacts.first_lnk")
    #expect(found[0].fix.contains("`first_link`"))
    #expect(found[1].fix.contains("contacts.to_opencrm.conflict"))
    #expect(found[2].fix.contains("`accounts`"))
    #expect(found[3].fix.contains("workspace, accounts"))
    let account = try #require(problems("accounts:\n  first:\n    gogle: x@y\n").first)
    #expect(account.path == "accounts.first.gogle")
    #expect(account.fix.contains("`google`"))
  }

  @Test(
    "A value that a row does not take is an error with its place and what it takes",
    arguments: [
      ("workspace: { enabled: maybe }", SettingsProblem.Code.wrongType, 1, 23, "true | false"),
      ("contacts: { first_link: opncrm }", .wrongValue, 1, 25, "`opencrm`"),
      ("contacts:\n  enabled:\n", .wrongType, 2, 11, "enabled: VALUE"),
      ("contacts: yes", .wrongType, 1, 11, "enabled, direction"),
      ("guards:\n  deletions: { percent: 101 }", .wrongValue, 2, 25, "0 to 100"),
      ("guards:\n  deletions: { percent: 5% }", .wrongType, 2, 25, "a whole number"),
      ("guards: { deletions: { records: -1 } }", .wrongValue, 1, 33, "0 to 1000000"),
      ("guards: { deletions: { records: 99999999999999999999 } }", .wrongType, 1, 33, "number"),
      ("guards: { stale: 1 fortnight }", .wrongValue, 1, 18, "24 hours"),
      ("guards: { stale: 9999999 hours }", .wrongValue, 1, 18, "24 hours"),
      ("contacts: { match: [email] }", .wrongType, 1, 21, "[email]"),
      ("contacts: { match: [[email], [nmae, phone]] }", .wrongValue, 1, 31, "`name`"),
      ("contacts: { match: [[fax]] }", .wrongValue, 1, 22, "email, name, phone, company"),
      ("contacts: { match: [[company]] }", .wrongValue, 1, 21, "[name, company]"),
      ("contacts: { match: [[]] }", .wrongValue, 1, 21, "remove it"),
      ("contacts: { match: [[name, name]] }", .wrongValue, 1, 28, "once"),
      ("calendar: { window: { to_google: [-2 months] } }", .wrongType, 1, 34, "-2 months"),
      ("calendar: { window: { to_google: [1 year, -1 day] } }", .wrongValue, 1, 34, "earlier"),
      ("calendar: { window: { to_google: [soon, 1 day] } }", .wrongValue, 1, 35, "-2 months"),
      ("accounts: [first]", .wrongType, 1, 11, "first:"),
      ("accounts: { a/b: {} }", .wrongValue, 1, 13, "folder"),
      ("accounts: { .hidden: {} }", .wrongValue, 1, 13, "folder"),
      ("accounts:\n  mary:\n  Mary:\n", .wrongValue, 3, 3, "capitals"),
      ("accounts: { first: { google: nobody } }", .wrongValue, 1, 30, "first@example.com"),
      ("accounts: { first: { teams: support } }", .wrongType, 1, 29, "[support]"),
      ("workspace: { id: a b }", .wrongValue, 1, 18, "letters"),
      ("workspace: { zone: 'London, England' }", .wrongValue, 1, 20, "Europe/London"),
      ("opencrm: { columns: { a: X, b: X } }", .wrongValue, 1, 21, "one field"),
      ("opencrm: { columns: { a: } }", .wrongType, 1, 26, "VALUE"),
      ("opencrm: { custom_fields: { shoe: X } }", .wrongValue, 1, 27, "cf_12"),
      ("opencrm: { columns: [a] }", .wrongType, 1, 21, "firstname"),
      ("opencrm: { system: https://acme.opencrm.co.uk/ }", .wrongValue, 1, 20, ".uk: acme."),
      ("opencrm: { system: two words }", .wrongValue, 1, 20, ".uk: acme."),
    ])
  func wrong(
    text: String, code: SettingsProblem.Code, line: Int, column: Int, fix: String
  ) throws {
    let found = try #require(problems(text).first, "nothing was wrong")
    #expect(found.code == code)
    #expect(found.line == line)
    #expect(found.column == column)
    #expect(found.fix.contains(fix), "\(found.fix)")
    #expect(problems(text).count == 1)
  }

  @Test("Every row takes each of its values: none is only promised")
  func everyValue() {
    for row in SettingTable.rows {
      let parts = row.path(account: "first").split(separator: ".").map(String.init)
      func text(_ value: String) -> String {
        parts.enumerated().map { index, part in
          String(repeating: "  ", count: index) + part + ":"
        }.joined(separator: "\n") + " " + value + "\n"
      }
      var values = row.values.split(separator: "|").map { String($0) }
      if values.count == 1 { values = [row.defaultText, row.example].compactMap { $0 } }
      for value in values {
        #expect(problems(text(value)).isEmpty, "\(row.path): \(value)")
      }
    }
  }

  @Test("All problems of a file come at once, in the order of the file")
  func all() {
    let found = problems(
      "workspace: { zone: 3 4, enabld: true }\ncontacts: { first_link: x }\ntasks: { target: calender }\n"
    )
    #expect(found.map(\.code) == [.wrongValue, .unknownKey, .wrongValue, .wrongValue])
    #expect(found.map(\.line) == [1, 1, 2, 3])
  }

  @Test("What is wrong reads as file, line, column, message and fix")
  func description() {
    let error = SettingsError(
      file: "drawbridge.yaml", problems: problems("contacts:\n  first_lnk: ask\n"))
    #expect(
      error.description
        == "drawbridge.yaml:2:3: Unknown setting `contacts.first_lnk`.\n  Is `first_link` meant?")
  }

  @Test("A caller's zones and fields are checked")
  func vocabulary() {
    let known = SettingsVocabulary(
      isZone: { $0 == "Europe/London" }, openCRMFields: ["firstname", "email"])
    #expect(problems("workspace: { zone: Europe/London }", known).isEmpty)
    #expect(problems("workspace: { zone: Europe/Londn }", known).map(\.code) == [.wrongValue])
    let found = problems("opencrm:\n  columns:\n    firstnme: X\n", known)
    #expect(found.map(\.code) == [.unknownKey])
    #expect(found.first?.line == 3)
    #expect(found.first?.fix == "Is `firstname` meant?")
  }

  @Test("Fields with a header of their own are those that are read, wherever they are named")
  func columnNames() {
    let known = SettingsVocabulary(openCRMFields: ["firstname", "email"])
    func found(_ text: String) -> [SettingsProblem] { problems("opencrm:\n\(text)", known) }
    #expect(
      found("  columns: { cf_12: Size }\n  custom_fields: { cf_12: \"Shoe size\" }\n").isEmpty)
    #expect(
      found(
        "  columns: { type: Kind }\n  deleted: { contacts: { field: type, value: Gone } }\n"
      ).isEmpty)
    #expect(found("  columns: { cf_12: Size }\n").first?.fix.contains("custom_fields") == true)
    let one = found("  columns:\n    email: Mail\n    shoe: Size\n")
    #expect(one.map(\.code) == [.unknownKey])
    #expect(one.first?.line == 4)
    #expect(one.first?.column == 5)
    #expect(one.first?.fix.contains("API name") == true)
  }

  @Test("Protected properties are those of contacts, whatever their case")
  func protected() throws {
    let known = SettingsVocabulary(contactProperties: ["N", "TITLE", "TEL", "NOTE", "EMAIL"])
    func found(_ names: String) -> [SettingsProblem] {
      problems("contacts:\n  do_not_update:\n    in_opencrm: \(names)\n", known)
    }
    #expect(found("[TITLE, note, X-HOBBY]").isEmpty)
    let one = found("[TITLE, TITEL]")
    #expect(one.map(\.code) == [.wrongValue])
    #expect(one.first?.line == 3)
    #expect(one.first?.column == 25)
    #expect(one.first?.fix == "Is `TITLE` meant?")
    for (word, name) in [
      ("mobile", "TEL"), ("First Name", "N"), ("FN", "N"), ("Notes", "NOTE"), ("E-Mail", "EMAIL"),
    ] {
      #expect(found("[\"\(word)\"]").first?.fix == "Is `\(name)` meant?")
    }
    #expect(found("[CATEGORIES]").first?.fix.hasPrefix("Write names of vCard: N, ORG") == true)
    #expect(found("[a, b]").count == 2)
    #expect(
      problems("contacts:\n  do_not_update: { in_google: [TITEL] }\n", known).first?.line == 2)
  }
}
