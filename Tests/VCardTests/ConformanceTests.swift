import ContentLines
import Foundation
import Records
import Testing

@testable import VCard

/// What the standards ask of single properties (RFC 6350, 7095, 9554).
@Suite struct ConformanceTests {
  /// The lines of a jCard with these properties, and the jCard written again.
  private func jCard(_ properties: String) throws -> (lines: [String], json: String) {
    let text =
      "[\"vcard\",[[\"version\",{},\"text\",\"4.0\"],[\"fn\",{},\"text\",\"A\"],\(properties)]]"
    let record = try #require(try JCard.read(Array(text.utf8)).records.first?.record)
    let again = try JCard.read(JCard.write(record)).records.first?.record
    #expect(again == record)
    let lines = (record.components.first?.properties ?? []).map(\.lineText)
    return (
      lines.filter { $0 != "FN:A" && $0 != "VERSION:4.0" },
      String(decoding: JCard.write(record), as: UTF8.self)
    )
  }

  @Test("jCard: all values of a property are read (RFC 7095 3.3)")
  func severalValues() throws {
    let multi = "[\"x-multi\",{},\"text\",\"a\",\"b,c\"]"
    #expect(try jCard(multi).lines == ["X-MULTI;VALUE=text:a,b\\,c"])
    #expect(try jCard(multi).json.contains(multi))
    #expect(
      try jCard("[\"note\",{},\"text\",\"one\",\"two\"]").lines == ["NOTE:one", "NOTE:two"])
    #expect(try jCard("[\"tel\",{},\"text\",\"1\",\"2\"]").lines == ["TEL:1", "TEL:2"])
    #expect(try jCard("[\"x-a\",{},\"unknown\",\"p\",\"q\"]").lines == ["X-A:p,q"])
    #expect(try jCard("[\"nickname\",{},\"text\",\"b\",\"a\"]").lines == ["NICKNAME:a,b"])
  }

  @Test("jCard: structured values are no JSON text (RFC 7095 3.3.1.3)")
  func structured() throws {
    let map = "[\"clientpidmap\",{},\"text\",[\"1\",\"urn:uuid:x\"]]"
    #expect(try jCard(map).lines == ["CLIENTPIDMAP:1;urn:uuid:x"])
    #expect(try jCard(map).json.contains(map))
    let own = "[\"x-s\",{},\"text\",[\"a;b\",\"c\"]]"
    #expect(try jCard(own).lines == ["X-S;VALUE=text:a\\;b;c"])
    #expect(try jCard(own).json.contains(own))
    #expect(try jCard("[\"nickname\",{},\"text\",[\"a\",\"b\"]]").lines == ["NICKNAME:a,b"])
    #expect(
      try jCard("[\"geo\",{},\"float\",[37.38,-122.08]]").lines == ["GEO:geo:37.38,-122.08"])
    #expect(upgraded("CLIENTPIDMAP;VALUE=text:1;urn:x", version: "4.0") == ["CLIENTPIDMAP:1;urn:x"])
    #expect(upgraded("GEO;VALUE=float:1.5;2.5") == ["GEO:geo:1.5,2.5"])
  }

  @Test("jCard: values of extensions have their type (RFC 7095 3.5)")
  func types() throws {
    let card = """
      [\"x-d\",{},\"date\",\"2024-01-01\"],[\"x-b\",{},\"boolean\",true],\
      [\"x-f\",{},\"float\",1.5],[\"x-i\",{},\"integer\",1,2],\
      [\"bday\",{},\"time\",\"10:22:00\"],\
      [\"created\",{},\"timestamp\",\"2021-10-22T14:00:00-05:00\"]
      """
    let read = try jCard(card)
    for item in card.components(separatedBy: ",[") {
      let item = item.hasPrefix("[") ? item : "[" + item
      #expect(read.json.contains(item), "\(item) in \(read.json)")
    }
    #expect(
      Set(read.lines) == [
        "X-D;VALUE=date:20240101", "X-B;VALUE=boolean:TRUE", "X-F;VALUE=float:1.5",
        "X-I;VALUE=integer:1,2", "BDAY;VALUE=time:102200", "CREATED:20211022T140000-0500",
      ])
  }

  @Test("Dates with a time stamp's spelling are dates (RFC 6350 4.3)")
  func dates() {
    let spelled: KeyValuePairs = [
      "1996-10-22T00:00:00.000Z": "19961022T000000Z", "1996/10/22": "19961022",
      "1996-10-22 00:00:00": "19961022T000000", "0000-03-24": "--0324", "19961022": "19961022",
    ]
    for (written, value) in spelled { #expect(upgraded("BDAY:\(written)") == ["BDAY:\(value)"]) }
    #expect(upgraded("BDAY:1996-10-22x") == ["BDAY;VALUE=text:1996-10-22x"])
    let file = read(card("BDAY:1996-10-22T00:00:00.25Z"))
    #expect(file.findings.map(\.kind.code).contains("date-fraction"))
    #expect(upgraded("REV:1995-10-31T22:27:10Z") == ["REV:19951031T222710Z"])
    #expect(upgraded("REV:now") == ["REV:now"])
  }

  @Test("An address of RFC 9554 has its street in every form, and comes back from 3.0")
  func addresses() throws {
    let value = ";;;Any Town;CA;91921-1234;U.S.A.;;;;123;Main Street;;;;;;"
    let canonical = upgraded("ADR:\(value)", version: "4.0")
    let record = try #require(read(card("ADR:\(value)", version: "4.0")).records.first?.record)
    let three = string(VCardWriter.vcard3(record)).replacing("\n ", with: "")
    #expect(three.contains(":;;123 Main Street;Any Town;CA;91921-1234;U.S.A.\n"))
    #expect(read(three).records.first?.record == record)
    #expect(canonical.first?.hasPrefix("ADR:;;;Any Town") == true)
    // A phone's change of the street stands.
    let moved = three.replacing("123 Main", with: "7 Side")
    #expect(
      lines(moved).filter { $0.hasPrefix("ADR") }
        == ["ADR:;;7 Side Street;Any Town;CA;91921-1234;U.S.A."])
    let table = GoogleCSV.write([record], .current)
    #expect(String(decoding: table.bytes, as: UTF8.self).contains("123 Main Street"))
    let german = PostalAddress.classic(";;;Köln;;50667;Deutschland;;3;2;5;Domstr.;B;;;;;")
    #expect(
      german.map(\.string) == ["", "B\\, 2\\, 3", "Domstr. 5", "Köln", "", "50667", "Deutschland"])
  }

  @Test("Google's table names the UID and the second surname that it has no column for")
  func leftOut() throws {
    let record = try #require(
      read(card("UID:u1\nN:A;B;;;;C;", version: "4.0")).records.first?.record)
    #expect(Set(GoogleCSV.write([record], .current).leftOut[0]) == ["UID", "N"])
  }

  @Test("check takes no offence at the components of RFC 9554")
  func parts() {
    func codes(_ line: String) -> [String] {
      VCardCheck.findings(of: read(card(line, version: "4.0"))).map(\.kind.code)
    }
    #expect(codes("N:a;b;c;d;e;f;g").isEmpty)
    #expect(codes("ADR:a;b;c;d;e;f;g;h;i;j;k;l;m;n;o;p;q;r").isEmpty)
    #expect(codes("N:a;b;c;d;e;f;g;h") == ["too-many-parts"])
  }

  @Test("Vendors' properties that say what a standard one says become it")
  func vendors() {
    let android = "X-ANDROID-CUSTOM:vnd.android.cursor.item/"
    #expect(
      upgraded("\(android)contact_event;2001-02-03;1;;;") == ["ANNIVERSARY:20010203"])
    #expect(
      upgraded("\(android)relation;Ann;14;;;") == ["RELATED;TYPE=spouse;VALUE=text:Ann"])
    #expect(upgraded("\(android)relation;Ann;1;;;") == ["\(android)relation;Ann;1;;;"])
    #expect(upgraded("X-SIP:joe@example.com") == ["IMPP;SERVICE-TYPE=SIP:sip:joe@example.com"])
    #expect(upgraded("SOUND:JON Q", version: "2.1") == ["SOUND;VALUE=text:JON Q"])
    #expect(upgraded("PHOTO;VALUE=CID:<a@b>", version: "2.1") == ["PHOTO:cid:a@b"])
    #expect(
      upgraded("BIRTHPLACE;VALUE=uri:geo:46.77\\,-71.28") == [
        "BIRTHPLACE;VALUE=uri:geo:46.77,-71.28"
      ])
  }

  @Test("An address of X.400 is none of the Internet in 3.0 (RFC 2426 3.3.2)")
  func x400() throws {
    let record = try #require(
      read(card("EMAIL;TYPE=x400:/c=uk/", version: "4.0")).records.first?.record)
    #expect(!string(VCardWriter.vcard3(record)).contains("INTERNET"))
  }
}
