import ContentLines
import Records
import Testing

@testable import VCard

private func version3(_ lines: String) throws -> [String] {
  let record = try #require(read(card(lines, version: "4.0")).records.first?.record)
  return string(VCardWriter.vcard3(record)).split(separator: "\n").map(String.init)
    .filter { !["BEGIN:VCARD", "VERSION:3.0", "FN:A", "END:VCARD"].contains($0) }
}

@Test(
  "A vCard 3.0 says it as phones and Google read it",
  arguments: [
    ("N:B;A;;;\nTEL;PREF=1;TYPE=cell,work:1", ["TEL;TYPE=PREF;TYPE=CELL;TYPE=WORK:1"]),
    ("N:B;A;;;\nTEL;PREF=2:1", ["TEL;X-DRAWBRIDGE-PREF=2:1"]),
    ("N:B;A;;;\nTEL;VALUE=uri:tel:+44-1", ["TEL;X-DRAWBRIDGE-VALUE=uri:+44-1"]),
    ("N:B;A;;;\nEMAIL;TYPE=home:a@b.c", ["EMAIL;TYPE=INTERNET;TYPE=HOME:a@b.c"]),
    ("N:B;A;;;\nBDAY:19870324", ["BDAY:1987-03-24"]),
    ("N:B;A;;;\nBDAY:--0324", ["BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-24"]),
    (
      "N:B;A;;;\nANNIVERSARY:20010203",
      ["item1.X-ABDATE:2001-02-03", "item1.X-ABLabel:_$!<Anniversary>!$_"]
    ),
    (
      "N:B;A;;;\nRELATED;TYPE=spouse;VALUE=text:Ann",
      ["item1.X-ABRELATEDNAMES:Ann", "item1.X-ABLabel:_$!<Spouse>!$_"]
    ),
    (
      "N:B;A;;;\nPHOTO:data:image/jpeg;base64,/9j/",
      ["PHOTO;ENCODING=b;TYPE=JPEG:/9j/"]
    ),
    ("N:B;A;;;\nPHOTO:https://a.b/c", ["PHOTO;VALUE=uri:https://a.b/c"]),
    ("N:B;A;;;\nKIND:org", ["X-ABShowAs:COMPANY"]),
    ("N:B;A;;;\nGENDER:F", ["X-GENDER:Female"]),
    (
      "N:B;A;;;\nADR;TYPE=home;LABEL=\"1 High St; London\":;;1 High St;London;;;",
      ["ADR;TYPE=HOME:;;1 High St;London;;;", "LABEL;TYPE=HOME:1 High St\\; London"]
    ),
    (
      "N:B;A;;;\nIMPP;SERVICE-TYPE=Skype:skype:joe", ["IMPP;X-SERVICE-TYPE=Skype:skype:joe"]
    ),
    (
      "N:B;A;;;\nSOCIALPROFILE;SERVICE-TYPE=Twitter;USERNAME=joe:http://t.c/joe",
      ["X-SOCIALPROFILE;TYPE=Twitter;X-USER=joe:http://t.c/joe"]
    ),
    ("N:B;A;;;\nGEO:geo:1.5,-2", ["GEO:1.5;-2"]),
    ("N:B;A;;;\nTZ;VALUE=utc-offset:-0500", ["TZ:-05:00"]),
    ("N:B;A;;;\nNOTE:a\\, b\\; c", ["NOTE:a\\, b\\; c"]),
    ("N;SORT-AS=Harten:van Harten;A;;;", ["SORT-STRING:Harten"]),
    ("TEL;X-A=\"p;q\":1", ["N:;;;;", "TEL;X-DRAWBRIDGE-X-A=p%3Bq:1"]),
  ])
func version3Lines(_ lines: String, _ expected: [String]) throws {
  let written = try version3(lines).filter { !$0.hasPrefix("N:B;A") && !$0.hasPrefix("N:van") }
  #expect(written == expected)
}

