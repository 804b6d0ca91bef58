import Ledger
import Merge
import Records
import Settings
import Sides

/// Tasks on their way between Google Tasks and the calendar.
extension Planner {
  /// A create in the new place and a deletion in the old one for each task that stands where the
  /// settings do not want it any more; and what earlier moves left behind.
  mutating func addTaskMoves(_ merges: [LinkMerge]) throws {
    let merged = Dictionary(merges.map { ($0.link.uid, $0) }) { first, _ in first }
    let scope = CreateScope(.task, on: bench)
    for side in bench.sides where side != .opencrm && bench.isEnabled(.task, on: side) {
      let links = bench.state.sortedLinks(.task) { link in
        bench.isMisplaced(side, of: link) || link.sides[side]?.left.isEmpty == false
      }
      try loadBodies(of: links, side)
      for link in links {
        addLeftBehind(link, side)
        guard bench.isMisplaced(side, of: link), let merge = merged[link.uid] else { continue }
        move(link, merge, side, scope)
      }
      try addAbandoned(side)
      try addStrays(side)
    }
  }

  private mutating func loadBodies(of links: [Link], _ side: SideName) throws {
    var digests = Set(links.compactMap(\.agreed))
    for link in links {
      let seat = link.sides[side]
      let ids = [seat?.entry].compactMap(\.self) + (seat?.left.map(\.id) ?? [])
      for id in ids {
        if let entry = bench.state.entry(EntryKey(side, .task, id)) { digests.insert(entry.digest) }
      }
    }
    try bench.load(digests, .task)
  }

  private func place(_ entry: ViewEntry) -> String {
    bench.place(of: entry) == .calendar ? "the calendar" : "Google Tasks"
  }

  private func words(_ side: SideName) -> (old: String, new: String, row: String) {
    let isToCalendar = bench.taskTarget(side) == .calendar
    var row = TaskMoves.row
    if case .google(let name) = side, bench.account(side)?.taskTarget != nil {
      row = "accounts.\(name).\(TaskMoves.row)"
    }
    return isToCalendar
      ? ("Google Tasks", "the calendar", row) : ("the calendar", "Google Tasks", row)
  }

  private mutating func move(
    _ link: Link, _ merge: LinkMerge, _ side: SideName, _ scope: CreateScope
  ) {
    let words = words(side)
    guard let seat = link.sides[side], seat.state == .live, merge.frozen[side] == nil,
      !merge.isHeld, !merge.covered.contains(side), let id = seat.entry,
      let entry = bench.state.entry(EntryKey(side, .task, id)), entry.presence == .present,
      let record = merge.merged, !merge.deletions.contains(where: { $0.side == side }),
      !merge.detaching.contains(side),
      // What is under way in the old place is seen first.
      !merge.seats.contains(where: { $0.side == side && $0.isAwaited }),
      !merge.conflicts.contains(where: { !$0.isDecided })
    else { return }
    let lens = bench.lens(side, .task)
    // What it may tell nobody would go with the old one.
    let unsaid = merge.muted[side]?.isEmpty == false || isOverruled(merge, side)
    let reason =
      (unsaid ? "what was changed there is carried to nobody" : nil)
      ?? scope.withholds(link, record, from: side, bench)
      ?? (lens.view(record, previous: nil) == nil
        ? lens.refusal(record) ?? "it cannot be held there" : nil)
    if let reason {
      plan.divergences.append(
        Divergence(
          uid: link.uid, name: record.displayName, side: side, property: "*", value: nil,
          withheldBy: "it stays in \(words.old): \(reason)"))
      return
    }
    plan.steps.removeAll { $0.side == side && $0.kind == .task && $0.uid == link.uid }
    addCreate(
      link, record, on: side, because: "moves from \(words.old) to \(words.new) (\(words.row))")
    plan.steps.append(
      Plan.Step(
        id: "", side: side, kind: .task, action: .delete, uid: link.uid, name: record.displayName,
        changes: [], reason: "moves from \(words.old) to \(words.new) (\(words.row))",
        rule: words.row, needs: [], by: .checklist, remoteID: entry.remoteID,
        collection: entry.collection,
        before: bench.record(entry.digest).map(SharedPart.of).map(Reconciler.withoutIdentity),
        after: nil, inCalendar: bench.place(of: entry) == .calendar, moves: true))
  }

