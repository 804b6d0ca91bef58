public import Records

/// Finds the records of one version of a side again in the next, where the side gives no ids
/// (DESIGN section 6).
public enum Reidentification {
  /// Pairs the records of two versions: same digest, then keys that only one record of each version
  /// holds, then the best assignment over several keys.
  ///
  /// Every id of either version stands in the result exactly once as paired, vanished, newcomer,
  /// held, or as the subject of a question. The order of the arguments has no say; ties go to the
  /// lower id. Near-linear: records are compared only where they share a key.
  ///
  /// - Parameters:
  ///   - asksWithoutEvidence: whether a vanished record that resembles no newcomer is a question
  ///     all the same, as long as there are newcomers.
  public static func pair(
    old: [Candidate], new: [Candidate], kind: RecordKind,
    moments: MomentReading = .asWritten, asksWithoutEvidence: Bool = false
  ) -> ReidentificationResult {
    var run = ReidentificationRun(
      old.filter { $0.record.kind == kind }, new.filter { $0.record.kind == kind }, moments)
    run.pairEqualDigests()
    run.numberKeys()
    run.pairByKeys()
    run.ask(withoutEvidence: asksWithoutEvidence)
    return run.finished()
  }
}

/// The state of one pairing.
struct ReidentificationRun {
  /// Records of one version with equal content.
  struct Node {
    /// Places of the records that are not paired yet, in the order of their ids.
    var members: [Int]
    let record: Record
    let digest: Digest
    let keys: NumberedKeys
  }

  /// A new record that is paired, with the old one it was.
  struct Survivor {
    let newPlace: Int
    let oldPlace: Int
  }

  let old: [Candidate]
  let new: [Candidate]
  let moments: MomentReading
  var result = ReidentificationResult()
  var olds: [Node] = []
  var news: [Node] = []
  var index = KeyIndex(capacity: 0)
  var oldPostings = Postings([], keyCount: 0)
  var newPostings = Postings([], keyCount: 0)
  /// How many contents that did not change hold a key.
  var survivorCounts: [Int32] = []
  /// Unchanged records by identifying key; at most four a key.
  var survivors: [Int32: [Survivor]] = [:]
  /// Pairs of equal content: one of each content.
  private var unchanged: [Survivor] = []
  private var openOld: [Int] = []
  private var openNew: [Int] = []

  init(_ old: [Candidate], _ new: [Candidate], _ moments: MomentReading) {
    self.old = old.sorted { $0.id < $1.id }
    self.new = new.sorted { $0.id < $1.id }
    self.moments = moments
  }

  /// Pairs copies one to one in the order of their ids.
  mutating func pairEqualDigests() {
    var waiting: [Digest: ArraySlice<Int>] = [:]
    waiting.reserveCapacity(new.count)
    for place in new.indices { waiting[new[place].digest, default: []].append(place) }
    var seen = Set<Digest>(minimumCapacity: old.count)
    var isPaired = [Bool](repeating: false, count: new.count)
    for place in old.indices {
      let digest = old[place].digest
      guard let twin = waiting[digest]?.popFirst() else {
        openOld.append(place)
        continue
      }
      isPaired[twin] = true
      result.pairs.append(
        ReidentificationResult.Pair(
          oldID: old[place].id, newID: new[twin].id, how: .sameDigest, score: 1,
          reasons: ["same content"]))
      if seen.insert(digest).inserted {
        unchanged.append(Survivor(newPlace: twin, oldPlace: place))
      }
    }
    openNew = new.indices.filter { !isPaired[$0] }
  }

