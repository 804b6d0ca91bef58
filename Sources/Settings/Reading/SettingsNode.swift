/// A YAML value with its place: what the parser found, freed of the parser's types.
struct SettingsNode: Sendable {
  enum Content: Sendable {
    /// A scalar; `plain` without quotes, so that `null` means nothing.
    case scalar(String, plain: Bool)
    case list([SettingsNode])
    case mapping([Entry])
  }
  struct Entry: Sendable {
    var key: String
    var line: Int
    var column: Int
    var value: SettingsNode
  }

  var content: Content
  var line: Int
  var column: Int

  /// Tells whether nothing is written here: `key:` alone, `~` or `null`.
  var isNull: Bool {
    guard case .scalar(let text, plain: true) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// The text of a scalar that is not null.
  var text: String? {
    guard case .scalar(let text, _) = content, !isNull else { return nil }
    return text
  }

  /// What stands here, in a few words for messages.
  var described: String {
    switch content {
    case .scalar(let text, _):
      if isNull { return "nothing" }
      let short = text.unicodeScalars.prefix(40)
      return
        "`\(String(String.UnicodeScalarView(short)))\(text.unicodeScalars.count > 40 ? "…" : "")`"
    case .list: return "a list"
    case .mapping: return "a mapping"
    }
  }

  func problem(
    _ code: SettingsProblem.Code, _ path: String, _ message: String, fix: String = ""
  ) -> SettingsProblem {
    SettingsProblem(
      code: code, line: line, column: column, path: path, message: message, fix: fix)
  }
}
