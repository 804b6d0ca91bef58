/// What can be told of the text before, and better than, the YAML parser tells it.
enum SettingsText {
  static let saveAsUTF8 = "Save the file as UTF-8 text."

  /// Decodes UTF-8, with or without byte order mark; nil where it is not.
  static func decode(_ bytes: [UInt8]) -> String? {
    let marked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    return String(validating: bytes[(marked ? 3 : 0)...], as: UTF8.self)
  }

  /// Line and column of the first byte that is not UTF-8.
  static func firstInvalid(in bytes: [UInt8]) -> (line: Int, column: Int) {
    // The longest valid beginning, by halving: validity of beginnings on a character boundary is
    // monotone but for a cut character, which costs at most three bytes.
    var low = 0
    var high = bytes.count
    while low < high {
      let middle = (low + high + 1) / 2
      let valid = (0...min(3, middle)).contains {
        String(validating: bytes[..<(middle - $0)], as: UTF8.self) != nil
      }
      if valid { low = middle } else { high = middle - 1 }
    }
    while low > 0, String(validating: bytes[..<low], as: UTF8.self) == nil { low -= 1 }
    var line = 1
    var column = 1
    for scalar in String(decoding: bytes[..<low], as: UTF8.self).unicodeScalars {
      if scalar == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
    }
    return (line, column)
  }

  /// Refuses what the parser cannot take without harm: control characters, great length, and
  /// nesting so deep that a recursive parser would run out of stack.
  static func problem(in text: String) -> SettingsProblem? {
    guard text.utf8.count <= SettingsYAML.sizeLimit else {
      return SettingsProblem(
        code: .tooLarge, line: nil, column: nil, path: "",
        message: "The file is larger than \(SettingsYAML.sizeLimit / 1024) KiB.",
        fix: "Settings are small; is this the right file?")
    }
    var line = 1
    var column = 1
    var brackets = 0
    var indicators = 0
    var leading = true
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A: (line, column, leading, indicators) = (line + 1, 0, true, 0)
      case 0x5B, 0x7B: brackets += 1
      case 0x5D, 0x7D: brackets = max(0, brackets - 1)
      case 0x2D, 0x3F: if leading { indicators += 1 }
      case 0x20, 0x09, 0x0D, 0x85: break
      case 0x00..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF:
        let hex = String(scalar.value, radix: 16, uppercase: true)
        let digits = String(repeating: "0", count: max(0, 4 - hex.utf8.count)) + hex
        return SettingsProblem(
          code: .notText, line: line, column: column, path: "",
          message: "A control character (U+\(digits)) stands here.", fix: saveAsUTF8)
      default: leading = false
      }
      if brackets > 4 * SettingsYAML.depthLimit || indicators > SettingsYAML.depthLimit {
        return SettingsProblem(
          code: .tooLarge, line: line, column: column, path: "",
          message: "The file is nested more than \(SettingsYAML.depthLimit) levels deep.",
          fix: "Settings are small; is this the right file?")
      }
      column += 1
    }
    return nil
  }

  /// Column of the first tab in a line's indentation.
  static func indentingTab(line: Int, in text: String) -> Int? {
    guard let content = self.line(line, of: text) else { return nil }
    for (index, byte) in content.enumerated() {
      if byte == 0x09 { return index + 1 }
      if byte != 0x20 { return nil }
    }
    return nil
  }

  /// Line on which a name stands again at the same column, below `line`; nil in flow mappings.
  static func repetition(of name: String, line: Int, column: Int, in text: String) -> Int? {
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    guard line >= 1, line < lines.count else { return nil }
    let start = Array(repeating: UInt8(0x20), count: max(0, column - 1)) + Array(name.utf8)
    return lines[line...].firstIndex {
      $0.starts(with: start) && $0.dropFirst(start.count).first { $0 != 0x20 } == 0x3A
    }.map { $0 + 1 }
  }

  private static func line(_ number: Int, of text: String) -> Substring.UTF8View? {
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    return lines.indices.contains(number - 1) ? lines[number - 1] : nil
  }
}
