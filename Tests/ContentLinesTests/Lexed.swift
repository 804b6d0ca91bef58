import ContentLines

/// One lexed line with its parts as strings, for comparison.
struct Line: Equatable, CustomStringConvertible {
  var group = ""
  var name: String
  /// `NAME=value` as written, or a bare word.
  var parameters: [String] = []
  var value: String

  init(_ name: String, group: String = "", _ value: String) {
    self.init(name, [], group: group, value)
  }

  init(_ name: String, _ parameters: [String], group: String = "", _ value: String) {
    self.group = group
    self.name = name
    self.parameters = parameters
    self.value = value
  }

  /// A line without any meaning.
  static func junk(_ value: String) -> Line { Line("", value) }

  var description: String { "\(group).\(name);\(parameters):\(value)" }
}

extension LexedFile {
  var all: [Line] {
    lines.map { line in
      Line(
        text(line.name, of: line).string,
        parameters(of: line).map {
          $0.name.length == 0
            ? text($0.value, of: line).string
            : "\(text($0.name, of: line).string)=\(text($0.value, of: line).string)"
        },
        group: text(line.group, of: line).string, text(line.value, of: line).string)
    }
  }

  var codes: [String] { findings.map(\.kind.code) }
}

func lex(_ text: String) -> LexedFile { Lexer.lex(Array(text.utf8)) }

/// The value of the first line, or nil.
func firstValue(_ file: LexedFile) -> Text? {
  file.lines.first.map { file.text($0.value, of: $0) }
}
