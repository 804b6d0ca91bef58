import ContentLines

/// Base64 as it stands in cards: broken by spaces, with or without padding.
enum Base64 {
  /// The letters without white space, or nil if anything else stands among them. O(n).
  static func letters(_ value: Text) -> Text? {
    var hasSpace = false
    for byte in value.bytes where !isLetter(byte) {
      guard ASCII.isSpace(byte) else { return nil }
      hasSpace = true
    }
    return hasSpace ? Text(value.bytes.filter { !ASCII.isSpace($0) }) : value
  }

  /// The bytes that the letters stand for, or nil if they are no base64. O(n).
  static func decode(_ value: Text) -> [UInt8]? {
    guard let letters = letters(value) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(letters.count / 4 * 3 + 3)
    var bits: UInt32 = 0
    var count = 0
    for byte in letters.bytes {
      guard let six = number(byte) else { break }  // padding
      bits = bits << 6 | six
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return result
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    number(byte) != nil || byte == ASCII.equals
  }

  private static func number(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x41...0x5A: UInt32(byte - 0x41)
    case 0x61...0x7A: UInt32(byte - 0x61 + 26)
    case 0x30...0x39: UInt32(byte - 0x30 + 52)
    case 0x2B: 62
    case 0x2F: 63
    default: nil
    }
  }
}
