import Ledger
package import Records
import Settings
package import Sides

/// One import as a whole: guards, views, links, settlement.
package enum ImportRun {
  package struct Outcome: Sendable {
    package var bench: Workbench
    /// What happened, in sentences.
    package var summary: [String]
    /// The merges that hold for the state as it is now, for a plan made of it at once.
    package var settled: [LinkMerge] = []
  }

  /// Brings what was read into the state. Kinds have nothing to do with each other and are worked
  /// on side by side.
  ///
  /// - Throws: `GuardRefusal`, and errors of the store.
  package static func run(
    _ read: ImportRead, from side: SideName, isComplete: Bool?, acceptedReason: String?,
    on bench: Workbench
  ) throws -> Outcome {
    var bench = bench
    let (sorted, remarks) = try TaskSorting.sorted(read, from: side, on: &bench)
    let read = ForgottenKeys.leavingOut(sorted, from: side, state: bench.state)
    // A new workspace starts from the settings it has.
    ScopeMark.note(on: &bench)
    var next = bench.state
    var shares: [Share] = []
    for kind in RecordKind.allCases {
      let reads = read.reads.filter { $0.kind == kind }
      guard !reads.isEmpty else { continue }
      var own = bench
      own.state = next
      shares.append(Share(kind: kind, reads: reads, bench: own))
      // Places in the order of first sight do not depend on how fast the other kind is.
      next.skipOrder(reads.reduce(0) { $0 + $1.records.count })
    }
    let ran = try Parallel.map(
      shares,
      throwing: { share in
        try run(share, from: side, isComplete: isComplete, acceptedReason: acceptedReason)
      })
    var outcome = Outcome(bench: bench, summary: remarks)
    outcome.bench.state = next
    for (share, own) in zip(shares, ran) {
      outcome.bench.adopt(share.kind, from: own.bench)
      outcome.summary += own.summary
      outcome.settled += own.settled
    }
    if !read.companies.isEmpty {
      let names = read.companies.values.map { $0.replacing("\n", with: " ") }.sorted()
      outcome.bench.state.mark(CompanyBook.mark, names.joined(separator: "\n"))
    }
    try Folders.note(on: &outcome.bench)
    return outcome
  }

  /// What was read of one kind, and the workbench to bring it into.
  private struct Share: Sendable {
    var kind: RecordKind
    var reads: [SourceRead]
    var bench: Workbench
  }

  private static func run(
    _ share: Share, from side: SideName, isComplete: Bool?, acceptedReason: String?
  ) throws -> Outcome {
    var bench = share.bench
    var summary: [String] = []
    var settled: [LinkMerge] = []
    for kindRead in share.reads {
      if acceptedReason == nil { try guardSource(kindRead, side, bench) }
      var importing = Importing(kindRead, from: side, isComplete: isComplete, on: bench)
      try importing.run(acceptingSource: acceptedReason != nil)
      let before = bench
      bench = importing.bench
      try NewColumns.open(side, kindRead.kind, since: before, on: &bench)
      if kindRead.kind == .task { TaskMoves.turnBack(side, on: &bench) }
      summary.append(
        sentence(importing.summary, kindRead, side, isComplete ?? kindRead.isComplete))
      for (reason, count) in kindRead.leftOut.sorted(by: { $0.key < $1.key }) {
        summary.append(
          "\(counted(count, kindRead.kind.rawValue)) \(count == 1 ? "was" : "were") left out: \(reason)."
        )
      }
    }
    for kindRead in share.reads where bench.isEnabled(kindRead.kind, on: side) {
      var linker = Linker(kindRead.kind, on: bench)
      try linker.run()
      bench = linker.bench
      dropUncarried(kindRead, side, &bench)
      try InverseSending.settle(side, kindRead.kind, on: &bench)
      var reconciler = Reconciler(kindRead.kind, on: bench)
      settled = try settleTwice(&reconciler, after: side)
      bench = reconciler.bench
      // What stood in the way of a match may have gone with its link.
      guard !Linker.unlinked(bench, kindRead.kind).isEmpty else { continue }
      linker = Linker(kindRead.kind, on: bench)
      try linker.run()
      reconciler = Reconciler(kindRead.kind, on: linker.bench)
      settled = try settleTwice(&reconciler, after: side)
      bench = reconciler.bench
    }
    return Outcome(bench: bench, summary: summary, settled: settled)
  }

  /// What a coarser side says is known for an echo only once both are linked. What the first pass
  /// left as it was is not merged again.
  private static func settleTwice(
    _ reconciler: inout Reconciler, after side: SideName
  ) throws -> [LinkMerge] {
    let unmoved = try reconciler.settle(after: side)
    return try reconciler.settle(after: side, known: unmoved)
  }

  /// A create that a later, complete import does not show was not carried out: it is planned anew.
  /// Newcomers have been recognised before.
  private static func dropUncarried(
    _ read: SourceRead, _ side: SideName, _ bench: inout Workbench
  ) {
    guard bench.state.latestSnapshot(side, read.kind)?.complete == true else { return }
    let uncarried = bench.state.sortedLinks(read.kind) {
      $0.sides[side]?.state == .pending && $0.sides[side]?.entry == nil
    }
    for link in uncarried {
      var link = link
      guard let seat = link.sides[side], read.taskPlaces?.contains(seat.place.rawValue) != false
      else { continue }
      link.sides[side] = TaskMoves.returned(seat, to: side, bench)
      if link.sides.isEmpty {
        bench.state.removeLink(link.key)
      } else {
        bench.state.put(link)
      }
    }
  }

  private static func guardSource(
    _ read: SourceRead, _ side: SideName, _ bench: Workbench
  ) throws {
    if let last = bench.state.latestSnapshot(side, read.kind), let before = last.exported,
      let exported = read.exported, exported < before
    {
      throw GuardRefusal(
        name: "older export",
        detail: "This export of \(side.title) was made \(exported); the last one imported was "
          + "made \(before).",
        option: "--accept-source REASON")
    }
    if case .google(let name) = side, let account = read.account,
      let expected = bench.settings.accounts.first(where: { $0.name == name })?.google,
      account.lowercased() != expected.lowercased()
    {
      throw GuardRefusal(
        name: "other account",
        detail: "The export is of \(account), but account \(name) is \(expected).",
        option: "--accept-source REASON")
    }
  }

  private static func sentence(
    _ summary: Importing.Summary, _ read: SourceRead, _ side: SideName, _ isComplete: Bool
  ) -> String {
    var parts = ["\(summary.added) new", "\(summary.changed) changed"]
    if summary.unchanged > 0 { parts.append("\(summary.unchanged) unchanged") }
    if summary.deleted > 0 { parts.append("\(summary.deleted) deleted") }
    if summary.unseen > 0 {
      parts.append("\(summary.unseen) not in this export, which is no deletion")
    }
    if summary.asked > 0 { parts.append("\(summary.asked) to be asked about") }
    let completeness = isComplete ? "" : " (not proved complete)"
    return "\(side.title): read \(counted(summary.read, read.kind.rawValue)) from \(read.source)"
      + "\(completeness): \(parts.joined(separator: ", "))."
  }
}
