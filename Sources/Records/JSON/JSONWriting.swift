import ContentLines

extension JSONValue {
  /// The shortest JSON text, UTF-8, members in the order they have. O(n).
  public var bytes: [UInt8] {
    var result: [UInt8] = []
    write(to: &result)
    return result
  }

  /// Appends the JSON text.
  public func write(to result: inout [UInt8]) {
    switch self {
    case .null: result.append(contentsOf: "null".utf8)
    case .bool(let flag): result.append(contentsOf: (flag ? "true" : "false").utf8)
    case .number(let text): result.append(contentsOf: text.bytes)
    case .string(let text): Self.write(text, to: &result)
    case .array(let items):
      result.append(0x5B)
      for (index, item) in items.enumerated() {
        if index > 0 { result.append(ASCII.comma) }
        item.write(to: &result)
      }
      result.append(0x5D)
    case .object(let members):
      result.append(0x7B)
      for (index, member) in members.enumerated() {
        if index > 0 { result.append(ASCII.comma) }
        Self.write(member.name, to: &result)
        result.append(ASCII.colon)
        member.value.write(to: &result)
      }
      result.append(0x7D)
    }
  }

  private static func write(_ text: Text, to result: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    result.append(ASCII.quote)
    for byte in text.bytes {
      switch byte {
      case ASCII.quote, ASCII.backslash:
        result.append(ASCII.backslash)
        result.append(byte)
      case ASCII.lf: result.append(contentsOf: [ASCII.backslash, 0x6E])
      case ASCII.cr: result.append(contentsOf: [ASCII.backslash, 0x72])
      case ASCII.tab: result.append(contentsOf: [ASCII.backslash, 0x74])
      case 0..<0x20:
        result.append(contentsOf: [ASCII.backslash, 0x75, 0x30, 0x30])
        result.append(digits[Int(byte >> 4)])
        result.append(digits[Int(byte & 15)])
      default: result.append(byte)
      }
    }
    result.append(ASCII.quote)
  }
}
