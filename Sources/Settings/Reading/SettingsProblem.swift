/// Something wrong, or odd, in the settings.
package struct SettingsProblem: Sendable, Equatable {
  /// What is wrong; the raw value is stable.
  package enum Code: String, Sendable, CaseIterable {
    /// The file is not UTF-8 text, or holds control characters.
    case notText = "settings-not-text"
    /// The file is longer or deeper than settings can be.
    case tooLarge = "settings-too-large"
    /// The file is not YAML.
    case syntax = "settings-syntax"
    /// A name stands twice in one mapping.
    case duplicateKey = "settings-duplicate-key"
    /// A name that is no row.
    case unknownKey = "settings-unknown-key"
    /// A value of another shape than the row takes.
    case wrongType = "settings-wrong-type"
    /// A value of the right shape that the row does not take.
    case wrongValue = "settings-wrong-value"
    /// Rows that contradict one another.
    case contradiction = "settings-contradiction"
    /// A row that an account's own file may not set.
    case notAllowed = "settings-not-allowed"
    /// An account that the settings do not name.
    case unknownAccount = "settings-unknown-account"
    /// A row asked for that does not exist.
    case unknownRow = "settings-unknown-row"
  }

  /// What is wrong.
  package var code: Code
  /// Line of the file, from 1, if one is meant.
  package var line: Int?
  /// Column in Unicode scalars, from 1.
  package var column: Int?
  /// Concrete path of the row, as `accounts.first.google`; empty for the file as a whole.
  package var path: String
  /// What is wrong, for people.
  package var message: String
  /// What to do about it.
  package var fix: String
}

/// All that is wrong in the settings.
package struct SettingsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Name of the file.
  package var file: String
  /// What is wrong, in the order of the file; at least one.
  package var problems: [SettingsProblem]

  /// One paragraph a problem: `drawbridge.yaml:3:5: message` and what to do, indented.
  package var description: String {
    problems.map { $0.described(in: file) }.joined(separator: "\n")
  }
}

extension SettingsProblem {
  /// Position, message and fix on lines of their own.
  package func described(in file: String) -> String {
    var place = file
    if let line { place += ":\(line)" }
    if line != nil, let column { place += ":\(column)" }
    let text = "\(place): \(message)"
    return fix.isEmpty
      ? text : text + "\n  " + fix.split(separator: "\n").joined(separator: "\n  ")
  }
}
