import ContentLines
import Ledger
import Records
import Sides
import Testing

@testable import Bridge

private let joe = card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TITLE:Buyer")
private let ann = card("N:Smith;Ann;;;", "EMAIL:ann@example.com")

/// Joe and Ann in OpenCRM and with Mary, linked and agreed.
private func agreed(_ yaml: String = "") throws -> Desk {
  var desk = try Desk(yaml)
  try desk.bring([joe, ann], from: .opencrm)
  try desk.bring([joe, ann], from: Desk.mary)
  return desk
}

@Suite("First link")
struct FirstLinkTests {
  @Test("Equal records are linked and nothing is planned")
  func equalRecords() throws {
    let desk = try agreed()
    #expect(try desk.plan().isEmpty)
    #expect(desk.bench.state.links(.contact).count == 2)
  }

  @Test("Each side is told what it lacks, whichever was imported first")
  func setsUnite() throws {
    for first in [SideName.opencrm, Desk.mary] {
      let second = first == .opencrm ? Desk.mary : .opencrm
      var desk = try Desk()
      try desk.bring([card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "NOTE:Tea")], from: first)
      try desk.bring(
        [card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TEL:+44 1 2")], from: second)
      #expect(
        Set(try desk.plan().sentences) == [
          "\(first) update Joe Bloggs: TEL[+4412]=+44 1 2",
          "\(second) update Joe Bloggs: NOTE=Tea",
        ])
    }
  }

