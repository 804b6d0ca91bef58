import ContentLines
import Testing

@testable import VCard

struct VCardCheckTests {
  private func codes(_ text: String) -> [String] {
    VCardCheck.findings(of: read(card(text, version: "4.0"))).map(\.kind.code)
  }

  @Test(
    "A value that is against the standard is found",
    arguments: [
      ("EMAIL:joe", "bad-email"), ("EMAIL:joe b@a.example", "bad-email"),
      ("URL:www.a.example", "bad-uri"), ("IMPP:joe", "bad-uri"),
      ("TEL;PREF=0:1", "bad-preference"), ("TEL;PREF=x:1", "bad-preference"),
      ("NOTE;LANGUAGE=en_GB:x", "bad-language"), ("LANG:englishish", "bad-language"),
      ("REV:yesterday", "bad-timestamp"),
      ("ADR:a;b;c;d;e;f;g;h;i;j;k;l;m;n;o;p;q;r;s", "too-many-parts"),
      ("MEMBER:urn:uuid:1", "member-outside-group"), ("item1.X-ABLabel:Boat", "loose-label"),
      ("SHOE-SIZE:39", "unknown-property"),
    ])
  func finds(_ line: String, _ code: String) {
    #expect(codes(line) == [code])
  }

  @Test(
    "A value that follows the standard is none",
    arguments: [
      "EMAIL:joe@a.example", "URL:https://a.example", "TEL;PREF=100:1", "NOTE;LANGUAGE=de-CH:x",
      "LANG:zh-Hant-TW", "REV:20260101T120000Z", "REV:2026-01-01T12:00:00Z",
      "ADR:;;a;b;c;d;e", "KIND:group\nMEMBER:urn:uuid:1", "item1.TEL:1\nitem1.X-ABLabel:Boat",
      "X-SHOE-SIZE:39", "IMPP:xmpp:joe@a.example", "RELATED;VALUE=text:Ann", "UID:1234",
    ])
  func passes(_ line: String) {
    #expect(codes(line) == [])
  }
}
