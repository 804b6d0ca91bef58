import CivilTime
import ContentLines
import GoogleSide
import ICalendar
import Records
import Sides
import Testing
import VCard

/// A small generator that repeats exactly (SplitMix64).
struct Seeded {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func below(_ count: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(count))
  }

  mutating func of<Element>(_ all: [Element]) -> Element { all[below(all.count)] }
}

/// Records with every property of the schema, known and unknown, grouped and with parameters.
enum Generated {
  private static let values = [
    "one", "two\\, three", "https://example.com/a", "tel:+44-20-7946-0123;ext=1", "+442079460123",
    "urn:uuid:1", "", "a\\nb", "M", "org", "https://lh3.googleusercontent.com/x=s96-c",
    "https://lh3.googleusercontent.com/y", "data:image/png;base64,AAAA",
  ]
  private static let dates = ["19870324", "--0324", "1987-03", "19870324T120000Z", "noon"]

  static func contact(_ seed: UInt64) -> Record {
    var random = Seeded(seed)
    var lines = ["BEGIN:VCARD", "VERSION:4.0"]
    for _ in 0..<(1 + random.below(14)) {
      let row = random.of(Schema.vCard.rows)
      var name =
        random.below(8) == 0 ? random.of(["X-FOO", "X-GTALK", "UNKNOWN"]) : row.name.string
      if name == "VERSION" { name = "NOTE" }
      var value = random.of(values)
      switch row.value {
      case .date: value = random.of(dates)
      case .structured(let count, _):
        value = (0..<count + random.below(2)).map { _ in random.of(["", "A", "B\\;c", "D,E"]) }
          .joined(separator: ";")
      default: break
      }
      if random.below(4) == 0 { name = "item\(1 + random.below(3))." + name }
      for parameter in ["TYPE=home", "PREF=2", "LANGUAGE=de", "VALUE=uri", "VALUE=text", "PID=1.1"]
      where random.below(7) == 0 {
        name += ";" + parameter
      }
      lines.append("\(name):\(value)")
    }
    lines += ["END:VCARD", ""]
    return VCardReader.read(Array(lines.joined(separator: "\r\n").utf8)).records[0].record
  }

  static func calendarRecord(_ kind: RecordKind, _ seed: UInt64) -> Record? {
    var random = Seeded(seed)
    let name = kind == .event ? "VEVENT" : "VTODO"
    var lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for part in 0..<(1 + random.below(3)) {
      lines += ["BEGIN:\(name)", "UID:u"]
      if part > 0 || random.below(9) == 0 {
        lines.append("RECURRENCE-ID:2024070\(1 + part)T090000Z")
      }
      let times = [
        ":20240701T090000Z", ":20240701T090000", ";TZID=Europe/London:20240701T100000",
        ";VALUE=DATE:20240701",
      ]
      lines.append("DTSTART" + random.of(times))
      if random.below(2) == 0 { lines.append(random.of(["DURATION:PT1H", "DURATION:P2D"])) }
      if kind == .task, random.below(2) == 0 { lines.append("DUE" + random.of(times)) }
      for _ in 0..<random.below(10) {
        let row = random.of(Schema.of(kind).rows)
        let skipped: Set<String> = [
          "UID", "RECURRENCE-ID", "DTSTART", "DUE", "DURATION", "VERSION", "TZID", "DTEND",
        ]
        if skipped.contains(row.name.string) { continue }
        var value = random.of(values)
        switch row.name.string {
        case "STATUS":
          value = random.of(["NEEDS-ACTION", "IN-PROCESS", "COMPLETED", "CANCELLED"])
        case "COMPLETED": value = "20240702T000000Z"
        case "RRULE": value = "FREQ=DAILY;COUNT=3"
        case "EXDATE", "RDATE": value = "20240703T090000Z"
        case "ATTENDEE", "ORGANIZER": value = "mailto:a@example.com"
        case "COLOR": value = random.of(["tomato", "beige"])
        case "DESCRIPTION": value = random.of(["text", "<p>html</p>", ""])
        default: break
        }
        var line = row.name.string
        for parameter in ["LANGUAGE=de", "ROLE=CHAIR", "RSVP=TRUE", "RELTYPE=CHILD", "X-P=1"]
        where random.below(7) == 0 {
          line += ";" + parameter
        }
        lines.append("\(line):\(value)")
      }
      if random.below(5) == 0 { lines.append("X-FOREIGN:1") }
      for _ in 0..<random.below(8) where kind == .event {
        lines += [
          "BEGIN:VALARM", random.of(["ACTION:DISPLAY", "ACTION:AUDIO", "ACTION:EMAIL"]),
          "TRIGGER"
            + random.of([":-PT\(random.below(90))M", ";RELATED=END:-PT5M", ":PT5M", ":-P40D"]),
          random.of(["REPEAT:2", "DESCRIPTION:x", "UID:7"]), "END:VALARM",
        ]
      }
      lines.append("END:\(name)")
    }
    lines += ["END:VCALENDAR", ""]
    return ICalendarReader(zones: Fixture.zones)
      .read(Array(lines.joined(separator: "\r\n").utf8)).records.first?.record
  }
}

