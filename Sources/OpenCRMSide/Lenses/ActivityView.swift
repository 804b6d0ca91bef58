import CivilTime
import ContentLines
import Records

/// What both lenses of activities do.
struct ActivityView: Sendable {
  let kind: RecordKind
  let zone: Zone
  let zones: ZoneCatalog
  let holds: Set<String>?
  let customFields: OpenCRMCustomFields

  private var slots: OpenCRMSlots { OpenCRMSlots(zone: zone.name, customFields: customFields) }
  private var endName: Name { kind == .task ? "DUE" : "DTEND" }

  func refusal(_ record: Record) -> String? {
    guard record.kind == kind, let component = record.components.first else {
      return "OpenCRM holds it in another list."
    }
    let isSeries =
      record.components.count > 1
      || ["RRULE", "EXRULE", "RDATE", "RECURRENCE-ID"].contains { component.first($0) != nil }
    if isSeries { return "OpenCRM holds single activities, and this is a series." }
    if kind == .event, component.first("STATUS")?.value.equalsIgnoringCase("CANCELLED") == true {
      return "The event is cancelled; OpenCRM has no such state."
    }
    let times = WallTimes(zone: zone, zones: zones, record: record)
    for name in ["DTSTART", endName] {
      if let property = component.first(name), times.moment(property) == nil {
        let zone = property.parameter(.tzid).map { " in the time zone \($0)" } ?? ""
        return "Its time \(property.value)\(zone) has no place on the clocks of \(self.zone.name)."
      }
    }
    return nil
  }

  func view(_ record: Record, previous: Record?, settled: Record?) -> Record? {
    guard refusal(record) == nil, let component = record.components.first else { return nil }
    let shown = previous.map { slots.cells(of: $0) } ?? [:]
    let known = previous == nil ? nil : settled?.components.first
    var cells = texts(component, shown, known)
    let times = WallTimes(zone: zone, zones: zones, record: record)
    cells.merge(schedule(component, times, shown)) { one, _ in one }
    if let holds {
      cells = cells.filter { holds.contains($0.key) || $0.key == "activitytype" }
      if cells["date_start"] == nil, kind == .event { cells["time_start"] = nil }
      if kind == .event { cells.dropLooseEnd() }
    }
    return slots.record(from: cells, kind: kind)
  }

  /// Overlays by slots. Where the end is not covered it keeps its distance from the start: a
  /// schedule never mixes into a length nobody chose.
  func overlay(_ seen: Record, on previous: Record, covered: Set<String>) -> Record {
    guard seen.kind == previous.kind else { return seen }
    let old = slots.cells(of: previous)
    var new = slots.cells(of: seen)
    // Every view has a type; one that no column showed is only the usual one.
    if !covered.contains("activitytype") { new["activitytype"] = nil }
    var cells = old
    cells.overlay(new, covered: covered)
    if kind == .event, !covered.contains("time_end"), !covered.contains("due_date") {
      let end = keptEnd(of: old, for: Moment(date: cells["date_start"], time: cells["time_start"]))
      cells["due_date"] = end?.date.description
      cells["time_end"] = end?.time?.description
    }
    if kind == .event { cells.dropLooseEnd() }
    return slots.record(from: cells, kind: kind)
  }

  /// The end that was known, as far from the new start as from the old one; nil where there was
  /// none, or where days became times.
  private func keptEnd(of old: [String: String], for start: Moment?) -> Moment? {
    guard let start, let end = Moment(date: old["due_date"], time: old["time_end"]),
      let oldStart = Moment(date: old["date_start"], time: old["time_start"])
    else { return nil }
    if start.time == nil {
      return Moment(date: end.date, time: nil).moved(from: oldStart, to: start)
    }
    return end.time == nil ? nil : end.moved(from: oldStart, to: start)
  }

  // MARK: - Fields

  private func texts(
    _ component: Component, _ previous: [String: String], _ settled: Component?
  ) -> [String: String] {
    var cells: [String: String] = [:]
    func text(_ name: Name) -> String? { component.first(name)?.text.string }
    cells["subject"] = text("SUMMARY")
    cells["location"] = text("LOCATION")
    cells["description"] = text("DESCRIPTION")
    cells["eventstatus"] = text(.eventStatusWord)
    cells["tasklist"] = previous["tasklist"]
    cells["activitytype"] = kind == .task ? Words.task : text(.activityWord) ?? Words.meeting

    let classification = text("CLASS").map { ColumnName.folded($0) }
    cells["visibility"] =
      classification == "private" || classification == "confidential"
      ? "Private" : text(.visibilityWord)
    if kind == .task {
      let status = text("STATUS")
      cells["taskstatus"] =
        status == "CANCELLED"
        ? previous["taskstatus"]
        : Words.taskStatus.word(seen: status == nil ? nil : text(.taskStatusWord), meaning: status)
    } else {
      cells["taskstatus"] = text(.taskStatusWord)
    }
    cells["taskpriority"] = Words.priority.word(
      seen: text(.priorityWord), meaning: text("PRIORITY").flatMap(Words.level(ofPriority:)))

    cells["category"] = Self.one(
      of: Self.categories(component), shown: previous["category"],
      settled: settled.map(Self.categories))
    for field in customFields.names {
      func values(_ component: Component) -> [String] {
        customFields.values(of: field, in: component).map(\.text.string)
      }
      cells[field] = Self.one(
        of: values(component), shown: previous[field], settled: settled.map(values))
    }
    return cells.filter { !$0.value.isEmpty }
  }

