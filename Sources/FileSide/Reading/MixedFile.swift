import ContentLines

/// A file in which cards and calendars stand one after the other, as `convert` of a whole Takeout
/// writes them: what belongs to each reader.
struct MixedFile {
  /// The lines of one format, in the order of the file.
  struct Part {
    var isCards: Bool
    var bytes: [UInt8]
    /// Where its lines stand in the file.
    var lines = SourceLines()
  }

  /// The parts, by first appearance; nil where all components are of one format. A component that
  /// never ends takes all that follows with it, as its reader would. O(n).
  static func parts(_ bytes: [UInt8]) -> [Part]? {
    var parts: [Part] = []
    var current: Int?
    var depth = 0
    var line = 1
    var start = 0
    // What stands before the first component belongs to it.
    var begun = (byte: 0, line: 1)
    func close(_ end: Int, _ endLine: Int) {
      guard let current, end > begun.byte else { return }
      parts[current].lines.add(from: begun.line, count: endLine - begun.line)
      parts[current].bytes += bytes[begun.byte..<end]
      begun = (end, endLine)
    }
    // As the lexer has it: beside any LF a lone CR is part of a value.
    let lineEnd = bytes.contains(ASCII.lf) ? ASCII.lf : ASCII.cr
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: lineEnd) ?? bytes.count
      switch word(bytes[start..<end]) {
      case .begin(let isCard):
        if depth == 0, let isCard, current.map({ parts[$0].isCards }) != isCard {
          close(start, line)
          current = parts.firstIndex { $0.isCards == isCard }
          if current == nil {
            current = parts.count
            parts.append(Part(isCards: isCard, bytes: []))
          }
        }
        depth += 1
      case .end: depth = max(0, depth - 1)
      case nil: break
      }
      line += 1
      start = min(end + 1, bytes.count)
    }
    close(bytes.count, line)
    return parts.count > 1 ? parts : nil
  }

  private enum Word {
    /// Of a card, of a calendar, or of something that may stand in either.
    case begin(isCard: Bool?)
    case end
  }

  private static func word(_ line: ArraySlice<UInt8>) -> Word? {
    guard let first = line.first.map(ASCII.upper), first == 0x42 || first == 0x45 else {
      return nil
    }
    let text = line.prefix(16).map(ASCII.upper)
    func says(_ word: String) -> Bool {
      // Nothing but blanks may follow.
      text.starts(with: word.utf8)
        && line.dropFirst(word.utf8.count).allSatisfy { ASCII.isSpace($0) }
    }
    if says("BEGIN:VCARD") { return .begin(isCard: true) }
    if says("BEGIN:VCALENDAR") { return .begin(isCard: false) }
    if text.starts(with: "BEGIN:".utf8) { return .begin(isCard: nil) }
    return text.starts(with: "END:".utf8) ? .end : nil
  }
}

/// Where the lines of a part stand in its file.
package struct SourceLines: Sendable {
  private var runs: [(from: Int, count: Int)] = []

  mutating func add(from line: Int, count: Int) { runs.append((line, count)) }

  /// The line of the file for a line of the part; itself where the part is the file.
  package func inFile(_ line: Int) -> Int {
    var left = line
    for run in runs {
      if left <= run.count { return left > 0 ? run.from + left - 1 : left }
      left -= run.count
    }
    return line
  }
}
