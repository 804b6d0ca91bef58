import ArgumentParser

/// What -o names: `-` means standard output, as in other programs; a file of that name is `./-`.
enum OutputName {
  /// The file or folder; nil for standard output.
  static func path(_ output: String?) -> String? { output == "-" ? nil : output }

  /// For commands that write nothing to standard output that could be read back.
  static func refuseStandardOutput(_ output: String?) throws {
    guard output == "-" else { return }
    throw ValidationError("This cannot be written to standard output: name a file or folder.")
  }
}
