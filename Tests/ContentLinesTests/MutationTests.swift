import ContentLines
import Testing

/// A small generator that repeats itself (SplitMix64).
private struct Seeded {
  var state: UInt64

  mutating func below(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(max(limit, 1)))
  }
}

@Suite struct MutationTests {
  private static let sample = Array(
    """
    BEGIN:VCARD\r
    VERSION:2.1\r
    item1.EMAIL;TYPE="work,x";PREF=1:joe@example.com\r
    NOTE;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:=41=\r
    =42 end\r
    PHOTO;ENCODING=BASE64:AAAA\r
    BBBB\r
     CCCC\r
    \r
    FN:é😀\r
     folded\r
    END:VCARD\r

    """.utf8)
  private static let pieces: [[UInt8]] =
    [
      "\r\n ", "\n", "\r", ";", ":", "=", "\"", "\0", ",", "^n", " ", "\t", "BEGIN:VCARD\n",
      "VERSION:2.1\n", ";ENCODING=BASE64", "QUOTED-PRINTABLE", ".", "=\n",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x82], [0xEF, 0xBB, 0xBF]]

  private func mutated(_ seed: UInt64) -> [UInt8] {
    var random = Seeded(state: seed)
    var bytes = Self.sample
    for _ in 0..<(1 + random.below(8)) {
      let place = random.below(bytes.count)
      switch random.below(4) {
      case 0: bytes.insert(contentsOf: Self.pieces[random.below(Self.pieces.count)], at: place)
      case 1 where !bytes.isEmpty:
        bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(12)))
      case 2 where !bytes.isEmpty: bytes[place] = UInt8(random.below(256))
      default: bytes = Array(bytes.prefix(place)) + Self.sample.suffix(random.below(80))
      }
    }
    return bytes
  }

  @Test("Mangled files crash nothing, and every span lies in the store")
  func mutations() {
    for seed in 0..<5_000 {
      let bytes = mutated(UInt64(seed))
      let file = Lexer.lex(bytes)
      var last: UInt32 = 0
      for line in file.lines {
        let limit = file.store(of: line).bytes.count
        func isInside(_ span: RawSpan32) -> Bool {
          Int(span.offset) + Int(span.length) <= limit
        }
        #expect(isInside(line.group) && isInside(line.name) && isInside(line.value))
        #expect(line.number >= last, "seed \(seed)")
        last = line.number
        #expect(
          Int(line.firstParameter) + Int(line.parameterCount) <= file.parameters.count,
          "seed \(seed)")
        for parameter in file.parameters(of: line) {
          #expect(isInside(parameter.name) && isInside(parameter.value), "seed \(seed)")
        }
        if !line.isJunk {
          let name = file.text(line.name, of: line).bytes
          #expect(name.allSatisfy(ASCII.isNameByte), "seed \(seed)")
        }
      }
    }
  }

  @Test("Every letter of a mangled file is in some line, but line ends, folds and NULs")
  func nothingIsLost() {
    for seed in 0..<2_000 {
      var random = Seeded(state: UInt64(seed) &+ 77)
      // ASCII without the encodings that undo breaks: every byte must come out.
      var bytes: [UInt8] = []
      for _ in 0..<200 {
        bytes += Array(
          ["A", "b", ":", ";", "=", "\"", "\n", "\r\n", " ", ".", ",", "\0", "x"][
            random.below(13)
          ].utf8)
      }
      let file = Lexer.lex(bytes)
      var count = 0
      for line in file.lines {
        count += letters(file.text(line.value, of: line)) + letters(file.text(line.name, of: line))
        count += letters(file.text(line.group, of: line))
        for parameter in file.parameters(of: line) {
          count +=
            letters(file.text(parameter.name, of: line))
            + letters(file.text(parameter.value, of: line))
        }
      }
      #expect(count == bytes.count(where: ASCII.isLetter), "seed \(seed)")
    }
  }

  private func letters(_ text: Text) -> Int { text.bytes.count(where: ASCII.isLetter) }

  @Test("What is written is read back, with folds between characters at 75 octets")
  func writer() throws {
    let pieces = ["a", "é", "漢", "😀", "e\u{301}", " ", "xyz", "👩‍👩‍👧"]
    for seed in 0..<500 {
      var random = Seeded(state: UInt64(seed))
      var value: [UInt8] = []
      for _ in 0..<random.below(200) { value += Array(pieces[random.below(pieces.count)].utf8) }
      var writer = LineWriter()
      writer.put(literal: "NOTE:")
      writer.put(value)
      writer.endLine()
      for line in String(decoding: writer.bytes, as: UTF8.self).utf8.split(separator: 0x0A) {
        #expect(line.count <= LineWriter.limit + 1, "seed \(seed)")
        #expect(line.last == 0x0D, "seed \(seed)")
        // A line that begins inside a character would not be valid by itself.
        #expect(String(validating: line.dropLast(), as: UTF8.self) != nil, "seed \(seed)")
      }
      let file = Lexer.lex(writer.bytes)
      #expect(firstValue(file) == Text(value), "seed \(seed)")
    }
  }

  @Test("Bytes that are no characters are folded as well")
  func writerWithoutCharacters() {
    var writer = LineWriter()
    writer.put([UInt8](repeating: 0x80, count: 500))
    writer.endLine()
    #expect(writer.bytes.split(separator: 0x0A).allSatisfy { $0.count <= LineWriter.limit + 1 })
    #expect(writer.bytes.count { $0 == 0x80 } == 500)
  }
}
