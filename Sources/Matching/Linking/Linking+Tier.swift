import ContentLines
import Records

extension LinkingRun {
  /// Links over one tier: what is unambiguous first, then what is clearly the better choice; the
  /// rest of a group that could be linked in several ways is a tie.
  mutating func link(byUID: Bool, _ fields: [MatchField], tier: Int) {
    let edges = edges(byUID: byUID, fields, tier)
    doubtful += edges.filter { !isTrusted($0) }
    let good = edges.filter(isTrusted)
    guard !good.isEmpty else { return }
    var groups = UnionFind(nodes.count)
    for edge in good { groups.join(sets.find(edge.one), sets.find(edge.other)) }
    var components: [Int: [Edge]] = [:]
    for edge in good {
      components[groups.root(sets.find(edge.one)), default: []].append(edge)
    }
    for root in components.keys.sorted() {
      link(component: components[root] ?? [])
    }
  }

  /// Names that share no word, a relative, a series and a single event: asked, never linked.
  private func isTrusted(_ edge: Edge) -> Bool {
    let one = nodes[edge.one].keys
    let other = nodes[edge.other].keys
    guard kind == .contact else { return one.holds(.repeats) == other.holds(.repeats) }
    if one.person.isUnknown || other.person.isUnknown { return true }
    guard PersonName.shareWord(one.person, other.person) || edge.evidence.relation == .same else {
      return false
    }
    return edge.evidence.relation != .sameFamily || edge.evidence.contradicted.isEmpty
  }

  private mutating func link(component edges: [Edge]) {
    let ordered = edges.sorted {
      $0.points != $1.points
        ? $0.points > $1.points : $0.one != $1.one ? $0.one < $1.one : $0.other < $1.other
    }
    if isUnambiguous(ordered) {
      for edge in ordered { join(edge) }
      return
    }
    var rest = ordered
    // Each link made takes its rivals out; what is left may have become clear.
    while true {
      rest = rest.filter { fit($0.one, $0.other) }
      guard let clear = rest.first(where: { isClear($0, among: rest) }) else { break }
      join(clear)
    }
    rest = pairingCopies(rest)
    ties += rest
  }

  /// Whether the clusters that the edges connect fill no slot twice.
  private func isUnambiguous(_ edges: [Edge]) -> Bool {
    var seen = Set<Int>()
    var filled = SlotSet([])
    for edge in edges {
      for node in [edge.one, edge.other] {
        let root = sets.find(node)
        guard seen.insert(root).inserted else { continue }
        guard filled.isDisjoint(with: slots[root]) else { return false }
        filled = filled.union(slots[root])
      }
    }
    return true
  }

  /// Whether no other edge offers one of the two a partner for the same slot that is nearly as
  /// good.
  private func isClear(_ edge: Edge, among edges: [Edge]) -> Bool {
    let first = sets.find(edge.one)
    let second = sets.find(edge.other)
    for rival in edges where rival.points > edge.points - Evidence.margin {
      let one = sets.find(rival.one)
      let other = sets.find(rival.other)
      for (mine, partner) in [(first, second), (second, first)] {
        let its = one == mine ? other : other == mine ? one : mine
        if its != mine, its != partner, !slots[its].isDisjoint(with: slots[partner]) {
          return false
        }
      }
    }
    return true
  }

  /// Exact copies on both sides, as many here as there, are linked in the order of their ids.
  private mutating func pairingCopies(_ edges: [Edge]) -> [Edge] {
    var groups: [[Int]] = []
    var seen = Set<Int>()
    for edge in edges {
      for node in [edge.one, edge.other] where seen.insert(node).inserted {
        guard sets.find(node) == node, slots[node].count == 1, !nodes[node].isLink else {
          return edges
        }
        if let group = groups.firstIndex(where: { slots[$0[0]] == slots[node] }) {
          groups[group].append(node)
        } else {
          groups.append([node])
        }
      }
    }
    guard groups.count == 2, groups[0].count == groups[1].count,
      groups.allSatisfy({ group in
        group.dropFirst().allSatisfy { isCopy(nodes[group[0]].record, nodes[$0].record) }
      })
    else { return edges }
    guard let pattern = edges.first else { return edges }
    for (one, other) in zip(groups[0].sorted(), groups[1].sorted()) {
      join(
        Edge(
          one: one, other: other, evidence: pattern.evidence, fields: pattern.fields,
          tier: pattern.tier))
    }
    return []
  }

  func isCopy(_ one: Record, _ other: Record) -> Bool {
    let difference = ContentDifference(one, other)
    return difference.differing == 0
  }

  // MARK: Edges

