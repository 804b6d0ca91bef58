/// Windows-1252, the encoding that unmarked bytes of old cards usually have.
public enum Windows1252 {
  /// The characters of 0x80 to 0x9F; the five undefined bytes map to the control of that number.
  private static let high: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]

  /// The UTF-8 form of Windows-1252 bytes. O(n).
  public static func decoding(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    for byte in bytes { append(byte, to: &result) }
    return result
  }

  /// The UTF-8 form of ISO 8859-1 bytes. O(n).
  public static func decodingLatin1(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    for byte in bytes { append(scalar: UInt32(byte), to: &result) }
    return result
  }

  /// The bytes with each byte that is no part of valid UTF-8 read as Windows-1252. O(n).
  public static func repairingUTF8(_ bytes: [UInt8]) -> [UInt8] {
    if (try? UTF8Span(validating: bytes.span)) != nil { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 16)
    var at = 0
    while at < bytes.count {
      let length = sequenceLength(bytes, at)
      if length == 0 {
        append(bytes[at], to: &result)
        at += 1
      } else {
        result.append(contentsOf: bytes[at..<at + length])
        at += length
      }
    }
    return result
  }

  private static func append(_ byte: UInt8, to result: inout [UInt8]) {
    append(scalar: byte >= 0x80 && byte < 0xA0 ? high[Int(byte - 0x80)] : UInt32(byte), to: &result)
  }

  private static func append(scalar: UInt32, to result: inout [UInt8]) {
    guard let scalar = Unicode.Scalar(scalar) else { return }
    result.append(contentsOf: String(Character(scalar)).utf8)
  }

  /// The length of the well-formed UTF-8 sequence at a position, or 0 (Unicode table 3-7).
  private static func sequenceLength(_ bytes: [UInt8], _ at: Int) -> Int {
    func follows(_ index: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
      at + index < bytes.count && bytes[at + index] >= low && bytes[at + index] <= high
    }
    switch bytes[at] {
    case 0..<0x80: return 1
    case 0xC2...0xDF: return follows(1) ? 2 : 0
    case 0xE0: return follows(1, 0xA0) && follows(2) ? 3 : 0
    case 0xED: return follows(1, 0x80, 0x9F) && follows(2) ? 3 : 0
    case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : 0
    case 0xF0: return follows(1, 0x90) && follows(2) && follows(3) ? 4 : 0
    case 0xF4: return follows(1, 0x80, 0x8F) && follows(2) && follows(3) ? 4 : 0
    case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : 0
    default: return 0
    }
  }
}