  /// Groups what is left by content and numbers its keys. The keys of unchanged records are only
  /// looked up.
  mutating func numberKeys() {
    guard !openOld.isEmpty else { return }
    index = KeyIndex(capacity: (openOld.count + openNew.count) * 8)
    olds = nodes(openOld, old)
    news = nodes(openNew, new)
    oldPostings = Postings(olds.map(\.keys), keyCount: index.count)
    newPostings = Postings(news.map(\.keys), keyCount: index.count)
    survivorCounts = [Int32](repeating: 0, count: index.count)
    for survivor in unchanged {
      let keys = index.known(MatchKeys.of(new[survivor.newPlace].record, moments: moments))
      for (number, field) in zip(keys.numbers, keys.fields) {
        survivorCounts[Int(number)] += 1
        if Evidence.identifies(field) { addSurvivor(survivor, number) }
      }
    }
  }

  mutating func addSurvivor(_ survivor: Survivor, _ key: Int32) {
    if survivors[key, default: []].count < 4 { survivors[key, default: []].append(survivor) }
  }

  private mutating func nodes(_ places: [Int], _ all: [Candidate]) -> [Node] {
    var byDigest: [Digest: Int] = [:]
    byDigest.reserveCapacity(places.count)
    var nodes: [Node] = []
    for place in places {
      let candidate = all[place]
      if let known = byDigest[candidate.digest] {
        nodes[known].members.append(place)
      } else {
        byDigest[candidate.digest] = nodes.count
        let keys = index.add(MatchKeys.of(candidate.record, moments: moments))
        nodes.append(
          Node(
            members: [place], record: candidate.record, digest: candidate.digest, keys: keys))
      }
    }
    return nodes
  }

  /// The per cent of its weight that a key counts: all if one record of each version holds it, less
  /// for each other holder; unchanged holders count half.
  func share(_ key: Int32) -> Int {
    let number = Int(key)
    let holders = max(oldPostings[number].count, newPostings[number].count, 1)
    return 200 / (2 * holders + Int(survivorCounts[number]))
  }

  /// Whether exactly one record of each version holds the key.
  func isUnique(_ key: Int32) -> Bool {
    let number = Int(key)
    return survivorCounts[number] == 0 && oldPostings[number].count == 1
      && newPostings[number].count == 1
  }

  func evidence(_ one: Int, _ other: Int) -> Evidence {
    var evidence = Evidence(olds[one].keys, news[other].keys, share: share)
    evidence.weighContent(olds[one].record, news[other].record)
    return evidence
  }

  mutating func accept(_ one: Int, _ other: Int, _ evidence: Evidence) {
    let isUnique = evidence.sharedNumbers.contains { number in
      Evidence.identifies(index.fields[Int(number)]) && self.isUnique(number)
    }
    let count = min(olds[one].members.count, news[other].members.count)
    guard count > 0 else { return }
    let reasons = evidence.reasons
    for (first, second) in zip(olds[one].members.prefix(count), news[other].members.prefix(count)) {
      result.pairs.append(
        ReidentificationResult.Pair(
          oldID: old[first].id, newID: new[second].id, how: isUnique ? .uniqueKey : .assigned,
          score: evidence.score, reasons: reasons))
    }
    let survivor = Survivor(newPlace: news[other].members[0], oldPlace: olds[one].members[0])
    let keys = news[other].keys
    for (number, field) in zip(keys.numbers, keys.fields) where Evidence.identifies(field) {
      addSurvivor(survivor, number)
    }
    olds[one].members.removeFirst(count)
    news[other].members.removeFirst(count)
  }

  func finished() -> ReidentificationResult {
    var result = result
    result.pairs.sort { $0.oldID < $1.oldID }
    result.questions.sort { $0.oldID < $1.oldID }
    result.vanished.sort()
    var held = Set<String>()
    for question in result.questions {
      for choice in question.choices where choice.survivorOf == nil { held.insert(choice.newID) }
    }
    // Without leftovers of the old version no nodes were made.
    let open = openOld.isEmpty ? openNew : news.flatMap(\.members)
    let ids = open.map { new[$0].id }.sorted()
    result.newcomers = ids.filter { !held.contains($0) }
    result.held = ids.filter(held.contains)
    return result
  }
}
