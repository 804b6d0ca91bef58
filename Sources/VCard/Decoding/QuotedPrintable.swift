import ContentLines

/// The QUOTED-PRINTABLE encoding of vCard 2.1 (RFC 2045 section 6.7).
enum QuotedPrintable {
  /// The value with its `=XX` resolved, still escaped as content lines are.
  ///
  /// A byte that was encoded stands for itself: an encoded `;`, `,` or backslash gets the escape it
  /// needs, while the same byte in the open keeps its meaning as a separator. So the parts of a
  /// structured value decode one by one. Encoded line ends become `\n`. The bytes are in the
  /// character set that the property names. O(n).
  ///
  /// - Parameter escapes: false for URIs, which know no backslash escapes.
  static func decode(_ value: Text, escapes: Bool) -> (bytes: [UInt8], isWhole: Bool) {
    var result: [UInt8] = []
    result.reserveCapacity(value.count)
    var isWhole = true
    let bytes = value.bytes
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let byte = bytes[at]
      guard byte == ASCII.equals else {
        result.append(byte)
        at += 1
        continue
      }
      if at + 1 == bytes.endIndex { break }  // a soft break with nothing behind it
      guard at + 2 < bytes.endIndex, let high = digit(bytes[at + 1]), let low = digit(bytes[at + 2])
      else {
        isWhole = false
        result.append(byte)
        at += 1
        continue
      }
      at += 3
      append(high << 4 | low, before: bytes[at...], escapes: escapes, to: &result)
    }
    return (result, isWhole)
  }

  private static func append(
    _ byte: UInt8, before rest: ArraySlice<UInt8>, escapes: Bool, to result: inout [UInt8]
  ) {
    switch byte {
    case 0:
      break
    case ASCII.backslash where escapes, ASCII.semicolon where escapes, ASCII.comma where escapes:
      result.append(ASCII.backslash)
      result.append(byte)
    case ASCII.cr
    where rest.starts(with: [0x3D, 0x30, 0x41])
      || rest.starts(with: [0x3D, 0x30, 0x61]):
      break  // =0D=0A is one line end
    case ASCII.cr, ASCII.lf:
      result.append(ASCII.backslash)
      result.append(0x6E)
    default:
      result.append(byte)
    }
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
