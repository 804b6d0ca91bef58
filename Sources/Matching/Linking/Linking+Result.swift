import ContentLines
import Records

extension LinkingRun {
  private typealias Question = LinkingResult.Question

  /// The result, after all tiers.
  func finished() -> LinkingResult {
    var result = LinkingResult()
    var members: [Int: [Int]] = [:]
    for node in nodes.indices { members[sets.find(node), default: []].append(node) }
    for root in members.keys.sorted() {
      let all = members[root] ?? []
      if all.count > 1 { result.clusters.append(cluster(all)) }
    }
    let asked = openQuestions()
    var held = Set<LinkReference>()
    var heldLinks = Set<String>()
    for (question, edges) in asked {
      result.questions.append(question)
      for edge in edges {
        for node in [edge.one, edge.other] where (members[sets.find(node)]?.count ?? 0) == 1 {
          if case .link(let uid) = nodes[node].reference {
            heldLinks.insert(uid)
          } else {
            held.insert(nodes[node].reference)
          }
        }
      }
    }
    result.heldLinks = heldLinks.sorted()
    for node in nodes.indices where !nodes[node].isLink {
      guard members[node]?.count == 1 else { continue }
      let reference = nodes[node].reference
      if held.contains(reference) {
        result.held.append(reference)
      } else {
        result.alone.append(reference)
      }
    }
    return result
  }

  private func cluster(_ all: [Int]) -> LinkingResult.Cluster {
    var cluster = LinkingResult.Cluster(link: nil, members: [])
    for node in all {
      switch nodes[node].reference {
      case .link(let id): cluster.link = id
      case .record(let side, let id):
        let edge = joined[node]
        cluster.members.append(
          LinkingResult.Member(
            side: side, id: id, tier: edge?.tier ?? 0,
            reasons: edge.map(reasons) ?? []))
      }
    }
    return cluster
  }

  /// One sentence for each field of the tier that linked the two.
  private func reasons(_ edge: Edge) -> [String] {
    let one = nodes[edge.one].keys
    return edge.fields.map { field in
      if field == .uid, let uid = nodes[edge.one].uidText { return "same UID \(uid)" }
      let wanted = Self.compared(field)
      var entry: MatchKeys.Entry?
      NumberedKeys.forEachShared(one, nodes[edge.other].keys) { place in
        let fits = one.fields[place] == wanted || one.fields[place] == field
        guard fits else { return }
        let candidate = one.entry(at: place)
        if entry.map({ candidate.key < $0.key }) ?? true { entry = candidate }
      }
      return entry.map(Evidence.sentence) ?? "no \(field.words)"
    }
  }

  /// Ties and doubtful matches that no later link settled, one question a record; exact copies are
  /// one question.
  private func openQuestions() -> [(Question, [Edge])] {
    let tied = ties.filter { fit($0.one, $0.other) }
    let doubted = doubtful.filter { fit($0.one, $0.other) }
    var result: [(Question, [Edge])] = []
    var asked = Set<Int>()
    for (kind, edges) in [(Question.Kind.tie, tied), (.sameRecord, doubted)] {
      let byAsker = grouped(edges)
      // What was asked first of each set of choices, by the lowest choice.
      var first: [Int: [(asker: Int, ends: [Int], place: Int)]] = [:]
      for asker in byAsker.keys.sorted() {
        guard case .record(let side, let id) = nodes[asker].reference else { continue }
        // One question a record: a tie comes before a doubt.
        guard asked.insert(asker).inserted else { continue }
        let own = byAsker[asker] ?? []
        let ends = own.map { $0.end(other: asker) }.sorted()
        let twin = first[ends[0]]?.first {
          $0.ends == ends && result[$0.place].0.side == side
            && isCopy(nodes[$0.asker].record, nodes[asker].record)
        }
        if let twin {
          result[twin.place].0.copies.append(id)
          result[twin.place].1 += own
          continue
        }
        first[ends[0], default: []].append((asker, ends, result.count))
        result.append(
          (Question(kind: kind, side: side, id: id, choices: choices(own, asker)), own))
      }
    }
    return result.sorted {
      LinkReference.record($0.0.side, $0.0.id) < LinkReference.record($1.0.side, $1.0.id)
    }
  }

  /// Edges by the record that is asked about: that of the side with fewer records in the group,
  /// else of the later side; never a link.
  private func grouped(_ edges: [Edge]) -> [Int: [Edge]] {
    var groups = UnionFind(nodes.count)
    for edge in edges { groups.join(edge.one, edge.other) }
    var counts: [Int: [LinkReference: Int]] = [:]
    var seen = Set<Int>()
    for edge in edges {
      for node in [edge.one, edge.other] where seen.insert(node).inserted {
        counts[groups.root(node), default: [:]][side(node), default: 0] += 1
      }
    }
    var result: [Int: [Edge]] = [:]
    for edge in edges {
      let count = counts[groups.root(edge.one)] ?? [:]
      let first = count[side(edge.one)] ?? 0
      let second = count[side(edge.other)] ?? 0
      // `other` has the higher number: it is of the later side.
      let asker = nodes[edge.one].isLink || second <= first ? edge.other : edge.one
      result[asker, default: []].append(edge)
    }
    return result
  }

  private func side(_ node: Int) -> LinkReference {
    switch nodes[node].reference {
    case .link: .link("")
    case .record(let side, _): .record(side, "")
    }
  }

  private func choices(_ edges: [Edge], _ asker: Int) -> [Question.Choice] {
    var seen = Set<Int>()
    return edges.sorted {
      $0.points != $1.points
        ? $0.points > $1.points : $0.end(other: asker) < $1.end(other: asker)
    }.filter { seen.insert($0.end(other: asker)).inserted }.prefix(10).map { edge in
      Question.Choice(
        target: nodes[edge.end(other: asker)].reference, score: edge.evidence.score,
        reasons: edge.evidence.reasons)
    }
  }
}
