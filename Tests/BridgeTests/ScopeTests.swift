import CivilTime
import ContentLines
import Ledger
import Merge
import Records
import Settings
import Sides
import Testing

@testable import Bridge

private let labelled = "accounts: { mary: { contacts: { labels: [Friends] } }, jim: {} }"

private func joe(_ lines: String..., friend: Bool = true) -> Record {
  let own = ["N:Bloggs;Joe;;;", "EMAIL:joe@acme.co"] + lines
  let text = (own + (friend ? ["CATEGORIES:Friends"] : [])).map { $0 + "\r\n" }.joined()
  return Record(
    .contact,
    ComponentReader.read(
      Lexer.lex(Array("BEGIN:VCARD\r\nVERSION:4.0\r\n\(text)END:VCARD\r\n".utf8))
    ).components
  ).canonical()
}

@Suite("Scope")
struct ScopeTests {
  /// Joe in OpenCRM and with Mary, who carries Friends only.
  private func linked() throws -> Desk {
    var desk = try Desk()
    try desk.set(labelled)
    try desk.bring([joe("TITLE:A", friend: false)], from: .opencrm)
    try desk.bring([joe("TITLE:A")], from: Desk.mary)
    #expect(try desk.plan().isEmpty)
    return desk
  }

  @Test("An edit made outside is not carried, and found on return")
  func editOutside() throws {
    var desk = try linked()
    try desk.bring([joe("TITLE:A", friend: false)], from: Desk.mary)
    try desk.bring([joe("TITLE:B", friend: false)], from: Desk.mary)
    var plan = try desk.plan()
    #expect(plan.isEmpty)
    #expect(plan.divergences.map(\.property) == ["TITLE"])
    #expect(plan.divergences.first?.withheldBy.contains("contacts.labels") == true)
    try desk.bring([joe("TITLE:B")], from: Desk.mary)
    plan = try desk.plan()
    #expect(plan.sentences == ["opencrm update Joe Bloggs: TITLE=B"])
  }

  @Test("An edit made together with moving out is still carried, and then the side is frozen")
  func movingOutIsSeen() throws {
    var desk = try linked()
    try desk.bring([joe("TITLE:B", friend: false)], from: Desk.mary)
    #expect(try desk.plan().sentences == ["opencrm update Joe Bloggs: TITLE=B"])
    try desk.bring([joe("TITLE:B", friend: false)], from: .opencrm)
    #expect(try desk.plan().isEmpty)
    let link = desk.bench.state.sortedLinks(.contact)[0]
    #expect(link.sides[Desk.mary]?.state == .frozen)
  }

  @Test("What others change meanwhile reaches the side on return")
  func othersEdit() throws {
    var desk = try linked()
    try desk.bring([joe("TITLE:A", friend: false)], from: Desk.mary)
    try desk.bring([joe("TITLE:C", friend: false)], from: .opencrm)
    #expect(try desk.plan().steps.isEmpty)
    #expect(try desk.plan().divergences.map(\.side) == [Desk.mary])
    try desk.bring([joe("TITLE:A")], from: Desk.mary)
    #expect(try desk.plan().sentences == ["google:mary update Joe Bloggs: TITLE=C"])
  }

  @Test("A deletion outside deletes nothing, whatever the rule")
  func deletionOutside() throws {
    var desk = try Desk()
    try desk.set(labelled + "\ncontacts: { to_opencrm: { delete: delete } }")
    try desk.bring([joe(friend: false)], from: .opencrm)
    try desk.bring([joe(), card("N:Smith;Ann;;;", "EMAIL:ann@x.co")], from: Desk.mary)
    try desk.bring(
      [joe(friend: false), card("N:Smith;Ann;;;", "EMAIL:ann@x.co")], from: Desk.mary)
    try desk.bring([card("N:Smith;Ann;;;", "EMAIL:ann@x.co")], from: Desk.mary)
    try desk.bring([joe(friend: false)], from: .opencrm)
    let plan = try desk.plan()
    #expect(plan.steps.isEmpty)
    #expect(plan.divergences.contains { $0.withheldBy.hasPrefix("deleted in Google (mary)") })
  }

