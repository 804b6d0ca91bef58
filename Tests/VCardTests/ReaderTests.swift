import ContentLines
import Records
import Testing

@testable import VCard

@Test("A file without cards gives no records")
func emptyFile() {
  #expect(read("").records.isEmpty)
  #expect(read("hello\nworld\n").records.isEmpty)
}

@Test("A component that is no card is kept and reported")
func otherComponents() {
  let file = read("BEGIN:VEVENT\nUID:1\nEND:VEVENT\n" + card("TEL:1"))
  #expect(file.records.count == 1)
  #expect(file.groups.first?.others.map(\.name.string) == ["VEVENT"])
  #expect(file.findings.map(\.kind.code) == ["not-a-card"])
}

@Test("Findings name their line, their record, the clause and what to do")
func findingsNameTheRecord() throws {
  let file = read(card("TEL:1") + card("BDAY:soon\nTEL:2").replacing("FN:A", with: "FN:Joe Bloggs"))
  let finding = try #require(file.findings.first)
  #expect(file.findings.count == 1)
  #expect(finding.kind == .badDate)
  #expect(finding.line == 9)
  #expect(finding.record == "Joe Bloggs")
  #expect(finding.kind.clause == "RFC 6350 section 4.3")
  #expect(!finding.kind.fix.isEmpty)
}

@Test("A card remembers its lines and its version")
func linesAndVersion() throws {
  let records = read(card("TEL:1") + card("TEL:2", version: "2.1")).records
  #expect(records.map(\.version) == ["3.0", "2.1"])
  #expect(records.map(\.lines) == [[1...5], [6...10]])
}

@Test(
  "Versions that are missing, unknown or repeated are reported",
  arguments: [
    ("BEGIN:VCARD\nFN:A\nEND:VCARD\n", "missing-version"),
    ("BEGIN:VCARD\nVERSION:5.0\nFN:A\nEND:VCARD\n", "unknown-version"),
    ("BEGIN:VCARD\nVERSION:3.0\nVERSION:4.0\nFN:A\nEND:VCARD\n", "repeated-version"),
    ("BEGIN:VCARD\nVERSION:3.0\nTEL:1\nEND:VCARD\n", "missing-fn"),
    ("BEGIN:VCARD\nVERSION:3.0\nFN:A\nBDAY:1987\nBDAY:1988\nEND:VCARD\n", "repeated-property"),
    (
      "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=KLINGON;ENCODING=QUOTED-PRINTABLE:=E9\nEND:VCARD\n",
      "unknown-charset"
    ),
    (
      "BEGIN:VCARD\nVERSION:2.1\nN;ENCODING=QUOTED-PRINTABLE:=ZZ\nEND:VCARD\n",
      "bad-quoted-printable"
    ),
    ("BEGIN:VCARD\nVERSION:3.0\nFN:A\nPHOTO;ENCODING=b:*\nEND:VCARD\n", "bad-base64"),
    ("BEGIN:VCARD\nVERSION:3.0\nFN:A\nGEO:x\nEND:VCARD\n", "bad-geo"),
  ])
func oddCards(_ text: String, _ code: String) {
  let file = read(text)
  #expect(file.findings.map(\.kind.code) == [code])
  #expect(file.records.count == 1)
  #expect(file.records.first?.record.components.first?.first(.version)?.value == "4.0")
}

@Test("Bytes of the character set that a line names are decoded")
func rawCharset() {
  let before = Array("BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=WINDOWS-1251:".utf8)
  let bytes = before + [0xC8, 0xEC, 0xFF] + Array("\r\nEND:VCARD\r\n".utf8)
  let record = VCardReader.read(bytes).records.first?.record
  #expect(record?.components.first?.first("N")?.value == "Имя;;;;")
}

@Test("Bytes that no character set explains are read as Windows-1252")
func unexplainedBytes() {
  let before = Array("BEGIN:VCARD\r\nVERSION:3.0\r\nFN;X-CHARSET=?;LANGUAGE=".utf8)
  let bytes = before + [0xE9] + Array(":caf".utf8) + [0xE9] + Array("\r\nEND:VCARD\r\n".utf8)
  let record = VCardReader.read(bytes).records.first?.record
  #expect(record?.components.first?.first("FN")?.text == "café")
  #expect(record.map { Charset.isUTF8(VCardWriter.vcard4($0)) } == true)
}

@Test("A soft line break inside a name is joined before the name is decoded")
func softBreak() {
  let text =
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=4D=C3=\r\n=BC;=4A\r\n"
    + "TEL;CELL:1\r\nEND:VCARD\r\n"
  #expect(lines(text) == ["N:Mü;J;;;", "TEL;TYPE=cell:1"])
}

@Test("The card of an agent is kept as text")
func agent() {
  let text =
    "BEGIN:VCARD\nVERSION:2.1\nFN:A\nAGENT:\nBEGIN:VCARD\nVERSION:2.1\nFN:B\nEND:VCARD\nEND:VCARD\n"
  #expect(lines(text).contains { $0.hasPrefix("AGENT:BEGIN:VCARD") && $0.contains("FN:B") })
}

@Test("Properties that nobody knows keep their value byte by byte")
func unknownProperties() {
  let line = "X-MS-OL-DESIGN;CHARSET=utf-8:<card xmlns=\"http://x\" a=\"\\,;\"/>"
  #expect(upgraded(line) == ["X-MS-OL-DESIGN:<card xmlns=\"http://x\" a=\"\\,;\"/>"])
  #expect(upgraded("X-FOO;a=1;B=\"x;y\":a,b;c\\d") == ["X-FOO;A=1;B=\"x;y\":a,b;c\\d"])
}
