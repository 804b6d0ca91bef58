import Glibc

/// Standard output and standard error; the only place that writes to them.
struct Console: Sendable {
  var isQuiet = false
  var isVerbose = false
  var usesColor = false

  /// Writes a line of the result.
  func out(_ line: String) {
    write(Array((Self.shown(line) + "\n").utf8), to: STDOUT_FILENO)
  }

  /// A text without control characters, which a record may hold and a terminal obeys. O(n).
  static func shown(_ text: String) -> String {
    replacing(text) { $0 != 0x0A && $0 != 0x09 }
  }

  /// The same on a line of its own.
  static func onOneLine(_ text: String) -> String { replacing(text) { _ in true } }

  /// As JSON escapes it, so that a line of JSON stays one and says the same.
  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// C0 and C1 controls and DEL as `\uXXXX`, those a condition names.
  private static func replacing(_ text: String, _ isMeant: (UInt32) -> Bool) -> String {
    func isControl(_ scalar: Unicode.Scalar) -> Bool {
      (scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)) && isMeant(scalar.value)
    }
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if isControl(scalar) {
        result += scalar == "\n" ? "\\n" : escaped(scalar)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
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
    write(Array((Self.shown(line) + "\n").utf8), to: STDERR_FILENO)
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
