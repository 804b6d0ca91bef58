public import ContentLines

/// The block that Google Calendar appends to the description of an event with a video call: lines
/// between two rulers of `-`, `:` and `~`. It is Google's, changes by itself, and doubles on a
/// round trip if it is written back.
public enum MeetBlock {
  private static let opening = Array("-::~:~::~".utf8)

  /// Takes the block out of an unescaped description.
  ///
  /// - Returns: the description without the block and the line ends before it, and the block with
  ///   its rulers; the whole description and nil where there are no two rulers. O(n).
  public static func split(_ description: Text) -> (text: Text, block: Text?) {
    let bytes = Array(description.bytes)
    guard let first = ruler(bytes, from: 0), let second = ruler(bytes, from: first.upperBound)
    else { return (description, nil) }
    var end = first.lowerBound
    while let shorter = withoutBreak(bytes, before: end) { end = shorter }
    var kept = Array(bytes[..<end])
    let rest = bytes[second.upperBound...]
    if !Text(rest).trimmed.isEmpty {
      // Somebody wrote below the block.
      if !kept.isEmpty { kept.append(ASCII.lf) }
      kept += Text(rest).trimmed.bytes
    }
    return (Text(kept), Text(bytes[first.lowerBound..<second.upperBound]))
  }

  /// The next run of ruler bytes that begins as Google's rulers do.
  private static func ruler(_ bytes: [UInt8], from: Int) -> Range<Int>? {
    var at = from
    while at + opening.count <= bytes.count {
      guard bytes[at...].starts(with: opening) else {
        at += 1
        continue
      }
      var end = at
      while end < bytes.count, bytes[end] == 0x2D || bytes[end] == 0x3A || bytes[end] == 0x7E {
        end += 1
      }
      return at..<end
    }
    return nil
  }

  /// The position before a line end or `<br>` that ends at `end`.
  private static func withoutBreak(_ bytes: [UInt8], before end: Int) -> Int? {
    guard end > 0 else { return nil }
    if ASCII.isSpace(bytes[end - 1]) { return end - 1 }
    for tag in ["<br>", "<br/>", "<br />"] where end >= tag.utf8.count {
      if bytes[(end - tag.utf8.count)..<end].elementsEqual(tag.utf8) { return end - tag.utf8.count }
    }
    return nil
  }
}
