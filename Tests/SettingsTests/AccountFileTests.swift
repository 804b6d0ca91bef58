import Settings
import Testing

@Suite("The file of an account") struct AccountFileTests {
  private func load(_ yaml: String, _ own: String) throws -> Settings {
    try Settings.load(text: yaml, accountFile: { $0 == "mary" ? Array(own.utf8) : nil })
  }

  @Test("It overrides the rows that the administrator names, and says where they come from")
  func overrides() throws {
    let settings = try load(
      """
      accounts: { mary: { tasks: { default_list: Work } } }
      users_may_edit: [tasks.default_list]
      """, "tasks:\n  default_list: Home\n")
    #expect(settings.accounts[0].defaultList == "Home")
    let row = try settings.effectiveRows().first { $0.path == "accounts.mary.tasks.default_list" }
    #expect(row?.origin.described() == "accounts/mary.yaml line 2")
    #expect(settings.warnings.isEmpty)
  }

  @Test("Other rows change nothing and are reported")
  func reportsOthers() throws {
    let settings = try load(
      "accounts: { mary: { user: \"12\" } }\nusers_may_edit: [contacts.labels]",
      "user: \"13\"\nenabled: false\n")
    #expect(settings.accounts[0].user == "12")
    #expect(settings.accounts[0].enabled)
    #expect(settings.warnings.map(\.code) == [.notAllowed, .notAllowed])
    #expect(settings.remarks().contains { $0.contains("accounts/mary.yaml line 1") })
  }

  @Test(
    "A file that cannot be read as rows is an error that names the file",
    arguments: ["contact: {}", "contacts: 3", "- a", "contacts: { labels: 3 }"])
  func refusesOthers(_ own: String) throws {
    let error = try #require(throws: SettingsError.self) {
      _ = try load("accounts: { mary: {} }\nusers_may_edit: [contacts.labels]", own)
    }
    #expect(error.description.contains("accounts/mary.yaml"))
  }

  @Test("Whose data an account gets is not for users", arguments: ["google", "user", "teams"])
  func keepsOwners(_ row: String) throws {
    #expect(throws: SettingsError.self) {
      _ = try load("accounts: { mary: {} }\nusers_may_edit: [\(row)]", "")
    }
  }

  @Test("Without an account of the name, a file is nobody's")
  func ignoresStrangers() throws {
    #expect(try load("accounts: { jim: {} }", "enabled: false").accounts.map(\.enabled) == [true])
  }
}
