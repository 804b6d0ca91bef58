import ContentLines
public import Records

/// Finds records of different sides that are one (DESIGN section 6).
public enum Linking {
  /// Clusters all unlinked records of all sides at once: by UID first, then by the tiers.
  ///
  /// A cluster has at most one record a side and joins at most one existing link, which must lack
  /// those sides. What fits several records equally well is a tie; a match whose names share no
  /// word, or of a series with a single event, is a question whatever the tier. Every candidate
  /// stands in the result exactly once as a member, alone, or held. The order of the arguments has
  /// no say. Near-linear: records are compared only where all keys of a tier are equal.
  ///
  /// - Parameter tiers: nil for the standard tiers of the kind.
  public static func cluster(
    _ candidates: [LinkCandidate], existing: [ExistingLink] = [], tiers: MatchTiers? = nil,
    kind: RecordKind, moments: MomentReading = .asWritten
  ) -> LinkingResult {
    guard !candidates.isEmpty else { return LinkingResult() }
    if existing.isEmpty, candidates.allSatisfy({ $0.side == candidates[0].side }) {
      // Records of one side have nobody to be linked with.
      var result = LinkingResult()
      result.alone = candidates.filter { $0.record.kind == kind }.sorted { $0.id < $1.id }
        .map { .record($0.side, $0.id) }
      return result
    }
    let plain = UIDGroups(candidates, existing, kind)
    var run = LinkingRun(plain.candidates, plain.existing, kind, moments)
    run.link(byUID: true, [], tier: 0)
    for (place, fields) in (tiers ?? .standard(kind)).enumerated() where !fields.isEmpty {
      run.link(byUID: false, fields, tier: place + 1)
    }
    var result = run.finished()
    result.add(plain.clusters)
    return result
  }
}

/// The state of one linking.
struct LinkingRun {
  /// A candidate or an existing link.
  struct Node {
    let reference: LinkReference
    let record: Record
    /// The number of its UID, or -1.
    let uid: Int
    let uidText: Text?
    let keys: NumberedKeys
    var isLink: Bool { if case .link = reference { true } else { false } }
  }

  /// Two nodes whose keys of a tier are equal.
  struct Edge {
    let one: Int
    let other: Int
    let evidence: Evidence
    /// The fields of the tier: each is equal.
    let fields: [MatchField]
    let tier: Int
    var points: Int { evidence.points }

    func end(other than: Int) -> Int { than == one ? other : one }
  }

  let kind: RecordKind
  /// Links first, then candidates by side and id.
  private(set) var nodes: [Node] = []
  /// Each side, and existing links as one more, have a number; a cluster fills each at most once.
  private(set) var slotCount = 1
  private var sides: [SideName] = []
  var sets: UnionFind
  /// The slots that the cluster of a root fills.
  var slots: [SlotSet]
  /// Why a node was linked: its tier and reasons.
  var joined: [Int: Edge] = [:]
  /// Matches that something speaks against, for the end.
  var doubtful: [Edge] = []
  var ties: [Edge] = []
  private var shares: [Int32] = []

  init(
    _ candidates: [LinkCandidate], _ existing: [ExistingLink], _ kind: RecordKind,
    _ moments: MomentReading
  ) {
    self.kind = kind
    let own = candidates.filter { $0.record.kind == kind }.sorted {
      $0.side != $1.side ? $0.side < $1.side : $0.id < $1.id
    }
    let present = Set(own.map(\.side))
    // A link that lacks none of these sides has nothing to gain.
    let links = existing.filter { $0.record.kind == kind && !present.isSubset(of: $0.sides) }
      .sorted { $0.id < $1.id }
    sides = present.union(links.flatMap(\.sides)).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: sides.enumerated().map { ($1, $0 + 1) })
    var index = KeyIndex(capacity: (own.count + links.count) * 8)
    var slots: [SlotSet] = []
    var uids: [Text: Int] = [:]
    func number(_ uid: Text?) -> Int {
      guard let uid, !uid.isEmpty else { return -1 }
      let next = uids.count
      return uids[uid]
        ?? {
          uids[uid] = next; return next
        }()
    }
    let read = Parallel.chunked(links.map(\.record) + own.map(\.record)) {
      MatchKeys.of($0, moments: moments)
    }
    for (link, keys) in zip(links, read) {
      let keys = index.add(keys)
      nodes.append(
        Node(
          reference: .link(link.id), record: link.record,
          uid: number(link.uid), uidText: link.uid, keys: keys))
      slots.append(SlotSet([0] + link.sides.compactMap { numbers[$0] }))
    }
    for (candidate, keys) in zip(own, read.dropFirst(links.count)) {
      let keys = index.add(keys)
      nodes.append(
        Node(
          reference: .record(candidate.side, candidate.id), record: candidate.record,
          uid: number(candidate.uid), uidText: candidate.uid, keys: keys))
      slots.append(SlotSet([numbers[candidate.side] ?? 0]))
    }
    self.slots = slots
    sets = UnionFind(nodes.count)
    slotCount = sides.count + 1
    // A key held by more records than there are sides is common.
    var holders = [Int32](repeating: 0, count: index.count)
    for node in nodes {
      for number in node.keys.numbers { holders[Int(number)] += 1 }
    }
    let expected = Int32(max(sides.count, 2))
    shares = holders.map { 100 * expected / max($0, expected) }
  }

  func evidence(_ one: Int, _ other: Int) -> Evidence {
    Evidence(nodes[one].keys, nodes[other].keys) { Int(shares[Int($0)]) }
  }

  /// Whether two nodes could stand in one cluster.
  func fit(_ one: Int, _ other: Int) -> Bool {
    let first = sets.find(one)
    let second = sets.find(other)
    return first != second && slots[first].isDisjoint(with: slots[second])
  }

  mutating func join(_ edge: Edge) {
    let first = sets.find(edge.one)
    let second = sets.find(edge.other)
    guard first != second else { return }
    sets.join(first, second)
    slots[min(first, second)] = slots[first].union(slots[second])
    for node in [edge.one, edge.other] where joined[node] == nil { joined[node] = edge }
  }
}

/// Numbers of sides.
struct SlotSet: Equatable {
  private var words: [UInt64] = []

  init(_ numbers: [Int]) {
    for number in numbers {
      while words.count <= number / 64 { words.append(0) }
      words[number / 64] |= 1 << UInt64(number % 64)
    }
  }

  func isDisjoint(with other: SlotSet) -> Bool {
    zip(words, other.words).allSatisfy { $0 & $1 == 0 }
  }

  func union(_ other: SlotSet) -> SlotSet {
    var result = words.count >= other.words.count ? self : other
    let shorter = words.count >= other.words.count ? other : self
    for (place, word) in shorter.words.enumerated() { result.words[place] |= word }
    return result
  }

  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
}
