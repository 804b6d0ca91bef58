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

  package init(_ kind: RecordKind, on bench: Workbench) {
    self.kind = kind
    self.bench = bench
  }

  /// The merges of all links in which something is to be done or said, in order of UID.
  ///
  /// A link whose sides all show what they last agreed on is not even loaded: work is
  /// proportional to change.
  ///
  /// - Parameter known: merges of the same state, by UID, that need not be made again.
  package mutating func merges(known: [String: LinkMerge] = [:]) throws -> [LinkMerge] {
    let rules = MergeRules(kind, settings: bench.settings, state: bench.state)
    let links = bench.state.sortedLinks(kind).filter(needsMerge)
    try load(links)
    return links.map { link in
      if let merge = known[link.uid], merge.link == link { return merge }
      return merge(link, rules)
    }
  }

  /// Advances every baseline as far as it is proved: per unit, on what the sides show.
  ///
  /// - Parameter side: the side that was just imported; nil after a person's answer. A deletion
  ///   seen there waits for the next word of another side: an edit made since is a conflict.
  /// - Returns: the merges that moved nothing, which therefore hold for the state as it is now.
  @discardableResult
  package mutating func settle(after side: SideName?) throws -> [LinkMerge] {
    var still: [LinkMerge] = []
    for merge in try merges() {
      for note in merge.notes { bench.state.note(note) }
      settle(merge, after: side)
      if bench.state.link(merge.link.key) == merge.link { still.append(merge) }
    }
    return still
  }

  private func needsMerge(_ link: Link) -> Bool {
    for (side, seat) in link.sides {
      guard seat.state != .detached else { continue }
      guard let id = seat.entry, let entry = bench.state.entry(EntryKey(side, kind, id)) else {
        return true
      }
      if entry.presence == .deleted || entry.presence == .vanished { return true }
      if seat.baseline != entry.digest || link.agreed == nil { return true }
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
        if let id = seat.entry, let entry = bench.state.entry(EntryKey(side, kind, id)) {
          digests.insert(entry.digest)
        }
      }
    }
    try bench.load(digests, kind)
  }

  private func merge(_ link: Link, _ rules: MergeRules) -> LinkMerge {
    var rules = rules
    let seats = link.sortedSides.map { name, side in
      seat(name, side, withheld: Ownership.withholds(link, from: name, bench))
    }
    for seat in seats {
      if let stamp = seat.entry?.stamp { rules.stamps[seat.side.description] = stamp }
    }
    let agreed = bench.record(link.agreed)
    return LinkMerge(
      link: link, seats: KnownForms.recognised(seats, agreed: agreed), agreed: agreed, rules: rules)
  }

  /// A side's seat, with what was sent recognised in what it shows.
  package func seat(_ side: SideName, _ link: LinkSide, withheld: String? = nil) -> Seat {
    let entry = link.entry.flatMap { bench.state.entry(EntryKey(side, kind, $0)) }
    let lens = bench.lens(side, kind)
    let sent = bench.record(link.sent).map(SharedPart.of)
    var present = bench.record(entry?.digest).map(SharedPart.of)
    if let seen = present, let sent {
      present = Recognition.recognise(seen, sent: sent, lens: lens)
    }
    let shown = present.map(Self.withoutIdentity)
    // Most sides show what they showed; nothing is taken apart twice.
    let isUnmoved = sent == nil && entry != nil && link.baseline == entry?.digest
    return Seat(
      side: side, link: link, entry: entry, present: shown,
      baseline: isUnmoved
        ? shown : bench.record(link.baseline).map(SharedPart.of).map(Self.withoutIdentity),
      sent: sent.map(Self.withoutIdentity), lens: lens,
      isAwaited: isAwaited(side, link) || link.sent != nil && entry?.presence == .unseen,
      withheld: withheld, sentProperties: sentProperties(link))
  }

  /// Whether the side was not imported since a step left for it.
  private func isAwaited(_ side: SideName, _ link: LinkSide) -> Bool {
    guard let sent = sentStep(link) else { return false }
    return (bench.state.latestSnapshot(side, kind)?.operation ?? 0) < sent.operation
  }

  private func sentStep(_ link: LinkSide) -> SentStep? {
    guard link.sent != nil, let step = link.sentStep, let slash = step.firstIndex(of: "/") else {
      return nil
    }
    return bench.state.steps[
      StepKey(plan: String(step[..<slash]), step: String(step[step.index(after: slash)...]))]
  }

  /// The properties that the step changed, as plans name them.
  private func sentProperties(_ link: LinkSide) -> Set<String> {
    guard let step = sentStep(link),
      let changes = try? JSONValue(parsing: Array(step.body.utf8))["changes"]?.items
    else { return [] }
    return Set(changes.compactMap { $0["property"]?.text?.string })
  }

  /// UIDs name records; they are no content.
  static func withoutIdentity(_ record: Record) -> Record {
    guard record.uid != nil else { return record }
    var record = record
    record.uid = nil
    return record
  }

  private mutating func settle(_ merge: LinkMerge, after imported: SideName?) {
    var link = merge.link
    for side in merge.detaching
    where merge.detachedByAnswer.contains(side) || imported != nil && imported != side {
      link.sides[side]?.state = .detached
      link.sides[side]?.sent = nil
    }
    // It comes back: the side is as if it never had it.
    for side in merge.restoring { link.sides[side] = nil }
    let stays = link.sides.contains { $0.value.state != .detached }
    let isGone = link.sides.allSatisfy { side, seat in
      seat.state == .detached
        || seat.entry.flatMap { bench.state.entry(EntryKey(side, kind, $0)) }?.presence == .deleted
    }
    if isGone || !stays {
      bench.state.removeLink(link.key)
      return
    }
    if merge.isPlain, link.sides.values.allSatisfy({ $0.sent == nil }) {
      for (side, seat) in link.sortedSides {
        guard let entry = seat.entry.flatMap({ bench.state.entry(EntryKey(side, kind, $0)) })
        else { continue }
        link.sides[side]?.baseline = entry.digest
      }
    } else if merge.merged != nil, !merge.isHeld, merge.deletions.isEmpty {
      if let settled = merge.settled {
        link.agreed = bench.keep(settled)
        for (side, seat) in link.sortedSides {
          guard let id = seat.entry, seat.state != .detached,
            let entry = bench.state.entry(EntryKey(side, kind, id)), entry.presence != .deleted,
            let shown = bench.record(entry.digest)
          else { continue }
          let part = Self.withoutIdentity(SharedPart.of(shown))
          if let baseline = merge.baseline(of: side, shown: part, settled: settled) {
            link.sides[side]?.baseline = bench.keep(baseline)
          } else {
            link.sides[side]?.baseline = entry.digest
            if entry.presence == .present { link.sides[side]?.sent = nil }
          }
        }
      }
    }
    if link != merge.link { bench.state.put(link) }
  }
}