  /// Whether the account shows something of its own that the merged record lacks and no conflict of
  /// this plan tells of.
  private func isOverruled(_ merge: LinkMerge, _ side: SideName) -> Bool {
    guard let seat = merge.seats.first(where: { $0.side == side }), let merged = merge.merged,
      let view = seat.lens.view(merged, previous: seat.present).map(SharedPart.of)
    else { return false }
    let told = Set(merge.conflicts.map(\.conflict.unit))
    let own = Set(Diff.changes(from: seat.baseline, to: seat.present).map(\.unit))
    return Diff.changes(from: seat.present, to: Reconciler.withoutIdentity(view)).contains {
      $0.from != nil && own.contains($0.unit) && !told.contains($0.unit)
    }
  }

  /// What stays in the old place of a task that is seen in its new one. What was changed there since
  /// is listed: it is nobody's to lose.
  private mutating func addLeftBehind(_ link: Link, _ side: SideName) {
    let words = words(side)
    guard let seat = link.sides[side], seat.state == .live || seat.state.isAway,
      !bench.isMisplaced(side, of: link)
    else { return }
    for left in seat.left {
      guard let entry = bench.state.entry(EntryKey(side, .task, left.id)),
        entry.presence == .present
      else { continue }
      let name = bench.record(entry.digest)?.displayName ?? link.uid
      guard entry.digest.description == left.digest else {
        plan.divergences.append(
          Divergence(
            uid: link.uid, name: name, side: .opencrm, property: "*", value: nil,
            withheldBy: "it was changed in \(place(entry)) after the task had moved from there "
              + "(\(words.row)): change the task where it is now, and delete it in "
              + "\(place(entry))"))
        continue
      }
      takeAway(
        entry, of: link.uid, "moved from \(words.old) to \(words.new) (\(words.row))", words.row)
    }
  }

  /// What stays of tasks that moved away from it and were deleted since, everywhere else.
  private mutating func addAbandoned(_ side: SideName) throws {
    let abandoned = bench.abandoned(side)
    guard !abandoned.isEmpty else { return }
    let row = words(side).row
    try bench.load(Set(abandoned.map(\.digest)), .task)
    for entry in abandoned {
      let place = place(entry)
      guard entry.digest.description == entry.attributes[TaskPlace.abandonedAttribute] else {
        plan.divergences.append(
          Divergence(
            uid: entry.id, name: bench.record(entry.digest)?.displayName ?? entry.id,
            side: .opencrm, property: "*", value: nil,
            withheldBy: "it was changed in \(place) after it had moved from there, and deleted "
              + "where it had moved to (\(row)): delete it in \(place), or enter it anew"))
        continue
      }
      takeAway(
        entry, of: entry.id, "moved from \(place), and deleted since (\(row))", row)
    }
  }

  private mutating func takeAway(
    _ entry: ViewEntry, of uid: String, _ reason: String, _ row: String
  ) {
    let record = bench.record(entry.digest)
    plan.steps.append(
      Plan.Step(
        id: "", side: entry.side, kind: .task, action: .delete, uid: uid,
        name: record?.displayName ?? uid, changes: [], reason: reason, rule: row, needs: [],
        by: .checklist, remoteID: entry.remoteID, collection: entry.collection,
        before: record.map(SharedPart.of).map(Reconciler.withoutIdentity), after: nil,
        inCalendar: bench.place(of: entry) == .calendar, moves: true))
  }

  /// Tasks that stand in the other place and were never linked: left alone, and listed.
  private mutating func addStrays(_ side: SideName) throws {
    let words = words(side)
    let linked = bench.state.linkedEntries(side, .task).union(bench.leftBehind(side))
    let strays = bench.state.sortedEntries(side, .task) {
      $0.presence == .present && bench.isMisplaced($0) && !linked.contains($0.id)
    }
    guard !strays.isEmpty else { return }
    try bench.load(Set(strays.map(\.digest)), .task)
    for entry in strays {
      plan.divergences.append(
        Divergence(
          uid: entry.id, name: bench.record(entry.digest)?.displayName ?? entry.id,
          side: .opencrm, property: "*", value: nil,
          withheldBy: "it stands in \(words.old), and tasks of \(side.title) in \(words.new) "
            + "(\(words.row))"))
    }
  }

  /// A deletion waits for the create in the new place.
  mutating func addMoveNeeds() {
    for index in plan.steps.indices where plan.steps[index].moves {
      let step = plan.steps[index]
      let create = plan.steps.first {
        $0.action == .create && $0.side == step.side && $0.kind == step.kind && $0.uid == step.uid
      }
      if let create { plan.steps[index].needs.append(create.id) }
    }
  }
}
