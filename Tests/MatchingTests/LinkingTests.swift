import ContentLines
import Matching
import Records
import Testing

@Suite struct LinkingScenarios {
  func contact(_ name: String, _ lines: String...) -> Record {
    let words = name.split(separator: " ")
    let text = ["FN:\(name)", "N:\(words.last ?? "");\(words.first ?? "");;;"] + lines
    var record = card()
    record = Record(
      .contact,
      [
        text.reduce(into: record.components[0]) { component, line in
          let inner = card(line).components[0].properties.filter { $0.name != .version }
          component.properties += inner
        }
      ])
    return record.canonical()
  }

  func link(
    _ candidates: [LinkCandidate], _ existing: [ExistingLink] = [], tiers: MatchTiers? = nil
  )
    -> LinkingResult
  {
    Linking.cluster(candidates, existing: existing, tiers: tiers, kind: .contact)
  }

  @Test func theSameAddressLinksAndSaysWhy() throws {
    let result = link([
      hub("c1", contact("Joe Bloggs", "EMAIL:Joe@Acme.co")),
      google("g1", contact("Joseph Bloggs", "EMAIL:joe@acme.co")),
      google("g2", contact("Zoë Adler", "EMAIL:zoe@acme.co")),
    ])
    #expect(result.linked == ["c1+g1"])
    #expect(result.aloneIDs == ["g2"])
    let members = try #require(result.clusters.first).members
    #expect(members.map(\.side) == [.opencrm, mary])
    #expect(members.allSatisfy { $0.tier == 1 && $0.reasons == ["same e-mail joe@acme.co"] })
  }

  @Test func twoAccountsThatAddOnePersonMakeOneRecord() {
    let result = link([
      google("m1", contact("Joe Bloggs", "EMAIL:joe@acme.co")),
      google("p1", contact("Joe Bloggs", "EMAIL:joe@acme.co"), peter),
    ])
    #expect(result.linked == ["m1+p1"])
    #expect(result.clusters.first?.link == nil)
  }

  @Test func threeSidesMeetOverDifferentTiers() {
    let result = link([
      hub("c1", contact("Joe Bloggs", "EMAIL:joe@acme.co", "TEL:0113 496 0123")),
      google("m1", contact("Joe Bloggs", "EMAIL:joe@acme.co")),
      google("p1", contact("Joe Bloggs", "TEL:+44 113 496 0123"), peter),
    ])
    #expect(result.linked == ["c1+m1+p1"])
    #expect(result.clusters.first?.members.map(\.tier) == [1, 1, 2])
    #expect(result.clusters.first?.members.last?.reasons.count == 2)
  }

  @Test func anExistingLinkTakesTheSideItLacks() {
    let joe = contact("Joe Bloggs", "EMAIL:joe@acme.co")
    let existing = ExistingLink(id: "L1", sides: [.opencrm, mary], uid: nil, record: joe)
    let result = link([google("p1", joe, peter)], [existing])
    #expect(result.linked == ["L1+p1"])
    // A second record of a side that has one stays alone.
    let copy = link([google("m2", joe), google("p1", joe, peter)], [existing])
    #expect(copy.clusters.first?.link == nil || copy.linked == ["L1+p1"])
    let again = link([google("m2", joe)], [existing])
    #expect(again.linked.isEmpty && again.aloneIDs == ["m2"])
  }

  @Test func aTieIsAskedAndNothingOfItIsCreated() throws {
    let result = link([
      hub("c1", contact("Joe Bloggs", "EMAIL:joe@acme.co")),
      hub("c2", contact("Joe Bloggs", "EMAIL:joe@acme.co")),
      google("g1", contact("Joe Bloggs", "EMAIL:joe@acme.co")),
    ])
    #expect(result.linked.isEmpty && result.alone.isEmpty)
    #expect(result.heldIDs == ["c1", "c2", "g1"])
    let question = try #require(result.questions.first)
    #expect(question.kind == .tie && question.id == "g1" && result.questions.count == 1)
    #expect(question.choices.map(\.target.id) == ["c1", "c2"])
    #expect(question.choices.first?.reasons.first == "same e-mail joe@acme.co")
  }

  @Test func theClearlyBetterOfTwoIsLinked() {
    let result = link([
      hub("c1", contact("Joe Bloggs", "EMAIL:joe@acme.co")),
      hub("c2", contact("Joe Bloggs", "EMAIL:joe@acme.co", "TEL:+44 113 496 0123")),
      google("g1", contact("Joe Bloggs", "EMAIL:joe@acme.co", "TEL:0113 496 0123")),
    ])
    #expect(result.linked == ["c2+g1"])
    #expect(result.aloneIDs == ["c1"])
  }

