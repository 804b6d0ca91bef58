import CivilTime
import Ledger
import Records
import Settings

/// The guards of DESIGN section 8 that look at a plan.
package enum Guards {
  /// Why a plan may not be carried out, or nil.
  package static func refusal(of plan: Plan, on bench: Workbench) -> Plan.Refusal? {
    let settings = bench.settings.guards
    for side in bench.sides {
      for kind in RecordKind.allCases {
        let total = bench.state.entries(side, kind).values
          .filter { $0.presence == .present }.count
        let deletions = plan.steps.filter {
          $0.side == side && $0.kind == kind && $0.action == .delete
        }.count
        let share = total * settings.deletedPercent / 100
        let budget = plan.allowedDeletions ?? max(3, min(settings.deletedRecords, share))
        if deletions > budget {
          return Plan.Refusal(
            guardName: "deletion budget",
            detail: "\(deletions) of \(total) \(kind.plural) would be deleted in \(side.title); "
              + "without a word from you at most \(budget) are.",
            option: "--allow-deletions \(deletions)")
        }
        let changes = plan.steps.filter {
          $0.side == side && $0.kind == kind && $0.action == .update
        }.count
        if !plan.allowsChanges, total >= 10, changes * 100 > total * settings.changedPercent {
          return Plan.Refusal(
            guardName: "mass change",
            detail: "\(changes) of \(total) \(kind.plural) would be changed in \(side.title), more "
              + "than \(settings.changedPercent) %.", option: "--allow-changes")
        }
      }
    }
    return nil
  }

  /// What a person should know: snapshots that are old.
  package static func warnings(on bench: Workbench) -> [String] {
    guard let now = Instant(bench.now) else { return [] }
    var warnings: [String] = []
    for side in bench.sides {
      for kind in RecordKind.allCases {
        guard let snapshot = bench.state.latestSnapshot(side, kind),
          let time = Instant(snapshot.exported ?? snapshot.imported),
          now.seconds - time.seconds > Int64(bench.settings.guards.stale.seconds)
        else { continue }
        warnings.append(
          "The \(kind.plural) of \(side.title) are of \(snapshot.exported ?? snapshot.imported); "
            + "what changed there since is not known.")
      }
    }
    return warnings
  }
}

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

/// Where a new record goes on a side.
enum Collections {
  /// The calendar or list: that of the record's name where the side has it, else the account's
  /// first; nil for contacts.
  static func target(of link: Link, on side: SideName, _ bench: Workbench) -> String? {
    guard link.kind != .contact else { return nil }
    let known = bench.state.latestSnapshot(side, link.kind)?.collections.map(\.name) ?? []
    guard case .google(let name) = side,
      let account = bench.settings.accounts.first(where: { $0.name == name })
    else { return known.first }
    let preferred = link.kind == .task ? account.defaultList : account.google ?? ""
    return known.contains(preferred) ? preferred : known.first ?? preferred
  }
}
