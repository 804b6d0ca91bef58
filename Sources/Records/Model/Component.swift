import ContentLines

/// A vCard, or a component of an iCalendar object: properties and inner components.
public struct Component: Sendable, Hashable {
  /// `VCARD`, `VEVENT` …
  public var name: Name
  /// In the order of the file, or the canonical one.
  public var properties: [Property]
  /// Those inside: alarms, observances.
  public var components: [Component]
  /// The physical line of its BEGIN, 0 where there is none; never compared.
  public var line: UInt32 = 0
  /// The physical line of its END, 0 where there is none; never compared.
  public var endLine: UInt32 = 0

  /// A component without a place in a file.
  public init(_ name: Name, _ properties: [Property] = [], components: [Component] = []) {
    self.name = name
    self.properties = properties
    self.components = components
  }

  /// Without regard to lines of a file. O(n).
  public static func == (one: Component, other: Component) -> Bool {
    one.name == other.name && one.properties == other.properties
      && one.components == other.components
  }

  /// Agrees with `==`.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(properties)
  }

  /// The first property of a name, or nil. O(n).
  public func first(_ name: Name) -> Property? {
    // By index: going through the properties themselves would copy each of them.
    for index in properties.indices where properties[index].name == name {
      return properties[index]
    }
    return nil
  }

  /// All properties of a name, in order. O(n).
  public func all(_ name: Name) -> [Property] {
    var result: [Property] = []
    for index in properties.indices where properties[index].name == name {
      result.append(properties[index])
    }
    return result
  }

  /// Whether there is a property of the name. O(n).
  public func has(_ name: Name) -> Bool {
    for index in properties.indices where properties[index].name == name { return true }
    return false
  }

  /// Puts a property where the schema's order wants it, before the first of a later row: the
  /// component stays canonical if the property is, and stands alone in its row. O(n).
  public mutating func insert(_ property: Property) {
    let schema = Schema.of(component: name)
    let order = schema[property.name].order
    let place = properties.firstIndex { schema[$0.name].order > order } ?? properties.count
    properties.insert(property, at: place)
  }

  /// Replaces all properties of a name by one, or removes them.
  public mutating func set(_ name: Name, _ property: Property?) {
    if has(name) { properties.removeAll { $0.name == name } }
    if let property { properties.append(property) }
  }
}
