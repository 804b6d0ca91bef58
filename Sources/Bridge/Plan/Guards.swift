import CivilTime
import Ledger
import Merge
import Records
import Settings

/// The guards of DESIGN section 8 that look at a plan.
package enum Guards {
  /// Records from which the shares count.
  static let least = 10

  /// Why a plan may not be carried out, or nil.
  ///
  /// - Throws: errors of the store.
  package static func refusal(of plan: Plan, on bench: inout Workbench) throws -> Plan.Refusal? {
    if let refusal = try narrowed(on: &bench) { return refusal }
    for side in bench.sides {
      for kind in RecordKind.allCases {
        let steps = plan.steps.filter { $0.side == side && $0.kind == kind }
        guard !steps.isEmpty else { continue }
        let total = bench.state.entries(side, kind).values
          .filter { $0.presence == .present }.count
        let part = Part(side: side, kind: kind, steps: steps, total: total)
        if let refusal = deletions(part, plan, bench) { return refusal }
        if plan.allowsChanges { continue }
        if let refusal = try changes(part, bench) ?? vanished(part, &bench) { return refusal }
      }
    }
    return nil
  }

  /// The steps on one side and kind.
  private struct Part {
    var side: SideName
    var kind: RecordKind
    var steps: [Plan.Step]
    var total: Int
  }

  /// Settings that carry less than before, or to another place, or that delete more.
  private static func narrowed(on bench: inout Workbench) throws -> Plan.Refusal? {
    let changes = ScopeMark.narrowings(on: bench)
    guard !changes.isEmpty else { return nil }
    let left = try ScopeMark.leavingOut(on: &bench)
    return Plan.Refusal(
      guardName: "settings",
      detail: "The settings were changed since the last plan: "
        + changes.map(\.sentence).joined(separator: "; ") + "."
        + (left.isEmpty ? "" : " They leave out \(left.joined(separator: ", "))."),
      option: "drawbridge settings --accept")
  }

  private static func deletions(
    _ part: Part, _ plan: Plan, _ bench: Workbench
  ) -> Plan.Refusal? {
    let settings = bench.settings.guards
    // What moves within its side is not lost, and was shown when the settings were changed.
    let count = part.steps.count { $0.action == .delete && !$0.moves }
    let share = part.total * settings.deletedPercent / 100
    let limit =
      part.total < least ? settings.deletedRecords : min(settings.deletedRecords, share)
    let budget = plan.allowedDeletions ?? max(3, limit)
    guard count > budget else { return nil }
    return Plan.Refusal(
      guardName: "deletion budget",
      detail: "\(count) of \(part.total) \(part.kind.plural) would be deleted in "
        + "\(part.side.title); without a word from you at most \(budget) are.",
      option: "--allow-deletions \(count)")
  }

  /// What is only added to a record at first link is no change of it.
  private static func changes(_ part: Part, _ bench: Workbench) -> Plan.Refusal? {
    let percent = bench.settings.guards.changedPercent
    let count = part.steps.count { $0.action == .update && !isFirstLink($0, bench) }
    guard part.total >= least, count * 100 > part.total * percent else { return nil }
    return Plan.Refusal(
      guardName: "mass change",
      detail: "\(count) of \(part.total) \(part.kind.plural) would be changed in "
        + "\(part.side.title), more than \(percent) %.", option: "--allow-changes")
  }

  private static func isFirstLink(_ step: Plan.Step, _ bench: Workbench) -> Bool {
    FirstLinkMark.stands(for: LinkKey(step.kind, step.uid), bench.state)
  }

  /// A property that would be emptied in many of the records that have it: an export without it
  /// was taken for one in which it is blank.
  private static func vanished(
    _ part: Part, _ bench: inout Workbench
  ) throws -> Plan.Refusal? {
    let percent = bench.settings.guards.changedPercent
    var emptied: [String: Int] = [:]
    for step in part.steps where step.action == .update {
      for name in gone(step) { emptied[name, default: 0] += 1 }
    }
    // Fewer are no share of ten records.
    let suspects = emptied.filter { $0.value * 100 > least * percent }
    guard !suspects.isEmpty else { return nil }
    let entries = bench.state.entries(part.side, part.kind).values.filter {
      $0.presence == .present
    }
    try bench.load(Set(entries.map(\.digest)), part.kind)
    var holders: [String: Int] = [:]
    for entry in entries {
      guard let record = bench.record(entry.digest) else { continue }
      for name in names(record) where suspects[name] != nil { holders[name, default: 0] += 1 }
    }
    for (name, count) in suspects.sorted(by: { $0.key < $1.key }) {
      let all = holders[name] ?? 0
      guard all >= least, count * 100 > all * percent else { continue }
      return Plan.Refusal(
        guardName: "property vanished",
        detail: "\(name) would be emptied in \(count) of the \(all) \(part.kind.plural) of "
          + "\(part.side.title) that have it, more than \(percent) %. Did the export that was "
          + "imported leave it out?", option: "--allow-changes")
    }
    return nil
  }

  /// The properties that a step leaves a record without.
  private static func gone(_ step: Plan.Step) -> Set<String> {
    guard let before = step.before, let after = step.after else { return [] }
    return names(before).subtracting(names(after))
  }

  /// Properties with their types: a mobile number and an office number are two.
  private static func names(_ record: Record) -> Set<String> {
    Set(
      record.components.flatMap(\.properties).map { property in
        let types = property.parameter("TYPE").map { " (\($0))" } ?? ""
        return "\(property.name)\(types)"
      })
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
