import ContentLines
package import Ledger
import Merge
package import Records
import Settings
import Sides

/// Merges every link that needs it, and settles what is proved (DESIGN sections 3 and 7).
package struct Reconciler: Sendable {
  package private(set) var bench: Workbench
  package let kind: RecordKind
  private let windows: [Window]
  private let isNarrowed: Bool
  private let carry: CarryRules
  /// Whether no rule keeps anything from anybody.
  private let isUnruled: Bool
  private let privacy: Privacy?
  /// The sides on which nothing is out of scope.
  private let open: Set<SideName>
  private let lenses: [SideName: any Lens]
  /// What the steps changed that are under way, by their names in links.
  private var sentChanges: [String: SentChanges] = [:]

  package init(_ kind: RecordKind, on bench: Workbench) {
    self.kind = kind
    self.bench = bench
    windows = SettingsDirection.allCases.compactMap { Window(kind, $0, on: bench) }
    isNarrowed = !ScopeMark.narrowings(on: bench).isEmpty
    carry = CarryRules(kind, bench.settings)
    isUnruled = carry.isOpen && !isNarrowed
    privacy = Privacy(kind)
    open = Scope.openSides(kind, bench)
    lenses = Dictionary(
      bench.sides.map { ($0, bench.lens($0, kind)) }, uniquingKeysWith: { one, _ in one })
  }

  /// The merges of all links in which something is to be done or said, in order of UID.
  ///
  /// A link whose sides all show what they last agreed on is not even loaded: work is
  /// proportional to change.
  ///
  /// - Parameter known: merges of the same state, by UID, that need not be made again.
  package mutating func merges(known: [String: LinkMerge] = [:]) throws -> [LinkMerge] {
    var rules = MergeRules(kind, on: bench)
    if kind == .contact { rules.companies = try CompanyBook.of(&bench) }
    let links = bench.state.sortedLinks(kind, where: needsMerge)
    try load(links)
    return merged(links, rules, known)
  }

  private func merged(
    _ links: [Link], _ rules: MergeRules, _ known: [String: LinkMerge]
  ) -> [LinkMerge] {
    Parallel.chunked(links) { link in
      if let merge = known[link.uid], merge.link == link { return merge }
      return merge(link, rules)
    }
  }

  private func settlements(_ merges: [LinkMerge]) -> [Settlement?] {
    Parallel.chunked(merges) { Settlement(of: $0, on: bench) }
  }

  /// Advances every baseline as far as it is proved: per unit, on what the sides show.
  ///
  /// - Parameter side: the side that was just imported; nil after a person's answer. A deletion
  ///   seen there waits for the next word of another side: an edit made since is a conflict.
  /// - Parameter known: what a settling just before returned, with nothing done since.
  /// - Returns: the merges that moved nothing, which therefore hold for the state as it is now.
  @discardableResult
  package mutating func settle(
    after side: SideName?, known: [LinkMerge] = []
  ) throws -> [LinkMerge] {
    let known = Dictionary(known.map { ($0.link.uid, $0) }, uniquingKeysWith: { one, _ in one })
    var still: [LinkMerge] = []
    var merges: [LinkMerge] = []
    for merge in try self.merges(known: known) {
      // What moved nothing before moves nothing now.
      if known[merge.link.uid]?.link == merge.link {
        still.append(merge)
      } else {
        merges.append(merge)
      }
    }
    for (merge, settlement) in zip(merges, settlements(merges)) {
      for note in merge.notes { bench.state.note(note) }
      settle(merge, settlement, after: side)
      if bench.state.link(merge.link.key) == merge.link { still.append(merge) }
    }
    return still.sorted { $0.link.uid < $1.link.uid }
  }

  private func needsMerge(_ link: Link) -> Bool {
    if carry.leavesOutNames || privacy?.isCovered(link, bench) == true { return true }
    for (side, seat) in link.sides {
      if !seat.slots.isEmpty { return true }
      guard seat.state != .detached else { continue }
      guard let id = seat.entry, let entry = bench.state.entry(EntryKey(side, kind, id)) else {
        return true
      }
      if seat.state == .retired {
        if entry.presence == .present { return true }
        continue
      }
      let isLeftOut = !open.contains(side) && Scope.outside(side, link, bench) != nil
      let hasMoved = (seat.state == .frozen) != isLeftOut
      if hasMoved, seat.state != .pending, !Scope.needsRecord(side, kind, bench) { return true }
      if entry.presence == .deleted || entry.presence == .vanished { return true }
      if seat.baseline != entry.digest || link.agreed == nil { return true }
      if bench.isMisplaced(entry) { return true }
    }
    return false
  }

  private mutating func load(_ links: [Link]) throws {
    var digests = Set<Digest>()
    for link in links {
      if let agreed = link.agreed { digests.insert(agreed) }
      for (side, seat) in link.sides {
        if let baseline = seat.baseline { digests.insert(baseline) }
        if let sent = seat.sent { digests.insert(sent) }
        if let step = seat.sentStep, sentChanges[step] == nil,
          let sent = bench.state.sentStep(of: seat)
        {
          sentChanges[step] = SentChanges(try bench.body(of: sent))
        }
        digests.formUnion(EarlierViews.digests(seat))
        if let id = seat.entry, let entry = bench.state.entry(EntryKey(side, kind, id)) {
          digests.insert(entry.digest)
        }
      }
    }
    try bench.load(digests, kind)
  }

  private func merge(_ link: Link, _ rules: MergeRules) -> LinkMerge {
    if isUnruled, rules.companies == nil, let agreed = plainlyAgreed(link) {
      return LinkMerge(link: link, plainlyAgreed: agreed, rules: rules)
    }
    let scope = LinkScope(link, isNarrowed: isNarrowed, open: open, on: bench)
    let merge = merge(link, rules, scope, windows: [:])
    // Where nothing is to be written it does not matter when the record takes place.
    if merge.isPlain { return merge }
    let windows = LinkScope.outsideWindows(link, windows, on: bench)
    return windows.isEmpty ? merge : self.merge(link, rules, scope, windows: windows)
  }

  /// What a link agrees on where it takes no more than a glance to see that it is plain
  /// (`LinkMerge.isPlain`): the sides that agreed show what they showed, and those that join show
  /// just their view of it. Most links of a first import are of this kind.
  private func plainlyAgreed(_ link: Link) -> Record? {
    guard link.origin == nil, let agreed = bench.record(link.agreed).map(SharedPart.of) else {
      return nil
    }
    let content = Self.withoutIdentity(agreed)
    for (side, seat) in link.sides {
      guard open.contains(side), seat.state == .live, seat.sent == nil, seat.slots.isEmpty,
        let id = seat.entry, let entry = bench.state.entry(EntryKey(side, kind, id)),
        entry.presence == .present, entry.attributes[Privacy.attribute] == nil,
        !bench.isMisplaced(entry)
      else { return nil }
      if let baseline = seat.baseline {
        guard baseline == entry.digest else { return nil }
        continue
      }
      guard let present = bench.record(entry.digest).map(SharedPart.of) else { return nil }
      let shown = Self.withoutIdentity(present)
      if shown == content { continue }
      guard let view = lenses[side]?.view(agreed, previous: shown).map(SharedPart.of),
        Self.withoutIdentity(view) == shown
      else { return nil }
    }
    return agreed
  }

  private func merge(
    _ link: Link, _ rules: MergeRules, _ scope: LinkScope,
    windows: [SettingsDirection: String]
  ) -> LinkMerge {
    var rules = rules
    var frozen: [SideName: String] = [:]
    var aside: [Divergence] = []
    var covered: [SideName: Privacy.Sight] = [:]
    var withdrawn: [SideName] = []
    let seats = link.sortedSides.compactMap { name, side -> Seat? in
      if isWithdrawn(name, side) {
        withdrawn.append(name)
        return nil
      }
      if let sight = privacy?.sight(of: link, on: name, bench) {
        guard case .all = sight else {
          covered[name] = sight
          return nil
        }
      }
      var seat = seat(
        name, awake(name, side, scope),
        withheld: scope.withheld(from: name, windows: windows) ?? carry.closesWrites(to: name))
      seat.closing = carry.closing(of: name, in: link)
      if name != .opencrm, link.origin != name, link.origin != nil || isTold(name, side),
        let present = seat.present, Privacy.isBlock(present)
      {
        // It was told no more than that, and says nothing by it.
        seat.baseline = present
        seat.link.owed = [LinkSide.everything]
      }
      guard let reason = scope.frozen(name) else { return seat }
      frozen[name] = reason
      aside += seat.unsaid(uid: link.uid, because: reason)
      return seat.frozen
    }
    for seat in seats {
      if let stamp = seat.entry?.stamp { rules.stamps[seat.side.description] = stamp }
    }
    let agreed = bench.record(link.agreed)
    var merge = LinkMerge(
      link: link,
      seats: AlikeTexts.unified(KnownForms.recognised(seats, agreed: agreed), agreed: agreed),
      agreed: agreed, rules: rules)
    merge.frozen = frozen
    merge.aside = aside
    let reasons = seats.filter(\.isSeated).map { $0.withheld ?? $0.closing.refused }
    cover(&merge, covered)
    merge.released += withdrawn
    if !reasons.contains(nil) { merge.closed = reasons.compactMap(\.self).first }
    return merge
  }

  /// What accounts that may not see a private record are to lose. They say nothing of it: neither a
  /// block nor a deletion is put back.
  private func cover(_ merge: inout LinkMerge, _ sights: [SideName: Privacy.Sight]) {
    merge.covered = Set(sights.keys)
    for (side, sight) in sights.sorted(by: { $0.key < $1.key }) {
      guard let seat = merge.link.sides[side], let id = seat.entry,
        let entry = bench.state.entry(EntryKey(side, kind, id)), entry.presence == .present
      else {
        leave(side, sight, &merge)
        continue
      }
      let shown = bench.record(entry.digest).map(SharedPart.of).map(Self.withoutIdentity)
      // What it said while it still showed all of it goes with that, and is listed.
      if let shown, !Privacy.isBlock(shown), let reason = sight.reason {
        var own = self.seat(side, seat)
        // What was never agreed with it may say something of its own, too.
        own.baseline =
          own.baseline
          ?? merge.merged.flatMap { own.lens.view($0, previous: shown) }.map(SharedPart.of)
          .map(Self.withoutIdentity)
        merge.aside += own.unsaid(uid: merge.link.uid, because: reason)
      }
      // Nothing is written where nothing is carried, whatever it is.
      if let off = Scope.switchedOff(side, kind, bench) {
        merge.aside.append(
          Divergence(
            uid: merge.link.uid, name: "", side: side, property: "*", value: nil,
            withheldBy: "\(sight.reason ?? ""); it stays there, as \(off)"))
        continue
      }
      switch sight {
      case .all: continue
      case .none(let reason):
        merge.redactions.append(
          LinkMerge.Redaction(
            target: LinkMerge.Target(side: side, view: nil, changes: [], causes: []),
            reason: reason))
      case .block(let reason):
        merge.blocked.append(side)
        let lens = bench.lens(side, kind)
        guard let merged = merge.merged,
          let view = lens.view(Privacy.block(merged), previous: nil).map(SharedPart.of)
            .map(Self.withoutIdentity)
        else { continue }
        let changes = Diff.changes(from: shown, to: view)
        guard !changes.isEmpty else { continue }
        merge.redactions.append(
          LinkMerge.Redaction(
            target: LinkMerge.Target(side: side, view: view, changes: changes, causes: []),
            reason: reason))
      }
    }
  }

  /// Whether an account has a record from us.
  private func isTold(_ name: SideName, _ side: LinkSide) -> Bool {
    side.entry.flatMap { bench.state.entry(EntryKey(name, kind, $0)) }?
      .attributes[Privacy.toldAttribute] != nil
  }

  /// Whether a record is gone because a step took it away from an account that was not to see it,
  /// whatever it is by now: nobody deleted it there.
  private func isWithdrawn(_ name: SideName, _ side: LinkSide) -> Bool {
    guard side.withdrawn != nil, side.state != .pending, let id = side.entry else { return false }
    return bench.state.entry(EntryKey(name, kind, id))?.presence == .deleted
  }

  /// An account that does not show the private record, or its block, now. Once it is gone, it is as
  /// if the account never had it; a block that somebody deleted does not come back.
  private func leave(_ side: SideName, _ sight: Privacy.Sight, _ merge: inout LinkMerge) {
    guard let seat = merge.link.sides[side], seat.state != .pending else { return }
    let presence = seat.entry.flatMap { bench.state.entry(EntryKey(side, kind, $0)) }?.presence
    // What an export does not show is not gone.
    guard presence == nil || presence == .deleted else { return }
    if case .block = sight, seat.owed.contains(LinkSide.everything) || seat.isDeclined {
      merge.declined.append(side)
    } else {
      merge.released.append(side)
    }
  }

  /// A side that was out of scope or marked as deleted, and is back, takes part again at once.
  private func awake(_ name: SideName, _ side: LinkSide, _ scope: LinkScope) -> LinkSide {
    let entry = side.entry.flatMap { bench.state.entry(EntryKey(name, kind, $0)) }
    var side = side
    switch side.state {
    case .frozen where scope.outside(name) == nil: side.state = .live
    case .retired where entry?.presence == .present: side.state = .live
    default: break
    }
    return side
  }

  /// The states of a link's sides after it was settled: what scope leaves out is frozen as soon
  /// as nothing it said is waited for, what came back is live again.
  private func states(_ link: Link, _ merge: LinkMerge) -> Link {
    let scope = LinkScope(link, isNarrowed: isNarrowed, open: open, on: bench)
    var link = link
    for (side, seat) in link.sides {
      let isLeft = scope.outside(side) != nil
      switch seat.state {
      case .live where isLeft:
        let isSaying =
          merge.isHeld || merge.updates.contains { $0.side != side }
          || merge.conflicts.contains { !$0.isDecided }
        if merge.frozen[side] != nil || !isSaying { link.sides[side]?.state = .frozen }
      case .frozen, .retired: link.sides[side] = awake(side, seat, scope)
      default: break
      }
    }
    return link
  }

  /// Remembers since which import each side of a link is out of scope.
  private mutating func noteOutside(_ link: Link) {
    let scope = LinkScope(link, isNarrowed: isNarrowed, open: open, on: bench)
    for (side, seat) in link.sides {
      guard let id = seat.entry, var entry = bench.state.entry(EntryKey(side, kind, id)) else {
        continue
      }
      let seen = entry.attributes[Scope.outsideAttribute]
      if scope.outside(side) == nil {
        guard seen != nil else { continue }
        entry.attributes[Scope.outsideAttribute] = nil
      } else {
        guard seen == nil else { continue }
        entry.attributes[Scope.outsideAttribute] =
          bench.state.latestSnapshot(side, kind).map { String($0.operation) }
      }
      bench.state.put(entry)
    }
  }

  /// Freezes at once what the settings leave out.
  package mutating func freeze() throws {
    try load(bench.state.sortedLinks(kind))
    for var link in bench.state.sortedLinks(kind) {
      let scope = LinkScope(link, isNarrowed: true, open: open, on: bench)
      for (side, seat) in link.sides where seat.state == .live && scope.outside(side) != nil {
        link.sides[side]?.state = .frozen
      }
      bench.state.put(link)
    }
  }

  /// A side's seat, with what was sent recognised in what it shows.
  package func seat(_ side: SideName, _ link: LinkSide, withheld: String? = nil) -> Seat {
    let entry = link.entry.flatMap { bench.state.entry(EntryKey(side, kind, $0)) }
    let lens = lens(side, link, entry)
    let sent = bench.record(link.sent).map(SharedPart.of)
    var present = bench.record(entry?.digest).map(SharedPart.of)
    if let seen = present, let sent {
      let before = bench.record(link.baseline).map(SharedPart.of)
      present = Recognition.recognise(seen, sent: sent, before: before, lens: lens)
    }
    let shown = present.map(Self.withoutIdentity)
    // Most sides show what they showed; nothing is taken apart twice.
    let isUnmoved = sent == nil && entry != nil && link.baseline == entry?.digest
    var seat = Seat(
      side: side, link: link, entry: entry, present: shown,
      baseline: isUnmoved
        ? shown : bench.record(link.baseline).map(SharedPart.of).map(Self.withoutIdentity),
      sent: sent.map(Self.withoutIdentity), lens: lens,
      isAwaited: isAwaited(side, link) || link.sent != nil && entry?.presence == .unseen,
      withheld: withheld,
      sentChanges: link.sent == nil
        ? SentChanges() : link.sentStep.flatMap { sentChanges[$0] } ?? SentChanges())
    seat.earlier = EarlierViews.of(link, bench).filter { $0.record != shown }
    return seat
  }

  /// The lens of the place where the record stands, or where it was sent.
  private func lens(_ side: SideName, _ link: LinkSide, _ entry: ViewEntry?) -> any Lens {
    if kind == .task, side != .opencrm {
      let place = entry.map { bench.place(of: $0) } ?? link.place
      if place != bench.taskTarget(side) { return bench.lens(side, kind, in: place) }
    }
    return lenses[side] ?? bench.lens(side, kind)
  }

  /// Whether the side was not imported since a step left for it.
  private func isAwaited(_ side: SideName, _ link: LinkSide) -> Bool {
    guard let sent = bench.state.sentStep(of: link) else { return false }
    return (bench.state.latestSnapshot(side, kind)?.operation ?? 0) < sent.operation
  }

  /// UIDs name records; they are no content.
  static func withoutIdentity(_ record: Record) -> Record {
    guard record.uid != nil else { return record }
    var record = record
    record.uid = nil
    return record
  }

  private mutating func settle(
    _ merge: LinkMerge, _ settlement: Settlement?, after imported: SideName?
  ) {
    var link = merge.link
    for side in merge.detaching
    where merge.detachedByAnswer.contains(side) || imported != nil && imported != side {
      let state: LinkSideState = isMarked(link, side) ? .retired : .detached
      link.sides[side, default: LinkSide()].state = state
      link.sides[side]?.sent = nil
    }
    // It comes back: the side is as if it never had it, unless it is only marked as deleted there.
    for side in merge.restoring where !isMarked(link, side) { leave(side, &link) }
    let stays = link.sides.contains { !$0.value.state.isAway }
    let isGone = link.sides.allSatisfy { side, seat in
      seat.state.isAway
        || seat.entry.flatMap { bench.state.entry(EntryKey(side, kind, $0)) }?.presence == .deleted
    }
    if isGone || !stays {
      for (side, seat) in link.sortedSides { TaskMoves.abandon(seat, on: side, &bench) }
      bench.state.removeLink(link.key)
      FirstLinkMark.remove(link.key, &bench.state)
      return
    }
    // What left for these cannot be seen yet.
    let awaited = Set(merge.seats.filter(\.isAwaited).map(\.side))
    if !merge.hasNews {
      for (side, seat) in link.sortedSides
      where merge.frozen[side] == nil && !merge.covered.contains(side) {
        guard let entry = seat.entry.flatMap({ bench.state.entry(EntryKey(side, kind, $0)) })
        else { continue }
        link.sides[side]?.baseline = entry.digest
      }
    } else if let settlement {
      link.agreed = bench.keep(settlement.agreed)
      for (side, seat) in link.sortedSides where !seat.state.isAway {
        guard let shown = settlement.shown[side] else { continue }
        link.sides[side]?.owed = merge.owed[side] ?? []
        link.sides[side]?.missed = merge.missed[side] ?? []
        if !seat.leftOut.isEmpty { link.sides[side]?.leftOut = merge.stillLeftOut(of: side) }
        link.sides[side]?.unfilled = merge.unfilled[side] ?? []
        link.sides[side]?.baseline =
          shown.baseline.map { bench.keep($0) } ?? shown.entry.digest
        if shown.isAllAgreed, shown.entry.presence == .present, !awaited.contains(side) {
          link.sides[side]?.sent = nil
        }
      }
    }
    if awaited.isEmpty, merge.isSettled || !merge.hasNews { EarlierViews.forget(&link) }
    if settlement != nil {
      for side in merge.frozen.keys {
        link.sides[side]?.owed = merge.owed[side] ?? []
        link.sides[side]?.missed = merge.missed[side] ?? []
      }
    }
    for side in merge.released { leave(side, &link) }
    for side in merge.declined {
      link.sides[side]?.state = .detached
      link.sides[side]?.isDeclined = true
      link.sides[side]?.sent = nil
      link.sides[side]?.owed = []
    }
    // It may see all of it now, and never refused that.
    for (side, seat) in link.sides where seat.isDeclined && !merge.covered.contains(side) {
      link.sides[side] = nil
    }
    // The import that shows it says that nobody took it away.
    for (side, seat) in link.sides {
      guard let sent = seat.withdrawn, let id = seat.entry,
        bench.state.entry(EntryKey(side, kind, id))?.presence == .present,
        (bench.state.latestSnapshot(side, kind)?.operation ?? 0) > sent
      else { continue }
      link.sides[side]?.withdrawn = nil
    }
    for side in merge.blocked {
      guard let id = link.sides[side]?.entry,
        let entry = bench.state.entry(EntryKey(side, kind, id)),
        // Until it is cut down, what it says is still found.
        bench.record(entry.digest).map(Privacy.isBlock) == true
      else { continue }
      link.sides[side]?.baseline = entry.digest
      link.sides[side]?.owed = [LinkSide.everything]
    }
    link = states(link, merge)
    noteOutside(link)
    FirstLinkMark.note(merge, &bench.state)
    if link != merge.link { bench.state.put(link) }
  }

  /// The side is as if it never had the record.
  private mutating func leave(_ side: SideName, _ link: inout Link) {
    TaskMoves.abandon(link.sides[side], on: side, &bench)
    link.sides[side] = nil
  }

  /// Whether a side holds the record with the value that marks it as deleted.
  private func isMarked(_ link: Link, _ side: SideName) -> Bool {
    link.sides[side]?.entry.flatMap { bench.state.entry(EntryKey(side, kind, $0)) }?.isRetired
      == true
  }
}
