import Matching
import Records
import Testing

@Suite struct ReidentificationScenarios {
  let joe = card("FN:Joe Bloggs", "N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TEL:+44 113 496 0001")

  @Test func aThousandExactCopiesPairOneToOne() {
    let copies = (0..<1000).map { candidate("\($0)", joe) }
    let result = Reidentification.pair(old: copies, new: copies, kind: .contact)
    #expect(result.pairs.count == 1000)
    #expect(result.pairs.allSatisfy { $0.oldID == $0.newID && $0.how == .sameDigest })
  }

  @Test func aThousandExactCopiesThatAllChangedPairOneToOne() {
    let changed = card(
      "FN:Joe Bloggs", "N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TEL:+44 113 496 0001", "NOTE:x")
    let result = Reidentification.pair(
      old: (0..<1000).map { candidate("\($0)", joe) },
      new: (0..<1000).map { candidate("\($0)", changed) }, kind: .contact)
    #expect(result.pairs.count == 1000)
    #expect(result.questions.isEmpty)
  }

  @Test func oneCopyOfManyEditedIsOneEdit() {
    let edited = card(
      "FN:Joe Bloggs", "N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TEL:+44 113 496 0009")
    let result = pair(["1": joe, "2": joe, "3": joe], ["a": joe, "b": edited, "c": joe])
    #expect(result.paired == ["1>a", "2>c", "3>b"])
  }

  @Test func aChangedNameIsFoundByTheAddress() {
    let renamed = card(
      "FN:Joe Miller", "N:Miller;Joe;;;", "EMAIL:joe@acme.co", "TEL:+44 113 496 0001")
    let result = pair(["1": joe], ["a": renamed])
    #expect(result.paired == ["1>a"])
    #expect(result.pairs.first?.how == .uniqueKey)
    #expect(result.pairs.first?.reasons.first == "same e-mail joe@acme.co")
  }

  @Test func anotherNameOnTheSameCardIsARename() {
    let result = pair(
      ["1": card("FN:Joe Bloggs", "EMAIL:joe@acme.co")],
      ["a": card("FN:Mary Smith", "EMAIL:joe@acme.co")])
    #expect(result.paired == ["1>a"])
  }

  @Test func aChangedAddressIsFoundByNameAndPhone() {
    let moved = card(
      "FN:Joe Bloggs", "N:Bloggs;Joe;;;", "EMAIL:joe@new.example", "TEL:0113 496 0001")
    #expect(pair(["1": joe], ["a": moved]).paired == ["1>a"])
  }

  @Test func aChangedAddressIsFoundByTheNameAloneIfNobodyElseHasIt() {
    let result = pair(
      ["1": card("FN:Joe Bloggs", "EMAIL:joe@acme.co")],
      ["a": card("FN:Joe Bloggs", "EMAIL:joe@new.example")])
    #expect(result.paired == ["1>a"])
  }

  @Test func nameAndAddressChangedIsFoundByWhatIsPersonal() {
    let rest = [
      "TEL:+44 113 496 0001", "ADR:;;1 High Street;Leeds;;LS1;UK", "BDAY:19800102",
      "NOTE:Met at the trade show in Leeds",
    ]
    func make(_ name: String, _ mail: String) -> Record {
      card("FN:\(name)", "EMAIL:\(mail)", rest[0], rest[1], rest[2], rest[3])
    }
    let result = pair(
      ["1": make("Joanna Bloggs", "joanna@acme.co")], ["a": make("Jo Miller", "jm@new.example")])
    #expect(result.paired == ["1>a"])
    #expect(result.pairs.first?.reasons.contains("same note") == true)
  }

  @Test func nameAndAddressChangedIsAskedWhereOnlyThePhoneIsLeft() throws {
    let result = pair(
      ["1": joe],
      ["a": card("FN:Mary Smith", "N:Smith;Mary;;;", "EMAIL:m@x.example", "TEL:+44 113 496 0001")])
    #expect(result.pairs.isEmpty && result.vanished.isEmpty && result.newcomers.isEmpty)
    #expect(result.held == ["a"])
    let question = try #require(result.questions.first)
    #expect(question.kind == .vanished && question.choices.map(\.newID) == ["a"])
    let choice = try #require(question.choices.first)
    #expect(choice.score > 0 && choice.score < 0.5 && !choice.reasons.isEmpty)
  }

  @Test func aResemblanceWithoutOneEqualKeyIsAsked() {
    let result = pair(
      ["1": card("FN:Joanna Bloggs", "EMAIL:joanna@acme.co")],
      ["a": card("FN:Jo Blogs", "EMAIL:jb@new.example")])
    #expect(result.questions.map(\.oldID) == ["1"])
    #expect(result.held == ["a"])
  }

  @Test func aDeletionBesideAnUnrelatedNewcomerIsBoth() {
    let stranger = card("FN:Zoë Adler", "EMAIL:zoe@other.example", "TEL:+49 30 23125 100")
    let result = pair(["1": joe], ["a": stranger])
    #expect(result.vanished == ["1"] && result.newcomers == ["a"] && result.questions.isEmpty)
    let asked = Reidentification.pair(
      old: version(["1": joe]), new: version(["a": stranger]), kind: .contact,
      asksWithoutEvidence: true)
    #expect(asked.questions.map(\.oldID) == ["1"] && asked.held == ["a"])
  }

