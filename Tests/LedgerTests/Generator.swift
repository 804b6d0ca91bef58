import Ledger
import Records

/// A seeded source of numbers (SplitMix64).
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
}

let sides: [SideName] = [.opencrm, .google("mary"), .google("joe")]
let awkward = [
  "", "a", "Käthe", "quote\" back\\slash", "line\nbreak", "nul\u{0}inside", "👩🏽‍🚀", "a,b;c", "{}",
]

func content(_ number: Int) -> [UInt8] { Array("FN:Person \(number)\r\nNOTE:body\r\n".utf8) }
func digest(_ number: Int) -> Digest { Digest(of: content(number)) }

extension LedgerState {
  /// Adds a body and gives its digest.
  mutating func bring(_ number: Int) -> Digest {
    let bytes = content(number)
    let digest = Digest(of: bytes)
    add(body: bytes, of: digest)
    return digest
  }

  /// Changes the state at random places, in every kind of content it has.
  mutating func mutate(_ random: inout Seeded) {
    for _ in 0..<random.below(20) + 1 {
      switch random.below(12) {
      case 0...3: put(randomEntry(&random))
      case 4...6: put(randomLink(&random))
      case 7: remove(&random)
      case 8:
        add(
          Snapshot(
            id: "s\(random.below(9))", side: pick(sides, &random),
            kind: pick(RecordKind.allCases, &random),
            collections: (0..<random.below(3)).map {
              Snapshot.Collection(awkward[$0 + 2], complete: random.chance(50))
            },
            source: "takeout", covered: random.chance(50) ? nil : ["EMAIL", "slot:email2"],
            exported: random.chance(50) ? "2026-11-01T09:00:00Z" : nil,
            imported: "2026-11-23T09:00:00Z", complete: random.chance(50),
            digest: someDigest(&random), account: random.chance(30) ? "m@example.com" : nil,
            operation: nextOperation))
      case 9:
        put(
          Answer(
            id: "a\(random.below(9))", subject: random.chance(50) ? .conflict : .question,
            kind: pick(RecordKind.allCases, &random), uid: random.chance(60) ? "uid" : nil,
            entries: random.chance(50) ? [] : [EntryKey(pick(sides, &random), .event, awkward[5])],
            property: "EMAIL[joe@acme.co]", choice: pick(choices, &random),
            boundTo: random.chance(50) ? nil : someDigest(&random), operation: nextOperation))
      case 10:
        put(
          SentStep(
            plan: "p\(random.below(3))", step: "\(random.below(4))", side: pick(sides, &random),
            kind: .task, action: "update", uid: "u", state: pick(SentStep.State.allCases, &random),
            body: #"{"id":"1"}"#, operation: nextOperation))
      default: mark("m\(random.below(4))", random.chance(30) ? nil : pick(awkward, &random))
      }
    }
  }

  private mutating func randomEntry(_ random: inout Seeded) -> ViewEntry {
    ViewEntry(
      side: pick(sides, &random), kind: pick(RecordKind.allCases, &random),
      id: "\(pick(awkward, &random))\(random.below(6))",
      remoteID: random.chance(50) ? nil : "\(random.below(99))",
      collection: random.chance(50) ? nil : pick(awkward, &random),
      digest: bring(random.below(40)), stamp: random.chance(50) ? nil : "2026-11-01T09:00:00Z",
      volatile: random.chance(50) ? [] : Array("DTSTAMP:20260101T000000Z\r\n".utf8),
      presence: pick(Presence.allCases, &random), order: takeOrder(),
      raw: random.chance(50) ? nil : Array(repeating: UInt8(random.below(256)), count: 16),
      attributes: map(&random))
  }

  private mutating func randomLink(_ random: inout Seeded) -> Link {
    var link = Link(
      uid: "uid-\(random.below(12))", kind: pick(RecordKind.allCases, &random),
      agreed: random.chance(30) ? nil : bring(random.below(40)),
      origin: random.chance(50) ? nil : pick(sides, &random))
    for side in sides where random.chance(60) {
      link.sides[side] = LinkSide(
        entry: random.chance(30) ? nil : pick(awkward, &random),
        state: pick(LinkSideState.allCases, &random),
        baseline: random.chance(30) ? nil : bring(random.below(40)),
        sent: random.chance(70) ? nil : bring(random.below(40)),
        sentStep: random.chance(70) ? nil : "7", slots: map(&random))
    }
    return link
  }

  private mutating func remove(_ random: inout Seeded) {
    let scope = scopes.isEmpty ? nil : pick(scopes, &random)
    if let scope, let entry = sortedEntries(scope.side, scope.kind).first {
      removeEntry(entry.key)
    }
    if let link = sortedLinks(pick(RecordKind.allCases, &random)).last { removeLink(link.key) }
    if let answer = sortedAnswers.first { removeAnswer(answer.id) }
    if let step = sortedSteps.first { removeStep(step.key) }
    if random.chance(20), let snapshot = snapshots.first { removeSnapshot(snapshot.id) }
  }

  private func map(_ random: inout Seeded) -> [String: String] {
    var map: [String: String] = [:]
    for _ in 0..<random.below(4) { map[pick(awkward, &random)] = pick(awkward, &random) }
    return map
  }

  private func someDigest(_ random: inout Seeded) -> Digest { digest(random.below(99)) }
}

let choices: [Choice] = [
  .take(.opencrm), .take(.google("mary")), .base, .value("line\\nbreak"), .both, .note,
  .link("u"), .new, .mergedInto("u"), .deleted, .restore,
]

func pick<Value>(_ values: [Value], _ random: inout Seeded) -> Value {
  values[random.below(values.count)]
}

func operation(_ command: String, undoes: Int? = nil) -> LedgerOperation {
  LedgerOperation(
    time: "2026-11-23T10:00:00Z", command: command, summary: ["Did \(command)."], undoes: undoes)
}
