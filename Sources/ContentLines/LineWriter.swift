/// Writes content lines: CRLF, folded at 75 octets on character boundaries (RFC 6350 section
/// 3.2, RFC 5545 section 3.1).
package struct LineWriter: Sendable {
  package private(set) var bytes: [UInt8] = []
  private var line: [UInt8] = []
  /// Whether long lines are folded; a digest does not need folds.
  private let folds: Bool

  package init(folds: Bool = true) {
    self.folds = folds
  }

  /// The longest physical line, in octets, without its line end.
  package static let limit = 75

  /// Adds to the line under way.
  package mutating func put(_ text: Text) {
    text.append(to: &line)
  }

  package mutating func put(_ more: [UInt8]) {
    line.append(contentsOf: more)
  }

  package mutating func put(_ byte: UInt8) {
    line.append(byte)
  }

  package mutating func put(literal string: StaticString) {
    string.withUTF8Buffer { line.append(contentsOf: $0) }
  }

  /// Ends the line under way. O(n) in its length.
  package mutating func endLine() {
    var start = 0
    if folds, line.count > Self.limit {
      var room = Self.limit
      while line.count - start > room {
        var cut = start + room
        // Never inside a UTF-8 sequence; four bytes back always find its first byte.
        while cut > start + 1, line[cut] & 0xC0 == 0x80, start + room - cut < 4 { cut -= 1 }
        bytes.append(contentsOf: line[start..<cut])
        bytes.append(contentsOf: [ASCII.cr, ASCII.lf, ASCII.space])
        start = cut
        room = Self.limit - 1
      }
    }
    if start == 0 {
      bytes.append(contentsOf: line)
    } else {
      bytes.append(contentsOf: line[start...])
    }
    bytes.append(ASCII.cr)
    bytes.append(ASCII.lf)
    line.removeAll(keepingCapacity: true)
  }

  /// Adds whole lines that are finished already.
  package mutating func append(finished: [UInt8]) {
    bytes.append(contentsOf: finished)
  }
}
