import Ledger
import Records
import Testing

@testable import Bridge

/// What an export sent, taken back in the ledger and outside.
@Suite("Undo") struct UndoTests {
  private func ann(_ lines: String...) -> Record {
    card(lines: ["N:Lee;Ann;;;", "EMAIL:ann@lee.example"] + lines)
  }

  private let ben = card("N:Fox;Ben;;;", "EMAIL:ben@fox.example")

  private func undoExport(before: LedgerState, _ desk: inout Desk) {
    let keys = desk.bench.state.differences(from: before)
    Undoing.undo(touching: keys, from: before, on: &desk.bench)
    desk.turn()
  }

  @Test("Creates of an undone export are held on each side until that side tells")
  func createsAreHeld() throws {
    var desk = try Desk()
    try desk.bring([ben], from: .opencrm)
    try desk.bring([], from: Desk.mary)
    try desk.bring([], from: Desk.jim)
    let before = desk.bench.state
    #expect(try desk.send().count(.create) == 2)
    undoExport(before: before, &desk)
    #expect(try desk.plan().steps.isEmpty)
    // An import that proves nothing leaves it held.
    try desk.bring([], from: Desk.jim, complete: false)
    #expect(try desk.plan().steps.isEmpty)
    // Jim's account proves that it is missing there, Mary's shows it.
    try desk.bring([], from: Desk.jim)
    #expect(try desk.plan().sentences.map { $0.prefix(17) } == ["google:jim create"])
    try desk.bring([ben], from: Desk.mary)
    #expect(try desk.plan().steps.map(\.side) == [Desk.jim])
    #expect(desk.bench.state.links(.contact).count == 1)
  }

  @Test("Only what is as it was sent is taken back")
  func onlyWhatIsAsSent() throws {
    var desk = try Desk()
    try desk.bring([ann("TITLE:Buyer", "ROLE:Purchasing"), ben], from: .opencrm)
    try desk.bring([ann("TITLE:Buyer", "ROLE:Purchasing")], from: Desk.mary)
    try desk.bring([ann("TITLE:Head", "ROLE:Sales"), ben], from: .opencrm)
    _ = try desk.send()
    let then = desk.bench.state
    try desk.bring([ann("TITLE:Chief", "ROLE:Sales"), ben], from: Desk.mary)
    let plan = try InversePlan.make(
      of: 4, steps: then.sortedSteps, then: then, on: desk.bench)
    #expect(
      plan.sentences == [
        "google:mary delete Ben Fox: ", "google:mary update Ann Lee: ROLE=Purchasing",
      ])
    #expect(plan.warnings.count == 1)
    #expect(plan.warnings.first?.contains("TITLE") == true)
  }

  @Test("A plan that takes something back settles on what is seen, whoever is imported first")
  func settlesOnProof() throws {
    for mineFirst in [true, false] {
      var desk = try Desk()
      let old = ann("TITLE:Buyer", "TEL:0117 496 0001")
      let new = ann("TITLE:Head", "TEL:0117 496 0001")
      try desk.bring([old, ben], from: .opencrm)
      try desk.bring([old], from: Desk.mary)
      try desk.bring([new, ben], from: .opencrm)
      _ = try desk.send()
      let then = desk.bench.state
      try desk.bring([new, ben], from: Desk.mary)
      #expect(try desk.plan().isEmpty)
      let inverse = try InversePlan.make(
        of: 4, steps: then.sortedSteps, then: then, on: desk.bench)
      #expect(inverse.steps.count == 2)
      InverseSending.send(inverse, inverse.steps, then: then, on: &desk.bench)
      desk.turn()
      #expect(try desk.plan().steps.isEmpty)
      // A number that Mary changes meanwhile is a change as any other.
      let back = ann("TITLE:Buyer", "TEL:0117 496 0002")
      if mineFirst { try desk.bring([new, ben], from: .opencrm) }
      try desk.bring([back], from: Desk.mary)
      if !mineFirst { try desk.bring([new, ben], from: .opencrm) }
      let plan = try desk.plan()
      #expect(plan.openConflicts.isEmpty)
      #expect(
        plan.sentences == [
          "opencrm update Ann Lee: TEL[01174960001]=0117 496 0002",
          "google:mary update Ann Lee: TITLE=Head",
        ])
      // Ben stays with OpenCRM and does not come back to Mary.
      #expect(plan.divergences.map(\.name) == ["Ben Fox"])
      #expect(desk.bench.state.sortedSteps.filter { $0.state == .settled }.count == 2)
    }
  }

  @Test("An export from before the plan left says nothing of its steps")
  func staleExport() throws {
    var desk = try Desk()
    let old = ann("TITLE:Buyer")
    let new = ann("TITLE:Head")
    try desk.bring([old], from: .opencrm)
    try desk.bring([old], from: Desk.mary)
    try desk.bring([new], from: .opencrm)
    _ = try desk.send()
    let then = desk.bench.state
    try desk.bring([new], from: Desk.mary, exported: "2026-11-05T09:00:00Z")
    let inverse = try InversePlan.make(
      of: 4, steps: then.sortedSteps, then: then, on: desk.bench)
    InverseSending.send(inverse, inverse.steps, then: then, on: &desk.bench)
    desk.turn()
    try desk.bring([new], from: Desk.mary, exported: "2026-11-05T09:00:00Z")
    #expect(desk.bench.state.sortedSteps.last?.state == .sent)
    try desk.bring([old], from: Desk.mary, exported: "2026-11-20T09:00:00Z")
    #expect(try desk.plan().sentences == ["google:mary update Ann Lee: TITLE=Head"])
  }

  @Test("A plan that takes something back and is not carried out changes nothing")
  func notCarriedOut() throws {
    var desk = try Desk()
    try desk.bring([ann("TITLE:Buyer")], from: .opencrm)
    try desk.bring([ann("TITLE:Buyer")], from: Desk.mary)
    try desk.bring([ann("TITLE:Head")], from: .opencrm)
    _ = try desk.send()
    let then = desk.bench.state
    try desk.bring([ann("TITLE:Head")], from: Desk.mary)
    let inverse = try InversePlan.make(
      of: 4, steps: then.sortedSteps, then: then, on: desk.bench)
    InverseSending.send(inverse, inverse.steps, then: then, on: &desk.bench)
    desk.turn()
    try desk.bring([ann("TITLE:Head")], from: Desk.mary)
    try desk.bring([ann("TITLE:Head")], from: .opencrm)
    #expect(try desk.plan().isEmpty)
    #expect(desk.bench.state.sortedSteps.last?.state == .refused)
    // Later the title is moved by hand: now it is a change.
    try desk.bring([ann("TITLE:Buyer")], from: Desk.mary)
    #expect(try desk.plan().sentences == ["opencrm update Ann Lee: TITLE=Buyer"])
  }
}
