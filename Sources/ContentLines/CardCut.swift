import Glibc

/// Looks for places between two cards, where a file can be cut to be read in pieces.
public enum CardCut {
  /// Where a piece from `start` ends that has at least so many bytes: before a card, or at the end
  /// of the file. O(n) in the piece.
  public static func end(in bytes: [UInt8], from start: Int, least: Int) -> Int {
    next(in: bytes, from: min(start + least, bytes.count)) ?? bytes.count
  }

  /// The first line from a place on that begins a card right behind a line that ended one; nil where
  /// there is none, or where what follows has no line end of its own.
  ///
  /// Whether anything is open there only who reads the lines before can tell. O(n).
  static func next(in bytes: [UInt8], from start: Int) -> Int? {
    bytes.withUnsafeBytes { all -> Int? in
      guard let base = all.baseAddress else { return nil }
      var at = start
      while at < all.count, let found = memchr(base + at, Int32(ASCII.lf), all.count - at) {
        at = UnsafeRawPointer(found) - base + 1
        guard isWord("BEGIN:VCARD", all, at), endsWithCard(all, at - 1) else { continue }
        return memchr(base + at, Int32(ASCII.lf), all.count - at) == nil ? nil : at
      }
      return nil
    }
  }

  private static func isWord(
    _ word: StaticString, _ all: UnsafeRawBufferPointer, _ place: Int
  ) -> Bool {
    let count = word.utf8CodeUnitCount
    guard place >= 0, place + count <= all.count else { return false }
    for index in 0..<count where ASCII.upper(all[place + index]) != word.utf8Start[index] {
      return false
    }
    return true
  }

  /// Whether the line that ends with the LF at a place says END:VCARD and no more.
  private static func endsWithCard(_ all: UnsafeRawBufferPointer, _ newline: Int) -> Bool {
    let stop = newline > 0 && all[newline - 1] == ASCII.cr ? newline - 1 : newline
    let start = stop - 9
    return isWord("END:VCARD", all, start) && (start == 0 || all[start - 1] == ASCII.lf)
  }
}