  @Test("A new contact gets the first label, and one without a label is linked all the same")
  func creates() throws {
    var desk = try Desk()
    try desk.set(labelled)
    try desk.bring([joe(friend: false)], from: .opencrm)
    try desk.bring([], from: Desk.mary)
    #expect(try desk.plan().sentences.first?.contains("CATEGORIES[Friends]=Friends") == true)
    try desk.bring([joe(friend: false)], from: Desk.mary)
    #expect(try desk.plan().steps.isEmpty)
    #expect(desk.bench.state.links(.contact).count == 1)
  }

  @Test("An account that is switched off is neither written nor carried")
  func switchedOff() throws {
    var desk = try Desk("")
    try desk.bring([joe("TITLE:A")], from: .opencrm)
    try desk.bring([joe("TITLE:A")], from: Desk.mary)
    try desk.set("accounts: { mary: { enabled: false }, jim: {} }")
    _ = try desk.accept()
    try desk.bring([joe("TITLE:B")], from: .opencrm)
    #expect(try desk.plan().steps.isEmpty)
    try desk.set("accounts: { mary: {}, jim: {} }")
    #expect(try desk.plan().sentences == ["google:mary update Joe Bloggs: TITLE=B"])
  }

  @Test("A narrower filter is refused until it is accepted; a wider one is not")
  func narrowed() throws {
    var desk = try Desk("")
    try desk.bring([joe("TITLE:A", friend: false)], from: .opencrm)
    try desk.bring([joe("TITLE:A", friend: false)], from: Desk.mary)
    try desk.set(labelled)
    try desk.bring([joe("TITLE:B", friend: false)], from: Desk.mary)
    let plan = try desk.plan()
    #expect(plan.refused?.guardName == "settings")
    #expect(plan.refused?.option == "drawbridge settings --accept")
    #expect(plan.steps.isEmpty)
    #expect(try desk.accept().map(\.path) == ["accounts.mary.contacts.labels"])
    #expect(try desk.plan().refused == nil)
    #expect(try desk.accept().isEmpty)
    try desk.set("accounts: { mary: {}, jim: {} }")
    #expect(try desk.plan().refused == nil)
    #expect(try desk.plan().sentences == ["opencrm update Joe Bloggs: TITLE=B"])
  }
}

@Suite("Windows")
struct WindowTests {
  private func event(_ lines: String...) -> Record {
    let text =
      "BEGIN:VEVENT\r\nUID:e1\r\n" + lines.map { $0 + "\r\n" }.joined() + "END:VEVENT\r\n"
    return Record(.event, ComponentReader.read(Lexer.lex(Array(text.utf8))).components)
      .canonical()
  }

  /// Two months back, two ahead, from 1 November 2026 in New York.
  private func window() throws -> Window {
    let desk = try Desk("workspace: { zone: America/New_York }", zones: ZoneCatalog())
    return try #require(Window(.event, .toOpenCRM, on: desk.bench))
  }

  @Test("The first and the last day are in, by the date in the workspace's zone")
  func edges() throws {
    let window = try window()
    #expect("\(window.first) \(window.last)" == "2026-09-01 2027-01-01")
    // 04:59 UTC is still the first of January in New York.
    #expect(window.holds(event("DTSTART:20270102T045900Z", "DTEND:20270102T053000Z")))
    #expect(!window.holds(event("DTSTART:20270102T050000Z", "DTEND:20270102T053000Z")))
    #expect(window.holds(event("DTSTART;VALUE=DATE:20270101")))
    #expect(!window.holds(event("DTSTART;VALUE=DATE:20270102")))
    #expect(window.holds(event("DTSTART:20260901T040000Z")))
    #expect(!window.holds(event("DTSTART:20260901T035900Z")))
    #expect(window.holds(event("DTSTART;VALUE=DATE:20260820", "DTEND;VALUE=DATE:20260902")))
  }

  @Test("A series counts when any occurrence falls inside, a cancelled event by its date")
  func series() throws {
    let window = try window()
    #expect(window.holds(event("DTSTART:20200101T100000Z", "RRULE:FREQ=YEARLY")))
    #expect(
      !window.holds(event("DTSTART:20200101T100000Z", "RRULE:FREQ=DAILY;UNTIL=20260801T000000Z")))
    #expect(window.holds(event("DTSTART:20261201T100000Z", "STATUS:CANCELLED")))
    #expect(!window.holds(event("DTSTART:20251201T100000Z", "STATUS:CANCELLED")))
    #expect(window.holds(event("SUMMARY:No date at all")))
  }

  @Test("Months keep the day, or end on the last of a shorter month; the days never run backwards")
  func months() throws {
    func day(_ text: String) throws -> CivilDate {
      try #require(CivilDate(Array(text.utf8)[...], extended: true))
    }
    let back = TimeWindow.Offset(count: -2, unit: .months)
    #expect(back.day(from: try day("2027-04-30")) == (try day("2027-02-28")))
    #expect(back.day(from: try day("2027-01-31")) == (try day("2026-11-30")))
    var last = try day("2020-01-01")
    var today = last
    for _ in 0..<3000 {
      let found = try #require(back.day(from: today))
      #expect(found >= (today == last ? found : last))
      last = found
      today = try #require(today.adding(days: 1))
    }
  }
}

