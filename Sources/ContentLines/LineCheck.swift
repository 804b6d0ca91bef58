/// What the standards ask of the lines of a file, whatever they say: findings for `check`.
public enum LineCheck {
  /// Long lines and line ends are one finding a file, control characters one a line. O(n).
  public static func findings(of bytes: [UInt8]) -> [Finding] {
    var found: [Finding] = []
    var line = 1
    var start = 0
    var long: (line: Int, count: Int)?
    var bare: (line: Int, count: Int)?
    var control: (column: Int, byte: UInt8)?
    func endLine(_ end: Int) {
      if end - start > LineWriter.limit {
        long = (long?.line ?? line, (long?.count ?? 0) + 1)
      }
      if let control {
        found.append(
          Finding(
            .controlCharacter, line: line, column: control.column,
            message: "The line holds the control character U+00\(hex(control.byte))."))
      }
    }
    for (at, byte) in bytes.enumerated() {
      if byte == ASCII.lf {
        let hasCR = at > start && bytes[at - 1] == ASCII.cr
        endLine(hasCR ? at - 1 : at)
        if !hasCR { bare = (bare?.line ?? line, (bare?.count ?? 0) + 1) }
        control = nil
        start = at + 1
        line += 1
      } else if byte < 0x20 || byte == 0x7F, byte != ASCII.tab, byte != ASCII.cr, byte != 0,
        control == nil
      {
        control = (at - start + 1, byte)
      }
    }
    if start < bytes.count { endLine(bytes.count) }
    if let long {
      found.append(
        Finding(
          .longLine, line: long.line, column: LineWriter.limit + 1,
          message: "\(long.count) lines are longer than 75 octets; this is the first."))
    }
    if let bare {
      found.append(
        Finding(
          .bareLF, line: bare.line, column: 1,
          message: "\(bare.count) lines end with LF alone; this is the first."))
    }
    return found
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.utf8.count < 2 ? "0" + digits : digits
  }
}

extension FindingKind {
  package static let longLine = FindingKind(
    "long-line", .note, clause: "RFC 6350 section 3.2, RFC 5545 section 3.1",
    fix: "Fold lines after 75 octets; `drawbridge convert` does.")
  package static let bareLF = FindingKind(
    "bare-line-feed", .note, clause: "RFC 6350 section 3.2, RFC 5545 section 3.1",
    fix: "End lines with CRLF; `drawbridge convert` does.")
  package static let controlCharacter = FindingKind(
    "control-character", .warning, clause: "RFC 6350 section 3.3, RFC 5545 section 3.1",
    fix: "Remove the character; it was kept.")
}