@Test("A card without FN gets one that goes again when it is read")
func derivedName() throws {
  for (lines, name) in [
    ("N:Bloggs;Joe;;Dr.;", "Dr. Joe Bloggs"), ("ORG:Acme\\, Inc.;Sales", "Acme\\, Inc."),
    ("EMAIL:a@b.c", "a@b.c"), ("TEL:+44 1", "+44 1"), ("NOTE:x", ""),
  ] {
    let text = "BEGIN:VCARD\nVERSION:4.0\n\(lines)\nEND:VCARD\n"
    let record = try #require(read(text).records.first?.record)
    #expect(record.components.first?.first("FN") == nil)
    for bytes in [VCardWriter.vcard4(record), VCardWriter.vcard3(record), JCard.write(record)] {
      let written = string(bytes)
      #expect(written.contains("derived"))
    }
    #expect(string(VCardWriter.vcard4(record)).contains("FN;X-DRAWBRIDGE-FN=derived:\(name)\n"))
    #expect(VCardReader.read(VCardWriter.vcard3(record)).records.first?.record == record)
  }
}

@Test("A card for a phone or Google can do without the mark of a derived FN")
func unmarkedDerivedName() throws {
  let record = try #require(
    read("BEGIN:VCARD\nVERSION:4.0\nEMAIL:a@b.c\nEND:VCARD\n").records.first?.record)
  let written = string(VCardWriter.vcard3(record, marksDerivedName: false))
  #expect(written.contains("\nFN:a@b.c\n"))
}

@Test("A derived FN that somebody has changed since is a name like any other")
func derivedNameChanged() {
  let text =
    "BEGIN:VCARD\nVERSION:4.0\nFN;X-DRAWBRIDGE-FN=derived:Mary\nEMAIL:a@b.c\nEND:VCARD\n"
  #expect(lines(text) == ["FN:Mary", "EMAIL:a@b.c"])
}

@Test("A jCard has types, groups and structured values as RFC 7095 says")
func jCard() throws {
  let text = card(
    """
    N:Bloggs;Joe;Paul,Peter;;
    item1.TEL;TYPE=work,cell;PREF=1:+44 1
    item1.X-ABLABEL:Desk
    BDAY:--0324
    CATEGORIES:a,b\\,c
    ORG:Acme
    URL:http://a.b
    TZ;VALUE=utc-offset:-0500
    X-FOO:a\\,b;c
    """, version: "4.0")
  let record = try #require(read(text).records.first?.record)
  #expect(
    string(JCard.write(record)) == #"["vcard",[["version",{},"text","4.0"],["fn",{},"text","A"],"#
      + #"["n",{},"text",["Bloggs","Joe",["Paul","Peter"],"",""]],["org",{},"text","Acme"],"#
      + #"["tel",{"pref":"1","type":["cell","work"],"group":"item1"},"text","+44 1"],"#
      + #"["url",{},"uri","http://a.b"],["bday",{},"date-and-or-time","--03-24"],"#
      + #"["tz",{},"utc-offset","-05:00"],["categories",{},"text","a","b,c"],"#
      + #"["x-ablabel",{"group":"item1"},"text","Desk"],["x-foo",{},"unknown","a\\,b;c"]]]"#)
  let several = try JCard.read(JCard.write([record, record]))
  #expect(several.records.map(\.record) == [record, record])
}

@Test("A jCard that is no JSON says where; an item that is no jCard is a finding")
func badJCard() throws {
  #expect(throws: JSONError.self) { try JCard.read(Array("[\"vcard\",".utf8)) }
  let file = try JCard.read(Array("[1,[\"vcard\",[[\"fn\",{},\"text\",\"A\"],[2]]]]".utf8))
  #expect(file.records.count == 1)
  #expect(file.findings.map(\.kind.code) == ["bad-jcard", "bad-jcard", "missing-version"])
}
