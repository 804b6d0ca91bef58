import Testing

@testable import Settings

@Suite struct SettingsShowingTests {
  private let settings: Settings

  init() throws {
    settings = try Settings.load(
      text: """
        accounts:
          mary: { google: mary@example.com, tasks: { enabled: false } }
          jim: { user: "4" }
        calendar: { enabled: false }
        contacts:
          to_google:
            conflict: newest
        """)
  }

  private func row(_ path: String, account: String? = nil) throws -> EffectiveRow {
    try #require(settings.effectiveRows(account: account).first { $0.path == path })
  }

  @Test("Every row has its effective value and its origin")
  func rows() throws {
    let google = try row("accounts.mary.google")
    #expect(google.value == "mary@example.com")
    #expect(google.origin.described() == "drawbridge.yaml line 2")
    #expect(try row("accounts.mary.user").value == "(not set)")
    #expect(try row("accounts.jim.user").value == "\"4\"")
    #expect(try row("accounts.jim.enabled").origin == .standard)
    #expect(try row("contacts.to_google.conflict").origin == .file(line: 7))
    let follows = try row("contacts.to_opencrm.conflict")
    #expect(follows.value == "newest")
    #expect(follows.origin.described() == "as contacts.to_google.conflict")
    #expect(try row("contacts.match").value == "[[email], [name, phone], [name, company]]")
    #expect(try row("calendar.window.to_google").value == "[-2 months, +12 months]")
    #expect(try row("guards.stale").value == "24 hours")
    #expect(try row("opencrm.columns").value == "{}")
    #expect(try row("tasks.target").value == "tasks")
  }

  @Test("A switch of an account is off where one above it is")
  func switches() throws {
    let calendar = try row("accounts.mary.calendar.enabled")
    #expect(calendar.value == "false")
    #expect(calendar.origin.described() == "off by calendar.enabled")
    #expect(try row("accounts.mary.tasks.enabled").origin == .file(line: 2))
    let mary = try settings.account(named: "mary")
    let jim = try settings.account(named: "jim")
    #expect(!settings.isEnabled(.calendar, for: jim))
    #expect(settings.isEnabled(.tasks, for: jim))
    #expect(!settings.isEnabled(.tasks, for: mary))
    let off = try Settings.load(text: "workspace: { enabled: false }\naccounts: { a: {} }\n")
    #expect(!off.isEnabled(.contacts, for: try off.account(named: "a")))
    let rows = try off.effectiveRows()
    #expect(rows.filter { $0.path.hasSuffix("enabled") }.allSatisfy { $0.value == "false" })
  }

  @Test("One account's rows leave the others' out")
  func oneAccount() throws {
    let all = try settings.effectiveRows()
    let mary = try settings.effectiveRows(account: "mary")
    #expect(all.contains { $0.path == "accounts.jim.user" })
    #expect(!mary.contains { $0.path == "accounts.jim.user" })
    #expect(all.count - mary.count == SettingTable.rows.filter(\.isOfAccount).count)
  }

