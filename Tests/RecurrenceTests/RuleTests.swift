import CivilTime
import Recurrence
import Testing

@Suite struct RuleTests {
  @Test(arguments: [
    ("FREQ=DAILY;INTERVAL=1;WKST=MO", "FREQ=DAILY"),
    ("freq=weekly;byday=fr,mo;interval=2;wkst=su", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=SU"),
    ("FREQ=WEEKLY;WKST=SU;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO"),
    ("FREQ=MONTHLY;BYDAY=-1FR,+2MO,TU,2MO;", "FREQ=MONTHLY;BYDAY=TU,2MO,-1FR"),
    ("BYMONTHDAY=-1,15,-2,1;FREQ=MONTHLY;COUNT=03", "FREQ=MONTHLY;COUNT=3;BYMONTHDAY=1,15,-2,-1"),
    ("FREQ=DAILY;UNTIL=1997-12-24T00:00:00Z", "FREQ=DAILY;UNTIL=19971224T000000Z"),
    ("FREQ=YEARLY;BYWEEKNO=20;WKST=SU", "FREQ=YEARLY;BYWEEKNO=20;WKST=SU"),
    ("RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD", "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD"),
    (
      "rscale=chinese;freq=yearly;bymonth=4L;bymonthday=10;",
      "RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=4L;BYMONTHDAY=10"
    ),
  ])
  func rulesHaveOneCanonicalText(text: String, canonical: String) throws {
    let rule = try RecurrenceRule(text)
    #expect(rule.description == canonical)
    #expect(try RecurrenceRule(canonical) == rule)
    #expect(rule.hadTrailingSemicolon == text.hasSuffix(";"))
  }

  @Test(
    arguments: [
      ("", .missingFrequency, 0), ("COUNT=3", .missingFrequency, 7),
      ("FREQ=DAILY;;COUNT=3", .malformedPart, 11), ("FREQ=DAILY;COUNT", .malformedPart, 11),
      ("FREQ=DAILY;FREQ=DAILY", .repeatedPart, 11), ("FREQ=DAILY;X-FOO=1", .unknownPart, 11),
      ("FREQ=FORTNIGHTLY", .badValue, 5), ("FREQ=DAILY;INTERVAL=0", .badValue, 20),
      ("FREQ=DAILY;COUNT=0", .badValue, 17), ("FREQ=DAILY;COUNT=99999999999", .badValue, 17),
      ("FREQ=DAILY;BYMONTH=1,13", .badValue, 21), ("FREQ=DAILY;BYHOUR=", .badValue, 18),
      ("FREQ=DAILY;BYMONTHDAY=0", .badValue, 22), ("FREQ=MONTHLY;BYDAY=0MO", .badValue, 19),
      ("FREQ=MONTHLY;BYDAY=XX", .badValue, 19), ("FREQ=DAILY;UNTIL=tomorrow", .badValue, 17),
      ("FREQ=DAILY;BYMONTH=-1", .badValue, 19), ("FREQ=WEEKLY;WKST=M", .badValue, 17),
      ("FREQ=DAILY;COUNT=3;UNTIL=20260101", .forbiddenCombination, 11),
      ("FREQ=DAILY;BYWEEKNO=3", .forbiddenCombination, 11),
      ("FREQ=MONTHLY;BYYEARDAY=3", .forbiddenCombination, 13),
      ("FREQ=WEEKLY;BYMONTHDAY=3", .forbiddenCombination, 12),
      ("FREQ=WEEKLY;BYDAY=1MO", .forbiddenCombination, 12),
      ("FREQ=YEARLY;BYDAY=1MO;BYWEEKNO=3", .forbiddenCombination, 12),
      ("FREQ=DAILY;BYSETPOS=1", .forbiddenCombination, 11),
      ("FREQ=DAILY;SKIP=OMIT", .forbiddenCombination, 16),
    ] as [(String, RecurrenceError.Code, Int)])
  func whatIsNoRuleIsRefusedWithItsPlace(
    text: String, code: RecurrenceError.Code, position: Int
  ) {
    do {
      let rule = try RecurrenceRule(text)
      Issue.record("\(text) was read as \(rule)")
    } catch {
      #expect(error.code == code, "\(text): \(error)")
      #expect(error.position == position, "\(text): \(error)")
    }
  }

  @Test func anyBytesAreReadOrRefused() {
    var state: UInt64 = 5
    let alphabet = Array("FREQ=DAILY;COUNTBYMOWKSP0123456789,-+;=\u{0}é".utf8)
    for _ in 0..<20_000 {
      var bytes: [UInt8] = []
      for _ in 0..<next(&state, 40) { bytes.append(alphabet[next(&state, alphabet.count)]) }
      if let rule = try? RecurrenceRule(bytes[...]) {
        #expect((try? RecurrenceRule(rule.description)) == rule)
      }
    }
  }
}

/// A small seeded generator: the same numbers on every run.
func next(_ state: inout UInt64, _ bound: Int) -> Int {
  state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
  return Int(truncatingIfNeeded: (state >> 33) % UInt64(bound))
}
