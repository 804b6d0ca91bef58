import Bridge
import Pages

/// A checklist as a page.
enum ChecklistPages {
  static func html(_ checklist: Checklist) -> [UInt8] {
    ChecklistPage.html(
      title: checklist.title, intro: checklist.intro,
      rows: checklist.rows.map { row in
        ChecklistPage.Row(
          step: row.step, record: row.record, place: row.place, property: row.property,
          old: row.old, new: row.new, why: row.why)
      })
  }
}
