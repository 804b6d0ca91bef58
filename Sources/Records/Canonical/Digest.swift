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

  private init(words bytes: some Sequence<UInt8>) {
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
