import ArgumentParser
import Bridge
import Ledger
import Records

/// Answers conflicts and questions.
struct ResolveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve", abstract: "Answers a conflict or a question of the plan.",
    usage: """
      drawbridge resolve RECORD|--all [--property P] --take opencrm|google:ACCOUNT|base
      drawbridge resolve RECORD [--property P] --value TEXT | --both | --note
      drawbridge resolve RECORD --link OTHER | --new | --merged-into OTHER | --deleted | --restore
      """)

  @Argument(help: "A UID, a unique beginning of one, or a unique name.")
  var record: String?

  @Flag(help: "All open conflicts.")
  var all = false

  @Option(help: "Only this property, as the plan names it.")
  var property: String?

  @Option(help: "Take the value of a side, or the base.")
  var take: String?

  @Option(help: "Take this value.")
  var value: String?

  @Flag(help: "Keep both values, where the property can hold them.")
  var both = false

  @Flag(help: "Keep one value and put the other into the note.")
  var note = false

  @Option(help: "It is the same record as OTHER.")
  var link: String?

  @Flag(help: "It is a record of its own.")
  var new = false

  @Option(help: "It was merged into OTHER on its side.")
  var mergedInto: String?

  @Flag(help: "It was deleted on its side.")
  var deleted = false

  @Flag(help: "Bring it back to the sides it was deleted on.")
  var restore = false

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    let ways = [
      take != nil, value != nil, both, note, link != nil, new, mergedInto != nil, deleted, restore,
    ]
    guard ways.filter(\.self).count == 1 else {
      throw ValidationError(
        "Say one of --take, --value, --both, --note, --link, --new, --merged-into, --deleted, --restore."
      )
    }
    guard (record != nil) != all else { throw ValidationError("Name one RECORD, or say --all.") }
  }

  func run() async throws {
    let console = global.console
    let workspace = try Workspace(global)
    let plan = try workspace.reading { try Planner.plan(on: $0) }
    try await workspace.writing("resolve \(record ?? "--all")") { bench in
      let summary = try answer(plan, &bench, workspace)
      for kind in RecordKind.allCases {
        var linker = Linker(kind, on: bench)
        try linker.run()
        var reconciler = Reconciler(kind, on: linker.bench)
        try reconciler.settle(after: nil)
        // What stood in the way of a match may have gone with its link.
        linker = Linker(kind, on: reconciler.bench)
        try linker.run()
        reconciler = Reconciler(kind, on: linker.bench)
        try reconciler.settle(after: nil)
        bench = reconciler.bench
      }
      console.note(summary)
      return [summary]
    }
    let after = try workspace.reading { try Planner.plan(on: $0) }
    console.note(after.summary)
  }

  private func answer(_ plan: Plan, _ bench: inout Workbench, _ workspace: Workspace) throws
    -> String
  {
    if let choice = try conflictChoice(workspace) {
      return try answerConflicts(choice, plan, &bench)
    }
    guard let record else { throw CommandFailure(.impossible, "Name one RECORD.") }
    let uid = try conflictRecord(plan, &bench) ?? record
    if deleted || restore,
      plan.openConflicts.contains(where: { $0.uid == uid && $0.property == "*" })
    {
      return try answerConflicts(deleted ? .deleted : .restore, plan, &bench)
    }
    let named = try plan.questionRecord(record)
    if let link {
      try Resolving.link(named, to: try plan.questionRecord(link), on: &bench)
      return "\(record) is linked to \(link)."
    }
    if new {
      try Resolving.markNew(named, on: &bench)
      return "\(record) is a record of its own."
    }
    if let mergedInto {
      try Resolving.merged(named, into: try plan.questionRecord(mergedInto), on: &bench)
      return "\(record) was merged into \(mergedInto)."
    }
    if deleted {
      try Resolving.markDeleted(named, on: &bench)
      return "\(record) was deleted on its side."
    }
    try Resolving.restore(uid, on: &bench)
    return "\(record) comes back with the next export."
  }

  private func answerConflicts(_ choice: Choice, _ plan: Plan, _ bench: inout Workbench) throws
    -> String
  {
    let uid = try conflictRecord(plan, &bench)
    if record != nil, uid == nil {
      throw CommandFailure(
        .impossible, "No open conflict is about \(record ?? ""). See drawbridge plan.")
    }
    let count = Resolving.conflicts(
      uid: uid, property: property, choice: choice, plan: plan, on: &bench)
    guard count > 0 else {
      throw CommandFailure(
        .impossible,
        "No open conflict fits\(property.map { " (\($0))" } ?? ""). See drawbridge plan.")
    }
    return "\(counted(count, "conflict")) answered."
  }

  private func conflictChoice(_ workspace: Workspace) throws -> Choice? {
    if let take {
      return take == "base" ? .base : .take(try SideArgument.side(take, workspace.settings))
    }
    if let value { return .value(value) }
    return both ? .both : note ? .note : nil
  }

  /// The record that RECORD names among the open conflicts, else among all records.
  private func conflictRecord(_ plan: Plan, _ bench: inout Workbench) throws -> String? {
    guard let record else { return nil }
    let open = Set(plan.openConflicts.map(\.uid))
    if open.contains(record) { return record }
    let starting = open.filter { $0.hasPrefix(record) }
    if starting.count == 1 { return starting.first }
    let named = Set(
      plan.openConflicts.filter { $0.name.lowercased() == record.lowercased() }.map(\.uid))
    if named.count == 1 { return named.first }
    let found = try ShowReport.find(record, on: &bench)
    if found.count > 1 {
      throw CommandFailure(
        .impossible,
        "\(record) fits \(found.count) records: \(found.prefix(10).map(\.uid).joined(separator: ", ")). Say more of the UID."
      )
    }
    return found.first?.uid
  }
}

extension Plan {
  /// The id of a record that a question is about or offers, named by its id, a unique beginning of
  /// it, or a unique name; the text itself where no question knows it.
  ///
  /// - Throws: `CommandFailure` where several fit.
  fileprivate func questionRecord(_ text: String) throws -> String {
    let all = questions.flatMap { question in
      question.records.map { ($0.uid, $0.name) } + question.candidates.map { ($0.uid, $0.name) }
    }
    if all.contains(where: { $0.0 == text }) { return text }
    let fits = Set(
      all.filter { $0.0.hasPrefix(text) || $0.1.lowercased() == text.lowercased() }.map(\.0))
    guard fits.count < 2 else {
      throw CommandFailure(
        .impossible,
        "\(text) fits several records: \(fits.sorted().joined(separator: ", ")). Say the UID.")
    }
    return fits.first ?? text
  }
}
