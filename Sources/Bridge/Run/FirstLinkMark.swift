import Ledger
import Records

/// Remembers links whose sides have not agreed on everything since they were first linked: what is
/// carried between them is no mass change (DESIGN section 8).
enum FirstLinkMark {
  /// The mark names nobody: a UID may be somebody's address.
  static func name(_ key: LinkKey) -> String {
    "first-link/\(Digest(of: Array("\(key.kind.rawValue)/\(key.uid)".utf8)))"
  }

  /// Whether a mark is one of these.
  static func isOne(_ mark: String) -> Bool { mark.hasPrefix("first-link/") }

  static func stands(for key: LinkKey, _ state: LedgerState) -> Bool {
    state.marks[name(key)] != nil
  }

  /// Sets the mark where a side joins and something is left to carry; takes it away when nothing is.
  static func note(_ merge: LinkMerge, _ state: inout LedgerState) {
    if merge.isSettled {
      remove(merge.link.key, &state)
    } else if merge.isJoining, merge.link.sides.count > 1 {
      state.mark(name(merge.link.key), "1")
    }
  }

  static func set(_ key: LinkKey, _ state: inout LedgerState) { state.mark(name(key), "1") }

  static func remove(_ key: LinkKey, _ state: inout LedgerState) {
    state.mark(name(key), nil)
  }
}
