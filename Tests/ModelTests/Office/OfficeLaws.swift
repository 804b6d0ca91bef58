import Bridge
import ContentLines
import Ledger
import Merge
import Records
import Sides
import TestSupport

/// What must be so of every step, and at rest, under whatever rows.
extension OfficeRun {
  // MARK: - Steps

  mutating func check(_ step: Plan.Step, _ plan: Plan) {
    if let row = row(against: step) {
      fail("\(step.side) \(step.action.rawValue) \(step.name) against \(row)")
    }
    let paper = place(of: step).flatMap { office.papers[step.side]?[$0] }
    switch step.action {
    case .create:
      let things = things(of: bench.state.link(LinkKey(office.kind, step.uid)))
      let twice = office.papers[step.side]?.contains {
        things.contains($0.thing) && $0.shown != nil && $0.isInCalendar == step.inCalendar
          && office.things[$0.thing]?.isUnclear == false
      }
      if twice == true { fail("Created twice: \(step.name) on \(step.side).") }
    case .update:
      let lost = Mark.all(in: step.before).subtracting(Mark.all(in: step.after))
      if !step.isRedaction { checkLost(lost, step) }
    case .redact:
      noteListed(step, plan)
      checkKept(Mark.all(in: step.before), paper, step)
    case .delete where step.isRedaction || step.moves:
      if step.isRedaction { noteListed(step, plan) }
      if let paper { checkKept(Mark.all(in: paper.shown), paper, step) }
    case .delete:
      guard let paper else { break }
      checkDeletion(step, paper)
    case .linkCompany: break
    }
    for mark in Mark.all(in: step.after).sorted() where office.statements[mark] == nil {
      fail("Invented: \(step.side) gets the mark \(mark).")
    }
    checkDays(step)
  }

  private mutating func checkLost(_ marks: Set<Int>, _ step: Plan.Step) {
    for mark in marks.sorted() {
      guard let statement = office.statements[mark] else { continue }
      if !statement.isTaken, !statement.isDecided {
        fail("Law 3: \(step.side) loses \(Mark.word(mark)) of \(step.name).")
      }
    }
  }

  /// What an account may not see, or what moves, stands elsewhere as well.
  private mutating func checkKept(_ marks: Set<Int>, _ paper: Paper?, _ step: Plan.Step) {
    guard let paper else { return }
    for mark in marks.sorted() {
      guard let statement = office.statements[mark], !statement.isTaken, !statement.isDecided
      else { continue }
      let elsewhere = office.papers(about: paper.thing).contains {
        ($0.side, $0.paper.id) != (step.side, paper.id)
          && Mark.all(in: $0.paper.record).contains(mark)
      }
      let isUnderWay = step.moves && isCreated(mark, step)
      if !elsewhere, !isUnderWay {
        fail("Law 3: only \(step.side) has \(Mark.word(mark)) of \(step.name), which goes.")
      }
    }
  }

  /// What an account said and cannot say any more, as the record is private, is listed beside.
  private mutating func noteListed(_ step: Plan.Step, _ plan: Plan) {
    for row in plan.divergences where row.uid == step.uid && row.withheldBy.contains("private") {
      for mark in Mark.all(in: (row.value ?? "").utf8) { office.statements[mark]?.isDecided = true }
    }
  }

  private func isCreated(_ mark: Int, _ step: Plan.Step) -> Bool {
    guard
      let plan = try? plan(),
      let create = plan.steps.first(where: {
        $0.action == .create && $0.side == step.side && $0.uid == step.uid
      })
    else { return false }
    return Mark.all(in: create.after).contains(mark)
  }

  private mutating func checkDeletion(_ step: Plan.Step, _ paper: Paper) {
    guard let thing = office.things[paper.thing] else { return }
    let sources =
      step.side == .opencrm
      ? thing.deletedOn.subtracting([.opencrm]) : thing.deletedOn.intersection([.opencrm])
    if sources.isEmpty { return fail("Law 6: \(step.side) deletes \(step.name), nobody else did.") }
    let rule = step.side == .opencrm ? rows.deleteInOpenCRM : rows.deleteInGoogle
    if rule == "keep", rows.deleteConflict != "delete", !thing.isDecided {
      fail("\(step.side) deletes \(step.name) against delete: keep")
    }
    // What no deleting side was ever told goes with nobody's word.
    if !thing.isDecided, rows.deleteConflict != "delete" {
      for mark in Mark.all(in: paper.shown).sorted() {
        guard let statement = office.statements[mark], !statement.isTaken, !statement.isDecided
        else { continue }
        let elsewhere = office.papers(about: paper.thing).contains {
          ($0.side, $0.paper.id) != (step.side, paper.id)
            && Mark.all(in: $0.paper.record).contains(mark)
        }
        if !elsewhere {
          fail("Law 3: \(Mark.word(mark)) of \(step.name) goes with \(step.side)'s record.")
        }
      }
    }
  }

