import ContentLines
import Ledger
import Records
import Settings

/// Where a new record goes on a side.
enum Collections {
  /// The calendar or list: the first that the settings name, else the account's own or the default
  /// list where the side has it, else the side's first; nil for contacts.
  static func target(of link: Link, on side: SideName, _ bench: Workbench) -> String? {
    guard link.kind != .contact else { return nil }
    let known = (bench.state.latestSnapshot(side, link.kind)?.collections.map(\.name) ?? [])
      .filter { link.kind != .task || !$0.hasPrefix(TaskPlace.prefix) }
    guard let account = bench.account(side) else { return known.first }
    if link.kind == .task, bench.taskTarget(side) == .calendar {
      return TaskPlace.prefix + calendar(of: account, side, bench)
    }
    let named = link.kind == .task ? account.lists : account.calendars
    let preferred = link.kind == .task ? account.defaultList : account.google ?? ""
    if let first = named.first {
      return link.kind == .task && named.contains(preferred) ? preferred : first
    }
    return known.contains(preferred) ? preferred : known.first ?? preferred
  }

  /// The calendar that takes the tasks of an account: the one that takes its new events.
  private static func calendar(
    of account: AccountSettings, _ side: SideName, _ bench: Workbench
  ) -> String {
    let known = bench.state.latestSnapshot(side, .event)?.collections.map(\.name) ?? []
    let own = account.google ?? ""
    return account.calendars.first ?? (known.contains(own) ? own : known.first ?? own)
  }

  /// A new contact with the first of the labels that the settings carry for the account, so that
  /// it is in scope there.
  static func labelled(_ record: Record, on side: SideName, _ bench: Workbench) -> Record {
    guard record.kind == .contact, !record.components.isEmpty,
      let label = bench.account(side)?.labels.first(where: { $0 != Scope.otherContacts })
    else { return record }
    var record = record
    record.components[0].properties.append(Property(Folders.property, text: Text(label)))
    return record.canonical()
  }
}
