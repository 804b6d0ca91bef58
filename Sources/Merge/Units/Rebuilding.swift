import ContentLines
import Records

/// Puts a component together again from the values of its units. O(n).
struct Rebuilding {
  private var component: Component
  private let schema: Schema
  private var values: [(key: UnitKey, value: UnitValue)] = []

  /// - Parameter carried: properties that are no units; an empty one gives way to content.
  init(_ name: Name, carried: [Property]) {
    component = Component(name, carried)
    schema = Schema.of(component: name)
  }

  mutating func add(_ key: UnitKey, _ value: UnitValue) {
    values.append((key, value))
  }

  /// Appends text to the property that is merged by line (NOTE, DESCRIPTION), as lines of its own.
  mutating func append(notes: [Text], instance: Text?) {
    guard !notes.isEmpty, let row = schema.rows.first(where: { $0.unit == .lines }) else { return }
    let place = values.firstIndex { $0.key.name == row.name }
    let key = UnitKey(instance: instance, name: row.name, part: .property, order: row.order)
    var entry: (key: UnitKey, value: UnitValue) =
      place.map { values[$0] } ?? (key, UnitValue([Property(row.name, value: .empty)]))
    guard var property = entry.value.properties.first else { return }
    var lines = property.value.isEmpty ? [] : [property.text]
    for note in notes where !lines.contains(note) { lines.append(note) }
    property.value = TextEscaping.escape(CanonicalValue.join(lines, ASCII.lf))
    entry.value.properties[0] = property
    if let place { values[place] = entry } else { values.append(entry) }
  }

  /// The component, not yet canonical.
  func finish() -> Component {
    var present: Set<Name> = []
    for (key, value) in values {
      present.insert(key.name)
      present.formUnion(value.properties.map(\.name))
    }
    var result = component
    // An empty property was only kept for want of a better one.
    result.properties.removeAll {
      present.contains($0.name) && !schema[$0.name].isVolatile
        && schema[$0.name].unit != .identity
    }
    let groups = groupNames()
    var structured: [Name: [Int: Text]] = [:]
    var heads: [Name: UnitValue] = [:]
    var headGroups: [Name: Text] = [:]
    for (key, value) in values {
      switch key.part {
      case .component(let index):
        structured[key.name, default: [:]][index] = value.plain
      case .parameters:
        heads[key.name] = value
        headGroups[key.name] = groups[key]
      case .group:
        result.properties += value.properties
      default:
        result.components += value.components
        for var property in value.properties {
          if let group = groups[key] { property.group = group }
          result.properties.append(property)
        }
      }
    }
    for name in structured.keys.sorted() {
      guard let parts = structured[name], let last = parts.keys.max() else { continue }
      var properties = heads[name]?.properties ?? [Property(name, value: .empty)]
      guard !properties.isEmpty else { continue }
      properties[0].value = CanonicalValue.join(
        (0...last).map { parts[$0] ?? .empty }, ASCII.semicolon)
      if let group = headGroups[name] {
        for index in properties.indices { properties[index].group = group }
      }
      result.properties += properties
    }
    return result
  }

  private func groupNames() -> [UnitKey: Text] {
    var leaders: Set<UnitKey> = []
    for (_, value) in values {
      if case .follows(let key) = value.group { leaders.insert(key) }
    }
    var names: [UnitKey: Text] = [:]
    for (key, value) in values {
      if case .named(let group) = value.group {
        names[key] = group
      } else if case .group = key.part {
        continue
      } else if value.properties.count > 1 || leaders.contains(key) {
        names[key] = Text("item\(names.count + 1)")
      }
    }
    for (key, value) in values {
      guard case .follows(let leader) = value.group, let name = names[leader] else { continue }
      // What stood alone in its group and now follows keeps its own description by its own group.
      if value.properties.count == 1 || names[key] == nil { names[key] = name }
    }
    return names
  }
}