  @Test func aFamilySharingAnAddressIsLinkedByNameAndNeverCrossed() {
    let result = link([
      hub("c1", contact("Ann Lee", "EMAIL:lee@x.example")),
      hub("c2", contact("Bob Lee", "EMAIL:lee@x.example")),
      google("g1", contact("Bob Lee", "EMAIL:lee@x.example")),
      google("g2", contact("Ann Lee", "EMAIL:lee@x.example")),
    ])
    #expect(Set(result.linked) == ["c1+g2", "c2+g1"])
    #expect(result.questions.isEmpty)
  }

  @Test func aSharedMailboxIsAskedAndNeverLinked() throws {
    for tiers in [MatchTiers.standard(.contact), [[.company], [.email]]] {
      let result = link(
        [
          hub("c1", contact("Joe Bloggs", "EMAIL:info@acme.co", "ORG:Acme Ltd")),
          google("g1", contact("Mary Smith", "EMAIL:info@acme.co", "ORG:Acme")),
        ], tiers: tiers)
      #expect(result.linked.isEmpty && result.heldIDs == ["c1", "g1"])
      let question = try #require(result.questions.first)
      #expect(question.kind == .sameRecord && question.id == "g1")
      #expect(question.choices.first?.reasons.contains("the names share no word") == true)
    }
  }

  @Test func aSharedMailboxIsNoQuestionForThoseWhoseNamesMatch() {
    let result = link([
      hub("c1", contact("Joe Bloggs", "EMAIL:info@acme.co")),
      hub("c2", contact("Mary Smith", "EMAIL:info@acme.co")),
      google("g1", contact("Mary Smith", "EMAIL:info@acme.co")),
      google("g2", contact("Joe Bloggs", "EMAIL:info@acme.co")),
    ])
    #expect(Set(result.linked) == ["c1+g2", "c2+g1"] && result.questions.isEmpty)
  }

  @Test func aRecordWithoutANameIsLinkedByItsAddress() {
    let result = link([
      hub("c1", contact("Joe Bloggs", "EMAIL:joe@acme.co")),
      google("g1", card("FN:joe@acme.co", "EMAIL:joe@acme.co")),
    ])
    #expect(result.linked == ["c1+g1"])
  }

  @Test func theSameNameAloneLinksNobody() {
    let result = link([
      hub("c1", contact("John Smith", "EMAIL:j1@x.example")),
      google("g1", contact("John Smith", "EMAIL:j2@x.example")),
    ])
    #expect(result.linked.isEmpty && result.aloneIDs == ["c1", "g1"])
  }

  @Test func nameAndCompanyLinkInTheThirdTier() {
    let result = link([
      hub("c1", contact("John Smith", "ORG:Acme Ltd")),
      google("g1", contact("John Smith", "ORG:ACME Limited;Sales")),
    ])
    #expect(result.linked == ["c1+g1"])
    #expect(result.clusters.first?.members.first?.tier == 3)
  }

  @Test func asManyExactCopiesHereAsThereAreLinkedInOrder() {
    let joe = contact("Joe Bloggs", "EMAIL:joe@acme.co")
    let more = contact("Joe Bloggs", "EMAIL:joe@acme.co", "NOTE:x")
    for count in [3, 200] {
      let result = link(
        (0..<count).map { hub("c\(1000 + $0)", joe) }
          + (0..<count).map { google("g\(1000 + $0)", more) })
      #expect(result.clusters.count == count)
      #expect(result.linked.first == "c1000+g1000")
    }
  }

  @Test func manyCopiesAgainstOneAreATieAndAllAreHeld() {
    let joe = contact("Joe Bloggs", "EMAIL:joe@acme.co")
    let result = link((0..<200).map { hub("c\(1000 + $0)", joe) } + [google("g1", joe)])
    #expect(result.linked.isEmpty && result.alone.isEmpty && result.held.count == 201)
    #expect(result.questions.map(\.id) == ["g1"])
    #expect(result.questions.first?.choices.count == 10)
  }

  // MARK: Events and tasks

