import ContentLines
import Testing

@Suite struct LexerTests {
  @Test("Lines end with CRLF, LF or CR", arguments: ["\r\n", "\n", "\r"])
  func lineEnds(_ end: String) {
    let file = lex(["BEGIN:VCARD", "FN:Joe", "END:VCARD"].map { $0 + end }.joined())
    #expect(file.all == [Line("BEGIN", "VCARD"), Line("FN", "Joe"), Line("END", "VCARD")])
    #expect(file.lines.map(\.number) == [1, 2, 3])
    #expect(file.findings.isEmpty)
  }

  @Test("Line ends may be mixed, and the last line may have none")
  func mixedEnds() {
    #expect(lex("A:1\r\nB:2\nC:3").all == [Line("A", "1"), Line("B", "2"), Line("C", "3")])
  }

  @Test("A lone carriage return is part of the value where lines end with LF")
  func loneReturn() {
    #expect(lex("A:1\r2\nB:3\n").all == [Line("A", "1\r2"), Line("B", "3")])
  }

  @Test("A byte order mark and blank lines are passed over")
  func blankLines() {
    let file = lex("\u{FEFF}\r\nA:1\r\n\r\n\r\nB:2\r\n")
    #expect(file.all == [Line("A", "1"), Line("B", "2")])
    #expect(file.lines.map(\.number) == [2, 5])
  }

  @Test("No bytes are no lines")
  func empty() {
    #expect(lex("").all == [])
    #expect(lex("\u{FEFF}").all == [])
    #expect(lex("\n\n").all == [])
  }