@Suite struct GoogleLensLawTests {
  private static let cases: UInt64 = 700
  private let lenses: [RecordKind: any Lens] = [
    .contact: GoogleContactsLens(),
    .event: GoogleEventsLens(
      zones: Fixture.zones, calendarZone: Fixture.zones.zone(named: "Europe/Berlin")),
    .task: GoogleTasksLens(),
  ]

  private func record(_ kind: RecordKind, _ seed: UInt64) -> Record? {
    kind == .contact ? Generated.contact(seed) : Generated.calendarRecord(kind, seed)
  }

  private func text(_ record: Record?) -> String {
    record.map { String(decoding: $0.bytes(), as: UTF8.self) } ?? "nothing"
  }

  @Test(arguments: RecordKind.allCases)
  func `a view of a view is that view`(_ kind: RecordKind) throws {
    let lens = try #require(lenses[kind])
    var used = 0
    for seed in 0..<Self.cases {
      guard let record = record(kind, seed) else { continue }
      let previous = seed % 2 == 0 ? nil : self.record(kind, seed &+ 77_777_777)
      let shown = previous.flatMap { lens.view($0, previous: $0) }
      guard let view = lens.view(record, previous: shown) else { continue }
      used += 1
      let again = lens.view(view, previous: shown)
      #expect(
        again == view,
        "seed \(seed), \(kind): \(text(view)) became \(text(again)), shown \(text(shown))")
      // What the side shows is what it holds.
      #expect(lens.view(view, previous: view) == view, "seed \(seed), \(kind), shown")
      #expect(view == view.canonical(), "seed \(seed), \(kind), canonical")
    }
    #expect(used > Int(Self.cases) / 2)
  }

  @Test(arguments: RecordKind.allCases)
  func `a view invents nothing`(_ kind: RecordKind) throws {
    let lens = try #require(lenses[kind])
    // Google computes an end, and every task is done or not.
    let made: Set<Name> = kind == .event ? ["DTEND"] : kind == .task ? ["STATUS"] : []
    for seed in 0..<Self.cases {
      guard let record = record(kind, seed), let view = lens.view(record, previous: nil) else {
        continue
      }
      let names = Set(record.components.flatMap { $0.properties.map(\.name) })
      for component in view.components {
        for property in component.properties where !made.contains(property.name) {
          #expect(names.contains(property.name), "seed \(seed): \(property.lineText)")
        }
      }
      #expect(view.components.count <= record.components.count)
    }
  }

  @Test(arguments: RecordKind.allCases)
  func `what Google shows is its own view`(_ kind: RecordKind) throws {
    let lens = try #require(lenses[kind])
    for seed in 0..<Self.cases {
      guard let record = record(kind, seed), let shown = lens.view(record, previous: record) else {
        continue
      }
      #expect(lens.view(shown, previous: shown) == shown, "seed \(seed), \(kind)")
    }
  }
}