  /// Pairs of nodes of different sides whose keys of all fields are equal. O(n log n) but for
  /// crowded keys.
  private func edges(byUID: Bool, _ fields: [MatchField], _ tier: Int) -> [Edge] {
    var buckets: [(key: UInt64, node: Int32)] = []
    buckets.reserveCapacity(nodes.count)
    var combined: [UInt64: UInt64] = [:]
    for node in nodes.indices where slots[sets.find(node)].count < slotCount {
      for key in keys(of: node, byUID: byUID, fields, &combined) {
        buckets.append((key, Int32(truncatingIfNeeded: node)))
      }
    }
    buckets.sort { $0.key != $1.key ? $0.key < $1.key : $0.node < $1.node }
    var pairs: [UInt64] = []
    var start = 0
    while start < buckets.count {
      var end = start + 1
      while end < buckets.count, buckets[end].key == buckets[start].key { end += 1 }
      if end - start > 1 {
        for (one, other) in candidates(buckets[start..<end].map { Int($0.node) })
        where fit(one, other) {
          pairs.append(UInt64(one) << 32 | UInt64(other))
        }
      }
      start = end
    }
    pairs.sort()
    var result: [Edge] = []
    var last: UInt64?
    for pair in pairs where pair != last {
      last = pair
      let one = Int(pair >> 32)
      let other = Int(pair & 0xFFFF_FFFF)
      result.append(
        Edge(
          one: one, other: other, evidence: evidence(one, other),
          fields: byUID ? [.uid] : fields, tier: tier))
    }
    return result
  }

  /// The pairs of a bucket; where it is crowded, only those of one name, then of near ids.
  private func candidates(_ members: [Int]) -> [(Int, Int)] {
    guard members.count > 24 else { return allPairs(members) }
    var result: [(Int, Int)] = []
    var byName: [Text: [Int]] = [:]
    for member in members {
      byName[Folding.join(nodes[member].keys.person.words), default: []].append(member)
    }
    for name in byName.keys.sorted() {
      let group = byName[name] ?? []
      if group.count <= 24 {
        result += allPairs(group)
        continue
      }
      // Copies beyond count: each meets those of the same rank on the other sides.
      var ranked: [[Int]] = []
      var ranks: [SlotKey: Int] = [:]
      for member in group {
        let key = SlotKey(nodes[member].reference)
        let rank = ranks[key, default: 0]
        ranks[key] = rank + 1
        if rank == ranked.count { ranked.append([]) }
        ranked[rank].append(member)
      }
      let lone = group[0]
      for (rank, peers) in ranked.enumerated() {
        result += allPairs(peers)
        if rank > 0 { result += peers.map { (min(lone, $0), max(lone, $0)) } }
        if rank > 0, let second = ranked[0].dropFirst().first {
          result += peers.map { (min(second, $0), max(second, $0)) }
        }
      }
    }
    return result.filter { $0.0 != $0.1 }
  }

  private func allPairs(_ members: [Int]) -> [(Int, Int)] {
    var result: [(Int, Int)] = []
    for (place, one) in members.enumerated() {
      for other in members[(place + 1)...] { result.append((min(one, other), max(one, other))) }
    }
    return result
  }

  private enum SlotKey: Hashable {
    case link
    case side(SideName)

    init(_ reference: LinkReference) {
      switch reference {
      case .link: self = .link
      case .record(let side, _): self = .side(side)
      }
    }
  }

  /// All ways to fill the fields of a tier with keys of a node, as numbers; at most 32.
  private func keys(
    of node: Int, byUID: Bool, _ fields: [MatchField], _ combined: inout [UInt64: UInt64]
  ) -> [UInt64] {
    if byUID { return nodes[node].uid >= 0 ? [UInt64(nodes[node].uid)] : [] }
    let keys = nodes[node].keys
    var result: [UInt64] = []
    for (rank, field) in fields.enumerated() {
      let wanted = Self.compared(field)
      var values: [UInt64] = []
      for (number, held) in zip(keys.numbers, keys.fields) where held == wanted {
        values.append(UInt64(UInt32(bitPattern: number)) + 1)
      }
      // Two tasks without a due date agree in that.
      if values.isEmpty, field == .due { values = [0] }
      if rank == 0 {
        result = values
        continue
      }
      result = result.flatMap { head in
        values.map { value in
          let pair = head << 32 | value
          // Of three fields and more, the first ones become one number.
          guard rank + 1 < fields.count else { return pair }
          if let known = combined[pair] { return known }
          let next = UInt64(combined.count)
          combined[pair] = next
          return next
        }
      }
      if result.count > 32 { result.removeLast(result.count - 32) }
    }
    return result
  }

  /// Numbers are compared by their ends: with and without the prefix of the country.
  static func compared(_ field: MatchField) -> MatchField { field == .phone ? .phoneEnd : field }
}
