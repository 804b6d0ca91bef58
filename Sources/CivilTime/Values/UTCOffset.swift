/// The UTC-OFFSET value of RFC 5545 section 3.3.14.
public enum UTCOffset {
  /// Reads `+0100`, `-0500`, `+053000`, and the vendor spellings `+01:00` and `+01`; in seconds.
  /// `Z` is no offset here.
  public static func seconds(_ bytes: ArraySlice<UInt8>) -> Int? {
    var scanner = ByteScanner(bytes)
    guard scanner.peek == 0x2B || scanner.peek == 0x2D else { return nil }
    let negative = scanner.peek == 0x2D
    guard var size = scanner.offset() else { return nil }
    size = abs(size)
    if !scanner.isAtEnd {
      _ = scanner.skip(0x3A)
      guard let seconds = scanner.digits(2), seconds <= 59, scanner.isAtEnd else { return nil }
      size += seconds
    }
    return negative ? -size : size
  }

  /// `+0100`, or `-001521` where it has seconds.
  public static func text(_ seconds: Int) -> String {
    String(printing: { $0.append(offset: seconds, extended: false) })
  }
}
