public import CivilTime
public import ContentLines
public import Records
public import Recurrence

/// A VTIMEZONE: the component and what it says.
public struct ZoneDefinition: Sendable {
  /// Canonical.
  public let component: Component
  /// TZID, unescaped and trimmed.
  public let id: Text
  /// Nil where the component cannot be read.
  public let observances: [ZoneObservance]?
  /// Expanded to the end of `horizon`.
  public let set: ObservanceSet?

  /// Definitions are expanded up to here once; a later event costs an expansion of its own.
  static let horizon = CivilDate(year: 2100, month: 12, day: 31)

  /// Reads a VTIMEZONE component (RFC 5545 section 3.6.5). O(onsets up to 2100).
  public init(_ component: Component) {
    self.component = component.canonical()
    id = TextEscaping.unescape(component.first(.tzid)?.value ?? .empty).trimmed
    var observances: [ZoneObservance] = []
    var isReadable = true
    for part in component.components where part.name == "STANDARD" || part.name == "DAYLIGHT" {
      if let observance = Self.observance(part) {
        observances.append(observance)
      } else {
        isReadable = false
      }
    }
    let complete = isReadable && !observances.isEmpty ? observances : nil
    self.observances = complete
    if let complete, let horizon = Self.horizon {
      set = ObservanceSet(complete, until: horizon).flatMap { $0.isIncomplete ? nil : $0 }
    } else {
      set = nil
    }
  }

  /// The clock of the definition, right until `date`; nil where it cannot be read.
  func clock(until date: CivilDate?) -> Clock? {
    guard let set, let observances else { return nil }
    guard let date, let horizon = Self.horizon, date > horizon else { return .definition(set) }
    return ObservanceSet(observances, until: date).map { .definition($0) }
  }

  private static func observance(_ part: Component) -> ZoneObservance? {
    guard let start = part.first("DTSTART")?.value.trimmed,
      let onset = CalendarValue(start.bytes, extended: true)?.civil,
      let from = part.first("TZOFFSETFROM").flatMap({ UTCOffset.seconds($0.value.trimmed.bytes) }),
      let to = part.first("TZOFFSETTO").flatMap({ UTCOffset.seconds($0.value.trimmed.bytes) })
    else { return nil }
    let further = part.all("RDATE").flatMap { TextEscaping.split($0.value, at: ASCII.comma) }
      .compactMap { text -> CivilDateTime? in
        guard let value = CalendarValue(text.trimmed.bytes, extended: true) else { return nil }
        // UTC is not allowed here; where it stands it means UTC.
        return value.isUTC ? value.civil.adding(seconds: from) : value.civil
      }
    return ZoneObservance(
      isDaylight: part.name == "DAYLIGHT", onset: onset, furtherOnsets: further, offsetFrom: from,
      offsetTo: to, abbreviation: part.first("TZNAME")?.text.string ?? "",
      rule: part.first("RRULE")?.value.trimmed.string)
  }
}

extension Component {
  /// The VTIMEZONE of a zone, right at every time from a date on, canonical
  /// (RFC 5545 section 3.6.5).
  public static func timeZone(_ id: Text, _ zone: Zone, from date: CivilDate) -> Component {
    let parts = zone.observances(from: date).map { observance in
      var properties = [
        Property("DTSTART", value: Text(observance.onset.basic)),
        Property("TZOFFSETFROM", value: Text(UTCOffset.text(observance.offsetFrom))),
        Property("TZOFFSETTO", value: Text(UTCOffset.text(observance.offsetTo))),
      ]
      if !observance.abbreviation.isEmpty {
        properties.append(Property("TZNAME", text: Text(observance.abbreviation)))
      }
      if let rule = observance.rule {
        properties.append(Property("RRULE", value: Text(rule)))
      }
      for onset in observance.furtherOnsets {
        properties.append(Property("RDATE", value: Text(onset.basic)))
      }
      return Component(observance.isDaylight ? "DAYLIGHT" : "STANDARD", properties)
    }
    return Component(.vtimezone, [Property(.tzid, text: id)], components: parts).canonical()
  }
}
