import Glibc

/// Where the cards of a file begin and end, found without reading them.
public struct CardBounds: Sendable {
  /// From the BEGIN line to the end of the END line.
  public let range: Range<Int>
  /// The number of the BEGIN line, from 1.
  public let line: Int

  /// The cards of a file that holds nothing but cards and blank lines, each whole and none inside
  /// another; nil for any other file. O(n).
  public static func find(_ bytes: [UInt8]) -> [CardBounds]? {
    bytes.withUnsafeBytes { all -> [CardBounds]? in
      guard let base = all.baseAddress else { return [] }
      var cards: [CardBounds] = []
      var begin: (at: Int, line: Int)?
      var line = 0
      var at = 0
      while at < all.count {
        line += 1
        let found = memchr(base + at, Int32(ASCII.lf), all.count - at)
        let next = found.map { UnsafeRawPointer($0) - base + 1 } ?? all.count
        let text = UnsafeRawBufferPointer(rebasing: all[at..<next])
        if isWord("BEGIN:VCARD", text) {
          guard begin == nil else { return nil }
          begin = (at, line)
        } else if isWord("END:VCARD", text) {
          guard let start = begin else { return nil }
          cards.append(CardBounds(range: start.at..<next, line: start.line))
          begin = nil
        } else if begin == nil, !text.allSatisfy(ASCII.isSpace) {
          return nil
        }
        at = next
      }
      return begin == nil ? cards : nil
    }
  }

  private static func isWord(_ word: StaticString, _ line: UnsafeRawBufferPointer) -> Bool {
    let count = word.utf8CodeUnitCount
    guard line.count >= count, ASCII.upper(line[0]) == word.utf8Start[0] else { return false }
    for place in 0..<count where ASCII.upper(line[place]) != word.utf8Start[place] { return false }
    return line[count...].allSatisfy(ASCII.isSpace)
  }
}
