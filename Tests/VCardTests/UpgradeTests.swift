import ContentLines
import Records
import Testing

@testable import VCard

/// A line of an older card and the lines it becomes.
struct Upgraded: CustomTestStringConvertible, Sendable {
  let row: String
  let version: String
  let before: String
  let after: [String]

  init(_ row: String, _ version: String, _ before: String, _ after: String...) {
    self.row = row
    self.version = version
    self.before = before
    self.after = after
  }

  var testDescription: String { "\(row): \(before)" }
}

private let table: [Upgraded] = [
  .init(
    "quoted-printable", "2.1", "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=4D=C3=BCller;=4A=6F;;;",
    "N:Müller;Jo;;;"),
  .init(
    "quoted-printable", "2.1", "NOTE;ENCODING=QUOTED-PRINTABLE:a=0D=0Ab=2C c=3B=5Cn",
    "NOTE:a\\nb\\, c\\;\\\\n"),
  .init(
    "quoted-printable", "2.1",
    "ADR;HOME;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:;;Stra=DFe 1, links;K=F6ln;;;",
    "ADR;TYPE=home:;;Straße 1\\, links;Köln;;;"),
  .init(
    "quoted-printable", "2.1", "ROLE;CHARSET=WINDOWS-1251;ENCODING=QUOTED-PRINTABLE:=C8=EC=FF",
    "ROLE:Имя"),
  .init(
    "quoted-printable", "2.1", "ROLE;CHARSET=iso-8859-15;QUOTED-PRINTABLE:5 =A4", "ROLE:5 €"),
  .init(
    "quoted-printable", "3.0", "URL;ENCODING=QUOTED-PRINTABLE:http://a.b/?c=3Dd",
    "URL:http://a.b/?c=d"),
  .init("charset", "2.1", "ROLE;CHARSET=UTF-8:Köchin", "ROLE:Köchin"),
  .init("anniversary", "3.0", "X-MS-ANNIVERSARY:20110113", "ANNIVERSARY:20110113"),
  .init("child", "2.1", "X-MS-CHILD:Ann", "RELATED;TYPE=child;VALUE=text:Ann"),
  .init("plain-encoding", "2.1", "NOTE;ENCODING=8BIT:x", "NOTE:x"),
  .init("phone-uri", "3.0", "TEL;X-DRAWBRIDGE-VALUE=uri:+44-1", "TEL;VALUE=uri:tel:+44-1"),
  .init("carried-parameter", "3.0", "TEL;X-DRAWBRIDGE-ALTID=a%3Bb:1", "TEL;ALTID=\"a;b\":1"),
  .init("value-word", "2.1", "URL;VALUE=URL:http://a.b", "URL:http://a.b"),
  .init("value-word", "2.1", "PHOTO;VALUE=CID:part1", "PHOTO:cid:part1"),
  .init("value-word", "3.0", "TEL;VALUE=phone-number:1", "TEL:1"),
  .init(
    "base64", "3.0", "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ", "PHOTO:data:image/jpeg;base64,/9j/4AAQ"),
  .init("base64", "2.1", "PHOTO;PNG;BASE64:iVBO Rw0K", "PHOTO:data:image/png;base64,iVBORw0K"),
  .init("base64", "3.0", "LOGO;ENCODING=BASE64:R0lGODlh", "LOGO:data:image/gif;base64,R0lGODlh"),
  .init(
    "base64", "3.0", "KEY;ENCODING=b;TYPE=PGP:AAAA", "KEY:data:application/pgp-keys;base64,AAAA"),
  .init("base64", "3.0", "SOUND;TYPE=x-odd;ENCODING=b:AAAA", "SOUND:data:audio/x-odd;base64,AAAA"),
  .init("base64-text", "2.1", "NOTE;ENCODING=BASE64:YSxi", "NOTE:a\\,b"),
  .init(
    "media-type", "3.0", "PHOTO;VALUE=uri;TYPE=GIF:http://a.b/c",
    "PHOTO;MEDIATYPE=image/gif:http://a.b/c"),
  .init("internet", "3.0", "EMAIL;TYPE=INTERNET;TYPE=HOME:a@b.c", "EMAIL;TYPE=home:a@b.c"),
  .init("type-word", "3.0", "TEL;TYPE=HOME\\,VOICE:1", "TEL;TYPE=home,voice:1"),
  .init("type-word", "3.0", "TEL;TYPE=:1", "TEL:1"),
  .init("preferred", "3.0", "TEL;TYPE=WORK;TYPE=pref:1", "TEL;PREF=1;TYPE=work:1"),
  .init("preferred", "2.1", "TEL;WORK;PREF;MSG:1", "TEL;PREF=1;TYPE=msg,work:1"),
  .init(
    "service-type", "3.0", "IMPP;X-SERVICE-TYPE=Skype;TYPE=HOME:skype:joe",
    "IMPP;SERVICE-TYPE=Skype;TYPE=home:skype:joe"),
  .init(
    "label-lines", "4.0", "ADR;LABEL=\"1 High St\\nLondon\":;;1 High St;London;;;",
    "ADR;LABEL=1 High St^nLondon:;;1 High St;London;;;"),
  .init("anniversary", "3.0", "X-ANNIVERSARY:2001-02-03", "ANNIVERSARY:20010203"),
  .init("anniversary", "3.0", "X-EVOLUTION-ANNIVERSARY:2001-02-03", "ANNIVERSARY:20010203"),
  .init("spouse", "3.0", "X-EVOLUTION-SPOUSE:Ann", "RELATED;TYPE=spouse;VALUE=text:Ann"),
  .init("messaging", "3.0", "X-AIM;TYPE=HOME:joe b", "IMPP;SERVICE-TYPE=AIM;TYPE=home:aim:joe%20b"),
  .init("messaging", "3.0", "X-GTALK:joe@g.c", "IMPP;SERVICE-TYPE=GoogleTalk:xmpp:joe@g.c"),
  .init("messaging", "3.0", "X-ICQ:123", "IMPP;SERVICE-TYPE=ICQ:icq:123"),
  .init("messaging", "3.0", "X-SKYPE-USERNAME:joe", "IMPP;SERVICE-TYPE=Skype:skype:joe"),
  .init("messaging", "3.0", "X-QQ:", "X-QQ:"),
  .init("gender", "3.0", "X-GENDER:Female", "GENDER:F"),
  .init("gender", "3.0", "X-GENDER:two-spirit", "GENDER:;two-spirit"),
  .init("gender", "3.0", "X-WAB-GENDER:2", "GENDER:M"),
  .init("show-as", "3.0", "X-ABShowAs:COMPANY", "KIND:org"),
  .init("server-kind", "3.0", "X-ADDRESSBOOKSERVER-KIND:group", "KIND:group"),
  .init(
    "server-member", "3.0", "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1", "MEMBER:urn:uuid:1"),
  .init(
    "social-profile", "3.0", "X-SOCIALPROFILE;type=twitter;x-user=joe:http://twitter.com/joe",
    "SOCIALPROFILE;SERVICE-TYPE=twitter;USERNAME=joe:http://twitter.com/joe"),
  .init(
    "android-custom", "2.1", "X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Joe;1;;;;;",
    "NICKNAME:Joe"),
  .init(
    "android-custom", "2.1", "X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Ann;14;;;",
    "RELATED;TYPE=spouse;VALUE=text:Ann"),
  .init(
    "android-custom", "2.1", "X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Ann;1;;;",
    "X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Ann;1;;;"),
  .init(
    "address-parts", "3.0",
    "ADR;X-DRAWBRIDGE-PARTS=%3B%3B%3B%3B%3B%3B%3B%3B%3B%3B1%3BHigh St:;;High St 1;;;;",
    "ADR:;;;;;;;;;;1;High St"),
  .init("timestamp", "3.0", "REV:2026-01-02T03:04:05Z", "REV:20260102T030405Z"),
  .init("profile", "3.0", "PROFILE:VCARD"),
  .init(
    "anniversary-date", "3.0", "item1.X-ABDATE:20190825\nitem1.X-ABLabel:_$!<Anniversary>!$_",
    "ANNIVERSARY:20190825"),
  .init(
    "anniversary-date", "3.0", "item1.X-ABDATE:20190825\nitem1.X-ABLabel:First met",
    "item1.X-ABDATE:20190825", "item1.X-ABLABEL:First met"),
  .init(
    "related-name", "3.0", "item1.X-ABRELATEDNAMES:Ann\nitem1.X-ABLabel:_$!<Spouse>!$_",
    "RELATED;TYPE=spouse;VALUE=text:Ann"),
  .init(
    "related-name", "3.0", "item1.X-ABRELATEDNAMES:Ann\nitem1.X-ABLabel:_$!<Mother>!$_",
    "item1.RELATED;TYPE=parent;VALUE=text:Ann", "item1.X-ABLABEL:_$!<Mother>!$_"),
  .init(
    "related-name", "3.0", "item1.X-ABRELATEDNAMES:Ann\nitem1.X-ABLabel:_$!<Assistant>!$_",
    "item1.RELATED;VALUE=text:Ann", "item1.X-ABLABEL:_$!<Assistant>!$_"),
  .init(
    "delivery-label", "3.0",
    "ADR;TYPE=HOME:;;1 High St;London;;;\nADR;TYPE=WORK:;;;Leeds;;;\nLABEL;TYPE=HOME:1 High St\\nLondon",
    "ADR;LABEL=1 High St^nLondon;TYPE=home:;;1 High St;London;;;", "ADR;TYPE=work:;;;Leeds;;;"),
  .init(
    "delivery-label", "3.0", "ADR;TYPE=HOME:;;;London;;;\nLABEL;TYPE=WORK:Leeds",
    "ADR;TYPE=home:;;;London;;;", "LABEL;TYPE=work:Leeds"),
  .init(
    "sort-string", "3.0", "N:van der Harten;Rene;;;\nSORT-STRING:Harten",
    "N;SORT-AS=Harten:van der Harten;Rene;;;"),
  .init("date", "3.0", "BDAY:1987-03-24", "BDAY:19870324"),
  .init("date", "3.0", "BDAY;VALUE=date:1987-03-24", "BDAY:19870324"),
  .init("date", "3.0", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-24", "BDAY:--0324"),
  .init("date", "3.0", "BDAY:--0414", "BDAY:--0414"),
  .init("date", "3.0", "BDAY:1987-03-24T10:22:00Z", "BDAY:19870324T102200Z"),
  .init("date", "3.0", "BDAY;VALUE=text:in spring", "BDAY;VALUE=text:in spring"),
  .init("date", "3.0", "BDAY:24.3.87, I think", "BDAY;VALUE=text:24.3.87\\, I think"),
  .init("uri-escape", "3.0", "URL:http\\://www.ibm.com", "URL:http://www.ibm.com"),
  .init("text-value", "3.0", "KEY:-----BEGIN PGP", "KEY;VALUE=text:-----BEGIN PGP"),
  .init("geo", "3.0", "GEO:37.386013;-122.082932", "GEO:geo:37.386013,-122.082932"),
  .init("geo", "3.0", "GEO:somewhere", "GEO;VALUE=text:somewhere"),
  .init("zone-offset", "3.0", "TZ:-05:00", "TZ;VALUE=utc-offset:-0500"),
  .init("zone-offset", "3.0", "TZ;VALUE=text:Europe/London", "TZ:Europe/London"),
  .init("letter-case", "4.0", "KIND:Group", "KIND:group"),
  .init("letter-case", "4.0", "GENDER:m;Kerl", "GENDER:M;Kerl"),
  .init("empty-name", "3.0", "N:;;;;"),
  .init("plain-comma", "2.1", "N:King, Jr;Martin", "N:King\\, Jr;Martin;;;"),
  .init(
    "plain-comma", "3.0", "N:Stevenson;John;Philip,Paul;Dr.;", "N:Stevenson;John;Philip,Paul;Dr.;"),
]

@Test("Each row of the upgrades gives what the table says", arguments: table)
func upgradeRow(_ row: Upgraded) {
  #expect(upgraded(row.before, version: row.version) == row.after)
}

@Test("Every row of the upgrades has an example, and the specification lists it")
func everyRowHasAnExample() throws {
  let spec = try specification("mappings-vcard.md")
  for code in UpgradeTable.codes {
    let hasExample =
      table.contains { $0.row == code } || ["version", "derived-name"].contains(code)
    #expect(hasExample, "\(code) has no example")
    #expect(spec.contains("`\(code)`"), "\(code) is not in spec/mappings-vcard.md")
  }
}

@Test("An upgrade tells the trace its row, its line and what became of the property")
func traceTellsSteps() {
  var steps: [UpgradeStep] = []
  _ = VCardReader.read(
    Array(card("X-ANNIVERSARY:2001-02-03\nPROFILE:VCARD").utf8), trace: { steps.append($0) })
  #expect(steps.map(\.row) == ["version", "anniversary", "profile", "date"])
  #expect(steps.map(\.line) == [2, 4, 5, 4])
  #expect(steps[2].after == nil)
}

@Test("Names that Google exports twice or not at all stay apart from each other")
func emptyLabelsSurvive() {
  #expect(
    upgraded("item1.EMAIL;TYPE=INTERNET:a@b.c\nitem1.X-ABLabel:") == [
      "item1.EMAIL:a@b.c", "item1.X-ABLABEL:",
    ])
}
