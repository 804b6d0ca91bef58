import ContentLines

/// A JSON text (RFC 8259): what OpenCRM's API answers. Members keep their order, numbers their
/// spelling.
indirect enum FlatJSON: Sendable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([(line: Int, value: FlatJSON)])
  case object([(name: String, value: FlatJSON)])

  /// The scalar as a form field would hold it: true is `1`, null is empty; nil for lists and
  /// objects.
  var cell: String? {
    switch self {
    case .null: ""
    case .bool(let value): value ? "1" : "0"
    case .number(let text), .string(let text): text
    case .array, .object: nil
    }
  }

  /// Where a text stops being JSON.
  struct Failure: Error {
    var line: Int
    var detail: String
  }

  /// Parses a whole text. O(n); values nested deeper than 32 are refused.
  static func parse(_ bytes: [UInt8]) throws(Failure) -> FlatJSON {
    var parser = JSONParser(bytes: bytes)
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.at == bytes.count else { throw parser.failure("Text follows the end.") }
    return value
  }
}

private struct JSONParser {
  let bytes: [UInt8]
  var at = 0
  var line = 1

  init(bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
  }

  func failure(_ detail: String) -> FlatJSON.Failure {
    FlatJSON.Failure(line: line, detail: detail)
  }

  var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  mutating func skipSpace() {
    while let byte = next, ASCII.isSpace(byte) {
      if byte == ASCII.lf { line += 1 }
      at += 1
    }
  }

  mutating func skip(_ byte: UInt8) -> Bool {
    skipSpace()
    guard next == byte else { return false }
    at += 1
    return true
  }

  mutating func value(depth: Int) throws(FlatJSON.Failure) -> FlatJSON {
    guard depth < 32 else { throw failure("The values are nested too deeply.") }
    skipSpace()
    switch next {
    case 0x7B:
      at += 1
      var members: [(name: String, value: FlatJSON)] = []
      if skip(0x7D) { return .object(members) }
      repeat {
        skipSpace()
        let name = try string()
        guard skip(ASCII.colon) else { throw failure("A colon is missing after \"\(name)\".") }
        members.append((name, try value(depth: depth + 1)))
      } while skip(ASCII.comma)
      guard skip(0x7D) else { throw failure("An object does not end.") }
      return .object(members)
    case 0x5B:
      at += 1
      var items: [(line: Int, value: FlatJSON)] = []
      if skip(0x5D) { return .array(items) }
      repeat {
        skipSpace()
        let start = line
        items.append((start, try value(depth: depth + 1)))
      } while skip(ASCII.comma)
      guard skip(0x5D) else { throw failure("The list does not end.") }
      return .array(items)
    case ASCII.quote:
      return .string(try string())
    default:
      return try word()
    }
  }

  private mutating func word() throws(FlatJSON.Failure) -> FlatJSON {
    let start = at
    while let byte = next,
      ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == 0x2D || byte == 0x2B
        || byte == ASCII.dot
    {
      at += 1
    }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    switch text {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default:
      guard let first = bytes[start..<at].first, first == 0x2D || ASCII.isDigit(first) else {
        throw failure(
          at == bytes.count ? "The text ends too early." : "A value was expected here.")
      }
      return .number(text)
    }
  }

  private mutating func string() throws(FlatJSON.Failure) -> String {
    guard next == ASCII.quote else { throw failure("A double quote was expected here.") }
    at += 1
    var text: [UInt8] = []
    while let byte = next {
      at += 1
      switch byte {
      case ASCII.quote:
        return String(decoding: text, as: UTF8.self)
      case ASCII.backslash:
        guard let escape = next else { break }
        at += 1
        switch escape {
        case 0x6E: text.append(ASCII.lf)
        case 0x74: text.append(ASCII.tab)
        case 0x72: text.append(ASCII.cr)
        case 0x62: text.append(0x08)
        case 0x66: text.append(0x0C)
        case 0x75: text += Array(String(scalar()).utf8)
        default: text.append(escape)
        }
      default:
        if byte == ASCII.lf { line += 1 }
        text.append(byte)
      }
    }
    throw failure("A text does not end.")
  }

  /// The character of `\uXXXX`, or of two of them that stand for one; U+FFFD for half a pair.
  private mutating func scalar() -> Unicode.Scalar {
    let replacement: Unicode.Scalar = "\u{FFFD}"
    guard let high = unit() else { return replacement }
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard high < 0xDC00, at + 1 < bytes.count, bytes[at] == ASCII.backslash,
      bytes[at + 1] == 0x75
    else { return replacement }
    let mark = at
    at += 2
    guard let low = unit(), low >= 0xDC00, low < 0xE000 else {
      at = mark
      return replacement
    }
    return Unicode.Scalar(0x10000 + (high & 0x3FF) << 10 + (low & 0x3FF)) ?? replacement
  }

  private mutating func unit() -> UInt32? {
    guard at + 4 <= bytes.count,
      let value = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
    else { return nil }
    at += 4
    return value
  }
}
