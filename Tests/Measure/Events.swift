/// A calendar of events and tasks as Google and phones write them.
enum Events {
  private static let rules = [
    "FREQ=DAILY;COUNT=10", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20271231T235959Z",
  ]

  /// The same bytes for the same count on every machine.
  static func file(count: Int) -> [UInt8] {
    var lines = Lines()
    lines.add("BEGIN:VCALENDAR")
    lines.add("VERSION:2.0")
    lines.add("PRODID:-//Example//Synthetic events 1.0//EN")
    for index in 0..<count { add(index, &lines) }
    lines.add("END:VCALENDAR")
    return lines.bytes
  }

  private static func add(_ index: Int, _ lines: inout Lines) {
    var dice = Dice(2, index)
    let kind = dice.chance(12) ? "VTODO" : "VEVENT"
    let day =
      "\(dice.number(2023..<2027))\(Person.two(dice.number(1..<13)))\(Person.two(dice.number(1..<28)))"
    let hour = dice.number(7..<19)
    lines.add("BEGIN:" + kind)
    lines.add("UID:\(dice.hexadecimal(26))@google.example")
    lines.add("DTSTAMP:20250101T101112Z")
    lines.add("CREATED:20240101T101112Z")
    lines.add("LAST-MODIFIED:20240201T101112Z")
    lines.add("SUMMARY:" + Lines.escape(dice.words(2...8)))
    if kind == "VTODO" {
      lines.add("DTSTART;VALUE=DATE:" + day)
      lines.add("DUE;VALUE=DATE:" + day)
      lines.add("PRIORITY:\(dice.number(0..<10))")
    } else {
      let zone = dice.pick(["Europe/London", "Europe/London", "Europe/Paris", "America/New_York"])
      lines.add("DTSTART;TZID=\(zone):\(day)T\(Person.two(hour))0000")
      lines.add("DTEND;TZID=\(zone):\(day)T\(Person.two(hour + dice.number(1..<4)))0000")
      if dice.chance(30) { lines.add("RRULE:" + dice.pick(rules)) }
      lines.add("TRANSP:OPAQUE")
    }
    lines.add("STATUS:" + (kind == "VTODO" ? "NEEDS-ACTION" : "CONFIRMED"))
    if dice.chance(60) { lines.add("LOCATION:" + Lines.escape(dice.pick(Vocabulary.towns))) }
    if dice.chance(70) { lines.add("DESCRIPTION:" + Lines.escape(dice.words(5...60))) }
    if kind == "VEVENT", dice.chance(25) {
      lines.add("ORGANIZER;CN=Ann Smith:mailto:ann@example.com")
      for _ in 0..<dice.number(1..<5) {
        let name = "\(dice.pick(Vocabulary.given)) \(dice.pick(Vocabulary.family))"
        lines.add(
          "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=\(name)"
            + ":mailto:guest\(dice.number(0..<5000))@example.com")
      }
    }
    if dice.chance(40) {
      lines.add("BEGIN:VALARM")
      lines.add("ACTION:DISPLAY")
      lines.add("DESCRIPTION:This is an event reminder")
      lines.add("TRIGGER:-P0DT0H\(dice.number(5..<60))M0S")
      lines.add("END:VALARM")
    }
    lines.add("END:" + kind)
  }
}
