import ContentLines
import Records

/// Which properties and parameters Google has a place for.
///
/// What Google was seen to show beyond them (vendors' lines of other programs pass through its
/// calendars) it goes on showing, unchanged: nothing of it is ever planned as a write.
struct HeldProperties: Sendable {
  let names: Set<Name>
  /// Parameters that get lost on any property.
  let lostParameters: Set<Name>
  private let held: NameSet

  init(names: Set<Name>, lostParameters: Set<Name>) {
    self.names = names
    self.lostParameters = lostParameters
    held = NameSet(names)
  }

  /// The component without what Google has no place for.
  ///
  /// - Parameters:
  ///   - previous: What Google shows of the same component now.
  ///   - coarse: The form Google gives to a property it holds, or nil where it cannot hold this
  ///     one. Not asked for what it shows already.
  func filter(
    _ component: Component, previous: Component?, coarse: (Property) -> Property?
  ) -> Component {
    let schema = Schema.of(component: component.name)
    let shown = previous?.properties ?? []
    var result = component
    result.properties = component.properties.compactMap { property in
      let row = schema[property.name]
      if row.unit == .identity || row.isVolatile { return property }
      guard held.contains(property.name) else { return nil }
      if Self.contains(shown, property) { return property }
      var property = property
      property.parameters.removeAll { lostParameters.contains($0.name) }
      guard var form = coarse(property) else { return nil }
      // A parameter that Google shows on this very value stays.
      let twin = previous?.properties.first { $0.name == form.name && $0.value == form.value }
      form.parameters += (twin?.parameters ?? []).filter { lostParameters.contains($0.name) }
      return form
    }
    Self.dropLooseLabels(&result)
    if let previous { passOn(previous, into: &result, schema) }
    return result
  }

  /// Whether the property is among some, whatever its group is called. O(n).
  private static func contains(_ properties: [Property], _ property: Property) -> Bool {
    for index in properties.indices
    where properties[index].name == property.name && properties[index].value == property.value
      && properties[index].parameters == property.parameters
      && properties[index].group.isEmpty == property.group.isEmpty
    {
      return true
    }
    return false
  }

  /// A label without what it labels says nothing.
  static func dropLooseLabels(_ component: inout Component) {
    guard component.has(.label) else { return }
    let labelled = Set(component.properties.filter { $0.name != .label }.map(\.group))
    component.properties.removeAll { $0.name == .label && !labelled.contains($0.group) }
  }

  /// Adds what the side shows and this table does not know, with the groups it lies in.
  private func passOn(_ previous: Component, into result: inout Component, _ schema: Schema) {
    let foreign = previous.properties.filter {
      let row = schema[$0.name]
      return row.unit != .identity && !row.isVolatile && !held.contains($0.name)
    }
    guard !foreign.isEmpty else { return }
    var groups: [Text: Text] = [:]
    for group in foreign.map(\.group) where !group.isEmpty && groups[group] == nil {
      let own = previous.properties.filter { $0.group == group && names.contains($0.name) }
      if let same = Self.group(of: own.map(Bare.init), in: result, names) {
        groups[group] = same
      } else {
        groups[group] = Self.fresh(group)
        for var label in own where label.name == .label {
          label.group = Self.fresh(group)
          result.properties.append(label)
        }
      }
    }
    for var property in foreign {
      if !property.group.isEmpty { property.group = groups[property.group] ?? property.group }
      result.properties.append(property)
    }
  }

  /// The group that holds just these properties, more than a label.
  private static func group(
    of members: [Bare], in component: Component, _ names: Set<Name>
  ) -> Text? {
    guard members.contains(where: { $0.name != .label }) else { return nil }
    let candidates = component.properties.filter { !$0.group.isEmpty && Bare($0) == members[0] }
    return candidates.map(\.group).first { group in
      let own = component.properties.filter { $0.group == group && names.contains($0.name) }
      return Set(own.map(Bare.init)) == Set(members)
    }
  }

  /// A name for a group that cannot mean a group of the record.
  private static func fresh(_ group: Text) -> Text {
    group.count > 4 && group[0..<4].equalsIgnoringCase("item")
      && group[4..<group.count].bytes.allSatisfy(ASCII.isDigit)
      ? Text("item9\(group[4..<group.count].string)0") : group
  }

  /// A property without the name of its group: groups are named anew in every record.
  private struct Bare: Hashable {
    private let property: Property
    private let isGrouped: Bool

    init(_ property: Property) {
      isGrouped = !property.group.isEmpty
      var property = property
      property.group = .empty
      self.property = property
    }

    var name: Name { property.name }
  }
}

extension Name {
  static let label: Name = "X-ABLABEL"
}
