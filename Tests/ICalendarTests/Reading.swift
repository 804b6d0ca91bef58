import CivilTime
import ContentLines
import ICalendar
import Records
import Testing

let zones = ZoneCatalog()

func read(_ text: String) -> ReadFile {
  ICalendarReader(zones: zones).read(Array(text.utf8))
}

/// A calendar around some lines.
func calendar(_ lines: String) -> String {
  "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//EN\n\(lines)\nEND:VCALENDAR\n"
}

/// The canonical lines of the only record.
func canonical(_ lines: String) throws -> String {
  let file = read(calendar(lines))
  try #require(file.records.count == 1)
  return text(file.records[0].record)
}

func text(_ record: Record) -> String {
  String(decoding: record.bytes(), as: UTF8.self).replacing("\r\n", with: "\n")
}

func codes(_ file: ReadFile) -> [String] { file.findings.map(\.kind.code) }

extension String {
  /// The lines that begin with a name.
  func lines(_ name: String) -> [String] {
    split(separator: "\n").map(String.init).filter { $0.hasPrefix(name) }
  }
}

/// What a reader must see again in its own output.
func content(_ file: ReadFile) -> [[String]] {
  file.groups.map { group in
    group.properties.filter { $0.name != "PRODID" }.map(\.lineText)
      + group.records.map { $0.record.kind.rawValue + text($0.record) }
      + group.others.map { String(decoding: $0.bytes(), as: UTF8.self) }
  }
}

/// A small generator, the same everywhere (splitmix64).
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

func firstDifference(_ one: [[String]], _ other: [[String]]) -> String? {
  if one == other { return nil }
  for (first, second) in zip(one, other) where first != second {
    for (a, b) in zip(first, second) where a != b {
      return "\(a.prefix(1500))\n---\n\(b.prefix(1500))"
    }
    return "\(first.count) against \(second.count) parts"
  }
  return "\(one.count) against \(other.count) calendars"
}
