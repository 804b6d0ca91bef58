import Glibc

/// Standard output and standard error; the only place that writes to them.
struct Console: Sendable {
  var isQuiet = false
  var isVerbose = false
  var usesColor = false

  /// Writes a line of the result.
  func out(_ line: String) {
    write(Array((line + "\n").utf8), to: STDOUT_FILENO)
  }

  /// Writes bytes of the result as they are.
  func out(bytes: [UInt8]) {
    write(bytes, to: STDOUT_FILENO)
  }

  /// Says something beside the result, unless `--quiet`.
  func note(_ line: String) {
    if !isQuiet { error(line) }
  }

  /// Says something that matters even with `--quiet`.
  func error(_ line: String) {
    write(Array((line + "\n").utf8), to: STDERR_FILENO)
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        // The reader went away (`| head`) or the disk is full: nothing can be said any more.
        exit(ExitStatus.interrupted.rawValue)
      }
      rest = rest.dropFirst(written)
    }
  }
}
