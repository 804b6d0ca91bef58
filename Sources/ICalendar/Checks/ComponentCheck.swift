public import ContentLines
public import Records

/// What RFC 5545 asks of single properties and alarms: findings for `check`, beside those of
/// reading and of `ICalendarCheck`.
public enum ComponentCheck {
  /// The findings about every record of a file, in its order. O(n).
  public static func findings(of file: ReadFile) -> [Finding] {
    guard file.format == .iCalendar else { return [] }
    var found: [Finding] = []
    for group in file.groups {
      for read in group.records {
        let name = read.record.displayName
        for component in read.record.components { check(component, name, &found) }
      }
      for other in group.others { check(other, nil, &found) }
    }
    return found
  }

  private static func check(_ component: Component, _ record: String?, _ found: inout [Finding]) {
    func note(_ kind: FindingKind, _ message: String, _ property: Property? = nil) {
      let line = property.map(\.line).flatMap { $0 == 0 ? nil : $0 } ?? component.line
      found.append(
        Finding(kind, line: Int(line), column: 1, record: record, message: message))
    }
    let schema = Schema.of(component: component.name)
    for (one, other) in zip(component.properties, component.properties.dropFirst())
    where one.name == other.name && schema[one.name].isKnown
      && schema[one.name].cardinality == .one
    {
      note(
        .calendarPropertyRepeated, "\(one.name) stands more than once in this \(component.name).",
        other)
    }
    for property in component.properties {
      let row = schema[property.name]
      if !row.isKnown, !property.name.isExtension, property.name != .unread {
        note(.unknownCalendarProperty, "There is no property \(property.name).", property)
      }
      if let range = ranges[property.name.string] {
        let number = Int(property.value.trimmed.string)
        if number.map(range.contains) != true {
          let most = range.upperBound == .max ? "" : " to \(range.upperBound)"
          note(
            .numberOutOfRange,
            "\(property.name) is “\(short(property))”, not a number from \(range.lowerBound)\(most).",
            property)
        }
      }
      if let words = words(property.name, in: component.name),
        !words.contains(property.value.trimmed.asciiUppercased.string), !property.value.isEmpty
      {
        note(
          .badWord,
          "\(property.name) of a \(component.name) is “\(short(property))”, "
            + "not \(words.joined(separator: ", ")).", property)
      }
      if CanonicalValue.kind(of: property, row) == .address, !property.value.isEmpty,
        !property.value.hasScheme
      {
        note(
          .addressWithoutScheme, "\(property.name) “\(short(property))” is no calendar address.",
          property)
      }
    }
    if component.first("RRULE") != nil, component.first("DTSTART") == nil,
      component.name == .vevent || component.name == .vtodo
    {
      note(.ruleWithoutStart, "The rule has no DTSTART to begin at.", component.first("RRULE"))
    }
    for alarm in component.components where alarm.name == .valarm {
      for missing in missing(in: alarm) {
        found.append(
          Finding(
            .alarmIncomplete, line: Int(alarm.line == 0 ? component.line : alarm.line), column: 1,
            record: record, message: "The alarm has no \(missing)."))
      }
      check(alarm, record, &found)
    }
  }

  /// What an alarm of its kind needs (RFC 5545 section 3.6.6).
  private static func missing(in alarm: Component) -> [Name] {
    var needed: [Name] = ["ACTION", "TRIGGER"]
    switch alarm.first("ACTION")?.value.asciiUppercased.string {
    case "DISPLAY": needed.append("DESCRIPTION")
    case "EMAIL": needed += ["DESCRIPTION", "SUMMARY", "ATTENDEE"]
    default: break
    }
    return needed.filter { alarm.first($0) == nil }
  }

  private static let ranges: [String: ClosedRange<Int>] = [
    "PRIORITY": 0...9, "PERCENT-COMPLETE": 0...100, "SEQUENCE": 0...Int.max,
    "REPEAT": 0...Int.max,
  ]

  private static func words(_ name: Name, in component: Name) -> [String]? {
    switch (name, component) {
    case ("STATUS", .vevent): ["TENTATIVE", "CONFIRMED", "CANCELLED"]
    case ("STATUS", .vtodo): ["NEEDS-ACTION", "COMPLETED", "IN-PROCESS", "CANCELLED"]
    case ("STATUS", "VJOURNAL"): ["DRAFT", "FINAL", "CANCELLED"]
    case ("TRANSP", _): ["OPAQUE", "TRANSPARENT"]
    default: nil
    }
  }

  /// Letters, digits, `+`, `-`, `.` and a colon (RFC 3986 section 3.1).
  private static func short(_ property: Property) -> String {
    let value = property.text.string
    return value.utf8.count <= 60 ? value : String(value.prefix(40)) + "…"
  }
}

extension FindingKind {
  package static let calendarPropertyRepeated = FindingKind(
    "calendar-property-repeated", .warning, clause: "RFC 5545 section 3.6",
    fix: "Keep one; all were kept, and most programs take the first.")
  package static let unknownCalendarProperty = FindingKind(
    "unknown-calendar-property", .note, clause: "RFC 5545 section 3.8.8.1",
    fix: "Begin a name of your own with X-; the line was kept.")
  package static let numberOutOfRange = FindingKind(
    "number-out-of-range", .warning, clause: "RFC 5545 section 3.8",
    fix: "Write a number of the range; the text was kept.")
  package static let badWord = FindingKind(
    "unknown-word", .warning, clause: "RFC 5545 section 3.8",
    fix: "Use one of the words of the standard; the text was kept.")
  package static let addressWithoutScheme = FindingKind(
    "address-without-scheme", .warning, clause: "RFC 5545 section 3.3.3",
    fix: "Write mailto:joe@acme.example; the text was kept.")
  package static let ruleWithoutStart = FindingKind(
    "rule-without-start", .warning, clause: "RFC 5545 section 3.8.5.3",
    fix: "Give the component a DTSTART; without one it has no instances.")
  package static let alarmIncomplete = FindingKind(
    "alarm-incomplete", .warning, clause: "RFC 5545 section 3.6.6",
    fix: "Add the line; programs may pass the alarm over.")
}
