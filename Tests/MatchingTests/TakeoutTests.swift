import ContentLines
import Foundation
import Matching
import Records
import TestSupport
import Testing

/// Two exports of a thousand contacts without ids, made by the shared generator.
@Suite struct Takeouts {
  private func export(seed: String) throws -> [[String]]? {
    let environment = ProcessInfo.processInfo.environment
    guard let shared = environment["DRAWBRIDGE_SHARED"],
      FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"),
      FileManager.default.fileExists(atPath: "\(shared)/bench/gen_pim.py")
    else {
      print("skipped: needs DRAWBRIDGE_SHARED and python3")
      return nil
    }
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "drawbridge-takeout-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = [
      "\(shared)/bench/gen_pim.py", "takeout", "--count", "1000", "--out", folder.path,
      "--seed", seed,
    ]
    try process.run()
    process.waitUntilExit()
    let file = folder.appending(path: "Takeout/Contacts/All Contacts/All Contacts.vcf")
    let text = try String(contentsOf: file, encoding: .utf8)
      .replacing("\r\n ", with: "").replacing("\r\n", with: "\n")
    return text.split(separator: "BEGIN:VCARD\n").map { card in
      ["BEGIN:VCARD"] + card.split(separator: "\n").map(String.init)
    }
  }

  private func read(_ cards: [[String]]) -> [Candidate] {
    let text = cards.map { $0.joined(separator: "\r\n") + "\r\n" }.joined()
    let components = ComponentReader.read(Lexer.lex(Array(text.utf8))).components
    return components.enumerated().map {
      candidate("\($0)", Record(.contact, [$1]).canonical())
    }
  }

  private func set(_ card: [String], _ name: String, _ value: String) -> [String] {
    var card = card
    let at = card.firstIndex { $0.hasPrefix(name + ":") || $0.hasPrefix(name + ";") }
    if let at {
      card[at] = String(card[at].prefix { $0 != ":" }) + ":" + value
    } else {
      card.insert("\(name):\(value)", at: card.count - 1)
    }
    return card
  }

  @Test(arguments: 1...20)
  func twentyEditsOfAThousandContactsAreTwentyChanges(seed: Int) throws {
    guard let cards = try export(seed: "s\(seed)") else { return }
    #expect(cards.count == 1000)
    var generator = SeededRandom(seed: UInt64(seed))
    let chosen = Array((0..<1000).shuffled(using: &generator).prefix(20))
    var edited = cards
    for (rank, at) in chosen.enumerated() {
      let card = edited[at]
      switch rank % 5 {
      case 0:
        let name = set(card, "FN", "Renamed Person\(rank)")
        edited[at] = set(name, "N", "Person\(rank);Renamed;;;")
      case 1: edited[at] = set(card, "EMAIL", "new\(rank)@new.example")
      case 2: edited[at] = set(card, "ADR", ";;\(rank) New Street;York;;YO1;UK")
      case 3: edited[at] = set(card, "TEL", "+44 7700 9999\(10 + rank)")
      default: edited[at] = set(card, "NOTE", "Edited note \(rank)")
      }
    }
    let old = read(cards)
    let places = (0..<1000).shuffled(using: &generator)
    let new = read(edited).map { Candidate(id: $0.id, record: $0.record, digest: $0.digest) }
    let result = Reidentification.pair(
      old: old, new: places.map { new[$0] }, kind: .contact)
    #expect(result.pairs.count == 1000, "\(result.questions) \(result.vanished)")
    // Exact copies may trade places; an edited card must be found by its own.
    let content = Dictionary(uniqueKeysWithValues: old.map { ($0.id, $0.digest) })
    for pair in result.pairs where pair.oldID != pair.newID {
      #expect(content[pair.oldID] == content[pair.newID], "\(pair)")
    }
    #expect(result.pairs.filter { $0.how != .sameDigest }.count == 20)
  }
}
