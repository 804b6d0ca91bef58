import ContentLines
import Matching
import Records
import TestSupport
import Testing

/// Random cards from few words, so that names, numbers and addresses meet.
struct CardMaker {
  var generator: SeededRandom

  mutating func pick(_ words: [String]) -> String {
    words[Int.random(in: 0..<words.count, using: &generator)]
  }

  mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &generator) < percent
  }

  mutating func lines(spread: Int) -> [String] {
    let given = pick(["Ann", "Bob", "Cat", "Dan", "Zoë", "Иван", "Łukasz"])
    let family = pick(["Lee", "Smith", "O'Neill", "Müller", "王", "Bloggs"])
    var lines = ["FN:\(given) \(family)", "N:\(family);\(given);;;"]
    func number(_ generator: inout SeededRandom) -> Int {
      Int.random(in: 0..<spread, using: &generator)
    }
    if chance(80) { lines.append("EMAIL:\(given.lowercased())\(number(&generator))@x.example") }
    if chance(20) { lines.append("EMAIL:shared\(number(&generator) / 4)@x.example") }
    if chance(70) { lines.append("TEL:+44 7700 \(900_000 + number(&generator))") }
    if chance(40) { lines.append("ADR:;;\(number(&generator) / 2) High Street;Leeds;;;UK") }
    if chance(40) { lines.append("ORG:\(pick(["Acme", "Wren", "Kestrel"])) Ltd") }
    if chance(30) { lines.append("NOTE:Met at trade show number \(number(&generator))") }
    return lines
  }

  mutating func edited(_ lines: [String]) -> [String] {
    var lines = lines
    let at = Int.random(in: 0..<lines.count, using: &generator)
    lines[at] = String(lines[at].prefix { $0 != ":" }) + ":edited\(generator.next() % 1000)"
    return lines
  }
}

func record(_ lines: [String]) -> Record {
  let text = (["BEGIN:VCARD", "VERSION:4.0"] + lines + ["END:VCARD", ""]).joined(separator: "\r\n")
  return Record(.contact, ComponentReader.read(Lexer.lex(Array(text.utf8))).components).canonical()
}

@Suite struct Laws {
  @Test(arguments: 0..<150)
  func pairingPlacesEveryRecordOnceWhateverTheOrder(seed: Int) {
    var maker = CardMaker(generator: SeededRandom(seed: UInt64(seed)))
    let base = (0..<(2 + seed % 60)).map { _ in maker.lines(spread: 5 + seed) }
    var next = base
    for at in next.indices where maker.chance(30) { next[at] = maker.edited(next[at]) }
    next.removeAll { _ in maker.chance(10) }
    next += (0..<(seed % 5)).map { _ in maker.lines(spread: 5 + seed) }
    let old = base.enumerated().map { candidate("o\($0)", record($1)) }
    let new = next.enumerated().map { candidate("n\($0)", record($1)) }
    let result = Reidentification.pair(old: old, new: new, kind: .contact)

    let oldIDs = result.pairs.map(\.oldID) + result.vanished + result.questions.map(\.oldID)
    let newIDs = result.pairs.map(\.newID) + result.newcomers + result.held
    #expect(oldIDs.sorted() == old.map(\.id).sorted())
    #expect(newIDs.sorted() == new.map(\.id).sorted())

    let shuffled = Reidentification.pair(
      old: old.shuffled(using: &maker.generator), new: new.shuffled(using: &maker.generator),
      kind: .contact)
    #expect(shuffled.pairs == result.pairs && shuffled.questions == result.questions)
    #expect(shuffled.vanished == result.vanished && shuffled.held == result.held)

    let itself = Reidentification.pair(
      old: old, new: old.shuffled(using: &maker.generator), kind: .contact)
    #expect(itself.paired.sorted() == old.map { "\($0.id)>\($0.id)" }.sorted())
  }

  @Test(arguments: 0..<150)
  func linkingPlacesEveryRecordOnceWhateverTheOrder(seed: Int) {
    var maker = CardMaker(generator: SeededRandom(seed: UInt64(1000 + seed)))
    let people = (0..<(2 + seed % 50)).map { _ in maker.lines(spread: 4 + seed) }
    var candidates: [LinkCandidate] = []
    var existing: [ExistingLink] = []
    for (at, person) in people.enumerated() {
      if maker.chance(20) {
        existing.append(
          ExistingLink(id: "L\(at)", sides: [.opencrm, mary], uid: nil, record: record(person)))
      }
      for side in [SideName.opencrm, mary, peter] where maker.chance(60) {
        let lines = maker.chance(30) ? maker.edited(person) : person
        candidates.append(
          LinkCandidate(side: side, id: "\(at)", uid: nil, record: record(lines)))
      }
    }
    let result = Linking.cluster(candidates, existing: existing, kind: .contact)
    var placed = result.alone + result.held
    for cluster in result.clusters {
      let sides = cluster.members.map(\.side)
      #expect(Set(sides).count == sides.count && (sides.count > 1 || cluster.link != nil))
      if let link = cluster.link, let known = existing.first(where: { $0.id == link }) {
        #expect(known.sides.isDisjoint(with: sides))
      }
      placed += cluster.members.map { .record($0.side, $0.id) }
    }
    #expect(placed.sorted() == candidates.map { .record($0.side, $0.id) }.sorted())
    let links = result.clusters.compactMap(\.link)
    #expect(Set(links).count == links.count)

    let shuffled = Linking.cluster(
      candidates.shuffled(using: &maker.generator),
      existing: existing.shuffled(using: &maker.generator), kind: .contact)
    #expect(shuffled.clusters == result.clusters && shuffled.questions == result.questions)
    #expect(shuffled.alone == result.alone && shuffled.held == result.held)
  }

  @Test func twentyThousandRecordsASideTakeLittleTime() {
    let count = 20_000
    var maker = CardMaker(generator: SeededRandom(seed: 7))
    let base = (0..<count).map { _ in maker.lines(spread: count) }
    let old = base.enumerated().map { candidate("\($0)", record($1)) }
    let all = base.enumerated().map { candidate("\($0)", record($1 + ["TITLE:Buyer"])) }
    let clock = ContinuousClock()
    let unchanged = clock.measure {
      #expect(Reidentification.pair(old: old, new: old, kind: .contact).pairs.count == count)
    }
    var result = ReidentificationResult()
    let changed = clock.measure {
      result = Reidentification.pair(old: old, new: all, kind: .contact)
    }
    let wrong = result.pairs.filter { $0.oldID != $0.newID }.count
    let candidates =
      old.map { hub($0.id, $0.record) } + all.map { google($0.id, $0.record) }
    var linking = LinkingResult()
    let linked = clock.measure { linking = Linking.cluster(candidates, kind: .contact) }
    print(
      """
      matching \(count) a side: nothing changed \(unchanged); all changed \(changed) \
      (\(result.pairs.count) pairs, \(wrong) crossed, \(result.questions.count) questions); \
      linking \(linked) (\(linking.clusters.count) links, \(linking.questions.count) questions)
      """)
    #expect(wrong * 1000 <= count && result.pairs.count > count * 95 / 100)
  }
}
