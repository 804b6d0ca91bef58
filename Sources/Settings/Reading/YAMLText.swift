/// Writes and takes apart the small pieces of text that settings consist of.
enum YAMLText {
  /// A scalar that reads back as the same text: plain where that is safe, else in double quotes.
  static func scalar(_ text: String) -> String {
    let letters = text.utf8
    let safe = letters.allSatisfy {
      switch $0 {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      case 0x5F, 0x2D, 0x2E, 0x2F, 0x40, 0x20, 0x2B: true
      default: false
      }
    }
    let first = letters.first.map { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
    let word = ["null", "Null", "NULL"].contains(text)
    if safe, first == true, letters.last != 0x20, !word { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  /// A list on one line.
  static func list(_ items: [String]) -> String {
    "[" + items.map(scalar).joined(separator: ", ") + "]"
  }

  /// Takes `-2 months` apart; the unit in the plural, also where the text has it in the singular.
  static func countAndUnit(_ text: String?) -> (count: Int, unit: String)? {
    guard let parts = text?.split(separator: " "), parts.count == 2,
      let count = Int(parts[0]), parts[1].utf8.allSatisfy({ (0x61...0x7A).contains($0) })
    else { return nil }
    return (count, parts[1].hasSuffix("s") ? String(parts[1]) : parts[1] + "s")
  }

  /// Breaks text into lines of at most `width` bytes at spaces.
  static func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.utf8.count + 1 + word.utf8.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
