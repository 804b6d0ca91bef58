import ContentLines
import GoogleSide
import Ledger
import Merge
import OpenCRMSide
import Records
import Sides
import Testing

@testable import Bridge

/// What is decided, joined or carried out in half while other things are under way, found by
/// Tests/ModelTests.
@Suite("Decided meanwhile")
struct DecidedMeanwhileTests {
  private let joe = card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co")

  private func joe(_ lines: String...) -> Record {
    card(lines: ["N:Bloggs;Joe;;;", "EMAIL:joe@acme.co"] + lines)
  }

  private func realDesk(_ yaml: String = "", holds: Set<String>) throws -> Desk {
    let google = GoogleContactsLens()
    return try Desk(
      yaml,
      lenses: PlainLenses(others: [
        .opencrm: OpenCRMContactLens(holds: holds), Desk.mary: google, Desk.jim: google,
      ]))
  }

  @Test("Where two accounts differ, what OpenCRM says when it joins can be chosen")
  func joiningBetweenTwo() throws {
    var desk = try realDesk(holds: ["firstname", "lastname", "email", "description"])
    try desk.bring([joe], from: Desk.mary)
    try desk.bring([], from: Desk.jim)
    _ = try desk.send()
    try desk.bring([joe("NOTE:Coffee")], from: Desk.jim)
    try desk.bring([joe("NOTE:Milk")], from: Desk.mary)
    try desk.bring([joe("NOTE:Tea")], from: .opencrm)
    #expect(try desk.resolve(.take(.opencrm)) > 0)
    #expect(
      try desk.plan().sentences == [
        "google:jim update Joe Bloggs: NOTE=Tea", "google:mary update Joe Bloggs: NOTE=Tea",
      ])
  }

  @Test("A number that was typed into another slot than its step said is carried out")
  func anotherSlot() throws {
    let holds: Set<String> = ["firstname", "lastname", "email", "phone", "mobile", "otherphone"]
    var desk = try realDesk(holds: holds)
    for side in [SideName.opencrm, Desk.mary] { try desk.bring([joe], from: side) }
    try desk.bring([joe("TEL;TYPE=cell:+44 7700 100013")], from: Desk.mary)
    #expect(try desk.send().steps.map(\.side) == [.opencrm])
    try desk.bring(
      [joe("TEL;TYPE=cell:+44 7700 100005", "TEL:+44 7700 100013")], from: .opencrm)
    #expect(
      try desk.plan().sentences == [
        "google:mary update Joe Bloggs: TEL[+447700100005]=+44 7700 100005"
      ])
  }

  @Test(
    "A text that one side cut at a space, or escaped, and both entered is no conflict",
    arguments: [
      ("TITLE:Buyer ", "TITLE:Buyer"), ("NOTE:R&D", "NOTE:R&amp\\;D"), ("ORG:Acme", "ORG:ACME"),
    ])
  func sameTextTwice(full: String, coarse: String) throws {
    for isTurned in [false, true] {
      var desk = try Desk()
      let old = joe("TITLE:Head", "NOTE:Tea", "ORG:Apex")
      func new(_ line: String) -> Record {
        let name = String(line.prefix { $0 != ":" })
        let lines = ["TITLE:Head", "NOTE:Tea", "ORG:Apex"].map { $0.hasPrefix(name) ? line : $0 }
        return card(lines: ["N:Bloggs;Joe;;;", "EMAIL:joe@acme.co"] + lines)
      }
      for side in [SideName.opencrm, Desk.mary, Desk.jim] { try desk.bring([old], from: side) }
      try desk.bring([new(isTurned ? coarse : full)], from: .opencrm)
      try desk.bring([new(isTurned ? full : coarse)], from: Desk.mary)
      let plan = try desk.send()
      #expect(plan.conflicts.isEmpty)
      let value = String(full.drop { $0 != ":" }.dropFirst())
      let name = String(full.prefix { $0 != ":" })
      #expect(plan.sentences == ["google:jim update Joe Bloggs: \(name)=\(value)"])
      try desk.bring([new(full)], from: Desk.jim)
      #expect(try desk.plan().isEmpty)
    }
  }

  @Test(
    "A decision that one side carried out and another did not is planned again, not taken back",
    arguments: [false, true])
  func decisionInHalf(isGiven: Bool) throws {
    var desk = try Desk()
    try desk.bring([joe("NOTE:Tea")], from: .opencrm)
    try desk.bring([joe("NOTE:Milk")], from: Desk.mary)
    #expect(try desk.resolve(isGiven ? .value("Water") : .base) == 1)
    #expect(try desk.send().steps.count == 2)
    let decided = isGiven ? joe("NOTE:Water") : joe
    for _ in 0..<2 {
      try desk.bring([decided], from: .opencrm)
      try desk.bring([joe("NOTE:Milk")], from: Desk.mary)
      let plan = try desk.plan()
      #expect(plan.openConflicts.isEmpty)
      #expect(
        plan.sentences == ["google:mary update Joe Bloggs: NOTE=\(isGiven ? "Water" : "-")"])
    }
    // An edit made since is one.
    try desk.bring([joe("NOTE:Cocoa")], from: Desk.mary)
    #expect(try desk.plan().sentences.filter { $0.hasPrefix("google:mary") } == [])
  }

  @Test("What was carried out, seen, and then taken away again was taken away", arguments: [0, 1])
  func removedAfterLanding(edits: Int) throws {
    var desk = try Desk()
    try desk.bring([], from: .opencrm)
    try desk.bring([joe("NOTE:Tea")], from: Desk.mary)
    _ = try desk.send()
    try desk.bring([joe(edits == 0 ? "NOTE:Tea" : "NOTE:Milk\\nTea")], from: .opencrm)
    try desk.bring([joe], from: .opencrm)
    #expect(try desk.plan().sentences == ["google:mary update Joe Bloggs: NOTE=-"])
  }

  @Test("Two who turn out to be one before anything was sent are one")
  func foundOutLater() throws {
    var desk = try Desk()
    try desk.bring([card("N:Bloggs;Joe;;;", "EMAIL:jo@apex.co")], from: .opencrm)
    try desk.bring([joe], from: Desk.mary)
    #expect(try desk.plan().count(.create) == 2)
    try desk.bring([joe("EMAIL:jo@apex.co", "NOTE:Tea")], from: .opencrm)
    #expect(
      try desk.plan().sentences == [
        "google:mary update Joe Bloggs: EMAIL[jo@apex.co]=jo@apex.co NOTE=Tea"
      ])
    // Who changes otherwise stays who he is.
    try desk.bring([joe("EMAIL:jo@apex.co", "NOTE:Tea"), card("N:Lee;Ann;;;")], from: .opencrm)
    let uids = Set(desk.bench.state.links(.contact).keys)
    try desk.bring(
      [joe("EMAIL:jo@apex.co", "NOTE:Tea"), card("N:Lee;Ann;;;", "TITLE:Head")], from: .opencrm)
    #expect(Set(desk.bench.state.links(.contact).keys) == uids)
  }

  @Test("Of two equal addresses in one card the second is told at first link, too")
  func equalAddresses() throws {
    var desk = try Desk()
    try desk.bring([joe], from: .opencrm)
    try desk.bring([joe("EMAIL;TYPE=work:joe@acme.co")], from: Desk.mary)
    #expect(try desk.send().sentences.count == 1)
    try desk.bring([joe("EMAIL;TYPE=work:joe@acme.co")], from: .opencrm)
    #expect(try desk.plan().isEmpty)
  }

  @Test("Who joins without a value that is in conflict is told of it when that is decided")
  func joiningAConflict() throws {
    var desk = try Desk()
    for side in [SideName.opencrm, Desk.mary] { try desk.bring([joe("ORG:Acme")], from: side) }
    try desk.bring([joe("ORG:Apex")], from: .opencrm)
    try desk.bring([joe("ORG:Apple")], from: Desk.mary)
    try desk.bring([joe], from: Desk.jim)
    #expect(try desk.plan().steps.isEmpty)
    #expect(try desk.resolve(.base) == 1)
    for _ in 0..<2 {
      #expect(
        try desk.plan().sentences == [
          "opencrm update Joe Bloggs: ORG=Acme", "google:jim update Joe Bloggs: ORG=Acme",
          "google:mary update Joe Bloggs: ORG=Acme",
        ])
      try desk.bring([joe], from: Desk.jim)
    }
    _ = try desk.send()
    try desk.bring([joe("ORG:Acme")], from: .opencrm)
    try desk.bring([joe("ORG:Acme")], from: Desk.mary)
    #expect(try desk.plan().steps.isEmpty)
    try desk.bring([joe], from: Desk.jim)
    #expect(try desk.plan().sentences == ["google:jim update Joe Bloggs: ORG=Acme"])
  }

  @Test("What somebody joined with while others differed reaches those who said nothing")
  func joinedWithAValue() throws {
    var desk = try Desk("accounts: { mary: {}, jim: {}, eve: {} }", isWhole: true)
    let eve = SideName.google("eve")
    for side in [Desk.mary, Desk.jim, eve] { try desk.bring([joe], from: side) }
    try desk.bring([joe("NOTE:Coffee")], from: Desk.jim)
    try desk.bring([joe("NOTE:Milk")], from: Desk.mary)
    try desk.bring([joe("NOTE:Tea")], from: .opencrm)
    #expect(try desk.resolve(.take(.opencrm)) > 0)
    #expect(
      try desk.plan().sentences == [
        "google:eve update Joe Bloggs: NOTE=Tea", "google:jim update Joe Bloggs: NOTE=Tea",
        "google:mary update Joe Bloggs: NOTE=Tea",
      ])
  }

  @Test(
    "Nothing that somebody decides is written where no account may, and all of it once one may",
    arguments: ["never", "originated"])
  func decidedAgainstARule(_ rule: String) throws {
    var desk = try Desk("contacts: { to_opencrm: { update: \(rule) } }")
    try desk.bring([joe("NOTE:Tea")], from: .opencrm)
    try desk.bring([joe("NOTE:Milk")], from: Desk.mary)
    #expect(try desk.resolve(.take(Desk.mary)) == 1)
    for _ in 0..<2 {
      let plan = try desk.plan()
      #expect(plan.steps.isEmpty)
      #expect(plan.divergences.map(\.property) == ["NOTE"])
      try desk.bring([joe("NOTE:Tea")], from: .opencrm)
    }
    try desk.set("")
    let plan = try desk.plan()
    #expect(plan.steps.map(\.side) == [.opencrm])
    #expect(plan.steps.first?.changes.map(\.to) == ["Milk"])
  }

  @Test("What an account deleted before OpenCRM had it is not created there to be deleted")
  func deletedBeforeTheCreate() throws {
    var desk = try Desk("contacts: { to_opencrm: { delete: delete } }")
    try desk.bring([], from: .opencrm)
    for side in [Desk.mary, Desk.jim] { try desk.bring([joe], from: side) }
    try desk.bring([], from: Desk.mary)
    #expect(try desk.plan().steps.isEmpty)
    try desk.bring([joe], from: Desk.jim)
    #expect(try desk.plan().steps.isEmpty)
    try desk.bring([], from: .opencrm)
    #expect(try desk.plan().steps.isEmpty)
  }

  @Test("Both forms of a value that a side escapes are kept once, and stay")
  func bothOnAnEscapingSide() throws {
    var desk = try Desk()
    let (plain, escaped) = ("NOTE:R&D", "NOTE:R&amp\\;D")
    try desk.bring([joe(plain)], from: .opencrm)
    try desk.bring([joe(escaped)], from: Desk.mary)
    let count = try desk.resolve(.both)
    #expect(count <= 1)
    let plan = try desk.send()
    #expect(plan.sentences == [])
    #expect(plan.openConflicts.isEmpty)
  }

  @Test("A sent step that cannot be read is an error of the ledger, and no empty step")
  func damagedStep() throws {
    var desk = try Desk()
    for side in [SideName.opencrm, Desk.mary] { try desk.bring([joe], from: side) }
    try desk.bring([joe("NOTE:Tea")], from: .opencrm)
    _ = try desk.send()
    let then = desk.bench.state
    var step = try #require(then.sortedSteps.first)
    step.body = "{\"changes\": ["
    desk.bench.state.put(step)
    #expect(throws: LedgerError.self) { try desk.plan() }
    let bench = desk.bench
    #expect(throws: LedgerError.self) {
      try InversePlan.make(of: 4, steps: [step], then: then, on: bench)
    }
  }

  @Test(
    "A thousand exact copies are one question, whoever is imported first",
    arguments: [false, true])
  func copies(isGoogleFirst: Bool) throws {
    var desk = try Desk()
    let copies = [Record](repeating: joe, count: 1_000)
    if isGoogleFirst { try desk.bring(copies, from: Desk.mary) }
    try desk.bring([joe], from: .opencrm)
    if !isGoogleFirst { try desk.bring(copies, from: Desk.mary) }
    for _ in 0..<2 {
      let plan = try desk.plan()
      #expect(plan.questions.count == 1)
      #expect(plan.questions.first?.records.count == (isGoogleFirst ? 1 : 1_000))
      #expect(plan.steps.isEmpty)
      try desk.bring(copies, from: Desk.mary)
    }
    // Who cleans up is asked no more.
    try desk.bring([joe], from: Desk.mary)
    #expect(try desk.plan().isEmpty)
  }
}
