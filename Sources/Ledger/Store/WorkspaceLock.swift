import Foundation

/// The right to write in a workspace, which one process has at a time.
///
/// The lock is the system's (`flock`), so it ends with the process that holds it: a file left by a
/// killed one is harmless. The file holds the number of the process while the lock is held. The
/// lock ends when the object is released; keep it with `withExtendedLifetime` or use `holding`.
public final class WorkspaceLock: Sendable {
  private let descriptor: Int32

  private init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit {
    ftruncate(descriptor, 0)
    close(descriptor)
  }

  /// Takes the lock without waiting.
  ///
  /// - Parameter path: the lock file, `.drawbridge/lock`; it is made where it is missing.
  /// - Throws: `LedgerError` with `inUse`, `readOnly` or `disk`.
  public static func acquire(_ path: String) throws -> WorkspaceLock {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(errno, path) }
    do { try take(descriptor, LOCK_EX, path) } catch {
      close(descriptor)
      throw error
    }
    let lock = WorkspaceLock(descriptor: descriptor)
    // The number is a help for people; a full disk does not stop the command here.
    let text = Array("\(getpid())\n".utf8)
    ftruncate(descriptor, 0)
    _ = pwrite(descriptor, text, text.count, 0)
    return lock
  }

  /// Runs some work while the lock is held.
  public static func holding<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    let lock = try acquire(path)
    return try withExtendedLifetime(lock) { try body() }
  }

  /// Runs some work while no one holds the lock for writing; writes nothing.
  static func sharing<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(errno, path) }
    defer { close(descriptor) }
    try take(descriptor, LOCK_SH, path)
    return try body()
  }

  private static func take(_ descriptor: Int32, _ kind: Int32, _ path: String) throws {
    while flock(descriptor, kind | LOCK_NB) != 0 {
      switch errno {
      case EINTR: continue
      case EWOULDBLOCK:
        throw LedgerError.inUse(
          path, "The workspace is in use\(holder(descriptor).map { " by process \($0)" } ?? "").")
      case let number: throw failure(number, path)
      }
    }
  }

  private static func holder(_ descriptor: Int32) -> Int? {
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    return Int(String(decoding: bytes[..<count], as: UTF8.self).filter(\.isNumber))
  }

  private static func failure(_ number: Int32, _ path: String) -> LedgerError {
    switch number {
    case EACCES, EPERM, EROFS: .readOnly(path)
    case ENOENT: .missing(path)
    default:
      LedgerError(
        .disk, path: path,
        detail: "The lock cannot be taken (\(String(cString: strerror(number)))).",
        fix: "Check the disk, then run the command again.")
    }
  }
}
