public import ContentLines

/// Splits and decodes the raw text of parameter values (RFC 6350 section 5, RFC 6868).
public enum ParameterValues {
  /// The values between commas outside quotes, without their quotes. O(n).
  ///
  /// - Parameter splitsQuoted: a comma inside quotes separates as well (`TYPE="work,voice"`).
  public static func split(_ raw: Text, splitsQuoted: Bool) -> [Text] {
    var values: [Text] = []
    var isQuoted = false
    var start = 0
    let bytes = raw.bytes
    for at in 0..<bytes.count {
      let byte = bytes[bytes.startIndex + at]
      if byte == ASCII.quote {
        isQuoted.toggle()
      } else if byte == ASCII.comma, !isQuoted || splitsQuoted {
        values.append(unquote(raw[start..<at]))
        start = at + 1
      }
    }
    values.append(unquote(raw[start..<raw.count]))
    return values
  }

  private static func unquote(_ text: Text) -> Text {
    guard text.contains(ASCII.quote) else { return text }
    return Text(text.bytes.filter { $0 != ASCII.quote })
  }

  /// Resolves `^n`, `^'` and `^^`; other carets stay (RFC 6868 section 3.1). O(n).
  public static func decodingCarets(_ text: Text) -> Text {
    guard text.contains(ASCII.caret) else { return text }
    var result: [UInt8] = []
    let bytes = text.bytes
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let next = at + 1 < bytes.endIndex ? bytes[at + 1] : 0
      if bytes[at] == ASCII.caret, let decoded = carets[next] {
        result.append(decoded)
        at += 2
      } else {
        result.append(bytes[at])
        at += 1
      }
    }
    return Text(result)
  }

  private static let carets: [UInt8: UInt8] = [
    0x6E: ASCII.lf, 0x4E: ASCII.lf, 0x27: ASCII.quote, ASCII.caret: ASCII.caret,
  ]
}

/// The words of vCard 2.1 that stand without a parameter name.
enum BareParameter {
  /// ENCODING and VALUE have a few words of their own; every other bare word is a TYPE.
  static func name(of word: Text) -> Name {
    let word = word.trimmed
    if encodings.contains(where: word.equalsIgnoringCase) { return "ENCODING" }
    if values.contains(where: word.equalsIgnoringCase) { return .value }
    return .type
  }

  private static let encodings = ["QUOTED-PRINTABLE", "BASE64", "B", "7BIT", "8BIT"]
  private static let values = ["URL", "CONTENT-ID", "CID", "INLINE"]
}