@Suite("Records that OpenCRM marks as deleted")
struct RetiredTests {
  private let ann = card("N:Smith;Ann;;;", "EMAIL:ann@x.co", "X-ID:102")
  private let ben = card("N:Adeyemi;Ben;;;", "EMAIL:ben@x.co", "X-ID:103")

  @Test("The mark counts as a deletion, and its removal as a return with every edit")
  func markAndReturn() throws {
    var desk = try Desk()
    try desk.bring([ann, ben], from: Desk.mary)
    try desk.bring([ann, ben], from: .opencrm, complete: false, ids: true, retired: [])
    #expect(try desk.plan().isEmpty)
    try desk.bring([ann, ben], from: .opencrm, complete: false, ids: true, retired: [0])
    try desk.bring([ann, ben], from: Desk.mary)
    var plan = try desk.plan()
    #expect(plan.steps.isEmpty)
    #expect(plan.divergences.map(\.withheldBy.description).joined().contains("marked as deleted"))
    // An export without the column says nothing of it.
    try desk.bring([ann, ben], from: .opencrm, complete: false, ids: true)
    #expect(try desk.plan().steps.isEmpty)
    let titled = card("N:Smith;Ann;;;", "EMAIL:ann@x.co", "TITLE:Head", "X-ID:102")
    try desk.bring([titled, ben], from: .opencrm, complete: false, ids: true, retired: [])
    plan = try desk.plan()
    #expect(plan.sentences == ["google:mary update Ann Smith: TITLE=Head"])
  }

  @Test("What was marked before the first link is created nowhere")
  func markedAtFirstSight() throws {
    for first in [SideName.opencrm, Desk.mary] {
      var desk = try Desk()
      for side in first == .opencrm ? [.opencrm, Desk.mary] : [Desk.mary, .opencrm] {
        try desk.bring(
          [ann, ben], from: side, ids: side == .opencrm, retired: side == .opencrm ? [0] : nil)
      }
      #expect(try desk.plan().steps.isEmpty)
    }
  }
}

@Suite("Guards of a plan")
struct GuardTests {
  private func people(_ range: Range<Int>, _ lines: (Int) -> String) -> [Record] {
    range.map { card("N:Person\($0);Pat;;;", "EMAIL:p\($0)@x.co", lines($0)) }
  }

  @Test("A property that vanishes from most of its holders is refused, few as they are")
  func propertyVanished() throws {
    var desk = try Desk()
    let before = people(0..<60) { $0 < 12 ? "BDAY:1980010\($0 % 9 + 1)" : "NOTE:n" }
    let after = people(0..<60) { $0 < 12 ? "X-NIL:1" : "NOTE:n" }
    try desk.bring(before, from: .opencrm)
    try desk.bring(before, from: Desk.mary)
    try desk.bring(after, from: .opencrm)
    let plan = try desk.plan()
    #expect(plan.refused?.guardName == "property vanished")
    #expect(plan.refused?.option == "--allow-changes")
    #expect(try Planner.plan(on: desk.bench, allowsChanges: true).refused == nil)
  }

  @Test("What a first link brings is no mass change")
  func firstLink() throws {
    var desk = try Desk()
    try desk.bring(people(0..<20) { _ in "NOTE:n" }, from: .opencrm)
    try desk.bring(people(0..<20) { "TITLE:t\($0)" }, from: Desk.mary)
    let plan = try desk.plan()
    #expect(plan.count(.update) == 40)
    #expect(plan.refused == nil)
    let all = people(0..<20) { _ in "NOTE:n" }.enumerated().map { index, _ in
      card("N:Person\(index);Pat;;;", "EMAIL:p\(index)@x.co", "NOTE:n", "TITLE:t\(index)")
    }
    try desk.bring(all, from: .opencrm)
    try desk.bring(all, from: Desk.mary)
    #expect(try desk.plan().isEmpty)
    #expect(desk.bench.state.marks.keys.allSatisfy { !$0.hasPrefix("first-link/") })
    try desk.bring(people(0..<20) { "TITLE:u\($0)" }, from: .opencrm)
    #expect(try desk.plan().refused?.guardName == "mass change")
  }
}

