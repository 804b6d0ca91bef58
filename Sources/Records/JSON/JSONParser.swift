import ContentLines

extension JSONValue {
  /// Parses a whole JSON text; a byte order mark is skipped.
  ///
  /// Throws `JSONError` where the text breaks the grammar or nests deeper than 256. O(n).
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    var parser = JSONParser(store: ByteStore(bytes))
    self = try parser.whole()
  }
}

private struct JSONParser {
  private static let depthLimit = 256

  let store: ByteStore
  var at = 0

  init(store: ByteStore) {
    self.store = store
    if store.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
  }

  private var end: Int { store.bytes.count }

  mutating func whole() throws(JSONError) -> JSONValue {
    let value = try value(depth: 0)
    skipSpace()
    if at < end { throw error(.trailingText, "There is more text after the value.") }
    return value
  }

  private func error(_ code: JSONError.Code, _ detail: String) -> JSONError {
    var line = 1
    var column = 1
    for byte in store.bytes[..<min(at, end)] {
      if byte == ASCII.lf {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    return JSONError(code: code, line: line, column: column, detail: detail)
  }

  private mutating func skipSpace() {
    while at < end, ASCII.isSpace(store.bytes[at]) { at += 1 }
  }

  private func peek() throws(JSONError) -> UInt8 {
    guard at < end else { throw error(.endsEarly, "The text ends in the middle of a value.") }
    return store.bytes[at]
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    guard depth < Self.depthLimit else { throw error(.tooDeep, "Values nest too deeply.") }
    skipSpace()
    switch try peek() {
    case 0x7B: return try object(depth: depth)
    case 0x5B: return try array(depth: depth)
    case ASCII.quote: return .string(try string())
    case 0x74: return try word("true", .bool(true))
    case 0x66: return try word("false", .bool(false))
    case 0x6E: return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(
    _ word: String, _ value: JSONValue
  ) throws(JSONError) -> JSONValue {
    guard store.bytes[at...].starts(with: word.utf8) else {
      throw error(.unexpectedByte, "A value was expected here.")
    }
    at += word.utf8.count
    return value
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = at
    let spelling = Array("+-.eE".utf8)
    while at < end, ASCII.isDigit(store.bytes[at]) || spelling.contains(store.bytes[at]) { at += 1 }
    let text = Text(
      store: store, offset: UInt32(clamping: start), length: UInt32(clamping: at - start))
    guard at > start else { throw error(.unexpectedByte, "A value was expected here.") }
    guard Double(text.string)?.isFinite == true else {
      throw error(.badNumber, "\(text) is no number.")
    }
    return .number(text)
  }

  private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
    at += 1
    var items: [JSONValue] = []
    skipSpace()
    if try peek() == 0x5D {
      at += 1
      return .array(items)
    }
    while true {
      items.append(try value(depth: depth + 1))
      skipSpace()
      let byte = try peek()
      at += 1
      if byte == 0x5D { return .array(items) }
      if byte != ASCII.comma {
        at -= 1
        throw error(.unexpectedByte, "A comma or ] was expected here.")
      }
    }
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
    at += 1
    var members: [JSONMember] = []
    skipSpace()
    if try peek() == 0x7D {
      at += 1
      return .object(members)
    }
    while true {
      skipSpace()
      guard try peek() == ASCII.quote else {
        throw error(.unexpectedByte, "A member name was expected here.")
      }
      let name = try string()
      skipSpace()
      guard try peek() == ASCII.colon else {
        throw error(.unexpectedByte, "A colon was expected here.")
      }
      at += 1
      members.append(JSONMember(name, try value(depth: depth + 1)))
      skipSpace()
      let byte = try peek()
      at += 1
      if byte == 0x7D { return .object(members) }
      if byte != ASCII.comma {
        at -= 1
        throw error(.unexpectedByte, "A comma or } was expected here.")
      }
    }
  }

  /// The string at the opening quote; a plain one stays a slice of the input.
  private mutating func string() throws(JSONError) -> Text {
    at += 1
    let start = at
    while try peek() != ASCII.quote, store.bytes[at] != ASCII.backslash { at += 1 }
    if store.bytes[at] == ASCII.quote {
      at += 1
      return Text(
        store: store, offset: UInt32(clamping: start), length: UInt32(clamping: at - 1 - start))
    }
    var result = Array(store.bytes[start..<at])
    while true {
      let byte = try peek()
      at += 1
      if byte == ASCII.quote { return Text(result) }
      guard byte == ASCII.backslash else {
        result.append(byte)
        continue
      }
      let escape = try peek()
      at += 1
      if escape == 0x75 {
        result.append(contentsOf: String(Character(try scalar())).utf8)
      } else if let plain = Self.escapes[escape] {
        result.append(plain)
      } else {
        at -= 1
        throw error(.badString, "This is no escape of JSON.")
      }
    }
  }

  private static let escapes: [UInt8: UInt8] = [
    ASCII.quote: ASCII.quote, ASCII.backslash: ASCII.backslash, 0x2F: 0x2F, 0x62: 0x08, 0x66: 0x0C,
    0x6E: ASCII.lf, 0x72: ASCII.cr, 0x74: ASCII.tab,
  ]

  /// The scalar of `\uXXXX`, or of a pair of them; half a pair becomes U+FFFD.
  private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
    let first = try hex()
    if let scalar = Unicode.Scalar(first) { return scalar }
    if first < 0xDC00, store.bytes[at...].starts(with: [ASCII.backslash, 0x75]) {
      let before = at
      at += 2
      let second = try hex()
      if second >= 0xDC00, second <= 0xDFFF,
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
      at = before
    }
    return "\u{FFFD}"
  }

  private mutating func hex() throws(JSONError) -> UInt32 {
    guard end - at >= 4 else { throw error(.endsEarly, "The text ends in the middle of a value.") }
    var value: UInt32 = 0
    for byte in store.bytes[at..<at + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error(.badString, "Four hexadecimal digits were expected after \\u.")
      }
      value = value << 4 | UInt32(digit)
    }
    at += 4
    return value
  }
}
