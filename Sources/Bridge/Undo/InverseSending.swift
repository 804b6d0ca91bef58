package import Ledger
import Merge
import Records
import Sides

/// An inverse plan that left the workspace, and what later imports show of it.
package enum InverseSending {
  /// Notes in the state that an inverse plan was exported.
  ///
  /// Nothing is settled by that: only when the side shows that a step was carried out does the
  /// agreement go back to what it was before the export that is taken back.
  ///
  /// - Parameter then: the state right after the export that is taken back.
  package static func send(
    _ plan: Plan, _ steps: [Plan.Step], then: LedgerState, on bench: inout Workbench
  ) {
    for step in steps {
      let key = StepKey(plan: plan.id, step: step.id)
      var members: [(String, JSONText)] = [
        ("undoes", .number(plan.undoes ?? 0)), ("sent", .string(bench.now)),
      ]
      if let before = step.before {
        members.append(("shown", .string(bench.keep(before.canonical()).description)))
      }
      if let after = step.after {
        members.append(("wanted", .string(bench.keep(after.canonical()).description)))
      }
      var body = step.json
      if case .object(let own) = body { body = .object(own + members) }
      bench.state.put(
        SentStep(
          plan: key.plan, step: key.step, side: step.side, kind: step.kind,
          action: step.action.rawValue, uid: step.uid, body: body.text,
          operation: bench.state.nextOperation))
      if step.action == .create { bringBack(step, key, then, &bench) }
    }
  }

  /// A record that returns to one side only stays away from those that deleted it.
  private static func bringBack(
    _ step: Plan.Step, _ key: StepKey, _ then: LedgerState, _ bench: inout Workbench
  ) {
    guard let after = step.after else { return }
    let name = LinkKey(step.kind, step.uid)
    var link =
      bench.state.link(name)
      ?? Link(uid: step.uid, kind: step.kind, agreed: then.link(name)?.agreed)
    for (side, seat) in (then.link(name)?.sortedSides ?? []) where side != step.side {
      let isGone =
        seat.entry.flatMap { bench.state.entry(EntryKey(side, step.kind, $0)) }?.presence
        != .present
      if isGone {
        link.sides[side] = LinkSide(entry: seat.entry, state: .detached)
      }
    }
    if link.agreed == nil { link.agreed = bench.keep(after.canonical()) }
    link.sides[step.side] = LinkSide(
      state: .pending, sent: bench.keep(after.canonical()), sentStep: "\(key.plan)/\(key.step)")
    bench.state.put(link)
  }

  // MARK: - Settlement

  /// Settles the steps of inverse plans that an import of a side shows to be carried out: for them
  /// the side's return to the old value is no change of its own, and its deletion none to carry on.
  static func settle(_ side: SideName, _ kind: RecordKind, on bench: inout Workbench) throws {
    for var step in bench.state.sortedSteps
    where step.side == side && step.kind == kind && InversePlan.isInverse(step.plan)
      && (step.state == .sent || step.state == .possible)
      && step.operation < bench.state.nextOperation
    {
      _ = try bench.body(of: step)
      let isDone: Bool?
      switch Plan.Action(rawValue: step.action) {
      case .update: isDone = try settleUpdate(step, &bench)
      case .delete: isDone = settleDeletion(step, &bench)
      default: continue
      }
      guard let isDone else { continue }
      // An export from before the plan left shows nothing of it.
      if !isDone, let exported = bench.state.latestSnapshot(side, kind)?.exported,
        let sent = step.member("sent"), exported < sent
      {
        continue
      }
      step.state = isDone ? .settled : .refused
      bench.state.put(step)
    }
  }

  private static func settleDeletion(_ step: SentStep, _ bench: inout Workbench) -> Bool? {
    guard var link = bench.state.link(LinkKey(step.kind, step.uid)),
      let id = link.sides[step.side]?.entry,
      let entry = bench.state.entry(EntryKey(step.side, step.kind, id))
    else { return false }
    switch entry.presence {
    case .present: return false
    case .unseen, .vanished: return nil
    case .deleted:
      link.sides[step.side]?.state = .detached
      link.sides[step.side]?.sent = nil
      bench.state.put(link)
      return true
    }
  }

  private static func settleUpdate(_ step: SentStep, _ bench: inout Workbench) throws -> Bool? {
    guard let shownDigest = step.digest("shown"), let wantedDigest = step.digest("wanted"),
      var link = bench.state.link(LinkKey(step.kind, step.uid)), let agreedDigest = link.agreed,
      let seat = link.sides[step.side], let id = seat.entry,
      let entry = bench.state.entry(EntryKey(step.side, step.kind, id))
    else { return false }
    guard entry.presence == .present else { return entry.presence == .deleted ? false : nil }
    try bench.load(
      Set(
        [shownDigest, wantedDigest, agreedDigest, entry.digest]
          + link.sides.values.compactMap(\.baseline)), step.kind)
    guard let shown = bench.record(shownDigest), let wanted = bench.record(wantedDigest),
      let agreed = bench.record(agreedDigest), let seen = bench.record(entry.digest),
      let baseline = bench.record(seat.baseline).map(plain)
    else { return false }
    let present = Recognition.recognise(
      plain(seen), sent: wanted, lens: bench.lens(step.side, step.kind))
    let missing = Set(Diff.changes(from: wanted, to: present).map(\.unit))
    let changes = Diff.changes(from: shown, to: wanted)
    let undone = Set(changes.map(\.unit)).intersection(missing)
    guard undone.count < changes.count,
      let landed = Merge.holdingBack(base: shown, target: wanted, units: undone),
      let rewound = Merge.put(changesFrom: shown, to: landed, into: baseline),
      let before = Merge.put(changesFrom: baseline, to: rewound, into: agreed)
    else { return false }
    // The others agree to what stood before; what they changed since shows again.
    for (other, otherSeat) in link.sortedSides where other != step.side {
      let lens = bench.lens(other, step.kind)
      guard let own = bench.record(otherSeat.baseline).map(plain),
        let was = lens.view(agreed, previous: own, settled: agreed).map(plain),
        let isNow = lens.view(before, previous: own, settled: agreed).map(plain),
        let moved = Merge.put(changesFrom: was, to: isNow, into: own)
      else { continue }
      link.sides[other]?.baseline = bench.keep(moved.canonical())
    }
    link.agreed = bench.keep(before.canonical())
    link.sides[step.side]?.baseline = bench.keep(rewound.canonical())
    link.sides[step.side]?.sent = nil
    bench.state.put(link)
    return true
  }

  private static func plain(_ record: Record) -> Record {
    Reconciler.withoutIdentity(SharedPart.of(record))
  }
}

extension SentStep {
  /// A digest among the members of the step.
  fileprivate func digest(_ name: String) -> Digest? {
    guard let text = member(name), text.utf8.count == 64 else { return nil }
    let digits = Array(text.utf8).compactMap { digit -> UInt8? in
      switch digit {
      case 0x30...0x39: digit - 0x30
      case 0x61...0x66: digit - 0x57
      default: nil
      }
    }
    guard digits.count == 64 else { return nil }
    return Digest(bytes: stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
  }
}

extension InverseSending {
  /// The steps of inverse plans that are out, or possibly are, and that no import has shown yet.
  /// Creates are left out: their links say so.
  static func waiting(on bench: Workbench) -> [SentStep] {
    bench.state.steps.values.filter { step in
      InversePlan.isInverse(step.plan) && (step.state == .sent || step.state == .possible)
        && step.action != Plan.Action.create.rawValue
    }
  }
}