@Suite("Oscillation")
struct OscillationTests {
  private func joe(_ title: String) -> Record {
    card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TITLE:\(title)")
  }

  @Test("A value that goes back and forth is held within six runs, and a new value ends it")
  func held() throws {
    var desk = try Desk()
    try desk.bring([joe("Joe")], from: .opencrm)
    try desk.bring([joe("Joe")], from: Desk.mary)
    var shown = "Joe"
    var runs = 0
    while runs < 8 {
      runs += 1
      // One side's own rule turns the value into its form; the bridge carries it to the other.
      let (side, other) = runs % 2 == 1 ? (Desk.mary, SideName.opencrm) : (.opencrm, Desk.mary)
      try desk.bring([joe(shown)], from: other)
      shown = runs % 2 == 1 ? "JOE" : "Joe"
      try desk.bring([joe(shown)], from: side)
      if try desk.send().steps.isEmpty { break }
      try desk.bring([joe(shown)], from: other)
    }
    #expect(runs <= Oscillation.runs)
    let plan = try desk.plan()
    #expect(plan.steps.isEmpty)
    #expect(plan.divergences.contains { $0.withheldBy.contains("oscillation") })
    #expect(plan.warnings.contains { $0.contains("back and forth") })
    #expect(runs == 3)
    try desk.bring([joe("Joseph")], from: Desk.mary)
    #expect(try desk.plan().sentences == ["opencrm update Joe Bloggs: TITLE=Joseph"])
  }

  @Test("What nobody carries out is asked again and again")
  func askedAgain() throws {
    var desk = try Desk()
    try desk.bring([joe("A")], from: .opencrm)
    try desk.bring([joe("A")], from: Desk.mary)
    for _ in 0..<8 {
      try desk.bring([joe("B")], from: .opencrm)
      try desk.bring([joe("A")], from: Desk.mary)
      #expect(try desk.send().sentences == ["google:mary update Joe Bloggs: TITLE=B"])
    }
    try desk.bring([joe("A")], from: Desk.mary)
    #expect(try desk.plan().warnings.contains { $0.contains("never seen") })
  }
}

@Suite("Exact copies")
struct CopyTests {
  private let joe = card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co")

  @Test("Copies are asked about and not created; with the last copy the match is made")
  func copies() throws {
    var desk = try Desk()
    try desk.bring([joe], from: .opencrm)
    try desk.bring(Array(repeating: joe, count: 15), from: Desk.mary)
    #expect(try desk.plan().steps.isEmpty)
    #expect(!(try desk.plan().questions.isEmpty))
    try desk.bring(Array(repeating: joe, count: 3), from: Desk.mary)
    #expect(try desk.plan().steps.isEmpty)
    #expect(!(try desk.plan().questions.isEmpty))
    try desk.bring([joe], from: Desk.mary)
    #expect(try desk.plan().isEmpty)
    #expect(desk.bench.state.links(.contact).values.map(\.sides.count) == [2])
  }
}

extension OscillationTests {
  @Test("Numbers that come and go beside one another are no oscillation")
  func membersBeside() throws {
    func joe(_ numbers: String...) -> Record {
      let lines = numbers.map { "TEL:\($0)\r\n" }.joined()
      let text =
        "BEGIN:VCARD\r\nVERSION:4.0\r\nN:Bloggs;Joe;;;\r\nEMAIL:joe@acme.co\r\n\(lines)END:VCARD\r\n"
      return Record(.contact, ComponentReader.read(Lexer.lex(Array(text.utf8))).components)
        .canonical()
    }
    var desk = try Desk()
    try desk.bring([joe("+44 1")], from: .opencrm)
    try desk.bring([joe("+44 1")], from: Desk.mary)
    for numbers in [["+44 1", "+44 2"], ["+44 2"], ["+44 2", "+44 3"]] {
      let shown = numbers.count == 1 ? joe(numbers[0]) : joe(numbers[0], numbers[1])
      try desk.bring([shown], from: .opencrm)
      #expect(try desk.send().count(.update) == 1)
    }
  }
}
