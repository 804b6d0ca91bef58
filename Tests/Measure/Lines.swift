/// Content lines as programs write them: folded at 75 octets, never inside a character.
struct Lines {
  private(set) var bytes: [UInt8] = []

  mutating func add(_ line: String) {
    let raw = Array(line.utf8)
    var start = 0
    var limit = 75
    while raw.count - start > limit {
      var end = start + limit
      while raw[end] & 0xC0 == 0x80 { end -= 1 }
      bytes += raw[start..<end]
      bytes += [0x0D, 0x0A, 0x20]
      start = end
      limit = 74
    }
    bytes += raw[start...]
    bytes += [0x0D, 0x0A]
  }

  /// A line of vCard 2.1: what is not plain ASCII as quoted-printable with soft line breaks.
  mutating func addOld(_ name: String, _ parts: [String]) {
    let isPlain = parts.allSatisfy { $0.utf8.allSatisfy { (0x20..<0x7F).contains($0) } }
    guard !isPlain else {
      let value = parts.map {
        $0.split(separator: ";", omittingEmptySubsequences: false).joined(separator: "\\;")
      }
      bytes += Array("\(name):\(value.joined(separator: ";"))\r\n".utf8)
      return
    }
    let lead = "\(name);CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
    bytes += Array(lead.utf8)
    var column = lead.utf8.count
    let digits = Array("0123456789ABCDEF".utf8)
    for (index, part) in parts.enumerated() {
      if index > 0 {
        bytes.append(0x3B)
        column += 1
      }
      for byte in part.utf8 {
        let isPlain = (0x20..<0x7F).contains(byte) && byte != 0x3D && byte != 0x3B
        if column + 3 > 75 {
          bytes += [0x3D, 0x0D, 0x0A]
          column = 0
        }
        if isPlain {
          bytes.append(byte)
          column += 1
        } else {
          bytes += [0x3D, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
          column += 3
        }
      }
    }
    bytes += [0x0D, 0x0A]
  }

  static func escape(_ text: String) -> String {
    var result: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x5C, 0x2C, 0x3B: result += [0x5C, byte]
      case 0x0A: result += [0x5C, 0x6E]
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  static func structured(_ parts: [String]) -> String {
    parts.map(escape).joined(separator: ";")
  }
}
