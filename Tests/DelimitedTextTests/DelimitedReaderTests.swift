import DelimitedText
import Testing

private func read(_ text: String, _ reader: DelimitedReader = .init()) -> DelimitedTable {
  reader.read(Array(text.utf8))
}

private func cells(_ table: DelimitedTable) -> [[String]] { table.rows.map { Array($0.cells) } }

private func codes(_ table: DelimitedTable) -> [DelimitedFinding.Code] {
  table.findings.map(\.code)
}

@Suite struct DelimitedReaderTests {
  @Test("Rows, quotes, doubled quotes and cells of several lines are read with their line")
  func plain() {
    let table = read("a,b\r\n1,\"x \"\"y\"\", z\"\r\n2,\"one\r\ntwo\"\r\n3,\r\n")
    #expect(table.header == ["a", "b"])
    #expect(cells(table) == [["1", "x \"y\", z"], ["2", "one\r\ntwo"], ["3", ""]])
    #expect(table.rows.map(\.line) == [2, 3, 5])
    #expect(table.findings.isEmpty)
    #expect(table.encoding == .utf8)
    #expect(table.delimiter == .comma)
  }

  @Test("LF, CR, CRLF and no line end at all end a row", arguments: ["\n", "\r", "\r\n"])
  func lineEnds(end: String) {
    let table = read("a,b" + end + "1,2" + end + end + "3,4")
    #expect(cells(table) == [["1", "2"], ["3", "4"]])
    #expect(table.rows.map(\.line) == [2, 4])
    #expect(table.findings.isEmpty)
  }

  @Test("The delimiter is found in the header, outside quotes")
  func sniffing() {
    #expect(read("a;b;c\n1,5;2;3").delimiter == .semicolon)
    #expect(read("a\tb\n1\t2").delimiter == .tab)
    #expect(read("\"a;b;c;d\",e\n1,2").delimiter == .comma)
    #expect(read("\n\na;b\n").delimiter == .semicolon)
    #expect(read("only\nx;y").delimiter == .comma)
    #expect(cells(read("sep=;\na;b\n1;2")) == [["1", "2"]])
    #expect(read("sep=;\na;b\n1;2").rows.map(\.line) == [3])
    #expect(cells(read("a;b\n1;2", .init(delimiter: .comma))) == [["1;2"]])
  }

  @Test("Byte order marks, UTF-16 and Windows-1252 are recognised")
  func encodings() {
    let reader = DelimitedReader()
    let text = "naïve,ß€\r\n😀,x\r\n"
    func utf16(_ text: String, little: Bool) -> [UInt8] {
      text.utf16.flatMap { unit in
        let bytes = [UInt8(truncatingIfNeeded: unit >> 8), UInt8(truncatingIfNeeded: unit)]
        return little ? Array(bytes.reversed()) : bytes
      }
    }
    for (bytes, encoding) in [
      ([0xEF, 0xBB, 0xBF] + Array(text.utf8), DelimitedEncoding.utf8),
      ([0xFF, 0xFE] + utf16(text, little: true), .utf16LittleEndian),
      ([0xFE, 0xFF] + utf16(text, little: false), .utf16BigEndian),
    ] {
      let table = reader.read(bytes)
      #expect(table.encoding == encoding)
      #expect(table.header == ["naïve", "ß€"])
      #expect(cells(table) == [["😀", "x"]])
      #expect(table.findings.isEmpty)
    }
    let bare = reader.read(utf16("name,mail\r\nJoe,joe@acme.co\r\n", little: true))
    #expect(bare.encoding == .utf16LittleEndian)
    #expect(bare.header == ["name", "mail"])

    let old = reader.read(Array("a,b\n".utf8) + [0x80, 0xE9, 0x2C, 0x96, 0x0A])
    #expect(old.encoding == .windows1252)
    #expect(cells(old) == [["€é", "–"]])
    #expect(codes(old) == [.otherEncoding])

    let forced = DelimitedReader(encoding: .utf8).read(Array("a\n".utf8) + [0xE9, 0x0A])
    #expect(cells(forced) == [["\u{FFFD}"]])
    #expect(codes(forced) == [.invalidBytes])

    let half = reader.read([0xFF, 0xFE, 0x61, 0x00, 0x00, 0xD8, 0x62])
    #expect(half.header == ["a\u{FFFD}\u{FFFD}"])
    #expect(codes(half) == [.invalidBytes])
  }

  @Test("A short row reads as padded, a long one keeps its extra cells, both are reported")
  func ragged() {
    let table = read("a,b,c\n1\n1,2,3,4,\n1,2,3,\n")
    #expect(cells(table) == [["1", "", ""], ["1", "2", "3"], ["1", "2", "3"]])
    #expect(table.rows.map(\.extra) == [[], ["4", ""], []])
    #expect(codes(table) == [.shortRow, .longRow])
    #expect(table.findings.map(\.line) == [2, 3])
    #expect(table.rows.first?.cells[99] == "")
  }

  @Test("A file cut off within a quoted note keeps the row and says so")
  func cutOff() {
    let table = read("a,b,c\n1,2,3\n4,5,\"a note\nof two lines")
    #expect(cells(table) == [["1", "2", "3"], ["4", "5", "a note\nof two lines"]])
    #expect(codes(table) == [.unterminatedQuote])
    #expect(table.findings.first?.line == 3)
    #expect(table.findings.first?.column == 3)
  }

  @Test("A stray opening quote does not swallow the good rows behind it")
  func strayOpening() {
    let simple = read("a,b,c\n1,\"2,3\n4,5,6\n7,8,9\n")
    #expect(cells(simple) == [["1", "\"2", "3"], ["4", "5", "6"], ["7", "8", "9"]])
    #expect(codes(simple) == [.unterminatedQuote])
    #expect(simple.findings.first?.line == 2)
  }

  @Test("Text after a closing quote and quotes inside a cell are kept and reported")
  func oddQuotes() {
    let table = read("a,b\n\"x\"y,5\" pipe\n")
    #expect(cells(table) == [["xy", "5\" pipe"]])
    #expect(codes(table) == [.textAfterQuote, .strayQuote])
    #expect(table.findings.map(\.column) == [1, 2])
  }

  @Test("NUL, an empty file and doubled column names are reported")
  func oddities() {
    #expect(codes(read("a,b\nx\0y,z")) == [.nul])
    #expect(cells(read("a,b\nx\0y,z")) == [["x\0y", "z"]])
    #expect(codes(read("")) == [.empty])
    #expect(codes(read("\n\r\n")) == [.empty])
    #expect(codes(read("a,b,a\n")) == [.duplicateColumn])
    #expect(read("a,b\n,\n").rows.first?.isBlank == true)
  }

  @Test("A row of one quoted empty cell is a row, an empty line is none")
  func loneEmpty() {
    #expect(cells(read("a\n\"\"\n\nx\n")) == [[""], ["x"]])
  }
}
