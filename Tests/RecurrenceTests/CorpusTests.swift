import CivilTime
import Recurrence
import Testing

@Suite struct CorpusTests {
  /// Cases whose expected instances follow another reading than ours, each with the heading in
  /// spec/decisions/0100-recurrence-disagreements.md that says why.
  static let exceptions = [
    // A start that the rule does not name: a recurrence set has it, the rule alone does not.
    "s-163": "start-outside-rule",
    "s-188": "yearly-month-days",
    "s-265": "yearly-month-days",
  ]

  @Test func validRulesGiveTheExpectedInstances() throws {
    let catalog = ZoneCatalog()
    var compared = 0
    var excepted = 0
    var notExpanded = 0
    for item in CorpusCase.all where item.rfc5545 == nil || item.rfc5545 == "valid" {
      guard let made = try? CaseSet(item, catalog: catalog), let rule = made.set.rules.first else {
        Issue.record("\(item.id) is not read: \(item.rrule ?? item.set ?? "")")
        continue
      }
      var iterator = RecurrenceIterator(
        rule.rule, start: made.set.start, isDate: made.set.isDate, until: rule.until)
      var found: [String] = []
      let extra = item.complete == true ? 5 : 0
      while found.count < item.expected.count + extra, let next = iterator.next() {
        found.append(made.text(next))
      }
      if iterator.status == .limited(by: .rule) { notExpanded += 1 }
      let isExpected = found == item.expected
      if let key = Self.exceptions[item.id] {
        excepted += 1
        #expect(!isExpected, "\(item.id) needs no exception \(key)")
        if key == "start-outside-rule" {
          #expect(made.set.expand().instances.map(made.text) == item.expected)
        }
      } else {
        compared += 1
        #expect(
          isExpected,
          "\(item.id) \(item.dtstart ?? "") \(rule.rule): \(found.prefix(6)) not \(item.expected.prefix(6))"
        )
      }
    }
    print(
      "Recurrence corpus: \(CorpusCase.all.count) cases; \(compared) compared, \(excepted) differ"
        + " by decision, \(notExpanded) not expandable.")
    #expect(compared > 200, "is the shared corpus there?")
  }

  @Test func noRuleHangsOrLosesItsText() throws {
    let clock = ContinuousClock()
    let epoch = try local("19700101T000000")
    var parsed = 0
    var refused = 0
    for item in CorpusCase.all {
      let line = item.set?.split(whereSeparator: \.isNewline).first { $0.hasPrefix("RRULE:") }
      guard let text = item.rrule ?? line.map({ String($0.dropFirst(6)) }) else { continue }
      let start = item.dtstart.flatMap { CalendarValue(Array($0.utf8)[...]) }
      do {
        let rule = try RecurrenceRule(text)
        parsed += 1
        #expect(try RecurrenceRule(rule.description) == rule, "\(item.id)")
        let time = clock.measure {
          _ = rule.expand(
            start: start?.civil ?? epoch, isDate: start?.isDate ?? false,
            limit: 50)
        }
        #expect(time < .seconds(3), "\(item.id) \(text) took \(time)")
      } catch {
        refused += 1
        #expect(item.rfc5545 == "invalid combination", "\(item.id) \(text): \(error)")
        #expect(error.code == .forbiddenCombination, "\(item.id) \(text): \(error)")
      }
    }
    print("Recurrence corpus: \(parsed) rules read, \(refused) refused as RFC 5545 forbids them.")
    #expect(parsed > 250)
  }
}
