import ContentLines
import Records
import Sides
import Testing

private func card(_ lines: String...) -> Record {
  let text = "BEGIN:VCARD\r\nVERSION:4.0\r\n" + lines.map { $0 + "\r\n" }.joined() + "END:VCARD\r\n"
  let components = ComponentReader.read(Lexer.lex(Array(text.utf8))).components
  return Record(.contact, components).canonical()
}

private func property(_ name: Name, _ text: String) -> Property {
  Property(name, text: Text(text))
}

@Test("Trimming, case, entities and spelling of a number are coarsenings")
func usualCoarsenings() {
  let cases: [(Name, String, String)] = [
    ("TITLE", "Buyer", " Buyer "), ("TITLE", "BUYER", "Buyer"),
    ("NOTE", "a &amp; b &lt;c&gt;", "a & b <c>"), ("TEL", "+447700900123", "+44 7700 900123"),
    ("EMAIL", "joe@acme.co", "Joe@Acme.co"),
  ]
  for (name, seen, sent) in cases {
    #expect(Coarsening.isUsual(property(name, seen), of: property(name, sent)), "\(seen)")
  }
  #expect(!Coarsening.isUsual(property("TITLE", "Buyer"), of: property("TITLE", "Seller")))
  #expect(!Coarsening.isUsual(property("TITLE", "Buyer"), of: property("NOTE", "Buyer")))
}

@Test("A value cut at a limit is a prefix of exactly that length")
func cuts() {
  #expect(Coarsening.isCut("abc", of: "abcdef", at: 3))
  #expect(!Coarsening.isCut("abc", of: "abcdef", at: 4))
  #expect(!Coarsening.isCut("abc", of: "abc", at: 3))
  #expect(!Coarsening.isCut("abx", of: "abcdef", at: 3))
}

@Test("An FN that only repeats the N is no value of its own")
func redundantFullName() {
  let repeated = card("FN:Dr Joe Bloggs Jr.", "N:Bloggs;Joe;;Dr;Jr.")
  #expect(DerivedName.removing(from: repeated).components[0].first("FN") == nil)
  let own = card("FN:Joey", "N:Bloggs;Joe;;;")
  #expect(DerivedName.removing(from: own) == own)
}

@Test("A source that lacks a column leaves the last view of it")
func overlayKeepsWhatIsNotCovered() {
  let previous = card("N:Bloggs;Joe;;;", "TITLE:Buyer", "NOTE:Old")
  let seen = card("N:Bloggs;Joe;;;", "TITLE:Seller")
  let result = IdentityLens().overlay(seen, on: previous, covered: ["N", "TITLE"])
  #expect(result == card("N:Bloggs;Joe;;;", "TITLE:Seller", "NOTE:Old"))
  let emptied = IdentityLens().overlay(seen, on: previous, covered: ["N", "TITLE", "NOTE"])
  #expect(emptied == seen)
}

@Test("A property lens shows what it holds, and showing it again changes nothing")
func propertyLensIsIdempotent() throws {
  let lens = PropertyLens(held: ["N", "EMAIL"])
  let record = card("UID:u1", "N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "NOTE:x")
  let view = try #require(lens.view(record, previous: nil))
  #expect(view == card("UID:u1", "N:Bloggs;Joe;;;", "EMAIL:joe@acme.co"))
  #expect(lens.view(view, previous: view) == view)
}
