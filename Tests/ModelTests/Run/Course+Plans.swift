import Bridge
import ContentLines
import Ledger
import Merge
import Records
import Sides
import TestSupport

extension Course {
  func plan(allowing: Bool = true) throws -> Plan {
    try Planner.plan(
      on: bench, allowedDeletions: allowing ? 1_000 : nil, allowsChanges: allowing)
  }

  // MARK: - Answers

  /// Answers the questions, truthfully.
  mutating func answer() throws {
    for _ in 0..<12 {
      guard let question = try plan().questions.first else { return }
      try answer(question)
      try settleAfterAnswer()
    }
  }

  private mutating func settleAfterAnswer() throws {
    var linker = Linker(.contact, on: bench)
    try linker.run()
    var reconciler = Reconciler(.contact, on: linker.bench)
    try reconciler.settle(after: nil)
    bench = reconciler.bench
    turn()
    hasJustSent = false
  }

  private mutating func answer(_ question: Plan.Question) throws {
    let id = question.records[0].uid
    let entry = bench.state.entry(EntryKey(question.side, .contact, id))
    let own = key(of: entry)
    let ownPerson = own.flatMap(world.person(of:))
    tell("  asked \(question.kind) \(question.side) \(id) cell \(own ?? 0)")
    switch question.kind {
    case .vanished, .mergedOnSide:
      let twin = question.candidates.first { candidate in
        own != nil
          && key(of: bench.state.entry(EntryKey(question.side, .contact, candidate.uid))) == own
      }
      let survivor = question.candidates.first { candidate in
        own.flatMap { world.mergedInto[$0] } != nil
          && key(of: bench.state.entry(EntryKey(question.side, .contact, candidate.uid)))
            == own.flatMap { world.mergedInto[$0] }
      }
      if let twin {
        tell("  answered: it is \(twin.uid)")
        try Resolving.link(id, to: twin.uid, on: &bench)
      } else if let survivor {
        tell("  answered: merged into \(survivor.uid)")
        try Resolving.merged(id, into: survivor.uid, on: &bench)
      } else {
        tell("  answered: deleted")
        try Resolving.markDeleted(id, on: &bench)
        if let ownPerson {
          world.deletions[ownPerson, default: []].insert(question.side)
          world.knownDeletions[ownPerson, default: []].insert(question.side)
          world.decide(marks(of: ownPerson))
        }
      }
    case .sameRecord, .tie:
      let same = question.candidates.first { candidate in
        if let link = bench.state.link(LinkKey(.contact, candidate.uid)),
          ownPerson.map({ persons(of: link).contains($0) }) == true
        {
          return true
        }
        return world.sides.contains { side in
          side != question.side
            && key(of: bench.state.entry(EntryKey(side, .contact, candidate.uid)))
              .flatMap(world.person(of:)) == ownPerson
            && ownPerson != nil
        }
      }
      do {
        if let same {
          tell("  answered: it is \(same.uid)")
          try Resolving.link(id, to: same.uid, on: &bench)
          return
        }
      } catch let problem as Resolving.Problem {
        tell("  refused: \(problem.message)")
      }
      tell("  answered: a record of its own")
      try Resolving.markNew(id, on: &bench)
    }
  }

  /// Resolves some open conflicts in some way.
  mutating func resolve(_ event: Event) throws {
    var random = SeededRandom(seed: event.seed)
    let plan = try plan()
    noteConflicts(plan)
    for conflict in plan.openConflicts where random.chance(70) {
      try resolve(conflict, plan, &random)
    }
    try settleAfterAnswer()
  }

  mutating func resolve(
    _ conflict: Plan.ConflictRow, _ plan: Plan, _ random: inout SeededRandom
  ) throws {
    let choice: Choice
    let sides = conflict.values.compactMap { SideName($0.side) }
    if conflict.property == "*" {
      choice = random.pick([.deleted, .restore, .new])
    } else {
      switch random.below(10) {
      case 0: choice = .base
      case 1 where Set(conflict.values.map { Self.folded($0.value ?? "") }).count > 1:
        choice = .both
      case 2: choice = .note
      case 3 where ["TITLE", "ORG", "NOTE"].contains(conflict.property):
        let mark = world.writing(seed: random.next()) { $0.anything() }
        world.noteEntered(Mark.all(in: mark.value.bytes), in: nil)
        choice =
          mark.name == "NOTE" || mark.name == "TITLE" ? .value(mark.value.string) : .base
      default: choice = sides.isEmpty ? .base : .take(random.pick(sides))
      }
    }
    let count = Resolving.conflicts(
      uid: conflict.uid, property: conflict.property, choice: choice, plan: plan, on: &bench)
    tell("  resolved \(conflict.uid) \(conflict.property): \(choice) (\(count))")
    if count == 0 { return }
    decide(conflict)
    if conflict.property == "*", choice == .restore {
      if let link = bench.state.link(LinkKey(.contact, conflict.uid)) {
        for person in persons(of: link) { world.knownDeletions[person] = nil }
      }
    }
  }

  /// Everything that stands in a conflict may go or stay by somebody's word.
  mutating func decide(_ conflict: Plan.ConflictRow) {
    var marks = Mark.all(in: (conflict.base ?? "").utf8)
    for value in conflict.values { marks.formUnion(Mark.all(in: (value.value ?? "").utf8)) }
    if conflict.property == "*", let link = bench.state.link(LinkKey(.contact, conflict.uid)) {
      for person in persons(of: link) { marks.formUnion(self.marks(of: person)) }
    }
    // What was under the same key on the sides that said nothing.
    marks.formUnion(Mark.all(in: conflict.property.utf8))
    world.decide(marks)
  }

