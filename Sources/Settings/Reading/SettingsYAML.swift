import Yams

/// Reads YAML text into nodes: the one place that knows the YAML library.
enum SettingsYAML {
  /// Longest file, in bytes.
  static let sizeLimit = 1 << 20
  /// Deepest nesting.
  static let depthLimit = 64
  /// Most values, anchors followed.
  static let nodeLimit = 20_000

  /// Reads one document; nil for an empty one. Throws the one problem that stopped it.
  static func read(_ text: String, file: String) throws(SettingsError) -> SettingsNode? {
    func failure(
      _ code: SettingsProblem.Code, _ line: Int?, _ column: Int?, _ message: String, _ fix: String
    ) -> SettingsError {
      SettingsError(
        file: file,
        problems: [
          SettingsProblem(
            code: code, line: line, column: column, path: "", message: message, fix: fix)
        ])
    }

    if let problem = SettingsText.problem(in: text) {
      throw SettingsError(file: file, problems: [problem])
    }
    var budget = nodeLimit
    do {
      // `basic`: values are never guessed (`off` stays text); `utf8`: no look at the environment.
      let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
      guard let root = try parser.singleRoot() else { return nil }
      return try convert(root, depth: 0, budget: &budget)
    } catch let problem as Refusal {
      throw failure(problem.code, problem.line, problem.column, problem.message, problem.fix)
    } catch let error as YamlError {
      switch error {
      case .duplicatedKeysInMapping(let names, let context):
        let name = names.first ?? ""
        let first = context.mark
        let again = SettingsText.repetition(
          of: name, line: first.line, column: first.column, in: text)
        throw failure(
          .duplicateKey, again ?? first.line, first.column,
          "`\(name)` is set twice" + (again == nil ? "." : ", first on line \(first.line)."),
          "Keep one of the two.")
      case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
        if let tab = SettingsText.indentingTab(line: mark.line, in: text) {
          throw failure(
            .syntax, mark.line, tab, "A tab stands in the indentation.",
            "YAML is indented with spaces only: two for each level.")
        }
        throw failure(
          .syntax, mark.line, mark.column, "This is not YAML: \(problem).",
          "Check the indentation, the colons and the quotes around this line.")
      case .composer(_, let problem, let mark, _):
        let several = problem.contains("another document")
        throw failure(
          .syntax, mark.line, mark.column,
          several ? "A second document begins here." : "This is not YAML: \(problem).",
          several
            ? "Settings are one document: remove the line `---`."
            : "Set the anchor before it is used, or put quotes around the text.")
      case .reader(let problem, _, _, _):
        throw failure(.notText, nil, nil, "This is not text: \(problem).", SettingsText.saveAsUTF8)
      default:
        throw failure(.syntax, nil, nil, "This is not YAML.", "Write the file anew.")
      }
    } catch {
      throw failure(.syntax, nil, nil, "This is not YAML: \(error).", "Write the file anew.")
    }
  }

  private struct Refusal: Error {
    var code: SettingsProblem.Code
    var line: Int
    var column: Int
    var message: String
    var fix: String
  }

  private static func convert(
    _ node: Node, depth: Int, budget: inout Int
  ) throws -> SettingsNode {
    let (line, column) = (node.mark?.line ?? 1, node.mark?.column ?? 1)
    budget -= 1
    guard budget > 0, depth < depthLimit else {
      throw Refusal(
        code: .tooLarge, line: line, column: column,
        message: depth < depthLimit
          ? "The file holds more than \(nodeLimit) values, anchors followed."
          : "The file is nested more than \(depthLimit) levels deep.",
        fix: "Settings are small; is this the right file?")
    }
    switch node {
    case .scalar(let scalar):
      return SettingsNode(
        content: .scalar(scalar.string, plain: scalar.style == .plain || scalar.style == .any),
        line: line, column: column)
    case .sequence(let sequence):
      var items: [SettingsNode] = []
      for item in sequence {
        items.append(try convert(item, depth: depth + 1, budget: &budget))
      }
      return SettingsNode(content: .list(items), line: line, column: column)
    case .mapping(let mapping):
      var entries: [SettingsNode.Entry] = []
      var merged: [SettingsNode.Entry] = []
      for (key, value) in mapping {
        let (line, column) = (key.mark?.line ?? line, key.mark?.column ?? column)
        guard case .scalar(let name) = key else {
          throw Refusal(
            code: .wrongType, line: line, column: column,
            message: "A list or mapping stands where a name is expected.",
            fix: "Write `name: value`.")
        }
        let content = try convert(value, depth: depth + 1, budget: &budget)
        if name.string == "<<", name.style == .plain {
          merged += included(content)
        } else {
          entries.append(
            SettingsNode.Entry(key: name.string, line: line, column: column, value: content))
        }
      }
      // What is written here wins over what `<<` brings, and an earlier `<<` over a later one.
      for entry in merged where !entries.contains(where: { $0.key == entry.key }) {
        entries.append(entry)
      }
      return SettingsNode(content: .mapping(entries), line: line, column: column)
    case .alias:
      // The parser follows aliases itself.
      return SettingsNode(content: .scalar("", plain: true), line: line, column: column)
    }
  }

  private static func included(_ node: SettingsNode) -> [SettingsNode.Entry] {
    switch node.content {
    case .mapping(let entries): entries
    case .list(let items): items.flatMap(included)
    case .scalar: []
    }
  }
}
