import CivilTime
import ContentLines
public import Records

/// A task as an event of a calendar, and back (Google2OpenCRM: tasks sent to Google Calendar).
///
/// An event has a start and an end where a task has a start and a due date, either of which may be
/// missing. Which of them the event stands for cannot be told from the event: it is what the task
/// had before. Nothing is made up: a due time becomes an event without a length, and a task without
/// a date no event at all.
public enum TaskEvent {
  /// The dates of a task that its event shows.
  private enum Shape: Equatable {
    case start, due, both
  }

  /// What an event can say of a task, dates aside.
  private static let carried: Set<Name> = [
    "SUMMARY", "DESCRIPTION", "LOCATION", "CLASS", "RRULE", "EXRULE", "RDATE", "EXDATE",
    .uid, .recurrenceID,
  ]

  /// What a task shows of itself in a calendar: names of properties.
  public static let held: Set<String> = [
    "SUMMARY", "DESCRIPTION", "LOCATION", "CLASS", "RRULE", "EXRULE", "RDATE", "EXDATE", "DTSTART",
    "DUE",
  ]

  /// Whether every part of a task has a date on which an event could stand.
  public static func hasPlace(_ task: Record) -> Bool {
    task.kind == .task && !task.components.isEmpty
      && task.components.allSatisfy { shape(of: $0) != nil }
  }

  /// The event that stands for a task in a calendar; nil where it has no place there. O(n).
  public static func event(of task: Record) -> Record? {
    guard hasPlace(task) else { return nil }
    var result = Record(.event, task.components.compactMap(event), zones: task.zones)
    result = result.canonical()
    return result
  }

  /// The task that an event stands for. O(n).
  ///
  /// - Parameter known: the task as it was sent or seen before, whose dates the event shows.
  public static func task(of event: Record, like known: Record?) -> Record {
    let components = event.components.map { component in
      let start = component.first(.recurrenceID)?.value
      let before =
        known?.components.first { $0.first(.recurrenceID)?.value == start } ?? known?.master
      return task(component, before.flatMap(shape))
    }
    return Record(.task, components, zones: event.zones).canonical()
  }

  // MARK: - Components

  private static func event(_ task: Component) -> Component? {
    guard let shape = shape(of: task) else { return nil }
    var properties = task.properties.filter { carried.contains($0.name) }
    switch shape {
    case .start: properties += task.all(.start).prefix(1)
    case .due: properties += task.all(.due).prefix(1).map { named(.start, $0) }
    case .both:
      properties += task.all(.start).prefix(1)
      if let end = end(of: task) { properties.append(end) }
    }
    return Component(.vevent, properties)
  }

  private static func task(_ event: Component, _ known: Shape?) -> Component {
    var properties = event.properties.filter { carried.contains($0.name) }
    guard let start = event.first(.start) else { return Component(.vtodo, properties) }
    let end = due(of: event, start)
    // Of a task that is not known an event with a length has a start; one without is due then.
    switch known ?? (end == nil ? .due : .both) {
    case .start: properties.append(start)
    case .due: properties.append(named(.due, start))
    case .both: properties += [start, end ?? named(.due, start)]
    }
    return Component(.vtodo, properties)
  }

  /// Both dates where an event can begin on one and end on the other; else the one that says more.
  private static func shape(of task: Component) -> Shape? {
    let start = task.first(.start).flatMap { CalendarValue($0.value.bytes) }
    let due = task.first(.due).flatMap { CalendarValue($0.value.bytes) }
    switch (start, due) {
    case (nil, nil): return nil
    case (_?, nil): return .start
    case (nil, _?): return .due
    case (let start?, let due?):
      if start.isDate != due.isDate { return due.isDate ? .start : .due }
      let isOneClock =
        task.first(.start)?.parameter(.tzid) == task.first(.due)?.parameter(.tzid)
        && start.isUTC == due.isUTC
      return isOneClock && due.civil < start.civil ? .due : .both
    }
  }

  /// DTEND of a task with both dates: the day after its last; none where it begins when it is due.
  private static func end(of task: Component) -> Property? {
    guard let due = task.first(.due), let value = CalendarValue(due.value.bytes) else { return nil }
    if case .date(let date) = value {
      return date.adding(days: 1).map { moved(due, to: .date($0), .end) }
    }
    return due.value == task.first(.start)?.value ? nil : named(.end, due)
  }

  /// DUE of an event with an end: its last day. Nil where it has no length.
  private static func due(of event: Component, _ start: Property) -> Property? {
    guard let end = event.first(.end), let value = CalendarValue(end.value.bytes) else {
      return nil
    }
    guard case .date(let date) = value else {
      return end.value == start.value ? nil : named(.due, end)
    }
    guard let last = date.adding(days: -1), let first = CalendarValue(start.value.bytes),
      last > first.civil.date
    else { return nil }
    return moved(end, to: .date(last), .due)
  }

  private static func named(_ name: Name, _ property: Property) -> Property {
    var property = property
    property.name = name
    return property
  }

  private static func moved(
    _ property: Property, to value: CalendarValue, _ name: Name
  ) -> Property {
    var property = named(name, property)
    property.value = Text(value.description)
    return property
  }
}

/// The UIDs by which events of tasks are known again in a calendar.
///
/// Google keeps the UID of an event that was imported, and none but that. It never takes one that
/// was deleted again, so that each time a task comes back its event has another.
public enum TaskEventUID {
  private static let domain = "@task.drawbridge"

  /// The UID of the event of a task, by the UID of its link.
  ///
  /// - Parameter count: how many events of the task were deleted.
  public static func uid(of task: String, count: Int) -> String {
    "\(task)\(count == 0 ? "" : "/\(count + 1)")\(domain)"
  }

  /// Whether a UID is that of an event which stands for a task.
  public static func isTask(_ uid: String) -> Bool { uid.hasSuffix(domain) }

  /// The UID of the link whose task the event of a UID stands for; nil for any other event.
  public static func task(of uid: String) -> String? {
    guard isTask(uid) else { return nil }
    let own = uid.dropLast(domain.count)
    guard let slash = own.lastIndex(of: "/"),
      own[own.index(after: slash)...].utf8.allSatisfy(ASCII.isDigit), own.last != "/"
    else { return String(own) }
    return String(own[..<slash])
  }
}
