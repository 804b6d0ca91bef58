import DelimitedText
import Testing

/// SplitMix64: the same cases every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

@Suite struct DelimitedRoundTripTests {
  private static let pieces = [
    "a", "Z", "0", " ", ",", ";", "\t", "\"", "\"\"", "\n", "\r", "\r\n", "é", "😀", "\u{FEFF}",
    "=", "+44", "sep=;", "'", "\0", "",
  ]

  private func cell(_ generator: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0...4, using: &generator)).map { _ in
      Self.pieces.randomElement(using: &generator) ?? ""
    }.joined()
  }

  @Test("What is written reads back exactly, 2,000 tables")
  func roundTrip() throws {
    var generator = SeededGenerator(state: 4180)
    var quotedCells = 0
    for number in 0..<2_000 {
      let columns = Int.random(in: 1...5, using: &generator)
      let header = (0..<columns).map { _ in cell(&generator) }
      let rows = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
        (0..<columns).map { _ in cell(&generator) }
      }
      let delimiter = Delimiter.allCases[number % 3]
      let bytes = DelimitedWriter(delimiter: delimiter).write(header: header, rows: rows)
      quotedCells += bytes.count { $0 == 0x22 }
      // The encoding is given: a table of hardly anything but NUL looks like UTF-16.
      let table = DelimitedReader(delimiter: delimiter, encoding: .utf8).read(bytes)
      try #require(table.header == header, "case \(number)")
      try #require(table.rows.map { Array($0.cells) } == rows, "case \(number)")
      try #require(
        table.findings.allSatisfy { $0.code == .nul || $0.code == .duplicateColumn },
        "case \(number): \(table.findings)")
    }
    #expect(quotedCells > 1_000)
  }

  @Test("Whatever the bytes, reading ends and every row has as many cells as the header")
  func mutations() throws {
    let seed = Array("sep=;\r\na;b;\"c\"\"d\"\r\n1;\"two\nlines\";3\r\n\"x\";é;\r\n".utf8)
    let bytes: [UInt8] = [0, 9, 10, 13, 34, 44, 59, 97, 0x80, 0xC3, 0xE2, 0xED, 0xFE, 0xFF]
    var generator = SeededGenerator(state: 77)
    var findings: Set<DelimitedFinding.Code> = []
    for _ in 0..<5_000 {
      var input = seed
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        let place = Int.random(in: 0...input.count, using: &generator)
        let byte = bytes.randomElement(using: &generator) ?? 0
        switch Int.random(in: 0...3, using: &generator) {
        case 0: input.insert(byte, at: place)
        case 1 where place < input.count: input.remove(at: place)
        case 2 where place < input.count: input[place] = byte
        default: input = Array(input.prefix(max(place, 1)))
        }
      }
      let table = DelimitedReader().read(input)
      findings.formUnion(table.findings.map(\.code))
      try #require(table.rows.allSatisfy { $0.cells.count == table.header.count })
      // Lines rise, and nothing comes from beyond the file.
      let lines = table.rows.map(\.line)
      try #require(zip(lines, lines.dropFirst()).allSatisfy { $0 < $1 })
      try #require((lines.last ?? 1) <= input.count + 1)
      try #require(DelimitedReader().read(input) == table)
    }
    // Every kind of oddity was met; otherwise the mutations are too tame.
    #expect(findings == Set(DelimitedFinding.Code.allCases))
  }

  @Test("A header of many columns over many short rows costs no more than the file")
  func hostileHeader() {
    let text =
      String(repeating: "c,", count: 50_000) + "\n" + String(repeating: "1\n", count: 50_000)
    let table = DelimitedReader().read(Array(text.utf8))
    #expect(table.rows.count == 50_000)
    #expect(table.rows.allSatisfy { $0.cells.count == 50_001 })
  }
}
