import Foundation
import Records
import Testing

@testable import Ledger

private struct Interruption: Error {}

private func filled(_ workspace: Workspace, entries: Int = 200) throws -> Ledger {
  let ledger = try Ledger.create(at: workspace.ledger, workspaceID: "w")
  let state = try ledger.load()
  try ledger.commit(
    operation("import"), from: state, to: state.adding(0..<entries))
  return ledger
}

extension LedgerState {
  fileprivate func adding(_ numbers: Range<Int>, presence: Presence = .present) -> LedgerState {
    var state = self
    for number in numbers {
      let digest = state.bring(number)
      state.put(
        ViewEntry(
          side: .google("mary"), kind: .contact, id: "id-\(number)", digest: digest,
          presence: presence, order: number))
      state.put(
        Link(
          uid: "uid-\(number)", kind: .contact, agreed: digest,
          sides: [.google("mary"): LinkSide(entry: "id-\(number)", baseline: digest)]))
    }
    return state
  }
}

@Test func aCommitThatFailsAnywhereLeavesTheLedgerAsItWas() throws {
  let workspace = try Workspace()
  let ledger = try filled(workspace)
  let state = try ledger.load()
  let next = state.adding(100..<300, presence: .unseen)
  let before = try workspace.bytes()
  for place in ["operation", "record", "entry", "link", "mark"] {
    #expect(throws: Interruption.self) {
      try ledger.commit(operation("import"), from: state, to: next) { table, _ in
        if table == place { throw Interruption() }
      }
    }
    #expect(try ledger.load() == state)
    #expect(try workspace.bytes() == before)
  }
  #expect(try ledger.commit(operation("import"), from: state, to: next) == 2)
  #expect(try ledger.load() == next)
}

@Test func aKilledWriterLeavesALedgerThatReadsAndWritesAsBefore() throws {
  let workspace = try Workspace()
  let ledger = try filled(workspace, entries: 2000)
  let state = try ledger.load()
  let next = state.adding(0..<3000, presence: .unseen)
  var copies: [Workspace] = []
  #expect(throws: Interruption.self) {
    try ledger.commit(operation("import"), from: state, to: next) { table, db in
      // A tiny cache makes SQLite write changed pages before the commit.
      if table == "operation" { try Prepared(db, "PRAGMA cache_size = 2").run() }
      copies.append(try workspace.copy())
      if table == "mark" { throw Interruption() }
    }
  }
  let original = try workspace.bytes()
  #expect(try copies.contains { try $0.bytes() != original })
  for copy in copies {
    let before = try copy.listing()
    #expect(before["ledger.sqlite-journal"] != nil)
    let reader = try Ledger.open(at: copy.ledger, mode: .readOnly)
    #expect(try reader.load() == state)
    #expect(try reader.body(of: digest(5)) == content(5))
    reader.close()
    #expect(try copy.listing() == before)
    // Someone else may be about to roll back.
    try WorkspaceLock.holding(copy.lock) {
      if try copy.bytes() != original {
        #expect(code { _ = try Ledger.open(at: copy.ledger, mode: .readOnly) } == .inUse)
      }
      let writer = try Ledger.open(at: copy.ledger, mode: .readWrite)
      #expect(try writer.load() == state)
      #expect(try writer.commit(operation("import"), from: state, to: next) == 2)
      #expect(try writer.load() == next)
    }
  }
}

@Test func aReaderLeavesEveryByteAsItWas() throws {
  let workspace = try Workspace()
  let writer = try filled(workspace)
  writer.close()
  #expect(try workspace.listing().keys.sorted() == ["ledger.sqlite"])
  let before = try workspace.listing()
  let reader = try Ledger.open(at: workspace.ledger, mode: .readOnly)
  let state = try reader.load()
  _ = try reader.bodies(of: [digest(1), digest(2)])
  _ = try reader.operations()
  _ = try reader.operationsBuilding(on: 1)
  #expect(
    code { try reader.commit(operation("x"), from: state, to: state) } == .readOnly)
  #expect(try workspace.listing() == before)
  reader.close()
  #expect(try workspace.listing() == before)
}

@Test func aCommitFromAnOlderStateIsRefused() throws {
  let workspace = try Workspace()
  let first = try filled(workspace)
  let second = try Ledger.open(at: workspace.ledger, mode: .readWrite)
  let state = try first.load()
  try second.commit(operation("import"), from: try second.load(), to: state)
  #expect(code { try first.commit(operation("import"), from: state, to: state) } == .moved)
  #expect(try first.operations().count == 2)
}

@Test func aCommitMustBeginFromALoadedState() throws {
  let workspace = try Workspace()
  let ledger = try filled(workspace)
  let state = try ledger.load()
  let changed = state.adding(1000..<1001)
  #expect(code { try ledger.commit(operation("x"), from: changed, to: changed) } == .notLoaded)
  let stranger = LedgerState(workspaceID: "other")
  #expect(code { try ledger.commit(operation("x"), from: stranger, to: state) } == .notLoaded)
}

