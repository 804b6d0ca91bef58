import ContentLines
import DelimitedText
import Merge
import Records

/// The steps on one side that a person does by hand.
package struct Checklist: Sendable, Equatable {
  /// One value to set; a step has as many rows as values.
  package struct Row: Sendable, Equatable {
    package var step: String
    /// The record as a person knows it.
    package var record: String
    /// Where to click.
    package var place: String
    /// `NAME`, `NAME[key]`, or `*` for the whole record (FORMS).
    package var property: String
    package var old: String
    package var new: String
    package var why: String
  }

  package var title: String
  package var intro: String
  package var rows: [Row] = []

  /// The columns of FORMS; cells that a spreadsheet would run are made safe. O(n).
  package var csv: [UInt8] {
    DelimitedWriter(spreadsheetSafe: true).write(
      header: ["step", "record", "where", "property", "old", "new", "why"],
      rows: rows.map { [$0.step, $0.record, $0.place, $0.property, $0.old, $0.new, $0.why] })
  }

  /// How many steps it has.
  package var count: Int { Set(rows.map(\.step)).count }
}

extension Checklist {
  /// Adds the rows of a step.
  mutating func add(_ step: Plan.Step, _ places: any ChecklistPlaces) {
    func row(_ place: String, _ property: String, old: String, new: String) -> Row {
      Row(
        step: step.id, record: step.name, place: place, property: property, old: old, new: new,
        why: step.reason)
    }
    switch step.action {
    case .delete:
      rows.append(
        row(
          places.deletion(for: step), "*", old: ReadableValue.summary(of: step.before), new: ""))
      return
    case .create where step.changes.isEmpty:
      rows.append(row(places.creation(for: step), "*", old: "", new: step.name))
      return
    case .create, .update, .linkCompany, .redact: break
    }
    // What is added begins with its title.
    let titles: [Name] = step.action == .create ? ["SUMMARY", "FN"] : []
    let changes =
      step.changes.filter { titles.contains($0.unit.name) }
      + step.changes.filter { !titles.contains($0.unit.name) }
    for (index, change) in changes.enumerated() {
      let isNew = step.action == .create && index == 0
      rows.append(
        row(
          isNew ? places.creation(for: step) : places.place(of: Self.shown(change), for: step),
          change.property, old: ReadableValue.of(change.from, change.unit, in: step.before),
          new: ReadableValue.of(change.to, change.unit, in: step.after)))
    }
    if step.changes.isEmpty {
      rows.append(row(places.place(of: "*", for: step), "*", old: "", new: step.name))
    }
  }

  /// The property that the row names: of a unit of several (DTSTART, DUE) the one that is there.
  private static func shown(_ change: UnitChange) -> Name {
    Name(Text(change.property.prefix { $0 != "[" }.description))
  }
}
