/// Where an effective value comes from.
package enum SettingOrigin: Sendable, Equatable {
  /// Nothing is written anywhere.
  case standard
  /// A line of `drawbridge.yaml`.
  case file(line: Int)
  /// A line of the account's own file.
  case accountFile(name: String, line: Int)
  /// Not set; it takes the value of the other direction.
  case follows(path: String)
  /// Switched off by a row above it.
  case bounded(path: String)

  /// The line, if it is one of `drawbridge.yaml`.
  var line: Int? {
    guard case .file(let line) = self else { return nil }
    return line
  }

  /// The origin in a few words: `drawbridge.yaml line 7`.
  package func described(in file: String = Settings.fileName) -> String {
    switch self {
    case .standard: "default"
    case .file(let line): "\(file) line \(line)"
    case .accountFile(let name, let line): "accounts/\(name).yaml line \(line)"
    case .follows(let path): "as \(path)"
    case .bounded(let path): "off by \(path)"
    }
  }
}
