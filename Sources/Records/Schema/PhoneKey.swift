import ContentLines

/// Builds the key of a telephone number: its digits, and whatever else tells two numbers apart.
///
/// Spaces, brackets, dashes and dots are spelling. Letters are not (`1-800-FLOWERS`), nor is an
/// extension or what is dialled before, after or between digits (`*31#`, `,,4`): were they left
/// out, two numbers of one record would be taken for one, and one of them be lost.
struct PhoneKey {
  private(set) var bytes: [UInt8] = []
  private(set) var hasDigit = false
  /// Where the word under way begins.
  private var word: Int?
  /// Pauses count only between digits.
  private var pauses = 0

  /// - Parameter number: the number without `tel:`.
  init(_ number: Text) {
    bytes.reserveCapacity(number.count)
    let all = number.bytes
    guard all.allSatisfy({ $0 < 0x80 }) else {
      add(Array(Self.plain(number.string).utf8)[...])
      return
    }
    add(Array(all)[...])
  }

  private mutating func add(_ number: ArraySlice<UInt8>) {
    var place = number.startIndex
    while place < number.endIndex {
      let byte = number[place]
      if byte == ASCII.semicolon, let parameter = Parameter(number[(place + 1)...]) {
        // RFC 3966 section 5.3: the extension is part of the number; the context is not.
        if parameter.isExtension { add(Array("x".utf8) + parameter.value) }
        place = parameter.end
        continue
      }
      add(byte)
      place += 1
    }
  }

  private mutating func add(_ bytes: [UInt8]) {
    for byte in bytes { add(byte) }
  }

  private mutating func add(_ byte: UInt8) {
    switch byte {
    case _ where ASCII.isDigit(byte):
      endWord()
      flushPauses()
      bytes.append(byte)
      hasDigit = true
    case Self.plus where bytes.isEmpty: bytes.append(byte)
    case _ where ASCII.isLetter(byte) || byte >= 0x80:
      flushPauses()
      word = word ?? bytes.count
      bytes.append(ASCII.lower(byte))
    case Self.star, Self.hash:
      flushPauses()
      bytes.append(byte)
    case ASCII.comma, ASCII.semicolon: pauses += 1
    default: break
    }
  }

  private mutating func flushPauses() {
    if !bytes.isEmpty { bytes += Array(repeating: ASCII.comma, count: pauses) }
    pauses = 0
  }

  /// All words for an extension are one, where a number stands before and after.
  private mutating func endWord() {
    guard let start = word else { return }
    word = nil
    guard hasDigit, Self.extensionWords.contains(Text(Array(bytes[start...]))) else { return }
    bytes.replaceSubrange(start..., with: "x".utf8)
  }

  private static let plus: UInt8 = 0x2B
  private static let star: UInt8 = 0x2A
  private static let hash: UInt8 = 0x23
  private static let extensionWords: Set<Text> = ["x", "xt", "xtn", "ext", "extn", "extension"]

  /// Digits of any script in ASCII, letters as they are, nothing of the rest: no spaces, dashes or
  /// signs for the direction of writing, which phones put around numbers.
  private static func plain(_ number: String) -> String {
    var result = ""
    for scalar in number.unicodeScalars {
      if scalar.isASCII {
        result.unicodeScalars.append(scalar)
      } else if scalar.properties.numericType == .decimal,
        let digit = scalar.properties.numericValue
      {
        result += String(Int(digit))
      } else if scalar == "\u{FF0B}" {
        result += "+"
      } else if scalar.properties.isAlphabetic {
        result += scalar.properties.lowercaseMapping
      }
    }
    return result
  }

  /// `;name=value` of a `tel:` URI (RFC 3966 section 3).
  private struct Parameter {
    let isExtension: Bool
    let value: ArraySlice<UInt8>
    /// The place after it.
    let end: Int

    /// - Parameter text: what follows the semicolon; nil where it is no parameter.
    init?(_ text: ArraySlice<UInt8>) {
      guard let equals = text.firstIndex(of: ASCII.equals), equals > text.startIndex,
        text[..<equals].allSatisfy({ ASCII.isLetter($0) || $0 == 0x2D })
      else { return nil }
      end = text[equals...].firstIndex(of: ASCII.semicolon) ?? text.endIndex
      isExtension = Text(Array(text[..<equals])).equalsIgnoringCase("ext")
      value = text[(equals + 1)..<end]
    }
  }
}
