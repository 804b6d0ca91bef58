import Ledger
import Records
import Settings

/// Which accounts a record of OpenCRM may go to.
enum Ownership {
  /// Why a record may not be created on a side, or nil.
  static func withholds(_ link: Link, from side: SideName, _ bench: Workbench) -> String? {
    guard case .google(let name) = side,
      let account = bench.settings.accounts.first(where: { $0.name == name }),
      let user = account.user, link.kind != .contact || !bench.settings.contacts.allContacts
    else { return nil }
    guard let id = link.sides[.opencrm]?.entry,
      let entry = bench.state.entry(EntryKey(.opencrm, link.kind, id))
    else {
      // Its own records stay in step; another account's wait until OpenCRM shows whose they are.
      return link.sides[side]?.entry == nil
        ? "OpenCRM does not show its owner yet (accounts.\(name).user)" : nil
    }
    guard let owner = entry.attributes["owner"] else {
      return "OpenCRM's export shows no owner (accounts.\(name).user)"
    }
    return owner == user ? nil : "it belongs to user \(owner), not \(user) (accounts.\(name).user)"
  }
}
