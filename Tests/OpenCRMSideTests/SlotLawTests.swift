// swift-format-ignore-file: NeverForceUnwrap

import CivilTime
import ContentLines
import Records
import Testing

@testable import OpenCRMSide

@Suite struct SlotLawTests {
  static let cases = 2000

  private static let words = [
    "Joe", "a,b", "c;d", #"e\f"#, #"\n"#, "two\nlines", " padded ", "Tom &amp; Ann", "ü😀", "a:b",
    "\"q\"", "x^y", "+44 20 7946 0000", "joe@Acme.co", ",", ";", "=1+1", "Not Started", "Deferred",
    "completed", "High", "Private", "Meeting", "Call",
  ]

  /// Expands nothing unless it fails: these checks run many thousand times.
  private func expect(_ holds: Bool, _ record: Record, _ previous: Record? = nil) {
    if !holds { Issue.record("\(lines(record)), before: \(lines(previous))") }
  }

  private func date(_ random: inout Seeded) -> String {
    CivilDate(daysSinceEpoch: Int.random(in: -20000...40000, using: &random))!.description
  }

  private func time(_ random: inout Seeded) -> String {
    TimeOfDay(secondOfDay: Int.random(in: 0..<86400, using: &random))!.description
  }

  private func cells(_ kind: RecordKind, _ random: inout Seeded) -> [String: String] {
    var cells: [String: String] = [:]
    let fields =
      OpenCRMField.all(kind == .contact ? .contacts : .activities).map(\.name)
      + ["cf_12"]
    for field in fields.filter({ !OpenCRMField.marks.contains($0) })
    where Bool.random(using: &random) {
      cells[field] = Self.words.randomElement(using: &random)!
    }
    guard kind != .contact else {
      if Bool.random(using: &random) { cells["birthday"] = date(&random) }
      return cells
    }
    for field in ActivityTimes.fields { cells[field] = nil }
    cells["private"] = nil
    cells["activitytype"] = kind == .task ? "Task" : cells["activitytype"] ?? "Meeting"
    if Bool.random(using: &random) {
      cells["date_start"] = date(&random)
      if Bool.random(using: &random) { cells["time_start"] = time(&random) }
    }
    if Bool.random(using: &random), kind == .task || cells["date_start"] != nil {
      cells["due_date"] = date(&random)
      let timed = kind == .task ? Bool.random(using: &random) : cells["time_start"] != nil
      if timed { cells["time_end"] = time(&random) }
    }
    return cells
  }

  @Test("cells and views undo one another", arguments: RecordKind.allCases)
  func inverse(kind: RecordKind) {
    var random = Seeded(state: 1)
    for number in 0..<Self.cases {
      let slots = OpenCRMSlots(zone: number.isMultiple(of: 2) ? "Europe/London" : Zone.utc.name)
      let cells = cells(kind, &random)
      let view = slots.record(from: cells, kind: kind)
      expect(slots.cells(of: view) == cells, view)
      expect(slots.record(from: slots.cells(of: view), kind: kind) == view, view)
      expect(view == view.canonical(), view)
      expect(Record(kind, canonicalBytes: view.bytes()) == view, view)
    }
  }

  @Test("a view is its own view, and nothing in it is invented", arguments: RecordKind.allCases)
  func idempotent(kind: RecordKind) throws {
    var random = Seeded(state: 2)
    var shown = 0
    for _ in 0..<Self.cases {
      let record = Self.full(kind, &random)
      let previous: Record? =
        Bool.random(using: &random)
        ? nil
        : OpenCRMSlots(zone: london.name).record(from: cells(kind, &random), kind: kind)
      guard let view = Self.view(record, previous) else { continue }
      shown += 1
      expect(Self.view(view, previous) == view, record, previous)
      expect(Self.view(view, view) == view, view)
      // What the side shows already is never rewritten by the record it shows.
      expect(Self.view(record, view) == view, record, view)
      // Every text shown stands in the record or in what was shown before.
      let known = (lines(record) + lines(previous)).joined(separator: "\n")
      for name: Name in ["EMAIL", "TEL", "TITLE", "NOTE", "SUMMARY", "LOCATION", "DESCRIPTION"] {
        for property in view.components[0].all(name) {
          expect(known.contains(property.value.string), record, previous)
        }
      }
    }
    #expect(shown > Self.cases / 2)
  }

  @Test("what was read from OpenCRM is its own view", arguments: RecordKind.allCases)
  func readIsView(kind: RecordKind) {
    var random = Seeded(state: 3)
    for _ in 0..<Self.cases {
      let seen = OpenCRMSlots(zone: london.name).record(from: cells(kind, &random), kind: kind)
      expect(Self.view(seen, seen) == seen, seen)
    }
  }

  @Test("covering everything shows the source, covering nothing adds to what was known")
  func overlays() {
    var random = Seeded(state: 4)
    let lens = OpenCRMContactLens(customFields: ["cf_12"])
    let all = Set(OpenCRMSlots.contactFields).union(["cf_12"])
    for _ in 0..<Self.cases {
      let slots = OpenCRMSlots(zone: "")
      let seen = slots.record(from: cells(.contact, &random), kind: .contact)
      let previous = slots.record(from: cells(.contact, &random), kind: .contact)
      expect(lens.overlay(seen, on: previous, covered: all) == seen, seen, previous)
      expect(lens.overlay(previous, on: previous, covered: []) == previous, previous)
    }
  }

