/// Writes content lines: CRLF, folded at 75 octets on character boundaries (RFC 6350 section
/// 3.2, RFC 5545 section 3.1).
public struct LineWriter: Sendable {
  /// The lines written so far.
  public private(set) var bytes: [UInt8] = []
  /// Where the line under way begins.
  private var start = 0
  /// Whether long lines are folded; a digest does not need folds.
  private let folds: Bool

  /// A writer without lines.
  public init(folds: Bool = true) {
    self.folds = folds
    // A usual card or event fits, so that its bytes are not moved as they grow.
    bytes.reserveCapacity(1000)
  }

  /// The longest physical line, in octets, without its line end.
  public static let limit = 75

  /// Adds to the line under way.
  public mutating func put(_ text: Text) {
    text.append(to: &bytes)
  }

  /// Adds to the line under way.
  public mutating func put(_ more: [UInt8]) {
    bytes.append(contentsOf: more)
  }

  /// Adds to the line under way.
  public mutating func put(_ more: Span<UInt8>) {
    more.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
  }

  /// Adds to the line under way.
  public mutating func put(_ byte: UInt8) {
    bytes.append(byte)
  }

  /// Adds to the line under way.
  public mutating func put(literal string: StaticString) {
    string.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Ends the line under way. O(n) in its length.
  public mutating func endLine() {
    if folds, bytes.count - start > Self.limit { fold() }
    bytes.append(ASCII.cr)
    bytes.append(ASCII.lf)
    start = bytes.count
  }

  /// Breaks the line under way into physical lines.
  private mutating func fold() {
    let line = Array(bytes[start...])
    bytes.removeLast(line.count)
    var from = 0
    var room = Self.limit
    while line.count - from > room {
      var cut = from + room
      // Never inside a UTF-8 sequence; four bytes back always find its first byte.
      while cut > from + 1, line[cut] & 0xC0 == 0x80, from + room - cut < 4 { cut -= 1 }
      bytes.append(contentsOf: line[from..<cut])
      bytes.append(contentsOf: [ASCII.cr, ASCII.lf, ASCII.space])
      from = cut
      room = Self.limit - 1
    }
    bytes.append(contentsOf: line[from...])
  }

  /// Adds whole lines that are finished already.
  public mutating func append(finished: [UInt8]) {
    bytes.append(contentsOf: finished)
    start = bytes.count
  }
}
