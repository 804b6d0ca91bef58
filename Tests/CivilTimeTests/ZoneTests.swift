import CivilTime
import Testing

@Suite struct ZoneTests {
  let catalog = ZoneCatalog()

  func zone(_ name: String) throws -> Zone {
    try #require(catalog.zone(named: name), "install tzdata")
  }

  func offset(_ name: String, _ instant: String) throws -> Int {
    try zone(name).offset(at: #require(Instant(instant)))
  }

  @Test(arguments: [
    ("Europe/London", "2026-03-29T00:59:59Z", 0), ("Europe/London", "2026-03-29T01:00:00Z", 3600),
    ("Europe/London", "2026-10-25T00:59:59Z", 3600), ("Europe/London", "2026-10-25T01:00:00Z", 0),
    ("Europe/London", "1970-01-01T00:00:00Z", 3600),
    ("Europe/London", "1800-01-01T00:00:00Z", -75),
    ("Europe/London", "2100-07-01T00:00:00Z", 3600), ("Europe/London", "2100-12-01T00:00:00Z", 0),
    ("America/New_York", "2026-03-08T06:59:59Z", -18000),
    ("America/New_York", "2026-03-08T07:00:00Z", -14400),
    ("America/New_York", "2006-03-20T12:00:00Z", -18000),
    ("America/New_York", "2007-03-20T12:00:00Z", -14400),
    ("Australia/Sydney", "2026-04-04T15:59:59Z", 39600),
    ("Australia/Sydney", "2026-04-04T16:00:00Z", 36000),
    ("Australia/Sydney", "2026-10-03T16:00:00Z", 39600),
    ("Australia/Sydney", "2150-01-01T00:00:00Z", 39600),
    ("Asia/Kolkata", "2026-06-01T00:00:00Z", 19800),
    ("Asia/Kolkata", "1943-01-01T00:00:00Z", 23400),
    ("Asia/Kathmandu", "2026-06-01T00:00:00Z", 20700),
    ("Africa/Casablanca", "2025-03-15T00:00:00Z", 0),
    ("Europe/Dublin", "2026-07-01T00:00:00Z", 3600), ("Europe/Dublin", "2070-01-01T00:00:00Z", 0),
    ("Etc/GMT+5", "2026-07-01T00:00:00Z", -18000),
  ])
  func knownOffsets(name: String, instant: String, seconds: Int) throws {
    #expect(try offset(name, instant) == seconds)
  }

  @Test func aGapIsReadWithTheOffsetBeforeIt() throws {
    let london = try zone("Europe/London")
    let skipped = try #require(CivilDateTime(2026, 3, 29, 1, 30))
    #expect(london.resolve(skipped).description == "2026-03-29T01:30:00Z")
    #expect(london.local(london.resolve(skipped)).basic == "20260329T023000")
    // The example of RFC 5545 section 3.3.5.
    let newYork = try zone("America/New_York")
    let example = try #require(CivilDateTime(2007, 3, 11, 2, 30))
    #expect(newYork.resolve(example).description == "2007-03-11T07:30:00Z")
  }

  @Test func ofAnOverlapTheFirstTimeIsMeant() throws {
    let london = try zone("Europe/London")
    let twice = try #require(CivilDateTime(2026, 10, 25, 1, 30))
    #expect(london.resolve(twice).description == "2026-10-25T00:30:00Z")
    let newYork = try zone("America/New_York")
    let example = try #require(CivilDateTime(2007, 11, 4, 1, 30))
    #expect(newYork.resolve(example).description == "2007-11-04T05:30:00Z")
    // The end of the overlap.
    #expect(
      london.resolve(try #require(CivilDateTime(2026, 10, 25, 2, 0))).description
        == "2026-10-25T02:00:00Z")
    // A whole day that did not happen.
    let apia = try zone("Pacific/Apia")
    let missing = try #require(CivilDateTime(2011, 12, 30, 12, 0))
    #expect(apia.resolve(missing).description == "2011-12-30T22:00:00Z")
  }

  @Test func resolvingUndoesShowing() throws {
    for name in ["Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Asia/Gaza"] {
      let zone = try zone(name)
      var instant = Instant(seconds: -1_000_000_000)
      while instant.seconds < 6_000_000_000 {
        let resolved = zone.resolve(zone.local(instant))
        // Only the second pass of an overlap comes back as the first.
        #expect(
          resolved == instant
            || (resolved < instant && zone.local(resolved) == zone.local(instant)),
          "\(name) \(instant)")
        instant = instant.adding(seconds: 1_234_567)
      }
    }
  }

