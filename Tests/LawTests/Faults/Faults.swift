import ContentLines
import Merge
import Records
import Sides
import TestSupport

/// Seeded faults: mistakes that a merge or a lens could make. Each must break the law it names
/// (spec/laws.md lists them).
enum Faults {
  struct MergeFault: Sendable {
    var name: String
    /// The laws that catch it.
    var laws: [String]
    /// The kind of record on which they catch it.
    var kind: RecordKind = .contact
    var merge: MergeFunction
  }

  struct LensFault: Sendable {
    var name: String
    var laws: [String]
    var lens: @Sendable (LensUnderTest) -> LensUnderTest
  }

  static let merges: [MergeFault] = [
    MergeFault(name: "drops a member that a side added", laws: ["loss"]) { base, sides in
      changed(MergeLaws.real(base, sides)) { component in
        guard let last = component.properties.lastIndex(where: { $0.name == "EMAIL" }),
          component.properties[last] != base?.components.first?.all("EMAIL").last
        else { return }
        component.properties.remove(at: last)
      }
    },
    MergeFault(
      name: "prefers the first side in a conflict and says nothing", laws: ["loss", "order"]
    ) {
      base, sides in
      var result = Merge.merge(base: base, sides: sides, decide: Merge.keepFirst)
      result.conflicts = []
      return result
    },
    MergeFault(name: "lets the last side win", laws: ["loss", "order"]) { base, sides in
      var result = Merge.merge(base: base, sides: sides) { conflict in
        conflict.values.last.map { .take($0.label) } ?? .keepBase
      }
      result.conflicts = []
      return result
    },
    MergeFault(name: "lets conflicts pass silently", laws: ["loss", "units"]) { base, sides in
      var result = MergeLaws.real(base, sides)
      result.conflicts = []
      return result
    },
    MergeFault(name: "loses a parameter", laws: ["identities", "loss"]) { base, sides in
      changed(MergeLaws.real(base, sides)) { component in
        for index in component.properties.indices {
          component.properties[index].parameters.removeAll { $0.name == "X-ODD" }
        }
      }
    },
    MergeFault(name: "takes the first side for the base", laws: ["identities", "loss"]) {
      base, sides in
      guard let first = sides.first else { return MergeLaws.real(base, sides) }
      return MergeLaws.real(
        first.record,
        [MergeSide(label: first.label, record: base)] + sides.dropFirst())
    },
    MergeFault(name: "ignores deletions of properties", laws: ["identities", "loss"]) {
      base, sides in
      changed(MergeLaws.real(base, sides)) { component in
        for property in base?.components.first?.properties ?? []
        where component.first(property.name) == nil && component.first(.recurrenceID) == nil {
          component.properties.append(property)
        }
      }
    },
    MergeFault(name: "ignores deletions of records", laws: ["identities", "loss"]) {
      base, sides in
      MergeLaws.real(base, sides.map { MergeSide(label: $0.label, record: $0.record ?? base) })
    },
    MergeFault(name: "writes a member of equal key twice", laws: ["identities", "invention"]) {
      base, sides in
      changed(MergeLaws.real(base, sides)) { component in
        if let member = component.first("TEL") { component.properties.append(member) }
      }
    },
    MergeFault(name: "drops one of two members of equal key", laws: ["identities"]) {
      base, sides in
      changed(MergeLaws.real(base, sides)) { component in
        let schema = Schema.of(component: component.name)
        var keys = Set<[Text]>()
        component.properties.removeAll { property in
          guard let key = MemberKey.of(property, schema[property.name]) else { return false }
          return !keys.insert([property.name.text, key]).inserted
        }
      }
    },
    MergeFault(
      name: "reads a property that is absent as an empty one", laws: ["identities", "invention"]
    ) {
      base, sides in
      changed(MergeLaws.real(base, sides)) { component in
        for name: Name in ["TITLE", "LOCATION"]
        where component.first(name) == nil && component.first(.recurrenceID) == nil {
          component.properties.append(Property(name, value: "-"))
        }
      }
    },
    MergeFault(name: "mixes the schedules of two sides", laws: ["units"], kind: .event) {
      base, sides in
      var result = MergeLaws.real(base, sides)
      guard result.conflicts.contains(where: { $0.unit.part == .group(.schedule) }) else {
        return result
      }
      result.conflicts.removeAll { $0.unit.part == .group(.schedule) }
      guard let start = sides.first?.record?.components.first?.first("DTSTART"),
        let end = sides.last?.record?.components.first?.first("DTEND")
      else { return result }
      return changed(result) { component in
        guard component.first("RRULE") != nil else { return }
        component.set("DTSTART", start)
        component.set("DTEND", end)
      }
    },
    MergeFault(
      name: "forgets the instances that sides changed", laws: ["identities", "loss"], kind: .event
    ) {
      base, sides in
      var result = MergeLaws.real(base, sides)
      if let master = result.merged?.master {
        result.merged?.components = [master] + (base?.instances ?? [])
      }
      return result
    },
    MergeFault(name: "reports equal changes as a conflict", laws: ["identities", "units"]) {
      base, sides in
      var result = MergeLaws.real(base, sides)
      let edited = sides.filter { $0.record != base }
      guard edited.count > 1, result.conflicts.isEmpty,
        let unit = result.origins.first(where: { $0.labels.count > 1 })
      else { return result }
      result.conflicts = [
        Conflict(
          unit: unit.unit, property: unit.property, base: nil,
          values: unit.labels.map { Conflict.Value(label: $0, value: "same") },
          decision: .keepBase, kept: nil)
      ]
      return result
    },
  ]

  static let lenses: [LensFault] = [
    LensFault(name: "blanks what the side cannot hold", laws: ["unheld"]) { lens in
      var faulty = lens
      faulty.put = { old, new, target in
        guard old != new else { return target }
        return Merge.put(changesFrom: target, to: new, into: target)
      }
      return faulty
    },
    LensFault(name: "invents a value that the side lacks", laws: ["invention"]) { lens in
      var faulty = lens
      faulty.view = { record, previous, settled in
        guard var view = lens.view(record, previous, settled) else { return nil }
        if view.components[0].first("TITLE") == nil {
          view.components[0].properties.append(Property("TITLE", text: "Unknown"))
        }
        return view.canonical()
      }
      return faulty
    },
    LensFault(name: "shows what it showed before", laws: ["put-get"]) { lens in
      var faulty = lens
      faulty.put = { old, new, target in target }
      return faulty
    },
    LensFault(name: "moves members to other slots", laws: ["get-put", "put-get"]) { lens in
      var faulty = lens
      faulty.view = { record, previous, settled in
        guard var view = lens.view(record, previous, settled), previous != nil else {
          return lens.view(record, previous, settled)
        }
        let places = view.components[0].properties.indices.filter {
          view.components[0].properties[$0].name == "EMAIL"
        }
        guard let first = places.first, let last = places.last, first != last else { return view }
        let value = view.components[0].properties[first].value
        view.components[0].properties[first].value = view.components[0].properties[last].value
        view.components[0].properties[last].value = value
        return view.canonical()
      }
      return faulty
    },
  ]

  private static func changed(
    _ result: MergeResult, _ change: (inout Component) -> Void
  ) -> MergeResult {
    var result = result
    guard var merged = result.merged else { return result }
    for index in merged.components.indices { change(&merged.components[index]) }
    result.merged = merged.canonical()
    return result
  }
}