  @Test("Unequal single values are asked, held on both sides, and never lost by the next import")
  func unequalValuesAsk() throws {
    var desk = try agreedOnAllButTitle()
    for _ in 0..<2 {
      let plan = try desk.plan()
      #expect(plan.steps.isEmpty)
      #expect(plan.openConflicts.map(\.rule) == ["first_link: ask"])
      #expect(Set(plan.openConflicts[0].values.compactMap(\.value)) == ["Buyer", "Head"])
      try desk.bring([card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TITLE:Head")], from: Desk.mary)
    }
  }

  private func agreedOnAllButTitle() throws -> Desk {
    var desk = try Desk()
    try desk.bring([joe], from: .opencrm)
    try desk.bring([card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TITLE:Head")], from: Desk.mary)
    return desk
  }

  @Test("The setting first_link decides for a side")
  func firstLinkSetting() throws {
    var desk = try Desk("contacts: { first_link: opencrm }")
    try desk.bring([joe], from: .opencrm)
    try desk.bring([card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TITLE:Head")], from: Desk.mary)
    #expect(try desk.plan().sentences == ["google:mary update Joe Bloggs: TITLE=Buyer"])
  }

  @Test("Labels of an account never reach another side")
  func labelsStay() throws {
    var desk = try Desk()
    try desk.bring([card("N:Bloggs;Joe;;;", "CATEGORIES:Friends", "EMAIL:j@a.co")], from: Desk.mary)
    try desk.bring([], from: .opencrm)
    try desk.bring([], from: Desk.jim)
    #expect(!(try desk.plan().sentences.joined().contains("Friends")))
  }
}

@Suite("Rounds")
struct RoundTests {
  @Test("Edits of different properties merge")
  func differentProperties() throws {
    var desk = try agreed()
    try desk.bring(
      [card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TITLE:Head"), ann], from: .opencrm)
    try desk.bring(
      [card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TITLE:Buyer", "NOTE:Tea"), ann],
      from: Desk.mary)
    #expect(
      Set(try desk.plan().sentences) == [
        "google:mary update Joe Bloggs: TITLE=Head", "opencrm update Joe Bloggs: NOTE=Tea",
      ])
  }

  @Test("The same property changed on both sides is asked; the answer leads to one step")
  func sameProperty() throws {
    var desk = try agreed()
    try desk.bring([card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TITLE:A"), ann], from: .opencrm)
    try desk.bring([card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TITLE:B"), ann], from: Desk.mary)
    #expect(try desk.plan().openConflicts.map(\.property) == ["TITLE"])
    #expect(try desk.plan().steps.isEmpty)
    #expect(try desk.resolve(.take(Desk.mary)) == 1)
    #expect(try desk.plan().sentences == ["opencrm update Joe Bloggs: TITLE=B"])
    // A later edit reopens it: an answer is bound to the values it saw.
    try desk.bring([card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TITLE:C"), ann], from: Desk.mary)
    #expect(try desk.plan().openConflicts.count == 1)
  }

  @Test("What was sent is not planned again before the next import, and settles when seen")
  func settles() throws {
    var desk = try agreed()
    let edited = card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TITLE:Head")
    try desk.bring([edited, ann], from: .opencrm)
    #expect(try desk.send().steps.count == 1)
    #expect(try desk.plan().isEmpty)
    #expect(try desk.plan().waiting == 1)
    try desk.bring([edited, ann], from: Desk.mary)
    #expect(try desk.plan().isEmpty)
    #expect(try desk.plan().waiting == 0)
    // And an edit there afterwards is an edit, no conflict.
    try desk.bring([joe, ann], from: Desk.mary)
    #expect(try desk.plan().sentences == ["opencrm update Joe Bloggs: TITLE=Buyer"])
  }

  @Test("What was sent and not carried out is planned again")
  func notCarriedOut() throws {
    var desk = try agreed()
    try desk.bring(
      [card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TITLE:Head"), ann], from: .opencrm)
    _ = try desk.send()
    try desk.bring([joe, ann], from: Desk.mary)
    #expect(try desk.plan().sentences == ["google:mary update Joe Bloggs: TITLE=Head"])
  }

  @Test(
    "A server that changes the case of a sent value makes no conflict, and the full value stays")
  func coarsening() throws {
    var desk = try agreed()
    let edited = card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TITLE:Head of Buying")
    try desk.bring([edited, ann], from: .opencrm)
    _ = try desk.send()
    try desk.bring(
      [card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TITLE:HEAD OF BUYING"), ann], from: Desk.mary)
    #expect(try desk.plan().isEmpty)
    try desk.bring([edited, ann], from: .opencrm)
    #expect(try desk.plan().isEmpty)
  }

  @Test("A new record is created once on every other side and recognised when it comes back")
  func creates() throws {
    var desk = try agreed()
    try desk.bring([], from: Desk.jim)
    let eve = card("N:New;Eve;;;", "EMAIL:eve@example.com")
    try desk.bring([joe, ann, eve], from: Desk.mary)
    let plan = try desk.send()
    #expect(plan.count(.create) == 4)  // Eve in OpenCRM and with Jim; Joe and Ann with Jim.
    #expect(try desk.plan().isEmpty)
    try desk.bring([joe, ann, eve], from: .opencrm)
    try desk.bring([eve, ann, joe], from: Desk.jim)
    #expect(try desk.plan().isEmpty)
    #expect(desk.bench.state.links(.contact).count == 3)
  }

  @Test("A product that was edited before the next import is that create, with an edit upon it")
  func editedProduct() throws {
    var desk = try agreed()
    let eve = card("N:New;Eve;;;", "EMAIL:eve@example.com", "TEL:+44 1 23456789")
    try desk.bring([joe, ann, eve], from: Desk.mary)
    _ = try desk.send()
    try desk.bring(
      [joe, ann, card("N:Newer;Eve;;;", "EMAIL:eve@example.com", "TEL:+44 1 23456789")],
      from: .opencrm)
    #expect(try desk.plan().sentences == ["google:mary update Eve Newer: N=Newer;Eve;;;"])
  }

  @Test("A create that a complete import does not show is planned again, an incomplete one waits")
  func uncarriedCreate() throws {
    var desk = try agreed()
    try desk.bring([joe, ann, card("N:New;Eve;;;", "EMAIL:eve@e.com")], from: Desk.mary)
    _ = try desk.send()
    try desk.bring([joe, ann], from: .opencrm, complete: false)
    #expect(try desk.plan().steps.isEmpty)
    try desk.bring([joe, ann], from: .opencrm)
    #expect(try desk.plan().count(.create) == 1)
  }

  @Test("Two accounts that add the same person in one week give one OpenCRM record")
  func twoAccounts() throws {
    var desk = try agreed()
    try desk.bring([joe, ann], from: Desk.jim)
    let eve = card("N:New;Eve;;;", "EMAIL:eve@example.com")
    try desk.bring([joe, ann, eve], from: Desk.mary)
    try desk.bring([joe, ann, eve], from: Desk.jim)
    #expect(try desk.plan().sentences.filter { $0.contains("create") }.count == 1)
  }
}

@Suite("Answers")
struct AnswerTests {
  @Test("An answer that takes the base puts both sides back")
  func base() throws {
    var desk = try agreed()
    try desk.bring([card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TITLE:A"), ann], from: .opencrm)
    try desk.bring([card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TITLE:B"), ann], from: Desk.mary)
    #expect(try desk.resolve(.base) == 1)
    #expect(
      Set(try desk.plan().sentences) == [
        "opencrm update Joe Bloggs: TITLE=Buyer", "google:mary update Joe Bloggs: TITLE=Buyer",
      ])
  }

  @Test("A value of one's own goes to both sides and is recognised on each")
  func ownValue() throws {
    var desk = try agreed()
    try desk.bring([card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TITLE:A"), ann], from: .opencrm)
    try desk.bring([card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TITLE:B"), ann], from: Desk.mary)
    #expect(try desk.resolve(.value("C")) == 1)
    #expect(try desk.send().steps.count == 2)
    let after = card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TITLE:C")
    try desk.bring([after, ann], from: Desk.mary)
    #expect(try desk.plan().openConflicts.isEmpty)
    #expect(try desk.plan().steps.isEmpty)
    try desk.bring([after, ann], from: .opencrm)
    #expect(try desk.plan().isEmpty)
  }

  @Test("Where one unit of a step landed, another value of it is an edit upon it")
  func editUponStep() throws {
    var desk = try agreed()
    let edited = card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TITLE:Head", "NOTE:Tea")
    try desk.bring([edited, ann], from: .opencrm)
    _ = try desk.send()
    try desk.bring(
      [card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TITLE:Head, Europe", "NOTE:Tea"), ann],
      from: Desk.mary)
    #expect(try desk.plan().openConflicts.isEmpty)
    #expect(try desk.plan().sentences.count == 1)
    #expect(try desk.plan().steps.first?.side == .opencrm)
  }
}

@Suite("Deletions")
struct DeletionTests {
  @Test("Absence from an incomplete import is no deletion")
  func incompleteImport() throws {
    var desk = try agreed("contacts: { to_opencrm: { delete: delete } }")
    try desk.bring([joe], from: Desk.mary, complete: false)
    #expect(try desk.plan().isEmpty)
  }

  @Test("With delete: keep the record stays away from the account and lives elsewhere, for ever")
  func keeps() throws {
    var desk = try agreed()
    try desk.bring([joe], from: Desk.mary)
    #expect(try desk.plan().steps.isEmpty)
    try desk.bring([joe, ann], from: .opencrm)
    for _ in 0..<3 {
      try desk.bring([joe], from: Desk.mary)
      let plan = try desk.plan()
      #expect(plan.steps.isEmpty)
      #expect(plan.divergences.map(\.name) == ["Ann Smith"])
      try desk.bring(
        [joe, card("N:Smith;Ann;;;", "EMAIL:ann@example.com", "NOTE:x")], from: .opencrm)
    }
  }

  @Test("With delete: delete the record is deleted in OpenCRM, and nothing is left of the link")
  func deletes() throws {
    var desk = try agreed("contacts: { to_opencrm: { delete: delete } }")
    try desk.bring([joe], from: Desk.mary)
    #expect(try desk.plan().sentences == ["opencrm delete Ann Smith: "])
    try desk.bring([joe], from: .opencrm)
    #expect(try desk.plan().isEmpty)
    #expect(desk.bench.state.links(.contact).count == 1)
  }

  @Test("A deletion against an edit is asked, whichever was imported first")
  func againstEdit() throws {
    let edited = card("N:Smith;Ann;;;", "EMAIL:ann@example.com", "NOTE:Ring back")
    for deletionFirst in [true, false] {
      var desk = try agreed()
      if deletionFirst { try desk.bring([joe], from: Desk.mary) }
      try desk.bring([joe, edited], from: .opencrm)
      if !deletionFirst { try desk.bring([joe], from: Desk.mary) }
      let plan = try desk.plan()
      #expect(plan.openConflicts.map(\.property) == ["*"])
      #expect(plan.steps.isEmpty)
      #expect(try desk.resolve(.restore) == 1)
      #expect(try desk.plan().sentences.map { $0.prefix(30) } == ["google:mary create Ann Smith: "])
    }
  }

  @Test("More deletions than the budget are refused with the option that allows them")
  func budget() throws {
    var desk = try Desk("contacts: { to_opencrm: { delete: delete } }")
    let many = (0..<40).map { card("N:Person\($0);A;;;", "EMAIL:p\($0)@example.com") }
    try desk.bring(many, from: .opencrm)
    try desk.bring(many, from: Desk.mary)
    try desk.bring(Array(many.dropFirst(4)), from: Desk.mary)
    #expect(try desk.plan().refused?.option == "--allow-deletions 4")
    #expect(try Planner.plan(on: desk.bench, allowedDeletions: 4).refused == nil)
  }

  @Test("Another person's export is refused and changes nothing")
  func wrongExport() throws {
    var desk = try Desk()
    let mine = (0..<20).map { card("N:Person\($0);A;;;", "EMAIL:p\($0)@example.com") }
    let others = (0..<20).map { card("N:Human\($0);B;;;", "EMAIL:h\($0)@example.org") }
    try desk.bring(mine, from: Desk.mary)
    #expect(throws: GuardRefusal.self) { try desk.bring(others, from: Desk.mary) }
  }
}

@Suite("Members")
struct MemberTests {
  @Test("An edited number is edited on the other side, whatever types it has there")
  func editedNumber() throws {
    var desk = try Desk()
    let name = "N:Bloggs;Joe;;;"
    let mail = "EMAIL:joe@acme.co"
    try desk.bring([card(name, mail, "TEL;TYPE=voice,work:0117 496 0355")], from: .opencrm)
    try desk.bring([card(name, mail, "TEL;TYPE=work:0117 496 0355")], from: Desk.mary)
    try desk.bring([card(name, mail, "TEL;TYPE=voice,work:0117 496 0366")], from: .opencrm)
    let step = try #require(
      try desk.plan().steps.first { $0.side == Desk.mary })
    #expect(step.after?.components[0].first("TEL")?.value == "0117 496 0366")
    #expect(step.after?.components[0].all("TEL").count == 1)
  }

  @Test("Both numbers are kept where a person says so")
  func both() throws {
    var desk = try Desk()
    func joe(_ number: String) -> Record {
      card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TEL;TYPE=work:\(number)")
    }
    try desk.bring([joe("0117 496 0155")], from: .opencrm)
    try desk.bring([joe("0117 496 0155")], from: Desk.mary)
    try desk.bring([joe("0117 496 0170")], from: .opencrm)
    try desk.bring([joe("0117 496 0180")], from: Desk.mary)
    #expect(try desk.plan().openConflicts.count == 1)
    #expect(try desk.resolve(.both) == 1)
    let after = try desk.plan().steps.map { $0.after?.components[0].all("TEL").count }
    #expect(after == [2, 2])
  }

  @Test("After every step is carried out exactly, nothing is left to do")
  func converges() throws {
    var desk = try Desk()
    var held: [SideName: [Record]] = [
      .opencrm: [card("N:A;A;;;", "EMAIL:a@x.co", "TEL;TYPE=cell:+44 1 11111111", "NOTE:one")],
      Desk.mary: [card("N:A;A;;;", "EMAIL:a@x.co", "EMAIL;TYPE=home:b@x.co", "TITLE:T")],
      Desk.jim: [card("N:B;B;;;", "EMAIL:bb@x.co")],
    ]
    for side in held.keys.sorted() { try desk.bring(held[side] ?? [], from: side) }
    let plan = try desk.send()
    for step in plan.steps {
      let after = try #require(step.after)
      if step.action == .create {
        held[step.side, default: []].append(after)
      } else {
        held[step.side] = held[step.side]?.map { $0 == step.before ? after : $0 }
      }
    }
    for side in held.keys.sorted() { try desk.bring(held[side] ?? [], from: side) }
    #expect(try desk.plan().sentences == [])
    #expect(try desk.plan().isEmpty)
  }
}
