import Glibc

/// Says why a file could not be written. What stood there before is still there.
///
/// Two errors are equal if their codes and paths are.
package struct OutputError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The stable name of a reason.
  package enum Code: String, Sendable, CaseIterable {
    /// The folder to write into does not exist.
    case missingFolder = "output.missing-folder"
    /// The folder or file system may not be written to.
    case notPermitted = "output.not-permitted"
    /// No space, or no quota, is left.
    case diskFull = "output.disk-full"
    /// A folder stands where the file should.
    case isFolder = "output.is-folder"
    /// The name is too long for the file system.
    case nameTooLong = "output.name-too-long"
    /// Any other failure of the system.
    case failed = "output.failed"
  }

  /// The reason.
  package var code: Code
  /// The path as it was given.
  package var path: String
  /// What happened, in words.
  package var detail: String
  /// What a person can do about it.
  package var fix: String

  /// Names a failed system call on a path.
  package init(errno number: Int32, path: String) {
    self.path = path
    switch number {
    case ENOENT, ENOTDIR:
      code = .missingFolder
      detail = "The folder to write into does not exist."
      fix = "Make the folder, or choose another with -o."
    case EACCES, EPERM, EROFS:
      code = .notPermitted
      detail =
        number == EROFS
        ? "The disk is read-only." : "Writing into this folder is not permitted."
      fix = "Choose another folder with -o, or give yourself the right to write there."
    case ENOSPC, EDQUOT, EFBIG:
      code = .diskFull
      detail = "The disk is full. The file was left as it was."
      fix = "Free some space and run the command again."
    case EISDIR, ENOTEMPTY, EEXIST:
      code = .isFolder
      detail = "A folder of this name stands in the way."
      fix = "Choose another name with -o, or move the folder."
    case ENAMETOOLONG:
      code = .nameTooLong
      detail = "The name is too long for this disk."
      fix = "Choose a shorter name with -o."
    default:
      code = .failed
      detail = "It cannot be written (\(String(cString: strerror(number))))."
      fix = "Check the disk and run the command again."
    }
  }

  /// One line: where, what, what to do.
  package var description: String { "\(path): \(detail) \(fix)" }

  package static func == (left: OutputError, right: OutputError) -> Bool {
    left.code == right.code && left.path == right.path
  }
}
