import CivilTime
public import ContentLines
import Records

/// What RFC 5545 and its extensions ask of the lines of a calendar, before anything is brought into
/// one form: findings for `check`, beside those of reading.
public enum CalendarSyntaxCheck {
  /// The findings about every calendar of a file of content lines, in its order. O(n).
  public static func findings(of bytes: [UInt8]) -> [Finding] {
    var check = CalendarSyntax()
    for component in WrittenComponent.read(Lexer.lex(bytes)) where component.name != .vcard {
      check.check(component, in: nil)
    }
    return check.found
  }
}

private struct CalendarSyntax {
  private(set) var found: [Finding] = []
  /// vCalendar 1.0 has other words, and other places for them.
  private var isOld = false

  private mutating func note(
    _ kind: FindingKind, line: Int, column: Int = 1, _ message: String
  ) {
    found.append(Finding(kind, line: line, column: column, message: message))
  }

  mutating func check(_ component: WrittenComponent, in outer: Name?) {
    if component.name == .vcalendar {
      isOld = component.first(.version)?.value.trimmed == "1.0"
      for name: Name in [.version, "PRODID"] where component.first(name) == nil {
        note(.calendarIncomplete, line: component.line, "The calendar has no \(name).")
      }
    }
    if let hosts = CalendarWords.hosts[component.name], let outer, !hosts.contains(outer) {
      note(
        .componentMisplaced, line: component.line, "A \(component.name) stands in a \(outer).")
    }
    if !isOld {
      for line in component.lines { check(line, in: component.name) }
      checkTogether(component)
    }
    for inner in component.components { check(inner, in: component.name) }
  }

  private mutating func check(_ line: WrittenLine, in component: Name) {
    let value = line.value.trimmed
    if let homes = CalendarWords.homes[line.name], !homes.contains(component),
      CalendarWords.hosts[component] != nil || component == .vcalendar
    {
      note(
        .propertyMisplaced, line: line.line, "\(line.name) has no place in a \(component).")
    }
    for parameter in line.parameters { check(parameter, of: line) }
    if let words = CalendarWords.values[line.name],
      !isWord(value, words)
    {
      note(
        .unknownCalendarWord, line: line.line, column: line.valueColumn,
        "\(line.name) is “\(value.shown)”, which the standard does not know.")
    }
    let type = line.parameter(.value).map { $0.trimmed.asciiUppercased.string } ?? ""
    if CalendarWords.links.contains(line.name), !["BINARY", "TEXT"].contains(type),
      line.parameter("ENCODING") == nil, !value.isEmpty, !value.hasScheme
    {
      note(
        .linkWithoutScheme, line: line.line, column: line.valueColumn,
        "\(line.name) should be a URI: “\(value.shown)” has no scheme.")
    }
    if CalendarWords.stamps.contains(line.name) {
      let moment = DateValue(value)
      if moment.map({ $0.first.isUTC && !$0.isPeriod }) != true {
        note(
          .stampNotUTC, line: line.line, column: line.valueColumn,
          "\(line.name) “\(value.shown)” is no time in UTC.")
      }
    }
  }

  private mutating func check(_ parameter: WrittenLine.Parameter, of line: WrittenLine) {
    let name = parameter.name
    guard parameter.isNamed, name.text.bytes.allSatisfy(ASCII.isStandardNameByte) else {
      let shown = (parameter.isNamed ? name.text : parameter.value).shown
      note(
        .badName, line: line.line, column: parameter.column,
        "“\(shown)” is no name of a parameter.")
      return
    }
    guard let words = CalendarWords.parameters[name] else { return }
    for word in ParameterValues.split(parameter.value, splitsQuoted: false)
    where !isWord(word.trimmed, words) {
      note(
        .unknownCalendarWord, line: line.line, column: parameter.column,
        "\(name)=\(word.shown) is no word that the standard knows.")
    }
  }

  /// What lines of one component ask of each other.
  private mutating func checkTogether(_ component: WrittenComponent) {
    if component.name == .valarm, let repeats = component.first("REPEAT"),
      component.first("DURATION") == nil
    {
      note(
        .alarmIncomplete, line: repeats.line, "The alarm repeats, and no DURATION says how often.")
    }
    guard let start = component.first("DTSTART"),
      DateValue(start.value.trimmed)?.first.isDate == true
    else { return }
    if let duration = component.first("DURATION"),
      duration.value.contains(0x54) || duration.value.contains(0x74)
    {
      note(
        .clockOnDate, line: duration.line, column: duration.valueColumn,
        "DURATION “\(duration.value.shown)” counts hours from a day.")
    }
    for rule in component.lines where rule.name == "RRULE" || rule.name == "EXRULE" {
      let parts = TextEscaping.split(rule.value, at: ASCII.semicolon)
      for part in parts where Self.clockParts.contains(where: { part.starts(with: $0) }) {
        note(
          .clockOnDate, line: rule.line, column: rule.valueColumn,
          "\(rule.name) asks for \(part.shown) of a day without a time.")
      }
    }
  }

  private static let clockParts = [
    "BYHOUR=", "BYMINUTE=", "BYSECOND=", "FREQ=HOURLY", "FREQ=MINUTELY", "FREQ=SECONDLY",
  ]

  private func isWord(_ text: Text, _ words: Set<String>) -> Bool {
    let word = text.asciiUppercased.string
    return word.hasPrefix("X-") || words.contains(word)
  }

  /// Letters, digits, `+`, `-`, `.` and a colon (RFC 3986 section 3.1).
}

extension Text {
  fileprivate func starts(with word: String) -> Bool {
    count >= word.utf8.count && self[0..<word.utf8.count].equalsIgnoringCase(word)
  }
}

extension FindingKind {
  package static let calendarIncomplete = FindingKind(
    "calendar-incomplete", .warning, clause: "RFC 5545 section 3.6",
    fix: "Write VERSION:2.0 and a PRODID; `drawbridge convert` does.")
  package static let componentMisplaced = FindingKind(
    "component-misplaced", .warning, clause: "RFC 5545 section 3.6",
    fix: "Look for a missing END; the component was kept where it stands.")
  package static let propertyMisplaced = FindingKind(
    "property-misplaced", .warning, clause: "RFC 5545 section 3.6",
    fix: "Take the line out, or move it; it was kept.")
  package static let unknownCalendarWord = FindingKind(
    "unknown-calendar-word", .note, clause: "RFC 5545 section 3.2",
    fix: "Use a word of the standard, or begin one of your own with X-; it was kept.")
  package static let linkWithoutScheme = FindingKind(
    "link-without-scheme", .warning, clause: "RFC 5545 section 3.3.13",
    fix: "Write it with its scheme, such as https://acme.example; the text was kept.")
  package static let stampNotUTC = FindingKind(
    "stamp-not-utc", .warning, clause: "RFC 5545 section 3.8.7",
    fix: "Write 20260101T120000Z; the value was kept.")
  package static let clockOnDate = FindingKind(
    "clock-on-date", .warning, clause: "RFC 5545 sections 3.8.2.5 and 3.3.10",
    fix: "Count days and weeks from a day, or give DTSTART a time.")
}
