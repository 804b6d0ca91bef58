/// Small maps of text as one JSON object, written and read without a coder: there may be one for
/// each of 100,000 entries.
enum StringMap {
  /// The object with sorted keys; nil for an empty map.
  static func text(_ map: [String: String]) -> String? {
    guard !map.isEmpty else { return nil }
    var bytes: [UInt8] = [0x7B]
    for (key, value) in map.sorted(by: { $0.key < $1.key }) {
      if bytes.count > 1 { bytes.append(0x2C) }
      write(key, to: &bytes)
      bytes.append(0x3A)
      write(value, to: &bytes)
    }
    bytes.append(0x7D)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The map of what `text` wrote; nil for anything else. NULL is the empty map.
  static func map(_ text: String?) -> [String: String]? {
    guard let text else { return [:] }
    var reader = Reader(bytes: Array(text.utf8))
    return reader.object()
  }

  private static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C: bytes += [0x5C, byte]
      case 0..<0x20: bytes += Array("\\u00".utf8) + [hex(byte >> 4), hex(byte & 15)]
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }

  private static func hex(_ digit: UInt8) -> UInt8 {
    digit < 10 ? 0x30 + digit : 0x57 + digit
  }

  private struct Reader {
    let bytes: [UInt8]
    var place = 0

    mutating func take(_ byte: UInt8) -> Bool {
      guard place < bytes.count, bytes[place] == byte else { return false }
      place += 1
      return true
    }

    mutating func object() -> [String: String]? {
      guard take(0x7B) else { return nil }
      var map: [String: String] = [:]
      repeat {
        guard let key = string(), take(0x3A), let value = string() else { return nil }
        map[key] = value
      } while take(0x2C)
      return take(0x7D) && place == bytes.count ? map : nil
    }

    mutating func string() -> String? {
      guard take(0x22) else { return nil }
      var text: [UInt8] = []
      while place < bytes.count {
        let byte = bytes[place]
        place += 1
        switch byte {
        case 0x22: return String(decoding: text, as: UTF8.self)
        case 0x5C:
          guard let escaped = escape() else { return nil }
          text.append(escaped)
        default: text.append(byte)
        }
      }
      return nil
    }

    mutating func escape() -> UInt8? {
      if take(0x22) { return 0x22 }
      if take(0x5C) { return 0x5C }
      guard place + 5 <= bytes.count, bytes[place] == 0x75 else { return nil }
      let digits = String(decoding: bytes[place + 1..<place + 5], as: UTF8.self)
      place += 5
      return UInt8(digits, radix: 16)
    }
  }
}
