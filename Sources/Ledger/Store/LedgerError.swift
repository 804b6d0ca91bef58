import GRDB
import Glibc
public import Records

/// Says why the ledger could not be opened, read or written.
///
/// Two errors are equal if their codes and paths are.
public struct LedgerError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The stable name of a reason.
  public enum Code: String, Sendable, CaseIterable {
    /// There is no ledger at the path.
    case missing = "ledger.missing"
    /// There is a ledger at the path already.
    case exists = "ledger.exists"
    /// The file is no ledger.
    case notALedger = "ledger.not-a-ledger"
    /// A newer version of the program wrote the ledger.
    case newer = "ledger.newer"
    /// The ledger's bytes contradict themselves.
    case damaged = "ledger.damaged"
    /// Another process works in the workspace.
    case inUse = "ledger.in-use"
    /// Another command wrote to the ledger since the state was loaded.
    case moved = "ledger.moved"
    /// The disk is full.
    case diskFull = "ledger.disk-full"
    /// The ledger or its folder may not be written, or the disk is read-only.
    case readOnly = "ledger.read-only"
    /// The ledger may not be read.
    case notPermitted = "ledger.not-permitted"
    /// The disk failed.
    case disk = "ledger.disk"
    /// There is no operation of that number.
    case noSuchOperation = "ledger.no-such-operation"
    /// The body of a record is not in the ledger.
    case missingRecord = "ledger.missing-record"
    /// A commit began from a state that was not loaded from this ledger, or was changed since.
    case notLoaded = "ledger.not-loaded"
    /// Anything else the database reports.
    case database = "ledger.database"
  }

  /// The reason.
  public var code: Code
  /// The ledger, or the lock.
  public var path: String
  /// What happened, in words.
  public var detail: String
  /// What a person can do about it.
  public var fix: String

  package init(_ code: Code, path: String, detail: String, fix: String) {
    self.code = code
    self.path = path
    self.detail = detail
    self.fix = fix
  }

  /// The exit code of a command that ends with this error (FORMS): 4 where running it again later
  /// can succeed, else 2.
  public var exitCode: Int32 {
    switch code {
    case .inUse, .moved, .diskFull, .disk: 4
    default: 2
    }
  }

  /// One line: where, what, what to do.
  public var description: String { "\(path): \(detail) \(fix)" }

  /// By code and path.
  public static func == (left: LedgerError, right: LedgerError) -> Bool {
    left.code == right.code && left.path == right.path
  }
}

extension LedgerError {
  /// The error of a digest that no record has.
  public static func missingRecord(_ digest: Digest, path: String) -> LedgerError {
    LedgerError(
      .missingRecord, path: path,
      detail: "The ledger has no record \(String(digest.description.prefix(16)))….",
      fix: restore)
  }

  /// The error of a sent step whose text cannot be read back.
  public static func damagedStep(_ step: StepKey, in store: any RecordStore) -> LedgerError {
    damaged(
      (store as? Ledger)?.path ?? "memory",
      "step \(step.step) of plan \(step.plan) cannot be read")
  }

  static func damaged(_ path: String, _ detail: String) -> LedgerError {
    LedgerError(.damaged, path: path, detail: "The ledger is damaged (\(detail)).", fix: restore)
  }

  static func newer(_ path: String, version: Int) -> LedgerError {
    LedgerError(
      .newer, path: path,
      detail: "The ledger has form \(version); this version knows forms up to "
        + "\(Migrations.current).",
      fix: "Use the version of drawbridge that wrote it, or a later one.")
  }

  static func missing(_ path: String) -> LedgerError {
    LedgerError(
      .missing, path: path, detail: "There is no ledger here.",
      fix: "Name a workspace with -C, or make one with `drawbridge init`.")
  }

  /// The error of a ledger that the system does not find.
  static func absent(_ path: String, _ number: Int32) -> LedgerError {
    guard number == EACCES else { return missing(path) }
    return LedgerError(
      .notPermitted, path: path, detail: "Reading the folder of the ledger is not permitted.",
      fix: "Give yourself the right to read it: chmod u+rwx.")
  }

  static func inUse(_ path: String, _ detail: String) -> LedgerError {
    LedgerError(
      .inUse, path: path, detail: detail,
      fix: "Wait until the other command ends, then run this one again.")
  }

  static func notALedger(_ path: String) -> LedgerError {
    LedgerError(
      .notALedger, path: path, detail: "The file is not a ledger of drawbridge.", fix: restore)
  }

  static func readOnly(_ path: String) -> LedgerError {
    LedgerError(
      .readOnly, path: path, detail: "The ledger cannot be written.",
      fix: "Check the permissions of the file and its folder, and whether the disk is read-only.")
  }

  private static let restore = "Restore the workspace from a backup."

  /// Any error as an error of the ledger; one that is none of the database's is kept.
  static func of(_ error: any Error, path: String) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    let text = error.message ?? "code \(error.extendedResultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_FULL:
      return LedgerError(
        .diskFull, path: path, detail: "The disk is full; nothing was changed.",
        fix: "Make room, then run the command again.")
    case .SQLITE_READONLY: return readOnly(path)
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return inUse(path, "Another process is writing the ledger.")
    case .SQLITE_NOTADB: return notALedger(path)
    case .SQLITE_CORRUPT, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_FORMAT:
      return damaged(path, text)
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
      return LedgerError(
        .notPermitted, path: path, detail: "The ledger cannot be opened (\(text)).",
        fix: "Check the permissions of the file and its folder.")
    case .SQLITE_IOERR:
      return LedgerError(
        .disk, path: path, detail: "Reading or writing the disk failed (\(text)).",
        fix: "Check the disk, then run the command again.")
    default:
      return LedgerError(
        .database, path: path, detail: "The database reports: \(text).",
        fix: "Run the command again; if it happens again, report it.")
    }
  }
}
