import Foundation
import TestSupport
import Testing

/// A large file of cards is converted piece by piece.
@Suite(.enabled(if: Prerequisite.isBuilt))
struct StreamedConversionTests {
  /// Cards of many kinds, one after the other until the file is large.
  private static func cards() -> [UInt8] {
    var bytes: [UInt8] = []
    var number = 0
    while bytes.count < 17 << 20 {
      number += 1
      let note = String(repeating: "\(number) is a long note, ", count: number % 7 * 40)
      let kind = [
        "VERSION:3.0\r\nFN:Ann \(number)\r\nN:Smith;Ann;;;\r\n",
        "VERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;=\r\nJoe;;;\r\n",
        "VERSION:4.0\r\nFN:Bob \(number)\r\nBDAY:--0229\r\nitem1.URL:https://a.b\r\n",
      ][number % 3]
      bytes += Array("BEGIN:VCARD\r\n\(kind)NOTE:\(note)\r\nEND:VCARD\r\n".utf8)
      if number % 1000 == 0 { bytes += Array("junk\r\n\r\n".utf8) }
    }
    return bytes
  }

  @Test("What comes out is what a file read as a whole gives, and standard output says the same")
  func sameAsWhole() throws {
    let folder = try TemporaryFolder()
    let bytes = Self.cards()
    let large = "\(folder.path)/large.vcf"
    try Data(bytes).write(to: URL(fileURLWithPath: large))
    // Standard input is read as a whole.
    let whole = try drawbridge(["convert", "-"], stdin: bytes)
    #expect(whole.status == 0)
    let streamed = try drawbridge("convert", large)
    #expect(streamed.status == whole.status)
    #expect(streamed.output == whole.output)
    #expect(try drawbridge("convert", large, "-o", "\(folder.path)/new.vcf").status == 0)
    #expect(try folder.bytes("new.vcf") == whole.output)
    // A file may be converted into itself.
    #expect(try drawbridge("convert", large, "-o", large).status == 0)
    #expect(try folder.bytes("large.vcf") == whole.output)
  }
}
