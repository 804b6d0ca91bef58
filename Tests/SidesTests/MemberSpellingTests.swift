import ContentLines
import Records
import Sides
import Testing

@Suite("Spellings of members") struct MemberSpellingTests {
  private let spelling = MemberSpelling(region: PhoneRegion(zone: "Europe/London")) {
    Coarsening.isUsual($0, of: $1)
  }

  private func card(_ lines: String...) -> Record {
    let text = (["BEGIN:VCARD", "VERSION:4.0"] + lines + ["END:VCARD", ""]).joined(
      separator: "\r\n")
    return Record(.contact, ComponentReader.read(Lexer.lex(Array(text.utf8))).components)
      .canonical()
  }

  @Test("What was there before is spelled as the target spells it")
  func removed() {
    let aligned = spelling.aligned(
      card("TEL;TYPE=cell:07700 900002", "EMAIL:JOE@acme.co"), card("N:B;J;;;"),
      to: card("TEL;TYPE=home:+447700900002", "EMAIL:joe@acme.co"))
    #expect(aligned.old == card("TEL;TYPE=cell:+447700900002", "EMAIL:joe@acme.co"))
    #expect(aligned.new == card("N:B;J;;;"))
  }

  @Test("An edit of a spelling stays an edit, but for a number")
  func edited() {
    let old = card("EMAIL:joe@acme.co", "TEL:07700 900002")
    let aligned = spelling.aligned(
      old, card("EMAIL:Joe@acme.co", "TEL:+44 7700 900002"), to: old)
    #expect(aligned.old == old)
    #expect(aligned.new == card("EMAIL:Joe@acme.co", "TEL:07700 900002"))
  }

  @Test("Two members of one value stay two, and another number stays another")
  func distinct() {
    let both = card("TEL:07700 900002", "TEL:+447700900002")
    #expect(spelling.aligned(both, both, to: both).new == both)
    let french = card("TEL:+33 7700 900002")
    let aligned = spelling.aligned(french, card("N:B;J;;;"), to: card("TEL:07700 900002"))
    #expect(aligned.old == french)
  }
}
