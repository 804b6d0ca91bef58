import CivilTime
import Recurrence
import Testing

func local(_ text: String) throws -> CivilDateTime {
  try #require(CalendarValue(Array(text.utf8)[...])).civil
}

func expand(
  _ rule: String, from start: String, limit: Int = 5, stepLimit: Int = 250_000
) throws -> RecurrenceExpansion {
  let value = try #require(CalendarValue(Array(start.utf8)[...]))
  return try RecurrenceRule(rule).expand(
    start: value.civil, isDate: value.isDate, limit: limit, stepLimit: stepLimit)
}

@Suite struct ExpansionTests {
  @Test(arguments: [
    "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=HOURLY;BYMONTH=4;BYMONTHDAY=31", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=24", "FREQ=HOURLY;INTERVAL=24;BYHOUR=10",
    "FREQ=YEARLY;BYDAY=53MO;BYYEARDAY=1", "FREQ=SECONDLY;INTERVAL=86400;BYSECOND=1",
    "FREQ=MONTHLY;INTERVAL=12;BYMONTH=2", "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
    "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2", "FREQ=YEARLY;BYYEARDAY=1;BYMONTH=2",
  ])
  func rulesThatNothingMatchesEndQuickly(rule: String) throws {
    let time = try ContinuousClock().measure {
      let expansion = try expand(rule, from: "20260101T090000")
      #expect(expansion.instances.isEmpty)
      #expect(expansion.status == .complete)
    }
    #expect(time < .seconds(1), "\(time)")
  }

  @Test(arguments: [
    "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
    "FREQ=MINUTELY;INTERVAL=1440;BYHOUR=9;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=SECONDLY;INTERVAL=604800;BYDAY=MO", "FREQ=HOURLY;INTERVAL=999999999;BYMONTH=2",
  ])
  func everyOtherRuleEndsToo(rule: String) throws {
    let time = try ContinuousClock().measure {
      let expansion = try expand(rule, from: "20260101T090000")
      #expect(expansion.instances.isEmpty)
    }
    #expect(time < .seconds(2), "\(time)")
  }

  @Test func farPeriodsAreReachedWithoutWalking() throws {
    let rule = try RecurrenceRule("FREQ=SECONDLY;INTERVAL=7")
    var iterator = RecurrenceIterator(rule, start: try local("19000101T000000"))
    iterator.seek(try local("20260101T000000"))
    let found = iterator.next()
    let first = try #require(found)
    #expect(first >= (try local("20260101T000000")))
    #expect(first < (try local("20260101T000007")))
    #expect(iterator.steps < 10)
    let sparse = try expand(
      "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=23", from: "20260101T000000")
    #expect(sparse.instances.first?.basic == "20280229T230000")
    #expect(sparse.status == .limited(by: .instances))
  }

  @Test func windowsHoldExactlyTheirInstances() throws {
    let rules = [
      "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU", "FREQ=MONTHLY;BYDAY=-1FR",
      "FREQ=YEARLY;BYWEEKNO=1,53;BYDAY=MO,SU", "FREQ=HOURLY;INTERVAL=37", "FREQ=YEARLY;INTERVAL=3",
      "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=31", "FREQ=YEARLY;BYDAY=MO;BYMONTH=1;BYHOUR=1,23",
      "FREQ=WEEKLY;BYDAY=TU,TH;BYSETPOS=-1", "FREQ=DAILY;COUNT=400", "FREQ=DAILY;UNTIL=20210101",
    ]
    let start = try local("20190331T013000")
    let from = try local("20201220T000000")
    let to = try local("20220105T013000")
    for text in rules {
      let rule = try RecurrenceRule(text)
      let all = rule.expand(start: start, to: to, limit: 100_000).instances
      let window = rule.expand(start: start, from: from, to: to, limit: 100_000)
      #expect(window.instances == all.filter { $0 >= from && $0 < to }, "\(text)")
      #expect(window.status == .complete)
      #expect(all == all.sorted())
    }
  }

  @Test func limitsAreReported() throws {
    #expect(try expand("FREQ=DAILY", from: "20260101").status == .limited(by: .instances))
    #expect(try expand("FREQ=DAILY;COUNT=5", from: "20260101").status == .complete)
    let old = try RecurrenceRule("FREQ=MINUTELY;COUNT=100000000").expand(
      start: local("20000101T000000"), from: local("20260101T000000"), stepLimit: 1000)
    #expect(old.instances.isEmpty)
    #expect(old.status == .limited(by: .steps))
    #expect(
      try expand("RSCALE=HEBREW;FREQ=YEARLY", from: "20260101").status == .limited(by: .rule))
    #expect(try expand("FREQ=HOURLY", from: "20260101").status == .limited(by: .rule))
  }

  @Test func timesOfDayAreIgnoredWhereTheStartIsADate() throws {
    let expansion = try expand("FREQ=DAILY;BYHOUR=9,10;BYMINUTE=30;COUNT=2", from: "20260101")
    #expect(expansion.instances.map(\.basic) == ["20260101T000000", "20260102T000000"])
  }

  @Test func untilIsInclusiveInEveryValueType() throws {
    #expect(
      try expand("FREQ=DAILY;UNTIL=20260103", from: "20260101T090000").instances.count == 3)
    #expect(
      try expand("FREQ=DAILY;UNTIL=20260103T090000", from: "20260101T090000").instances.count == 3)
    #expect(
      try expand("FREQ=DAILY;UNTIL=20260103T085959", from: "20260101T090000").instances.count == 2)
    #expect(
      try expand("FREQ=DAILY;UNTIL=20260103T000000Z", from: "20260101").instances.count == 3)
    #expect(try expand("FREQ=DAILY;UNTIL=20251231", from: "20260101").instances.isEmpty)
    let rule = try RecurrenceRule("FREQ=DAILY;UNTIL=20260103T000000Z")
    let until = try local("20260102T190000")
    #expect(rule.expand(start: try local("20260101T200000"), until: until).instances.count == 1)
  }

  @Test func secondSixtyIsFiftyNine() throws {
    #expect(
      try expand("FREQ=DAILY;BYSECOND=60,59;COUNT=2", from: "20260101T000000").instances.map(
        \.basic)
        == ["20260101T000059", "20260102T000059"])
  }
}

