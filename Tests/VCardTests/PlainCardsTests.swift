import ContentLines
import Foundation
import Records
import Testing

@testable import VCard

/// A card is read line by line where every line can be understood by itself, and as a whole
/// otherwise. Who asks for the steps of the upgrade gets every card read as a whole.
@Suite struct PlainCardsTests {
  private static let count =
    ProcessInfo.processInfo.environment["DRAWBRIDGE_FULL"] == nil ? 3_000 : 100_000

  /// What differs between the two ways, or nil; and how many cards were read line by line.
  private func compare(_ bytes: [UInt8]) -> (difference: String?, plain: Int) {
    let byLine = VCardReader.read(bytes)
    // Cut wherever it can be, a file says the same.
    let cut = VCardReader.read(bytes, firstLine: 1, pieceSize: 1)
    if Self.told(cut) != Self.told(byLine) { return (Self.first(cut, byLine), 0) }
    let whole = VCardReader.read(bytes) { _ in }
    return (Self.told(byLine) == Self.told(whole) ? nil : Self.first(byLine, whole), plain(bytes))
  }

  private static func told(_ file: ReadFile) -> [String] {
    file.findings.map { "\($0)" }
      + file.records.flatMap { read in
        ["\(read.lines) \(read.version)"]
          + read.record.components.flatMap { card in
            ["\(card.line) \(card.endLine)"]
              + card.properties.map { "\($0.line) \($0.lineText.debugDescription)" }
              + card.components.map { string($0.bytes()) }
          }
      }
  }

  private static func first(_ one: ReadFile, _ other: ReadFile) -> String {
    let (first, second) = (told(one), told(other))
    return
      (first.filter { !second.contains($0) }.prefix(4).map { "line by line: \($0)" }
      + second.filter { !first.contains($0) }.prefix(4).map { "as a whole:   \($0)" })
      .joined(separator: "\n") + "\n(or their order)"
  }

  private func plain(_ bytes: [UInt8]) -> Int {
    let file = Lexer.lex(bytes)
    var cards = PlainCards(file)
    var findings: [Finding] = []
    var count = 0
    var place = 0
    while place < file.lines.count {
      if cards.card(at: &place, findings: &findings) != nil { count += 1 } else { place += 1 }
    }
    return count
  }

  @Test("Random cards are the same line by line and as a whole")
  func randomCards() {
    var drawn: [String: Int] = [:]
    var plain = 0
    var cards = 0
    for seed in 1...UInt64(Self.count) {
      var random = RandomCard(seed: seed)
      var bytes: [UInt8] = []
      for version in ["3.0", "2.1", "4.0"] {
        var properties = random.card(&drawn).properties.filter { $0.name != .version }
        // Cards of few lines are mostly plain; those of many hardly ever.
        var dice = Seeded(seed)
        properties.shuffle(using: &dice)
        properties = Array(properties.prefix(Int(seed % 7)))
        properties.insert(Property(.version, value: Text(version)), at: 0)
        if seed % 5 > 0 { properties.append(Property("FN", value: "A")) }
        bytes += Component(.vcard, properties).bytes()
        cards += 1
      }
      let (difference, count) = compare(bytes)
      plain += count
      if let difference {
        Issue.record("seed \(seed): \(difference)\n\(string(bytes))")
        return
      }
    }
    #expect(plain * 4 > cards, "only \(plain) of \(cards) cards were read line by line")
    print("plain cards: \(plain) of \(cards) random ones")
  }

  @Test("Cards of the corpus are the same line by line and as a whole")
  func corpus() {
    var plain = 0
    var cards = 0
    let files = corpusFiles()
    for file in files {
      let (difference, count) = compare(file.bytes)
      plain += count
      cards += VCardReader.read(file.bytes).records.count
      if let difference { Issue.record("\(file.name): \(difference)") }
    }
    print("plain cards: \(plain) of \(cards) in \(files.count) files of the corpus")
  }

  @Test("A card of very many lines is sorted as a whole, and quickly")
  func manyLines() {
    for (count, isPlain) in [(400, 1), (20_000, 0)] {
      let text = (0..<count).map { "TEL:\(count - $0)" }.joined(separator: "\n")
      let (difference, plain) = compare(Array(card(text).utf8))
      #expect(difference == nil)
      #expect(plain == isPlain)
    }
  }

  @Test(
    "Lines that need the whole card are left to it",
    arguments: [
      "TEL:1\nVERSION:4.0", "BEGIN:X-A\nTEL:1\nEND:X-A", "X-SKYPE:me", "LABEL:a", "SORT-STRING:a",
      "no line at all", "NICKNAME:a\nNICKNAME:b", "BDAY:19870101\nBDAY:19870102",
      "FN;X-DRAWBRIDGE-FN=1:A", "NOTE;ENCODING=QUOTED-PRINTABLE:=4", "END:VCALENDAR",
      "NOTE;CHARSET=klingon;ENCODING=QUOTED-PRINTABLE:=41",
    ])
  func wholeCards(_ text: String) {
    for version in ["2.1", "3.0", "4.0"] {
      let bytes = Array(card(text, version: version).utf8)
      let (difference, plain) = compare(bytes)
      #expect(difference == nil)
      #expect(plain == 0, "\(text) was read line by line")
    }
  }

  @Test(
    "Idioms that a line shows by itself are read without the rest of the card",
    arguments: [
      "EMAIL;TYPE=INTERNET,pref:a@b.example", "TEL;HOME;VOICE:1", "NOTE:a,b\\;c", "CATEGORIES:b,a",
      "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:=E9=0D=0A=3B", "URL:http\\://a.example",
      "ADR;TYPE=HOME:;;1 High Street\\, Flat 2;York;;Y1;", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-03",
      "PHOTO;ENCODING=b;TYPE=JPEG:AAAA", "item1.TEL:1\nitem1.X-ABLabel:Boat", "N:;;;;",
      "REV:2020-01-01",
      "TEL;VALUE=uri;TYPE=\"voice,home\":tel:1", "N;SORT-AS=\"b,a\":a;b;;;", "KIND:Individual",
      "PHOTO;VALUE=uri;TYPE=png:http://a.example/b", "X-UNKNOWN;A=b:c", "ORG:a;b,c",
      "UID:1\nTEL:1\nEMAIL:a@b.example\nTEL:0", "BDAY;VALUE=text:in spring",
    ])
  func plainCards(_ text: String) {
    for version in ["2.1", "3.0", "4.0"] {
      let bytes = Array(card(text, version: version).utf8)
      let (difference, plain) = compare(bytes)
      #expect(difference == nil)
      #expect(plain == 1, "\(text) was not read line by line")
    }
  }
}
