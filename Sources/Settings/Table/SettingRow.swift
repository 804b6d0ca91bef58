/// One row of the settings: its name, values, default and meaning. Reading, unknown names, the
/// file that `init` writes, `drawbridge settings` and spec/settings.md all follow from the rows.
package struct SettingRow: Sendable {
  /// Path with `NAME` for an account's name: `accounts.NAME.google`.
  package let path: String
  /// The values it takes, alternatives separated by ` | `; the default stands first.
  package let values: String
  /// The default as the file would spell it; nil where nothing is set.
  package let defaultText: String?
  /// What it does, for administrators.
  package let description: String
  /// What Google2OpenCRM calls it, if it has it.
  package let original: String?
  /// A value for the commented line of a row without default, or a better example.
  package let example: String?

  /// Reads a node into the draft; false where the value was refused.
  let apply: @Sendable (SettingsNode, String, inout SettingsDraft) -> Bool
  /// Spells the present value; the account by its place.
  let text: @Sendable (Settings, Int?) -> String?

  /// The last part of the path.
  var name: String { path.split(separator: ".").last.map(String.init) ?? path }
  /// Tells whether it is a row of an account.
  var isOfAccount: Bool { path.utf8.starts(with: "accounts.NAME.".utf8) }

  /// The path for an account.
  func path(account: String?) -> String {
    guard isOfAccount, let account else { return path }
    return "accounts.\(account)." + path.dropFirst("accounts.NAME.".utf8.count)
  }
}

/// Settings while they are read.
struct SettingsDraft {
  var settings = Settings()
  /// Place of the account that is being read.
  var account: Int?
  var problems: [SettingsProblem] = []
}

/// What a caller knows that settings alone cannot.
package struct SettingsVocabulary: Sendable {
  /// Tells whether a name is an IANA zone; nil takes any name of that shape.
  package var isZone: (@Sendable (String) -> Bool)?
  /// OpenCRM's API field names; nil takes any name in `opencrm.columns`.
  package var openCRMFields: [String]?
  /// The properties of contacts that are carried between sides; nil takes any name.
  package var contactProperties: [String]?

  /// Makes a vocabulary that takes anything.
  package init(
    isZone: (@Sendable (String) -> Bool)? = nil, openCRMFields: [String]? = nil,
    contactProperties: [String]? = nil
  ) {
    self.isZone = isZone
    self.openCRMFields = openCRMFields
    self.contactProperties = contactProperties
  }
}

extension SettingRow {
  /// Tells what is wrong with a value of the right shape: message and fix.
  typealias Check<Value> = @Sendable (Value) -> (message: String, fix: String)?

  /// A row of the whole file.
  static func global<Value: SettingConvertible>(
    _ path: String, _ key: WritableKeyPath<Settings, Value>,
    original: String? = nil, example: String? = nil, check: Check<Value>? = nil,
    _ description: String
  ) -> SettingRow {
    // Key paths never change; the library merely does not say so in their type.
    nonisolated(unsafe) let key = key
    let initial = Settings()[keyPath: key]
    return SettingRow(
      path: path, values: values(Value.self, initial), defaultText: initial.written,
      description: description, original: original, example: example,
      apply: { node, path, draft in
        guard
          let value = read(
            node, path, check: check, &draft.problems)
        else { return false }
        draft.settings[keyPath: key] = value
        return true
      },
      text: { settings, _ in settings[keyPath: key].written })
  }

  /// A row of every account.
  static func account<Value: SettingConvertible>(
    _ name: String, _ key: WritableKeyPath<AccountSettings, Value>,
    original: String? = nil, example: String? = nil, check: Check<Value>? = nil,
    _ description: String
  ) -> SettingRow {
    nonisolated(unsafe) let key = key
    let initial = AccountSettings(name: "")[keyPath: key]
    return SettingRow(
      path: "accounts.NAME.\(name)", values: values(Value.self, initial),
      defaultText: initial.written, description: description, original: original,
      example: example,
      apply: { node, path, draft in
        guard let account = draft.account,
          let value = read(
            node, path, check: check, &draft.problems)
        else { return false }
        draft.settings.accounts[account][keyPath: key] = value
        return true
      },
      text: { settings, account in
        guard let account, settings.accounts.indices.contains(account) else {
          return initial.written
        }
        return settings.accounts[account][keyPath: key].written
      })
  }

  private static func read<Value: SettingConvertible>(
    _ node: SettingsNode, _ path: String, check: Check<Value>?,
    _ problems: inout [SettingsProblem]
  ) -> Value? {
    guard let value = Value.read(node, path, &problems) else { return nil }
    if let refusal = check?(value) {
      problems.append(
        node.problem(
          .wrongValue, path, "`\(path)` cannot be \(node.described). \(refusal.message)",
          fix: refusal.fix))
      return nil
    }
    return value
  }

  /// The values with the default first, where they are a list of alternatives.
  private static func values<Value: SettingConvertible>(
    _ type: Value.Type, _ initial: Value
  ) -> String {
    initial.written == "false" ? "false | true" : type.allowed
  }
}
