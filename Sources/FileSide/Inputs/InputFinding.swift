/// Something odd about an input that did not stop the rest from being read.
package struct InputFinding: Sendable, Equatable, CustomStringConvertible {
  /// How much it matters.
  package enum Severity: String, Sendable {
    /// Content was not read.
    case error
    /// Content may be missing, doubled or mixed.
    case warning
    /// Nothing is lost.
    case note
  }

  /// The stable name of a finding.
  package enum Code: String, Sendable, CaseIterable {
    /// The archive ends early or is corrupt; what stood before the damage was read.
    case damagedArchive = "input.damaged-archive"
    /// One file of the archive is corrupt and was left out.
    case damagedMember = "input.damaged-member"
    /// The archive unpacks to far more than it should; reading it stopped.
    case bomb = "input.bomb"
    /// The archive holds more files than the limit; reading it stopped.
    case tooManyEntries = "input.too-many-entries"
    /// A file is larger than the limit and was left out.
    case tooLarge = "input.too-large"
    /// A name in the archive leads out of it; the entry was not read.
    case unsafeName = "input.unsafe-name"
    /// An entry is encrypted and was not read.
    case encrypted = "input.encrypted"
    /// A file or folder inside an input may not be read.
    case unreadable = "input.unreadable"
    /// Nothing in this input looks like contacts, events or tasks.
    case nothingToRead = "input.nothing-to-read"
    /// A file of a folder is named as one of records and has no bytes.
    case emptyFile = "input.empty-file"
    /// Parts of a Takeout are missing.
    case missingParts = "input.missing-parts"
    /// The same part of a Takeout was given twice.
    case repeatedPart = "input.repeated-part"
    /// Parts of several Takeouts were given together.
    case severalExports = "input.several-exports"
    /// The same path was given twice.
    case repeatedPath = "input.repeated-path"
    /// An archive inside an archive or a folder was not opened.
    case nestedArchive = "input.nested-archive"
    /// A link, device or other special entry was not followed.
    case specialEntry = "input.special-entry"
    /// Two files of an archive have the same name; both were read.
    case repeatedName = "input.repeated-name"
  }

  /// The name of the finding.
  package var code: Code
  /// How much it matters.
  package var severity: Severity
  /// Where, in the words of `InputFile.path`.
  package var path: String
  /// What was found.
  package var message: String
  /// What a person can do about it, or nothing.
  package var fix: String

  /// Makes a finding from its parts.
  package init(
    _ code: Code, _ severity: Severity, path: String, message: String, fix: String = ""
  ) {
    self.code = code
    self.severity = severity
    self.path = path
    self.message = message
    self.fix = fix
  }

  /// One line: severity, where, what, what to do.
  package var description: String {
    "\(severity.rawValue): \(path): \(message)" + (fix.isEmpty ? "" : " \(fix)")
  }
}
