import ContentLines
import FileSide
import Foundation
import Records
import Testing
import VCard

@Suite struct CardPiecesTests {
  private func pieces(_ text: String, size: Int) throws -> [CardPieces.Piece] {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "card-pieces-\(UUID().uuidString).vcf")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(text.utf8).write(to: file)
    guard let source = try CardPieces.open(file.path, least: 0, size: size) else { return [] }
    var result: [CardPieces.Piece] = []
    while let piece = try source.next() { result.append(piece) }
    return result
  }

  private static let cards = [
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:One\r\nNOTE:a long\r\n  line\r\nEND:VCARD\r\n",
    "BEGIN:VCARD\nVERSION:2.1\nN:Two\nAGENT:\nBEGIN:VCARD\nVERSION:2.1\nN:In\nEND:VCARD\nEND:VCARD\n\n",
    "begin:vcard\r\nversion:4.0\r\nFN:Three\r\nNOTE:a\rBEGIN:VCARD\rb\r\nend:vcard\r\n",
    "BEGIN:VCARD\nVERSION:2.1\nNOTE;ENCODING=QUOTED-PRINTABLE:a=\nEND:VCARD\nEND:VCARD\n",
    "junk\nBEGIN:VCARD\nVERSION:3.0\nFN:Four\nEND:VCARD \n",
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ünï\r\nEND:VCARD",
  ]

  @Test(
    "Pieces say what the whole file says, whatever their size",
    arguments: [1, 2, 7, 30, 64, 100, 200, 1000])
  func sameAsWhole(size: Int) throws {
    let text = Self.cards.joined()
    let all = try pieces(text, size: size)
    #expect(all.flatMap(\.bytes) == Array(text.utf8))
    if size < 64 { #expect(all.count > 3) }
    let whole = VCardReader.read(Array(text.utf8))
    let parts = all.map { VCardReader.read($0.bytes, firstLine: $0.firstLine) }
    #expect(
      parts.flatMap(\.records).map(\.record) == whole.records.map(\.record))
    #expect(parts.flatMap(\.findings).map(\.line) == whole.findings.map(\.line))
    #expect(parts.flatMap(\.findings).map(\.message) == whole.findings.map(\.message))
  }

  @Test("A card that lost its END stays with what follows, as in the whole file")
  func lostEnd() throws {
    let text = "BEGIN:VCARD\nVERSION:3.0\nFN:A\n" + Self.cards[0] + Self.cards[1]
    #expect(try pieces(text, size: 1).count == 1)
  }

  @Test("What is not plainly a file of cards is left to the reader of whole files")
  func others() throws {
    #expect(try pieces("BEGIN:VCALENDAR\nEND:VCALENDAR\n", size: 10).isEmpty)
    #expect(try pieces("\u{FEFF}BEGIN:VCARD\nEND:VCARD\n", size: 10).isEmpty)
    #expect(try CardPieces.open("/", least: 0) == nil)
    // Wherever the calendar stands, on the edge of a part that is read at once as well.
    for count in [1, 4000, 4080, 9000] {
      let note = "NOTE:" + String(repeating: "x", count: count) + "\n"
      let mixed = "BEGIN:VCARD\n\(note)END:VCARD\nBEGIN:VCALENDAR\nEND:VCALENDAR\n"
      #expect(try pieces(mixed, size: 10).isEmpty)
      let old = mixed.split(separator: "\n").joined(separator: "\r")
      #expect(try pieces(old, size: 10).isEmpty)
    }
  }
}