  private mutating func checkDays(_ step: Plan.Step) {
    let link = bench.state.link(LinkKey(office.kind, step.uid))
    guard let thing = things(of: link).min(), let days = office.things[thing]?.days else { return }
    for day in Office.days(step.after).subtracting(days).sorted() {
      fail("Invented: \(step.side) gets the day \(day) of \(step.name), entered were \(days).")
    }
  }

  // MARK: - Rows

  /// The row that a step goes against, or nil.
  private func row(against step: Plan.Step) -> String? {
    let isHub = step.side == .opencrm
    if !rows.isEnabled { return "enabled: false" }
    let account = step.side.account.flatMap { rows.accounts[$0] }
    if account?.isEnabled == false { return "accounts.\(step.side.account ?? "").enabled: false" }
    if let row = sight(against: step, account) { return row }
    if step.isRedaction { return nil }
    if step.moves {
      let isWanted = account?.isInCalendar == step.inCalendar
      return isWanted ? "tasks.target: it is deleted where it belongs" : nil
    }
    if isHub, rows.direction == "to-google" { return "direction: to-google" }
    if !isHub, rows.direction == "to-opencrm" { return "direction: to-opencrm" }
    if step.action == .create, office.kind == .task, let account,
      account.isInCalendar != step.inCalendar
    {
      return "tasks.target"
    }
    return update(against: step) ?? names(against: step) ?? window(against: step)
      ?? restriction(against: step, account) ?? owner(against: step, account)
  }

  private func update(against step: Plan.Step) -> String? {
    guard step.action == .update else { return nil }
    let isHub = step.side == .opencrm
    let rule = isHub ? rows.updateInOpenCRM : rows.updateInGoogle
    if rule == "never" { return "update: never" }
    guard rule == "originated",
      let thing = things(of: bench.state.link(LinkKey(office.kind, step.uid))).min(),
      let entered = office.things[thing]?.enteredOn
    else { return nil }
    // First created on the sending side, and nowhere else.
    let fits = isHub ? !entered.contains(.opencrm) : entered == [.opencrm]
    return fits && entered.count == 1 ? nil : "update: originated"
  }

  private func names(against step: Plan.Step) -> String? {
    let names = step.side == .opencrm ? rows.protectedInOpenCRM : rows.protectedInGoogle
    return step.changes.first { names.contains($0.unit.name.string) }
      .map { "do_not_update: \($0.property)" }
  }

  /// A record is outside a window if it is so as it was agreed and as every side shows it.
  private func window(against step: Plan.Step) -> String? {
    let window = step.side == .opencrm ? rows.windowToOpenCRM : rows.windowToGoogle
    guard office.kind != .contact,
      let link = bench.state.link(LinkKey(office.kind, step.uid))
    else { return nil }
    var bench = bench
    if let agreed = link.agreed { try? bench.load([agreed], office.kind) }
    var records = [bench.record(link.agreed)].compactMap(\.self)
    for thing in things(of: link) {
      records += office.papers(about: thing).compactMap(\.paper.shown)
    }
    records += [step.before, step.after].compactMap(\.self)
    let days = records.reduce(into: Set<String>()) { $0.formUnion(Office.days($1)) }
    if days.isEmpty || records.contains(where: { Office.days($0).isEmpty }) { return nil }
    let first = Office.day(today + window.lowerBound).filter(\.isNumber)
    let last = Office.day(today + window.upperBound).filter(\.isNumber)
    return days.contains { $0 >= first && $0 <= last } ? nil : "window \(first)-\(last): \(days)"
  }

  private func restriction(against step: Plan.Step, _ account: OfficeRows.Account?) -> String? {
    guard let account, !account.named.isEmpty,
      // Of a task in its old place the row of the new one says nothing.
      office.kind != .task || step.inCalendar == account.isInCalendar
    else { return nil }
    func isNamed(_ place: String?) -> Bool {
      place?.split(separator: ",").contains { account.named.contains(String($0)) } == true
    }
    if step.action == .create {
      let place =
        office.kind == .contact
        ? step.after?.components.first?.first("CATEGORIES")?.value.string
        : step.collection.map { $0.replacing("Calendar/", with: "") }
      return isNamed(place) ? nil : "a new record out of the restriction: \(place ?? "-")"
    }
    guard let paper = place(of: step).flatMap({ office.papers[step.side]?[$0] }) else { return nil }
    // The import that shows it outside first still counts.
    return isNamed(paper.shownCollection) || isNamed(paper.collectionBefore)
      || paper.collectionBefore == nil ? nil : "the restriction to \(account.named)"
  }

