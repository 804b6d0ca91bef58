import Foundation

/// A scenario: `story.md` in a folder with its inputs, readable by a CRM administrator.
///
/// Headings with a date, such as `## Round 1 (2026-11-23)`, set the clock. Every line of a
/// `console` block that begins with `$ ` is run in the workspace; what it says stands below it.
struct Story {
  struct Command {
    var words: [String]
    /// The lines of the story that hold what it said.
    var output: Range<Int>
    var day: String
  }

  let lines: [String]
  private(set) var commands: [Command] = []

  init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var isConsole = false
    var day = "2026-11-23"
    var start: (words: [String], line: Int)?
    func finish(_ end: Int) -> Command? {
      start.map { Command(words: $0.words, output: $0.line + 1..<end, day: day) }
    }
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("```") {
        if isConsole, let command = finish(index) { commands.append(command) }
        start = nil
        isConsole = line == "```console"
      } else if isConsole, line.hasPrefix("$ ") {
        if let command = finish(index) { commands.append(command) }
        start = (Self.words(String(line.dropFirst(2))), index)
      } else if line.hasPrefix("#"), let found = line.firstMatch(of: /\((\d{4}-\d{2}-\d{2})\)/) {
        day = String(found.1)
      }
    }
  }

  /// The words of a command line; quotes hold words together.
  static func words(_ line: String) -> [String] {
    var words: [String] = []
    var word = ""
    var quote: Character?
    var isWord = false
    for character in line {
      if let open = quote {
        if character == open { quote = nil } else { word.append(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        isWord = true
      } else if character == " " {
        if isWord { words.append(word) }
        word = ""
        isWord = false
      } else {
        word.append(character)
        isWord = true
      }
    }
    if isWord { words.append(word) }
    return words
  }

  /// The story with other outputs.
  func replacing(_ outputs: [[String]]) -> String {
    var result: [String] = []
    var at = 0
    for (command, output) in zip(commands, outputs) {
      result += lines[at..<command.output.lowerBound]
      result += output
      at = command.output.upperBound
    }
    result += lines[at...]
    return result.joined(separator: "\n")
  }
}
