import Records

/// The meaning of `covered` for OpenCRM: slots by API field name, and the columns that carry the
/// schedule and the private flag as `column:NAME`, because several columns can carry one slot.
///
/// `header:cf_12=Shoe size` says under which header a custom field stood.
///
/// `column:date_start+time` and `column:due_date+time` say that the cell of the date shows the time
/// as well.
package struct OpenCRMCoverage: Sendable {
  private let covered: Set<String>

  package init(_ covered: Set<String>) {
    self.covered = covered
  }

  /// The name under which a column stands in `covered`.
  package static func column(_ name: String) -> String { "column:\(name)" }

  /// The entry of `covered` that says which header a field had.
  package static func header(_ header: String, of field: String) -> String {
    "header:\(field)=\(header)"
  }

  /// The headers that fields had, by API field name.
  package var headers: [String: String] {
    var result: [String: String] = [:]
    let mark = "header:"
    for entry in covered.sorted() where entry.hasPrefix(mark) {
      let rest = entry.dropFirst(mark.count)
      guard let equals = rest.utf8.firstIndex(of: 0x3D) else { continue }
      result[String(rest[..<equals])] = String(rest[rest.utf8.index(after: equals)...])
    }
    return result
  }

  /// Whether the system's exports have the column.
  package func has(_ column: String) -> Bool { covered.contains(Self.column(column)) }

  /// Whether the columns show the slot.
  package func shows(_ slot: String) -> Bool { covered.contains(slot) }

  /// Whether the end of an event is shown in whole hours and in no other way.
  var countsHours: Bool {
    has("duration_hours") && !has("duration_minutes") && !has("time_end") && !has("due_date+time")
  }

  /// The slots of the schedule that the columns show.
  func scheduleSlots(_ kind: RecordKind) -> Set<String> {
    var slots = Set<String>()
    guard has("date_start") || has("due_date") else { return [] }
    if has("date_start") { slots.insert("date_start") }
    if has("date_start"), has("time_start") || has("date_start+time") || has("notime") {
      slots.insert("time_start")
    }
    let hasEndTime = has("time_end") || has("due_date+time")
    if kind == .task {
      if has("due_date") { slots.insert("due_date") }
      if has("due_date"), hasEndTime { slots.insert("time_end") }
    } else if has("due_date"), !slots.contains("time_start") {
      slots.insert("due_date")
    } else if hasEndTime || has("duration_hours") || has("duration_minutes") {
      slots.formUnion(["due_date", "time_end"])
    }
    return slots
  }
}
