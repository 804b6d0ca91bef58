import Glibc

/// Writes files so that a reader, or a run after a crash, sees the old content or the new one.
package enum AtomicFile {
  /// Who may read a file.
  package enum Access: Sendable {
    /// Everyone, as far as the process's umask lets them: 0644.
    case everyone
    /// Only its owner, whatever stood there before: 0600.
    case owner
  }

  /// Writes a file by way of a temporary file in the same folder, `fsync` and `rename`.
  ///
  /// A file that already holds these bytes is not touched, apart from access that is too wide. A
  /// link at the path stays; its target is replaced.
  /// - Returns: Whether the content was rewritten.
  /// - Throws: `OutputError`; then nothing changed.
  /// - Complexity: O(*n*) in the bytes of the old and new content.
  @discardableResult
  package static func write(
    _ bytes: [UInt8], to path: String, access: Access = .everyone
  ) throws(OutputError) -> Bool {
    let target = resolved(path)
    var present = stat()
    let exists = stat(target, &present) == 0
    if exists {
      guard present.st_mode & S_IFMT != S_IFDIR else { throw .init(errno: EISDIR, path: path) }
      if Int(present.st_size) == bytes.count, holds(target, bytes) {
        if access == .owner, present.st_mode & 0o077 != 0, chmod(target, 0o600) != 0 {
          throw .init(errno: errno, path: path)
        }
        return false
      }
    }
    let temporary = temporaryName(beside: target)
    let mode: mode_t = access == .owner ? 0o600 : 0o644
    unlink(temporary)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .init(errno: errno, path: path) }
    var failure: Int32 = 0
    // A file a person opened up or closed off keeps the rights it had.
    if exists, access == .everyone, fchmod(descriptor, present.st_mode & 0o777) != 0 {
      failure = errno
    }
    if failure == 0 { failure = writeAll(bytes, to: descriptor) }
    if failure == 0, fsync(descriptor) != 0 { failure = errno }
    if close(descriptor) != 0, failure == 0 { failure = errno }
    if failure == 0, rename(temporary, target) != 0 { failure = errno }
    guard failure == 0 else {
      unlink(temporary)
      throw .init(errno: failure, path: path)
    }
    syncFolder(of: target)
    return true
  }

  /// Removes a file; one that is not there is fine.
  ///
  /// - Returns: Whether it was there.
  /// - Throws: `OutputError`.
  @discardableResult
  package static func remove(_ path: String) throws(OutputError) -> Bool {
    if unlink(path) == 0 {
      syncFolder(of: path)
      return true
    }
    guard errno == ENOENT else { throw .init(errno: errno, path: path) }
    return false
  }

  /// Makes a folder and those above it; one that is there is fine.
  ///
  /// - Throws: `OutputError`.
  package static func makeFolder(
    _ path: String, access: Access = .everyone
  ) throws(OutputError) {
    var entry = stat()
    if stat(path, &entry) == 0 {
      guard entry.st_mode & S_IFMT == S_IFDIR else {
        throw .init(errno: ENOTDIR, path: path)
      }
      return
    }
    let above = folder(of: path)
    if above != path, above != "." { try makeFolder(above) }
    let mode: mode_t = access == .owner ? 0o700 : 0o755
    guard mkdir(path, mode) == 0 || errno == EEXIST else { throw .init(errno: errno, path: path) }
  }

  /// Removes temporary files that a killed run left in a folder.
  ///
  /// Call it only while no other process writes into the folder, for example under a workspace's
  /// lock.
  package static func removeLeftovers(in folder: String) {
    guard let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(prefix), name.hasSuffix(suffix) { unlink("\(folder)/\(name)") }
    }
  }

  private static let prefix = ".drawbridge-"
  private static let suffix = ".tmp"

  /// A name that no other living process uses; a dead one's leftover of the same name is replaced.
  /// The digest of the target's name keeps two tasks of one process apart.
  static func temporaryName(beside target: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in target.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let unique = "\(getpid())-\(String(hash, radix: 16))"
    return "\(folder(of: target))/\(prefix)\(unique)\(suffix)"
  }

  static func resolved(_ path: String) -> String {
    var entry = stat()
    guard lstat(path, &entry) == 0, entry.st_mode & S_IFMT == S_IFLNK,
      let real = realpath(path, nil)
    else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func folder(of path: String) -> String {
    let bytes = Array(path.utf8)
    let trimmed = bytes.count > 1 && bytes.last == 0x2F ? Array(bytes.dropLast()) : bytes
    guard let slash = trimmed.lastIndex(of: 0x2F) else { return "." }
    return slash == 0 ? "/" : String(decoding: trimmed[..<slash], as: UTF8.self)
  }

  private static func holds(_ path: String, _ bytes: [UInt8]) -> Bool {
    guard
      let present = try? FileBytes.read(Array(path.utf8), shown: path, limit: max(bytes.count, 1))
    else { return false }
    return present == bytes
  }

  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let count = Glibc.write(
          descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
        if count >= 0 {
          done += count
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
  }

  /// Makes the rename itself durable; a file system that cannot do that is not an error.
  static func syncFolder(of path: String) {
    let descriptor = open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
