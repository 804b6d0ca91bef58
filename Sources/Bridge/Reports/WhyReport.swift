import ContentLines
package import Ledger
import Merge
package import Records

/// Where each value of a record came from: side, source, time, operation, rule; what lost and when.
package struct WhyReport: Sendable {
  /// One event in the life of a property.
  package struct Event: Sendable, Equatable {
    package var operation: Int
    package var sentence: String
  }

  /// What is known of one property.
  package struct Row: Sendable, Equatable {
    package var property: String
    /// As content-line text; nil where nothing is agreed now.
    package var value: String?
    /// The sides that showed the value first.
    package var origins: [SideName]
    /// The source that showed it, and its time.
    package var source: String?
    package var time: String?
    /// The operation that read it.
    package var operation: Int?
    /// What decided for it, if somebody else had another value.
    package var rule: String?
    package var decidedBy: Int?
    /// What was decided for, where it does not stand on all sides yet.
    package var coming: String?
    package var base: String?
    package var lost: [ConflictNote.Value]
    /// Values that wait for a decision.
    package var open: [ConflictNote.Value]
    package var openRule: String?
    /// The operations that sent it, with the sides.
    package var sent: [Event]
    package var events: [Event]
  }

  package let name: String
  package let key: LinkKey
  package private(set) var rows: [Row] = []
  private let operations: [Int: LedgerOperation]
  private let heading: [String]

  /// Makes the report. O(history of the record).
  ///
  /// - Parameters:
  ///   - property: `NAME` or `NAME[key]`; nil for all that is agreed.
  ///   - open: the conflicts of the plan about the record.
  package init(
    _ key: LinkKey, property: String?, history: RecordHistory, operations: [LedgerOperation],
    open: [Plan.ConflictRow], on bench: inout Workbench
  ) throws {
    self.key = key
    self.operations = Dictionary(operations.map { ($0.number, $0) }) { one, _ in one }
    let telling = try Telling(
      key, history: history, cancelled: Ledger.cancelled(operations), on: &bench)
    name = telling.agreed.last?.record?.displayName ?? key.uid
    heading = telling.heading(key, operations: self.operations, bench)
    let wanted = property?.uppercasedName
    func isWanted(_ name: String) -> Bool {
      guard let wanted else { return true }
      return name == wanted || !wanted.contains("[") && name.hasPrefix(wanted + "[")
    }
    let now = Diff.changes(from: nil, to: telling.agreed.last?.record)
    var names: [String] = []
    for change in now where !names.contains(change.property) { names.append(change.property) }
    for conflict in open where !names.contains(conflict.property) {
      names.append(conflict.property)
    }
    if wanted != nil {
      // What is there no more has a history, too.
      for name in telling.properties where !names.contains(name) { names.append(name) }
    }
    for name in names where isWanted(name) {
      let value = now.first { $0.property == name }?.to
      rows.append(telling.row(name, value, open.first { $0.property == name }, bench))
    }
  }

  /// The report as a person reads it.
  ///
  /// - Parameter inFull: with every event in the life of each property.
  package func lines(inFull: Bool) -> [String] {
    var lines = ["\(key.kind.rawValue) \(name)", "UID \(key.uid)"] + heading
    for row in rows {
      lines += ["", "\(row.property)  \(row.value?.onOneLine ?? "(nothing agreed)")"]
      if !row.origins.isEmpty {
        let source = row.source.map { ", \($0) of \(row.time ?? "")" } ?? ""
        lines.append(
          "    from \(row.origins.map(\.title).joined(separator: " and "))\(source)"
            + (row.operation.map { ", \(place($0))" } ?? ""))
      }
      if let rule = row.rule, let decidedBy = row.decidedBy {
        let coming = row.coming.map { ": \($0.onOneLine), not yet on all sides" } ?? ""
        lines.append("    decided by \(rule), \(place(decidedBy))\(coming)")
      }
      for loser in row.lost {
        lines.append("    lost: \(shown(loser.value)) (\(title(loser.side)))")
      }
      if let base = row.base { lines.append("    before: \(base.onOneLine)") }
      if let rule = row.openRule {
        lines.append("    in conflict (\(rule)); until it is decided every side keeps its own")
        for value in row.open {
          lines.append("    \(title(value.side)): \(shown(value.value))")
        }
      }
      for sent in row.sent { lines.append("    \(sent.sentence), \(place(sent.operation))") }
      guard inFull, !row.events.isEmpty else { continue }
      lines.append("    history:")
      for event in row.events {
        lines.append("      \(place(event.operation)): \(event.sentence)")
      }
    }
    return lines
  }

  /// One object a property.
  package var json: [JSONText] {
    rows.map { row in
      .object([
        ("uid", .string(key.uid)), ("name", .string(name)), ("kind", .string(key.kind.rawValue)),
        ("property", .string(row.property)), ("value", .optional(row.value)),
        ("from", .array(row.origins.map { .string($0.description) })),
        ("source", .optional(row.source)), ("time", .optional(row.time)),
        ("operation", row.operation.map(JSONText.number) ?? .null),
        ("rule", .optional(row.rule)),
        ("decided", row.decidedBy.map(JSONText.number) ?? .null),
        ("coming", .optional(row.coming)), ("base", .optional(row.base)),
        ("lost", .array(row.lost.map(Self.json))), ("open", .array(row.open.map(Self.json))),
        (
          "history",
          .array(
            row.events.map { event in
              .object([
                ("operation", .number(event.operation)),
                ("time", .optional(operations[event.operation]?.time)),
                ("what", .string(event.sentence)),
              ])
            })
        ),
      ])
    }
  }

  private static func json(_ value: ConflictNote.Value) -> JSONText {
    .object([("side", .string(value.side)), ("value", .optional(value.value))])
  }

  private func place(_ operation: Int) -> String {
    let day = operations[operation].map { " of \($0.time.prefix(10))" } ?? ""
    return "operation \(operation)\(day)"
  }

  private func shown(_ value: String?) -> String { value?.onOneLine ?? "(none)" }

  private func title(_ side: String) -> String { SideName(side)?.title ?? side }
}

extension String {
  /// A property as FORMS names it, however its name was typed; a key stays as it is.
  fileprivate var uppercasedName: String {
    guard let bracket = firstIndex(of: "[") else { return uppercased() }
    return self[..<bracket].uppercased() + self[bracket...]
  }
}