  private mutating func noteConflicts(_ plan: Plan) {
    for conflict in plan.conflicts {
      tell(
        "  conflict \(conflict.uid) \(conflict.property) base \(conflict.base ?? "-"): "
          + conflict.values.map { "\($0.side)=\($0.value ?? "-")" }.joined(separator: ", ")
          + " \(conflict.rule)\(conflict.isDecided ? " decided" : "")")
    }
  }

  // MARK: - Export

  mutating func export(_ event: Event?) throws {
    let isAllowing = event.map { $0.seed % 2 == 0 } ?? true
    let plan = try plan(allowing: isAllowing)
    noteConflicts(plan)
    for step in plan.steps {
      tell(
        "  step \(step.side) \(step.action.rawValue) \(step.uid): "
          + step.changes.map { "\($0.property): \($0.from ?? "-") -> \($0.to ?? "-")" }
          .joined(separator: "; ") + " [\(step.reason)]")
    }
    try check(plan)
    for conflict in plan.conflicts where conflict.isDecided { decide(conflict) }
    guard plan.refused == nil else {
      tell("  refused: \(plan.refused?.detail ?? "")")
      return
    }
    for step in plan.steps { try checkStep(step, plan) }
    let cells = plan.steps.map { step -> (Plan.Step, Int?, Int?) in
      let link = bench.state.link(LinkKey(.contact, step.uid))
      let cell = link.flatMap { key(of: entry(of: $0, on: step.side)) }
      return (step, cell, link.flatMap { persons(of: $0).min() })
    }
    for (step, _, person) in cells where step.action == .create {
      // The side has the record, and no import has shown it yet: nobody could know.
      if let person,
        world.cells[step.side]?.contains(where: { $0.person == person && !$0.isShown }) == true
      {
        world.unclear.insert(person)
        world.decide(marks(of: person))
      }
    }
    Exporting.send(plan, plan.steps, on: &bench)
    turn()
    hasJustSent = true
    outbox = [:]
    for (step, cell, person) in cells {
      outbox[step.side, default: []].append((step, cell, person))
    }
    let after = try self.plan()
    for step in after.steps {
      let twice = plan.steps.contains { sent in
        sent.side == step.side && sent.uid == step.uid && sent.action == step.action
          && sent.changes.contains { step.changes.contains($0) }
      }
      if twice { fail("Sent twice: \(step.side) \(step.action.rawValue) \(step.uid)") }
    }
  }

  // MARK: - Carrying out

  enum Way { case fully, half, copy }

  /// A person carries out what was exported for a side.
  mutating func carryOut(_ side: SideName, _ event: Event?, how: Way = .fully) {
    var random = SeededRandom(seed: event?.seed ?? 1)
    for (step, cell, person) in outbox.removeValue(forKey: side) ?? [] {
      if how == .half, random.chance(40) { continue }
      switch step.action {
      case .create: create(step, person)
      case .delete:
        guard let cell, let place = world.cells[side]?.firstIndex(where: { $0.key == cell })
        else { continue }
        if let gone = world.cells[side]?.remove(at: place) { noteDeleted(gone, side) }
      case .update:
        guard let cell, let old = world.cell(cell, on: side), let after = step.after else {
          continue
        }
        if how == .copy, random.chance(50) {
          world.unclear.insert(old.person)
          world.add(SharedPart.of(after), on: side, about: old.person)
          continue
        }
        apply(step, after, to: old, side, leavingOut: how == .half ? random.next() : nil)
      default: break
      }
    }
    for cell in world.cells[side] ?? [] where isTold {
      tell("  \(side) \(cell.key): \(Self.line(cell.record))")
    }
  }

  /// A record that a step named was deleted by hand, and what no import had shown went with it.
  private mutating func noteDeleted(_ cell: Cell, _ side: SideName) {
    created[side]?[cell.person] = nil
    for mark in Mark.all(in: cell.record)
    where world.facts[mark]?.shownBy.contains(side) == false {
      world.facts[mark]?.isTaken = true
    }
  }

  private mutating func create(_ step: Plan.Step, _ person: Int?) {
    guard let after = step.after else { return }
    let person = person ?? world.newPerson()
    created[step.side, default: [:]][person, default: 0] += 1
    if (created[step.side]?[person] ?? 0) > 1, !world.unclear.contains(person) {
      fail("A record was created twice on \(step.side): \(step.name).")
    }
    var record = after
    record.uid = nil
    world.add(record, on: step.side, about: person)
  }

  /// Changes what still stands as the step saw it.
  private mutating func apply(
    _ step: Plan.Step, _ after: Record, to cell: Cell, _ side: SideName, leavingOut: UInt64?
  ) {
    guard let before = step.before,
      let place = world.cells[side]?.firstIndex(where: { $0.key == cell.key })
    else { return }
    let current = SharedPart.of(cell.record)
    var left = Set(Diff.changes(from: before, to: current).map(\.unit))
    // Who finds another value than the step says leaves it: an edit upon what was sent (DESIGN,
    // section 10), whose word counts.
    if !left.isDisjoint(with: step.changes.map(\.unit)) {
      world.decide(Mark.all(in: before).union(Mark.all(in: after)).union(Mark.all(in: current)))
    }
    if let leavingOut {
      var random = SeededRandom(seed: leavingOut)
      for change in step.changes where random.chance(50) { left.insert(change.unit) }
    }
    let target = Merge.holdingBack(base: before, target: after, units: left) ?? after
    guard let result = Merge.put(changesFrom: before, to: target, into: current) else { return }
    let whole = SharedPart.restoring(cell.record, to: result)
    let held = world.asHeld(whole, on: side, before: cell.record)
    world.cells[side]?[place].record = held
  }
}
