import ContentLines
import Records

/// Events and tasks that all sides know under one UID: they are linked without looking at anything
/// else, which is most of a calendar once it was copied.
struct UIDGroups {
  /// One cluster for each UID that every side has exactly once.
  private(set) var clusters: [LinkingResult.Cluster] = []
  /// The records that are left to be looked at.
  private(set) var candidates: [LinkCandidate]
  /// The links that are left to be looked at.
  private(set) var existing: [ExistingLink]

  fileprivate struct Group {
    var link: ExistingLink?
    var members: [LinkCandidate] = []
    var isPlain = true
  }

  /// A contact's UID says less than its names do; nothing is taken of that kind. O(n log n).
  init(_ candidates: [LinkCandidate], _ existing: [ExistingLink], _ kind: RecordKind) {
    self.candidates = candidates
    self.existing = existing
    guard kind != .contact else { return }
    var groups: [Text: Group] = [:]
    for link in existing where link.record.kind == kind {
      guard let uid = link.uid, !uid.isEmpty else { continue }
      groups[uid, default: Group()].add(link)
    }
    for candidate in candidates where candidate.record.kind == kind {
      guard let uid = candidate.uid, !uid.isEmpty else { continue }
      groups[uid, default: Group()].members.append(candidate)
    }
    let sides = Set(candidates.map(\.side)).union(existing.flatMap(\.sides))
    groups = groups.filter { $0.value.fills(sides, kind) }
    guard !groups.isEmpty else { return }
    clusters = groups.map { uid, group in
      LinkingResult.Cluster(
        link: group.link?.id,
        members: group.members.sorted { ($0.side, $0.id) < ($1.side, $1.id) }.map {
          LinkingResult.Member(side: $0.side, id: $0.id, tier: 0, reasons: ["same UID \(uid)"])
        })
    }
    self.candidates.removeAll { $0.uid.map { groups[$0] != nil } ?? false }
    self.existing.removeAll { $0.uid.map { groups[$0] != nil } ?? false }
  }
}

extension UIDGroups.Group {
  /// Two links of one UID are no plain case.
  fileprivate mutating func add(_ other: ExistingLink) {
    isPlain = link == nil
    link = other
  }

  /// Whether the group has each side once, and its records are all series or all single.
  fileprivate func fills(_ sides: Set<SideName>, _ kind: RecordKind) -> Bool {
    guard isPlain, !members.isEmpty else { return false }
    let own = Array(link?.sides ?? []) + members.map(\.side)
    guard own.count == sides.count, own.count > 1, Set(own) == sides else { return false }
    let records = ([link?.record].compactMap(\.self)) + members.map(\.record)
    let names = FieldTable.names(of: .repeats, kind)
    let repeating = records.filter { record in
      let component = record.master ?? record.components.first
      return names.contains { component?.has($0) == true }
    }
    return repeating.isEmpty || repeating.count == records.count
  }
}

extension LinkingResult {
  /// Adds clusters in their places: those that join links by the link's id, then by first member.
  mutating func add(_ more: [Cluster]) {
    guard !more.isEmpty else { return }
    clusters = (clusters + more).sorted { one, other in
      if let link = one.link, let second = other.link { return link < second }
      if one.link != nil || other.link != nil { return one.link != nil }
      guard let first = one.members.first, let second = other.members.first else { return false }
      return (first.side, first.id) < (second.side, second.id)
    }
  }
}
