import Foundation
import Records
import Testing

@testable import Ledger

/// A ledger on the disk with a person in two views and one link, and another person beside.
private func people(in workspace: Workspace) throws -> Ledger {
  let ledger = try Ledger.create(at: workspace.ledger, workspaceID: "w")
  func commit(_ change: (inout LedgerState) -> Void) throws {
    let state = try ledger.load()
    var next = state
    change(&next)
    try ledger.commit(operation("resolve Ottilie"), from: state, to: next)
  }
  for version in 1...30 {
    try commit { state in
      let own = state.keep("FN:Ottilie Quennell\r\nNOTE:version \(version)\r\n")
      let other = state.keep("FN:Ann Quick\r\nNOTE:version \(version)\r\n")
      for (id, digest) in [("ottilie-id", own), ("ann-id", other)] {
        state.put(
          ViewEntry(
            side: .opencrm, kind: .contact, id: id, remoteID: "remote-\(id)", digest: digest,
            order: 1, attributes: ["asked-about": "ottilie-id other"]))
        state.put(
          Link(
            uid: "link-\(id)", kind: .contact, agreed: digest,
            sides: [.opencrm: LinkSide(entry: id, baseline: digest)]))
        state.put(
          SentStep(
            plan: "p\(version)", step: id, side: .opencrm, kind: .contact, action: "update",
            uid: "link-\(id)", body: "{\"name\":\"name of \(id)\"}",
            operation: state.nextOperation))
        state.note(
          ConflictNote(
            kind: .contact, uid: "link-\(id)", name: "name of \(id)", property: "NOTE",
            base: nil, values: [.init(side: "opencrm", value: "\(id) \(version)")], rule: "ask",
            isDecided: false, kept: nil))
      }
    }
  }
  return ledger
}

extension LedgerState {
  fileprivate mutating func keep(_ text: String) -> Digest {
    let digest = Digest(of: Array(text.utf8))
    add(body: Array(text.utf8), of: digest)
    return digest
  }
}

private func forget(_ ledger: Ledger) throws {
  let key = LinkKey(.contact, "link-ottilie-id")
  let reach = try ledger.reach(of: key, [], .contact)
  var what = Forgetting(links: reach.links, entries: reach.entries) {
    $0.replacing("Ottilie", with: "[forgotten]")
  }
  what.records = reach.records
  what.digests = [Digest(of: [1])]
  try ledger.forget(what, as: operation("forget"))
  try ledger.finishForgetting()
}

private func count(_ word: String, _ bytes: [UInt8]) -> Int {
  Data(bytes).ranges(of: Data(word.utf8)).count
}

@Test func noByteOfWhatIsForgottenStaysInTheFile() throws {
  let workspace = try Workspace()
  let ledger = try people(in: workspace)
  let before = try workspace.bytes()
  #expect(count("Ottilie", before) > 30)
  let ann = count("Ann Quick", before)
  try forget(ledger)
  ledger.close()
  let after = try workspace.bytes()
  for word in ["Ottilie", "Quennell", "ottilie-id"] { #expect(count(word, after) == 0) }
  #expect(count("Ann Quick", after) >= 30 && count("Ann Quick", after) <= ann)
  #expect(try workspace.listing().keys.sorted() == ["ledger.sqlite"])
}

@Test func theOthersAndTheirHistoryStay() throws {
  let workspace = try Workspace()
  let ledger = try people(in: workspace)
  let before = try ledger.load()
  try forget(ledger)
  let state = try ledger.load()
  #expect(state.links(.contact).keys.sorted() == ["link-ann-id"])
  #expect(
    state.link(LinkKey(.contact, "link-ann-id")) == before.link(.init(.contact, "link-ann-id")))
  #expect(state.entries(.opencrm, .contact)["ann-id"]?.attributes == ["asked-about": "other"])
  #expect(state.forgotten == [Digest(of: [1])])
  let history = try ledger.history(of: LinkKey(.contact, "link-ann-id"))
  #expect(history.links.count == 30)
  #expect(history.conflicts.count == 30)
  #expect(history.steps.count == 30)
  #expect(try ledger.load(at: 7).entries(.opencrm, .contact).keys.sorted() == ["ann-id"])
  let log = try ledger.operations()
  #expect(log.last?.command == "forget")
  #expect(log.first?.command == "resolve [forgotten]")
  #expect(try ledger.isForgettingUnfinished() == false)
  // It can be written on.
  var next = state
  next.mark("a", "b")
  try ledger.commit(operation("import"), from: state, to: next)
}

@Test func aConflictIsNotedOnceAsLongAsItSaysTheSame() throws {
  let ledger = try Ledger.inMemory(workspaceID: "w")
  func note(_ value: String, isDecided: Bool = false) throws {
    let state = try ledger.load()
    var next = state
    next.note(
      ConflictNote(
        kind: .contact, uid: "u", name: "Ann", property: "TITLE", base: "a",
        values: [.init(side: "opencrm", value: value), .init(side: "google:mary", value: nil)],
        rule: "ask", isDecided: isDecided, kept: isDecided ? value : nil))
    try ledger.commit(operation("import"), from: state, to: next)
  }
  try note("b")
  try note("b")
  try note("c")
  try note("c", isDecided: true)
  let history = try ledger.history(of: LinkKey(.contact, "u"))
  #expect(history.conflicts.map(\.operation) == [1, 3, 4])
  #expect(history.conflicts.last?.losers == [.init(side: "google:mary", value: nil)])
  #expect(try ledger.diary().map(\.conflicts.count) == [1, 0, 1, 1])
}
