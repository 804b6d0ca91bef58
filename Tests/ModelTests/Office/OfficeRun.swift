import Bridge
import ContentLines
import ICalendar
import Ledger
import Merge
import Records
import Settings
import Sides
import TestSupport

/// A history of an office: people work, rows change, plans are carried out; and how a law was broken.
struct OfficeRun {
  let seed: UInt64
  var random: SeededRandom
  var office: Office
  var rows: OfficeRows
  /// The rows that the bridge is told; those that hold, unless it is to be deaf.
  private var settings: Settings
  var bench: Workbench
  var today = 0
  private var turns = 0
  var plans = 0
  /// Whether the rows are told to the bridge at all.
  var isHeeding = true
  /// How a law was broken first.
  var fault: String?
  var told: [String] = []
  /// What was sent and not carried out.
  private var outbox: [Plan.Step] = []
  /// What a smaller history leaves out, by number (`smaller`).
  var skipped = Set<Int>()
  /// How much there was to leave out so far.
  private(set) var acts = 0

  init(seed: UInt64) {
    self.seed = seed
    random = SeededRandom(seed: seed)
    let kind = random.pick([RecordKind.contact, .event, .event, .task, .task])
    office = Office(kind, accounts: random.pick([1, 1, 2, 2, 3]))
    let section: OfficeRows.RecordKindWord =
      kind == .contact ? .contacts : kind == .event ? .calendar : .tasks
    rows = OfficeRows(section, Array(Office.names.prefix(office.sides.count - 1)))
    settings = (try? rows.settings()) ?? Settings()
    bench = Workbench(
      state: LedgerState(workspaceID: "office"), store: MemoryRecords(), settings: settings,
      lenses: office.lenses, now: "2026-03-01T09:00:00Z", zones: office.lenses.zones)
  }

  mutating func fail(_ words: String) {
    if fault == nil { fault = words }
    tell("!! \(words)")
  }

  mutating func tell(_ words: String) { told.append(words) }

  /// Lives the history, lets it come to rest, takes every row away and lets it come to rest again.
  mutating func live() {
    do {
      for _ in 0..<(1 + random.below(3)) { try act { $0.enter() } }
      for _ in 0..<(2 + random.below(3)) {
        try round()
        if fault != nil { return }
      }
      try rest("rows that hold")
      checkCovered()
      if fault != nil { return }
      office.publish()
      try change(to: OfficeRows(rows.kind, rows.accounts.keys.sorted()))
      try rest("no rows")
      checkAlike()
    } catch {
      fail("an error: \(error)")
    }
  }

  private mutating func enter() {
    let sides = random.shuffled(office.sides)
    office.enter(&random, on: Array(sides.prefix(random.chance(35) ? 2 : 1)), today: today)
  }

  private mutating func round() throws {
    for _ in 0..<random.below(5) { try act { $0.work() } }
    for side in random.shuffled(office.sides) where random.chance(85) {
      try act { try $0.bring(side) }
    }
    if random.chance(45) {
      try act { run in
        var drawn = OfficeRows.random(run.rows.kind, run.rows.accounts.keys.sorted(), &run.random)
        for field in 0..<OfficeRows.fields where run.isLeftOut() { drawn.reset(field) }
        try run.change(to: drawn)
      }
    }
    if random.chance(50) { try act { try $0.answer() } }
    if random.chance(85) {
      try act { run in
        try run.export()
        if run.random.chance(25) { try run.act { $0.work() } }
        let isHalfway = run.random.chance(25)
        run.carryOut(halfway: isHalfway && !run.isLeftOut())
      }
    }
    try act { $0.today += $0.random.below(12) }
  }

  // MARK: - Smaller histories

  /// Whether the next of what can be left out is left out.
  private mutating func isLeftOut() -> Bool {
    defer { acts += 1 }
    return skipped.contains(acts)
  }

  /// Something happens, unless it is left out: what is drawn next is the same then.
  private mutating func act(_ body: (inout OfficeRun) throws -> Void) throws {
    let isLeftOut = isLeftOut()
    let before = self
    try body(&self)
    guard isLeftOut, fault == nil else { return }
    let (random, acts) = (random, acts)
    self = before
    self.random = random
    self.acts = acts
  }

