import ContentLines
import Records

extension ReidentificationRun {
  private typealias Choice = ReidentificationResult.Question.Choice

  /// Places what is left of the old version: a question, or vanished.
  mutating func ask(withoutEvidence: Bool) {
    guard !olds.isEmpty else { return }
    var newcomers: [Int: [Edge]] = [:]
    for edge in edges(uniqueOnly: false, and: allPairs()) {
      newcomers[edge.old, default: []].append(edge)
    }
    let strangers = withoutEvidence ? news.indices.filter { !news[$0].members.isEmpty } : []
    for node in olds.indices where !olds[node].members.isEmpty {
      let edges = (newcomers[node] ?? []).sorted {
        $0.evidence.points != $1.evidence.points
          ? $0.evidence.points > $1.evidence.points : $0.new < $1.new
      }
      var choices = edges.prefix(5).flatMap { edge in
        news[edge.new].members.prefix(5).map { place in
          Choice(
            newID: new[place].id, survivorOf: nil, score: edge.evidence.score,
            reasons: edge.evidence.reasons)
        }
      }
      let merged = mergeTargets(node)
      let isMerged = (merged.first?.points ?? 0) >= (edges.first?.evidence.points ?? 1)
      let survivors = merged.map(\.choice)
      choices = isMerged ? survivors + choices : choices + survivors
      if choices.isEmpty {
        choices = strangers.prefix(5).compactMap { other in
          news[other].members.first.map {
            Choice(newID: new[$0].id, survivorOf: nil, score: 0, reasons: ["came as this went"])
          }
        }
      }
      for place in olds[node].members {
        guard !choices.isEmpty else {
          result.vanished.append(old[place].id)
          continue
        }
        result.questions.append(
          ReidentificationResult.Question(
            kind: isMerged ? .mergedOnSide : .vanished, oldID: old[place].id,
            choices: Array(choices.prefix(5))))
      }
    }
  }

  /// Every vanished record with every newcomer where these are few: names and the rest of the
  /// content may resemble each other without one equal key.
  private func allPairs() -> [UInt64] {
    let gone = olds.indices.filter { !olds[$0].members.isEmpty }
    let came = news.indices.filter { !news[$0].members.isEmpty }
    guard gone.count * came.count <= 4096 else { return [] }
    return gone.flatMap { one in came.map { UInt64(one) << 32 | UInt64($0) } }
  }

  /// Records still there that now hold what identified the vanished one, best first.
  private func mergeTargets(_ node: Int) -> [(points: Int, choice: Choice)] {
    var targets: [Int: Survivor] = [:]
    for number in olds[node].keys.numbers {
      for survivor in survivors[number] ?? [] { targets[survivor.newPlace] = survivor }
    }
    var result: [(points: Int, choice: Choice)] = []
    for place in targets.keys.sorted() {
      guard let survivor = targets[place] else { continue }
      let target = index.known(MatchKeys.of(new[place].record, moments: moments))
      let before = index.known(MatchKeys.of(old[survivor.oldPlace].record, moments: moments))
      let evidence = Evidence(olds[node].keys, target) { _ in 100 }
      guard absorbs(node, survivor, target, before: before, evidence) else { continue }
      result.append(
        (
          max(evidence.points, Evidence.doubtful),
          Choice(
            newID: new[place].id, survivorOf: old[survivor.oldPlace].id, score: evidence.score,
            reasons: evidence.reasons)
        ))
    }
    return result.sorted {
      $0.points != $1.points ? $0.points > $1.points : $0.choice.newID < $1.choice.newID
    }
  }

  /// Whether a record that is still there took the vanished one in: it gained an address or number
  /// of it, or it held them all already under the same name (a duplicate was removed).
  private func absorbs(
    _ node: Int, _ survivor: Survivor, _ target: NumberedKeys, before: NumberedKeys,
    _ evidence: Evidence
  ) -> Bool {
    if olds[node].digest == old[survivor.oldPlace].digest { return true }
    let had = Set(before.numbers)
    let has = Set(target.numbers)
    let strong = zip(olds[node].keys.numbers, olds[node].keys.fields).filter {
      [.uid, .email, .phone, .phoneEnd].contains($0.1)
    }
    if strong.contains(where: { has.contains($0.0) && !had.contains($0.0) }) { return true }
    let isSameName = evidence.relation == .same || evidence.relation == .alike
    guard isSameName, !evidence.contradicted.contains(.uid) else { return false }
    // A number counts as held if its end is.
    let held = strong.filter { $0.1 == .email || $0.1 == .phoneEnd }
    return !held.isEmpty && held.allSatisfy { has.contains($0.0) }
  }
}
