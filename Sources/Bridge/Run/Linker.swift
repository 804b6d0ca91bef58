import ContentLines
import ICalendar
package import Ledger
package import Matching
import Merge
package import Records
import Settings
import Sides

/// Ties unlinked records of all sides together (DESIGN section 6). Runs at every import, before
/// any create is planned.
package struct Linker: Sendable {
  package private(set) var bench: Workbench
  private let kind: RecordKind

  package init(_ kind: RecordKind, on bench: Workbench) {
    self.kind = kind
    self.bench = bench
  }

  /// Links what can be linked without asking; what is unsure stays unlinked. O(n) but for records
  /// that share keys.
  package mutating func run() throws {
    if kind == .event { try SeriesTies(bench)?.tie(&bench) }
    takeBackBlocks()
    try link()
    try linkStrays()
    try linkRetired()
  }

  /// A block that somebody deleted, and that is back from the bin, stands for its event again.
  private mutating func takeBackBlocks() {
    guard kind == .event else { return }
    for side in bench.sides where side != .opencrm {
      let back = bench.state.sortedEntries(side, kind) {
        $0.presence == .present && $0.attributes[Privacy.blockAttribute] != nil
      }
      guard !back.isEmpty else { continue }
      let links = bench.state.linksByEntry(side, kind)
      for entry in back where links[entry.id] == nil {
        guard let uid = entry.attributes[Privacy.blockAttribute].flatMap({ links[$0] }),
          var link = bench.state.link(LinkKey(kind, uid)), link.sides[side]?.isDeclined == true
        else { continue }
        var seat = LinkSide(entry: entry.id, baseline: entry.digest)
        seat.owed = [LinkSide.everything]
        link.sides[side] = seat
        bench.state.put(link)
      }
    }
  }

  private mutating func link() throws {
    var unlinked = Self.unlinked(bench, kind)
    if kind == .task { try recogniseMoved() }
    let changed = release()
    guard !unlinked.isEmpty || !changed.isEmpty else { return }
    try bench.load(Set((unlinked + changed).map(\.digest)), kind)
    if !unlinked.isEmpty {
      try recogniseSent(&unlinked)
      try recogniseEdited(&unlinked)
    }
    unlinked += changed
    guard !unlinked.isEmpty else { return }
    let result = try Self.cluster(unlinked, &bench, kind)
    for cluster in result.clusters {
      try join(cluster.members.map { EntryKey($0.side, kind, $0.id) }, to: cluster.link)
    }
    for case .record(let side, let id) in result.alone {
      try join([EntryKey(side, kind, id)], to: nil)
    }
  }

  /// Takes contacts that stand alone, and were never sent anywhere, out of their links when they
  /// change: with what they say now they may be somebody whom another side has.
  private mutating func release() -> [ViewEntry] {
    guard kind == .contact else { return [] }
    var changed: [ViewEntry] = []
    var released: [LinkKey] = []
    for link in bench.state.links(kind).values where link.sides.count == 1 {
      guard let (side, seat) = link.sides.first, seat.state == .live, seat.sent == nil,
        seat.slots.isEmpty, let id = seat.entry,
        let entry = bench.state.entry(EntryKey(side, kind, id)), entry.presence == .present,
        seat.baseline != entry.digest, bench.isEnabled(kind, on: side), Scope.isIn(entry, bench)
      else { continue }
      changed.append(entry)
      released.append(link.key)
    }
    for key in released { bench.state.removeLink(key) }
    return changed.sorted { ($0.side, $0.order, $0.id) < ($1.side, $1.order, $1.id) }
  }

  /// Ties records that OpenCRM marks as deleted, and that were never linked, to what others hold:
  /// nobody creates them there again.
  private mutating func linkRetired() throws {
    guard bench.isEnabled(kind, on: .opencrm) else { return }
    let marked = bench.state.sortedEntries(.opencrm, kind, where: \.isRetired)
    guard !marked.isEmpty else { return }
    let linked = bench.state.linkedEntries(.opencrm, kind)
    let retired = marked.filter { !linked.contains($0.id) }
    guard !retired.isEmpty else { return }
    try bench.load(Set(retired.map(\.digest)), kind)
    for cluster in try Self.cluster(retired, &bench, kind).clusters {
      guard let uid = cluster.link, var link = bench.state.link(LinkKey(kind, uid)),
        let id = cluster.members.first?.id, link.sides[.opencrm] == nil
      else { continue }
      link.sides[.opencrm] = LinkSide(entry: id, state: .retired)
      bench.state.put(link)
    }
  }

  /// Ties tasks that stand where the settings do not want them, and were never linked, to what
  /// others hold: they move, instead of being created there a second time.
  private mutating func linkStrays() throws {
    let strays = Self.strays(bench, kind)
    guard !strays.isEmpty else { return }
    try bench.load(Set(strays.map(\.digest)), kind)
    for cluster in try Self.cluster(strays, &bench, kind).clusters {
      guard let uid = cluster.link, let link = bench.state.link(LinkKey(kind, uid)),
        // What is on its way there is another one.
        !cluster.members.contains(where: { link.sides[$0.side]?.state == .pending })
      else { continue }
      try join(cluster.members.map { EntryKey($0.side, kind, $0.id) }, to: uid)
    }
  }

  /// The tasks without a link that stand where the settings do not want them.
  static func strays(_ bench: Workbench, _ kind: RecordKind) -> [ViewEntry] {
    guard kind == .task else { return [] }
    return bench.sides.filter { $0 != .opencrm && bench.isEnabled(kind, on: $0) }.flatMap { side in
      let linked = bench.state.linkedEntries(side, kind).union(bench.leftBehind(side))
      return bench.state.sortedEntries(side, kind) {
        bench.isMisplaced($0) && !linked.contains($0.id) && Scope.isInWherever($0, bench)
      }
    }
  }

  /// The entries without a link, in the order of first sight.
  package static func unlinked(_ bench: Workbench, _ kind: RecordKind) -> [ViewEntry] {
    bench.sides.filter { bench.isEnabled(kind, on: $0) }.flatMap { side in
      var linked = bench.state.linkedEntries(side, kind)
      if kind == .task { linked.formUnion(bench.leftBehind(side)) }
      return bench.state.sortedEntries(side, kind) {
        !linked.contains($0.id) && Scope.isIn($0, bench)
      }
    }
  }

  /// Clusters unlinked entries among themselves and with links that lack their side.
  package static func cluster(
    _ unlinked: [ViewEntry], _ bench: inout Workbench, _ kind: RecordKind
  ) throws -> LinkingResult {
    let sides = Set(unlinked.map(\.side))
    let open = bench.state.sortedLinks(kind) { link in
      sides.contains { link.isOpen(for: $0) }
    }
    try bench.load(Set(open.compactMap(\.agreed)), kind)
    let refused = Set(
      bench.state.sortedAnswers.filter { $0.kind == kind && $0.choice == .new }
        .flatMap { $0.entries.map(\.id) })
    let candidates = unlinked.compactMap { entry in
      bench.record(entry.digest).map {
        LinkCandidate(side: entry.side, id: entry.id, uid: $0.uid, record: $0)
      }
    }
    // What a person called a record of its own is offered to nobody else either.
    let existing = open.filter { link in
      !link.sides.values.contains { $0.entry.map(refused.contains) == true }
    }.compactMap { link in
      bench.record(link.agreed).map {
        ExistingLink(
          id: link.uid, sides: Set(link.sides.keys.filter { !link.isOpen(for: $0) }),
          uid: link.uid.hasPrefix(DerivedUID.prefix) ? nil : Text(link.uid), record: $0)
      }
    }
    var result = Linking.cluster(
      candidates.filter { !refused.contains($0.id) }, existing: existing,
      tiers: bench.settings.tiers(kind), kind: kind, moments: bench.moments)
    for candidate in candidates where refused.contains(candidate.id) {
      result.alone.append(.record(candidate.side, candidate.id))
    }
    return result
  }

  /// An unlinked newcomer equal to a sent create is that step's product (DESIGN section 10); then
  /// one that differs from a task without a date in its date alone, which OpenCRM may have put in.
  private mutating func recogniseSent(_ unlinked: inout [ViewEntry]) throws {
    let pending = bench.state.sortedLinks(kind) { link in
      link.sides.values.contains { $0.state == .pending && $0.entry == nil }
    }
    for isDateIgnored in kind == .task ? [false, true] : [false] {
      for link in pending {
        for (side, seat) in link.sortedSides
        where seat.state == .pending && seat.entry == nil {
          try recogniseSent(to: side, link.key, &unlinked, isDateIgnored)
        }
      }
    }
  }

  /// Finds what a create for one side of a link has made.
  private mutating func recogniseSent(
    to side: SideName, _ key: LinkKey, _ unlinked: inout [ViewEntry], _ isDateIgnored: Bool
  ) throws {
    guard var link = bench.state.link(key), let seat = link.sides[side], seat.entry == nil,
      let sentDigest = seat.sent
    else { return }
    try bench.load([sentDigest], kind)
    guard let sent = bench.record(sentDigest), !isDateIgnored || SentProduct.isUndated(sent) else {
      return
    }
    let lens = bench.lens(side, kind, in: seat.place)
    let product =
      unlinked.firstIndex { $0.side == side && TaskEventUID.task(of: $0.id) == link.uid }
      ?? unlinked.firstIndex { entry in
        guard entry.side == side, let seen = bench.record(entry.digest) else { return false }
        return SentProduct.isProduct(
          isDateIgnored ? SentProduct.withoutDates(seen) : seen, of: sent, lens: lens)
      }
    guard let product else { return }
    link.sides[side] = try productSeat(unlinked[product].id, sent: sentDigest, link, side)
      .leaving(seat)
    bench.state.put(link)
    noteTold(unlinked[product].key)
    completeView(of: unlinked[product].key, with: sentDigest)
    unlinked.remove(at: product)
  }

  /// What a create made where the settings want no task any more: it was sent before they changed.
  private mutating func recogniseMoved() throws {
    for side in bench.sides where side != .opencrm {
      let linked = bench.state.linkedEntries(side, kind).union(bench.leftBehind(side))
      var misplaced = bench.state.sortedEntries(side, kind) {
        $0.presence == .present && bench.isMisplaced($0) && !linked.contains($0.id)
      }
      guard !misplaced.isEmpty else { continue }
      try bench.load(Set(misplaced.map(\.digest)), kind)
      try recogniseSent(&misplaced)
    }
  }

  /// A product that the side or a person changed since is found again like any record whose
  /// content changed: what was sent is the older version.
  private mutating func recogniseEdited(_ unlinked: inout [ViewEntry]) throws {
    for side in bench.sides {
      let pending = bench.state.sortedLinks(kind) {
        $0.sides[side]?.state == .pending && $0.sides[side]?.entry == nil
      }
      let newcomers = unlinked.filter { $0.side == side }
      guard !pending.isEmpty, !newcomers.isEmpty else { continue }
      let old = pending.compactMap { link -> Candidate? in
        guard let digest = link.sides[side]?.sent, let record = bench.record(digest) else {
          return nil
        }
        return Candidate(id: link.uid, record: record, digest: digest)
      }
      let new = newcomers.compactMap { entry in
        bench.record(entry.digest).map {
          Candidate(id: entry.id, record: $0, digest: entry.digest)
        }
      }
      let found = Reidentification.pair(old: old, new: new, kind: kind, moments: bench.moments)
      for pair in found.pairs {
        try join([EntryKey(side, kind, pair.newID)], to: pair.oldID)
        unlinked.removeAll { $0.side == side && $0.id == pair.newID }
      }
    }
  }

  /// Remembers that an account has an event or task from us.
  private mutating func noteTold(_ key: EntryKey) {
    guard kind != .contact, key.side != .opencrm, var entry = bench.state.entry(key) else { return }
    entry.attributes[Privacy.toldAttribute] = "true"
    bench.state.put(entry)
  }

  /// What the source of a product does not show stands there as it was sent: a column that is
  /// missing is not an empty cell.
  private mutating func completeView(of key: EntryKey, with sent: Digest) {
    guard var entry = bench.state.entry(key), let seen = bench.record(entry.digest),
      let snapshot = bench.state.latestSnapshot(key.side, kind), let covered = snapshot.covered,
      let sent = bench.record(sent)
    else { return }
    entry.digest = bench.keep(
      (bench.place(of: entry) == .calendar
        ? bench.lens(of: entry)
        : bench.lens(key.side, kind, source: snapshot.source, covered: covered))
        .overlay(seen, on: sent, covered: covered))
    bench.state.put(entry)
  }

  /// Whether a record that differs from what was sent lacks some of it.
  ///
  /// What stands there otherwise is an edit upon it. What is not there may never have been there:
  /// the record may be one that somebody entered in the meantime, and is linked as such, which
  /// removes nothing anywhere. So may one that shares no more than the name, or than an address.
  private func lacks(_ key: EntryKey, ofSent digest: Digest) -> Bool {
    guard let entry = bench.state.entry(key), let seen = bench.record(entry.digest),
      let sent = bench.record(digest)
    else { return true }
    let shown = Recognition.recognise(
      SharedPart.of(seen), sent: SharedPart.of(sent), lens: bench.lens(of: entry))
    let changes = Diff.changes(
      from: Reconciler.withoutIdentity(SharedPart.of(sent)), to: Reconciler.withoutIdentity(shown))
    if changes.contains(where: { $0.to == nil }) { return true }
    return kind == .contact && changes.contains { $0.from != nil } && !Self.isKnown(seen, as: sent)
  }

  /// Whether a contact has more than one thing that tells people apart in common with what was
  /// sent: its name, an address, a number, a postal address; or all of the one thing that was sent.
  private static func isKnown(_ seen: Record, as sent: Record) -> Bool {
    let (shown, told) = (MatchKeys.of(seen), MatchKeys.of(sent))
    let fields: [Matching.MatchField] = [.name, .email, .phone, .address]
    let known = fields.filter { !told[$0].isEmpty }
    let common = known.filter { !Set(told[$0]).isDisjoint(with: shown[$0]) }
    return common.count >= min(2, known.count)
  }

  /// The seat of what a create made. Its baseline is what was sent as far as that is agreed: what
  /// was on its way to other sides, too, is said by the product as it is by the side it came from.
  private mutating func productSeat(
    _ entry: String, sent: Digest, _ link: Link, _ side: SideName
  ) throws -> LinkSide {
    var seat = LinkSide(
      entry: entry, state: .live, baseline: sent, sent: sent,
      sentStep: link.sides[side]?.sentStep)
    try bench.load(Set([sent, link.agreed].compactMap(\.self)), kind)
    guard let record = bench.record(sent).map(SharedPart.of),
      let agreed = bench.record(link.agreed),
      let view = lens(of: entry, side).view(agreed, previous: nil).map(SharedPart.of)
    else { return seat }
    if Privacy.isBlock(record) {
      seat.owed = [LinkSide.everything]
      return seat
    }
    // OpenCRM is owed it, and its own word holds.
    if side != .opencrm {
      let absent = Diff.changes(
        from: Reconciler.withoutIdentity(record), to: Reconciler.withoutIdentity(view))
      seat.leftOut = Set(absent.filter { $0.from == nil }.map(\.property))
    }
    // It never had what was not sent.
    let ahead = Diff.changes(
      from: Reconciler.withoutIdentity(view), to: Reconciler.withoutIdentity(record)
    ).filter { change in
      switch change.unit.part {
      case .property, .component, .group: change.to != nil
      default: change.to != nil && change.from == nil
      }
    }
    if !ahead.isEmpty,
      let part = Merge.holdingBack(base: view, target: record, units: Set(ahead.map(\.unit)))
    {
      seat.baseline = bench.keep(part)
    }
    return seat
  }

  private func lens(of id: String, _ side: SideName) -> any Lens {
    bench.state.entry(EntryKey(side, kind, id)).map { bench.lens(of: $0) }
      ?? bench.lens(side, kind)
  }

  private mutating func join(_ keys: [EntryKey], to existing: String?) throws {
    if let existing, var link = bench.state.link(LinkKey(kind, existing)) {
      if let (side, seat) = link.sides.first, link.sides.count == 1, seat.entry != nil,
        Scope.outside(side, link, bench) != nil
      {
        // What a record out of scope says is carried to nobody: it joins when it is back.
        link.agreed = nil
        link.sides[side]?.baseline = nil
        link.sides[side]?.state = .frozen
      }
      for key in keys {
        // A record that a person or the linker finds for a pending create is that create, edited.
        let sent = link.sides[key.side]?.sent
        if sent != nil { noteTold(key) }
        if let sent { completeView(of: key, with: sent) }
        if let sent, !lacks(key, ofSent: sent) {
          link.sides[key.side] = try productSeat(key.id, sent: sent, link, key.side)
            .leaving(link.sides[key.side])
        } else {
          // Linked at first sight: it came from neither side.
          link.origin = nil
          link.sides[key.side] = LinkSide(entry: key.id).leaving(link.sides[key.side])
        }
      }
      bench.state.put(link)
      return
    }
    let first = keys.sorted()[0]
    let entry = bench.state.entry(first)
    var uid: String?
    for key in keys where uid == nil {
      uid = bench.state.entry(key).flatMap { bench.record($0.digest)?.uid?.string }
    }
    var name = uid ?? first.id
    if bench.state.link(LinkKey(kind, name)) != nil {
      name = DerivedUID.of(
        workspace: bench.state.workspaceID, side: first.side, order: entry?.order ?? 0)
    }
    var link = Link(
      uid: name, kind: kind, origin: keys.count == 1 ? first.side : nil,
      sides: Dictionary(
        keys.map { ($0.side, LinkSide(entry: $0.id)) }, uniquingKeysWith: { one, _ in one }))
    if keys.count == 1, let entry, let record = bench.record(entry.digest) {
      // What one side alone holds is agreed by all sides there are.
      let shared = SharedPart.of(record)
      link.agreed = shared == record ? entry.digest : bench.keep(shared)
      link.sides[first.side]?.baseline = entry.digest
    }
    bench.state.put(link)
  }
}

