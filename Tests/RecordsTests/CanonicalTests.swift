import ContentLines
import Records
import Testing

private func read(_ text: String) -> ComponentReader.Result {
  ComponentReader.read(Lexer.lex(Array(text.utf8)))
}

private func canonical(_ text: String) throws -> String {
  let component = try #require(read(text).components.first)
  return String(decoding: component.canonical().bytes(), as: UTF8.self)
    .replacing("\r\n", with: "\n")
}

@Test func canonicalFormOrdersPropertiesAndParameters() throws {
  let once = try canonical(
    """
    begin:vcard
    version:4.0
    X-ZEBRA;b=2;a=1:kept; as, is\\x
    note:a, b; c\\nd
    item7.X-ABLabel:Work mail
    item7.EMAIL;TYPE="Work,Internet":joe@Example.com
    item2.TEL;TYPE=HOME:+44 1
    CATEGORIES:b,a
    CATEGORIES:c
    FN:Joe
    N:Bloggs;Joe
    END:VCARD

    """)
  #expect(
    once == """
      BEGIN:VCARD
      VERSION:4.0
      FN:Joe
      N:Bloggs;Joe;;;
      item1.EMAIL;TYPE=internet,work:joe@Example.com
      TEL;TYPE=home:+44 1
      CATEGORIES:a,b,c
      NOTE:a\\, b\\; c\\nd
      item1.X-ABLABEL:Work mail
      X-ZEBRA;A=1;B=2:kept; as, is\\x
      END:VCARD

      """)
  #expect(try canonical(once) == once)
}

@Test func junkLinesAreKeptAndReported() throws {
  let result = read("BEGIN:VCARD\nVERSION:3.0\nFN:A\nno colon here\nEND:VCARD\n")
  #expect(result.findings.map(\.kind.code) == ["junk-line"])
  #expect(result.components[0].first(.unread)?.text == "no colon here")
}

@Test func missingEndKeepsBothCards() {
  let result = read("BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\n")
  #expect(result.components.count == 2)
  #expect(result.findings.map(\.kind.code) == ["missing-end"])
}

@Test func nestedAgentBecomesTheTextOfItsCard() {
  let result = read(
    "BEGIN:VCARD\nVERSION:2.1\nAGENT:\nBEGIN:VCARD\nFN:Inner\nEND:VCARD\nFN:Outer\nEND:VCARD\n")
  #expect(result.components.count == 1)
  #expect(result.components[0].first("AGENT")?.text.string.contains("FN:Inner") == true)
}

@Test func foldsThatCutACharacterAreJoined() throws {
  var bytes = Array("BEGIN:VCARD\r\nFN:caf".utf8)
  bytes += [0xC3] + Array("\r\n ".utf8) + [0xA9] + Array("\r\nEND:VCARD\r\n".utf8)
  let result = ComponentReader.read(Lexer.lex(bytes))
  #expect(result.components[0].first("FN")?.text.string == "café")
}

@Test func softBreaksJoinQuotedPrintable() {
  let result = read(
    "BEGIN:VCARD\nVERSION:2.1\nN;ENCODING=QUOTED-PRINTABLE:=41=\n=42;C\nEND:VCARD\n")
  #expect(result.components[0].first("N")?.value == "=41=42;C")
}

@Test func groupsThatHoldTheSameKeepTheirLinesTogether() throws {
  let first = try canonical(
    "BEGIN:VCARD\nItem12.ORG:\nWork.X-ABLABEL:\nWork.ORG:\nitem12.X-ABLABEL:\nEND:VCARD\n")
  let second = try canonical(
    "BEGIN:VCARD\nWork.ORG:\nWork.X-ABLABEL:\nitem3.X-ABLABEL:\nitem3.ORG:\nEND:VCARD\n")
  #expect(first == second)
}
