import Glibc

/// Writes a file piece by piece so that a reader sees the old content or the whole new one.
package final class AtomicStream {
  private let path: String
  private let target: String
  private let temporary: String
  private var descriptor: Int32

  /// - Throws: `OutputError` where no file can be made beside the target.
  package init(to path: String) throws(OutputError) {
    self.path = path
    target = AtomicFile.resolved(path)
    temporary = AtomicFile.temporaryName(beside: target)
    var present = stat()
    let exists = stat(target, &present) == 0
    if exists, present.st_mode & S_IFMT == S_IFDIR { throw .init(errno: EISDIR, path: path) }
    unlink(temporary)
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .init(errno: errno, path: path) }
    if exists { fchmod(descriptor, present.st_mode & 0o777) }
  }

  /// What was not finished leaves nothing behind.
  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(temporary)
  }

  /// - Throws: `OutputError`; the target is as it was.
  package func append(_ bytes: [UInt8]) throws(OutputError) {
    let failure = AtomicFile.writeAll(bytes, to: descriptor)
    guard failure == 0 else { throw .init(errno: failure, path: path) }
  }

  /// Puts the new content in the place of the old one.
  ///
  /// - Throws: `OutputError`; the target is as it was.
  package func finish() throws(OutputError) {
    guard fsync(descriptor) == 0, rename(temporary, target) == 0 else {
      throw .init(errno: errno, path: path)
    }
    close(descriptor)
    descriptor = -1
    AtomicFile.syncFolder(of: target)
  }
}
