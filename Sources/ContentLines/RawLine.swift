/// A run of bytes in the lexed file.
package struct RawSpan32: Sendable, Equatable {
  package var offset: UInt32
  package var length: UInt32

  package init(offset: UInt32, length: UInt32) {
    self.offset = offset
    self.length = length
  }

  package static let none = RawSpan32(offset: 0, length: 0)
}

/// One parameter of a content line: `NAME=value,"value"`, or a bare 2.1 word in `value`.
package struct RawParameter: Sendable {
  /// Empty for a bare word (`TEL;HOME:`).
  package var name: RawSpan32
  /// The raw list of values, with its quotes.
  package var value: RawSpan32
}

/// One unfolded content line as spans: group, name, parameters, value.
package struct RawLine: Sendable {
  package var group: RawSpan32
  /// Empty for a junk line, whose text then stands in `value`.
  package var name: RawSpan32
  package var value: RawSpan32
  package var firstParameter: UInt32
  package var parameterCount: UInt16
  /// The first physical line, from 1.
  package var number: UInt32

  package var isJunk: Bool { name.length == 0 }
}

/// A whole file as flat arrays of spans over one store.
package struct LexedFile: Sendable {
  package let store: ByteStore
  package let lines: [RawLine]
  package let parameters: [RawParameter]
  package let findings: [Finding]
  /// Whether the file was valid UTF-8 throughout; if not, lines that name a CHARSET still hold the
  /// bytes as they were.
  package let isValidUTF8: Bool

  package func text(_ span: RawSpan32) -> Text {
    Text(store: store, offset: span.offset, length: span.length)
  }

  package func parameters(of line: RawLine) -> ArraySlice<RawParameter> {
    let first = Int(line.firstParameter)
    return parameters[first..<first + Int(line.parameterCount)]
  }

  /// Whether a line's name is the given upper-case ASCII name, in any case.
  package func line(_ line: RawLine, isNamed name: StaticString) -> Bool {
    guard Int(line.name.length) == name.utf8CodeUnitCount else { return false }
    return name.withUTF8Buffer { wanted in
      for index in 0..<wanted.count
      where ASCII.upper(store.bytes[Int(line.name.offset) + index]) != wanted[index] {
        return false
      }
      return true
    }
  }
}
