import Testing

@testable import FileSide

struct TextDecodingTests {
  private let sample = "BEGIN:VCARD\r\nFN:Zoë 𝄞 Łuk\r\nEND:VCARD\r\n"

  @Test("A byte order mark is stripped")
  func mark() {
    let decoded = TextDecoding.utf8([0xEF, 0xBB, 0xBF] + Array(sample.utf8))
    #expect(decoded == .init(bytes: Array(sample.utf8), encoding: .utf8WithMark))
  }

  @Test("UTF-16 becomes UTF-8, with and without a mark", arguments: [true, false])
  func utf16(littleEndian: Bool) {
    let units = sample.utf16.flatMap { unit in
      let pair = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      return littleEndian ? pair : pair.reversed()
    }
    let mark: [UInt8] = littleEndian ? [0xFF, 0xFE] : [0xFE, 0xFF]
    for bytes in [units, mark + units] {
      let decoded = TextDecoding.utf8(bytes)
      #expect(String(decoding: decoded.bytes, as: UTF8.self) == sample)
      #expect(decoded.encoding == (littleEndian ? .utf16LittleEndian : .utf16BigEndian))
      #expect(decoded.invalidAt == nil)
      #expect(InputContent.detect(bytes) == .vCard)
    }
  }

  @Test("An unpaired surrogate and a lone last byte are reported")
  func brokenUTF16() {
    #expect(TextDecoding.utf8([0xFF, 0xFE, 0x41, 0, 0x00, 0xD8, 0x42, 0]).invalidAt == 4)
    #expect(
      TextDecoding.utf8([0xFF, 0xFE, 0x00, 0xD8, 0x42, 0]).bytes == Array("\u{FFFD}B".utf8))
    #expect(TextDecoding.utf8([0xFF, 0xFE, 0x41, 0, 0x42]).invalidAt == 4)
  }

  @Test("Validity agrees with the standard library on every short pattern")
  func validity() {
    let interesting: [UInt8] = [
      0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1,
      0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF,
    ]
    for a in interesting {
      for b in interesting {
        for c in interesting {
          for d in [0x41, 0x80, 0xC2] as [UInt8] {
            let bytes = [a, b, c, d]
            let valid = String(validating: bytes, as: UTF8.self) != nil
            #expect((TextDecoding.firstInvalidUTF8(bytes) == nil) == valid, "\(bytes)")
          }
        }
      }
    }
    #expect(TextDecoding.firstInvalidUTF8(Array("Zo".utf8) + [0xEB, 0x41]) == 2)
    #expect(TextDecoding.utf8([0xEF, 0xBB, 0xBF, 0x41, 0xFF]).invalidAt == 4)
  }

  @Test("Windows-1252 becomes UTF-8")
  func windows1252() {
    let text = TextDecoding.windows1252ToUTF8([0x5A, 0x6F, 0xEB, 0x20, 0x80, 0x93, 0x94, 0x81])
    #expect(String(decoding: text, as: UTF8.self) == "Zoë €“”\u{81}")
  }

  @Test(
    "Content is told by its first bytes",
    arguments: [
      ("\r\n\r\n begin:vcard\nFN:x", .vCard), ("junk\nBEGIN:VCALENDAR", .iCalendar),
      ("  {\"kind\":1}", .json), ("[1]", .json), ("a,b\n1,2", .delimited), ("a;b", .delimited),
      ("a\tb", .delimited), ("hello", .other), ("<html>,", .other), ("\u{1},\u{2}", .other),
      ("", .empty), (" \r\n\t", .empty), ("GIF89a..", .photo), ("PK\u{3}\u{4}xx", .archive),
      ("crmid,description\r\n1,\"a\r\nBEGIN:VCARD\r\nb\"\r\n", .delimited),
      ("From: a, \"b\"\r\nBEGIN:VCARD\r\n", .vCard),
    ] as [(String, InputContent)])
  func content(text: String, content: InputContent) {
    #expect(InputContent.detect(Array(text.utf8)) == content)
  }
}
