import Crypto

/// A SHA-256 digest, held in place: no reference is counted where millions are compared.
public struct Digest: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Big-endian words, so that they order as the bytes do.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// The digest of some bytes. O(n).
  public init(of content: [UInt8]) {
    var hash = SHA256()
    content.withUnsafeBytes { hash.update(bufferPointer: $0) }
    self.init(words: hash.finalize())
  }

  /// A stored digest, or nil if it is not 32 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.init(words: bytes)
  }

  /// A digest as `description` writes it, or nil. Either letter case.
  package init?(hexadecimal text: some StringProtocol) {
    let nibbles = text.utf8.compactMap { byte -> UInt8? in
      switch byte {
      case 0x30...0x39: byte - 0x30
      case 0x41...0x46: byte - 0x41 + 10
      case 0x61...0x66: byte - 0x61 + 10
      default: nil
      }
    }
    guard nibbles.count == 64, text.utf8.count == 64 else { return nil }
    self.init(
      words: stride(from: 0, to: 64, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] })
  }

  fileprivate init(words bytes: some Sequence<UInt8>) {
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    for (place, byte) in bytes.enumerated() {
      let value = UInt64(byte)
      switch place >> 3 {
      case 0: words.0 = words.0 << 8 | value
      case 1: words.1 = words.1 << 8 | value
      case 2: words.2 = words.2 << 8 | value
      default: words.3 = words.3 << 8 | value
      }
    }
    self.words = words
  }

  /// 32 bytes.
  public var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(32)
    for word in [words.0, words.1, words.2, words.3] {
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        result.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    return result
  }

  /// Byte by byte.
  public static func == (one: Digest, other: Digest) -> Bool { one.words == other.words }

  /// Byte by byte.
  public static func < (one: Digest, other: Digest) -> Bool { one.words < other.words }

  /// Agrees with `==`.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
  }

  /// Lower-case hexadecimal.
  public var description: String {
    var digits: [UInt8] = []
    digits.reserveCapacity(64)
    for byte in bytes {
      for half in [byte >> 4, byte & 15] { digits.append(half < 10 ? 0x30 + half : 0x57 + half) }
    }
    return String(decoding: digits, as: UTF8.self)
  }
}

/// Makes a digest of many pieces, one after the other. Each piece counts with its length, so that
/// none runs into the next.
public struct DigestBuilder {
  private var hash = SHA256()

  /// Begins with nothing.
  public init() {}

  /// Adds some bytes. O(n).
  public mutating func add(_ piece: ArraySlice<UInt8>) {
    var count = UInt64(piece.count).littleEndian
    withUnsafeBytes(of: &count) { hash.update(bufferPointer: $0) }
    piece.withUnsafeBytes { hash.update(bufferPointer: $0) }
  }

  /// Adds a text. O(n).
  public mutating func add(_ text: String) {
    add(Array(text.utf8)[...])
  }

  /// The digest of all that was added.
  public func finish() -> Digest { Digest(words: hash.finalize()) }
}
