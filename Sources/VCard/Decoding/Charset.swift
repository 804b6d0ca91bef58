import ContentLines

/// Decodes the character sets that a CHARSET parameter of vCard 2.1 or 3.0 names.
enum Charset {
  /// The UTF-8 form of some bytes, and whether the name was understood; bytes of an unknown set are
  /// read as Windows-1252. O(n).
  static func decode(_ bytes: [UInt8], named name: Text) -> (bytes: [UInt8], isKnown: Bool) {
    if isUTF8(named: name) { return (Windows1252.repairingUTF8(bytes), true) }
    switch bareName(name) {
    case "ISO88591", "LATIN1", "WINDOWS1252", "CP1252":
      // Writers that say ISO 8859-1 mean Windows-1252: its extra bytes are controls there.
      return (Windows1252.decoding(bytes), true)
    case let other:
      guard let table = CharsetTables.table(named: other) else {
        return (isUTF8(bytes) ? bytes : Windows1252.decoding(bytes), false)
      }
      return (decode(bytes, table), true)
    }
  }

  /// Whether a name means UTF-8, or a part of it; so does none.
  static func isUTF8(named name: Text) -> Bool {
    ["", "UTF8", "USASCII", "ASCII", "UNICODE11UTF8"].contains(bareName(name))
  }

  static func isUTF8(_ bytes: some Collection<UInt8>) -> Bool {
    let all = Array(bytes)
    return (try? UTF8Span(validating: all.span)) != nil
  }

  private static func decode(_ bytes: [UInt8], _ table: [UInt16]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      guard byte >= 0x80 else {
        result.append(byte)
        continue
      }
      let code = UInt32(table[Int(byte & 0x7F)])
      // A byte the set does not define keeps its number, as in Windows-1252.
      let scalar = Unicode.Scalar(code == 0 ? UInt32(byte) : code) ?? "\u{FFFD}"
      result.append(contentsOf: String(Character(scalar)).utf8)
    }
    return result
  }

  /// Letters and digits alone, in upper case: `iso_8859-15` is `ISO885915`.
  private static func bareName(_ name: Text) -> String {
    String(
      decoding: name.bytes.filter { ASCII.isLetter($0) || ASCII.isDigit($0) }.map(ASCII.upper),
      as: UTF8.self)
  }
}
