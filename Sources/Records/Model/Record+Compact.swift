import ContentLines

extension Record {
  /// The same record with all its texts in one store of its own: it keeps no file in memory, and
  /// cores that work on neighbours count no references to one object. O(n).
  public func compacted() -> Record {
    var packing = Packing()
    for component in components + zones { packing.collect(component) }
    // A slice reaches no further.
    guard packing.count <= UInt32.max else { return self }
    packing.close()
    return Record(
      kind, components.map { packing.packed($0) }, zones: zones.map { packing.packed($0) })
  }
}

/// Copies texts into one store; both passes meet them in the same order.
private struct Packing {
  private var bytes: [UInt8] = []
  private var store = ByteStore([])
  private var offset: UInt32 = 0
  var count: Int { bytes.count }

  mutating func collect(_ component: Component) {
    for index in component.properties.indices {
      bytes.append(contentsOf: component.properties[index].group.bytes)
      bytes.append(contentsOf: component.properties[index].value.bytes)
      for parameter in component.properties[index].parameters {
        bytes.append(contentsOf: parameter.value.bytes)
      }
    }
    for inner in component.components { collect(inner) }
  }

  mutating func close() {
    store = ByteStore(bytes)
    bytes = []
  }

  mutating func packed(_ component: Component) -> Component {
    var result = component
    for index in result.properties.indices {
      let property = component.properties[index]
      let group = next(property.group)
      let value = next(property.value)
      let parameters = property.parameters.map { Parameter($0.name, next($0.value)) }
      result.properties[index] = Property(
        group: group, property.name, parameters, value: value, line: property.line)
    }
    result.components = component.components.map { packed($0) }
    return result
  }

  private mutating func next(_ text: Text) -> Text {
    defer { offset += UInt32(text.count) }
    return Text(store: store, offset: offset, length: UInt32(text.count))
  }
}