  @Test func oneMeetingOfOrganiserAndGuestIsLinkedByItsUID() {
    let one = event("SUMMARY:Review", "DTSTART:20260105T090000Z")
    let other = event("SUMMARY:Review (moved)", "DTSTART:20260106T090000Z")
    let result = Linking.cluster(
      [google("m1", one, uid: "u@google.com"), google("p1", other, uid: "u@google.com", peter)],
      kind: .event)
    #expect(result.linked == ["m1+p1"])
    #expect(result.clusters.first?.members.map(\.tier) == [0, 0])
    #expect(result.clusters.first?.members.first?.reasons == ["same UID u@google.com"])
  }

  @Test func eventsWithoutACommonUIDMeetByTitleAndStart() {
    let one = event("SUMMARY:Review", "DTSTART:20260105T090000Z")
    let result = Linking.cluster(
      [
        hub("a1", one), hub("a2", event("SUMMARY:Review", "DTSTART:20260112T090000Z")),
        google("g1", event("SUMMARY:review", "DTSTART:20260105T090000Z"), uid: "u"),
        google("g2", event("SUMMARY:Review", "DTSTART;VALUE=DATE:20260105"), uid: "v"),
      ], kind: .event)
    #expect(result.linked == ["a1+g1"])
    #expect(result.aloneIDs == ["a2", "g2"])
  }

  @Test func aSeriesAndASingleEventAreAsked() {
    let result = Linking.cluster(
      [
        hub("a1", event("SUMMARY:Stand-up", "DTSTART:20260105T090000Z")),
        google("g1", event("SUMMARY:Stand-up", "DTSTART:20260105T090000Z", "RRULE:FREQ=DAILY")),
      ], kind: .event)
    #expect(result.linked.isEmpty && result.questions.map(\.kind) == [.sameRecord])
  }

  @Test func tasksMeetByTitleAndDueDayAndSeveralAreATie() {
    let result = Linking.cluster(
      [
        hub("t1", task("SUMMARY:Chase", "DUE:20260105T120000Z")),
        hub("t2", task("SUMMARY:Ring", "DUE;VALUE=DATE:20260106")),
        hub("t3", task("SUMMARY:Ring", "DUE;VALUE=DATE:20260106")),
        hub("t4", task("SUMMARY:Tidy")),
        google("g1", task("SUMMARY:chase", "DUE;VALUE=DATE:20260105")),
        google("g2", task("SUMMARY:Ring", "DUE;VALUE=DATE:20260106")),
        google("g4", task("SUMMARY:Tidy")),
      ], kind: .task)
    #expect(result.linked == ["t1+g1", "t4+g4"])
    #expect(result.questions.map(\.id) == ["g2"])
    #expect(result.heldIDs == ["t2", "t3", "g2"])
  }
}

@Suite struct DuplicateScenarios {
  func find(_ records: KeyValuePairs<String, Record>) -> [DuplicateGroup] {
    Duplicates.find(version(records), kind: .contact)
  }

  @Test func likelyDuplicatesAreGroupedWithTheirReasons() {
    let groups = find([
      "1": card("FN:Joe Bloggs", "EMAIL:joe@acme.co"),
      "2": card("FN:Joe Bloggs", "EMAIL:joe@acme.co", "TEL:+44 113 496 0123"),
      "3": card("FN:Bloggs\\, Joe", "TEL:0113 496 0123"),
      "4": card("FN:Zoë Adler", "EMAIL:zoe@acme.co"),
    ])
    #expect(groups.map(\.ids) == [["1", "2", "3"]])
    #expect(groups.first?.reasons.contains("same e-mail joe@acme.co") == true)
  }

  @Test func exactCopiesScoreOne() {
    let joe = card("FN:Joe Bloggs")
    #expect(find(["1": joe, "2": joe]).first?.score == 1)
  }

  @Test func twoPeopleOfOneNameAndAFamilyAreNoDuplicates() {
    let groups = find([
      "1": card("FN:John Smith", "EMAIL:j1@x.example"),
      "2": card("FN:John Smith", "EMAIL:j2@x.example"),
      "3": card("FN:Ann Lee", "TEL:+44 113 496 0001", "ADR:;;1 High Street;Leeds;;LS1;UK"),
      "4": card("FN:Bob Lee", "TEL:+44 113 496 0001", "ADR:;;1 High Street;Leeds;;LS1;UK"),
      "5": card("FN:Joe Bloggs", "EMAIL:info@acme.co"),
      "6": card("FN:Mary Smith", "EMAIL:info@acme.co"),
    ])
    #expect(groups.isEmpty, "\(groups)")
  }
}
