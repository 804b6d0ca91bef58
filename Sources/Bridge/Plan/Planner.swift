import ContentLines
import Ledger
import Matching
import Merge
import Records
import Settings
import Sides

/// Computes what has to be done so that all sides agree. Reads only (DESIGN section 3).
package struct Planner: Sendable {
  var bench: Workbench
  var plan: Plan
  /// Records whose creation waits for the answer to a question.
  private var heldLinks = Set<LinkKey>()
  /// The companies of OpenCRM, where contacts are linked to them.
  private var companies: CompanyBook?
  /// New contacts of OpenCRM whose company stays behind, because companies are not linked.
  private var companyless: [String] = []

  package init(on bench: Workbench, allowedDeletions: Int? = nil, allowsChanges: Bool = false) {
    self.bench = bench
    plan = Plan(made: bench.now)
    plan.allowedDeletions = allowedDeletions
    plan.allowsChanges = allowsChanges
  }

  /// Makes the plan; the same state, settings and clock make the same plan. O(changes).
  ///
  /// - Parameter settled: merges that the import just made of this state (`ImportRun.Outcome`).
  package static func plan(
    on bench: Workbench, allowedDeletions: Int? = nil, allowsChanges: Bool = false,
    settled: [LinkMerge] = []
  ) throws -> Plan {
    var planner = Planner(
      on: bench, allowedDeletions: allowedDeletions, allowsChanges: allowsChanges)
    try planner.run(settled)
    return planner.plan
  }

  private mutating func run(_ settled: [LinkMerge]) throws {
    addSnapshots()
    companies = try CompanyBook.of(&bench)
    let kinds = [RecordKind.contact, .event, .task].filter { kind in
      bench.sides.contains { bench.isEnabled(kind, on: $0) }
    }
    let start = bench
    let reconciled = try Parallel.map(kinds) { kind in
      var reconciler = Reconciler(kind, on: start)
      let known = Dictionary(
        settled.filter { $0.link.kind == kind }.map { ($0.link.uid, $0) }
      ) { first, _ in first }
      return (merges: try reconciler.merges(known: known), bench: reconciler.bench)
    }
    for (kind, (merges, own)) in zip(kinds, reconciled) {
      bench.learn(from: own, since: start)
      try askQuestions(kind)
      for merge in merges { add(merge) }
      try addDetached(kind, merges)
      if kind == .event, let rows = try SeriesTies(bench)?.differences(&bench) {
        plan.divergences += rows
      }
      try addCreates(kind, merges)
      if kind == .task { try addTaskMoves(merges) }
      if kind == .contact { try addFolders() }
    }
    let companies = try addCompanies()
    try holdOscillations()
    plan.steps.sort {
      ($0.side, $0.kind, $0.action.rawValue, $0.name, $0.uid) < (
        $1.side, $1.kind, $1.action.rawValue, $1.name, $1.uid
      )
    }
    for index in plan.steps.indices { plan.steps[index].id = "s\(index + 1)" }
    addNeeds(companies)
    addMoveNeeds()
    plan.waiting = StatusReport.waiting(on: bench)
    plan.refused = try Guards.refusal(of: plan, on: &bench)
    plan.warnings += Guards.warnings(on: bench)
    plan.warnings += PlanNotes.notes(plan, settings: bench.settings, companyless: companyless)
    let content = plan.json.text
    plan.id = String(
      Digest(of: Array((content + "\u{1}\(bench.state.operation)").utf8)).description.prefix(16))
  }

  /// Takes values that go back and forth out of the steps.
  private mutating func holdOscillations() throws {
    guard plan.steps.contains(where: { $0.action == .update }) else { return }
    let oscillation = try Oscillation(bench)
    var steps: [Plan.Step] = []
    for var step in plan.steps {
      for change in oscillation.unheard(step) {
        plan.warnings.append(
          "\(step.name): \(change.property) was sent to \(step.side.title) in each of the last "
            + "\(Oscillation.runs - 1) runs and never seen there. Nobody carried it out, or "
            + "something there sets it back.")
      }
      let held = oscillation.held(step)
      guard !held.isEmpty else {
        steps.append(step)
        continue
      }
      for change in held {
        plan.divergences.append(
          Divergence(
            uid: step.uid, name: step.name, side: step.side, property: change.property,
            value: change.to,
            withheldBy: "it goes back and forth (oscillation): something on each side sets it anew")
        )
        plan.warnings.append(
          "\(step.name): \(change.property) went back and forth within the last "
            + "\(Oscillation.runs) runs and is held. Give it one value on both sides, or stop "
            + "what changes it.")
      }
      let units = Set(held.map(\.unit))
      step.changes.removeAll { units.contains($0.unit) }
      guard !step.changes.isEmpty, let after = step.after else { continue }
      step.after = Merge.holdingBack(base: step.before, target: after, units: units)
      steps.append(step)
    }
    plan.steps = steps
  }

  private mutating func addSnapshots() {
    for side in bench.sides {
      for kind in RecordKind.allCases {
        guard let snapshot = bench.state.latestSnapshot(side, kind) else { continue }
        plan.snapshots.append(
          Plan.SnapshotRow(
            side: side, kind: kind, time: snapshot.exported ?? snapshot.imported,
            complete: snapshot.complete, digest: snapshot.digest))
      }
    }
  }

  // MARK: - Merged links

  private mutating func add(_ merge: LinkMerge) {
    let name = name(of: merge)
    for conflict in merge.conflicts {
      // Nothing could come of an answer; the conflict is asked when the record is in scope again.
      if let reason = merge.closed, !conflict.isDecided {
        plan.divergences.append(
          Divergence(
            uid: merge.link.uid, name: name, side: .opencrm,
            property: conflict.conflict.property, value: nil,
            withheldBy: "changed on several sides, but \(reason)"))
        continue
      }
      plan.conflicts.append(row(conflict, merge, name))
    }
    plan.divergences += (merge.divergences + merge.aside).map { divergence in
      var divergence = divergence
      divergence.name = name
      return divergence
    }
    for target in merge.updates {
      add(target, .update, merge, name)
    }
    for target in merge.deletions {
      add(target, .delete, merge, name)
    }
    for redaction in merge.redactions {
      add(
        redaction.target, redaction.target.view == nil ? .delete : .redact, merge, name,
        because: redaction.reason)
      plan.steps[plan.steps.count - 1].withdraws = true
    }
  }

  private func name(of merge: LinkMerge) -> String {
    if let merged = merge.merged { return merged.displayName }
    return merge.link.uid
  }

  private func row(_ conflict: LinkConflict, _ merge: LinkMerge, _ name: String)
    -> Plan.ConflictRow
  {
    Plan.ConflictRow(
      uid: merge.link.uid, name: name, kind: merge.link.kind,
      property: conflict.conflict.property, base: conflict.conflict.base,
      values: conflict.conflict.values.map { value in
        let side = value.label == LinkMerge.agreedLabel ? agreedSide(merge) : value.label
        let entry = SideName(side).flatMap {
          merge.link.sides[$0]?.entry.map { id in
            EntryKey(SideName(side) ?? .opencrm, merge.link.kind, id)
          }
        }
        return Plan.ConflictRow.Value(
          side: side, value: value.value, time: entry.flatMap { bench.state.entry($0)?.stamp })
      },
      rule: conflict.rule, kept: conflict.conflict.kept, isDecided: conflict.isDecided,
      boundTo: conflict.boundTo)
  }

  /// The side that stands behind what was agreed before a newcomer joined.
  private func agreedSide(_ merge: LinkMerge) -> String {
    let established = merge.link.sortedSides.first { $0.side.baseline != nil }
    return (established?.name ?? .opencrm).description
  }

  private mutating func add(
    _ target: LinkMerge.Target, _ action: Plan.Action, _ merge: LinkMerge, _ name: String,
    because cause: String? = nil
  ) {
    let entry = merge.link.sides[target.side]?.entry.flatMap {
      bench.state.entry(EntryKey(target.side, merge.link.kind, $0))
    }
    let reason = cause ?? reason(target, action, merge)
    plan.steps.append(
      Plan.Step(
        id: "", side: target.side, kind: merge.link.kind, action: action, uid: merge.link.uid,
        name: name, changes: target.changes, reason: reason,
        rule: "\(merge.link.kind.setting.rawValue).\(target.side.direction.rawValue)", needs: [],
        by: .of(
          target.side, merge.link.kind, action, remoteID: entry?.remoteID,
          marksDeleted: bench.settings.openCRM.marksDeleted),
        remoteID: entry?.remoteID,
        collection: entry?.collection,
        before: bench.record(entry?.digest).map(SharedPart.of).map(Reconciler.withoutIdentity),
        after: target.view, inCalendar: entry.map { bench.place(of: $0) == .calendar } ?? false))
  }

  /// Which rule or side is behind a step, property by property.
  private func reason(
    _ target: LinkMerge.Target, _ action: Plan.Action, _ merge: LinkMerge
  ) -> String {
    let causes = target.causes.map(\.title).joined(separator: " and ")
    if action == .delete { return "deleted in \(causes)" }
    var decided: [String: [String]] = [:]
    var changed: [String] = []
    for change in target.changes {
      let conflict = merge.conflicts.first {
        $0.isDecided && $0.conflict.unit.name == change.unit.name || $0.isNoted(in: change)
      }
      if let conflict {
        decided[conflict.rule, default: []].append(change.property)
      } else {
        changed.append(change.property)
      }
    }
    var parts = decided.sorted { $0.key < $1.key }.map { rule, properties in
      "\(properties.joined(separator: ", ")) decided by \(rule)"
    }
    if !changed.isEmpty {
      let words = causes.isEmpty ? "differs" : "changed in \(causes)"
      parts.append("\(changed.joined(separator: ", ")) \(words)")
    }
    return parts.joined(separator: "; ")
  }

  /// Records that a side deleted and others keep: listed in every plan, never forgotten.
  private mutating func addDetached(_ kind: RecordKind, _ merges: [LinkMerge]) throws {
    let links = bench.state.sortedLinks(kind) { link in
      link.sides.contains { $0.value.state.isAway }
    }
    try bench.load(Set(links.compactMap(\.agreed)), kind)
    let rules = MergeRules(kind, on: bench)
    for link in links {
      for (side, seat) in link.sortedSides where seat.state.isAway {
        if seat.isDeclined {
          let rule = bench.settings.calendar.privateEvents.rawValue
          plan.divergences.append(
            Divergence(
              uid: link.uid, name: bench.record(link.agreed)?.displayName ?? link.uid, side: side,
              property: "*", value: nil,
              withheldBy: "its block was deleted there (calendar.private: \(rule))"))
          continue
        }
        let word = seat.state == .retired ? "marked as deleted there" : "deleted there"
        let rule = rules.deletion(on: side)
        // A rule that carries deletions on came later, or a person kept this one.
        let note = rule.delete == .keep ? "" : ", although deletions are carried on now"
        plan.divergences.append(
          Divergence(
            uid: link.uid, name: bench.record(link.agreed)?.displayName ?? link.uid, side: side,
            property: "*", value: nil,
            withheldBy: "\(word), kept elsewhere\(note) (\(rule.deletePath))"))
      }
    }
  }

  // MARK: - Creates

  private mutating func addCreates(_ kind: RecordKind, _ merges: [LinkMerge]) throws {
    let merged = Dictionary(merges.map { ($0.link.uid, $0) }) { first, _ in first }
    let targets = bench.sides.filter {
      bench.isEnabled(kind, on: $0) && bench.state.latestSnapshot($0, kind) != nil
    }
    let open = bench.state.sortedLinks(kind) { link in
      targets.contains { link.sides[$0] == nil }
        || merged[link.uid]?.restoring.isEmpty == false
    }
    try bench.load(Set(open.compactMap(\.agreed)), kind)
    let scope = CreateScope(kind, on: bench)
    try bench.load(scope.needed(by: open, on: bench), kind)
    if kind == .contact, bench.settings.contacts.folders == .oneWay {
      let entries = open.compactMap { $0.sides[.opencrm]?.entry }
        .compactMap { bench.state.entry(EntryKey(.opencrm, kind, $0))?.digest }
      try bench.load(Set(entries), kind)
    }
    for link in open where !heldLinks.contains(link.key) {
      let merge = merged[link.uid]
      if merge?.isHeld == true || merge?.deletions.isEmpty == false { continue }
      guard let record = merge?.merged ?? bench.record(link.agreed).map(SharedPart.of) else {
        continue
      }
      // Of a record that is only possibly there, nothing follows.
      guard
        link.sides.contains(where: { _, seat in
          !seat.state.isAway && (seat.state != .pending || !bench.state.isPossiblySent(seat))
        })
      else { continue }
      // A record with an open conflict is created when all of it is decided.
      if merge?.conflicts.contains(where: { !$0.isDecided }) == true { continue }
      for side in targets where link.sides[side] == nil || merge?.restoring.contains(side) == true {
        // Accounts are told by OpenCRM; what it deleted goes to no further one.
        if side != .opencrm, link.sides[.opencrm]?.state.isAway == true { continue }
        // What is deleted before it was ever there stays away.
        if link.sides[side] == nil, merge?.detaching.contains(side) == true { continue }
        if let reason = scope.withholds(link, record, from: side, bench) {
          plan.divergences.append(
            Divergence(
              uid: link.uid, name: record.displayName, side: side, property: "*", value: nil,
              withheldBy: reason))
        } else if link.sides[side] == nil {
          addCreate(link, record, on: side)
        } else {
          addRestore(link, record, on: side)
        }
      }
    }
  }

  mutating func addCreate(
    _ link: Link, _ record: Record, on side: SideName, because cause: String? = nil
  ) {
    let isInCalendar = link.kind == .task && bench.taskTarget(side) == .calendar
    let lens = bench.lens(side, link.kind)
    var record = record
    if case .block? = Privacy(link.kind)?.sight(of: link, on: side, bench) {
      record = Privacy.block(record)
    }
    guard let view = lens.view(record, previous: nil) else {
      plan.divergences.append(
        Divergence(
          uid: link.uid, name: record.displayName, side: side, property: "*", value: nil,
          withheldBy: lens.refusal(record) ?? "the side cannot hold such a record"))
      return
    }
    if side == .opencrm, link.kind == .contact, companies == nil,
      CompanyBook.company(of: record) != nil, CompanyBook.company(of: view) == nil
    {
      companyless.append(record.displayName)
    }
    let open = withKnownCompany(withoutClosedNames(SharedPart.of(view), link, side), link, side)
    var shared = withFolder(Collections.labelled(open, on: side, bench), link, side)
    if isInCalendar { shared.uid = Text(TaskMoves.eventUID(of: link, on: side, bench)) }
    let sources = link.sortedSides.filter { !$0.side.state.isAway }.map(\.name.title)
    plan.steps.append(
      Plan.Step(
        id: "", side: side, kind: link.kind, action: .create, uid: link.uid,
        name: record.displayName,
        changes: Diff.changes(from: nil, to: Reconciler.withoutIdentity(shared)),
        reason: cause ?? "new in \(sources.joined(separator: " and "))",
        rule: "\(link.kind.setting.rawValue).\(side.direction.rawValue)", needs: [],
        by: isInCalendar ? .importFile : .of(side, link.kind, .create, remoteID: nil),
        remoteID: nil, collection: Collections.target(of: link, on: side, bench), before: nil,
        after: shared, inCalendar: isInCalendar))
  }

  /// A new record without the properties that are never written on its side, which are listed.
  private mutating func withoutClosedNames(
    _ record: Record, _ link: Link, _ side: SideName
  ) -> Record {
    let names = CarryRules(link.kind, bench.settings).namesLeftOut(of: link, on: side)
    guard !names.isEmpty else { return record }
    var units = Set<UnitKey>()
    for change in Diff.changes(from: nil, to: record) {
      // Nobody can be entered without a name.
      guard let reason = names[change.unit.name], !CarryRules.naming.contains(change.unit.name)
      else { continue }
      units.insert(change.unit)
      plan.divergences.append(
        Divergence(
          uid: link.uid, name: record.displayName, side: side, property: change.property,
          value: change.to, withheldBy: reason))
    }
    return Merge.holdingBack(base: nil, target: record, units: units) ?? record
  }

  // MARK: - Companies and folders

  /// A new contact of OpenCRM with a company only where OpenCRM has one of that name, or is to get it.
  private mutating func withKnownCompany(
    _ record: Record, _ link: Link, _ side: SideName
  ) -> Record {
    guard side == .opencrm, link.kind == .contact, let book = companies,
      let reason = book.refusal(of: CompanyBook.company(of: record), instead: nil)
    else { return record }
    plan.divergences.append(
      Divergence(
        uid: link.uid, name: record.displayName, side: side, property: "\(CompanyBook.property)",
        value: CompanyBook.company(of: record), withheldBy: reason))
    var record = record
    record.components[0].set(CompanyBook.property, nil)
    return record
  }

  /// One step for each company that contacts of the plan need and OpenCRM lacks.
  ///
  /// - Returns: the UIDs of these steps by the places of those who need them: their side and UID.
  private mutating func addCompanies() throws -> [LinkKey: String] {
    guard let book = companies, book.rule == .create else { return [:] }
    var needs: [LinkKey: String] = [:]
    var wanted: [String: (name: String, people: [String])] = [:]
    for step in plan.steps
    where step.side == .opencrm && step.kind == .contact
      && (step.action == .create || step.action == .update)
    {
      guard let name = CompanyBook.company(of: step.after), !book.has(name) else { continue }
      let key = CompanyBook.key(name)
      needs[LinkKey(.contact, step.uid)] = "company/\(key)"
      wanted[key, default: (name, [])].people.append(step.name)
    }
    for (key, company) in wanted.sorted(by: { $0.key < $1.key }) {
      let people = company.people.sorted().prefix(3).joined(separator: ", ")
      let verb = company.people.count == 1 ? "belongs" : "belong"
      plan.steps.append(
        Plan.Step(
          id: "", side: .opencrm, kind: .contact, action: .linkCompany, uid: "company/\(key)",
          name: company.name, changes: [], reason: "\(people) \(verb) to it",
          rule: "contacts.linked_companies", needs: [], by: .importFile, remoteID: nil,
          collection: nil, before: nil, after: nil))
    }
    return needs
  }

  private mutating func addNeeds(_ companies: [LinkKey: String]) {
    guard !companies.isEmpty else { return }
    var ids: [String: String] = [:]
    for step in plan.steps where step.action == .linkCompany { ids[step.uid] = step.id }
    for index in plan.steps.indices where plan.steps[index].side == .opencrm {
      let step = plan.steps[index]
      guard let id = companies[LinkKey(step.kind, step.uid)].flatMap({ ids[$0] }) else { continue }
      plan.steps[index].needs.append(id)
    }
  }

  /// A new contact of an account with the label of its folder in OpenCRM.
  private func withFolder(_ record: Record, _ link: Link, _ side: SideName) -> Record {
    guard side != .opencrm, link.kind == .contact, !record.components.isEmpty,
      bench.settings.contacts.folders == .oneWay,
      let folder = Folders.folder(of: link, bench),
      !record.components[0].all(Folders.property).contains(where: { $0.text == Text(folder) })
    else { return record }
    var record = record
    record.components[0].properties.append(Property(Folders.property, text: Text(folder)))
    return record.canonical()
  }

  /// Labels that follow folders, and folders that follow labels.
  private mutating func addFolders() throws {
    let folders = try Folders(&bench)
    for var row in folders.divergences {
      row.name =
        bench.record(bench.state.link(LinkKey(.contact, row.uid))?.agreed)?.displayName
        ?? row.uid
      plan.divergences.append(row)
    }
    for change in folders.changes {
      let link = change.link
      let place = plan.steps.firstIndex {
        $0.side == change.side && $0.uid == link.uid && $0.kind == .contact && $0.action == .update
      }
      let entry = link.sides[change.side]?.entry.flatMap {
        bench.state.entry(EntryKey(change.side, .contact, $0))
      }
      guard let entry, let shown = bench.record(entry.digest) else { continue }
      let own = Reconciler.withoutIdentity(SharedPart.of(shown))
      let before = (place.flatMap { plan.steps[$0].before } ?? own).labelled(change.from)
      let after = (place.flatMap { plan.steps[$0].after } ?? own).labelled(change.to)
      let changes = Diff.changes(from: own.labelled(change.from), to: own.labelled(change.to))
      if let place {
        plan.steps[place].before = before
        plan.steps[place].after = after
        plan.steps[place].changes += changes
        plan.steps[place].reason += "; \(change.reason)"
        continue
      }
      plan.steps.append(
        Plan.Step(
          id: "", side: change.side, kind: .contact, action: .update, uid: link.uid,
          name: own.displayName, changes: changes, reason: change.reason, rule: "contacts.folders",
          needs: [],
          by: .of(change.side, .contact, .update, remoteID: entry.remoteID),
          remoteID: entry.remoteID, collection: entry.collection, before: before, after: after))
    }
  }

  /// A record that comes back to a side which deleted it: created anew, or, where the side only
  /// marks it, freed of the mark by hand.
  private mutating func addRestore(_ link: Link, _ record: Record, on side: SideName) {
    guard let id = link.sides[side]?.entry,
      let entry = bench.state.entry(EntryKey(side, link.kind, id)), entry.isRetired
    else { return addCreate(link, record, on: side) }
    let field = bench.settings.openCRM.deletedContactField ?? "the field that marks it as deleted"
    plan.steps.append(
      Plan.Step(
        id: "", side: side, kind: link.kind, action: .update, uid: link.uid,
        name: record.displayName, changes: [],
        reason: "restored: take its mark of deletion away (\(field))",
        rule: "\(link.kind.setting.rawValue).\(side.direction.rawValue)", needs: [], by: .checklist,
        remoteID: entry.remoteID, collection: entry.collection, before: nil, after: nil))
  }

  // MARK: - Questions

  private mutating func askQuestions(_ kind: RecordKind) throws {
    try askVanished(kind)
    try holdWhatIsAskedAbout(kind)
    let unlinked = Linker.unlinked(bench, kind) + Linker.strays(bench, kind)
    guard !unlinked.isEmpty else { return }
    try bench.load(Set(unlinked.map(\.digest)), kind)
    let result = try Linker.cluster(unlinked, &bench, kind)
    for question in result.questions {
      plan.questions.append(
        Plan.Question(
          kind: question.kind == .tie ? .tie : .sameRecord, recordKind: kind, side: question.side,
          records: ([question.id] + question.copies).map { id in
            Plan.Question.Named(uid: id, name: name(.record(question.side, id), kind))
          },
          candidates: question.choices.map { choice in
            Plan.Question.Candidate(
              uid: choice.target.id, name: name(choice.target, kind), score: choice.score,
              reasons: choice.reasons)
          }))
    }
    // What may be the same record is not created on that side meanwhile.
    for uid in result.heldLinks + result.clusters.compactMap(\.link) {
      heldLinks.insert(LinkKey(kind, uid))
    }
  }

  /// A newcomer that may be what became of a vanished record may as well be one that its side
  /// lacks: that is not created there before somebody says.
  private mutating func holdWhatIsAskedAbout(_ kind: RecordKind) throws {
    for side in bench.sides {
      let asked = bench.state.sortedEntries(side, kind) {
        $0.attributes[Importing.askedAttribute] != nil && $0.presence == .present
          && Scope.isAskedAbout($0, bench)
      }
      guard !asked.isEmpty else { continue }
      try bench.load(Set(asked.map(\.digest)), kind)
      let result = try Linker.cluster(asked, &bench, kind)
      for uid in result.heldLinks + result.clusters.compactMap(\.link) {
        heldLinks.insert(LinkKey(kind, uid))
      }
    }
  }

  private mutating func askVanished(_ kind: RecordKind) throws {
    for side in bench.sides {
      let entries = bench.state.sortedEntries(side, kind)
      let vanished = entries.filter { $0.presence == .vanished }
      guard !vanished.isEmpty else { continue }
      let newcomers = entries.filter { $0.attributes[Importing.askedAttribute] != nil }
      try bench.load(Set((vanished + newcomers).map(\.digest)), kind)
      for entry in vanished {
        let own = newcomers.filter {
          $0.attributes[Importing.askedAttribute]?.split(separator: " ").contains { $0 == entry.id }
            == true
        }
        let candidates = own.compactMap { newcomer -> Plan.Question.Candidate? in
          guard let one = bench.record(entry.digest), let other = bench.record(newcomer.digest)
          else { return nil }
          let similarity = Similarity.score(one, other, moments: bench.moments)
          return Plan.Question.Candidate(
            uid: newcomer.id, name: other.displayName, score: similarity.score,
            reasons: similarity.reasons)
        }
        let kept = (entry.attributes[Importing.survivorsAttribute] ?? "").split(separator: " ")
          .compactMap { bench.state.entry(EntryKey(side, kind, String($0)))?.digest }
        try bench.load(Set(kept), kind)
        let survivors = (entry.attributes[Importing.survivorsAttribute] ?? "").split(separator: " ")
          .map { id in
            Plan.Question.Candidate(
              uid: String(id), name: name(.record(side, String(id)), kind), score: 0, reasons: [])
          }
        plan.questions.append(
          Plan.Question(
            kind: survivors.isEmpty ? .vanished : .mergedOnSide, recordKind: kind, side: side,
            records: [
              Plan.Question.Named(
                uid: entry.id, name: bench.record(entry.digest)?.displayName ?? entry.id)
            ], candidates: candidates + survivors))
      }
    }
  }

  private func name(_ reference: LinkReference, _ kind: RecordKind) -> String {
    let digest =
      switch reference {
      case .record(let side, let id): bench.state.entry(EntryKey(side, kind, id))?.digest
      case .link(let uid): bench.state.link(LinkKey(kind, uid))?.agreed
      }
    return bench.record(digest)?.displayName ?? reference.id
  }
}

extension LinkReference {
  /// The id of the record, or the UID of the link.
  var id: String {
    switch self {
    case .record(_, let id), .link(let id): id
    }
  }
}
