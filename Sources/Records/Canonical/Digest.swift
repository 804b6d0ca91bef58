import Crypto

/// A SHA-256 digest, held in place: no reference is counted where millions are compared.
package struct Digest: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Big-endian words, so that they order as the bytes do.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// The digest of some bytes. O(n).
  package init(of content: [UInt8]) {
    var hash = SHA256()
    content.withUnsafeBytes { hash.update(bufferPointer: $0) }
    self.init(words: hash.finalize())
  }

  /// A stored digest, or nil if it is not 32 bytes.
  package init?(bytes: [UInt8]) {
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
  package var bytes: [UInt8] {
    [words.0, words.1, words.2, words.3].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) }
    }
  }

  package static func == (one: Digest, other: Digest) -> Bool { one.words == other.words }

  package static func < (one: Digest, other: Digest) -> Bool { one.words < other.words }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
  }

  /// Lower-case hexadecimal.
  package var description: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
