import Foundation
import FuzzEntry
import TestSupport
import Testing

/// The everyday net under the fuzzer: seeded mutations of samples and of corpus files, and every
/// input that was ever found to be wrong.
@Suite struct FuzzTests {
  @Test(
    "Mangled input crashes no reader and breaks no law of reading", arguments: FuzzEntry.allCases)
  func mutations(_ entry: FuzzEntry) throws {
    let seeds = Seeds.of(entry)
    let count = Run.cases(entry == .archive ? 300 : 600)
    let start = ContinuousClock.now
    for number in 0..<count {
      var random = SeededRandom(seed: Run.seed &+ UInt64(number) &* 7919)
      var mutator = Mutator(random: random, pieces: Seeds.pieces)
      random = SeededRandom(seed: random.next())
      let bytes = mutator.mutated(random.pick(seeds), with: random.pick(seeds))
      if let complaint = entry.complaint(bytes) {
        Issue.record(
          "\(entry.rawValue), case \(number): \(complaint)\n\(Data(bytes).base64EncodedString())")
        return
      }
    }
    let spent = start.duration(to: .now)
    print("mutations: \(entry.rawValue) \(count) inputs from \(seeds.count) seeds in \(spent)")
  }

  @Test("What the fuzzer found stays mended", arguments: FuzzEntry.allCases)
  func fixtures(_ entry: FuzzEntry) throws {
    let folder = Seeds.fixtures.appending(path: entry.rawValue)
    let names =
      ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    for name in names where !name.hasPrefix(".") {
      let bytes = [UInt8](try Data(contentsOf: folder.appending(path: name)))
      #expect(entry.complaint(bytes) == nil, "\(entry.rawValue)/\(name)")
    }
  }
}

/// Changes bytes as transport, editors and malice do.
struct Mutator {
  var random: SeededRandom
  let pieces: [[UInt8]]

  mutating func mutated(_ seed: [UInt8], with other: [UInt8]) -> [UInt8] {
    var bytes = seed
    for _ in 0..<(1 + random.below(8)) {
      let place = random.below(bytes.count + 1)
      let end = min(bytes.count, place + 1 + random.below(24))
      switch random.below(7) {
      case 0: bytes.insert(contentsOf: random.pick(pieces), at: place)
      case 1: bytes.removeSubrange(place..<max(place, end))
      case 2 where place < bytes.count: bytes[place] = UInt8(random.below(256))
      case 3 where place < bytes.count: bytes[place] ^= 1 << UInt8(random.below(8))
      case 4:
        bytes.insert(contentsOf: bytes[place..<max(place, end)], at: random.below(bytes.count + 1))
      case 5:
        let from = random.below(other.count + 1)
        bytes.insert(
          contentsOf: other[from..<min(other.count, from + random.below(200))], at: place)
      default: bytes = Array(bytes.prefix(place))
      }
    }
    return bytes
  }
}

/// What mutation starts from.
enum Seeds {
  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures")

  static let pieces: [[UInt8]] =
    [
      "\r\n ", "\n", "\r", ";", ":", "=", "\"", "\0", ",", "^n", " ", "\t", "BEGIN:VCARD\r\n",
      "END:VCARD\r\n", "VERSION:2.1\r\n", "VERSION:4.0\r\n", ";ENCODING=BASE64",
      ";ENCODING=QUOTED-PRINTABLE", ";CHARSET=", "item1.", "X-ABLabel:", "\\", "\\n", "=\r\n",
      "BEGIN:VEVENT\r\n", "END:VEVENT\r\n", "RRULE:FREQ=YEARLY", ";TZID=Europe/London",
      "BYDAY=-1MO",
      "RECURRENCE-ID", "UNTIL=", "::: ", " ::: ", "* ", "{", "[", "]", "}", "null", "1e999",
      "\\ud800",
      "PK\u{3}\u{4}", "../", "99999999999999999999", "-1", "0000",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x82], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE]]

  static func of(_ entry: FuzzEntry) -> [[UInt8]] {
    let own = own(entry).map { Array($0.utf8) }
    let endings: Set<String> =
      switch entry {
      case .lexer: ["vcf", "ics", "vcs"]
      case .vcard: ["vcf"]
      case .icalendar: ["ics", "vcs"]
      case .csv: ["csv"]
      case .json: ["json", "jcard"]
      case .archive: ["zip", "tgz"]
      case .rrule: []
      }
    guard !endings.isEmpty else { return own }
    var files = SharedFolder.corpusFiles(endings)
    let samples = Program.packageFolder.appending(path: "samples")
    let found = FileManager.default.enumerator(at: samples, includingPropertiesForKeys: nil)
    files += (found?.compactMap { $0 as? URL } ?? [])
      .filter { endings.contains($0.pathExtension.lowercased()) }.sorted { $0.path < $1.path }
    let read = files.compactMap { try? [UInt8](Data(contentsOf: $0)) }
    return own + read.filter { !$0.isEmpty && $0.count < 16_384 }
  }

  private static func own(_ entry: FuzzEntry) -> [String] {
    switch entry {
    case .lexer, .vcard:
      [
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Joe\r\nitem1.EMAIL;TYPE=\"work,x\":j@a.b\r\n"
          + "item1.X-ABLabel:Boat\r\nBDAY;X-APPLE-OMIT-YEAR=1604:1604-03-24\r\nEND:VCARD\r\n"
      ]
    case .icalendar:
      [
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Europe/London:"
          + "20260101T090000\r\nRRULE:FREQ=WEEKLY;UNTIL=20270101T000000Z\r\nEXDATE;TZID=Europe/"
          + "London:20260108T090000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
      ]
    case .rrule:
      [
        "FREQ=DAILY;COUNT=10", "FREQ=MONTHLY;BYDAY=-1MO,2TU;BYSETPOS=1;WKST=SU",
        "FREQ=YEARLY;BYWEEKNO=20,-1;BYDAY=MO;UNTIL=20300101T000000Z",
        "RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=5L;SKIP=FORWARD",
        "FREQ=HOURLY;INTERVAL=7;BYHOUR=9,10;BYMINUTE=0,30;BYSECOND=0;BYMONTHDAY=1,-1;BYYEARDAY=1",
      ]
    case .csv:
      [
        "Name,Given Name,E-mail 1 - Type,E-mail 1 - Value,Address 1 - Formatted,Address 1 - Street\n"
          + "Joe,Joe,* Home,a@b.c ::: d@e.f,\"1 High St\nBath\",1 High St\n",
        "First Name,Labels,Phonetic First Name,Phone 1 - Label,Phone 1 - Value\nJoe,* myContacts,,"
          + "Mobile,1\n", "a;b\n1;\"2\n", "sep=;\na;b\n",
      ]
    case .json:
      [
        #"["vcard",[["version",{},"text","4.0"],["fn",{},"text","Joe"],["n",{},"text",["a","b"]]]]"#,
        #"["vcalendar",[["version",{},"text","2.0"]],[["vevent",[["uid",{},"text","1"],"#
          + #"["dtstart",{},"date","2026-01-01"],["rrule",{},"recur",{"freq":"DAILY"}]],[]]]]"#,
      ]
    case .archive: ["PK\u{3}\u{4}", "BEGIN:VCARD\r\nEND:VCARD\r\n"]
    }
  }
}
