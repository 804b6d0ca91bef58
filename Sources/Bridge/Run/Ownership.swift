import Ledger
import Records
import Settings

/// Which accounts a record of OpenCRM may go to (Google2OpenCRM: Allow All Contacts).
///
/// A contact goes to its owner's account, and to every account where all contacts are allowed. An
/// event or task goes to the accounts of its owner, of the users linked to it, and of the users of a
/// team that owns it or is linked to it. OpenCRM's key sees everything, so this is enforced here.
enum Ownership {
  /// Attributes of an entry that name the linked users and teams, separated by commas.
  static let usersAttribute = "users"
  static let teamsAttribute = "teams"

  /// Whether any record of a kind may be withheld from a side.
  static func mayWithhold(_ kind: RecordKind, from side: SideName, _ bench: Workbench) -> Bool {
    guard let account = bench.account(side), account.user != nil else { return false }
    return kind != .contact || isLimited(account, bench.settings)
  }

  /// Why a record may not be created on a side, or nil.
  static func withholds(_ link: Link, from side: SideName, _ bench: Workbench) -> String? {
    guard case .google(let name) = side, mayWithhold(link.kind, from: side, bench),
      let account = bench.account(side), let user = account.user
    else { return nil }
    guard let id = link.sides[.opencrm]?.entry,
      let entry = bench.state.entry(EntryKey(.opencrm, link.kind, id))
    else {
      // Its own records stay in step; another account's wait until OpenCRM shows whose they are.
      return link.sides[side]?.entry == nil
        ? "OpenCRM does not show its owner yet (accounts.\(name).user)" : nil
    }
    if link.kind != .contact, isLinked(entry, to: account) { return nil }
    guard let owner = entry.attributes["owner"] else {
      return "OpenCRM's export shows no owner (accounts.\(name).user)"
    }
    return owner == user ? nil : "it belongs to user \(owner), not \(user) (accounts.\(name).user)"
  }

  /// Whether an account gets only the contacts of its user.
  private static func isLimited(_ account: AccountSettings, _ settings: Settings) -> Bool {
    account.onlyMine || !settings.contacts.allContacts
  }

  /// Whether an activity belongs to an account's user or to one of their teams, or they are linked
  /// to it. Without `user` nobody is known to be.
  static func isLinked(_ entry: ViewEntry, to account: AccountSettings) -> Bool {
    let mine = Set([account.user].compactMap(\.self) + account.teams)
    let named = [
      entry.attributes["owner"].map { [$0] } ?? [],
      names(entry, usersAttribute), names(entry, teamsAttribute),
    ].joined()
    return named.contains(where: mine.contains)
  }

  private static func names(_ entry: ViewEntry, _ attribute: String) -> [String] {
    (entry.attributes[attribute] ?? "").split { $0 == "," || $0 == ";" }.map { name in
      String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }
}
