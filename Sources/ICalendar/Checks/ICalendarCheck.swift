public import CivilTime
public import ContentLines
public import Records
import Recurrence

/// What RFC 5545 asks of a record and a reader can do without: findings for `check`, beside those
/// of reading.
public enum ICalendarCheck {
  /// The findings about every record of a file, in its order. O(n), and the expansion of each rule
  /// up to its instances.
  public static func findings(of file: ReadFile, zones: ZoneCatalog) -> [Finding] {
    file.groups.flatMap { group in
      let isMessage = group.properties.contains { $0.name == "METHOD" }
      return group.records.flatMap { findings(of: $0.record, zones: zones, isMessage: isMessage) }
    }
  }

  /// The findings about one canonical record.
  ///
  /// - Parameter isMessage: whether its calendar has a METHOD, which decides what is needed
  ///   (RFC 5546): a cancellation or a reply has no DTSTART.
  public static func findings(
    of record: Record, zones: ZoneCatalog, isMessage: Bool = false
  ) -> [Finding] {
    guard record.kind != .contact else { return [] }
    var found: [Finding] = []
    for component in record.components { check(component, isMessage, zones, &found) }
    if let master = record.master {
      checkInstances(record, master, zones, &found)
    }
    let name = found.isEmpty ? nil : record.displayName
    return found.map { finding in
      var finding = finding
      finding.record = name
      return finding
    }
  }

  private static func check(
    _ component: Component, _ isMessage: Bool, _ zones: ZoneCatalog, _ found: inout [Finding]
  ) {
    func note(_ kind: FindingKind, _ message: String, _ property: Property? = nil) {
      let line = property.map(\.line).flatMap { $0 == 0 ? nil : $0 } ?? component.line
      found.append(Finding(kind, line: Int(line), column: 1, message: message))
    }
    if component.first("DTSTAMP") == nil {
      note(.missingStamp, "This \(component.name) has no DTSTAMP.")
    }
    let start = component.first("DTSTART")
    if start == nil, component.name == .vevent, !isMessage {
      note(.missingStart, "This VEVENT has no DTSTART.")
    }
    guard let end = component.first("DTEND") ?? component.first("DUE") else { return }
    if component.first("DURATION") != nil {
      note(.endAndDuration, "\(end.name) and DURATION stand together.", end)
    }
    guard let start, let first = DateValue(start.value)?.first,
      let last = DateValue(end.value)?.first
    else { return }
    if first.isDate != last.isDate {
      note(.endType, "DTSTART is a \(first.isDate ? "date" : "time"), \(end.name) is not.", end)
    } else if start.parameter(.tzid) == end.parameter(.tzid), first.isUTC == last.isUTC,
      last.civil < first.civil || (last.civil == first.civil && first.isDate && end.name == "DTEND")
    {
      let word = last.civil == first.civil ? "is" : "lies before"
      note(.endBeforeStart, "\(end.name) \(word) DTSTART.", end)
    } else if let before = moment(start, first, zones), let after = moment(end, last, zones),
      after < before
    {
      note(.endBeforeStart, "\(end.name) lies before DTSTART.", end)
    }
  }

  /// When a time is, or nil for days and for times that every zone reads in its own way.
  private static func moment(
    _ property: Property, _ value: CalendarValue, _ zones: ZoneCatalog
  ) -> Instant? {
    if value.isUTC { return Instant(utc: value.civil) }
    guard !value.isDate, let id = property.parameter(.tzid) else { return nil }
    return zones.zone(named: id.string)?.resolve(value.civil)
  }

  private static func checkInstances(
    _ record: Record, _ master: Component, _ zones: ZoneCatalog, _ found: inout [Finding]
  ) {
    let instances = record.instances
    guard !instances.isEmpty, let start = master.first("DTSTART"),
      let value = DateValue(start.value)?.first
    else { return }
    var set = RecurrenceSet(start: value.civil, isDate: value.isDate)
    for property in master.all("RRULE") {
      guard let rule = try? RecurrenceRule(property.value.trimmed.bytes), rule.isExpandable
      else { return }
      var until: CivilDateTime?
      if case .utc(let moment) = rule.until, let id = start.parameter(.tzid),
        let zone = zones.zone(named: id.string)
      {
        until = zone.local(Instant(utc: moment))
      }
      set.rules.append(.init(rule, until: until))
    }
    set.additions = master.all("RDATE").compactMap { DateValue($0.value)?.first.civil }
    for instance in instances {
      guard let id = instance.first(.recurrenceID), let original = DateValue(id.value)?.first,
        id.parameter(.tzid) == start.parameter(.tzid), original.isUTC == value.isUTC,
        original.isDate == value.isDate, !set.contains(original.civil)
      else { continue }
      found.append(
        Finding(
          .instanceUnmatched, line: Int(id.line), column: 1,
          message: "The rule has no instance at \(original)."))
    }
  }
}
