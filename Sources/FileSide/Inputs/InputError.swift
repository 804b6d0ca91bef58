/// Says why an input could not be opened at all.
///
/// Two errors are equal if their codes and paths are.
package struct InputError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The stable name of a reason.
  package enum Code: String, Sendable, CaseIterable {
    /// Nothing has this name.
    case missing = "input.missing"
    /// The file or folder may not be read, or reading it failed.
    case unreadable = "input.unreadable"
    /// The file has no bytes.
    case empty = "input.empty"
    /// The file has more bytes than one input may have.
    case tooLarge = "input.too-large"
    /// Nothing in the inputs looks like contacts, events or tasks.
    case nothingToRead = "input.nothing-to-read"
    /// The archive is damaged and no file in it could be read.
    case damagedArchive = "input.damaged-archive"
    /// The name belongs to a device or a socket.
    case notAFile = "input.not-a-file"
  }

  /// The reason.
  package var code: Code
  /// The path as it was given.
  package var path: String
  /// What happened, in words.
  package var detail: String
  /// What a person can do about it.
  package var fix: String

  /// Makes an error from its parts.
  package init(_ code: Code, path: String, detail: String, fix: String) {
    self.code = code
    self.path = path
    self.detail = detail
    self.fix = fix
  }

  /// One line: where, what, what to do.
  package var description: String { "\(path): \(detail) \(fix)" }

  package static func == (left: InputError, right: InputError) -> Bool {
    left.code == right.code && left.path == right.path
  }
}
