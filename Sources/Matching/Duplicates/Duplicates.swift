public import Records

/// Records of one side that are probably one.
public struct DuplicateGroup: Sendable, Equatable {
  /// Sorted; two or more.
  public var ids: [String]
  /// 0 to 1: of the member that fits least.
  public var score: Double
  /// For people, at most five.
  public var reasons: [String]
}

/// Finds likely duplicates within one side.
public enum Duplicates {
  /// The least points at which two records are shown as likely duplicates: the same name and nothing
  /// against it is enough, the same name with different addresses is not.
  static let threshold = 35

  /// Groups of likely duplicates, best first. Near-linear: records are compared only where they
  /// share an address, a number, a name or a title.
  public static func find(
    _ candidates: [Candidate], kind: RecordKind, moments: MomentReading = .asWritten
  ) -> [DuplicateGroup] {
    let all = candidates.filter { $0.record.kind == kind }.sorted { $0.id < $1.id }
    // Exact copies are one node.
    var nodes: [[Int]] = []
    var byDigest: [Digest: Int] = [:]
    var index = KeyIndex(capacity: all.count * 8)
    var keys: [NumberedKeys] = []
    for place in all.indices {
      if let known = byDigest[all[place].digest] {
        nodes[known].append(place)
      } else {
        byDigest[all[place].digest] = nodes.count
        nodes.append([place])
        keys.append(index.add(MatchKeys.of(all[place].record, moments: moments)))
      }
    }
    let postings = Postings(keys, keyCount: index.count)
    let names = names(keys)
    let shares = shares(postings, names, index)
    var sets = UnionFind(nodes.count)
    var best: [Int: Evidence] = [:]
    for pair in pairs(postings, names, index) {
      let one = Int(pair >> 32)
      let other = Int(pair & 0xFFFF_FFFF)
      let evidence = Evidence(keys[one], keys[other]) { shares[Int($0)] }
      guard evidence.points >= threshold else { continue }
      sets.join(one, other)
      for node in [one, other] where evidence.points > (best[node]?.points ?? 0) {
        best[node] = evidence
      }
    }
    var members: [Int: [Int]] = [:]
    for node in nodes.indices { members[sets.root(node), default: []].append(node) }
    var groups: [DuplicateGroup] = []
    for root in members.keys.sorted() {
      let own = members[root] ?? []
      let places = own.flatMap { nodes[$0] }
      guard places.count > 1 else { continue }
      let scores = own.compactMap { best[$0]?.score }
      var reasons: [String] = own.count == 1 ? ["same content"] : []
      for node in own {
        for reason in best[node]?.reasons ?? [] where !reasons.contains(reason) {
          reasons.append(reason)
        }
      }
      groups.append(
        DuplicateGroup(
          ids: places.map { all[$0].id }.sorted(), score: scores.min() ?? 1,
          reasons: Array(reasons.prefix(5))))
    }
    return groups.sorted { $0.score != $1.score ? $0.score > $1.score : $0.ids[0] < $1.ids[0] }
  }

  /// A key that people of several names hold belongs to a family or an office: it counts less the
  /// more names there are. A name counts in full.
  private static func shares(_ postings: Postings, _ names: [Int], _ index: KeyIndex) -> [Int] {
    (0..<index.count).map { key in
      let holders = postings[key]
      guard holders.count > 1, index.fields[key] != .name else { return 100 }
      return 100 / Set(holders.prefix(64).map { names[Int($0)] }).count
    }
  }

  /// The rank of each record's name among all names.
  private static func names(_ keys: [NumberedKeys]) -> [Int] {
    let joined = keys.map { Folding.join($0.person.words) }
    let order = joined.indices.sorted {
      joined[$0] != joined[$1] ? joined[$0] < joined[$1] : $0 < $1
    }
    var ranks = [Int](repeating: 0, count: keys.count)
    for (one, other) in zip(order, order.dropFirst()) {
      ranks[other] = ranks[one] + (joined[one] == joined[other] ? 0 : 1)
    }
    return ranks
  }

  private static func pairs(_ postings: Postings, _ names: [Int], _ index: KeyIndex) -> [UInt64] {
    var pairs: [UInt64] = []
    for key in 0..<index.count where Evidence.identifies(index.fields[key]) {
      let field = index.fields[key]
      if field == .birthday || field == .address || field == .note || field == .website { continue }
      var holders = postings[key].map { Int($0) }
      guard holders.count > 1 else { continue }
      if holders.count <= 24 {
        for (place, one) in holders.enumerated() {
          for other in holders[(place + 1)...] { pairs.append(UInt64(one) << 32 | UInt64(other)) }
        }
      } else {
        // Neighbours by name find the duplicates among many who share a switchboard.
        holders.sort { names[$0] != names[$1] ? names[$0] < names[$1] : $0 < $1 }
        for (one, other) in zip(holders, holders.dropFirst()) {
          pairs.append(UInt64(min(one, other)) << 32 | UInt64(max(one, other)))
        }
      }
    }
    pairs.sort()
    var last: UInt64?
    pairs.removeAll { pair in
      defer { last = pair }
      return pair == last
    }
    return pairs
  }
}
