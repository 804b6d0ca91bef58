import ContentLines

/// Folds text for comparison: lower case, no diacritics, no punctuation, one space between words.
enum Folding {
  /// The folded words of a text, one space between them. O(n).
  static func fold(_ text: Text) -> Text {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    append(text, to: &result)
    return result.isEmpty ? .empty : Text(result)
  }

  /// Appends the folded words, after a space where something stands before them. O(n).
  static func append(_ text: Text, to result: inout [UInt8]) {
    var isGap = true
    func start() {
      if isGap, !result.isEmpty { result.append(ASCII.space) }
      isGap = false
    }
    let bytes = text.bytes
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let byte = bytes[at]
      if byte < 0x80 {
        at += 1
        if ASCII.isLetter(byte) || ASCII.isDigit(byte) {
          start()
          result.append(ASCII.lower(byte))
        } else if byte != 0x27, byte != 0x60 {
          isGap = true
        }
        continue
      }
      let (value, length) = scalar(bytes, at)
      at += length
      switch FoldTable.shared[value] {
      case .nothing: break
      case .gap: isGap = true
      case .scalar(let folded):
        start()
        append(folded, &result)
      case .pair(let first, let second):
        start()
        result.append(first)
        result.append(second)
      }
    }
  }

  /// The words of a folded text, sharing its bytes. O(n).
  static func words(of folded: Text) -> [Text] {
    guard !folded.isEmpty else { return [] }
    var words: [Text] = []
    var start = 0
    for (at, byte) in folded.bytes.enumerated() where byte == ASCII.space {
      words.append(folded[start..<at])
      start = at + 1
    }
    words.append(folded[start..<folded.count])
    return words
  }

  /// Words in their order with one space between them.
  static func join(_ words: [Text]) -> Text {
    guard words.count != 1 else { return words[0] }
    var result: [UInt8] = []
    for word in words {
      if !result.isEmpty { result.append(ASCII.space) }
      result.append(contentsOf: word.bytes)
    }
    return result.isEmpty ? .empty : Text(result)
  }

  /// The character at a position and its length in bytes; a broken one counts as U+FFFD.
  private static func scalar(_ bytes: ArraySlice<UInt8>, _ at: Int) -> (UInt32, Int) {
    let first = bytes[at]
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1
    guard length > 1, at + length <= bytes.endIndex else { return (0xFFFD, 1) }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for next in bytes[(at + 1)..<(at + length)] {
      guard next & 0xC0 == 0x80 else { return (0xFFFD, 1) }
      value = value << 6 | UInt32(next & 0x3F)
    }
    return (value, length)
  }

  private static func append(_ value: UInt32, _ result: inout [UInt8]) {
    switch value {
    case 0..<0x80:
      result.append(UInt8(truncatingIfNeeded: value))
    case 0x80..<0x800:
      result.append(UInt8(truncatingIfNeeded: 0xC0 | value >> 6))
      result.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    case 0x800..<0x10000:
      result.append(UInt8(truncatingIfNeeded: 0xE0 | value >> 12))
      result.append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
      result.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    default:
      result.append(UInt8(truncatingIfNeeded: 0xF0 | value >> 18))
      result.append(UInt8(truncatingIfNeeded: 0x80 | value >> 12 & 0x3F))
      result.append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
      result.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    }
  }
}
