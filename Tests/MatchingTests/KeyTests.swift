import ContentLines
import Matching
import Records
import Testing

@Suite struct Keys {
  @Test func caseAccentsPunctuationAndOrderOfWordsMakeNoOtherName() {
    let one = MatchKeys.of(card("FN:Dr. Zoë O’Connor-Łukasz"))[.name]
    let other = MatchKeys.of(card("FN:o'connor lukasz\\, ZOE"))[.name]
    #expect(one == other)
    #expect(one == ["lukasz oconnor zoe"])
  }

  @Test func decomposedAndPrecomposedLettersFoldAlike() {
    let one = MatchKeys.of(card("FN:Ште\u{301}фан Й Straße Ærø"))[.name]
    let other = MatchKeys.of(card("FN:Штефан И\u{306} STRASSE aero"))[.name]
    #expect(one == other)
  }

  @Test func vowelSignsOfOtherScriptsStay() {
    let one = MatchKeys.of(card("FN:देवी"))[.name]
    let other = MatchKeys.of(card("FN:देव"))[.name]
    #expect(one != other)
    #expect(one.count == 1)
  }

  @Test func theNameOfAnAddressIsNoName() {
    let keys = MatchKeys.of(card("FN:joe@acme.co", "EMAIL:joe@acme.co"))
    #expect(keys[.name] == [])
    #expect(keys[.email] == ["joe@acme.co"])
  }

  @Test func numbersAgreeInTheirEndsWithoutThePrefix() {
    let one = MatchKeys.of(card("FN:A", "TEL:0113 496 0123"))
    let other = MatchKeys.of(card("FN:A", "TEL:+44 113 496 0123"))
    #expect(one[.phone] != other[.phone])
    #expect(one[.phoneEnd] == other[.phoneEnd])
    #expect(one[.phoneEnd] == ["134960123"])
  }

  @Test func anExtensionIsNoPartOfTheEndOfANumber() {
    let keys = MatchKeys.of(card("FN:A", "TEL:(020) 7946 0084 ext. 150"))
    #expect(keys[.phoneEnd] == ["079460084"])
  }

  @Test func aCompanyIsKnownWithoutItsLegalForm() {
    #expect(
      MatchKeys.of(card("FN:A", "ORG:Acme Foods Ltd.;Sales"))[.company]
        == MatchKeys.of(card("FN:A", "ORG:ACME foods Limited"))[.company])
  }

  @Test func timesInTwoZonesAreOneMomentWhenZoneDataIsGiven() {
    let zoned = event("SUMMARY:Call", "DTSTART;TZID=Europe/Berlin:20260105T100000")
    let utc = event("SUMMARY:Call", "DTSTART:20260105T090000Z")
    let moments = MomentReading { property, _ in
      property.parameter(.tzid) == nil ? 32400 : 36000 - 3600
    }
    #expect(MatchKeys.of(zoned)[.start] != MatchKeys.of(utc)[.start])
    #expect(
      MatchKeys.of(zoned, moments: moments)[.start] == MatchKeys.of(utc, moments: moments)[.start])
  }

  @Test func similarityExplainsItself() {
    let joe = card("FN:Joe Bloggs", "N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "TEL:0113 496 0123")
    let same = Similarity.score(joe, joe)
    #expect(same.score == 1)
    let other = card(
      "FN:Joe Bloggs", "N:Bloggs;Joe;;;", "EMAIL:Joe@Acme.co", "TEL:+44 20 7946 0000")
    let result = Similarity.score(joe, other)
    #expect(result.score > 0.5 && result.reasons.contains("same e-mail joe@acme.co"))
    #expect(result.reasons.contains("different phone"))
    let stranger = Similarity.score(joe, card("FN:Mary Smith", "EMAIL:mary@acme.co"))
    #expect(stranger.score == 0)
  }

  @Test func settingsNameFourFields() {
    #expect(MatchField(settingName: "email") == .email)
    #expect(MatchField(settingName: "uid") == nil)
    #expect(MatchField(settingName: "colour") == nil)
  }
}
