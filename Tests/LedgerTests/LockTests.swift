import Foundation
import Ledger
import Testing

@Test func theLockIsHeldByOneAtATime() throws {
  let workspace = try Workspace()
  try WorkspaceLock.holding(workspace.lock) {
    do {
      _ = try WorkspaceLock.acquire(workspace.lock)
      Issue.record("The lock was taken twice.")
    } catch let error as LedgerError {
      #expect(error.code == .inUse && error.exitCode == 4)
      #expect(error.detail.contains("process \(getpid())"))
    }
  }
  try WorkspaceLock.holding(workspace.lock) {}
}

@Test func aLockFileLeftByAKilledProcessIsHarmless() throws {
  let workspace = try Workspace()
  try Data("999999\n".utf8).write(to: URL(fileURLWithPath: workspace.lock))
  try WorkspaceLock.holding(workspace.lock) {
    let text = try String(contentsOfFile: workspace.lock, encoding: .utf8)
    #expect(text == "\(getpid())\n")
  }
  // An unheld lock is empty, so that equal runs leave equal folders.
  #expect(try Data(contentsOf: URL(fileURLWithPath: workspace.lock)).isEmpty)
}

@Test func aLockInAFolderThatIsMissingIsAnError() throws {
  #expect(code { _ = try WorkspaceLock.acquire("/nowhere/at/all/lock") } == .missing)
}

@Test func theLockEndsWithAnError() throws {
  struct Stop: Error {}
  let workspace = try Workspace()
  #expect(throws: Stop.self) {
    try WorkspaceLock.holding(workspace.lock) { throw Stop() }
  }
  #expect(code { _ = try WorkspaceLock.acquire(workspace.lock) } == nil)
}
