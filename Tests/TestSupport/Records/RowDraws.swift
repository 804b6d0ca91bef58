import ContentLines
package import Records
import Synchronization

/// Counts how often each row of the schema was drawn, and how often other things were.
package final class RowDraws: Sendable {
  private struct Counts {
    var rows: [RecordKind: [Int]] = [:]
    var others: [String: Int] = [:]
  }

  private let counts = Mutex(Counts())

  package init() {}

  /// Counts every property of a record, in its inner components and zones as well.
  package func count(_ record: Record) {
    let schema = Schema.of(record.kind)
    var drawn: [Int] = []
    func visit(_ component: Component) {
      for property in component.properties {
        let row = schema[property.name]
        if row.isKnown { drawn.append(row.order) }
      }
      for inner in component.components { visit(inner) }
    }
    for component in record.components + record.zones { visit(component) }
    var others: [String] = []
    if record.kind != .contact {
      if record.master == nil { others.append("instances without master") }
      if record.components.contains(where: { !$0.components.isEmpty }) { others.append("alarms") }
    }
    for component in record.components { others += Self.traits(component, schema) }
    counts.withLock { counts in
      for order in drawn {
        counts.rows[record.kind, default: Array(repeating: 0, count: schema.rows.count)][order] += 1
      }
      for other in others { counts.others[other, default: 0] += 1 }
    }
  }

  /// Counts something that is no row: a source, a lens, a kind of edit.
  package func count(_ other: String) {
    counts.withLock { $0.others[other, default: 0] += 1 }
  }

  private static func traits(_ component: Component, _ schema: Schema) -> [String] {
    var result: [String] = []
    var keys = Set<[String]>()
    for property in component.properties {
      let row = schema[property.name]
      if !row.isKnown { result.append("unknown properties") }
      if !property.group.isEmpty { result.append("groups") }
      if property.name == "EMAIL" || property.name == "TEL", property.parameter(.type) == nil {
        result.append("missing TYPE")
      }
      if let key = MemberKey.of(property, row), row.unit == .property,
        !keys.insert([property.name.string, key.string]).inserted
      {
        result.append("equal keys")
      }
    }
    return result
  }

  /// The traits that a run over the given kinds must have drawn.
  package static func traits(of kinds: [RecordKind]) -> [String] {
    ["equal keys", "unknown properties"]
      + (kinds.contains(.contact) ? ["groups", "missing TYPE"] : [])
      + (kinds.contains { $0 != .contact } ? ["instances without master", "alarms"] : [])
  }

  /// The rows of the kinds, and the other things asked for, that were never drawn.
  package func missing(_ kinds: [RecordKind], others: [String] = []) -> [String] {
    counts.withLock { counts in
      kinds.flatMap { kind in
        let rows = Schema.of(kind).rows
        let drawn = counts.rows[kind] ?? Array(repeating: 0, count: rows.count)
        return zip(rows, drawn).filter { $0.1 == 0 }.map { "\(kind.rawValue) \($0.0.name)" }
      } + others.filter { counts.others[$0, default: 0] == 0 }
    }
  }

  /// The named rows, and the other things asked for, that were never drawn; a name that the schema
  /// does not have never is.
  package func missing(rows: [RecordKind: Set<Name>], others: [String]) -> [String] {
    let drawn = counts.withLock { $0.rows }
    return rows.sorted { $0.key < $1.key }.flatMap { kind, names in
      names.sorted().filter { name in
        let row = Schema.of(kind)[name]
        return !row.isKnown || drawn[kind].map { $0[row.order] == 0 } ?? true
      }.map { "\(kind.rawValue) \($0)" }
    } + missing([], others: others)
  }

  /// The draws per row that was drawn, one line a kind.
  package var summary: String {
    counts.withLock { counts in
      var lines = counts.rows.sorted { $0.key < $1.key }.map { kind, drawn in
        "draws per row, \(kind.rawValue): "
          + zip(Schema.of(kind).rows, drawn).filter { $0.1 > 0 }
          .map { "\($0.0.name) \($0.1)" }
          .joined(separator: ", ")
      }
      if !counts.others.isEmpty {
        lines.append(
          "draws of other things: "
            + counts.others.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            .joined(separator: ", "))
      }
      return lines.joined(separator: "\n")
    }
  }
}
