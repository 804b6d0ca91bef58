import Glibc

/// The lines of a calendar that only say when it was written.
public enum StampLines {
  /// The value of each `DTSTAMP:` line that is a moment in UTC (RFC 5545, 3.8.7.2), in order.
  ///
  /// Lines are found without reading the calendar: one that is spelled in another way, folded or
  /// with parameters, is left out. A continuation begins with a blank, so that none is taken for a
  /// line of its own. O(n).
  public static func values(in bytes: [UInt8]) -> [Range<Int>] {
    bytes.withUnsafeBytes { all -> [Range<Int>] in
      guard let base = all.baseAddress else { return [] }
      var values: [Range<Int>] = []
      var at = 0
      while at + name.count + valueLength < all.count {
        let value = at + name.count
        if all[at] == name[0], all[at..<value].elementsEqual(name),
          isMoment(all[value..<(value + valueLength)]), isEnd(all, value + valueLength)
        {
          values.append(value..<(value + valueLength))
        }
        guard let next = memchr(base + at, Int32(ASCII.lf), all.count - at) else { break }
        at = UnsafeRawPointer(next) - base + 1
      }
      return values
    }
  }

  private static let name = Array("DTSTAMP:".utf8)
  /// As `20260102T030405Z`.
  private static let valueLength = 16

  private static func isMoment(_ value: Slice<UnsafeRawBufferPointer>) -> Bool {
    for (place, byte) in value.enumerated() {
      switch place {
      case 8: if byte != 0x54 { return false }
      case 15: if byte != 0x5A { return false }
      default: if !(0x30...0x39).contains(byte) { return false }
      }
    }
    return true
  }

  /// Whether the line ends at a place and is not folded there.
  private static func isEnd(_ all: UnsafeRawBufferPointer, _ at: Int) -> Bool {
    var at = at
    if at < all.count, all[at] == ASCII.cr { at += 1 }
    guard at < all.count, all[at] == ASCII.lf else { return false }
    return at + 1 == all.count || all[at + 1] != ASCII.space && all[at + 1] != ASCII.tab
  }
}
