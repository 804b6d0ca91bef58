import ContentLines
import GoogleSide
import Ledger
import OpenCRMSide
import Records
import Sides
import Testing

@testable import Bridge

/// Histories that lost a value once, found by Tests/ModelTests.
@Suite("Faults of histories")
struct HistoryFaultTests {
  private let joe = card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co")

  private func joe(_ lines: String...) -> Record {
    var record = joe
    record.components[0].properties += lines.map { line in
      let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
      return Property(Name(Text(parts[0])), value: Text(parts[1]))
    }
    return record.canonical()
  }

  @Test("An edit of a value that nobody has yet, while a step is under way, removes nothing")
  func ownValuesSurvive() throws {
    var desk = try Desk()
    try desk.bring([joe("TEL:+44 1 2")], from: .opencrm)
    try desk.bring([joe("ORG:Acme", "TITLE:Buyer", "NOTE:Tea")], from: Desk.mary)
    _ = try desk.send()
    try desk.bring([joe("ORG:Apex", "TITLE:Buyer", "NOTE:Tea")], from: Desk.mary)
    // A part of OpenCRM, which shows nothing of what became of the step.
    try desk.bring([], from: .opencrm, complete: false)
    #expect(try desk.plan().sentences.filter { $0.contains("=-") } == [])
    try desk.bring([joe("TEL:+44 1 2")], from: .opencrm)
    let plan = try desk.plan()
    #expect(plan.conflicts.isEmpty)
    #expect(
      Set(plan.sentences) == [
        "google:mary update Joe Bloggs: TEL[+4412]=+44 1 2",
        "opencrm update Joe Bloggs: ORG=Apex TITLE=Buyer NOTE=Tea",
      ])
  }

  @Test("A product that is read by a source without notes has kept its note")
  func narrowProduct() throws {
    var desk = try Desk()
    try desk.bring([], from: Desk.mary)
    try desk.bring([joe("NOTE:Tea")], from: .opencrm)
    _ = try desk.send()
    try desk.bring([joe], from: Desk.mary, covered: ["N", "EMAIL"])
    #expect(try desk.plan().isEmpty)
    try desk.bring([joe("NOTE:Tea")], from: Desk.mary)
    #expect(try desk.plan().isEmpty)
  }

  @Test("A record that a person finds again in a source without notes has kept its note")
  func narrowAnswer() throws {
    var desk = try Desk()
    let record = joe("NOTE:Tea", "TEL:+44 1 23456789")
    try desk.bring([record], from: .opencrm)
    try desk.bring([record], from: Desk.mary)
    try desk.bring(
      [
        card("N:Bloggs;Joe;;;", "EMAIL:joe@apex.co"),
        card("N:Blogs;Josephine;;;", "EMAIL:joe@acme.co"),
      ], from: Desk.mary, covered: ["N", "EMAIL", "TEL"])
    let question = try #require(try desk.plan().questions.first)
    let candidate = try #require(question.candidates.first)
    try desk.link(question.records[0].uid, to: candidate.uid)
    #expect(
      try desk.plan().sentences.filter { $0.contains("update Joe") && $0.contains("NOTE") } == [])
  }

  @Test("A third side that differs asks, also while a create waits for a fourth")
  func joiningWhileACreateWaits() throws {
    var desk = try Desk()
    try desk.bring([], from: Desk.mary)
    try desk.bring([joe("ORG:Acme")], from: .opencrm)
    _ = try desk.send()
    try desk.bring([joe("ORG:Apex")], from: Desk.jim)
    try desk.bring([joe("ORG:Apex")], from: Desk.jim)
    let plan = try desk.plan()
    #expect(plan.openConflicts.map(\.property) == ["ORG"])
    #expect(plan.sentences.filter { $0.contains("ORG") } == [])
  }

  @Test("A side that joins with one of two values in question does not decide between them")
  func joiningAConflict() throws {
    var desk = try Desk()
    try desk.bring([joe("NOTE:Tea")], from: Desk.mary)
    try desk.bring([joe("NOTE:Coffee")], from: Desk.jim)
    // The second import shows what the first one settled.
    for _ in 0..<2 {
      try desk.bring([joe("NOTE:Coffee")], from: .opencrm)
      let plan = try desk.plan()
      #expect(plan.openConflicts.map(\.property) == ["NOTE"])
      #expect(plan.sentences == [])
    }
    #expect(try desk.plan().openConflicts.first?.values.count == 3)
    _ = try desk.resolve(.take(.opencrm))
    #expect(try desk.plan().sentences == ["google:mary update Joe Bloggs: NOTE=Coffee"])
  }

  @Test("Two sides that made the edit a third contradicts keep it until it is decided")
  func equalEditsInAConflict() throws {
    var desk = try Desk()
    for side in [SideName.opencrm, Desk.mary, Desk.jim] {
      try desk.bring([joe("TITLE:Buyer")], from: side)
    }
    try desk.bring([joe("TITLE:Head")], from: Desk.mary)
    try desk.bring([joe("TITLE:Head")], from: Desk.jim)
    try desk.bring([joe("TITLE:Director")], from: .opencrm)
    let plan = try desk.plan()
    #expect(plan.openConflicts.map(\.property) == ["TITLE"])
    #expect(plan.openConflicts.first?.values.count == 3)
    #expect(plan.steps.isEmpty)
  }

  @Test("A contact that somebody entered while its create was under way removes nothing elsewhere")
  func enteredMeanwhile() throws {
    var desk = try Desk()
    try desk.bring([], from: Desk.mary)
    try desk.bring([joe("ORG:Acme", "TEL:+44 1 2")], from: .opencrm)
    _ = try desk.send()
    try desk.bring([joe("TEL:+44 3 4")], from: Desk.mary)
    let sentences = try desk.plan().sentences
    #expect(
      Set(sentences) == [
        "google:mary update Joe Bloggs: ORG=Acme TEL[+4412]=+44 1 2",
        "opencrm update Joe Bloggs: TEL[+4434]=+44 3 4",
      ])
  }

  @Test("What shows just what was sent to it is not taken for another record")
  func sentComesFirst() throws {
    var desk = try Desk()
    let both = card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "EMAIL:jo@home.example")
    let one = card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co")
    let other = card("N:Bloggs;Joe;;;", "EMAIL:jo@home.example")
    try desk.bring([both], from: .opencrm, ids: false)
    try desk.bring([both], from: Desk.mary)
    // OpenCRM's card is split into two; Google follows.
    try desk.bring([one, other], from: .opencrm)
    _ = try desk.send()
    try desk.bring([other, one], from: Desk.mary)
    #expect(try desk.plan().isEmpty)
  }

  @Test("A question that nobody answered is still one after the next import")
  func questionsStay() throws {
    var desk = try Desk()
    let record = joe("TEL:+44 1 23456789")
    try desk.bring([record], from: .opencrm)
    try desk.bring([record], from: Desk.mary)
    let newcomers = [
      card("N:Bloggs;Joe;;;", "EMAIL:joe@apex.co"),
      card("N:Blogs;Josephine;;;", "EMAIL:joe@acme.co"),
    ]
    for _ in 0..<3 {
      try desk.bring(newcomers, from: Desk.mary)
      let plan = try desk.plan()
      #expect(plan.questions.map(\.kind) == [.vanished])
      #expect(plan.steps.isEmpty)
    }
  }

  @Test(
    "A deletion does not take what the deleting side was never shown",
    arguments: ["ask", "restore"])
  func unseenValuesStay(rule: String) throws {
    var desk = try Desk("contacts: { to_google: { delete: delete, delete_conflict: \(rule) } }")
    try desk.bring([joe("TEL:+44 1 2")], from: .opencrm)
    let more = joe("TEL:+44 1 2", "EMAIL:jo@home.example")
    try desk.bring([more], from: Desk.mary)
    // Planned to OpenCRM and never carried out; meanwhile agreed by Mary alone, as it is while
    // OpenCRM is out of scope.
    var link = try #require(desk.bench.state.sortedLinks(.contact).first)
    let entry = try #require(desk.bench.state.sortedEntries(Desk.mary, .contact).first)
    link.agreed = entry.digest
    link.sides[Desk.mary]?.baseline = entry.digest
    desk.bench.state.put(link)
    try desk.bring([], from: .opencrm)
    try desk.bring([more], from: Desk.mary)
    let plan = try desk.plan()
    #expect(plan.steps.map(\.action) == (rule == "restore" ? [.create] : []))
    guard rule == "ask" else { return }
    #expect(plan.openConflicts.map(\.property) == ["*"])
    #expect(plan.openConflicts.first?.values.last?.value?.contains("jo@home.example") == true)
  }

  @Test("A create that carried an edit which was decided against takes part in the decision")
  func createAheadOfTheAgreement() throws {
    var desk = try Desk()
    for side in [SideName.opencrm, Desk.mary] { try desk.bring([joe("NOTE:Tea")], from: side) }
    try desk.bring([joe("NOTE:Milk\\nTea")], from: Desk.mary)
    try desk.bring([], from: Desk.jim)
    let sent = try desk.send()
    #expect(
      sent.sentences.contains(
        "google:jim create Joe Bloggs: N=Bloggs;Joe;;; "
          + "EMAIL[joe@acme.co]=joe@acme.co NOTE=Milk\\nTea"))
    try desk.bring([joe("NOTE:Coffee")], from: .opencrm)
    try desk.bring([joe("NOTE:Milk\\nTea")], from: Desk.jim)
    #expect(try desk.resolve(.base) == 1)
    let sentences = try desk.plan().sentences
    #expect(
      sentences == [
        "opencrm update Joe Bloggs: NOTE=Tea", "google:jim update Joe Bloggs: NOTE=Tea",
        "google:mary update Joe Bloggs: NOTE=Tea",
      ])
  }

  @Test("A create that had no room for an agreed value does not take it away from others")
  func createWithoutRoom() throws {
    let crm = OpenCRMContactLens(holds: ["firstname", "lastname", "email", "email2"])
    var desk = try Desk(lenses: PlainLenses(others: [.opencrm: crm]))
    let one = "EMAIL:a@joe.example"
    let two = "EMAIL:b@joe.example"
    try desk.bring([], from: .opencrm)
    try desk.bring([joe(one)], from: Desk.mary)
    try desk.bring([joe(two)], from: Desk.jim)
    let created = try #require(try desk.send().steps.first { $0.side == .opencrm }?.after)
    // Jim's account was told of the other address, Mary's not yet.
    try desk.bring([joe(one, two)], from: Desk.jim)
    try desk.bring([joe(one)], from: Desk.mary)
    try desk.bring([created], from: .opencrm)
    #expect(try desk.plan().sentences.filter { $0.contains("=-") } == [])
    try desk.bring([joe(one, two)], from: Desk.mary)
    let sentences = try desk.plan().sentences
    #expect(sentences == [])
  }

  @Test(
    "Where a step was edited after it landed, a third side still gets the rest of it",
    arguments: [false, true])
  func thirdSideOfALanding(isReal: Bool) throws {
    let google = GoogleContactsLens()
    let crm = OpenCRMContactLens(
      holds: ["firstname", "lastname", "title", "description", "email", "phone"])
    var desk = try Desk(
      lenses: PlainLenses(
        others: isReal ? [.opencrm: crm, Desk.mary: google, Desk.jim: google] : [:]))
    for side in [SideName.opencrm, Desk.mary, Desk.jim] {
      try desk.bring([joe("TITLE:Buyer")], from: side)
    }
    try desk.bring([joe("TITLE:Head", "NOTE:Tea")], from: Desk.mary)
    _ = try desk.send()
    try desk.bring([joe("TITLE:Director", "NOTE:Tea")], from: .opencrm)
    for _ in 0..<2 {
      try desk.bring([joe("TITLE:Buyer")], from: Desk.jim)
      let plan = try desk.plan()
      #expect(
        plan.sentences == [
          "google:jim update Joe Bloggs: TITLE=Director NOTE=Tea",
          "google:mary update Joe Bloggs: TITLE=Director",
        ])
      #expect(plan.conflicts.isEmpty)
    }
  }

  @Test("A rule that decides a deletion against an edit is listed with what loses")
  func decidedDeletion() throws {
    var desk = try Desk("contacts: { to_google: { delete: delete, delete_conflict: delete } }")
    try desk.bring([joe], from: .opencrm)
    try desk.bring([joe], from: Desk.mary)
    try desk.bring([joe("TITLE:Buyer")], from: Desk.mary)
    try desk.bring([], from: .opencrm)
    let plan = try desk.plan()
    #expect(plan.steps.map(\.action) == [.delete])
    let conflict = try #require(plan.conflicts.first)
    #expect(plan.conflicts.count == 1)
    #expect(conflict.isDecided)
    #expect(conflict.property == "*")
    #expect(conflict.rule == "contacts.to_google.delete_conflict: delete")
    #expect(conflict.values.compactMap(\.value) == ["TITLE: Buyer"])
  }

  @Test(
    "A name that first_link decides is written where it lost", arguments: ["google", "opencrm"])
  func decidedName(winner: String) throws {
    var desk = try Desk("contacts: { first_link: \(winner) }")
    try desk.bring([joe], from: .opencrm)
    try desk.bring([card("N:Bloggs;Joseph;;;", "EMAIL:joe@acme.co")], from: Desk.mary)
    let sentences = try desk.plan().sentences
    #expect(
      sentences == [
        winner == "google"
          ? "opencrm update Joseph Bloggs: N=Bloggs;Joseph;;;"
          : "google:mary update Joe Bloggs: N=Bloggs;Joe;;;"
      ])
  }

  @Test("What another side says when it joins a record out of scope is asked on return")
  func joiningAFrozenRecord() throws {
    let yaml = "accounts: { mary: { contacts: { labels: [Work] } }, jim: {} }"
    var desk = try Desk(yaml, isWhole: true)
    for title in ["Buyer", "Head"] {
      try desk.bring([joe("TITLE:\(title)", "CATEGORIES:Home")], from: Desk.mary)
    }
    for _ in 0..<2 { try desk.bring([joe("TITLE:Buyer")], from: .opencrm) }
    #expect(try desk.plan().steps.isEmpty)
    try desk.bring([joe("TITLE:Head", "CATEGORIES:Work")], from: Desk.mary)
    let plan = try desk.plan()
    #expect(plan.sentences == [])
    #expect(plan.openConflicts.map(\.property) == ["TITLE"])
  }
}
