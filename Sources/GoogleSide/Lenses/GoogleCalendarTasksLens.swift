package import CivilTime
import ContentLines
import ICalendar
package import Records
import Sides

/// What Google Calendar can hold of a task: the event that stands for it (`TaskEvent`), in the form
/// of a task.
///
/// Its time is kept. That it is done, how far it is and how urgent has no place in a calendar and
/// stays where it is known.
package struct GoogleCalendarTasksLens: Lens {
  private let events: GoogleEventsLens
  private let dates: GoogleEventDates
  private let home: Zone?

  /// Parameters as `GoogleEventsLens`.
  package init(zones: ZoneCatalog, calendarZone: Zone? = nil) {
    events = GoogleEventsLens(zones: zones, calendarZone: calendarZone)
    dates = GoogleEventDates(zones: zones, calendarZone: calendarZone)
    home = calendarZone
  }

  package func refusal(_ record: Record) -> String? {
    guard TaskEvent.hasPlace(record) else {
      return "A calendar has no place for a task without a date."
    }
    if record.master?.first("STATUS")?.value == "CANCELLED" {
      return "The task is cancelled; a calendar has no such tasks."
    }
    return nil
  }

  package func view(_ record: Record, previous: Record?) -> Record? {
    guard let event = TaskEvent.event(of: record) else { return nil }
    guard refusal(record) == nil || previous != nil else { return nil }
    guard let view = events.view(event, previous: previous.flatMap(TaskEvent.event)) else {
      return nil
    }
    return TaskEvent.task(of: view, like: record)
  }

  package func isCoarsening(_ seen: Property, of sent: Property) -> Bool {
    if events.isCoarsening(seen, of: sent) { return true }
    return seen.name == "DUE" && sent.name == "DUE" && dates.areEqual(seen, sent)
  }

  /// A date that the calendar does not show moves by as many days as the one that it shows.
  package func refined(
    _ put: Record, agreed: Record, from before: Record, to now: Record
  ) -> Record {
    guard let task = agreed.master, let old = before.master, let new = now.master,
      let place = put.components.firstIndex(where: { $0.name == .vtodo })
    else { return put }
    let names: [Name] = ["DTSTART", "DUE"]
    let hidden = names.filter { task.has($0) && !old.has($0) && !new.has($0) }
    guard !hidden.isEmpty, let name = names.first(where: { old.has($0) && new.has($0) }),
      // What was agreed may stand on a day that the calendar was not told.
      let from = day(task.first(name) ?? old.first(name)), let to = day(new.first(name))
    else { return put }
    var result = put
    for name in hidden {
      guard let fine = task.first(name),
        let moved = GoogleTasksLens.shifted(fine, days: from.days(until: to))
      else { continue }
      result.components[place].set(name, moved)
    }
    return result.canonical()
  }

  private func day(_ property: Property?) -> CivilDate? {
    guard let property, let value = CalendarValue(property.value.bytes) else { return nil }
    if case .utc(let time) = value, let home { return home.local(Instant(utc: time)).date }
    return value.civil.date
  }
}
