/// The steps that a person does by hand, as a page with a box to tick for each (FORMS, Bundles).
package enum ChecklistPage {
  /// One value to set by hand; rows of one step follow one another.
  package struct Row: Sendable, Equatable {
    package var step: String
    /// The record as a person knows it.
    package var record: String
    /// Where to click.
    package var place: String
    package var property: String
    package var old: String
    package var new: String
    package var why: String

    package init(
      step: String, record: String, place: String, property: String, old: String, new: String,
      why: String
    ) {
      self.step = step
      self.record = record
      self.place = place
      self.property = property
      self.old = old
      self.new = new
      self.why = why
    }
  }

  /// A page that stands alone, without scripts or network; the same rows give the same bytes.
  /// O(n).
  package static func html(title: String, intro: String, rows: [Row]) -> [UInt8] {
    var steps: [[Row]] = []
    for row in rows {
      if steps.last?.first?.step == row.step {
        steps[steps.count - 1].append(row)
      } else {
        steps.append([row])
      }
    }
    return Page.render(
      template,
      [
        "title": Page.clean(title), "intro": Page.clean(intro),
        "count": steps.count == 1 ? "1 step" : "\(steps.count) steps",
        "steps": steps.enumerated().map { values($0, $1) },
      ])
  }

  private static func values(_ index: Int, _ rows: [Row]) -> [String: Any] {
    [
      "rows": rows.enumerated().map { place, row in
        [
          "isFirst": place == 0, "span": rows.count, "id": "step-\(index + 1)",
          "step": Page.clean(row.step), "record": Page.clean(row.record),
          "place": Page.clean(row.place), "property": Page.clean(row.property),
          "old": Page.value(row.old), "new": Page.value(row.new), "why": Page.clean(row.why),
        ] as [String: Any]
      }
    ]
  }
}
