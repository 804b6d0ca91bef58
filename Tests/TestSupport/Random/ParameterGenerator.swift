import ContentLines
package import Records

/// Random parameters: those of the standards, and ones that nobody knows.
package enum ParameterGenerator {
  /// None in half of the cases: a missing TYPE is the usual case.
  package static func parameters(
    of name: Name, _ format: Format, _ random: inout SeededRandom
  ) -> [Parameter] {
    guard random.chance(50) else { return [] }
    var result: [Parameter] = []
    for _ in 0..<(1 + random.below(2)) {
      result += format == .vCard ? card(name, &random) : calendar(&random)
    }
    if random.chance(12) { result.append(unknown(&random)) }
    return result
  }

  /// A parameter that no schema knows, with a value that needs quotes or escapes now and then.
  package static func unknown(_ random: inout SeededRandom) -> Parameter {
    Parameter(
      random.pick(["X-ODD", "X-SOURCE", "X-A", "FUTURE"]),
      random.pick([
        "plain", "", "a,b", "a;b:c", "say \"hi\"", "line\nend", "^caret^n", "ünïcode 👍", "Case",
        " spaced ", "a\\nb", "tab\there",
      ]))
  }

  private static func card(_ name: Name, _ random: inout SeededRandom) -> [Parameter] {
    switch random.below(12) {
    case 0...5: [Parameter(.type, random.pick(types))]
    case 6: [Parameter(.type, random.pick(types)), Parameter(.type, random.pick(types))]
    case 7: [Parameter("PREF", random.pick(["1", "2", "50"]))]
    case 8: [Parameter("LANGUAGE", random.pick(["en", "de"]))]
    case 9: [Parameter("ALTID", random.pick(["1", "2"]))]
    case 10: [Parameter("PID", "1.1"), Parameter("PID", "2.1")]
    default: [name == "ADR" ? Parameter("LABEL", "1 High St\nLondon") : Parameter("INDEX", "1")]
    }
  }

  private static let types: [Text] = [
    "home", "work", "HOME", "cell", "voice", "fax", "Work", "x-other", "main",
  ]

  private static func calendar(_ random: inout SeededRandom) -> [Parameter] {
    switch random.below(8) {
    case 0: [Parameter("CN", random.pick(["Joe Bloggs", "Bloggs, Joe", "\"Joe\""]))]
    case 1: [Parameter("PARTSTAT", random.pick(["ACCEPTED", "declined", "NEEDS-ACTION"]))]
    case 2: [Parameter("LANGUAGE", "en")]
    case 3: [Parameter("ROLE", random.pick(["REQ-PARTICIPANT", "CHAIR"]))]
    case 4: [Parameter("RSVP", random.pick(["TRUE", "false"]))]
    case 5: [Parameter("ALTREP", "https://example.com/a,b")]
    case 6:
      [Parameter("MEMBER", "mailto:b@example.com"), Parameter("MEMBER", "mailto:a@example.com")]
    default: [unknown(&random)]
    }
  }
}
