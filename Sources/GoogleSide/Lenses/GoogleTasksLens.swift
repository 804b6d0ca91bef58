package import CivilTime
import ContentLines
package import Records
import Sides

/// What Google Tasks can hold of a task: a title, notes, a day, done or not.
///
/// Its parent is one of this account's tasks, by its id there, and stays in the account.
package struct GoogleTasksLens: Lens {
  private let zone: Zone?

  /// - Parameter zone: The zone that turns a moment in UTC into a day; UTC itself where nil.
  package init(zone: Zone? = nil) {
    self.zone = zone
  }

  /// The lengths the documentation names, in characters.
  package static let titleLimit = 1024
  package static let notesLimit = 8192

  /// What `Tasks.json` shows of it.
  package static let coveredByTakeout: Set<String> = [
    "SUMMARY", "DESCRIPTION", "DUE", "STATUS", "COMPLETED", "X-DRAWBRIDGE-PARENT", "ATTACH",
  ]

  package func refusal(_ record: Record) -> String? {
    guard let task = record.master else {
      return "Google Tasks has no place for single occurrences of a task."
    }
    if task.first("STATUS")?.value == "CANCELLED" {
      return "A task in Google is done or not; this one is cancelled."
    }
    return nil
  }

  package func view(_ record: Record, previous: Record?) -> Record? {
    guard record.kind == .task, let task = record.master else { return nil }
    let shown = previous?.master
    guard refusal(record) == nil || shown != nil else { return nil }
    let schema = Schema.task
    var properties: [Property] = task.properties.filter {
      let row = schema[$0.name]
      return (row.unit == .identity && $0.name != .recurrenceID) || row.isVolatile
    }
    for name: Name in ["SUMMARY", "DESCRIPTION"] {
      guard let property = task.first(name), !property.value.isEmpty else { continue }
      properties.append(Property(name, value: property.value))
    }
    if let due = task.first("DUE").flatMap(day) { properties.append(due) }
    properties += progress(task, shown)
    // The parent and links to mails are Google's own; so is anything else it may show.
    properties += (shown?.properties ?? []).filter {
      let row = schema[$0.name]
      return !Self.written.contains($0.name) && row.unit != .identity && !row.isVolatile
    }
    return Record(.task, [Component(.vtodo, properties)]).canonical()
  }

  private static let written: Set<Name> = [
    "SUMMARY", "DESCRIPTION", "DUE", "STATUS", "COMPLETED",
  ]

  package func isCoarsening(_ seen: Property, of sent: Property) -> Bool {
    if Coarsening.isUsual(seen, of: sent) { return true }
    guard seen.name == sent.name else { return false }
    switch seen.name {
    case "SUMMARY": return Coarsening.isCut(seen.text, of: sent.text, at: Self.titleLimit)
    case "DESCRIPTION": return Coarsening.isCut(seen.text, of: sent.text, at: Self.notesLimit)
    case "DUE": return day(sent)?.value == day(seen)?.value
    default: return false
    }
  }

  // MARK: Parts

  /// The day of a due time, in the zone it is written in.
  private func day(_ property: Property) -> Property? {
    guard let value = CalendarValue(property.value.bytes) else { return nil }
    var date = value.civil.date
    if case .utc(let time) = value, let zone { date = zone.local(Instant(utc: time)).date }
    return Property(
      "DUE", [Parameter(.value, "DATE")], value: Text(CalendarValue.date(date).description))
  }

  /// Done or not; when, only if done. A cancelled task is shown as it was.
  private func progress(_ task: Component, _ previous: Component?) -> [Property] {
    let status = task.first("STATUS")?.value
    if status == "CANCELLED" {
      return (previous?.properties ?? []).filter { $0.name == "STATUS" || $0.name == "COMPLETED" }
    }
    let isDone =
      status == "COMPLETED"
      || (status == nil
        && (task.first("COMPLETED") != nil || task.first("PERCENT-COMPLETE")?.value == "100"))
    var result = [Property("STATUS", value: isDone ? "COMPLETED" : "NEEDS-ACTION")]
    if isDone, let moment = task.first("COMPLETED") {
      result.append(Property("COMPLETED", value: moment.value))
    }
    return result
  }
}
