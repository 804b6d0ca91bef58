import ContentLines
package import Records

/// A record as OpenCRM's fields and back: the two directions undo one another exactly.
///
/// Cells are named by API field name; a blank field has no cell. Cells are *canonical*: dates
/// `yyyy-mm-dd`, times `hh:mm:ss` (in `date_start`, `time_start`, `due_date`, `time_end`), line
/// ends LF, `visibility` only where it is not `Public`, `activitytype` always present. The reader
/// brings what an export shows into this form, and `OpenCRMExport` writes it into the columns that
/// a system has.
package struct OpenCRMSlots: Sendable {
  /// The IANA name of the workspace's zone, in which OpenCRM shows times.
  package let zone: String
  private let customFields: OpenCRMCustomFields

  package init(zone: String, customFields: OpenCRMCustomFields = []) {
    self.zone = zone
    self.customFields = customFields
  }

  /// The cells that a view holds. Complexity: O(properties).
  package func cells(of view: Record) -> [String: String] {
    guard let component = view.master ?? view.components.first else { return [:] }
    return view.kind == .contact
      ? contactCells(component) : activityCells(component, kind: view.kind)
  }

  /// The view that shows exactly these cells, canonical. Complexity: O(cells).
  package func record(from cells: [String: String], kind: RecordKind) -> Record {
    let component =
      kind == .contact ? contact(from: cells) : activity(from: cells, kind: kind)
    return Record(kind, [component]).canonical()
  }

  /// Custom fields, as `X-DRAWBRIDGE-FIELD;KEY=Shoe size:value`, in the order of their API names.
  func customProperties(_ cells: [String: String], _ known: Set<String>) -> [Property] {
    cells.keys.filter { !known.contains($0) }.sorted().compactMap { field in
      cells[field].map {
        Property(
          .customField, [Parameter("KEY", Text(customFields.key(of: field)))], text: Text($0))
      }
    }
  }

  func customCells(_ component: Component) -> [String: String] {
    var cells: [String: String] = [:]
    for property in component.all(.customField) {
      guard let key = property.parameter("KEY")?.string else { continue }
      let field = customFields.field(of: key)
      if cells[field] == nil { cells[field] = property.text.string }
    }
    return cells
  }
}

extension Name {
  static let customField: Name = "X-DRAWBRIDGE-FIELD"
  static let taskStatusWord: Name = "X-OPENCRM-TASKSTATUS"
  static let eventStatusWord: Name = "X-OPENCRM-EVENTSTATUS"
  static let priorityWord: Name = "X-OPENCRM-PRIORITY"
  static let activityWord: Name = "X-OPENCRM-ACTIVITYTYPE"
  static let visibilityWord: Name = "X-OPENCRM-VISIBILITY"
}