/// Whether a record that is seen is what became of one that was sent.
enum SentProduct {
  static func isProduct(_ seen: Record, of sent: Record, lens: any Lens) -> Bool {
    let seen = DerivedName.removing(
      from: SharedPart.of(lens.recognising(seen, known: [sent])))
    let sent = DerivedName.removing(from: SharedPart.of(sent))
    let recognised = Recognition.recognise(seen, sent: sent, lens: lens)
    return withoutIdentity(recognised) == withoutIdentity(sent)
  }

  /// Whether a task has no date.
  static func isUndated(_ task: Record) -> Bool { withoutDates(task) == task }

  /// A task without its dates.
  static func withoutDates(_ task: Record) -> Record {
    var task = task
    for index in task.components.indices {
      let schema = Schema.of(component: task.components[index].name)
      task.components[index].properties.removeAll { schema[$0.name].unit == .dates }
    }
    return task
  }

  private static func withoutIdentity(_ record: Record) -> Record {
    var record = record
    record.uid = nil
    return record
  }
}

extension Settings {
  /// The tiers of match fields of a kind; only contacts have a setting.
  package func tiers(_ kind: RecordKind) -> MatchTiers {
    guard kind == .contact else { return .standard(kind) }
    return contacts.match.map { tier in
      tier.compactMap { Matching.MatchField(settingName: $0.rawValue) }
    }
  }
}

extension Link {
  /// Whether a record of the side may still join: there is none, it was deleted there and kept
  /// elsewhere, or a create is under way.
  package func isOpen(for side: SideName) -> Bool {
    guard let seat = sides[side] else { return true }
    // What was deleted there and kept elsewhere may be entered again, or come back from the bin.
    return seat.entry == nil && seat.state == .pending
      || seat.state == .detached && !seat.isDeclined
  }
}