  private static func categories(_ component: Component) -> [String] {
    component.all("CATEGORIES").flatMap { property in
      TextEscaping.split(property.value, at: ASCII.comma).map { TextEscaping.unescape($0).string }
    }.filter { !$0.isEmpty }
  }

  /// The value that OpenCRM shows, else the first that did not stand beside it before: a field that
  /// was emptied is not filled again unasked.
  private static func one(of values: [String], shown: String?, settled: [String]?) -> String? {
    if let shown, values.contains(shown) { return shown }
    guard let settled, shown == nil || shown.map(settled.contains) == true else {
      return values.first
    }
    return values.first { !settled.contains($0) }
  }

  // MARK: - Schedule

  private func schedule(
    _ component: Component, _ times: WallTimes, _ previous: [String: String]
  ) -> [String: String] {
    let start = component.first("DTSTART").flatMap { times.moment($0) }
    var end = times.end(component, endName)
    // The last day in OpenCRM, the day after it in iCalendar.
    if kind == .event, let start, let reached = end {
      if start.time == nil {
        end = reached.date.adding(days: -1).map { Moment(date: $0, time: nil) }
      } else if reached.time == nil {
        end?.time = .midnight
      }
      if let holds, OpenCRMCoverage(holds).countsHours, start.time != nil {
        end = wholeHours(start, end, previous)
      }
    }
    if kind == .event, start == nil { end = nil }
    var cells = start?.cells("date_start", "time_start") ?? [:]
    if let end { cells.merge(end.cells("due_date", "time_end")) { one, _ in one } }
    return cells
  }

  /// A length that is no whole number of hours cannot be said: the length that OpenCRM shows stays.
  private func wholeHours(
    _ start: Moment, _ end: Moment?, _ previous: [String: String]
  ) -> Moment? {
    guard let end else { return nil }
    let seconds = end.civil.secondsAsIfUTC - start.civil.secondsAsIfUTC
    if seconds >= 0, seconds % 3600 == 0 { return end }
    guard let oldStart = Moment(date: previous["date_start"], time: previous["time_start"]),
      let oldEnd = Moment(date: previous["due_date"], time: previous["time_end"])
    else { return nil }
    return oldEnd.moved(from: oldStart, to: start)
  }
}

extension Moment {
  /// The moment as far from `new` as it is from `old`, on a clock that is never put forward or
  /// back; a day stays a day.
  func moved(from old: Moment, to new: Moment) -> Moment? {
    guard time != nil else {
      return date.adding(days: old.date.days(until: new.date)).map { Moment(date: $0, time: nil) }
    }
    return civil.adding(seconds: new.civil.secondsAsIfUTC - old.civil.secondsAsIfUTC)
      .map(Moment.init)
  }
}

extension [String: String] {
  /// Drops an end that does not go with its start: a day without time behind a start with a time,
  /// a time behind a day, an end without start.
  fileprivate mutating func dropLooseEnd() {
    if self["date_start"] == nil {
      self["due_date"] = nil
      self["time_end"] = nil
    } else if self["time_start"] == nil {
      self["time_end"] = nil
    } else if self["time_end"] == nil {
      self["due_date"] = nil
    }
  }
}

/// The times of a record on the clocks of the workspace's zone.
struct WallTimes {
  let zone: Zone
  let zones: ZoneCatalog
  let record: Record

  /// What the clocks show at the property's time; a floating time is what they show. Nil for a
  /// value that is no date or time, and for a zone that is not known.
  func moment(_ property: Property) -> Moment? {
    guard let value = CalendarValue(property.value.bytes) else { return nil }
    if value.isDate { return Moment(value) }
    if value.isUTC { return Moment(zone.local(Instant(utc: value.civil))) }
    guard let own = own(property) else { return nil }
    // The same clocks: nothing to convert, not even a time that they skip.
    return own.name == zone.name ? Moment(value) : Moment(zone.local(own.resolve(value.civil)))
  }

  /// DTEND or DUE, or the start and DURATION.
  func end(_ component: Component, _ name: Name) -> Moment? {
    if let property = component.first(name) { return moment(property) }
    guard let start = component.first("DTSTART"),
      let duration = component.first("DURATION").flatMap({ CalendarDuration($0.value.bytes) }),
      let value = CalendarValue(start.value.bytes)
    else { return nil }
    if value.isDate {
      return duration.added(to: value.civil).map { Moment(date: $0.date, time: nil) }
    }
    guard let own = value.isUTC ? Zone.utc : own(start) else { return nil }
    return duration.added(to: value.civil, in: own).map { Moment(zone.local($0)) }
  }

  /// The zone a time is written in; nil where only the record itself defines it.
  private func own(_ property: Property) -> Zone? {
    guard let name = property.parameter(.tzid) else { return zone }
    if name.string == zone.name { return zone }
    let isDefined = record.zones.contains { $0.first("TZID")?.text == name }
    return isDefined ? nil : zones.zone(named: name.string)
  }
}
