import ContentLines
import Records
import Testing

private func card(_ lines: String...) -> Component {
  let text = (["BEGIN:VCARD", "VERSION:4.0"] + lines + ["END:VCARD", ""]).joined(separator: "\r\n")
  return ComponentReader.read(Lexer.lex(Array(text.utf8))).components.first ?? Component(.vcard)
}

@Suite struct CanonicalGroupTests {
  @Test("A numbered group of one line goes before lines are put in order")
  func loneGroups() {
    let once = card("item1.X-ABLABEL:a", "Work.X-ABLABEL:a", "Work.FN:Joe").canonical()
    #expect(once.canonical() == once)
    #expect(once.properties.map(\.group) == ["", "Work", "", "Work"])
  }

  @Test("Groups are numbered in the order of their lines, whatever they were called")
  func numbers() {
    let one = card("item7.TEL:2", "item7.X-ABLABEL:b", "item9.TEL:1", "item9.X-ABLABEL:a")
    let other = card("ITEM3.X-ABLABEL:a", "item3.TEL:1", "item1.X-ABLABEL:b", "item1.TEL:2")
    #expect(one.canonical() == other.canonical())
    #expect(one.canonical().bytes() == other.canonical().bytes())
  }
}
