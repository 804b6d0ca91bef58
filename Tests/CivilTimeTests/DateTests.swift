import CivilTime
import Testing

func slice(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }

@Suite struct DateTests {
  @Test func everyDayOfFourCenturiesIsCountedOnce() throws {
    var date = try #require(CivilDate(year: 1799, month: 12, day: 31))
    var previous = date.daysSinceEpoch
    for _ in 0..<146_200 {
      let next = try #require(date.adding(days: 1))
      #expect(next.daysSinceEpoch == previous + 1)
      #expect(next > date)
      #expect(next.weekday.days(after: date.weekday) == 1)
      previous += 1
      date = next
    }
  }

  @Test func knownDaysHaveKnownNumbers() throws {
    let epoch = try #require(CivilDate(year: 1970, month: 1, day: 1))
    #expect(epoch.daysSinceEpoch == 0)
    #expect(epoch.weekday == .thursday)
    let leap = try #require(CivilDate(year: 2024, month: 2, day: 29))
    #expect(leap.daysSinceEpoch == 19782)
    #expect(leap.dayOfYear == 60)
    #expect(CivilDate(year: 2023, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 1900, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 10000, month: 1, day: 1) == nil)
    let first = try #require(CivilDate(year: -9999, month: 1, day: 1))
    #expect(first.adding(days: -1) == nil)
    #expect(first.adding(days: .max) == nil)
    #expect(CivilDate(daysSinceEpoch: first.daysSinceEpoch) == first)
  }

  @Test(arguments: [
    ("20050101", 2004, 53), ("20080101", 2008, 1), ("20101231", 2010, 52), ("20120101", 2011, 52),
    ("20201231", 2020, 53), ("20241230", 2025, 1),
  ])
  func weeksAreThoseOfISO8601(text: String, year: Int, number: Int) throws {
    let week = try #require(CivilDate(slice(text))).week()
    #expect(week.year == year)
    #expect(week.number == number)
  }

  @Test func weeksCanBeginOnSunday() throws {
    let week = try #require(CivilDate(slice("20270102"))).week(startingOn: .sunday)
    #expect(week.year == 2026)
    #expect(week.number == 52)
  }

  @Test func valuesOfCalendarsReadAndPrint() {
    for text in ["19870324", "19870324T120000", "19870324T120000Z", "00010101"] {
      #expect(CalendarValue(slice(text))?.description == text)
    }
    for (text, basic) in [
      ("1987-03-24", "19870324"), ("1987-03-24T12:00:00", "19870324T120000"),
      ("1987-03-24T12:00:00Z", "19870324T120000Z"), ("1987-03-24T12:00", "19870324T120000"),
    ] {
      #expect(CalendarValue(slice(text)) == nil)
      #expect(CalendarValue(slice(text), extended: true)?.description == basic)
    }
    for text in ["", "1987032", "19870332", "19870324T", "19870324T240000", "19870324T1200", "x"] {
      #expect(CalendarValue(slice(text), extended: true) == nil, "\(text)")
    }
    #expect(CalendarValue(slice("19970630T235960Z"))?.description == "19970630T235960Z")
  }

  @Test(arguments: [
    ("1987-03-24T12:00:00Z", 543_585_600, "1987-03-24T12:00:00Z"),
    ("1987-03-24T13:00:00+01:00", 543_585_600, "1987-03-24T12:00:00Z"),
    ("1987-03-24t06:30:00.500-05:30", 543_585_600, "1987-03-24T12:00:00.500Z"),
    ("1987-03-24 12:00:00.1234567890Z", 543_585_600, "1987-03-24T12:00:00.123456789Z"),
    ("19870324T120000Z", 543_585_600, "1987-03-24T12:00:00Z"),
    ("1969-12-31T23:59:59Z", -1, "1969-12-31T23:59:59Z"),
  ])
  func momentsReadAndPrint(text: String, seconds: Int64, printed: String) throws {
    let instant = try #require(Instant(text))
    #expect(instant.seconds == seconds)
    #expect(instant.description == printed)
    #expect(Instant(printed) == instant)
  }

  @Test func timesWithoutOffsetAreNoMoments() {
    #expect(Instant("1987-03-24T12:00:00") == nil)
    #expect(Instant("1987-03-24") == nil)
    #expect(Instant("1987-03-24T12:00:00.Z") == nil)
  }

  @Test func momentsPrintAtAnOffset() throws {
    let instant = try #require(Instant("1987-03-24T12:00:00Z"))
    #expect(instant.rfc3339(offset: -12600) == "1987-03-24T08:30:00-03:30")
    #expect(instant.basic == "19870324T120000Z")
  }

  @Test(arguments: [
    ("P1W", "P1W"), ("P7D", "P1W"), ("-P0DT0H10M0S", "-PT10M"), ("P0D", "PT0S"), ("-P0D", "PT0S"),
    ("PT90M", "PT1H30M"), ("P15DT5H0M20S", "P15DT5H20S"), ("PT24H", "PT24H"), ("+P1D", "P1D"),
    ("p1dt", "P1D"), ("P1W2D", "P9D"), ("PT1H30S", "PT1H30S"), ("-P1W", "-P1W"), ("PT60S", "PT1M"),
  ])
  func durationsHaveOneCanonicalSpelling(text: String, canonical: String) throws {
    let duration = try #require(CalendarDuration(slice(text)))
    #expect(duration.description == canonical)
    #expect(CalendarDuration(slice(canonical)) == duration)
  }

  @Test(arguments: [
    "", "P", "PT", "P90M", "1D", "P1", "PT1D", "P1H", "PT1M1H", "P-1D", "P1D ", "-",
  ])
  func whatIsNoDurationIsRefused(text: String) {
    #expect(CalendarDuration(slice(text)) == nil)
  }

  @Test func offsetsReadAndPrint() {
    #expect(UTCOffset.seconds(slice("+0100")) == 3600)
    #expect(UTCOffset.seconds(slice("-001521")) == -921)
    #expect(UTCOffset.seconds(slice("+05:30")) == 19800)
    #expect(UTCOffset.seconds(slice("0100")) == nil)
    #expect(UTCOffset.seconds(slice("+2500")) == nil)
    #expect(UTCOffset.text(-921) == "-001521")
    #expect(UTCOffset.text(0) == "+0000")
  }
}
