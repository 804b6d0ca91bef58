import Records
import Testing

@testable import Ledger

@Test(arguments: 1...20)
func statesComeBackAsTheyWereAtEveryOperation(seed: UInt64) throws {
  let workspace = try Workspace()
  let ledger = try Ledger.create(at: workspace.ledger, workspaceID: "w\(seed)")
  var random = Seeded(state: seed)
  var state = try ledger.load()
  #expect(state == LedgerState(workspaceID: "w\(seed)"))
  var history = [state]
  for _ in 0..<12 {
    var next = state
    next.mutate(&random)
    let number = try ledger.commit(operation("import"), from: state, to: next)
    #expect(number == history.count)
    #expect(try ledger.touched(by: number) == next.differences(from: state))
    state = try ledger.load()
    #expect(state == next)
    #expect(state == next.committed(as: number) && state.operation == number)
    #expect(state.touched.isEmpty && state.newRecords.isEmpty)
    history.append(state)
  }
  for (number, then) in history.enumerated() {
    #expect(try ledger.load(at: number) == then)
    if number > 0 { #expect(try ledger.state(before: number) == history[number - 1]) }
  }
  #expect(try ledger.operations().map(\.number) == Array(1...12))
  let again = try Ledger.open(at: workspace.ledger, mode: .readOnly)
  #expect(try again.load() == state)
}

@Test func goingOnFromTheCommittedStateNeedsNoLoad() throws {
  let ledger = try Ledger.inMemory(workspaceID: "w")
  var random = Seeded(state: 3)
  var state = try ledger.load()
  for _ in 0..<10 {
    var next = state
    next.mutate(&random)
    let number = try ledger.commit(operation("import"), from: state, to: next)
    state = next.committed(as: number)
    #expect(try ledger.load() == state)
  }
}

@Test func bodiesComeBackOneByOneAndTogether() throws {
  let ledger = try Ledger.inMemory(workspaceID: "w")
  let start = try ledger.load()
  var state = start
  for number in 0..<50 { _ = state.bring(number) }
  state.add(body: [], of: digest(1000))
  try ledger.commit(operation("import"), from: start, to: state)
  #expect(try ledger.body(of: digest(7)) == content(7))
  #expect(try ledger.body(of: digest(1000)) == [])
  for count in [0, 1, 5, 50] {
    let wanted = Set((0..<count).map(digest))
    let bodies = try ledger.bodies(of: wanted.union([digest(9999)]))
    #expect(bodies.count == count)
    #expect(bodies.allSatisfy { Digest(of: $0.value) == $0.key })
  }
  #expect(code { _ = try ledger.body(of: digest(9999)) } == .missingRecord)
  var fresh = LedgerState(workspaceID: "w")
  _ = fresh.bring(500)
  #expect(try fresh.body(of: digest(500), in: ledger) == content(500))
  #expect(try fresh.bodies(of: [digest(500), digest(3)], in: ledger).count == 2)
}

@Test func anUnchangedCommitWritesOnlyTheOperation() throws {
  let workspace = try Workspace()
  let ledger = try Ledger.create(at: workspace.ledger, workspaceID: "w")
  var random = Seeded(state: 4)
  let start = try ledger.load()
  var state = start
  for _ in 0..<5 { state.mutate(&random) }
  try ledger.commit(operation("import"), from: start, to: state)
  let before = try rowCounts(ledger)
  let loaded = try ledger.load()
  var same = loaded
  // Bodies the ledger has are not added again.
  for digest in state.newRecords.keys { same.add(body: state.newRecords[digest] ?? [], of: digest) }
  try ledger.commit(operation("import"), from: loaded, to: same)
  var after = try rowCounts(ledger)
  #expect(after["operation"] == 2)
  after["operation"] = 1
  #expect(after == before)
  #expect(try ledger.touched(by: 2).isEmpty)
}

@Test func equalRunsGiveEqualBytes() throws {
  func run() throws -> [UInt8] {
    let workspace = try Workspace()
    let ledger = try Ledger.create(at: workspace.ledger, workspaceID: "w")
    var random = Seeded(state: 8)
    for _ in 0..<6 {
      let state = try ledger.load()
      var next = state
      next.mutate(&random)
      try ledger.commit(operation("import"), from: state, to: next)
    }
    ledger.close()
    return try workspace.bytes()
  }
  #expect(try run() == run())
}

func rowCounts(_ ledger: Ledger) throws -> [String: Int] {
  try ledger.read { db in
    var counts: [String: Int] = [:]
    for table in [
      "side", "operation", "record", "snapshot", "entry", "link", "link_side", "answer", "step",
      "mark",
    ] {
      let row = try Prepared(db, "SELECT count(*) FROM \(table)")
      counts[table] = try row.step() ? row.int(0) : 0
    }
    return counts
  }
}
