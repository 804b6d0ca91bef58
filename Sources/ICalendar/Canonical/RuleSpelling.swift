import CivilTime
import ContentLines
import Records
import Recurrence

/// Spells RRULE and EXRULE, and UNTIL in the value type of DTSTART (RFC 5545 section 3.3.10).
enum RuleSpelling {
  /// The component with its rules spelled. A rule that cannot be read keeps its text.
  static func spell(
    _ component: Component, start: SeriesStart?, findings: inout [Finding]
  ) -> Component {
    var result = component
    for index in result.properties.indices {
      let property = result.properties[index]
      guard property.name == "RRULE" || property.name == "EXRULE" else { continue }
      let line = Int(property.line)
      var rule: RecurrenceRule
      do {
        rule = try RecurrenceRule(property.value.trimmed.bytes)
      } catch {
        findings.append(
          Finding(
            .ruleInvalid, line: line, column: 1, message: "\(property.name): \(error.detail)."))
        continue
      }
      if !rule.isExpandable {
        findings.append(
          Finding(
            .ruleCalendar, line: line, column: 1,
            message: "\(property.name) counts in another calendar, or moves invalid dates."))
      }
      if rule.hadTrailingSemicolon {
        findings.append(
          Finding(
            .ruleSemicolon, line: line, column: 1,
            message: "\(property.name) ends in a semicolon."))
      }
      if let until = rule.until, let start, rule.foreignText == nil {
        let aligned = aligned(until, start)
        if aligned != until {
          findings.append(
            Finding(
              .untilType, line: line, column: 1,
              message: "UNTIL=\(until) is not of the type that DTSTART asks for."))
        }
        rule.until = aligned
      }
      result.properties[index].value = Text(rule.description)
    }
    return result
  }

  private static func aligned(_ until: CalendarValue, _ start: SeriesStart) -> CalendarValue {
    switch start.value {
    case .date:
      return .date(until.civil.date)
    case .utc:
      return .utc(endOfDay(until))
    case .floating where start.zone == nil:
      return .floating(endOfDay(until))
    case .floating:
      if until.isUTC { return until }
      // A day or a local time means the clock of the event.
      guard let clock = start.clock else { return until }
      return .utc(clock.resolve(endOfDay(until)).utc)
    }
  }

  /// The last second of a day; a time as it is.
  private static func endOfDay(_ value: CalendarValue) -> CivilDateTime {
    guard case .date(let date) = value, let last = TimeOfDay(hour: 23, minute: 59, second: 59)
    else { return value.civil }
    return CivilDateTime(date: date, time: last)
  }
}
