import Records
import Testing

@testable import Ledger

/// A ledger with one contact (operation 1), its link (2) and another contact (3).
private func threeOperations() throws -> Ledger {
  let ledger = try Ledger.inMemory(workspaceID: "w")
  func commit(_ change: (inout LedgerState) -> Void) throws {
    let state = try ledger.load()
    var next = state
    change(&next)
    try ledger.commit(operation("import"), from: state, to: next)
  }
  try commit { state in
    let digest = state.bring(1)
    let order = state.takeOrder()
    state.put(
      ViewEntry(side: .opencrm, kind: .contact, id: "1", digest: digest, order: order))
  }
  try commit { state in
    state.put(
      Link(uid: "u", kind: .contact, sides: [.opencrm: LinkSide(entry: "1")]))
  }
  try commit { state in
    let digest = state.bring(2)
    let order = state.takeOrder()
    state.put(
      ViewEntry(side: .opencrm, kind: .contact, id: "2", digest: digest, order: order))
  }
  return ledger
}

private func undo(_ number: Int, in ledger: Ledger) throws {
  let state = try ledger.load()
  let restored = state.restoring(
    try ledger.touched(by: number), from: try ledger.state(before: number))
  try ledger.commit(operation("undo", undoes: number), from: state, to: restored)
}

@Test func anOperationNamesThoseThatBuildOnIt() throws {
  let ledger = try threeOperations()
  #expect(try ledger.operationsBuilding(on: 1) == [2])
  #expect(try ledger.operationsBuilding(on: 2) == [])
  #expect(try ledger.operationsBuilding(on: 3) == [])
}

@Test func undoOfAnEarlierOperationLeavesLaterOnesAlone() throws {
  let ledger = try threeOperations()
  let head = try ledger.load()
  try undo(2, in: ledger)
  let state = try ledger.load()
  #expect(state.links(.contact).isEmpty)
  #expect(state.entries(.opencrm, .contact).count == 2)
  #expect(try ledger.operationsBuilding(on: 1) == [])
  // The order of first sight is not given twice.
  #expect(state.nextOrder == head.nextOrder)
  try undo(1, in: ledger)
  #expect(try ledger.load().entries(.opencrm, .contact).keys.sorted() == ["2"])
}

@Test func undoOfAnUndoBringsTheOperationBack() throws {
  let ledger = try threeOperations()
  let before = try ledger.load()
  try undo(2, in: ledger)
  try undo(4, in: ledger)
  #expect(try ledger.load() == before)
  #expect(try ledger.operationsBuilding(on: 1) == [2])
  #expect(try ledger.operations().map(\.undoes) == [nil, nil, nil, 2, 4])
}

@Test func anUndoOfWhatCameBeforeStandsInTheWayOfAnother() throws {
  let ledger = try threeOperations()
  // 4 undoes 2, 5 undoes 1: bringing 2 back needs 1.
  try undo(2, in: ledger)
  try undo(1, in: ledger)
  #expect(try ledger.operationsBuilding(on: 4) == [5])
  #expect(try ledger.operationsBuilding(on: 5) == [])
}

@Test func anImportBuildsOnTheLastOneOfItsSide() throws {
  let ledger = try Ledger.inMemory(workspaceID: "w")
  for (id, side) in [("a", SideName.opencrm), ("b", .google("mary")), ("c", .opencrm)] {
    let state = try ledger.load()
    var next = state
    next.add(
      Snapshot(
        id: id, side: side, kind: .contact, source: "csv", imported: "2026-11-23T10:00:00Z",
        complete: true, digest: digest(1), operation: next.nextOperation))
    try ledger.commit(operation("import"), from: state, to: next)
  }
  #expect(try ledger.operationsBuilding(on: 1) == [3])
  #expect(try ledger.operationsBuilding(on: 2) == [])
}

@Test(arguments: 1...10)
func undoingTheLastOperationGivesTheStateBefore(seed: UInt64) throws {
  let ledger = try Ledger.inMemory(workspaceID: "w")
  var random = Seeded(state: seed)
  for _ in 0..<6 {
    let state = try ledger.load()
    var next = state
    next.mutate(&random)
    let number = try ledger.commit(operation("import"), from: state, to: next)
    try undo(number, in: ledger)
    var before = state
    before.nextOrder = next.nextOrder
    #expect(try ledger.load() == before)
    try undo(number + 1, in: ledger)
    #expect(try ledger.load() == next)
  }
}