  /// The same history with as little as breaks a law in the same way. O(acts²) histories.
  func smaller() -> OfficeRun {
    var best = self
    var hasMoved = true
    while hasMoved {
      hasMoved = false
      for number in (0..<acts).reversed() where !best.skipped.contains(number) {
        var run = OfficeRun(seed: seed)
        run.isHeeding = isHeeding
        run.skipped = best.skipped.union([number])
        run.live()
        guard let fault = run.fault, Self.kind(of: fault) == Self.kind(of: best.fault) else {
          continue
        }
        best = run
        hasMoved = true
      }
    }
    return best
  }

  /// How a law was broken, whatever the names.
  private static func kind(of fault: String?) -> String? {
    fault.map { $0.filter { $0.isLetter || $0 == " " } }
  }

  /// Somebody does something, somewhere.
  private mutating func work() {
    let side = random.pick(office.sides)
    switch random.below(10) {
    case 0: enter()
    case 1: office.delete(&random, on: side)
    default:
      guard let thing = office.change(&random, on: side, today: today) else { return }
      // What was changed before it was known for the same may be anything.
      if !isLinked(thing) { office.things[thing]?.isUnclear = true }
    }
  }

  /// Whether the bridge knows the papers about a thing for one.
  private func isLinked(_ thing: Int) -> Bool {
    let papers = office.papers(about: thing)
    guard papers.count > 1 else { return true }
    var uids = Set<String?>()
    for (side, paper) in papers {
      let entry = bench.state.sortedEntries(side, office.kind).last { $0.remoteID == paper.id }
      uids.insert(entry.flatMap { bench.state.linksByEntry(side, office.kind)[$0.id] })
    }
    return uids.count == 1 && !uids.contains(nil)
  }

  // MARK: - The workspace

