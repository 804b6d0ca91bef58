import CivilTime
import ContentLines
import Records

extension OpenCRMSlots {
  static let activityFields = Set(OpenCRMField.activities.map(\.name))

  /// The fields whose text is one property's.
  private static let activityTexts: [(String, Name)] = [
    ("subject", "SUMMARY"), ("location", "LOCATION"), ("description", "DESCRIPTION"),
    ("category", "CATEGORIES"), ("tasklist", .collection), ("eventstatus", .eventStatusWord),
  ]

  func activity(from cells: [String: String], kind: RecordKind) -> Component {
    var properties: [Property] = []
    for (field, name) in Self.activityTexts {
      if let value = cells[field] { properties.append(Property(name, text: Text(value))) }
    }
    if kind == .event, let word = cells["activitytype"], word != Words.meeting {
      properties.append(Property(.activityWord, text: Text(word)))
    }
    if let word = cells["visibility"] {
      if word == "Private" {
        properties.append(Property("CLASS", value: "PRIVATE"))
      } else {
        properties.append(Property(.visibilityWord, text: Text(word)))
      }
    }
    if let word = cells["taskstatus"] {
      let meaning = kind == .task ? Words.taskStatus.meaning(of: word) : nil
      if let meaning { properties.append(Property("STATUS", value: Text(meaning))) }
      if Words.taskStatus.word(seen: nil, meaning: meaning) != word {
        properties.append(Property(.taskStatusWord, text: Text(word)))
      }
    }
    if let word = cells["taskpriority"] {
      let meaning = Words.priority.meaning(of: word)
      if let meaning { properties.append(Property("PRIORITY", value: Text(meaning))) }
      if Words.priority.word(seen: nil, meaning: meaning) != word {
        properties.append(Property(.priorityWord, text: Text(word)))
      }
    }
    properties += schedule(cells, kind: kind)
    properties += customProperties(cells, Self.activityFields)
    return Component(kind == .task ? .vtodo : .vevent, properties)
  }

  func activityCells(_ component: Component, kind: RecordKind) -> [String: String] {
    var cells = customCells(component)
    func text(_ name: Name) -> String? {
      guard let property = component.first(name) else { return nil }
      let text = property.text
      return text.isEmpty ? nil : text.string
    }
    for (field, name) in Self.activityTexts { cells[field] = text(name) }
    cells["activitytype"] =
      kind == .task ? Words.task : text(.activityWord) ?? Words.meeting
    cells["visibility"] = text("CLASS") == nil ? text(.visibilityWord) : "Private"
    let status = kind == .task ? text("STATUS") : nil
    if kind == .event || status != nil {
      cells["taskstatus"] =
        kind == .event
        ? text(.taskStatusWord)
        : Words.taskStatus.word(seen: text(.taskStatusWord), meaning: status)
    }
    let level = text("PRIORITY").flatMap(Words.level(ofPriority:))
    cells["taskpriority"] = Words.priority.word(seen: text(.priorityWord), meaning: level)
    cells.merge(scheduleCells(component, kind: kind)) { one, _ in one }
    return cells
  }

  // MARK: - Schedule

  private func schedule(_ cells: [String: String], kind: RecordKind) -> [Property] {
    var properties: [Property] = []
    let start = Moment(date: cells["date_start"], time: cells["time_start"])
    if let start { properties.append(property("DTSTART", start)) }
    guard var end = Moment(date: cells["due_date"], time: cells["time_end"]) else {
      return properties
    }
    if kind == .event, end.time == nil {
      // The last day in OpenCRM, the day after it in iCalendar (RFC 5545 section 3.6.1).
      guard let next = end.date.adding(days: 1) else { return properties }
      end.date = next
    }
    properties.append(property(kind == .task ? "DUE" : "DTEND", end))
    return properties
  }

  private func scheduleCells(_ component: Component, kind: RecordKind) -> [String: String] {
    var cells: [String: String] = [:]
    func moment(_ name: Name) -> Moment? {
      component.first(name).flatMap { CalendarValue($0.value.bytes) }.map(Moment.init)
    }
    if let start = moment("DTSTART") {
      cells["date_start"] = start.date.description
      cells["time_start"] = start.time?.description
    }
    if var end = moment(kind == .task ? "DUE" : "DTEND") {
      if kind == .event, end.time == nil, let last = end.date.adding(days: -1) { end.date = last }
      cells["due_date"] = end.date.description
      cells["time_end"] = end.time?.description
    }
    return cells
  }

  private func property(_ name: Name, _ moment: Moment) -> Property {
    guard let time = moment.time else {
      let value = CalendarValue.date(moment.date).description
      return Property(name, [Parameter(.value, "DATE")], value: Text(value))
    }
    let local = CivilDateTime(date: moment.date, time: time)
    return zone == Zone.utc.name
      ? Property(name, value: Text(CalendarValue.utc(local).description))
      : Property(name, [Parameter(.tzid, Text(zone))], value: Text(local.basic))
  }
}

/// A day, or a time on it, on the clocks of the workspace's zone.
struct Moment: Sendable, Hashable {
  var date: CivilDate
  var time: TimeOfDay?

  init(date: CivilDate, time: TimeOfDay?) {
    self.date = date
    self.time = time
  }

  init(_ civil: CivilDateTime) { self.init(date: civil.date, time: civil.time) }

  init(_ value: CalendarValue) {
    self.init(date: value.civil.date, time: value.isDate ? nil : value.civil.time)
  }

  /// Reads canonical cells; nil without a date.
  init?(date: String?, time: String?) {
    guard let date = date.flatMap(OpenCRMSlots.date) else { return nil }
    self.date = date
    self.time = time.flatMap { TimeOfDay(Array($0.utf8)[...], extended: true) }
  }

  /// A day counts as its midnight.
  var civil: CivilDateTime { CivilDateTime(date: date, time: time ?? .midnight) }

  /// The cells of the moment.
  func cells(_ date: String, _ time: String) -> [String: String] {
    var cells = [date: self.date.description]
    cells[time] = self.time?.description
    return cells
  }
}