  private func owner(against step: Plan.Step, _ account: OfficeRows.Account?) -> String? {
    guard step.action == .create, let user = account?.user,
      office.kind != .contact || !rows.isAllContacts,
      let paper = office.papers[.opencrm]?.first(where: {
        things(of: bench.state.link(LinkKey(office.kind, step.uid))).contains($0.thing)
      }), office.things[paper.thing]?.isUnclear == false, let owner = paper.owner
    else { return nil }
    return owner == user || hasOwnerChanged(paper) ? nil : "it belongs to user \(owner)"
  }

  /// The bridge knows the owner that the last import showed.
  private func hasOwnerChanged(_ paper: Paper) -> Bool {
    let shown = bench.state.sortedEntries(.opencrm, office.kind).first { $0.remoteID == paper.id }
    return shown?.attributes["owner"] != paper.owner
  }

  /// A private record is told to nobody who is not linked to it, but as a block.
  private func sight(against step: Plan.Step, _ account: OfficeRows.Account?) -> String? {
    guard office.kind != .contact, let account, step.action != .delete,
      let thing = things(of: bench.state.link(LinkKey(office.kind, step.uid))).min(),
      office.things[thing]?.isUnclear == false, isKnownAsPrivate(thing),
      !isEntitled(step.side, account, thing)
    else { return nil }
    if let after = step.after, rows.isBusy, office.kind == .event, Office.isBlock(after),
      Mark.all(in: after).isEmpty
    {
      return nil
    }
    return "private"
  }

  private func isKnownAsPrivate(_ thing: Int) -> Bool {
    office.papers(about: thing).contains { Office.isPrivate($0.paper.shown) }
  }

  private func isEntitled(
    _ side: SideName, _ account: OfficeRows.Account, _ thing: Int
  ) -> Bool {
    if office.things[thing]?.enteredOn.contains(side) == true { return true }
    guard let user = account.user,
      let paper = office.papers[.opencrm]?.first(where: { $0.thing == thing })
    else { return false }
    return paper.owner == user || hasOwnerChanged(paper)
  }

  // MARK: - At rest

  /// Nothing is lost, and nothing is there twice.
  mutating func checkRest() {
    var present = Set<Int>()
    for side in office.sides {
      var places: [String: Int] = [:]
      for paper in office.papers[side] ?? [] {
        present.formUnion(Mark.all(in: paper.record))
        if office.things[paper.thing]?.isUnclear == true { continue }
        // A task may be on its way.
        places["\(paper.thing)\(paper.isInCalendar ? " (calendar)" : "")", default: 0] += 1
      }
      for (thing, count) in places.sorted(by: { $0.key < $1.key }) where count > 1 {
        fail("Thing \(thing) is \(count) times on \(side).")
      }
    }
    for (mark, statement) in office.statements.sorted(by: { $0.key < $1.key })
    where !present.contains(mark) && !statement.isTaken && !statement.isDecided {
      fail("Law 3: \(Mark.word(mark)) of thing \(statement.thing) is nowhere any more.")
    }
  }

  /// Who may not see a private record has no word of it, where the account is carried.
  mutating func checkCovered() {
    guard fault == nil, office.kind != .contact, rows.isEnabled else { return }
    for side in office.sides where side != .opencrm {
      guard let account = side.account.flatMap({ rows.accounts[$0] }), account.isEnabled else {
        continue
      }
      for paper in office.papers[side] ?? [] {
        guard isKnownAsPrivate(paper.thing), office.things[paper.thing]?.isUnclear == false,
          !isEntitled(side, account, paper.thing)
        else {
          continue
        }
        let marks = Mark.all(in: paper.record)
        if !marks.isEmpty { fail("\(side) still shows \(marks.sorted()) of something private.") }
      }
    }
  }

  /// Without rows, whatever rows there were: what nobody deleted is on all sides, and says the same.
  mutating func checkAlike() {
    guard fault == nil else { return }
    for (number, thing) in office.things.sorted(by: { $0.key < $1.key })
    where thing.deletedOn.isEmpty && !thing.isUnclear {
      let papers = office.papers(about: number)
      let missing = Set(office.sides).subtracting(papers.map(\.side))
      if !missing.isEmpty { fail("Thing \(number) is missing on \(missing.sorted()).") }
      guard let first = papers.first else { continue }
      for other in papers.dropFirst() {
        let one = Mark.all(in: SharedPart.of(first.paper.record))
        let two = Mark.all(in: SharedPart.of(other.paper.record))
        if one != two {
          fail(
            "Thing \(number): \(first.side) and \(other.side) differ in "
              + "\(one.symmetricDifference(two).sorted().map(Mark.word)).")
        }
        if Office.days(first.paper.record) != Office.days(other.paper.record) {
          fail("Thing \(number): \(first.side) and \(other.side) have it on different days.")
        }
      }
    }
  }
}

extension SideName {
  /// The account's name; nil for OpenCRM.
  var account: String? {
    guard case .google(let name) = self else { return nil }
    return name
  }
}
