import ContentLines
import Records
import Testing

@testable import VCard

struct CardSyntaxCheckTests {
  private func codes(_ lines: String, version: String) -> [String] {
    let text = "BEGIN:VCARD\nVERSION:\(version)\nFN:Ann\n\(lines)\nEND:VCARD\n"
    return CardSyntaxCheck.findings(of: Array(text.utf8)).map(\.kind.code)
  }

  @Test(
    "A line that the version of its card does not know is found",
    arguments: [
      ("LABEL:High Street", "4.0", "property-of-other-version"),
      ("PROFILE:VCARD", "4.0", "property-of-other-version"),
      ("KIND:org", "3.0", "property-of-other-version"),
      ("NICKNAME:Annie", "2.1", "property-of-other-version"),
      ("NOTE;CHARSET=UTF-8:x", "3.0", "parameter-of-other-version"),
      ("TEL;PREF=1:1", "3.0", "parameter-of-other-version"),
      ("KEY;ENCODING=b:AAAA", "4.0", "parameter-of-other-version"),
      ("TEL;TYPE=\"home,work\":1", "3.0", "quoted-separator"),
      ("EMAIL;TYPE=internet:a@b.example", "4.0", "unknown-type"),
      ("TEL;TYPE=banana:1", "3.0", "unknown-type"), ("TEL;BANANA:1", "2.1", "unknown-type"),
      ("BDAY:1996-04-15", "4.0", "date-of-other-version"),
      ("REV:1995-10-31T22:27:10Z", "4.0", "date-of-other-version"),
      ("BDAY:--0415", "3.0", "date-of-other-version"),
      ("N:Lee;Ann", "3.0", "too-few-parts"), ("ADR:one part", "4.0", "too-few-parts"),
      ("GENDER:Q", "4.0", "bad-value"), ("UID:", "4.0", "bad-value"),
      ("GEO:geo:400,5", "4.0", "bad-value"), ("GEO:5;-200", "3.0", "bad-value"),
      ("CLIENTPIDMAP:abc", "4.0", "bad-value"), ("EMAIL;PID=a:x@y", "4.0", "bad-parameter"),
      ("EMAIL;PID=1.7:x@y", "4.0", "bad-parameter"),
      ("HOBBY;LEVEL=expert:x", "4.0", "bad-parameter"),
      ("HOBBY;INDEX=0:x", "4.0", "bad-parameter"), ("TEL;X-A(B=1:2", "4.0", "bad-name"),
    ])
  func finds(_ line: String, _ version: String, _ code: String) {
    #expect(codes(line, version: version) == [code])
  }

  @Test(
    "A line that its version knows is none",
    arguments: [
      ("LABEL:High Street", "3.0"), ("KIND:org", "4.0"), ("CLASS:PUBLIC", "3.0"),
      ("TEL;HOME;VOICE:1", "2.1"), ("EMAIL;TYPE=INTERNET,HOME:a@b.example", "3.0"),
      ("TEL;TYPE=\"voice,home\":1", "4.0"), ("TEL;TYPE=X-Boat:1", "3.0"),
      ("NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=A9", "2.1"),
      ("PHOTO;ENCODING=b;TYPE=JPEG:AAAA", "3.0"), ("BDAY:19960415", "4.0"), ("BDAY:--0415", "4.0"),
      ("BDAY:1996-04", "4.0"), ("BDAY;VALUE=text:circa 1996-04-15", "4.0"),
      ("BDAY:1996-04-15", "3.0"), ("REV:1995-10-31T22:27:10Z", "3.0"),
      ("N:Lee;Ann;;;", "4.0"), ("N:Lee;Ann", "2.1"), ("GENDER:;it's complicated", "4.0"),
      ("GEO:geo:51.5,-0.1", "4.0"), ("GEO:51.5;-0.1", "3.0"), ("X-SHOE;X-SIZE=39:x", "3.0"),
      ("CLIENTPIDMAP:1;urn:uuid:a\nEMAIL;PID=3.1:x@y", "4.0"),
      ("HOBBY;LEVEL=high;INDEX=1:x", "4.0"), ("RELATED;TYPE=friend:urn:uuid:a", "4.0"),
      ("AGENT:\nBEGIN:VCARD\nVERSION:2.1\nTEL;HOME:1\nEND:VCARD", "2.1"),
    ])
  func passes(_ line: String, _ version: String) {
    #expect(codes(line, version: version) == [])
  }

  @Test("A finding names line and column, in every card of a file")
  func places() {
    let card = "BEGIN:VCARD\nVERSION:4.0\nFN:Ann\nitem1.TEL;TYPE=home;CHARSET=x:1\nEND:VCARD\n"
    let found = CardSyntaxCheck.findings(of: Array((card + card).utf8))
    #expect(found.map(\.line) == [4, 9])
    #expect(found.map(\.column) == [21, 21])
  }

  @Test("A card without a version that is known is left to the reader")
  func unknownVersions() {
    #expect(codes("KIND:org", version: "5.0") == [])
  }

  /// What 3.0 has no property for is kept under its own name, which phones pass over.
  @Test("No parameter or date that is written in 3.0 or 4.0 belongs to another version")
  func ownCards() {
    let source = """
      FN:Ann Lee
      N:Lee;Ann;;;
      KIND:individual
      GENDER:F
      BDAY:--0415
      ANNIVERSARY:20100601
      TEL;VALUE=uri;TYPE="voice,home";PREF=1:tel:+44-1
      EMAIL;TYPE=work;PID=1.1:a@b.example
      CLIENTPIDMAP:1;urn:uuid:53e374d9-337e-4727-8803-a1e9c14e0556
      ADR;TYPE=home;LABEL="High Street; 1":;;High Street 1;York;;YO1;UK
      IMPP;SERVICE-TYPE=Jabber:xmpp:a@b.example
      RELATED;TYPE=spouse;VALUE=text:Bo
      MEMBER:urn:uuid:a
      GEO:geo:51.5,-0.1
      PHOTO:data:image/jpeg;base64,/9j/4AAQ
      SOCIALPROFILE;SERVICE-TYPE=Mastodon:https://social.example/@ann
      HOBBY;LEVEL=high;INDEX=1:boats
      item1.URL:https://a.example
      item1.X-ABLabel:Blog
      NOTE;LANGUAGE=en;ALTID=1:x
      REV:20260101T120000Z
      """
    let record = read(card(source, version: "4.0")).records[0].record
    for bytes in [VCardWriter.vcard4(record), VCardWriter.vcard3(record)] {
      let found = CardSyntaxCheck.findings(of: bytes).filter { $0.kind != .propertyOfOtherVersion }
      #expect(found.isEmpty, "\(found.map(\.message))")
    }
  }
}