  @Test func durationsOfDaysFollowTheClockAndHoursTheTime() throws {
    let newYork = try zone("America/New_York")
    let start = try #require(CivilDateTime(2026, 3, 7, 12, 0))
    let day = try #require(CalendarDuration(slice("P1D")))
    let hours = try #require(CalendarDuration(slice("PT24H")))
    #expect(day.added(to: start, in: newYork)?.description == "2026-03-08T16:00:00Z")
    #expect(hours.added(to: start, in: newYork)?.description == "2026-03-08T17:00:00Z")
  }

  @Test func damagedFilesAreNoZones() {
    #expect(Zone(name: "x", file: []) == nil)
    #expect(Zone(name: "x", file: Array("TZif2".utf8)) == nil)
    for length in 0..<minimalFile.count {
      #expect(Zone(name: "x", file: Array(minimalFile.prefix(length))) == nil)
    }
    var wild = minimalFile
    for index in 20..<44 { wild[index] = 0xFF }
    #expect(Zone(name: "x", file: wild) == nil)
  }
}

@Suite struct ObservanceTests {
  let catalog = ZoneCatalog()

  func text(_ name: String, _ from: String, _ until: String? = nil) throws -> [String] {
    let zone = try #require(catalog.zone(named: name), "install tzdata")
    let first = try #require(CivilDate(slice(from)))
    return zone.observances(from: first, until: until.flatMap { CivilDate(slice($0)) }).map {
      [
        $0.isDaylight ? "D" : "S", $0.onset.basic, UTCOffset.text($0.offsetFrom),
        UTCOffset.text($0.offsetTo), $0.abbreviation, $0.rule ?? "\($0.furtherOnsets.count)",
      ].joined(separator: " ")
    }
  }

  @Test func todaysRuleNeedsTwoObservances() throws {
    #expect(
      try text("Europe/London", "20260101") == [
        "D 19960331T010000 +0000 +0100 BST FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "S 19961027T020000 +0100 +0000 GMT FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
      ])
    #expect(
      try text("America/New_York", "20260101") == [
        "D 20070311T020000 -0500 -0400 EDT FREQ=YEARLY;BYDAY=2SU;BYMONTH=3",
        "S 20071104T020000 -0400 -0500 EST FREQ=YEARLY;BYDAY=1SU;BYMONTH=11",
      ])
    #expect(
      try text("Australia/Sydney", "20260101") == [
        "S 20080406T030000 +1100 +1000 AEST FREQ=YEARLY;BYDAY=1SU;BYMONTH=4",
        "D 20081005T020000 +1000 +1100 AEDT FREQ=YEARLY;BYDAY=1SU;BYMONTH=10",
      ])
  }

  @Test func aZoneWithoutChangesNeedsOne() throws {
    #expect(try text("Asia/Kolkata", "20260101") == ["S 19700101T000000 +0530 +0530 IST 0"])
    #expect(try text("Etc/UTC", "20260101") == ["S 19700101T000000 +0000 +0000 UTC 0"])
  }

  @Test func irishSummerIsDaylightForReaders() throws {
    #expect(
      try text("Europe/Dublin", "20260101") == [
        "D 19960331T010000 +0000 +0100 IST FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "S 19961027T020000 +0100 +0000 GMT FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
      ])
  }

  @Test func olderEventsAddOnlyWhatTheyNeed() throws {
    let observances = try text("America/New_York", "20060701")
    #expect(observances.count == 4)
    #expect(observances.first == "D 20060402T020000 -0500 -0400 EDT 0")
  }

  @Test func aChangeOnTheEveOfASundayIsADayWithinSevenDates() throws {
    #expect(
      try text("America/Nuuk", "20260101").contains(
        "D 20240330T230000 -0200 -0100 -01 "
          + "FREQ=YEARLY;BYDAY=SA;BYMONTHDAY=24,25,26,27,28,29,30;BYMONTH=3"))
  }

  @Test func aChangeOnTheEveThatCanFallInTheNextMonthIsADayOfTheYear() throws {
    #expect(
      try text("Africa/Cairo", "20260101").last
        == "S 20231027T000000 +0300 +0200 EET "
        + "FREQ=YEARLY;BYDAY=FR;BYYEARDAY=-67,-66,-65,-64,-63,-62,-61")
  }
}
