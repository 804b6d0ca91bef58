import ContentLines
import Records

/// A property value with what its group says of it, or an inner component.
struct Entity {
  var name: Name
  var row: PropertySchema
  /// What pairs it with other versions; nil where the property is not keyed.
  var key: Text?
  var value: UnitValue
  var isInner = false
  /// The entity whose numbered group this one shares, in the same component.
  var leader: Int?

  /// What tells two members apart when no key matches: the sets among the parameters (TYPE), or
  /// the name of an inner component. One removal and one addition in one slot are an edit.
  func slot(_ schema: Schema) -> [Text] {
    guard let property = value.properties.first, !isInner else { return [name.text] }
    return [name.text]
      + property.parameters.filter { schema.parameter($0.name)?.isSet == true }.map(\.value)
  }
}

/// One component taken apart. O(n).
struct ComponentParts {
  var entities: [Entity] = []
  /// Composite units, in the order of the record.
  var groups: [MergeUnit: [Property]] = [:]
  /// EXDATE and RDATE of a master.
  var dates: [Property] = []
  /// What is no content: volatile, identity, empty.
  var carried: [Property] = []

  init(_ component: Component, isMaster: Bool) {
    let schema = Schema.of(component: component.name)
    let described = Self.describedGroups(component)
    var descriptions: [Property] = []
    var leaders: [Text: Int] = [:]
    entities.reserveCapacity(component.properties.count)
    for property in component.properties {
      let row = schema[property.name]
      let group = property.group.isEmpty ? Text.empty : property.group.asciiLowercased
      let isDescribed = !group.isEmpty && described.contains(group)
      if row.isVolatile || row.unit == .identity || !isDescribed && Self.isEmpty(property, row) {
        var bare = property
        // The number of a group means nothing outside its record.
        if Schema.isNumberedGroup(group) { bare.group = .empty }
        carried.append(bare)
        continue
      }
      switch row.unit {
      case .schedule, .progress, .dates:
        groups[row.unit, default: []].append(property)
      case .instances where isMaster:
        dates.append(property)
      default:
        if isDescribed, Schema.describesGroup(property.name) {
          descriptions.append(property)
        } else {
          add(property, row, &leaders)
        }
      }
    }
    for property in descriptions {
      let group = property.group.asciiLowercased
      if let leader = leaders[group] {
        var bare = property
        bare.group = .empty
        entities[leader].value.properties.append(bare)
      } else {
        add(property, schema[property.name], &leaders)
      }
    }
    for inner in component.components { add(inner) }
  }

  /// Adds a property, or each value of a list.
  private mutating func add(
    _ property: Property, _ row: PropertySchema, _ leaders: inout [Text: Int]
  ) {
    var property = property
    let group = property.group
    property.group = .empty
    var values = [property.value]
    if CanonicalValue.kind(of: property, row) == .textList {
      values = TextEscaping.split(property.value, at: ASCII.comma)
    }
    for value in values {
      property.value = value
      var entity = Entity(
        name: property.name, row: row, key: MemberKey.of(property, row),
        value: UnitValue([property]))
      if !group.isEmpty {
        let isNumbered = Schema.isNumberedGroup(group)
        if !isNumbered { entity.value.group = .named(group) }
        let lowered = group.asciiLowercased
        if let leader = leaders[lowered] {
          if isNumbered { entity.leader = leader }
        } else {
          leaders[lowered] = entities.count
        }
      }
      entities.append(entity)
    }
  }

  private mutating func add(_ inner: Component) {
    let names = Schema.keyProperties(ofComponent: inner.name)
    let key: Text
    if names.isEmpty {
      key = Text(inner.withoutVolatile().bytes())
    } else {
      key = CanonicalValue.join(names.map { inner.first($0)?.value ?? .empty }, ASCII.space)
    }
    entities.append(
      Entity(
        name: inner.name, row: Schema.iCalendar[inner.name], key: key,
        value: UnitValue([], components: [inner]), isInner: true))
  }

  private static func describedGroups(_ component: Component) -> Set<Text> {
    var groups: Set<Text> = []
    for property in component.properties
    where !property.group.isEmpty && Schema.describesGroup(property.name) {
      groups.insert(property.group.asciiLowercased)
    }
    return groups
  }

  /// Whether a known property says nothing: an empty value, or separators alone.
  private static func isEmpty(_ property: Property, _ row: PropertySchema) -> Bool {
    guard row.isKnown else { return false }
    guard !property.value.isEmpty else { return true }
    switch row.value {
    case .structured, .floats:
      return property.value.bytes.allSatisfy { $0 == ASCII.semicolon || $0 == ASCII.comma }
    case .textList:
      return property.value.bytes.allSatisfy { $0 == ASCII.comma }
    default:
      return false
    }
  }
}
