/// The backslash escapes of TEXT values (RFC 6350 section 3.4, RFC 5545 section 3.3.11).
public enum TextEscaping {
  /// The text that an escaped value stands for. A backslash before any other byte than
  /// `\ , ; : " n N` stands for itself, as in the wild (`C:\Clients`). O(n).
  public static func unescape(_ value: Text) -> Text {
    guard value.contains(ASCII.backslash) else { return value }
    var result: [UInt8] = []
    result.reserveCapacity(value.count)
    let bytes = value.bytes
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let byte = bytes[at]
      let next = at + 1 < bytes.endIndex ? bytes[at + 1] : 0
      if byte == ASCII.backslash, isEscapable(next) {
        result.append(next | 0x20 == 0x6E ? ASCII.lf : next)
        at += 2
      } else {
        result.append(byte)
        at += 1
      }
    }
    return Text(result)
  }

  /// The escaped form: `\\`, `\,`, `\;` and `\n` for LF or CRLF. O(n).
  public static func escape(_ text: Text) -> Text {
    guard text.bytes.contains(where: needsEscape) else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.count + 16)
    append(text, to: &result)
    return Text(result)
  }

  /// Appends the escaped form.
  public static func append(_ text: Text, to result: inout [UInt8]) {
    let bytes = text.bytes
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let byte = bytes[at]
      switch byte {
      case ASCII.backslash, ASCII.comma, ASCII.semicolon:
        result.append(ASCII.backslash)
        result.append(byte)
      case ASCII.cr where at + 1 < bytes.endIndex && bytes[at + 1] == ASCII.lf:
        break
      case ASCII.lf:
        result.append(ASCII.backslash)
        result.append(0x6E)
      default:
        result.append(byte)
      }
      at += 1
    }
  }

  /// The parts between unescaped separators, still escaped. O(n).
  public static func split(_ value: Text, at separator: UInt8) -> [Text] {
    guard value.contains(separator) else { return [value] }
    var parts: [Text] = []
    var start = 0
    var at = 0
    let bytes = value.bytes
    let base = bytes.startIndex
    while at < bytes.count {
      if bytes[base + at] == ASCII.backslash {
        at += 2
        continue
      }
      if bytes[base + at] == separator {
        parts.append(value[start..<at])
        start = at + 1
      }
      at += 1
    }
    parts.append(value[min(start, value.count)..<value.count])
    return parts
  }

  private static func isEscapable(_ byte: UInt8) -> Bool {
    switch byte {
    case ASCII.backslash, ASCII.comma, ASCII.semicolon, ASCII.colon, ASCII.quote, 0x6E, 0x4E: true
    default: false
    }
  }

  /// Whether nothing in the bytes is escaped, separates or has to be escaped. O(n).
  public static func isPlain(_ bytes: Span<UInt8>) -> Bool {
    for place in bytes.indices where needsEscape(bytes[place]) { return false }
    return true
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte == ASCII.backslash || byte == ASCII.comma || byte == ASCII.semicolon || byte == ASCII.lf
      || byte == ASCII.cr
  }
}
