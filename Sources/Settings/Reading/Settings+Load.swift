extension Settings {
  /// Reads `drawbridge.yaml` from its bytes.
  ///
  /// Throws a `SettingsError` with every problem found; with code `notText` alone where the bytes
  /// are not UTF-8.
  package static func load(
    bytes: [UInt8], file: String = Settings.fileName, vocabulary: SettingsVocabulary = .init(),
    accountFile: (String) -> [UInt8]? = { _ in nil }
  ) throws(SettingsError) -> Settings {
    let text = try decoded(bytes, file)
    return try load(text: text, file: file, vocabulary: vocabulary, accountFile: accountFile)
  }

  private static func decoded(_ bytes: [UInt8], _ file: String) throws(SettingsError) -> String {
    guard let text = SettingsText.decode(bytes) else {
      let wide = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      let place = SettingsText.firstInvalid(in: bytes)
      throw SettingsError(
        file: file,
        problems: [
          SettingsProblem(
            code: .notText, line: place.line, column: place.column, path: "",
            message: wide ? "The file is UTF-16." : "From here on the file is not UTF-8 text.",
            fix: SettingsText.saveAsUTF8)
        ])
    }
    return text
  }

  /// Reads the text of `drawbridge.yaml`. An empty text gives the defaults and no account.
  ///
  /// Throws a `SettingsError` with every problem found, in the order of the file; text that is
  /// not YAML, or sets one name twice, gives the first such problem alone.
  ///
  /// - Parameter accountFile: the bytes of `accounts/NAME.yaml` of an account, if it is there. It
  ///   overrides the rows of `users_may_edit`; its other rows become warnings.
  package static func load(
    text: String, file: String = Settings.fileName, vocabulary: SettingsVocabulary = .init(),
    accountFile: (String) -> [UInt8]? = { _ in nil }
  ) throws(SettingsError) -> Settings {
    var reader = SettingsReader(vocabulary: vocabulary)
    if let root = try SettingsYAML.read(text, file: file) { reader.read(root) }
    reader.checkColumns()
    reader.checkContradictions()
    let problems = reader.draft.problems.enumerated().sorted {
      ($0.element.line ?? 0, $0.element.column ?? 0, $0.offset)
        < ($1.element.line ?? 0, $1.element.column ?? 0, $1.offset)
    }.map(\.element)
    guard problems.isEmpty else { throw SettingsError(file: file, problems: problems) }
    for account in reader.draft.settings.accounts {
      guard let bytes = accountFile(account.name) else { continue }
      let own = "accounts/\(account.name).yaml"
      let text = try decoded(bytes, own)
      guard let root = try SettingsYAML.read(text, file: own) else { continue }
      reader.readOwn(root, of: account.name)
      let problems = reader.draft.problems
      guard problems.isEmpty else { throw SettingsError(file: own, problems: problems) }
    }
    var settings = reader.draft.settings
    settings.file = file
    return settings
  }
}
