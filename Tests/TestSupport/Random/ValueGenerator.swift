package import ContentLines
package import Records

/// Random values of the right shape for each row of a schema.
package enum ValueGenerator {
  /// The value with the parameters it needs (`VALUE=DATE`).
  package static func value(
    _ row: PropertySchema, _ format: Format, _ random: inout SeededRandom
  ) -> (value: Text, parameters: [Parameter]) {
    if let value = special(row.name, &random) { return (value, []) }
    switch row.value {
    case .text:
      if random.chance(2) { return (.empty, []) }
      let text = TextGenerator.text(&random, lines: row.unit == .lines || random.chance(5))
      return (TextEscaping.escape(text), [])
    case .textList:
      return (list(&random, upTo: 3), [])
    case .structured(let count, let lists):
      return (structured(count, lists, &random), [])
    case .uri: return uri(&random)
    case .address: return (address(&random), [])
    case .date:
      return format == .vCard ? cardDate(&random) : calendarDate(&random)
    case .dateList: return calendarDate(&random)
    case .integer: return (Text("\(random.below(10))"), [])
    case .floats: return (random.pick(["1.5;2.5", "48.85299;2.36885", "-1;0"]), [])
    case .float: return (Text("\(random.below(90)).\(random.below(1000))"), [])
    case .boolean: return (random.pick(["TRUE", "FALSE"]), [])
    case .duration: return (random.pick(durations), [])
    case .offset: return (random.pick(["+0100", "-0500", "+0000", "+0530"]), [])
    case .recurrence: return (random.pick(rules), [])
    case .language: return (random.pick(["en", "de-CH", "fr", "cy"]), [])
    case .word: return (random.pick(["BUSY", "PUBLIC", "CONFIRMED", "X-ODD"]), [])
    case .raw: return (raw(&random), [])
    }
  }

  /// Names whose values are words of their own.
  private static func special(_ name: Name, _ random: inout SeededRandom) -> Text? {
    switch name.string {
    case "VERSION": random.pick(["2.0"])
    case "EMAIL": email(&random)
    case "TEL": phone(&random)
    case "KIND": random.pick(["individual", "org", "group"])
    case "GENDER": random.pick(["M", "F;girl", "O", ";it's complicated"])
    case "STATUS":
      random.pick(["CONFIRMED", "TENTATIVE", "NEEDS-ACTION", "COMPLETED", "IN-PROCESS"])
    case "CALSCALE": "GREGORIAN"
    case "METHOD": random.pick(["PUBLISH", "REQUEST"])
    case "TRANSP": random.pick(["OPAQUE", "TRANSPARENT"])
    case "CLASS": random.pick(["PUBLIC", "PRIVATE", "CONFIDENTIAL"])
    case "ACTION": random.pick(["DISPLAY", "AUDIO", "EMAIL"])
    case "PERCENT-COMPLETE": random.pick(["0", "50", "100"])
    case "COMPLETED", "ACKNOWLEDGED":
      Text("2026011\(random.below(9))T120000Z")
    case "CREATED", "DTSTAMP", "LAST-MODIFIED", "REV":
      Text("2026010\(1 + random.below(9))T0\(random.below(9))0000Z")
    case "TZ": random.pick(["Europe/London", "America/New_York"])
    case "CLIENTPIDMAP": Text("\(1 + random.below(4));urn:uuid:\(random.below(99))")
    case "XML": "<a xmlns=\"urn:x\">b</a>"
    case "TZID": "Custom/Zone"
    case "FREEBUSY": "20260101T080000Z/PT1H"
    case "REQUEST-STATUS": "2.0;Success"
    default: nil
    }
  }

  package static func email(_ random: inout SeededRandom) -> Text {
    let local = random.pick(["joe", "mary", "Info", "j.bloggs", "zoë", "a+b"])
    let domain = random.pick(["example.com", "Example.com", "acme.example", "mail.example.org"])
    return random.chance(20) ? Text(local) : Text("\(local)@\(domain)")
  }

  package static func phone(_ random: inout SeededRandom) -> Text {
    let number = 1000 + random.below(40)
    return switch random.below(5) {
    case 0: Text("+44 20 7946 \(number)")
    case 1: Text("+442079460\(number % 1000)")
    case 2: Text("(020) 7946-\(number)")
    case 3: Text("0\(number) ext. \(random.below(9))")
    default: Text("555 \(number)")
    }
  }

  private static func list(_ random: inout SeededRandom, upTo limit: Int) -> Text {
    let count = 1 + random.below(limit)
    return CanonicalValue.join(
      (0..<count).map { _ in TextEscaping.escape(TextGenerator.text(&random)) }, ASCII.comma)
  }

  private static func structured(
    _ count: Int, _ lists: Bool, _ random: inout SeededRandom
  ) -> Text {
    var parts: [Text] = []
    let written = random.chance(20) ? random.within(1...count) : count
    for _ in 0..<(written + (random.chance(3) ? 1 : 0)) {
      if random.chance(40) {
        parts.append(.empty)
      } else if lists, random.chance(15) {
        parts.append(list(&random, upTo: 2))
      } else {
        parts.append(TextEscaping.escape(TextGenerator.text(&random)))
      }
    }
    return CanonicalValue.join(parts, ASCII.semicolon)
  }

  private static func uri(_ random: inout SeededRandom) -> (Text, [Parameter]) {
    switch random.below(8) {
    case 0: ("https://example.com/?a=1&b=2,3;c", [])
    case 1:
      (
        Text(
          "data:image/png;base64,"
            + String(repeating: "iVBORw0K", count: 1 + random.below(20))), []
      )
    case 2: (Text("urn:uuid:0f\(random.below(1000))"), [])
    case 3: (Text("mailto:joe\(random.below(9))@example.com"), [])
    case 4: (Text("xmpp:mary\(random.below(9))@example.com"), [])
    case 5: (TextEscaping.escape(TextGenerator.text(&random)), [Parameter(.value, "TEXT")])
    default: (Text("https://example.com/\(random.below(50))"), [])
    }
  }

  private static func address(_ random: inout SeededRandom) -> Text {
    random.pick([
      "mailto:joe@example.com", "MAILTO:Mary@Example.com", "mailto:info@acme.example",
      "urn:uuid:1234", "joe@example.com",
    ])
  }

  private static func cardDate(_ random: inout SeededRandom) -> (Text, [Parameter]) {
    switch random.below(8) {
    case 0: ("1985-04-12", [])
    case 1: ("--0412", [])
    case 2: ("19850412T102200Z", [])
    case 3: ("1985", [])
    case 4: ("circa 1800", [Parameter(.value, "text")])
    case 5: ("T102200", [Parameter(.value, "time")])
    default: (Text("19\(50 + random.below(50))04\(10 + random.below(20))"), [])
    }
  }

  private static func calendarDate(_ random: inout SeededRandom) -> (Text, [Parameter]) {
    let day = "202602\(10 + random.below(18))"
    return switch random.below(4) {
    case 0: (Text(day), [Parameter(.value, "DATE")])
    case 1: (Text("\(day)T090000Z"), [])
    case 2: (Text("\(day)T090000"), [])
    default: (Text("\(day)T090000"), [Parameter(.tzid, "Europe/London")])
    }
  }

  /// Bytes that nothing may touch: bare separators, lone backslashes, spaces at the ends.
  private static func raw(_ random: inout SeededRandom) -> Text {
    random.pick([
      "kept; as, is\\x", "a\\", " spaced ", "", "x:y=z", "\\,\\;\\n", "ünï\u{301}", "1;2;3",
      "\"half", "🇬🇧 flag", "\\N", "tab\there", "^n",
    ])
  }

  static let durations: [Text] = ["PT15M", "-PT15M", "P1D", "PT1H30M", "-P1W", "PT0S"]
  static let rules: [Text] = [
    "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=DAILY;COUNT=5", "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=YEARLY;BYMONTH=2;BYDAY=-1SU", "FREQ=WEEKLY;UNTIL=20260601T090000Z",
    "FREQ=DAILY;INTERVAL=2;X-ODD=1",
  ]
}
