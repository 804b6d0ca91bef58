import Foundation
import GRDB

/// The store of a workspace: records once by digest, and what was known after each operation.
///
/// A command opens the ledger, loads a `LedgerState`, computes another and commits the difference
/// as one operation in one transaction. Writing is for the holder of the `WorkspaceLock`. GRDB's
/// queue runs one access at a time, so the ledger may be used from any task.
public final class Ledger: Sendable {
  /// What an open ledger is for.
  public enum Mode: Sendable {
    /// Leaves every byte of the workspace as it was.
    case readOnly
    case readWrite
  }

  package let path: String
  package let mode: Mode
  package let workspaceID: String
  let queue: DatabaseQueue

  private init(path: String, mode: Mode, queue: DatabaseQueue) throws {
    self.path = path
    self.mode = mode
    self.queue = queue
    do {
      workspaceID = try queue.read { db in
        let statement = try Prepared(db, "SELECT id FROM workspace")
        guard try statement.step() else { throw LedgerError.damaged(path, "no workspace id") }
        return statement.text(0)
      }
    } catch { throw LedgerError.of(error, path: path) }
  }

  /// Makes a new ledger; its folder must exist. It appears by rename, so a killed run leaves none.
  ///
  /// - Throws: `LedgerError` with `exists` and the codes of the disk.
  @discardableResult
  public static func create(at path: String, workspaceID: String) throws -> Ledger {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw LedgerError(
        .exists, path: path, detail: "There is a ledger here already.",
        fix: "Choose another folder.")
    }
    let new = path + ".new"
    do {
      for leftover in [new, new + "-journal"] { try remove(leftover, path) }
      let queue = try DatabaseQueue(path: new, configuration: configuration(.readWrite))
      try queue.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA page_size = 8192; PRAGMA journal_mode = DELETE")
      }
      try begin(queue, workspaceID)
      try queue.close()
    } catch { throw LedgerError.of(error, path: path) }
    guard rename(new, path) == 0 else { throw failure(errno, path) }
    syncFolder(of: path)
    return try Ledger.open(at: path, mode: .readWrite)
  }

  /// A ledger that lives in memory only, for tests and dry runs.
  public static func inMemory(workspaceID: String) throws -> Ledger {
    let queue = try DatabaseQueue(configuration: configuration(.readWrite))
    try begin(queue, workspaceID)
    return try Ledger(path: ":memory:", mode: .readWrite, queue: queue)
  }

  /// Opens a ledger. One of an older form is brought to the latest: on the disk when it is opened
  /// for writing, else in memory. So is one whose last writer was killed.
  ///
  /// - Throws: `LedgerError` with `missing`, `notALedger`, `newer`, `inUse`, `damaged`, and the
  ///   codes of the disk.
  public static func open(at path: String, mode: Mode) throws -> Ledger {
    guard access(path, F_OK) == 0 else { throw LedgerError.absent(path, errno) }
    do {
      var queue: DatabaseQueue
      do {
        queue = try DatabaseQueue(path: path, configuration: configuration(mode))
      } catch let error as DatabaseError
        where mode == .readOnly && error.extendedResultCode == .SQLITE_READONLY_ROLLBACK
      {
        queue = try RecoveredCopy.open(path, configuration(.readWrite))
      }
      let version = try form(of: queue, path)
      if version < Migrations.current {
        if mode == .readOnly {
          queue = try DatabaseQueue.inMemoryCopy(
            fromPath: queue.path == ":memory:" ? path : queue.path,
            configuration: configuration(.readWrite))
        }
        try Migrations.run(queue, from: version)
      }
      return try Ledger(path: path, mode: mode, queue: queue)
    } catch { throw LedgerError.of(error, path: path) }
  }

  /// Closes the file; later calls fail. Also done when the ledger is released.
  public func close() {
    try? queue.close()
  }

  /// The number of the last operation; 0 in a new ledger.
  public func head() throws -> Int {
    try read { db in try Self.head(db) }
  }

  // MARK: Access

  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do { return try queue.read(body) } catch { throw LedgerError.of(error, path: path) }
  }

  func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    guard mode == .readWrite else { throw LedgerError.readOnly(path) }
    do {
      return try queue.writeWithoutTransaction { db in
        var value: Value?
        try db.inTransaction(.immediate) {
          value = try body(db)
          return .commit
        }
        guard let value else { throw LedgerError.damaged(path, "no result") }
        return value
      }
    } catch { throw LedgerError.of(error, path: path) }
  }

  /// Runs a pragma outside a transaction; tests bring about a full disk and a newer form with it.
  func run(pragma: String) throws {
    try queue.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA \(pragma)") }
  }

  static func head(_ db: Database) throws -> Int {
    let statement = try Prepared(db, "SELECT coalesce(max(number), 0) FROM operation")
    return try statement.step() ? statement.int(0) : 0
  }

  private static func begin(_ queue: DatabaseQueue, _ workspaceID: String) throws {
    try Migrations.run(queue, from: 0)
    try queue.write { db in
      let statement = try Prepared(db, "INSERT INTO workspace (id) VALUES (?)")
      try statement.bind(1, workspaceID)
      try statement.run()
    }
  }

  private static func form(of queue: DatabaseQueue, _ path: String) throws -> Int {
    let (application, version) = try queue.read { db in
      let application = try Prepared(db, "PRAGMA application_id")
      let version = try Prepared(db, "PRAGMA user_version")
      return (
        try application.step() ? application.int(0) : 0, try version.step() ? version.int(0) : 0
      )
    }
    guard application == Migrations.applicationID else { throw LedgerError.notALedger(path) }
    guard version <= Migrations.current else {
      throw LedgerError.newer(path, version: version)
    }
    guard version > 0 else { throw LedgerError.notALedger(path) }
    return version
  }

  /// A rollback journal, not a write-ahead log: a reader then needs no file beside the ledger, and
  /// after a commit there is none. `EXTRA` also syncs the folder when the journal goes.
  private static func configuration(_ mode: Mode) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = mode == .readOnly
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { db in
      try db.execute(
        sql: """
          PRAGMA synchronous = EXTRA; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;
          PRAGMA trusted_schema = OFF
          """)
    }
    return configuration
  }

  private static func remove(_ file: String, _ path: String) throws {
    guard unlink(file) == 0 || errno == ENOENT else { throw failure(errno, path) }
  }

  private static func failure(_ number: Int32, _ path: String) -> LedgerError {
    switch number {
    case ENOSPC, EDQUOT:
      return LedgerError(
        .diskFull, path: path, detail: "The disk is full; nothing was changed.",
        fix: "Make room, then run the command again.")
    case EROFS, EACCES, EPERM: return .readOnly(path)
    default:
      return LedgerError(
        .disk, path: path, detail: "Writing failed (\(String(cString: strerror(number)))).",
        fix: "Check the disk, then run the command again.")
    }
  }
}

/// Brings a folder's names to the disk: only then a new name outlives a power cut.
private func syncFolder(of path: String) {
  let folder = (path as NSString).deletingLastPathComponent
  let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY)
  guard descriptor >= 0 else { return }
  fsync(descriptor)
  close(descriptor)
}
