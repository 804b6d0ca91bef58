/// Judges the names that archives give to their entries.
enum EntryName {
  /// Tells whether a name leads out of the archive: absolute, with a drive letter, or with `..`.
  static func isUnsafe(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard let first = bytes.first else { return true }
    if first == 0x2F || first == 0x5C { return true }
    let isLetter = (0x41...0x5A).contains(first & 0xDF)
    if bytes.count > 1, isLetter, bytes[1] == 0x3A { return true }
    if bytes.contains(0) { return true }
    return parts(bytes).contains { $0.elementsEqual([0x2E, 0x2E]) }
  }

  /// Tells whether a file is hidden, or lies in a hidden folder or among the copies macOS adds.
  static func isHidden(_ name: String) -> Bool {
    parts(Array(name.utf8)).contains {
      $0.first == 0x2E && !$0.elementsEqual([0x2E]) || $0.elementsEqual("__MACOSX".utf8)
    }
  }

  /// Cleans a name for people: no control characters that a terminal would obey.
  static func shown(_ name: String) -> String {
    String(
      String.UnicodeScalarView(
        name.unicodeScalars.map {
          $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) ? "\u{FFFD}" : $0
        }))
  }

  private static func parts(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.split { $0 == 0x2F || $0 == 0x5C }
  }
}
