package import ContentLines

/// Random texts with everything that makes text hard.
package enum TextGenerator {
  /// Words, and pieces that have gone wrong somewhere: combining marks, right-to-left letters,
  /// emoji, separators, escapes, control characters, half of a CRLF.
  private static let plain = bytes([
    "Joe", "Bloggs", "Mary", "Acme", "Ltd", "London", "42", "a", "of", "Widgets", "meeting",
    "Q3", "St.", "x", "Smith", "Sales",
  ])
  private static let hard = bytes([
    "Zoë", "e\u{301}", "Ångström", "שלום", "مرحبا", "\u{202E}abc\u{202C}", "👩‍👩‍👧", "🇬🇧", "漢字", "ﬁ",
    "a,b", "a;b", "C:\\Clients", "\\n", "\"quoted\"", "1:2", "100%", "=41", "^n^^", "<b>bold</b>",
    "&amp;", "\u{1}", "\u{7F}", "\u{85}", "\u{2028}", "\t", "\u{FEFF}", "\\", "''", "–", "\u{A0}",
    "key: value", "BEGIN:VCARD", "item1.", "\u{1F468}\u{1F3FD}",
  ])
  private static let lineEnds = bytes(["\n", "\r\n", "\n\n"])

  private static func bytes(_ all: [String]) -> [[UInt8]] { all.map { Array($0.utf8) } }

  /// A text as a person sees it, unescaped. Empty in a few of a hundred cases, some hundred bytes
  /// long in others.
  package static func text(_ random: inout SeededRandom, lines: Bool = false) -> Text {
    if random.chance(4) { return .empty }
    let isLong = random.chance(4)
    let isHard = random.chance(40)
    let count = isLong ? 25 + random.below(20) : 1 + random.below(3)
    var result: [UInt8] = []
    for index in 0..<count {
      if index > 0 {
        if lines, random.chance(35) {
          result += random.pick(lineEnds)
        } else if !random.chance(10) {
          result.append(ASCII.space)
        }
      }
      result += isHard && random.chance(50) ? random.pick(hard) : random.pick(plain)
    }
    if isHard, random.chance(5) { result.append(ASCII.space) }
    return Text(result)
  }

  /// One plain word.
  package static func word(_ random: inout SeededRandom) -> Text {
    Text(random.pick(plain))
  }

  /// A word that no other draw of the run is likely to give.
  package static func fresh(_ random: inout SeededRandom) -> String {
    "v\(String(random.next() >> 40, radix: 36))"
  }
}
