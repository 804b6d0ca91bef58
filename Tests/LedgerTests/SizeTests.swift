import Foundation
import Records
import Testing

@testable import Ledger

/// 20,000 entries and links, or `DRAWBRIDGE_LEDGER_SIZE`; prints what each step takes.
@Test func aLargeLedgerIsWrittenAndReadInOnePass() throws {
  let wanted = ProcessInfo.processInfo.environment["DRAWBRIDGE_LEDGER_SIZE"]
  let size = wanted.flatMap(Int.init) ?? 20_000
  let workspace = try Workspace()
  let ledger = try Ledger.create(at: workspace.ledger, workspaceID: "w")
  let start = try ledger.load()
  var state = start
  let filler = [UInt8](repeating: 0x61, count: 500)
  var digests: [Digest] = []
  for number in 0..<size {
    let bytes = Array("UID:\(number)\r\nNOTE:".utf8) + filler
    let digest = Digest(of: bytes)
    digests.append(digest)
    state.add(body: bytes, of: digest)
    state.put(
      ViewEntry(
        side: .opencrm, kind: .contact, id: "urn:uuid:\(number)", remoteID: "\(number)",
        collection: "contacts", digest: digest, order: number,
        raw: Array(digest.bytes.prefix(16)), attributes: ["owner": "12"]))
    state.put(
      Link(
        uid: "urn:uuid:\(number)", kind: .contact, agreed: digest, origin: .opencrm,
        sides: [
          .opencrm: LinkSide(
            entry: "urn:uuid:\(number)", baseline: digest, slots: ["email": "\(number)@a.co"]),
          .google("mary"): LinkSide(state: .pending, sent: digest, sentStep: "\(number)"),
        ]))
  }
  var times: [String] = []
  @discardableResult func timed<Value>(_ name: String, _ work: () throws -> Value) rethrows -> Value
  {
    let clock = ContinuousClock()
    let begin = clock.now
    let value = try work()
    times.append("\(name) \((clock.now - begin).formatted(.units(allowed: [.milliseconds])))")
    return value
  }
  try timed("insert") { try ledger.commit(operation("import"), from: start, to: state) }
  let loaded = try timed("load") { try ledger.load() }
  #expect(loaded == state)
  let bodies = try timed("bodies") { try ledger.bodies(of: Set(digests)) }
  #expect(bodies.count == size)
  var next = loaded
  for number in stride(from: 0, to: size, by: 100) {
    var entry = try #require(
      next.entry(EntryKey(.opencrm, .contact, "urn:uuid:\(number)")))
    entry.presence = .unseen
    next.put(entry)
  }
  try timed("change of 1 %") { try ledger.commit(operation("import"), from: loaded, to: next) }
  try timed("nothing") {
    try ledger.commit(operation("import"), from: next.committed(as: 2), to: next.committed(as: 2))
  }
  let earlier = try timed("load at 1") { try ledger.load(at: 1) }
  #expect(earlier == loaded)
  let building = try timed("building") { try ledger.operationsBuilding(on: 1) }
  #expect(building == [2])
  let bytes = try workspace.bytes().count
  print("ledger of \(size): \(times.joined(separator: ", ")), \(bytes / 1_000_000) MB")
}
