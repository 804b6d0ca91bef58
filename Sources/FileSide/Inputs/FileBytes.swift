import Glibc

/// Reads files by the names the system gives, which need not be UTF-8.
enum FileBytes {
  /// What stands at a path.
  struct Status {
    enum Kind { case file, folder, link, pipe, other }
    var kind: Kind
    var byteCount: Int
  }

  /// Looks at a path, following links or not.
  static func status(_ raw: [UInt8], followingLinks: Bool) -> Result<Status, Failure> {
    var entry = stat()
    let result = withPath(raw) { path in
      followingLinks ? stat(path, &entry) : lstat(path, &entry)
    }
    guard result == 0 else { return .failure(.init(number: errno)) }
    let kind: Status.Kind =
      switch entry.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      case S_IFIFO: .pipe
      default: .other
      }
    return .success(.init(kind: kind, byteCount: Int(entry.st_size)))
  }

  /// The number of a failed system call, and its text.
  struct Failure: Error {
    var number: Int32
    var text: String { String(cString: strerror(number)) }
  }

  /// Reads a whole file.
  static func read(_ raw: [UInt8], shown: String, limit: Int) throws(InputError) -> [UInt8] {
    switch attempt(raw, limit: limit) {
    case .success(let bytes): return bytes
    case .failure(let failure): throw .reading(failure, path: shown, limit: limit)
    }
  }

  /// Reads the beginning of a file.
  static func beginning(_ raw: [UInt8], count: Int) -> Result<[UInt8], Failure> {
    opened(raw) { descriptor in readAll(descriptor, expecting: count, atMost: count) }
  }

  /// Reads what is left of a stream, refusing more than the limit.
  static func stream(_ descriptor: Int32, shown: String, limit: Int) throws(InputError) -> [UInt8] {
    switch refusing(over: limit, { readAll(descriptor, expecting: 1 << 16, atMost: $0) }) {
    case .success(let bytes): return bytes
    case .failure(let failure): throw .reading(failure, path: shown, limit: limit)
    }
  }

  /// Reads on from where a file was read to; fewer bytes than asked for only at its end.
  static func readOn(_ descriptor: Int32, count: Int) -> Result<[UInt8], Failure> {
    readAll(descriptor, expecting: count, atMost: count)
  }

  private static func attempt(_ raw: [UInt8], limit: Int) -> Result<[UInt8], Failure> {
    let size: Int
    switch status(raw, followingLinks: true) {
    case .success(let status): size = status.byteCount
    case .failure(let failure): return .failure(failure)
    }
    guard size <= limit else { return .failure(.init(number: EFBIG)) }
    return refusing(over: limit) { most in
      opened(raw) { readAll($0, expecting: size &+ 1, atMost: most) }
    }
  }

  private static func refusing(
    over limit: Int, _ read: (Int) -> Result<[UInt8], Failure>
  ) -> Result<[UInt8], Failure> {
    let result = read(limit == .max ? limit : limit + 1)
    if case .success(let bytes) = result, bytes.count > limit {
      return .failure(.init(number: EFBIG))
    }
    return result
  }

  private static func opened(
    _ raw: [UInt8], _ body: (Int32) -> Result<[UInt8], Failure>
  ) -> Result<[UInt8], Failure> {
    let descriptor = withPath(raw) { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { return .failure(.init(number: errno)) }
    defer { close(descriptor) }
    return body(descriptor)
  }

  /// Reads until the end or until `atMost` bytes are there, whichever comes first.
  private static func readAll(
    _ descriptor: Int32, expecting: Int, atMost: Int
  ) -> Result<[UInt8], Failure> {
    var bytes: [UInt8] = []
    var room = max(min(expecting, atMost), 1)
    while bytes.count < atMost {
      var failure: Failure?
      var count = 0
      let piece = [UInt8](unsafeUninitializedCapacity: min(room, atMost - bytes.count)) {
        buffer, filled in
        while filled < buffer.count {
          let more = Glibc.read(
            descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
          if more > 0 {
            filled += more
          } else if more == 0 {
            break
          } else if errno != EINTR {
            failure = .init(number: errno)
            break
          }
        }
        count = filled
      }
      if let failure { return .failure(failure) }
      let full = count == min(room, atMost - bytes.count)
      if bytes.isEmpty { bytes = piece } else { bytes += piece }
      guard full else { break }
      room = max(1 << 16, min(bytes.count, 1 << 26))
    }
    return .success(bytes)
  }

  /// Hands out a path as C wants it.
  static func withPath<R>(_ raw: [UInt8], _ body: (UnsafePointer<CChar>) -> R) -> R {
    let path = raw.map { CChar(bitPattern: $0) } + [0]
    return path.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map(body) ?? body("")
    }
  }
}

extension InputError {
  /// Names a failed system call.
  static func reading(_ failure: FileBytes.Failure, path: String, limit: Int) -> InputError {
    switch failure.number {
    case ENOENT, ENOTDIR:
      .init(
        .missing, path: path, detail: "There is no file or folder of this name.",
        fix: "Check the spelling of the path.")
    case EFBIG:
      .init(
        .tooLarge, path: path, detail: "The file is larger than \(spelledBytes(limit)).",
        fix: "Split it, or export fewer records at a time.")
    case EACCES, EPERM:
      .init(
        .unreadable, path: path, detail: "Reading it is not permitted.",
        fix: "Give yourself the right to read it: chmod u+r.")
    default:
      .init(
        .unreadable, path: path, detail: "It cannot be read (\(failure.text)).",
        fix: "Copy it to a local disk and try again.")
    }
  }
}
