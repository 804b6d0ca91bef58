import Glibc

/// A slice of UTF-8 bytes in a retained store; equal and ordered by content, never by place.
///
/// Copying a `Text` copies a reference and two numbers. It decodes to `String` only at the edge.
public struct Text: Sendable {
  /// Nil for the empty text, which then costs no reference.
  private let store: ByteStore?
  private let offset: UInt32
  private let length: UInt32

  /// A slice of a store, in bytes.
  public init(store: ByteStore, offset: UInt32, length: UInt32) {
    self.store = length == 0 ? nil : store
    self.offset = length == 0 ? 0 : offset
    self.length = length
  }

  private init() {
    store = nil
    offset = 0
    length = 0
  }

  /// Holds a copy of the bytes; bytes beyond 4 GiB − 1 are out of reach of a 32-bit slice and
  /// must be refused by the caller before.
  public init(_ bytes: [UInt8]) {
    self.init(
      store: ByteStore(bytes), offset: 0, length: UInt32(truncatingIfNeeded: bytes.count))
  }

  /// Holds a copy of the bytes.
  public init(_ bytes: ArraySlice<UInt8>) {
    self.init(Array(bytes))
  }

  /// Holds the UTF-8 of a string.
  public init(_ string: String) {
    self.init(Array(string.utf8))
  }

  /// The text without bytes.
  public static var empty: Text { Text() }

  /// In bytes.
  public var count: Int { Int(length) }
  /// Whether it has no bytes.
  public var isEmpty: Bool { length == 0 }

  /// The bytes, shared with the store. O(1).
  public var bytes: ArraySlice<UInt8> {
    store.map { $0.bytes[Int(offset)..<Int(offset) + Int(length)] } ?? []
  }

  /// Lends the bytes of the text, so that nothing is copied or retained.
  public func withSpan<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    guard let store else { return body(Span()) }
    return store.bytes.withUnsafeBufferPointer { all in
      body(all.span.extracting(Int(offset)..<Int(offset) + Int(length)))
    }
  }

  /// Appends the bytes. O(n).
  func append(to bytes: inout [UInt8]) {
    withBytes { bytes.append(contentsOf: $0) }
  }

  /// The same for `memchr` and its like, inside this module only.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    guard let store else { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
    return store.bytes.withUnsafeBytes { all in
      body(
        UnsafeRawBufferPointer(rebasing: all[Int(offset)..<Int(offset) + Int(length)]))
    }
  }

  /// The decoded text; invalid sequences become U+FFFD (the lexer repairs input before). O(n).
  public var string: String { String(decoding: bytes, as: UTF8.self) }

  /// The part in the given range of byte positions, sharing the store. O(1).
  public subscript(range: Range<Int>) -> Text {
    let clamped = range.clamped(to: 0..<count)
    guard let store, !clamped.isEmpty else { return .empty }
    return Text(
      store: store, offset: offset + UInt32(clamped.lowerBound), length: UInt32(clamped.count))
  }

  /// The byte at a position, or nil past the end.
  public func byte(at position: Int) -> UInt8? {
    guard position >= 0, position < count, let store else { return nil }
    return store.bytes[Int(offset) + position]
  }

  /// The position of the first such byte. O(n).
  public func firstIndex(of byte: UInt8) -> Int? {
    withBytes { all -> Int? in
      guard let start = all.baseAddress,
        let found = memchr(start, Int32(byte), all.count)
      else { return nil }
      return found - UnsafeMutableRawPointer(mutating: start)
    }
  }

  /// Whether the byte occurs. O(n).
  public func contains(_ byte: UInt8) -> Bool { firstIndex(of: byte) != nil }

  /// The same text with ASCII letters in lower case; itself if nothing changes. O(n).
  public var asciiLowercased: Text { asciiMapped(from: 0x41, to: 0x5A, by: 0x20) }

  /// The same text with ASCII letters in upper case; itself if nothing changes. O(n).
  public var asciiUppercased: Text { asciiMapped(from: 0x61, to: 0x7A, by: 0xE0) }

  private func asciiMapped(from low: UInt8, to high: UInt8, by delta: UInt8) -> Text {
    guard withBytes({ $0.contains { $0 >= low && $0 <= high } }) else { return self }
    return Text(bytes.map { $0 >= low && $0 <= high ? $0 &+ delta : $0 })
  }

  /// Whether the texts are equal but for the case of ASCII letters.
  public func equalsIgnoringCase(_ other: String) -> Bool {
    guard other.utf8.count == count else { return false }
    return withBytes { all in
      zip(all, other.utf8).allSatisfy { $0 == $1 || ASCII.lower($0) == ASCII.lower($1) }
    }
  }

  /// Without leading and trailing spaces, tabs and line ends. O(n) in what is trimmed.
  public var trimmed: Text {
    var low = 0
    var high = count
    while low < high, let byte = byte(at: low), ASCII.isSpace(byte) { low += 1 }
    while high > low, let byte = byte(at: high - 1), ASCII.isSpace(byte) { high -= 1 }
    return low == 0 && high == count ? self : self[low..<high]
  }
}

extension Text {
  /// The beginning of the text, for messages; cut between two characters.
  package var shown: String {
    guard count > 60 else { return string }
    var end = 60
    while end > 0, let byte = byte(at: end), byte & 0xC0 == 0x80 { end -= 1 }
    return self[0..<end].string + "…"
  }
}

extension Text: Hashable, Comparable {
  /// Byte by byte. O(n).
  public static func == (one: Text, other: Text) -> Bool {
    guard one.length == other.length else { return false }
    return compare(one, other) == 0
  }

  /// Byte by byte. O(n).
  public static func < (one: Text, other: Text) -> Bool {
    let order = compare(one, other)
    return order == 0 ? one.length < other.length : order < 0
  }

  /// Agrees with `==`.
  public func hash(into hasher: inout Hasher) {
    withBytes { hasher.combine(bytes: $0) }
  }

  private static func compare(_ one: Text, _ other: Text) -> Int32 {
    guard one.store !== other.store || one.offset != other.offset else { return 0 }
    return one.withBytes { first in
      other.withBytes { second -> Int32 in
        guard let a = first.baseAddress, let b = second.baseAddress else { return 0 }
        return memcmp(a, b, min(first.count, second.count))
      }
    }
  }
}

extension Text: ExpressibleByStringLiteral, CustomStringConvertible {
  /// Holds the UTF-8 of a literal.
  public init(stringLiteral value: String) {
    self.init(value)
  }

  /// The decoded text.
  public var description: String { string }
}
