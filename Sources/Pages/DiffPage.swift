/// The differences between two snapshots as a page (FORMS, `diff --html`).
package enum DiffPage {
  /// One property that differs; an empty text where a version has none.
  package struct Change: Sendable, Equatable {
    package var property: String
    package var from: String
    package var to: String

    package init(property: String, from: String, to: String) {
      self.property = property
      self.from = from
      self.to = to
    }
  }

  /// One record that differs.
  package struct Row: Sendable, Equatable {
    /// The record as a person knows it.
    package var name: String
    /// `contact`, `event` or `task`.
    package var kind: String
    /// `added`, `removed` or `changed`.
    package var outcome: String
    package var changes: [Change]

    package init(name: String, kind: String, outcome: String, changes: [Change]) {
      self.name = name
      self.kind = kind
      self.outcome = outcome
      self.changes = changes
    }
  }

  /// A page that stands alone, without scripts or network; the same rows give the same bytes.
  /// O(n).
  ///
  /// - Parameters:
  ///   - old: the name of the earlier snapshot.
  ///   - new: the name of the later one.
  package static func html(old: String, new: String, rows: [Row]) -> [UInt8] {
    let counts = ["added", "removed", "changed"].compactMap { outcome in
      let count = rows.reduce(0) { $0 + ($1.outcome == outcome ? 1 : 0) }
      return count == 0 ? nil : "\(count) \(outcome)"
    }
    return Page.render(
      template,
      [
        "old": Page.clean(old), "new": Page.clean(new),
        "summary": counts.isEmpty ? "No differences." : counts.joined(separator: ", ") + ".",
        "rows": rows.enumerated().map { index, row in
          [
            "id": "record-\(index + 1)", "name": Page.clean(row.name),
            "kind": Page.clean(row.kind), "outcome": Page.clean(row.outcome),
            "hasChanges": !row.changes.isEmpty,
            "changes": row.changes.map { change in
              [
                "property": Page.clean(change.property), "from": Page.value(change.from),
                "to": Page.value(change.to),
              ] as [String: Any]
            },
          ] as [String: Any]
        },
      ])
  }
}