  @Test("An account that is not in the settings gives the lines to add")
  func unknownAccount() throws {
    let error = try #require(throws: SettingsError.self) {
      try settings.effectiveRows(account: "mari")
    }
    #expect(error.problems.map(\.code) == [.unknownAccount])
    #expect(
      error.description == """
        drawbridge.yaml: No account `mari` in drawbridge.yaml. Is `mary` meant?
          Add these lines under `accounts:` in drawbridge.yaml:
              mari:
                google: mari@example.com   # or leave it out
        """)
    // The lines do what they promise.
    let added = try Settings.load(
      text: "accounts:\n    mari:\n      google: mari@example.com   # or leave it out\n")
    #expect(try added.account(named: "mari").google == "mari@example.com")
    let none = try #require(throws: SettingsError.self) { try Settings().account(named: "x") }
    #expect(none.description.contains("accounts:\n"))
  }

  @Test("What is not checked is said")
  func remarks() {
    #expect(
      settings.remarks() == [
        "mary: no `user`, so nothing is left out because of its owner.",
        "jim: no `google`, so no export is checked against the account's address.",
        "contacts: newest needs time stamps, and contacts of a Takeout have none: those conflicts "
          + "are asked.",
      ])
    #expect(settings.remarks(account: "jim").count == 2)
    #expect(Settings().remarks().count == 1)
  }

  @Test("A row is explained with what holds here")
  func explain() throws {
    let text = try settings.explain("contacts.to_opencrm.conflict")
    #expect(text.hasPrefix("`contacts.to_opencrm.conflict`: Who wins where"))
    #expect(text.contains("Values: ask | opencrm | google | newest. Default: ask."))
    #expect(text.contains("In Google2OpenCRM: Google > OpenCRM: Contact Conflict Resolution."))
    #expect(text.hasSuffix("Here it is newest (as contacts.to_google.conflict)."))
    #expect(try settings.explain("first_link").contains("contacts.first_link"))
    #expect(try settings.explain("accounts.mary.tasks.target").hasSuffix("(as tasks.target)."))
    let google = try settings.explain("google")
    #expect(google.contains("accounts.mary.google is mary@example.com (drawbridge.yaml line 2)."))
    #expect(google.contains("accounts.jim.google is (not set) (default)."))
    #expect(!(try settings.explain("accounts.mary.google").contains("jim")))
    for row in SettingTable.rows { _ = try settings.explain(row.path) }
    func fix(_ name: String) throws -> String? {
      try #require(throws: SettingsError.self) { try settings.explain(name) }.problems.first?.fix
    }
    #expect(try fix("contacts.first_lnk") == "Is `contacts.first_link` meant?")
    #expect(try fix("first_lnk") == "Is `contacts.first_link` meant?")
    #expect(try fix("conflict")?.contains("calendar.to_google.conflict") == true)
    #expect(try fix("qqqqqqqq") == "`drawbridge settings` lists all rows.")
  }

  @Test("Two directions that decide one conflict in two ways are an error with both rows")
  func contradictions() throws {
    func text(_ left: String, _ right: String) -> String {
      "tasks:\n  to_opencrm: { conflict: \(left) }\n  to_google: { conflict: \(right) }\n"
    }
    for (left, right) in [("google", "opencrm"), ("opencrm", "google"), ("newest", "google")] {
      let found = problems(text(left, right))
      #expect(found.map(\.code) == [.contradiction])
      #expect(found.first?.line == 3)
      #expect(
        found.first?.message.contains("`tasks.to_opencrm.conflict` is `\(left)` (line 2)") == true)
      #expect(found.first?.fix == "Set both to the same rule: `\(left)`, `\(right)` or `ask`.")
    }
    for rule in ConflictRule.allCases {
      let settings = try Settings.load(text: text(rule.rawValue, rule.rawValue))
      #expect(settings.conflictRule(for: .tasks) == rule)
      #expect(settings.warnings.isEmpty)
    }
    let asked = try Settings.load(text: text("ask", "google"))
    #expect(asked.conflictRule(for: .tasks) == .ask)
    #expect(asked.warnings.map(\.code) == [.contradiction])
    #expect(asked.remarks().contains { $0.contains("set both to `google`") })
  }

  @Test("Two accounts of one address are an error")
  func addresses() {
    let found = problems(
      "accounts:\n  a: { google: x@example.com }\n  b: { google: X@example.com }\n")
    #expect(found.map(\.code) == [.contradiction])
    #expect(found.first?.line == 3)
  }

  @Test("Names are found within a few edits, whatever their capitals")
  func nearest() {
    #expect(NearestName.distance(Array("abcd".utf8), Array("abdc".utf8)) == 1)
    #expect(NearestName.distance(Array("".utf8), Array("abc".utf8)) == 3)
    #expect(
      NearestName.of("Do-Not-Update", among: ["direction", "do_not_update"]) == "do_not_update")
    #expect(NearestName.of("xyz", among: ["direction"]) == nil)
    #expect(NearestName.of("contcats", among: ["calendar", "contacts"]) == "contacts")
  }

  @Test("What several rows stand under is answered with them")
  func rowsInside() throws {
    let settings = try Settings.load(text: "")
    for name in ["window", "calendar.window", "do_not_update", "contacts.to_google"] {
      let error = #expect(throws: SettingsError.self) { try settings.explain(name) }
      let fix = error?.problems.first?.fix ?? ""
      #expect(fix.hasPrefix("Which one: "), "\(name): \(fix)")
      #expect(fix.contains("\(name)."))
    }
  }
}
