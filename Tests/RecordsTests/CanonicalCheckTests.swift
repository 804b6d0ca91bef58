import ContentLines
import Testing

@testable import Records

@Suite("A component that is seen to be canonical")
struct CanonicalCheckTests {
  @Test(
    "is what canonical form makes of it",
    arguments: [
      "NOTE:a\\, b\\; c\\n\\\\", "NOTE:a\\N", "NOTE:a, b", "NOTE:\\:", "NOTE:\\\"", "NOTE:a\\",
      "CATEGORIES:a,b", "CATEGORIES:b,a", "CATEGORIES:a,,b", "CATEGORIES:a;b", "CATEGORIES:",
      "N:a;b;;;", "N:a;b", "N:a;b;;;;", "N:a\\;b;c,d;;;", "ADR:;;s\\, t;c;;p;", "ORG:a;b",
      "TEL;TYPE=home,work:1", "TEL;TYPE=work;TYPE=home:1", "TEL;TYPE=HOME:1",
      "TEL;VALUE=text:1", "BDAY:19800101", "BDAY: 19800101", "BDAY;VALUE=date:19800101",
      "KIND:group", "KIND: group", "URL:a,b;c", "X-ODD:a,b;\\c", "X-ODD;B=1;A=2:x",
      "EMAIL;TYPE=home;TYPE=home:a@b", "GENDER:M;x", "REV:20200101T000000Z",
      "CATEGORIES;TYPE=a:x\r\nCATEGORIES;TYPE=b:y\r\nCATEGORIES;TYPE=a:z",
      "TEL:2\r\nTEL:1", "NOTE:x\r\nTEL:1", "item1.TEL:1", "TEL:1\r\nitem1.TEL:1",
    ])
  func saysNothingUntrue(_ lines: String) {
    let text = "BEGIN:VCARD\r\nVERSION:4.0\r\n\(lines)\r\nEND:VCARD\r\n"
    for component in ComponentReader.read(Lexer.lex(Array(text.utf8))).components {
      // A group of one line is dissolved, and with it the quick look is not taken.
      var slow = component
      slow.properties[0].group = "item9"
      let rebuilt = slow.canonical()
      if component.isCanonical(Schema.vCard) { #expect(component == rebuilt) }
      #expect(rebuilt.isCanonical(Schema.vCard) || lines.contains("\r\n"))
      #expect(component.canonical() == rebuilt)
    }
  }
}
