import ContentLines
import GoogleSide
import Ledger
import OpenCRMSide
import Records
import Sides
import Testing

@testable import Bridge

/// What persons do while steps are under way, found by Tests/ModelTests.
@Suite("While steps are under way")
struct UnderWayTests {
  private let joe = card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co")

  private func joe(_ lines: String...) -> Record {
    card(lines: ["N:Bloggs;Joe;;;", "EMAIL:joe@acme.co"] + lines)
  }

  @Test("Somebody of the same name, entered while a create was under way, replaces no address")
  func namesakeMeanwhile() throws {
    var desk = try Desk()
    try desk.bring([], from: .opencrm)
    try desk.bring([card("N:Bloggs;Joe;;;", "EMAIL;TYPE=home:joe@acme.co")], from: Desk.mary)
    _ = try desk.send()
    try desk.bring([card("N:Bloggs;Joe;;;", "EMAIL;TYPE=home:jo@apex.co")], from: .opencrm)
    #expect(
      try desk.plan().sentences == [
        "opencrm update Joe Bloggs: EMAIL[joe@acme.co]=joe@acme.co",
        "google:mary update Joe Bloggs: EMAIL[jo@apex.co]=jo@apex.co",
      ])
  }

  @Test("A product with another number and the same address is the product, edited")
  func editedProduct() throws {
    var desk = try Desk()
    try desk.bring([], from: .opencrm)
    try desk.bring([joe("TEL;TYPE=home:+44 1 2")], from: Desk.mary)
    _ = try desk.send()
    try desk.bring([joe("TEL;TYPE=home:+44 1 3")], from: .opencrm)
    #expect(try desk.plan().sentences == ["google:mary update Joe Bloggs: TEL[+4412]=+44 1 3"])
  }

  @Test("While it is asked what became of a record, what it may be is created nowhere else")
  func askedNewcomerHoldsACreate() throws {
    var desk = try Desk()
    let gone = joe("TEL:+44 1 23456789")
    let josephine = card("N:Blogs;Josephine;;;", "EMAIL:josephine@apex.co")
    try desk.bring([gone], from: Desk.mary)
    try desk.bring([gone, josephine], from: .opencrm)
    // Who came in Mary's account may be Joe by his address, and is Josephine by hers.
    try desk.bring(
      [
        card("N:Bloggs;Joe;;;", "EMAIL:joe@apex.co"),
        card("N:Blogs;Josephine;;;", "EMAIL:joe@acme.co", "EMAIL:josephine@apex.co"),
      ], from: Desk.mary)
    let plan = try desk.plan()
    #expect(plan.questions.map(\.kind) == [.vanished])
    #expect(plan.sentences == [])
  }

  @Test(
    "What is removed after it was exported is removed where it landed",
    arguments: [false, true])
  func removedAfterTheExport(isThird: Bool) throws {
    var desk = try Desk()
    for side in [SideName.opencrm, Desk.mary] { try desk.bring([joe], from: side) }
    if isThird { try desk.bring([joe], from: Desk.jim) }
    try desk.bring([joe("NOTE:Tea")], from: .opencrm)
    _ = try desk.send()
    try desk.bring([joe], from: .opencrm)
    try desk.bring([joe("NOTE:Tea")], from: Desk.mary)
    for _ in 0..<2 {
      #expect(try desk.plan().sentences == ["google:mary update Joe Bloggs: NOTE=-"])
      if isThird { try desk.bring([joe], from: Desk.jim) }
      try desk.bring([joe("NOTE:Tea")], from: Desk.mary)
    }
    _ = try desk.send()
    try desk.bring([joe], from: Desk.mary)
    #expect(try desk.plan().isEmpty)
    // Nothing is remembered of it.
    for link in desk.bench.state.sortedLinks(.contact) {
      for seat in link.sides.values { #expect(seat.slots.isEmpty) }
    }
  }

  @Test("What is changed again after it was exported is no conflict where it landed")
  func changedAfterTheExport() throws {
    var desk = try Desk()
    for side in [SideName.opencrm, Desk.mary, Desk.jim] {
      try desk.bring([joe("TITLE:Buyer")], from: side)
    }
    try desk.bring([joe("TITLE:Head")], from: Desk.mary)
    _ = try desk.send()
    try desk.bring([joe("TITLE:Director")], from: Desk.mary)
    try desk.bring([joe("TITLE:Head")], from: .opencrm)
    for _ in 0..<2 {
      let plan = try desk.plan()
      #expect(plan.conflicts.isEmpty)
      #expect(
        plan.sentences == [
          "opencrm update Joe Bloggs: TITLE=Director",
          "google:jim update Joe Bloggs: TITLE=Director",
        ])
      try desk.bring([joe("TITLE:Buyer")], from: Desk.jim)
    }
    // Somebody else's word against it is a conflict.
    try desk.bring([joe("TITLE:Owner")], from: Desk.jim)
    #expect(try desk.plan().openConflicts.map(\.property) == ["TITLE"])
  }

  @Test("A column that a side shows for the first time is filled", arguments: [false, true])
  func newColumn(isGoogleLater: Bool) throws {
    var desk = try Desk(lenses: PlainLenses(isColumned: true))
    let narrow: Set<String> = ["firstname", "lastname", "email"]
    if !isGoogleLater { try desk.bring([joe("NOTE:Tea")], from: Desk.mary) }
    try desk.bring([joe], from: .opencrm, covered: narrow)
    if isGoogleLater { try desk.bring([joe("NOTE:Tea")], from: Desk.mary) }
    #expect(try desk.plan().isEmpty)
    for _ in 0..<2 {
      try desk.bring([joe], from: .opencrm, covered: narrow.union(["description"]))
      #expect(try desk.plan().sentences == ["opencrm update Joe Bloggs: NOTE=Tea"])
    }
    _ = try desk.send()
    try desk.bring([joe("NOTE:Tea")], from: .opencrm, covered: narrow.union(["description"]))
    #expect(try desk.plan().isEmpty)
  }

  @Test("What a new column says otherwise is asked")
  func newColumnDiffers() throws {
    var desk = try Desk(lenses: PlainLenses(isColumned: true))
    let narrow: Set<String> = ["firstname", "lastname", "email"]
    try desk.bring([joe("NOTE:Tea")], from: Desk.mary)
    try desk.bring([joe], from: .opencrm, covered: narrow)
    try desk.bring([joe("NOTE:Milk")], from: .opencrm, covered: narrow.union(["description"]))
    let plan = try desk.plan()
    #expect(plan.sentences == [])
    #expect(plan.openConflicts.map(\.property) == ["NOTE"])
  }

  @Test("What a record out of scope at its first sight says is carried to nobody")
  func outOfScopeAtFirstSight() throws {
    let yaml = "accounts: { mary: { contacts: { labels: [Work] } }, jim: {} }"
    var desk = try Desk(yaml, isWhole: true)
    try desk.bring([], from: .opencrm)
    try desk.bring([joe("TITLE:Buyer", "CATEGORIES:Home")], from: Desk.mary)
    try desk.bring([joe], from: Desk.jim)
    let sentences = try desk.send().sentences
    #expect(
      sentences == [
        "opencrm create Joe Bloggs: N=Bloggs;Joe;;; EMAIL[joe@acme.co]=joe@acme.co"
      ])
    try desk.bring([joe("TITLE:Buyer", "CATEGORIES:Home")], from: Desk.mary)
    try desk.bring([joe], from: .opencrm)
    #expect(try desk.plan().steps.isEmpty)
    // Back in scope it is linked as at first sight.
    try desk.bring([joe("TITLE:Buyer", "CATEGORIES:Work")], from: Desk.mary)
    #expect(
      try desk.plan().sentences == [
        "opencrm update Joe Bloggs: TITLE=Buyer", "google:jim update Joe Bloggs: TITLE=Buyer",
      ])
  }

  @Test("What was decided against, and one side still shows until it is imported, stays away")
  func decisionUnderWay() throws {
    var desk = try Desk()
    try desk.bring([joe("NOTE:Tea")], from: .opencrm)
    try desk.bring([joe("NOTE:Milk")], from: Desk.mary)
    #expect(try desk.resolve(.base) == 1)
    #expect(try desk.send().steps.count == 2)
    try desk.bring([joe], from: .opencrm)
    #expect(try desk.plan().isEmpty)
    try desk.bring([joe], from: Desk.mary)
    #expect(try desk.plan().isEmpty)
  }

  @Test("Where three sides differ in the parts of a name, one answer decides them all")
  func partsOfAName() throws {
    var desk = try Desk()
    for side in [SideName.opencrm, Desk.mary, Desk.jim] {
      try desk.bring([card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co")], from: side)
    }
    try desk.bring([card("N:Blogg;Joe;;;", "EMAIL:joe@acme.co")], from: .opencrm)
    try desk.bring([card("N:Blogs;Joseph;;;", "EMAIL:joe@acme.co")], from: Desk.mary)
    try desk.bring([card("N:Bloggs;Jo;;;", "EMAIL:joe@acme.co")], from: Desk.jim)
    #expect(try desk.plan().openConflicts.map(\.property) == ["N", "N"])
    #expect(try desk.resolve(.take(Desk.mary)) == 2)
    let plan = try desk.plan()
    #expect(plan.openConflicts.isEmpty)
    #expect(
      plan.sentences == [
        "opencrm update Joseph Blogs: N=Blogs;Joseph;;;",
        "google:jim update Joseph Blogs: N=Blogs;Joseph;;;",
      ])
  }

  @Test(
    "Of near copies each keeps its own, whatever was sent to which", arguments: [false, true])
  func nearCopies(isTurned: Bool) throws {
    var desk = try Desk()
    let other = card("N:Bloggs;Joe;;;", "EMAIL:jo@apex.co")
    try desk.bring([joe], from: .opencrm)
    try desk.bring([], from: Desk.mary)
    _ = try desk.send()
    // A copy is made in OpenCRM, and the first gets another address.
    try desk.bring([other, joe], from: .opencrm)
    try desk.bring([joe], from: Desk.mary)
    _ = try desk.send()
    try desk.bring(isTurned ? [joe, other] : [other, joe], from: Desk.mary)
    #expect(try desk.plan().isEmpty)
  }

  @Test("What is removed again while it is under way is not told to where it came from")
  func removedWhileUnderWay() throws {
    var desk = try Desk()
    for side in [SideName.opencrm, Desk.mary] { try desk.bring([joe], from: side) }
    try desk.bring([joe("NOTE:Tea")], from: .opencrm)
    _ = try desk.send()
    try desk.bring([joe], from: .opencrm)
    #expect(try desk.plan().isEmpty)
    try desk.bring([joe], from: Desk.mary)
    #expect(try desk.plan().isEmpty)
  }

  @Test(
    "What is removed before its create is seen, and another side never had, is removed there",
    arguments: [false, true])
  func removedBeforeTheCreateIsSeen(isReal: Bool) throws {
    let google = GoogleContactsLens()
    let crm = OpenCRMContactLens(holds: ["firstname", "lastname", "email", "phone", "description"])
    var desk = try Desk(
      lenses: PlainLenses(
        others: isReal ? [.opencrm: crm, Desk.mary: google, Desk.jim: google] : [:]))
    try desk.bring([joe("NOTE:Tea")], from: .opencrm)
    try desk.bring([], from: Desk.jim)
    _ = try desk.send()
    try desk.bring([joe("TEL;TYPE=work:+44 1 2")], from: Desk.mary)
    try desk.bring([joe], from: .opencrm)
    try desk.bring([joe("NOTE:Tea")], from: Desk.jim)
    #expect(
      try desk.plan().sentences.filter { $0.contains("NOTE") } == [
        "google:jim update Joe Bloggs: TEL[+4412]=+44 1 2 NOTE=-"
      ])
  }

  @Test("A second number that is equal but for its spelling is told once", arguments: [0, 1, 2])
  func equalNumbers(first: Int) throws {
    var desk = try Desk()
    let forms = ["TEL;TYPE=work:+447700100005", "TEL;TYPE=work:+44 7700 100005"]
    try desk.bring([joe(forms[first % 2])], from: .opencrm)
    try desk.bring([joe(forms[first / 2])], from: Desk.mary)
    try desk.bring([joe(forms[0], forms[1])], from: Desk.mary)
    #expect(try desk.send().steps.map(\.side) == [.opencrm])
    #expect(try desk.plan().sentences == [])
  }
}
