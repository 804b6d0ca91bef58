/// Text as UTF-8, and how it was found.
package struct DecodedText: Sendable, Equatable {
  /// The encodings that are told apart.
  package enum Encoding: String, Sendable {
    case utf8 = "UTF-8"
    case utf8WithMark = "UTF-8 with a byte order mark"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"
  }

  /// The text as UTF-8 without a byte order mark; bytes that are not valid UTF-8 stay as they are.
  package var bytes: [UInt8]
  /// What the text was found in.
  package var encoding: Encoding
  /// The offset in the original of the first byte that is not valid in that encoding.
  package var invalidAt: Int?

  /// The encoding's name as a charset.
  package var encodingName: String { encoding.rawValue }
}

/// Makes UTF-8 of the encodings that exports come in.
package enum TextDecoding {
  /// Strips a byte order mark, and converts UTF-16 that has one or is obvious from its NULs.
  ///
  /// Invalid UTF-8 is reported and kept; the caller may call `windows1252ToUTF8` then. An unpaired
  /// surrogate becomes U+FFFD and is reported.
  /// - Complexity: O(*n*).
  package static func utf8(_ bytes: [UInt8]) -> DecodedText {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      let rest = Array(bytes[3...])
      return .init(
        bytes: rest, encoding: .utf8WithMark, invalidAt: firstInvalidUTF8(rest).map { $0 + 3 })
    }
    if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes, from: 2, littleEndian: true) }
    if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes, from: 2, littleEndian: false) }
    if let littleEndian = obviousUTF16(bytes) {
      return utf16(bytes, from: 0, littleEndian: littleEndian)
    }
    return .init(bytes: bytes, encoding: .utf8, invalidAt: firstInvalidUTF8(bytes))
  }

  /// Converts Windows-1252, the superset of ISO 8859-1 that Windows programs write.
  ///
  /// The five bytes it leaves undefined become the control characters of the same number, as in
  /// the WHATWG encoding standard; so no input fails.
  /// - Complexity: O(*n*).
  package static func windows1252ToUTF8(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 8)
    for byte in bytes {
      let scalar = (0x80...0x9F).contains(byte) ? upperControls[Int(byte) - 0x80] : UInt32(byte)
      append(scalar, to: &result)
    }
    return result
  }

  /// The offset of the first byte that is not valid UTF-8 (RFC 3629), or nil.
  ///
  /// - Complexity: O(*n*).
  package static func firstInvalidUTF8(_ bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBufferPointer { buffer in
      var index = 0
      let end = buffer.count
      while index < end {
        let lead = buffer[index]
        if lead < 0x80 {
          index += 1
          continue
        }
        let length: Int
        var allowed: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, allowed) = (3, 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE...0xEF: length = 3
        case 0xED: (length, allowed) = (3, 0x80...0x9F)
        case 0xF0: (length, allowed) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, allowed) = (4, 0x80...0x8F)
        default: return index
        }
        guard index + length <= end, allowed.contains(buffer[index + 1]) else { return index }
        for next in 2..<max(length, 2) where buffer[index + next] & 0xC0 != 0x80 { return index }
        index += length
      }
      return nil
    }
  }

  /// Tells UTF-16 without a mark: every one of the first characters is ASCII with a NUL beside it.
  private static func obviousUTF16(_ bytes: [UInt8]) -> Bool? {
    let start = bytes.prefix(16)
    guard start.count >= 4, start.count % 2 == 0 else { return nil }
    let even = stride(from: 0, to: start.count, by: 2).map { start[$0] }
    let odd = stride(from: 1, to: start.count, by: 2).map { start[$0] }
    if odd.allSatisfy({ $0 == 0 }), even.allSatisfy({ $0 != 0 }) { return true }
    if even.allSatisfy({ $0 == 0 }), odd.allSatisfy({ $0 != 0 }) { return false }
    return nil
  }

  private static func utf16(_ bytes: [UInt8], from start: Int, littleEndian: Bool) -> DecodedText {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count / 2 + 16)
    var invalidAt: Int?
    func unit(_ index: Int) -> UInt32 {
      littleEndian
        ? UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8
        : UInt32(bytes[index]) << 8 | UInt32(bytes[index + 1])
    }
    var index = start
    while index + 1 < bytes.count {
      let first = unit(index)
      var scalar = first
      if (0xD800...0xDBFF).contains(first), index + 3 < bytes.count,
        case let second = unit(index + 2), (0xDC00...0xDFFF).contains(second)
      {
        scalar = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
        index += 2
      } else if (0xD800...0xDFFF).contains(first) {
        scalar = 0xFFFD
        if invalidAt == nil { invalidAt = index }
      }
      append(scalar, to: &result)
      index += 2
    }
    if index < bytes.count, invalidAt == nil { invalidAt = index }
    return .init(
      bytes: result, encoding: littleEndian ? .utf16LittleEndian : .utf16BigEndian,
      invalidAt: invalidAt)
  }

  private static func append(_ scalar: UInt32, to result: inout [UInt8]) {
    switch scalar {
    case ..<0x80: result.append(UInt8(truncatingIfNeeded: scalar))
    case ..<0x800:
      result.append(0xC0 | UInt8(truncatingIfNeeded: scalar >> 6))
      result.append(0x80 | UInt8(truncatingIfNeeded: scalar) & 0x3F)
    case ..<0x10000:
      result.append(0xE0 | UInt8(truncatingIfNeeded: scalar >> 12))
      result.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6) & 0x3F)
      result.append(0x80 | UInt8(truncatingIfNeeded: scalar) & 0x3F)
    default:
      result.append(0xF0 | UInt8(truncatingIfNeeded: scalar >> 18))
      result.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 12) & 0x3F)
      result.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6) & 0x3F)
      result.append(0x80 | UInt8(truncatingIfNeeded: scalar) & 0x3F)
    }
  }

  /// Bytes 0x80 to 0x9F of Windows-1252.
  private static let upperControls: [UInt32] = [
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
    0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
  ]
}
