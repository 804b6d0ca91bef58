package import CivilTime
import ContentLines
import ICalendar
package import Records
import Sides

/// What Google Calendar can hold of an event, and how it shows it (spec/mappings-google.md).
package struct GoogleEventsLens: Lens {
  private let dates: GoogleEventDates

  /// - Parameters:
  ///   - zones: The zones of the system.
  ///   - calendarZone: The zone in which the calendar shows times without a zone.
  package init(zones: ZoneCatalog, calendarZone: Zone? = nil) {
    dates = GoogleEventDates(zones: zones, calendarZone: calendarZone)
  }

  /// Properties with a place in Google Calendar.
  static let held = HeldProperties(
    names: [
      "DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "SUMMARY", "LOCATION",
      "DESCRIPTION", "STATUS", "TRANSP", "CLASS", "ORGANIZER", "ATTENDEE", "URL", "CONFERENCE",
      "X-GOOGLE-CONFERENCE", "ATTACH", "COLOR",
    ],
    lostParameters: [
      "LANGUAGE", "ALTREP", "DELEGATED-TO", "DELEGATED-FROM", "MEMBER", "SENT-BY", "DIR", "RSVP",
      "RANGE", "SCHEDULE-AGENT", "X-ADDRESS", "X-TITLE", "ORDER", "DERIVED",
    ])

  /// What is kept of a reminder.
  static let heldInAlarm = HeldProperties(
    names: ["ACTION", "TRIGGER", "DESCRIPTION", "SUMMARY", "ATTENDEE"],
    lostParameters: held.lostParameters.union(["RELATED"]))

  /// What the calendars of a Takeout show of it: no colours, no links of the creator.
  package static let coveredByTakeout: Set<String> =
    Set(held.names.map(\.string)).subtracting(["COLOR", "URL", "CONFERENCE"])

  package func view(_ record: Record, previous: Record?) -> Record? {
    guard record.kind == .event else { return nil }
    var result = record
    result.components = record.components.map { component in
      let id = component.first(.recurrenceID)
      let shown = previous?.components.first {
        let other = $0.first(.recurrenceID)
        return other?.value == id?.value
      }
      return view(component, shown)
    }
    return result.canonical()
  }

  /// The form of an event that Google itself shows, and the block about its video call.
  func form(of record: Record) -> (record: Record, meetBlock: Text?) {
    var bare = record
    var block: Text?
    for index in bare.components.indices {
      for place in bare.components[index].properties.indices
      where bare.components[index].properties[place].name == "DESCRIPTION" {
        block = block ?? MeetBlock.split(bare.components[index].properties[place].text).block
      }
      bare.components[index] = Self.withoutMeetBlock(bare.components[index])
      bare.components[index].properties.removeAll(where: Self.isEmptyText)
    }
    bare = bare.canonical()
    return (view(bare, previous: bare) ?? bare, block)
  }

  package func isCoarsening(_ seen: Property, of sent: Property) -> Bool {
    if Coarsening.isUsual(seen, of: sent) { return true }
    guard seen.name == sent.name else { return false }
    switch seen.name {
    case "DTSTART", "DTEND", .recurrenceID: return dates.areEqual(seen, sent)
    case "DESCRIPTION":
      let bare = MeetBlock.split(seen.text).text
      return GoogleText.plain(bare) == GoogleText.plain(sent.text)
    case "URL", "CONFERENCE":
      return seen.value.trimmed.asciiLowercased == sent.value.trimmed.asciiLowercased
    default: return false
    }
  }

  // MARK: Components

  private func view(_ component: Component, _ previous: Component?) -> Component {
    var bare = Self.withoutMeetBlock(component)
    bare.properties.removeAll(where: Self.isEmptyText)
    dates.endInsteadOfDuration(&bare, previous)
    dates.keepSpelling(of: previous, in: &bare)
    var result = Self.held.filter(bare, previous: previous, coarse: coarse)
    result.components = alarms(component, previous)
    return result
  }

  private static let texts: Set<Name> = ["DESCRIPTION", "LOCATION", "SUMMARY"]

  private static func isEmptyText(_ property: Property) -> Bool {
    texts.contains(property.name) && property.value.isEmpty
  }

  private static func withoutMeetBlock(_ component: Component) -> Component {
    guard let property = component.first("DESCRIPTION"), property.value.count > 20 else {
      return component
    }
    let split = MeetBlock.split(property.text)
    guard split.block != nil else { return component }
    var component = component
    for index in component.properties.indices
    where component.properties[index].name == "DESCRIPTION" {
      component.properties[index].value = TextEscaping.escape(split.text)
    }
    return component
  }

  private func coarse(_ property: Property) -> Property? {
    switch property.name {
    case "ATTENDEE": return Self.plainGuest(property)
    case "RDATE": return property.has(.value, "PERIOD") ? nil : dates.inCalendarZone(property)
    case "DTSTART", "DTEND", "EXDATE": return dates.inCalendarZone(property)
    case "URL":
      return Self.isWeb(property.value, secureOnly: false) ? property : nil
    case "ATTACH":
      // Only addresses that a browser can open; a file inside the event has no place.
      return Self.isWeb(property.value, secureOnly: true) ? property : nil
    case "COLOR":
      return Self.colours.contains(property.text.asciiLowercased.string) ? property : nil
    default: return property
    }
  }

  private static func isWeb(_ address: Text, secureOnly: Bool) -> Bool {
    let address = address.asciiLowercased
    return address.bytes.starts(with: Array("https:".utf8))
      || (!secureOnly && address.bytes.starts(with: Array("http:".utf8)))
  }

  /// The names of RFC 7986 nearest to the colours Google offers for events.
  private static let colours: Set<String> = [
    "lavender", "lightgreen", "mediumpurple", "salmon", "gold", "orange", "turquoise", "gray",
    "grey", "royalblue", "seagreen", "tomato",
  ]

  /// Google knows guests that are needed, optional ones and rooms.
  private static func plainGuest(_ property: Property) -> Property {
    var property = property
    if property.has("ROLE", "CHAIR") { property.set("ROLE", ["REQ-PARTICIPANT"]) }
    if property.has("ROLE", "NON-PARTICIPANT") { property.set("ROLE", ["OPT-PARTICIPANT"]) }
    if property.has("PARTSTAT", "DELEGATED") { property.set("PARTSTAT", ["DECLINED"]) }
    return property
  }

  // MARK: Reminders

  /// Google's limits: five, by screen or mail, at most four weeks before the start.
  private func alarms(_ component: Component, _ previous: Component?) -> [Component] {
    let shown = previous?.components ?? []
    var kept: [Component] = []
    for inner in component.components {
      if shown.contains(inner) {
        kept.append(inner)
      } else if let alarm = Self.plainAlarm(inner) {
        kept.append(alarm)
      }
    }
    // What only Google shows stays as Google shows it.
    kept += shown.filter { inner in
      !kept.contains(inner) && (inner.name != .valarm || Self.plainAlarm(inner) != inner)
    }
    let alarms = kept.filter { $0.name == .valarm }
    guard alarms.count > 5 else { return kept }
    let chosen = (alarms.filter(shown.contains) + alarms.filter { !shown.contains($0) })
    let limit = max(5, alarms.filter(shown.contains).count)
    return kept.filter { $0.name != .valarm } + chosen.prefix(limit)
  }

  private static func plainAlarm(_ component: Component) -> Component? {
    guard component.name == .valarm, let action = component.first("ACTION")?.value,
      action.equalsIgnoringCase("DISPLAY") || action.equalsIgnoringCase("EMAIL"),
      let trigger = component.first("TRIGGER"), !trigger.has("RELATED", "END"),
      let before = CalendarDuration(trigger.value.bytes), before.days <= 0, before.seconds <= 0,
      before.days >= -28
    else { return nil }
    var alarm = heldInAlarm.filter(component, previous: nil) { $0 }
    // The identity of an alarm (RFC 9074) is not held.
    alarm.set(.uid, nil)
    return alarm
  }
}