@Suite struct RecurrenceSetTests {
  func set(_ start: String, _ rules: String...) throws -> RecurrenceSet {
    let value = try #require(CalendarValue(Array(start.utf8)[...]))
    return RecurrenceSet(
      start: value.civil, isDate: value.isDate,
      rules: try rules.map { .init(try RecurrenceRule($0)) })
  }

  @Test func theStartIsAnInstanceAndCounts() throws {
    // Monday the start, Tuesdays the rule.
    let set = try set("20260105T090000", "FREQ=WEEKLY;BYDAY=TU;COUNT=3")
    #expect(
      set.expand().instances.map(\.basic)
        == ["20260105T090000", "20260106T090000", "20260113T090000"])
    let one = try self.set("20260105T090000", "FREQ=WEEKLY;BYDAY=TU;COUNT=1")
    #expect(one.expand().instances.count == 1)
    #expect(one.expand().status == .complete)
  }

  @Test func sourcesAreMergedAndExclusionsTakenOut() throws {
    var set = try set("20260105T090000", "FREQ=DAILY;COUNT=4", "FREQ=DAILY;INTERVAL=2;COUNT=3")
    set.additions = [try local("20260107T090000"), try local("20260106T120000")]
    set.exclusions = [try local("20260106T090000"), try local("20300101T000000")]
    #expect(
      set.expand().instances.map(\.basic) == [
        "20260105T090000", "20260106T120000", "20260107T090000", "20260108T090000",
        "20260109T090000",
      ])
    set.excludedDays = [try local("20260106T000000").date]
    #expect(set.expand().instances.count == 4)
    #expect(set.contains(try local("20260106T090000")))
    #expect(!set.contains(try local("20260110T090000")))
    let window = set.expand(from: try local("20260107T000000"), to: try local("20260109T090000"))
    #expect(window.instances.map(\.basic) == ["20260107T090000", "20260108T090000"])
    #expect(set.expand(limit: 2).status == .limited(by: .instances))
  }

  @Test func aRuleThatCannotBeExpandedLeavesTheRestAndSaysSo() throws {
    var set = try set("20260105", "RSCALE=CHINESE;FREQ=YEARLY")
    set.additions = [try local("20270206")]
    let expansion = set.expand()
    #expect(expansion.instances.count == 2)
    #expect(expansion.status == .limited(by: .rule))
  }
}

@Suite struct ObservanceSetTests {
  @Test func definitionsOfOurOwnAgreeWithTheirZone() throws {
    let catalog = ZoneCatalog()
    let from = try local("19880601").date
    let until = try local("20450101").date
    var compared = 0
    for name in ZoneNames.allIANANames where ZoneNames.canonical(for: name)?.lowercased() == name {
      guard let zone = catalog.zone(named: name) else { continue }
      let set = try #require(
        ObservanceSet(zone.observances(from: from), until: until), "\(name)")
      #expect(!set.isIncomplete)
      var moment = CivilDateTime(date: from).secondsAsIfUTC
      while let local = CivilDateTime(secondsAsIfUTC: moment), local.date < until {
        if set.offset(at: local) != zone.offset(at: local) {
          Issue.record("\(name) \(local): \(set.offset(at: local)), not \(zone.offset(at: local))")
          break
        }
        moment += 86400 * 23 + 3601
        compared += 1
      }
    }
    print("VTIMEZONE definitions: \(compared) times compared with their zones.")
    #expect(compared > 0 || catalog.zone(named: "Europe/London") == nil)
  }

  @Test func aForeignDefinitionIsJudgedByItsOffsets() throws {
    let zone = try #require(ZoneCatalog().zone(named: "Europe/Berlin"), "install tzdata")
    // As Outlook writes them.
    let standard = ZoneObservance(
      isDaylight: false, onset: try local("16011028T030000"), offsetFrom: 7200, offsetTo: 3600,
      rule: "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10")
    let daylight = ZoneObservance(
      isDaylight: true, onset: try local("16010325T020000"), offsetFrom: 3600, offsetTo: 7200,
      rule: "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3")
    let set = try #require(
      ObservanceSet([standard, daylight], until: try local("20300101").date))
    let times = try ["20260115T090000", "20260715T090000", "20260329T023000", "20261025T023000"]
      .map { try local($0) }
    #expect(set.firstDisagreement(with: zone, at: times) == nil)
    let old = try local("19750715T090000")
    #expect(set.firstDisagreement(with: zone, at: times + [old]) == old)
    var broken = daylight
    broken.rule = "FREQ=SOMETIMES"
    #expect(
      ObservanceSet([standard, broken], until: try local("20300101").date)?.isIncomplete == true)
    #expect(ObservanceSet([], until: try local("20300101").date) == nil)
  }
}
