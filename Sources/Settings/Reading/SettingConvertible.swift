/// A value that a row of the settings can take.
protocol SettingConvertible: Equatable, Sendable {
  /// The values it takes, for messages and pages: `true | false`.
  static var allowed: String { get }
  /// Reads a value, or adds what is wrong with it and returns nil.
  static func read(
    _ node: SettingsNode, _ path: String, _ problems: inout [SettingsProblem]
  ) -> Self?
  /// The value as it is written in the file; nil where nothing is set.
  var written: String? { get }
}

extension SettingConvertible {
  /// Adds that the node holds something else than the row takes.
  static func refuse(
    _ node: SettingsNode, _ path: String, _ problems: inout [SettingsProblem],
    _ code: SettingsProblem.Code = .wrongType, fix: String? = nil
  ) -> Self? {
    let name = path.split(separator: ".").last.map(String.init) ?? path
    problems.append(
      node.problem(
        code, path, "`\(path)` cannot be \(node.described).",
        fix: fix
          ?? (node.isNull
            ? "Write `\(name): VALUE` with one of: \(allowed); or remove the line."
            : "It can be: \(allowed).")))
    return nil
  }
}

extension SettingChoice {
  static var allowed: String { allCases.map(\.rawValue).joined(separator: " | ") }

  static func read(
    _ node: SettingsNode, _ path: String, _ problems: inout [SettingsProblem]
  ) -> Self? {
    guard let text = node.text else { return refuse(node, path, &problems) }
    if let value = Self(rawValue: text) { return value }
    let near = NearestName.of(text, among: allCases.map(\.rawValue))
    return refuse(
      node, path, &problems, .wrongValue,
      fix: near.map { "Is `\($0)` meant? It can be: \(allowed)." })
  }

  var written: String? { rawValue }
}

extension Bool: SettingConvertible {
  static var allowed: String { "true | false" }

  static func read(
    _ node: SettingsNode, _ path: String, _ problems: inout [SettingsProblem]
  ) -> Bool? {
    switch node.text {
    case "true", "True", "TRUE", "yes", "Yes", "on", "On": true
    case "false", "False", "FALSE", "no", "No", "off", "Off": false
    default: refuse(node, path, &problems)
    }
  }

  var written: String? { self ? "true" : "false" }
}

extension Int: SettingConvertible {
  static var allowed: String { "a whole number" }

  static func read(
    _ node: SettingsNode, _ path: String, _ problems: inout [SettingsProblem]
  ) -> Int? {
    guard let text = node.text, let value = Int(text) else { return refuse(node, path, &problems) }
    return value
  }

  var written: String? { String(self) }
}

extension String: SettingConvertible {
  static var allowed: String { "text" }

  static func read(
    _ node: SettingsNode, _ path: String, _ problems: inout [SettingsProblem]
  ) -> String? {
    guard let text = node.text, text.utf8.contains(where: { $0 > 0x20 }) else {
      return refuse(node, path, &problems)
    }
    guard !text.utf8.contains(where: { $0 < 0x20 }) else {
      return refuse(node, path, &problems, .wrongValue, fix: "It is text of one line.")
    }
    return text
  }

  var written: String? { YAMLText.scalar(self) }
}

extension Optional: SettingConvertible where Wrapped: SettingConvertible {
  static var allowed: String { "\(Wrapped.allowed.replacing(" | ", with: " or ")), or nothing" }

  static func read(
    _ node: SettingsNode, _ path: String, _ problems: inout [SettingsProblem]
  ) -> Wrapped?? {
    if node.isNull { return .some(nil) }
    return Wrapped.read(node, path, &problems).map { .some($0) }
  }

  var written: String? { flatMap(\.written) }
}

extension [String]: SettingConvertible {
  static var allowed: String { "a list of names, as [one, \"the other\"]" }

  static func read(
    _ node: SettingsNode, _ path: String, _ problems: inout [SettingsProblem]
  ) -> [String]? {
    guard case .list(let items) = node.content else {
      return refuse(
        node, path, &problems, fix: node.text.map { "Write a list: [\(YAMLText.scalar($0))]." })
    }
    let before = problems.count
    let values = items.compactMap { String.read($0, path, &problems) }
    return problems.count == before ? values : nil
  }

  var written: String? { YAMLText.list(self) }
}
