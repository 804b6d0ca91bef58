import ContentLines

/// A JSON value as written: members keep their order and may repeat.
enum LenientJSON: Sendable {
  case object([(name: String, value: LenientJSON)])
  case array([LenientJSON])
  case string(String)
  case number(String)
  case bool(Bool)
  case null

  /// The last member of that name that is not null: Takeouts of 2018 repeat `kind`.
  subscript(name: String) -> LenientJSON? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name && !$0.value.isNull }?.value
  }

  /// A string, or a number as it is written.
  var text: String? {
    switch self {
    case .string(let text), .number(let text): text
    case .object, .array, .bool, .null: nil
    }
  }

  var isTrue: Bool { if case .bool(true) = self { true } else { false } }
  private var isNull: Bool { if case .null = self { true } else { false } }

  var elements: [LenientJSON]? { if case .array(let all) = self { all } else { nil } }
  var members: [(name: String, value: LenientJSON)]? {
    if case .object(let all) = self { all } else { nil }
  }
}

/// Where and why text is no JSON.
struct LenientJSONError: Error {
  var line: Int
  var column: Int
  var message: String
}

/// Reads JSON (RFC 8259) with repeated names, a byte order mark, and a comma too many.
struct LenientJSONReader {
  /// Deeper nesting than any Tasks.json has; keeps the stack small.
  private static let depthLimit = 64
  private let bytes: [UInt8]
  private var at = 0

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
  }

  /// Reads one value that fills the text. O(n).
  static func read(_ bytes: [UInt8]) throws(LenientJSONError) -> LenientJSON {
    var reader = LenientJSONReader(bytes)
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.at >= bytes.count else { throw reader.error("Something follows the last brace.") }
    return value
  }

  private func error(_ message: String) -> LenientJSONError {
    let before = bytes.prefix(at)
    let line = before.reduce(1) { $1 == ASCII.lf ? $0 + 1 : $0 }
    let start = before.lastIndex(of: ASCII.lf).map { $0 + 1 } ?? 0
    return LenientJSONError(line: line, column: at - start + 1, message: message)
  }

  private mutating func skipSpace() {
    while at < bytes.count, ASCII.isSpace(bytes[at]) { at += 1 }
  }

  private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    at += 1
    return true
  }

  private mutating func value(depth: Int) throws(LenientJSONError) -> LenientJSON {
    guard depth < Self.depthLimit else { throw error("The nesting is too deep.") }
    skipSpace()
    switch next {
    case 0x7B: return try object(depth: depth)
    case 0x5B: return try array(depth: depth)
    case ASCII.quote: return .string(try string())
    case nil: throw error("The text ends too early.")
    default: return try word()
    }
  }

  private mutating func object(depth: Int) throws(LenientJSONError) -> LenientJSON {
    at += 1
    var members: [(name: String, value: LenientJSON)] = []
    while true {
      skipSpace()
      if take(0x7D) { return .object(members) }
      guard next == ASCII.quote else { throw error("Here the name of a member is missing.") }
      let name = try string()
      skipSpace()
      guard take(ASCII.colon) else { throw error("Here a colon is missing.") }
      members.append((name, try value(depth: depth + 1)))
      skipSpace()
      guard take(ASCII.comma) || next == 0x7D else { throw error("Here a comma is missing.") }
    }
  }

  private mutating func array(depth: Int) throws(LenientJSONError) -> LenientJSON {
    at += 1
    var elements: [LenientJSON] = []
    while true {
      skipSpace()
      if take(0x5D) { return .array(elements) }
      elements.append(try value(depth: depth + 1))
      skipSpace()
      guard take(ASCII.comma) || next == 0x5D else { throw error("Here a comma is missing.") }
    }
  }

  private mutating func word() throws(LenientJSONError) -> LenientJSON {
    let start = at
    while let byte = next, ASCII.isNameByte(byte) || byte == 0x2B || byte == ASCII.dot { at += 1 }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    switch text {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    default:
      guard let first = text.utf8.first, ASCII.isDigit(first) || first == 0x2D else {
        at = start
        throw error("This is no JSON value.")
      }
      return .number(text)
    }
  }

  private mutating func string() throws(LenientJSONError) -> String {
    at += 1
    var result: [UInt8] = []
    while let byte = next {
      at += 1
      switch byte {
      case ASCII.quote:
        return String(decoding: result, as: UTF8.self)
      case ASCII.backslash:
        try escape(into: &result)
      default:
        result.append(byte)
      }
    }
    throw error("A string has no end.")
  }

  private mutating func escape(into result: inout [UInt8]) throws(LenientJSONError) {
    guard let letter = next else { throw error("A string has no end.") }
    at += 1
    switch letter {
    case 0x6E: result.append(ASCII.lf)
    case 0x72: result.append(ASCII.cr)
    case 0x74: result.append(ASCII.tab)
    case 0x62: result.append(0x08)
    case 0x66: result.append(0x0C)
    case 0x75: append(try scalar(), to: &result)
    default: result.append(letter)
    }
  }

  /// `\uXXXX`, with its second half where it is a surrogate; a lone one becomes U+FFFD.
  private mutating func scalar() throws(LenientJSONError) -> UInt32 {
    let first = try hex()
    guard (0xD800...0xDBFF).contains(first), next == ASCII.backslash, at + 1 < bytes.count,
      bytes[at + 1] == 0x75
    else { return first }
    let mark = at
    at += 2
    let second = try hex()
    guard (0xDC00...0xDFFF).contains(second) else {
      at = mark
      return 0xFFFD
    }
    return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
  }

  private mutating func hex() throws(LenientJSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next else { throw error("A string has no end.") }
      let digit: UInt32
      switch byte {
      case 0x30...0x39: digit = UInt32(byte - 0x30)
      case 0x41...0x46: digit = UInt32(byte - 0x37)
      case 0x61...0x66: digit = UInt32(byte - 0x57)
      default: throw error("Four hexadecimal digits are missing.")
      }
      value = value << 4 | digit
      at += 1
    }
    return value
  }

  private func append(_ scalar: UInt32, to result: inout [UInt8]) {
    let scalar = Unicode.Scalar(scalar) ?? "\u{FFFD}"
    result.append(contentsOf: String(Character(scalar)).utf8)
  }
}
