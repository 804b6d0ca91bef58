/// The few bytes that content lines are made of.
public enum ASCII {
  /// HTAB.
  @inlinable public static var tab: UInt8 { 0x09 }
  /// LF.
  @inlinable public static var lf: UInt8 { 0x0A }
  /// CR.
  @inlinable public static var cr: UInt8 { 0x0D }
  /// SP.
  @inlinable public static var space: UInt8 { 0x20 }
  /// `"`
  @inlinable public static var quote: UInt8 { 0x22 }
  /// `,`
  @inlinable public static var comma: UInt8 { 0x2C }
  /// `.`
  @inlinable public static var dot: UInt8 { 0x2E }
  /// `:`
  @inlinable public static var colon: UInt8 { 0x3A }
  /// `;`
  @inlinable public static var semicolon: UInt8 { 0x3B }
  /// `=`
  @inlinable public static var equals: UInt8 { 0x3D }
  /// `\`
  @inlinable public static var backslash: UInt8 { 0x5C }
  /// `^`
  @inlinable public static var caret: UInt8 { 0x5E }

  /// A letter in lower case; any other byte as it is.
  @inlinable public static func lower(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }

  /// A letter in upper case; any other byte as it is.
  @inlinable public static func upper(_ byte: UInt8) -> UInt8 {
    byte >= 0x61 && byte <= 0x7A ? byte & 0xDF : byte
  }

  /// SP, HTAB, CR or LF.
  @inlinable public static func isSpace(_ byte: UInt8) -> Bool {
    byte == space || byte == tab || byte == cr || byte == lf
  }

  /// `0` to `9`.
  @inlinable public static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// `A` to `Z` in either case.
  @inlinable public static func isLetter(_ byte: UInt8) -> Bool {
    let lowered = byte | 0x20
    return lowered >= 0x61 && lowered <= 0x7A
  }

  /// Whether the byte may stand in a name (RFC 6350 section 3.3: ALPHA, DIGIT, "-").
  @inlinable public static func isStandardNameByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == 0x2D
  }

  /// The same, or in the names that are found in the wild (`_`).
  @inlinable public static func isNameByte(_ byte: UInt8) -> Bool {
    isStandardNameByte(byte) || byte == 0x5F
  }
}
