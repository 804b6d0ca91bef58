import Records
import Testing

@testable import Ledger

@Test func everyCaseHasAStoredNumberAndComesBack() {
  for kind in RecordKind.allCases { #expect(RecordKind(number: kind.number) == kind) }
  for presence in Presence.allCases { #expect(Presence(number: presence.number) == presence) }
  for state in LinkSideState.allCases { #expect(LinkSideState(number: state.number) == state) }
  #expect(RecordKind(number: 0) == nil && RecordKind(number: 4) == nil)
  for choice in choices {
    #expect(Choice(stored: choice.stored.name, value: choice.stored.value) == choice)
  }
  #expect(Choice(stored: "take", value: nil) == nil && Choice(stored: "x", value: nil) == nil)
}

@Test func mapsOfTextComeBack() throws {
  var random = Seeded(state: 1)
  for _ in 0..<1000 {
    var map: [String: String] = [:]
    for _ in 0..<random.below(5) {
      map[pick(awkward, &random) + pick(awkward, &random)] = pick(awkward, &random)
    }
    #expect(StringMap.map(StringMap.text(map)) == map)
  }
  for bad in ["", "{", "{}x", #"{"a"}"#, #"{"a":"b"}x"#, #"{"a":"\x"}"#, #"{"a":"\u00"#] {
    #expect(StringMap.map(bad) == nil, "\(bad)")
  }
}

@Test func aStateNotesOnlyWhatChanged() throws {
  var state = LedgerState(workspaceID: "w")
  let entry = ViewEntry(
    side: .opencrm, kind: .contact, id: "1", digest: state.bring(1), order: state.takeOrder())
  state.put(entry)
  let loaded = state.committed(as: 1)
  var later = loaded
  later.put(entry)
  #expect(later.touched.isEmpty)
  var changed = entry
  changed.presence = .unseen
  later.put(changed)
  #expect(later.touched.entries == [entry.key])
  #expect(later.differences(from: loaded).entries == [entry.key])
  later.put(entry)
  #expect(later.differences(from: loaded).isEmpty)
  #expect(later == loaded)
}

@Test func aFullComparisonFindsTheSameAsTheNotes() {
  var random = Seeded(state: 5)
  for _ in 0..<200 {
    var first = LedgerState(workspaceID: "w")
    first.mutate(&random)
    let loaded = first.committed(as: 1)
    var second = loaded
    second.mutate(&random)
    // A state that does not know where it came from is compared in full.
    let stranger = second.committed(as: 9)
    #expect(second.differences(from: loaded) == stranger.differences(from: loaded))
  }
}

@Test func linksAreFoundByEntry() {
  var state = LedgerState(workspaceID: "w")
  state.put(Link(uid: "b", kind: .task, sides: [.opencrm: LinkSide(entry: "1")]))
  state.put(Link(uid: "a", kind: .task, sides: [.opencrm: LinkSide(entry: "1")]))
  state.put(Link(uid: "c", kind: .task, sides: [.opencrm: LinkSide(entry: "2")]))
  state.put(Link(uid: "d", kind: .task, sides: [.google("m"): LinkSide(entry: "2")]))
  #expect(state.linksByEntry(.opencrm, .task) == ["1": "a", "2": "c"])
}
