import ContentLines

extension Record {
  /// The record in canonical form; the format modules upgrade idioms, zones and dates before.
  /// Applying it twice changes nothing. O(n log n).
  public func canonical() -> Record {
    var all = components.map { $0.canonical() }
    if all.count > 1 {
      // The master first, then instances by original start; nothing else orders them.
      let keyed = all.map { component in
        (component, component.first(.recurrenceID)?.value ?? .empty, component.bytes())
      }
      all = keyed.sorted { one, other in
        one.1 != other.1 ? one.1 < other.1 : one.2.lexicographicallyPrecedes(other.2)
      }.map(\.0)
    }
    let definitions = zones.map { $0.canonical() }.sorted {
      $0.bytes().lexicographicallyPrecedes($1.bytes())
    }
    return Record(kind, all, zones: definitions)
  }

  /// The folded content lines of its components, without the calendar around them. O(n).
  public func bytes() -> [UInt8] {
    var writer = LineWriter()
    for zone in zones { zone.write(to: &writer) }
    for component in components { component.write(to: &writer) }
    return writer.bytes
  }

  /// The SHA-256 of the canonical lines without volatile properties. The record must be
  /// canonical. O(n).
  public func digest() -> Digest {
    var writer = LineWriter(folds: false)
    for zone in zones { zone.write(to: &writer, leavingOutVolatile: true) }
    for component in components { component.write(to: &writer, leavingOutVolatile: true) }
    return Digest(of: writer.bytes)
  }

  /// The record without volatile properties (DTSTAMP, REV, PRODID …). O(n).
  public func withoutVolatile() -> Record {
    guard components.contains(where: \.hasVolatile) || zones.contains(where: \.hasVolatile) else {
      return self
    }
    return Record(
      kind, components.map { $0.withoutVolatile() }, zones: zones.map { $0.withoutVolatile() })
  }
}

extension Component {
  /// Whether any property in it is volatile. O(n).
  fileprivate var hasVolatile: Bool {
    let schema = Schema.of(component: name)
    for index in properties.indices where schema.isVolatile(properties[index].name) { return true }
    return components.contains(where: \.hasVolatile)
  }

  /// The component without volatile properties. O(n).
  public func withoutVolatile() -> Component {
    let schema = Schema.of(component: name)
    var result = Component(
      name, properties.filter { !schema.isVolatile($0.name) },
      components: components.map { $0.withoutVolatile() })
    result.line = line
    return result
  }
}