  @Test func twoPeopleOfOneNameAreNotCrossed() {
    func john(_ mail: String, _ note: String) -> Record {
      card("FN:John Smith", "N:Smith;John;;;", "EMAIL:\(mail)", "NOTE:\(note)")
    }
    let result = pair(
      ["1": john("j1@x.example", "one"), "2": john("j2@x.example", "two")],
      ["a": john("j2@x.example", "changed"), "b": john("j1@x.example", "changed too")])
    #expect(result.paired == ["1>b", "2>a"])
  }

  @Test func twoPeopleOfOneNameWithNewAddressesAreAsked() {
    func john(_ mail: String) -> Record { card("FN:John Smith", "EMAIL:\(mail)") }
    let result = pair(
      ["1": john("j1@x.example"), "2": john("j2@x.example")],
      ["a": john("j3@x.example"), "b": john("j4@x.example")])
    #expect(result.pairs.isEmpty && result.questions.count == 2)
    #expect(result.held == ["a", "b"])
  }

  @Test func aFamilySharingAddressAndPhoneIsNotCrossed() {
    func lee(_ given: String, _ mail: String, _ note: String = "") -> Record {
      card(
        "FN:\(given) Lee", "N:Lee;\(given);;;", "EMAIL:\(mail)", "TEL:+44 113 496 0001",
        "ADR:;;1 High Street;Leeds;;LS1;UK", "NOTE:\(note)")
    }
    let result = pair(
      [
        "1": lee("Ann", "ann@lee.example"), "2": lee("Bob", "bob@lee.example"),
        "3": lee("Cat", "cat@lee.example"),
      ],
      [
        "x": lee("Bob", "bob@new.example"), "y": lee("Anne", "ann@lee.example", "n"),
        "z": lee("Cat", "cat@lee.example", "m"),
      ])
    #expect(result.paired == ["1>y", "2>x", "3>z"])
    // One leaves, another comes: no edit.
    let swapped = pair(["1": lee("Ann", "ann@lee.example")], ["x": lee("Bob", "bob@lee.example")])
    #expect(swapped.pairs.isEmpty && swapped.questions.map(\.oldID) == ["1"])
    // One leaves, the others stay as they are.
    let left = pair(
      ["1": lee("Ann", "ann@lee.example"), "2": lee("Bob", "bob@lee.example")],
      ["x": lee("Bob", "bob@lee.example")])
    #expect(left.vanished == ["1"] && left.questions.isEmpty)
  }

  @Test func twoCardsMergedIntoOneAreAskedAsAMerge() throws {
    let private1 = card("FN:Joe Bloggs", "N:Bloggs;Joe;;;", "EMAIL:joe@home.example")
    let merged = card(
      "FN:Joe Bloggs", "N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "EMAIL:joe@home.example",
      "TEL:+44 113 496 0001")
    let result = pair(["1": joe, "2": private1], ["a": merged])
    #expect(result.paired == ["1>a"])
    let question = try #require(result.questions.first)
    #expect(question.kind == .mergedOnSide && question.oldID == "2")
    #expect(question.choices.first?.newID == "a" && question.choices.first?.survivorOf == "1")
    #expect(result.vanished.isEmpty && result.held.isEmpty)
  }

  @Test func aRemovedDuplicateIsAskedAsAMerge() {
    let bare = card("FN:Joe Bloggs", "N:Bloggs;Joe;;;", "EMAIL:joe@acme.co")
    let result = pair(["1": joe, "2": bare], ["a": joe])
    #expect(result.questions.map(\.kind) == [.mergedOnSide])
    let copies = pair(["1": joe, "2": joe], ["a": joe])
    #expect(copies.questions.map(\.kind) == [.mergedOnSide])
  }

  @Test func oneCardSplitInTwoPairsWithOneAndTheOtherIsNew() {
    let both = card(
      "FN:Joe Bloggs", "N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "EMAIL:mary@acme.co",
      "TEL:+44 113 496 0001")
    let result = pair(
      ["1": both],
      ["a": card("FN:Mary Smith", "N:Smith;Mary;;;", "EMAIL:mary@acme.co"), "b": joe])
    #expect(result.paired == ["1>b"])
    #expect(result.newcomers == ["a"] && result.questions.isEmpty)
  }

  @Test func eventsWithoutUIDAreFoundByTitleAndStart() {
    let old = event("SUMMARY:Review", "DTSTART:20260105T090000Z", "LOCATION:Room 4")
    let new = event("SUMMARY:Review", "DTSTART:20260105T090000Z", "LOCATION:Room 5")
    let result = Reidentification.pair(
      old: version(["1": old]), new: version(["a": new]), kind: .event)
    #expect(result.paired == ["1>a"])
  }

  @Test func recordsWithDifferentUIDsAreNeverOne() {
    let result = Reidentification.pair(
      old: version(["1": event("UID:a", "SUMMARY:Review", "DTSTART:20260105T090000Z")]),
      new: version(["a": event("UID:b", "SUMMARY:Review", "DTSTART:20260105T090000Z")]),
      kind: .event)
    #expect(result.pairs.isEmpty && result.questions.isEmpty)
    #expect(result.vanished == ["1"] && result.newcomers == ["a"])
  }
}
