import ContentLines
package import Records

/// Simpler versions of records, for shrinking.
package enum RecordShrinking {
  /// Records with one component, property, parameter or piece of a value less. They may no longer
  /// be canonical.
  package static func simpler(_ record: Record) -> [Record] {
    var result: [Record] = []
    if !record.zones.isEmpty {
      result.append(Record(record.kind, record.components))
    }
    for index in record.components.indices {
      if record.components.count > 1 {
        var smaller = record
        smaller.components.remove(at: index)
        result.append(smaller)
      }
      for component in simpler(record.components[index]) {
        var smaller = record
        smaller.components[index] = component
        result.append(smaller)
      }
    }
    return result
  }

  private static func simpler(_ component: Component) -> [Component] {
    var result: [Component] = []
    for index in component.components.indices {
      var smaller = component
      smaller.components.remove(at: index)
      result.append(smaller)
    }
    for index in component.properties.indices where canGo(component.properties[index].name) {
      var smaller = component
      smaller.properties.remove(at: index)
      result.append(smaller)
    }
    for index in component.properties.indices {
      for property in simpler(component.properties[index]) {
        var smaller = component
        smaller.properties[index] = property
        result.append(smaller)
      }
    }
    return result
  }

  /// Names without which a record would be another kind of record.
  static func canGo(_ name: Name) -> Bool { name != .version && name != .recurrenceID }

  /// The property with less in it.
  package static func simpler(_ property: Property) -> [Property] {
    guard canGo(property.name), property.name != .uid else { return [] }
    var result: [Property] = []
    for index in property.parameters.indices {
      var smaller = property
      smaller.parameters.remove(at: index)
      result.append(smaller)
    }
    if !property.group.isEmpty {
      var smaller = property
      smaller.group = .empty
      result.append(smaller)
    }
    for value in simpler(property.value) {
      var smaller = property
      smaller.value = value
      result.append(smaller)
    }
    return result
  }

  /// The first half, the second half, and the value without its first or last letter.
  static func simpler(_ value: Text) -> [Text] {
    let scalars = Array(value.string.unicodeScalars)
    guard scalars.count > 1 else { return [] }
    func text(_ slice: ArraySlice<Unicode.Scalar>) -> Text {
      Text(String(String.UnicodeScalarView(slice)))
    }
    let half = scalars.count / 2
    return [
      text(scalars[..<half]), text(scalars[half...]), text(scalars.dropFirst()),
      text(scalars.dropLast()),
    ]
  }
}
