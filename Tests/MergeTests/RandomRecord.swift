import ContentLines
import Records

/// A small generator of random numbers that repeats exactly from its seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Small records over few values, so that equal keys, edits and collisions are common.
enum RandomRecord {
  private static let contact: [[String]] = [
    ["FN:A", "FN:B", "FN:C"],
    ["N:A;B;;;", "N:A;C;;;", "N:D;B;;Dr;", "N;SORT-AS=x:D;B;;;"],
    ["TITLE:1", "TITLE:2", "TITLE:3"],
    ["TITLE:4"],
    ["EMAIL:a@x.org", "EMAIL;TYPE=work:a@x.org", "EMAIL;PREF=1:a@X.org", "EMAIL:b@x.org"],
    ["EMAIL;TYPE=home:a@x.org", "EMAIL;TYPE=home:c@x.org", "EMAIL;TYPE=home:d@x.org"],
    ["item1.TEL:1\nitem1.X-ABLABEL:L", "item1.TEL:1\nitem1.X-ABLABEL:M", "TEL:2", "TEL:+1"],
    ["item2.TEL:1\nitem2.URL:http://u", "work.TEL:1", "TEL;TYPE=work,home:1"],
    ["CATEGORIES:a,b", "CATEGORIES:b,c", "CATEGORIES:a,a"],
    ["NOTE:1\\n2\\n3", "NOTE:1\\n2\\n4", "NOTE:0\\n2\\n3", "NOTE:1\\n3", "NOTE:1\\nx\\n2\\n3"],
    ["BDAY:19600101", "BDAY;VALUE=text:about", "BDAY:"],
    ["X-U:1", "X-U;P=1:1", "X-U:2"],
    ["UID:1", "UID:1"],
    ["REV:20240101T000000Z", "REV:20240102T000000Z", "REV:20240103T000000Z"],
  ]

  private static let event: [[String]] = [
    [
      "DTSTART:20240108T090000\nDTEND:20240108T100000\nRRULE:FREQ=WEEKLY",
      "DTSTART:20240108T110000\nDTEND:20240108T120000\nRRULE:FREQ=WEEKLY",
      "DTSTART:20240109T090000\nDTEND:20240109T100000\nRRULE:FREQ=WEEKLY;COUNT=9",
    ],
    ["SUMMARY:A", "SUMMARY:B", "SUMMARY:C"],
    ["DESCRIPTION:1\\n2", "DESCRIPTION:1\\n3", "DESCRIPTION:0\\n2"],
    ["EXDATE:20240115T090000", "EXDATE:20240122T090000", "EXDATE:20240115T110000"],
    ["RDATE:20240116T090000", "EXDATE:20240122T090000"],
    ["STATUS:CONFIRMED", "STATUS:TENTATIVE"],
    ["ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@x.org", "ATTENDEE:mailto:a@x.org"],
    [
      "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT5M\nDESCRIPTION:a\nEND:VALARM",
      "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT5M\nDESCRIPTION:b\nEND:VALARM",
      "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT9M\nDESCRIPTION:a\nEND:VALARM",
    ],
    [
      "---\nRECURRENCE-ID:20240115T090000\nDTSTART:20240115T090000\nSUMMARY:X",
      "---\nRECURRENCE-ID:20240115T090000\nDTSTART:20240115T130000\nSUMMARY:X\nLOCATION:L",
      "---\nRECURRENCE-ID:20240115T090000\nDTSTART:20240115T090000\nSUMMARY:Y",
    ],
    ["---\nRECURRENCE-ID:20240122T090000\nDTSTART:20240122T090000\nSUMMARY:Z"],
  ]

  static func make(_ kind: RecordKind, _ random: inout Seeded) -> Record? {
    var lines: [String] = []
    for choices in kind == .contact ? contact : event
    where Int.random(in: 0..<10, using: &random) < 6 {
      lines.append(choices[Int.random(in: 0..<choices.count, using: &random)])
    }
    if lines.isEmpty { lines.append(kind == .contact ? "FN:A" : "SUMMARY:A") }
    if kind == .event, lines[0].hasPrefix("---") { lines.insert("SUMMARY:A", at: 0) }
    return record(kind, lines.joined(separator: "\n"))
  }

  /// A version of a record that differs in a few units.
  static func edited(_ base: Record?, _ kind: RecordKind, _ random: inout Seeded) -> Record? {
    guard Int.random(in: 0..<12, using: &random) > 0 else { return make(kind, &random) }
    guard var record = base, var other = make(kind, &random) else { return base }
    for _ in 0..<Int.random(in: 0..<3, using: &random) {
      guard let master = record.components.indices.first, let from = other.components.first else {
        break
      }
      let properties = record.components[master].properties
      if Bool.random(using: &random), properties.count > 1 {
        let place = Int.random(in: 0..<properties.count, using: &random)
        record.components[master].properties.remove(at: place)
      }
      if let added = from.properties.randomElement(using: &random), added.name != .version,
        !record.components[master].properties.contains(where: { $0.value == added.value })
      {
        if Bool.random(using: &random) {
          record.components[master].properties.removeAll { $0.name == added.name }
        }
        record.components[master].properties.append(added)
      }
    }
    if kind == .event, Int.random(in: 0..<3, using: &random) == 0 {
      other.components.removeFirst()
      record.components = Array(record.components.prefix(1)) + other.components
    }
    return record.canonical()
  }
}
