import Settings
import Sides
import TestSupport

/// The rows of the settings that a history draws, as they are written.
struct OfficeRows: Sendable, CustomStringConvertible {
  /// What is drawn for one account.
  struct Account: Sendable {
    var isEnabled = true
    var user: String?
    /// Labels, calendars or lists; empty for all.
    var named: [String] = []
    var isInCalendar = false
  }

  let kind: RecordKindWord
  var isEnabled = true
  var direction = "both"
  var updateInOpenCRM = "always"
  var updateInGoogle = "always"
  var deleteInOpenCRM = "keep"
  var deleteInGoogle = "keep"
  var deleteConflict = "ask"
  var conflict = "ask"
  var protectedInOpenCRM: [String] = []
  var protectedInGoogle: [String] = []
  var isAllContacts = true
  var isBusy = false
  /// First and last day from today on.
  var windowToOpenCRM = OfficeRows.wide
  var windowToGoogle = OfficeRows.wide
  var accounts: [String: Account]

  static let wide = -900...900

  /// The section of the settings that is about a kind.
  enum RecordKindWord: String, Sendable { case contacts, calendar, tasks }

  /// Rows that let everything pass.
  init(_ kind: RecordKindWord, _ names: [String]) {
    self.kind = kind
    accounts = Dictionary(uniqueKeysWithValues: names.map { ($0, Account()) })
  }

  static func random(
    _ kind: RecordKindWord, _ names: [String], _ random: inout SeededRandom
  ) -> OfficeRows {
    var rows = OfficeRows(kind, names)
    rows.isEnabled = !random.chance(6)
    if random.chance(25) { rows.direction = random.pick(["to-google", "to-opencrm"]) }
    if random.chance(25) { rows.updateInOpenCRM = random.pick(["never", "originated"]) }
    if random.chance(25) { rows.updateInGoogle = random.pick(["never", "originated"]) }
    if random.chance(30) { rows.deleteInOpenCRM = "delete" }
    if random.chance(30) { rows.deleteInGoogle = "delete" }
    if random.chance(40) { rows.deleteConflict = random.pick(["delete", "restore"]) }
    if random.chance(30) { rows.conflict = random.pick(["opencrm", "google"]) }
    if kind == .contacts {
      if random.chance(30) { rows.protectedInOpenCRM = [random.pick(["TITLE", "NOTE"])] }
      if random.chance(30) { rows.protectedInGoogle = [random.pick(["TITLE", "NOTE"])] }
      rows.isAllContacts = random.chance(60)
    } else {
      let windows = [-5...5, -30...30, -60...10, -400...60, Self.wide]
      if random.chance(50) { rows.windowToOpenCRM = random.pick(windows) }
      if random.chance(50) { rows.windowToGoogle = random.pick(windows) }
      rows.isBusy = random.chance(50)
    }
    for name in names {
      var account = Account()
      account.isEnabled = !random.chance(8)
      if random.chance(40) { account.user = random.pick(["1", "2"]) }
      if random.chance(35) {
        account.named = random.pick([["Work"], ["Home"], ["Work", "Home"]])
      }
      account.isInCalendar = kind == .tasks && random.chance(40)
      rows.accounts[name] = account
    }
    return rows
  }

  /// How many rows there are to reset.
  static let fields = 20

  /// Sets a row back to its default, for smaller histories.
  mutating func reset(_ field: Int) {
    let plain = OfficeRows(kind, accounts.keys.sorted())
    switch field {
    case 0: isEnabled = true
    case 1: direction = plain.direction
    case 2: updateInOpenCRM = plain.updateInOpenCRM
    case 3: updateInGoogle = plain.updateInGoogle
    case 4: deleteInOpenCRM = plain.deleteInOpenCRM
    case 5: deleteInGoogle = plain.deleteInGoogle
    case 6: deleteConflict = plain.deleteConflict
    case 7: conflict = plain.conflict
    case 8: protectedInOpenCRM = []
    case 9: protectedInGoogle = []
    case 10: isAllContacts = true
    case 11: isBusy = false
    case 12: windowToOpenCRM = Self.wide
    case 13: windowToGoogle = Self.wide
    case 14: for name in accounts.keys { accounts[name]?.isEnabled = true }
    case 15: for name in accounts.keys { accounts[name]?.user = nil }
    case 16: for name in accounts.keys { accounts[name]?.named = [] }
    case 17: for name in accounts.keys { accounts[name]?.isInCalendar = false }
    case 18: accounts = plain.accounts
    default: break
    }
  }

  /// drawbridge.yaml of these rows.
  var description: String {
    let section = kind.rawValue
    let own = accounts.sorted { $0.key < $1.key }.map { name, account in
      let user = account.user.map { "user: \"\($0)\", " } ?? ""
      let list = "[\(account.named.joined(separator: ", "))]"
      let parts: [String] =
        switch kind {
        case .contacts: ["contacts: { labels: \(list) }"]
        case .calendar: ["calendar: { calendars: \(list) }"]
        case .tasks:
          account.isInCalendar
            ? ["calendar: { calendars: \(list) }", "tasks: { target: calendar }"]
            : ["tasks: { lists: \(list) }"]
        }
      return "  \(name): { \(user)enabled: \(account.isEnabled), "
        + "\(parts.joined(separator: ", ")) }"
    }
    var rows = ["enabled: \(isEnabled)", "direction: \(direction)"]
    if kind == .contacts {
      rows.append("all_contacts: \(isAllContacts)")
      rows.append(
        "do_not_update: { in_opencrm: \(protectedInOpenCRM), in_google: \(protectedInGoogle) }")
    } else {
      rows.append(
        "window: { to_opencrm: \(Self.text(windowToOpenCRM)), "
          + "to_google: \(Self.text(windowToGoogle)) }")
    }
    let hidden = "private: \(isBusy ? "busy" : "hide")"
    if kind == .calendar { rows.append(hidden) }
    rows.append(rules("to_opencrm", updateInOpenCRM, deleteInOpenCRM))
    rows.append(rules("to_google", updateInGoogle, deleteInGoogle))
    return "accounts:\n" + own.joined(separator: "\n") + "\n"
      + "\(section): { \(rows.joined(separator: ", ")) }\n"
      + (kind == .tasks ? "calendar: { \(hidden) }\n" : "")
  }

  private func rules(_ direction: String, _ update: String, _ delete: String) -> String {
    "\(direction): { update: \(update), delete: \(delete), delete_conflict: \(deleteConflict), "
      + "conflict: \(conflict) }"
  }

  private static func text(_ window: ClosedRange<Int>) -> String {
    "[\(window.lowerBound) days, +\(window.upperBound) days]"
  }

  func settings() throws -> Settings { try Settings.load(text: description) }
}
