/// How the bytes of a file spell characters.
public enum DelimitedEncoding: String, CaseIterable, Sendable {
  /// UTF-8, with or without a byte order mark.
  case utf8 = "utf-8"
  /// UTF-16, low byte first.
  case utf16LittleEndian = "utf-16le"
  /// UTF-16, high byte first.
  case utf16BigEndian = "utf-16be"
  /// Windows-1252, what old spreadsheets write in Western Europe.
  case windows1252 = "windows-1252"
}

/// A file's bytes as UTF-8 without byte order mark, and how they were spelled.
struct DecodedText {
  var bytes: [UInt8]
  var encoding: DelimitedEncoding
  /// Number of code units that spell no character and became U+FFFD.
  var replaced: Int

  /// Decodes `bytes`, by `forced` if given, else by the byte order mark, else by their look:
  /// every second byte zero is UTF-16, valid UTF-8 is UTF-8, and anything else Windows-1252.
  init(_ bytes: [UInt8], forced: DelimitedEncoding?) {
    let mark = Self.byteOrderMark(bytes)
    let encoding = forced ?? mark?.encoding ?? Self.guessed(bytes)
    // A mark of another encoding than the forced one is content, however odd.
    let start = mark.map { $0.encoding == encoding ? $0.length : 0 } ?? 0
    self.encoding = encoding
    replaced = 0
    switch encoding {
    case .utf8:
      let content = bytes[start...]
      if String(validating: content, as: UTF8.self) != nil {
        self.bytes = start == 0 ? bytes : Array(content)
      } else {
        let repaired = Array(String(decoding: content, as: UTF8.self).utf8)
        replaced = max(1, Self.replacements(in: repaired[...]) - Self.replacements(in: content))
        self.bytes = repaired
      }
    case .utf16LittleEndian, .utf16BigEndian:
      (self.bytes, replaced) = Self.fromUTF16(
        bytes[start...], littleEndian: encoding == .utf16LittleEndian)
    case .windows1252:
      self.bytes = Self.fromWindows1252(bytes[start...])
    }
  }

  private static func byteOrderMark(
    _ bytes: [UInt8]
  ) -> (encoding: DelimitedEncoding, length: Int)? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    return nil
  }

  private static func guessed(_ bytes: [UInt8]) -> DelimitedEncoding {
    // A header of Latin letters in UTF-16 has a zero in nearly every second place. Three quarters
    // of the places, and at least four bytes, so that one stray NUL is not mistaken for it.
    let sample = bytes.prefix(512)
    if sample.count >= 4 {
      var zeros = [0, 0]
      for (index, byte) in sample.enumerated() where byte == 0 { zeros[index & 1] += 1 }
      let enough = sample.count * 3 / 8
      if zeros[1] >= enough, zeros[0] == 0 { return .utf16LittleEndian }
      if zeros[0] >= enough, zeros[1] == 0 { return .utf16BigEndian }
    }
    return String(validating: bytes, as: UTF8.self) != nil ? .utf8 : .windows1252
  }

  private static func fromUTF16(
    _ bytes: ArraySlice<UInt8>, littleEndian: Bool
  ) -> (bytes: [UInt8], replaced: Int) {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var index = bytes.startIndex
    while index + 1 < bytes.endIndex {
      let first = UInt16(bytes[index])
      let second = UInt16(bytes[index + 1])
      units.append(littleEndian ? second << 8 | first : first << 8 | second)
      index += 2
    }
    // Half a code unit at the end spells nothing.
    if index < bytes.endIndex { units.append(0xFFFD) }
    var replaced = index < bytes.endIndex ? 1 : 0
    var position = 0
    while position < units.count {
      let unit = units[position]
      if UTF16.isLeadSurrogate(unit), position + 1 < units.count,
        UTF16.isTrailSurrogate(units[position + 1])
      {
        position += 2
        continue
      }
      if UTF16.isSurrogate(unit) { replaced += 1 }
      position += 1
    }
    return (Array(String(decoding: units, as: UTF16.self).utf8), replaced)
  }

  private static func fromWindows1252(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 8)
    for byte in bytes {
      guard byte >= 0x80 else {
        result.append(byte)
        continue
      }
      let scalar = byte < 0xA0 ? high[Int(byte) - 0x80] : UInt16(byte)
      if scalar < 0x800 {
        result.append(0xC0 | UInt8(truncatingIfNeeded: scalar >> 6))
      } else {
        result.append(0xE0 | UInt8(truncatingIfNeeded: scalar >> 12))
        result.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6) & 0x3F)
      }
      result.append(0x80 | UInt8(truncatingIfNeeded: scalar) & 0x3F)
    }
    return result
  }

  /// What 0x80 to 0x9F stand for; the five that stand for nothing keep their number, as on the web.
  private static let high: [UInt16] = [
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
    0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
  ]

  private static func replacements(in bytes: ArraySlice<UInt8>) -> Int {
    var count = 0
    var index = bytes.startIndex
    while index + 2 < bytes.endIndex {
      if bytes[index] == 0xEF, bytes[index + 1] == 0xBF, bytes[index + 2] == 0xBD { count += 1 }
      index += 1
    }
    return count
  }
}
