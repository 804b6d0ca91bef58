/// A run of bytes in the lexed file, or beside it (`RawLine.isApart`).
public struct RawSpan32: Sendable, Equatable {
  /// From the beginning of the file.
  public var offset: UInt32
  /// In bytes.
  public var length: UInt32

  /// A run of bytes in a file.
  public init(offset: UInt32, length: UInt32) {
    self.offset = offset
    self.length = length
  }

  /// No bytes.
  public static let none = RawSpan32(offset: 0, length: 0)
}

/// One parameter of a content line: `NAME=value,"value"`, or a bare 2.1 word in `value`.
public struct RawParameter: Sendable {
  /// Empty for a bare word (`TEL;HOME:`).
  public var name: RawSpan32
  /// The raw list of values, with its quotes.
  public var value: RawSpan32
}

/// One unfolded content line as spans: group, name, parameters, value.
public struct RawLine: Sendable {
  /// Before the dot; empty where there is none.
  public var group: RawSpan32
  /// Empty for a junk line, whose text then stands in `value`.
  public var name: RawSpan32
  /// Behind the colon.
  public var value: RawSpan32
  /// The place of the first one in `LexedFile.parameters`.
  public var firstParameter: UInt32
  /// How many there are.
  public var parameterCount: UInt16
  /// Whether its spans lie beside the file, where lines were put together or repaired.
  public var isApart = false
  /// The first physical line, from 1.
  public var number: UInt32

  /// Whether it is no content line.
  public var isJunk: Bool { name.length == 0 }
}

/// A file as flat arrays of spans over its bytes.
public struct LexedFile: Sendable {
  /// The bytes of the file, as they were.
  public let store: ByteStore
  /// The lines that could not stay as they were: folded ones put together, and repaired ones.
  public let apart: ByteStore
  /// In the order of the file.
  public let lines: [RawLine]
  /// Of all lines, one after the other.
  public let parameters: [RawParameter]
  /// What was odd about the lines.
  public let findings: [Finding]
  /// How many physical lines there were.
  public let physicalLines: Int
  /// Whether the file was valid UTF-8 throughout; if not, lines that name a CHARSET still hold the
  /// bytes as they were.
  public let isValidUTF8: Bool

  /// Where the spans of a line lie. O(1).
  public func store(of line: RawLine) -> ByteStore { line.isApart ? apart : store }

  /// The text of a span of a line. O(1).
  public func text(_ span: RawSpan32, of line: RawLine) -> Text {
    Text(store: line.isApart ? apart : store, offset: span.offset, length: span.length)
  }

  /// The parameters of a line. O(1).
  public func parameters(of line: RawLine) -> ArraySlice<RawParameter> {
    let first = Int(line.firstParameter)
    return parameters[first..<first + Int(line.parameterCount)]
  }

  /// Whether a line's name is the given upper-case ASCII name, in any case.
  public func line(_ line: RawLine, isNamed name: StaticString) -> Bool {
    says(line.name, of: line, name)
  }

  /// Whether a span of a line is the given upper-case ASCII word, in any case.
  public func says(_ span: RawSpan32, of line: RawLine, _ word: StaticString) -> Bool {
    guard Int(span.length) == word.utf8CodeUnitCount else { return false }
    let store = store(of: line)
    return word.withUTF8Buffer { wanted in
      for index in 0..<wanted.count
      where ASCII.upper(store.bytes[Int(span.offset) + index]) != wanted[index] {
        return false
      }
      return true
    }
  }
}