@Test func aRecordWithoutItsBodyIsRefused() throws {
  let workspace = try Workspace()
  let ledger = try filled(workspace)
  let state = try ledger.load()
  var next = state
  next.put(
    ViewEntry(side: .opencrm, kind: .task, id: "1", digest: digest(123_456), order: 1))
  #expect(code { try ledger.commit(operation("x"), from: state, to: next) } == .missingRecord)
  #expect(try ledger.load() == state)
}

@Test func aFullDiskChangesNothing() throws {
  let workspace = try Workspace()
  let ledger = try filled(workspace)
  let state = try ledger.load()
  let before = try workspace.bytes()
  try ledger.run(pragma: "max_page_count = \(before.count / 8192 + 2)")
  let next = state.adding(0..<5000)
  #expect(code { try ledger.commit(operation("x"), from: state, to: next) } == .diskFull)
  #expect(try ledger.load() == state)
  #expect(try workspace.bytes() == before)
  #expect(LedgerError(.diskFull, path: "", detail: "", fix: "").exitCode == 4)
}

@Test func wrongFilesAreRefused() throws {
  let workspace = try Workspace()
  func open(_ content: [UInt8], _ mode: Ledger.Mode) throws {
    try Data(content).write(to: URL(fileURLWithPath: workspace.ledger))
    _ = try Ledger.open(at: workspace.ledger, mode: mode)
  }
  #expect(code { _ = try Ledger.open(at: workspace.ledger, mode: .readOnly) } == .missing)
  #expect(code { _ = try Ledger.open(at: workspace.ledger, mode: .readWrite) } == .missing)
  #expect(try workspace.listing().isEmpty)
  for mode in [Ledger.Mode.readOnly, .readWrite] {
    #expect(code { try open([], mode) } == .notALedger)
    #expect(code { try open(Array("BEGIN:VCARD\n".utf8), mode) } == .notALedger)
    #expect(code { try open([UInt8](repeating: 65, count: 20_000), mode) } == .notALedger)
  }
  #expect(code { try Ledger.create(at: workspace.ledger, workspaceID: "w") } == .exists)
}

@Test func aDamagedLedgerIsAnErrorAndNoTrap() throws {
  let workspace = try Workspace()
  let ledger = try filled(workspace)
  ledger.close()
  let good = try workspace.bytes()
  var random = Seeded(state: 77)
  var codes = Set<LedgerError.Code>()
  for round in 0..<120 {
    var bytes = good
    if round % 3 == 0 {
      bytes.removeLast(random.below(bytes.count))
    } else {
      // Whole runs of bytes from somewhere on.
      let place = random.below(bytes.count - 600)
      for offset in 0..<random.below(600) { bytes[place + offset] = UInt8(random.below(256)) }
    }
    try Data(bytes).write(to: URL(fileURLWithPath: workspace.ledger))
    do {
      let reader = try Ledger.open(at: workspace.ledger, mode: .readOnly)
      let state = try reader.load()
      _ = try reader.bodies(of: Set((0..<200).map(digest)))
      _ = try reader.operations()
      _ = state.sortedLinks(.contact)
    } catch let error as LedgerError {
      codes.insert(error.code)
    }
  }
  #expect(codes.contains(.damaged))
}

@Test func aLedgerOfANewerVersionIsRefused() throws {
  let workspace = try Workspace()
  let ledger = try filled(workspace)
  try ledger.run(pragma: "user_version = 99")
  ledger.close()
  let before = try workspace.listing()
  for mode in [Ledger.Mode.readOnly, .readWrite] {
    #expect(code { _ = try Ledger.open(at: workspace.ledger, mode: mode) } == .newer)
  }
  #expect(try workspace.listing() == before)
  #expect(LedgerError.newer("", version: 99).exitCode == 2)
}

@Test func aFolderThatMayNotBeWrittenIsAnError() throws {
  // Root writes everywhere, so this proves something only for other users.
  try #require(code { try Ledger.create(at: "/proc/no/ledger", workspaceID: "w") } != nil)
  guard geteuid() != 0 else { return }
  let workspace = try Workspace()
  try filled(workspace).close()
  try FileManager.default.setAttributes(
    [.posixPermissions: 0o500], ofItemAtPath: workspace.folder)
  defer {
    try? FileManager.default.setAttributes(
      [.posixPermissions: 0o700], ofItemAtPath: workspace.folder)
  }
  let ledger = try Ledger.open(at: workspace.ledger, mode: .readWrite)
  let state = try ledger.load()
  let refused = code { try ledger.commit(operation("x"), from: state, to: state) }
  #expect(refused == .readOnly || refused == .notPermitted)
}
