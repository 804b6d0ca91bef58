import CivilTime
import ContentLines
package import Records
import Sides

extension GoogleTasksLens {
  /// A day that was moved in Google Tasks moves start and due by as many days and keeps their
  /// times, which Google cannot show (DESIGN section 5). A day that was cleared clears both; the
  /// plain put has done that.
  package func refined(
    _ put: Record, agreed: Record, from before: Record, to now: Record
  ) -> Record {
    guard let told = Self.day(before), let new = Self.day(now), told != new,
      let task = agreed.master, let place = put.components.firstIndex(where: { $0.name == .vtodo })
    else { return put }
    // What was agreed may stand on a day that Google was not told: it comes to the day shown.
    let old = view(agreed, previous: before).flatMap(Self.day) ?? told
    var result = put
    for name: Name in ["DTSTART", "DUE"] {
      guard let fine = task.first(name), let moved = Self.shifted(fine, days: old.days(until: new))
      else { continue }
      result.components[place].set(name, moved)
    }
    return result.canonical()
  }

  private static func day(_ record: Record) -> CivilDate? {
    guard let due = record.master?.first("DUE"),
      case .date(let day)? = CalendarValue(due.value.bytes)
    else { return nil }
    return day
  }

  static func shifted(_ property: Property, days: Int) -> Property? {
    guard let value = CalendarValue(property.value.bytes) else { return nil }
    var moved: CalendarValue?
    switch value {
    case .date(let date): moved = date.adding(days: days).map(CalendarValue.date)
    case .floating(let time): moved = time.adding(days: days).map(CalendarValue.floating)
    case .utc(let time): moved = time.adding(days: days).map(CalendarValue.utc)
    }
    guard let moved else { return nil }
    var bytes: [UInt8] = []
    moved.print(to: &bytes)
    var result = property
    result.value = Text(bytes)
    return result
  }
}