  private static func view(_ record: Record, _ previous: Record?) -> Record? {
    switch record.kind {
    case .contact:
      OpenCRMContactLens(customFields: ["cf_12"], carriesFolder: true)
        .view(record, previous: previous)
    case .event:
      OpenCRMEventLens(zone: london, zones: zones, customFields: ["cf_12"])
        .view(record, previous: previous)
    case .task:
      OpenCRMTaskLens(zone: london, zones: zones, customFields: ["cf_12"])
        .view(record, previous: previous)
    }
  }

  /// A record as the other side holds it.
  private static func full(_ kind: RecordKind, _ random: inout Seeded) -> Record {
    func word() -> Text { Text(words.randomElement(using: &random)!) }
    func types() -> [Parameter] {
      ["home", "work", "cell", "fax", "pager", "main", "voice"].shuffled(using: &random)
        .prefix(Int.random(in: 0...2, using: &random)).map { Parameter(.type, Text($0)) }
        + (Int.random(in: 0...5, using: &random) == 0 ? [Parameter("PREF", "1")] : [])
    }
    func some(_ limit: Int) -> Range<Int> { 0..<Int.random(in: 0...limit, using: &random) }
    func escaped() -> String { TextEscaping.escape(word()).string }
    var all = [Property(.uid, value: "u")]
    if kind == .contact {
      all.append(Property(.version, value: "4.0"))
      all.append(Property("FN", text: word()))
      for _ in some(1) {
        all.append(
          Property(
            "N", value: Text("\(escaped()),\(escaped());\(escaped());\(escaped());;")))
      }
      for _ in some(2) { all.append(Property("TITLE", text: word())) }
      for _ in some(2) { all.append(Property("NOTE", text: word())) }
      for _ in some(2) {
        all.append(Property("ORG", value: Text("\(escaped());\(escaped());\(escaped())")))
      }
      for _ in some(4) { all.append(Property("EMAIL", types(), text: word())) }
      for _ in some(7) {
        all.append(
          Property(
            "TEL", types(), text: Text("0\(Int.random(in: 0...9, using: &random))")))
      }
      for _ in some(3) {
        let parts = (0..<7).map { _ in
          (0..<Int.random(in: 0...3, using: &random)).map { _ in escaped() }.joined(separator: ",")
        }
        all.append(Property("ADR", types(), value: Text(parts.joined(separator: ";"))))
      }
      for _ in some(1) {
        all.append(
          Property("BDAY", value: ["--0412", "19800412", "1980"].randomElement(using: &random)!))
      }
      for _ in some(2) { all.append(Property("CATEGORIES", text: word())) }
      for _ in some(1) {
        all.append(Property("X-DRAWBRIDGE-FIELD", [Parameter("KEY", "cf_12")], text: word()))
      }
      return Record(kind, [Component(.vcard, all)]).canonical()
    }
    func moment(_ name: Name) -> Property {
      let day = CivilDate(daysSinceEpoch: Int.random(in: 20000...21000, using: &random))!
      let time = TimeOfDay(secondOfDay: Int.random(in: 0..<86400, using: &random))!
      let local = CivilDateTime(date: day, time: time)
      switch Int.random(in: 0...4, using: &random) {
      case 0:
        return Property(
          name, [Parameter(.value, "DATE")], value: Text(CalendarValue.date(day).description))
      case 1: return Property(name, value: Text(CalendarValue.utc(local).description))
      case 2: return Property(name, value: Text(local.basic))
      case 3: return Property(name, [Parameter(.tzid, "Asia/Tokyo")], value: Text(local.basic))
      default:
        return Property(name, [Parameter(.tzid, "America/New_York")], value: Text(local.basic))
      }
    }
    if Bool.random(using: &random) { all.append(moment("DTSTART")) }
    for _ in some(1) { all.append(moment(kind == .task ? "DUE" : "DTEND")) }
    for name: Name in [
      "SUMMARY", "LOCATION", "DESCRIPTION", "X-OPENCRM-TASKSTATUS", "X-OPENCRM-PRIORITY",
      "X-OPENCRM-ACTIVITYTYPE", "X-OPENCRM-VISIBILITY", "CATEGORIES",
    ] {
      for _ in some(1) { all.append(Property(name, text: word())) }
    }
    for _ in some(1) {
      all.append(
        Property("PRIORITY", value: Text("\(Int.random(in: 0...9, using: &random))")))
    }
    for _ in some(1) {
      all.append(
        Property(
          "STATUS",
          value: (kind == .task
            ? ["NEEDS-ACTION", "COMPLETED", "IN-PROCESS", "CANCELLED"]
            : ["CONFIRMED", "TENTATIVE"])
            .randomElement(using: &random)!))
    }
    for _ in some(1) {
      all.append(
        Property(
          "CLASS", value: ["PUBLIC", "PRIVATE", "CONFIDENTIAL"].randomElement(using: &random)!))
    }
    return Record(kind, [Component(kind == .task ? .vtodo : .vevent, all)]).canonical()
  }
}
