import Foundation
import Testing

@testable import Settings

@Suite struct SettingTableTests {
  @Test("Every row of the fixed forms is in the table, once")
  func complete() {
    let paths = SettingTable.rows.map(\.path)
    #expect(Set(paths).count == paths.count)
    let account = [
      "google", "user", "teams", "enabled", "contacts.enabled", "contacts.only_mine",
      "contacts.labels", "calendar.enabled", "calendar.calendars", "tasks.enabled",
      "tasks.target", "tasks.lists", "tasks.default_list",
    ].map { "accounts.NAME.\($0)" }
    let rules = ["contacts", "calendar", "tasks"].flatMap { kind in
      ["to_opencrm", "to_google"].flatMap { way in
        ["update", "conflict", "delete", "delete_conflict"].map { "\(kind).\(way).\($0)" }
      }
    }
    let others = [
      "workspace.id", "workspace.zone", "workspace.enabled", "users_may_edit",
      "contacts.enabled", "contacts.direction", "contacts.all_contacts", "contacts.match",
      "contacts.first_link", "contacts.do_not_update.in_opencrm",
      "contacts.do_not_update.in_google", "contacts.linked_companies", "contacts.folders",
      "calendar.enabled", "calendar.direction", "calendar.private",
      "calendar.window.to_opencrm", "calendar.window.to_google", "tasks.enabled",
      "tasks.direction", "tasks.target", "tasks.window.to_opencrm", "tasks.window.to_google",
      "guards.deletions.records", "guards.deletions.percent", "guards.changes.percent",
      "guards.stale", "opencrm.system", "opencrm.columns", "opencrm.custom_fields",
      "opencrm.deleted.contacts.field", "opencrm.deleted.contacts.value", "opencrm.no_date",
    ]
    let fixed = Set(account + rules + others)
    #expect(fixed.subtracting(paths) == [])
    #expect(Set(paths).subtracting(fixed) == ["opencrm.delimiter", "opencrm.encoding"])
  }

  @Test("The default is the first of the alternatives, and reads back as itself")
  func defaults() {
    for row in SettingTable.rows where row.values.contains(" | ") {
      #expect(row.values.hasPrefix((row.defaultText ?? "") + " | "), "\(row.path)")
    }
    #expect(SettingTable.rows.allSatisfy { $0.description.hasSuffix(".") })
  }

  @Test("The file that init writes is commented, has one account and reads back as the defaults")
  func template() throws {
    let text = Settings.template(workspaceID: "acme-7", zone: "Europe/Dublin")
    var settings = try Settings.load(text: text)
    #expect(settings.workspace.id == "acme-7")
    #expect(settings.workspace.zone == "Europe/Dublin")
    #expect(settings.accounts == [AccountSettings(name: "first")])
    settings.workspace = WorkspaceSettings()
    settings.accounts = []
    settings.origins = [:]
    #expect(settings == Settings())
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    for row in SettingTable.rows {
      #expect(text.contains("\(row.name): ") || text.contains("\(row.name):\n"), "\(row.path)")
    }
    let odd = try Settings.load(text: Settings.template(workspaceID: "12", zone: "Etc/GMT+1"))
    #expect(odd.workspace.id == "12")
    #expect(odd.workspace.zone == "Etc/GMT+1")
  }

  @Test("Removing the comment sign from a row's example gives a value that the row takes")
  func examples() throws {
    let text = Settings.template(workspaceID: "acme", zone: "Europe/London")
    for row in SettingTable.rows {
      guard let example = row.example else { continue }
      #expect(text.contains("\(row.name): \(example)"), "\(row.path)")
      let parts = row.path(account: "first").split(separator: ".")
      let file = parts.enumerated().map {
        String(repeating: " ", count: $0) + $1 + ":"
      }.joined(separator: "\n")
      let codes = problems(file + " \(example)\n").map(\.code)
      #expect(codes.isEmpty, "\(row.path)")
    }
  }

  @Test("spec/settings.md says what the table says")
  func page() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("spec/settings.md")
    let page = SettingTable.page()
    if ProcessInfo.processInfo.environment["DRAWBRIDGE_UPDATE"] == "1" {
      try Data(page.utf8).write(to: path, options: .atomic)
    }
    let written = try? String(contentsOf: path, encoding: .utf8)
    let pairs = zip((written ?? "").split(separator: "\n"), page.split(separator: "\n"))
    let isSame = written == page
    #expect(
      isSame,
      """
      spec/settings.md differs from the table, first at "\(pairs.first { $0 != $1 }?.1 ?? "")". \
      Run `DRAWBRIDGE_UPDATE=1 swift test --filter SettingTableTests` to write it anew.
      """)
  }
}
