import Foundation
import GRDB

/// A ledger whose writer was killed, as it was before that command, for a reader.
///
/// The journal beside the ledger must be rolled back before anything can be read. A reader may not
/// write in the workspace, so it does that in a copy, which ends up in memory. The next writing
/// command rolls the ledger itself back.
enum RecoveredCopy {
  static func open(_ path: String, _ configuration: Configuration) throws -> DatabaseQueue {
    let lock = (path as NSString).deletingLastPathComponent + "/lock"
    // Keeps a writer from starting while the two files are copied; a reader makes no lock file.
    let isLocked = FileManager.default.fileExists(atPath: lock)
    return isLocked
      ? try WorkspaceLock.sharing(lock) { try copy(path, configuration) }
      : try copy(path, configuration)
  }

  private static func copy(_ path: String, _ configuration: Configuration) throws -> DatabaseQueue {
    let manager = FileManager.default
    var template = Array(
      (NSTemporaryDirectory() as NSString)
        .appendingPathComponent("drawbridge-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw LedgerError(
        .disk, path: path, detail: "No temporary folder could be made.",
        fix: "Check the disk of the folder that TMPDIR names.")
    }
    let folder = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
    guard let folder else { throw LedgerError.damaged(path, "no temporary folder") }
    defer { try? manager.removeItem(atPath: folder) }
    let copy = folder + "/ledger.sqlite"
    do {
      for suffix in ["", "-journal"] {
        try manager.copyItem(atPath: path + suffix, toPath: copy + suffix)
        // The originals may be write-protected, and a copy takes that over.
        try manager.setAttributes([.posixPermissions: 0o600], ofItemAtPath: copy + suffix)
      }
    } catch {
      throw LedgerError(
        .disk, path: path,
        detail: "A command was killed while it wrote, and the ledger could not be copied to "
          + "read what stood before (\(error.localizedDescription)).",
        fix: "Make room in the folder that TMPDIR names, or run a writing command, such as "
          + "`drawbridge import`, again.")
    }
    // Opening for writing rolls back.
    try DatabaseQueue(path: copy, configuration: configuration).close()
    return try DatabaseQueue.inMemoryCopy(fromPath: copy, configuration: configuration)
  }
}
