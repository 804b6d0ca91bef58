/// What the name of one part of a Google Takeout says.
///
/// `takeout-20201024T122319Z-001.zip` is a part of an export; since about 2026 the number of the
/// export stands before that of the part: `takeout-20260318T202441Z-3-002.zip`.
package struct TakeoutPart: Sendable, Equatable {
  /// The time of the export as RFC 3339 in UTC: `2020-10-24T12:23:19Z`.
  package var stamp: String
  /// The number of the export, where the name has one.
  package var export: Int?
  /// The number of the part, from 1.
  package var part: Int

  /// Reads the name of a file or folder; nil if it is not that of a Takeout part.
  package init?(name: String) {
    let bytes = Array(name.utf8)
    let prefix = Array("takeout-".utf8)
    guard bytes.count > prefix.count + 16, bytes.starts(with: prefix) else { return nil }
    let stamp = Array(bytes[prefix.count..<(prefix.count + 16)])
    guard let instant = Self.instant(stamp) else { return nil }
    // What follows the numbers is an ending, or the ` (1)` a browser adds to a second download.
    let numbers = bytes[(prefix.count + 16)...].prefix { $0 == 0x2D || (0x30...0x39).contains($0) }
    guard numbers.first == 0x2D else { return nil }
    let fields = numbers.dropFirst().split(separator: 0x2D, omittingEmptySubsequences: false)
    let values = fields.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    guard values.count == fields.count, let part = values.last, values.count <= 2 else {
      return nil
    }
    self.stamp = instant
    self.export = values.count == 2 ? values[0] : nil
    self.part = part
  }

  private static func instant(_ stamp: [UInt8]) -> String? {
    guard stamp[8] == 0x54, stamp[15] == 0x5A else { return nil }
    for (index, byte) in stamp.enumerated() where index != 8 && index != 15 {
      guard (0x30...0x39).contains(byte) else { return nil }
    }
    func text(_ range: Range<Int>) -> String { String(decoding: stamp[range], as: UTF8.self) }
    return "\(text(0..<4))-\(text(4..<6))-\(text(6..<8))T"
      + "\(text(9..<11)):\(text(11..<13)):\(text(13..<15))Z"
  }
}

/// The parts of one Takeout that are at hand.
package struct TakeoutExport: Sendable, Equatable {
  /// The time of the export as RFC 3339 in UTC.
  package var stamp: String
  /// The number of the export, where the names have one.
  package var export: Int?
  /// The numbers of the parts at hand, ascending, each once.
  package var parts: [Int]

  /// The numbers missing between 1 and the last part at hand.
  ///
  /// A missing *last* part cannot be seen: no name says how many there are.
  package var missingParts: [Int] {
    guard let last = parts.last, last >= 1, last <= 100_000 else { return [] }
    let known = Set(parts)
    return (1...last).filter { !known.contains($0) }
  }

  /// Groups parts by export, ordered by stamp and number.
  static func grouping(_ parts: [TakeoutPart]) -> [TakeoutExport] {
    var exports: [TakeoutExport] = []
    for part in parts {
      if let index = exports.firstIndex(where: {
        $0.stamp == part.stamp && $0.export == part.export
      }) {
        if !exports[index].parts.contains(part.part) { exports[index].parts.append(part.part) }
      } else {
        exports.append(.init(stamp: part.stamp, export: part.export, parts: [part.part]))
      }
    }
    for index in exports.indices { exports[index].parts.sort() }
    return exports.sorted {
      ($0.stamp, $0.export ?? 0, $0.export == nil ? 0 : 1)
        < ($1.stamp, $1.export ?? 0, $1.export == nil ? 0 : 1)
    }
  }
}
