import ContentLines
package import Records

/// Makes names that people chose fit for files on every system.
package struct SafeFileName: Sendable {
  private var used = Set<String>()

  package init() {}

  /// A name without separators, control and invisible characters, and what Windows refuses; never
  /// empty, `.` or `..`; at most 80 octets, so that a beginning and an ending fit. O(n).
  package static func of(_ text: String, otherwise: String) -> String {
    var safe = String.UnicodeScalarView()
    var count = 0
    for scalar in text.unicodeScalars {
      let next = isSafe(scalar) ? scalar : "-"
      count += UTF8.width(next)
      guard count <= 80 else { break }
      safe.append(next)
    }
    func isEdge(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "." }
    while let last = safe.last, isEdge(last) { safe.removeLast() }
    while let first = safe.first, isEdge(first) { safe.removeFirst() }
    return safe.contains { $0 != "-" } ? String(safe) : otherwise
  }

  private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    default: !"/\\:*?\"<>|".unicodeScalars.contains(scalar)
    }
  }

  /// The name, or the name with a number where another file has it, whatever its case. O(1).
  package mutating func unique(_ name: String) -> String {
    var result = name
    var count = 1
    while !used.insert(result.lowercased()).inserted {
      count += 1
      result = "\(name)-\(count)"
    }
    return result
  }

  /// The name of a record's own file without its ending: its UID where that is safe everywhere,
  /// else a part of its digest.
  package mutating func unique(_ record: Record) -> String {
    let uid = record.uid?.string ?? ""
    let isSafe =
      !uid.isEmpty && uid.utf8.count <= 200 && uid.utf8.first != ASCII.dot
      && uid.utf8.allSatisfy {
        ASCII.isLetter($0) || ASCII.isDigit($0) || [0x2D, 0x2E, 0x5F, 0x40].contains($0)
      }
    return unique(isSafe ? uid : String(record.digest().description.prefix(40)))
  }
}