  var now: String {
    func pair(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(Office.day(today))T\(pair(7 + turns / 60 % 12)):\(pair(turns % 60)):00Z"
  }

  mutating func turn() {
    var all = (bench.store as? MemoryRecords)?.all ?? [:]
    for (digest, body) in bench.state.newRecords { all[digest] = body }
    turns += 1
    bench = Workbench(
      state: bench.state.committed(as: bench.state.nextOperation), store: MemoryRecords(all),
      settings: settings, lenses: office.lenses, now: now, zones: office.lenses.zones)
  }

  /// Somebody writes other rows, and accepts what follows.
  private mutating func change(to rows: OfficeRows) throws {
    self.rows = rows
    tell("= rows\n\(rows)")
    if isHeeding { settings = try rows.settings() }
    turn()
    _ = try ScopeMark.accept(on: &bench)
    turn()
  }

  /// Exports a side and imports that.
  mutating func bring(_ side: SideName) throws {
    let kind = office.kind
    let papers = random.shuffled(office.papers[side] ?? [])
    var read = SourceRead(kind, source: "office")
    var calendar = SourceRead(.event, source: "office")
    let names = side == .opencrm || kind == .contact ? [""] : Office.collections
    for name in names {
      read.collections[name] = true
      calendar.collections[name] = true
    }
    for paper in papers {
      let source = SourceRecord(
        record: paper.record, remoteID: paper.id, collection: paper.collection,
        attributes: paper.owner.map { ["owner": $0] } ?? [:], place: "office:\(paper.id)")
      if paper.isInCalendar { calendar.records.append(source) } else { read.records.append(source) }
    }
    read.exported = bench.now
    calendar.exported = bench.now
    var all = ImportRead()
    all.reads = kind == .task && side != .opencrm ? [read, calendar] : [read]
    let outcome = try ImportRun.run(
      all, from: side, isComplete: nil, acceptedReason: "the model", on: bench)
    bench = outcome.bench
    // What a rule decided is in the history.
    for note in bench.state.newConflicts where note.isDecided {
      for value in [note.base] + note.values.map(\.value) {
        for mark in Mark.all(in: (value ?? "").utf8) { office.statements[mark]?.isDecided = true }
      }
    }
    turn()
    tell("= import of \(side)")
    for place in (office.papers[side] ?? []).indices {
      guard var paper = office.papers[side]?[place] else { continue }
      paper.collectionBefore = paper.shownCollection
      paper.shown = paper.record
      paper.shownCollection = paper.where_
      office.papers[side]?[place] = paper
      tell("  \(paper.id) of \(paper.thing): \(Course.line(paper.record)) \(paper.where_)")
    }
    outbox.removeAll { $0.side == side }
    // What a rule has decided is said in the plan of that day.
    for conflict in try plan().conflicts where conflict.isDecided { decide(conflict) }
  }

  func plan() throws -> Plan {
    try Planner.plan(on: bench, allowedDeletions: 1_000, allowsChanges: true)
  }

  // MARK: - Answers

  /// Answers questions truthfully, and decides conflicts somehow.
  private mutating func answer() throws {
    for _ in 0..<20 {
      let plan = try plan()
      if let question = plan.questions.first {
        let own = thing(of: question.records[0].uid, on: question.side)
        let same = question.candidates.first { candidate in
          things(of: bench.state.link(LinkKey(office.kind, candidate.uid))).contains(own ?? -1)
            || office.sides.contains { thing(of: candidate.uid, on: $0) == own && own != nil }
        }
        do {
          if let same {
            try Resolving.link(question.records[0].uid, to: same.uid, on: &bench)
          } else {
            try Resolving.markNew(question.records[0].uid, on: &bench)
          }
        } catch let problem as Resolving.Problem {
          tell("  refused: \(problem.message)")
          try Resolving.markNew(question.records[0].uid, on: &bench)
        }
      } else if let conflict = plan.openConflicts.first {
        let sides = conflict.values.compactMap { SideName($0.side) }
        let choice: Choice =
          conflict.property == "*"
          ? random.pick([.deleted, .restore, .new])
          : random.chance(20) || sides.isEmpty ? .base : .take(random.pick(sides))
        tell("  resolved \(conflict.name) \(conflict.property): \(choice)")
        decide(conflict)
        let count = Resolving.conflicts(
          uid: conflict.uid, property: conflict.property, choice: choice, plan: plan, on: &bench)
        if count == 0 { return fail("A conflict cannot be resolved: \(conflict.property).") }
      } else {
        return
      }
      var linker = Linker(office.kind, on: bench)
      try linker.run()
      var reconciler = Reconciler(office.kind, on: linker.bench)
      try reconciler.settle(after: nil)
      bench = reconciler.bench
      turn()
    }
    fail("Answers do not end.")
  }

  /// What stands in a conflict may go or stay by somebody's word, or a rule's.
  private mutating func decide(_ conflict: Plan.ConflictRow) {
    var marks = Mark.all(in: (conflict.base ?? "").utf8)
    for value in conflict.values { marks.formUnion(Mark.all(in: (value.value ?? "").utf8)) }
    if conflict.property == "*" {
      for thing in things(of: bench.state.link(LinkKey(office.kind, conflict.uid))) {
        office.things[thing]?.isDecided = true
        for (mark, statement) in office.statements where statement.thing == thing {
          marks.insert(mark)
        }
      }
    }
    for mark in marks { office.statements[mark]?.isDecided = true }
  }

  /// The thing of an entry.
  func thing(of entry: String, on side: SideName) -> Int? {
    let id = bench.state.entry(EntryKey(side, office.kind, entry))?.remoteID
    return id.flatMap { id in office.papers[side]?.first { $0.id == id }?.thing }
      ?? id.flatMap { known[$0] }
  }

  /// The things that papers were about, also after they went.
  var known: [String: Int] { office.knownThings }

  func things(of link: Link?) -> Set<Int> {
    guard let link else { return [] }
    return Set(
      link.sides.compactMap { side, seat in seat.entry.flatMap { thing(of: $0, on: side) } })
  }

  // MARK: - Plans that leave

  mutating func export() throws {
    let plan = try plan()
    plans += 1
    for step in plan.steps {
      tell(
        "  step \(step.side) \(step.action.rawValue) \(step.name)\(step.inCalendar ? " (calendar)" : ""): "
          + step.changes.map { "\($0.property): \($0.from ?? "-") -> \($0.to ?? "-")" }
          .joined(separator: "; ") + " [\(step.reason)]")
    }
    for row in plan.divergences {
      tell("  kept from \(row.side) \(row.name) \(row.property): \(row.withheldBy)")
    }
    for conflict in plan.conflicts {
      let values = conflict.values.map { "\($0.side) \($0.value ?? "-")" }
      tell(
        "  conflict \(conflict.name) \(conflict.property): \(values.joined(separator: ", ")); "
          + conflict.rule)
    }
    if let refused = plan.refused { return fail("A plan is refused: \(refused.detail)") }
    for conflict in plan.conflicts where conflict.isDecided { decide(conflict) }
    for step in plan.steps {
      if step.action == .create { noteUnseen(step) }
      check(step, plan)
    }
    Exporting.send(plan, plan.steps, on: &bench)
    outbox = plan.steps
    turn()
  }

  /// Where a create meets something that no import has shown yet, nobody could know.
  private mutating func noteUnseen(_ step: Plan.Step) {
    for thing in things(of: bench.state.link(LinkKey(office.kind, step.uid))) {
      let isUnseen = office.papers[step.side]?.contains { $0.thing == thing && $0.shown == nil }
      if isUnseen == true { office.things[thing]?.isUnclear = true }
    }
  }

  /// The papers that a step is about.
  func place(of step: Plan.Step) -> Int? {
    guard let id = step.remoteID else { return nil }
    return office.papers[step.side]?.firstIndex { $0.id == id }
  }

  /// Somebody carries out what was exported, or some of it.
  mutating func carryOut(halfway: Bool) {
    for step in outbox {
      if halfway, random.chance(50) { continue }
      switch step.action {
      case .create: create(step)
      case .update, .redact: update(step)
      case .delete:
        guard let place = place(of: step), let paper = office.papers[step.side]?[place] else {
          continue
        }
        // A careful person leaves what was changed since.
        if !step.isRedaction, let shown = paper.shown, shown != paper.record { continue }
        office.papers[step.side]?.remove(at: place)
        if !step.moves, !step.isRedaction {
          office.things[paper.thing]?.deletedOn.insert(step.side)
        }
      case .linkCompany: continue
      }
    }
    outbox = []
  }

  private mutating func create(_ step: Plan.Step) {
    guard let after = step.after,
      let thing = things(of: bench.state.link(LinkKey(office.kind, step.uid))).min()
        ?? Mark.all(in: after).compactMap({ office.statements[$0]?.thing }).first
    else { return }
    var record = after
    var uid: Text?
    if step.inCalendar {
      uid = record.uid
      record = TaskEvent.event(of: record) ?? record
    } else if office.kind == .event {
      uid = record.uid ?? Text(step.uid)
    }
    record.uid = nil
    let name = step.collection.map {
      $0.hasPrefix("Calendar/") ? String($0.dropFirst("Calendar/".count)) : $0
    }
    office.put(
      record, on: step.side, about: thing, in: name ?? "None", isInCalendar: step.inCalendar,
      uid: uid)
  }

  private mutating func update(_ step: Plan.Step) {
    guard let place = place(of: step), let paper = office.papers[step.side]?[place],
      let before = step.before, let after = step.after
    else { return }
    var present = SharedPart.of(paper.record)
    present.uid = nil
    if step.inCalendar {
      // Its dates are those of the task; nobody half carries out an event.
      guard paper.shown == paper.record, let event = TaskEvent.event(of: after) else { return }
      let kept = restored(event, paper)
      office.papers[step.side]?[place].record = kept
      return
    }
    let left = Set(Diff.changes(from: before, to: present).map(\.unit))
    for mark in left.isEmpty ? [] : Mark.all(in: before).union(Mark.all(in: after)) {
      office.statements[mark]?.isDecided = true
    }
    let target = Merge.holdingBack(base: before, target: after, units: left) ?? after
    guard let result = Merge.put(changesFrom: before, to: target, into: present) else { return }
    let kept = restored(office.held(result, on: step.side, inCalendar: false), paper)
    office.papers[step.side]?[place].record = kept
  }

  private func restored(_ record: Record, _ paper: Paper) -> Record {
    var result = SharedPart.restoring(paper.record, to: record)
    result.uid = paper.record.uid
    return result.canonical()
  }

  // MARK: - Rest

  /// Nobody works any more: two rounds of import and export must be enough.
  private mutating func rest(_ why: String) throws {
    for round in 0...2 {
      tell("= rest (\(why)), round \(round)")
      for side in office.sides { try bring(side) }
      try answer()
      if fault != nil { return }
      let plan = try plan()
      if plan.isEmpty { break }
      try export()
      if fault != nil { return }
      if round == 2 {
        return fail("Law 4: after two rounds of rest there are \(plan.steps.count) steps (\(why)).")
      }
      carryOut(halfway: false)
    }
    checkRest()
  }
}

extension Plan.Step {
  /// Whether it takes away what an account may not see.
  var isRedaction: Bool { action == .redact || reason.contains("it is private") }
}

extension Paper {
  /// Its calendar, list or labels.
  var where_: String {
    collection.isEmpty
      ? record.components.flatMap { $0.all("CATEGORIES") }.map(\.value.string).joined(
        separator: ",")
      : collection
  }
}
