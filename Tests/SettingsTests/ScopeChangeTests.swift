import Testing

@testable import Settings

@Suite("Settings that carry less")
struct ScopeChangeTests {
  private func changes(_ old: String, _ new: String) throws -> [String] {
    try Settings.load(text: new).narrowings(since: Settings.load(text: old).scopeText).map {
      "\($0.path): \($0.from ?? "-") -> \($0.to ?? "-")"
    }
  }

  @Test("A filter that leaves out more is one; one that leaves out less is not")
  func filters() throws {
    func account(_ rows: String) -> String { "accounts: { a: { \(rows) } }" }
    let free = account("")
    let one = account("contacts: { labels: [One] }")
    let both = account("contacts: { labels: [One, Two] }")
    #expect(try changes(free, one) == ["accounts.a.contacts.labels: [] -> [One]"])
    #expect(try changes(both, one) == ["accounts.a.contacts.labels: [One, Two] -> [One]"])
    #expect(try changes(one, both).isEmpty)
    #expect(try changes(one, free).isEmpty)
    #expect(try changes(one, one).isEmpty)
    let other = account("calendar: { calendars: [B, A] }")
    #expect(try changes(account("calendar: { calendars: [A, B] }"), other).count == 1)
    #expect(try changes(free, account("enabled: false")).count == 1)
    #expect(try changes(account("enabled: false"), free).isEmpty)
    #expect(try changes(free, account("user: \"12\"")).count == 1)
    #expect(
      try changes(free, "accounts: {}").filter { $0.contains("accounts") } == [
        "accounts.a: there -> -"
      ])
    #expect(try changes("accounts: {}", free).isEmpty)
  }

  @Test("A window that begins later or ends earlier is one")
  func windows() throws {
    func window(_ text: String) -> String { "calendar: { window: { to_opencrm: \(text) } }" }
    let usual = window("[-2 months, +2 months]")
    #expect(try changes("", usual).isEmpty)
    #expect(try changes(usual, window("[-3 months, +1 years]")).isEmpty)
    #expect(try changes(usual, window("[-1 months, +2 months]")).count == 1)
    #expect(try changes(usual, window("[-1 years, +8 weeks]")).count == 1)
  }
}