  @Test("Text without a name and colon is kept as junk, with a finding")
  func junk() {
    let file = lex("A:1\nnothing here\n:no name\n=?:x\nB:2\n")
    #expect(
      file.all
        == [
          Line("A", "1"), .junk("nothing here"), .junk(":no name"), .junk("=?:x"), Line("B", "2"),
        ])
    #expect(file.codes == ["junk-line", "junk-line", "junk-line"])
    #expect(file.findings.map(\.line) == [2, 3, 4])
  }

  @Test("A space before the colon is read over, with a finding")
  func spaceBeforeColon() {
    let file = lex("item1.FN :Joe\n")
    #expect(file.all == [Line("FN", group: "item1", "Joe")])
    #expect(file.codes == ["bad-name"])
  }

  @Test("Group, name, parameters and value are told apart")
  func parts() {
    #expect(
      lex("item1.EMAIL;TYPE=work;PREF=1:joe@example.com\n").all
        == [Line("EMAIL", ["TYPE=work", "PREF=1"], group: "item1", "joe@example.com")])
    #expect(lex("A:b:c;d=e\n").all == [Line("A", "b:c;d=e")])
    #expect(lex("A:\n").all == [Line("A", "")])
    #expect(lex("A;;B=1:x\n").all == [Line("A", ["B=1"], "x")])
  }

  @Test("Separators inside quotes belong to the parameter")
  func quotes() {
    #expect(
      lex("A;X=\"b;c:d,e\";Y=f:g\n").all == [Line("A", ["X=\"b;c:d,e\"", "Y=f"], "g")])
  }

  @Test("A quote that is never closed is a letter like any other, with a finding")
  func unbalancedQuotes() {
    let file = lex("A;X=\"b;Y=c:d\nB:2\n")
    #expect(file.all == [Line("A", ["X=\"b", "Y=c"], "d"), Line("B", "2")])
    #expect(file.codes == ["unbalanced-quote"])
  }

  @Test("Carets of RFC 6868 are left to the reader of parameters")
  func carets() {
    #expect(lex("A;X=a^nb^'c^^:d\n").all == [Line("A", ["X=a^nb^'c^^"], "d")])
  }

  @Test("Words without a name are parameters of vCard 2.1")
  func bareWords() {
    #expect(
      lex("TEL;HOME;VOICE:1\nNOTE;QUOTED-PRINTABLE:x\n").all
        == [Line("TEL", ["HOME", "VOICE"], "1"), Line("NOTE", ["QUOTED-PRINTABLE"], "x")])
  }

  @Test("Folds are undone, whatever white space they begin with")
  func folds() {
    #expect(
      lex("A:one\r\n  two\r\n\tthree\r\nB:2\r\n").all == [
        Line("A", "one twothree"), Line("B", "2"),
      ])
    #expect(lex("A;X=\r\n y:z\r\n").all == [Line("A", ["X=y"], "z")])
    #expect(lex("A:1\n \n \nB:2\n").all == [Line("A", "1"), Line("B", "2")])
  }

  @Test("The first line of a folded line gives the number")
  func foldNumbers() {
    #expect(lex("A:1\n 2\n 3\nB:4\n").lines.map(\.number) == [1, 4])
  }

  @Test("A fold that cuts a character is joined before anything is decoded", arguments: 1...3)
  func cutCharacters(_ place: Int) {
    let emoji = Array("😀".utf8)
    let bytes = Array("A:".utf8) + emoji[..<place] + Array("\r\n ".utf8) + emoji[place...]
    let file = Lexer.lex(bytes + Array("\r\n".utf8))
    #expect(file.all == [Line("A", "😀")])
    #expect(file.findings.isEmpty)
  }

  @Test("vCard 2.1 and vCalendar 1.0 keep the white space of a fold", arguments: ["2.1", "1.0"])
  func oldFolds(_ version: String) {
    let card = "A:one\n two\nEND:VCARD\n"
    let file = lex("BEGIN:VCARD\nVERSION:\(version)\n\(card)BEGIN:VCARD\n\(card)")
    #expect(file.all.filter { $0.name == "A" } == [Line("A", "one two"), Line("A", "onetwo")])
  }

  @Test("A group that begins like BEGIN does not end the rules of vCard 2.1")
  func oldFoldsAfterOtherNames() {
    let file = lex("BEGIN:VCARD\nVERSION:2.1\nbc.xxxcc:x\nNOTE:one\n two\nEND:VCARD\n")
    #expect(file.all.contains(Line("NOTE", "one two")))
  }

  @Test("VERSION of a component inside a card says nothing of the card's folds")
  func foldsAfterInnerVersion() {
    let inner = "BEGIN:X-INNER\nVERSION:2.1\nEND:X-INNER\n"
    let file = lex("BEGIN:VCARD\nVERSION:4.0\n\(inner)A:one\n two\nEND:VCARD\n")
    #expect(file.all.contains(Line("A", "onetwo")))
    let old = lex("BEGIN:VCARD\n\(inner)VERSION:2.1\nA:one\n two\nEND:VCARD\n")
    #expect(old.all.contains(Line("A", "one two")))
  }

  @Test("Soft line breaks of quoted-printable are undone")
  func softBreaks() {
    let file = lex("A;ENCODING=QUOTED-PRINTABLE:=41=\n=42\nB:a=\nC:3\n")
    #expect(
      file.all
        == [
          Line("A", ["ENCODING=QUOTED-PRINTABLE"], "=41=42"), Line("B", "a="), Line("C", "3"),
        ])
    #expect(
      lex("A;QUOTED-PRINTABLE:x=\r\n y\r\n").all == [Line("A", ["QUOTED-PRINTABLE"], "xy")])
  }

  @Test("A soft break at the end of the file takes nothing")
  func softBreakAtEnd() {
    #expect(
      lex("A;QUOTED-PRINTABLE:x=\n").all == [Line("A", ["QUOTED-PRINTABLE"], "x=")])
  }

  @Test("Base64 goes on with indentation, and without it")
  func base64() {
    let folded = lex("PHOTO;ENCODING=b:AAAA\r\n BBBB\r\n CC==\r\nFN:x\r\n")
    #expect(folded.all == [Line("PHOTO", ["ENCODING=b"], "AAAABBBBCC=="), Line("FN", "x")])
    #expect(folded.findings.isEmpty)
    let flat = lex("PHOTO;ENCODING=BASE64:AAAA\nBBBB\nCC==\n\nFN:x\n")
    #expect(flat.all == [Line("PHOTO", ["ENCODING=BASE64"], "AAAABBBBCC=="), Line("FN", "x")])
    #expect(flat.codes == ["unindented-base64", "unindented-base64"])
    let old = lex("BEGIN:VCARD\nVERSION:2.1\nPHOTO;BASE64:AAAA\n BBBB\nEND:VCARD\n")
    #expect(old.all.contains(Line("PHOTO", ["BASE64"], "AAAABBBB")))
  }

  @Test("NUL bytes are left out, with a finding")
  func nul() {
    let file = lex("A:1\u{0}2\u{0}\n\u{0}\nB:3\n")
    #expect(file.all == [Line("A", "12"), Line("B", "3")])
    #expect(file.codes == ["nul-byte", "nul-byte"])
  }

  @Test("Bytes that are no UTF-8 are read as Windows-1252, line by line")
  func windows1252() {
    let bytes = Array("A:caf".utf8) + [0xE9, 0x80] + Array("\nB:é\n".utf8)
    let file = Lexer.lex(bytes)
    #expect(file.all == [Line("A", "café€"), Line("B", "é")])
    #expect(file.codes == ["invalid-utf8"])
    #expect(!file.isValidUTF8)
  }

  @Test("A line that names its CHARSET keeps the bytes it has")
  func charset() throws {
    let file = Lexer.lex(Array("A;CHARSET=CP437:".utf8) + [0x82, 0x0A])
    let line = try #require(file.lines.first)
    #expect(Array(file.text(line.value, of: line).bytes) == [0x82])
    #expect(file.findings.isEmpty)
  }

  @Test("Invalid bytes in a name make the line junk, and nothing of it is lost")
  func invalidName() {
    let file = Lexer.lex([0xFF, 0x3A, 0x31, 0x0A] + Array("B:2\n".utf8))
    #expect(file.all == [.junk("ÿ:1"), Line("B", "2")])
  }

  @Test("A line of 20 MB is one line, and takes little time")
  func longLine() throws {
    var bytes = Array("NOTE:".utf8)
    bytes += [UInt8](repeating: 0x78, count: 20_000_000)
    bytes += Array("\nB:2\n".utf8)
    let file = Lexer.lex(bytes)
    #expect(file.lines.count == 2)
    #expect(firstValue(file)?.count == 20_000_000)
  }

  @Test("A value folded a hundred thousand times is joined in one pass")
  func manyFolds() throws {
    let file = lex("NOTE;ENCODING=b:x\n" + String(repeating: " abc\n", count: 100_000))
    #expect(firstValue(file)?.count == 300_001)
  }

  @Test("Numbers count from the first line that is given")
  func firstLine() {
    #expect(Lexer.lex(Array("A:1\nB:2\n".utf8), firstLine: 40).lines.map(\.number) == [40, 41])
  }
}
