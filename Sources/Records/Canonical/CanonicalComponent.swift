import ContentLines

extension Component {
  /// The component in canonical form: values, parameters, groups and order (spec/canonical.md).
  /// Applying it twice changes nothing. O(n log n).
  public func canonical() -> Component {
    let schema = Schema.of(component: name)
    if isCanonical(schema) { return self }
    var canonical = properties
    for index in properties.indices {
      let row = schema[properties[index].name]
      // Most of what is put together anew was canonical before.
      if !CanonicalValue.isCanonical(properties[index], row) {
        canonical[index].value = CanonicalValue.of(properties[index], row)
      }
      if !CanonicalParameters.areCanonical(properties[index], row, schema) {
        canonical[index].parameters = CanonicalParameters.of(properties[index], row, schema)
      }
    }
    canonical = Self.separatingDates(canonical, schema)
    canonical = Self.joiningLists(canonical, schema)
    canonical = CanonicalOrder.sorted(canonical, schema)
    // A group that held a single line is none any more: its list joins the others.
    while properties.contains(where: { !$0.group.isEmpty }) {
      let joined = Self.joiningLists(canonical, schema)
      if joined.count == canonical.count { break }
      canonical = CanonicalOrder.sorted(joined, schema)
    }
    var result = Component(name, canonical)
    result.line = line
    result.endLine = endLine
    result.components = components.map { $0.canonical() }
    if result.components.count > 1 {
      result.components = result.components.map { ($0, $0.bytes()) }
        .sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
    }
    return result
  }

  /// A list of dates is one property for each.
  private static func separatingDates(_ properties: [Property], _ schema: Schema) -> [Property] {
    func isList(_ property: Property) -> Bool {
      CanonicalValue.kind(of: property, schema[property.name]) == .dateList
    }
    guard properties.contains(where: { $0.value.contains(ASCII.comma) && isList($0) }) else {
      return properties
    }
    return properties.flatMap { property -> [Property] in
      guard isList(property) else { return [property] }
      return TextEscaping.split(property.value, at: ASCII.comma).map { value in
        var property = property
        property.value = value.trimmed
        return property
      }
    }
  }

  /// `CATEGORIES:a` and `CATEGORIES:b` are `CATEGORIES:a,b`, sorted; repeats are kept.
  private static func joiningLists(_ properties: [Property], _ schema: Schema) -> [Property] {
    let lists = properties.indices.filter { isList(properties[$0], schema) }
    // Most lists stand alone, and in order.
    let isDone = lists.allSatisfy { index in
      CanonicalValue.isCanonical(properties[index], schema[properties[index].name])
        && !lists.contains { $0 != index && properties[$0].name == properties[index].name }
    }
    guard !isDone else { return properties }
    var result: [Property] = []
    for var property in properties {
      guard isList(property, schema) else {
        result.append(property)
        continue
      }
      var values = TextEscaping.split(property.value, at: ASCII.comma)
      let twin = result.firstIndex {
        $0.name == property.name && $0.parameters == property.parameters
          && $0.group == property.group
      }
      if let twin { values += TextEscaping.split(result[twin].value, at: ASCII.comma) }
      property.value = CanonicalValue.list(of: values)
      if let twin { result[twin] = property } else { result.append(property) }
    }
    return result
  }

  private static func isList(_ property: Property, _ schema: Schema) -> Bool {
    CanonicalValue.kind(of: property, schema[property.name]) == .textList
  }
}

/// The canonical order of properties and the canonical names of groups.
public enum CanonicalOrder {
  static func sorted(_ properties: [Property], _ schema: Schema) -> [Property] {
    let properties = Property.dissolvingLoneGroups(properties)
    let isGrouped = properties.contains { !$0.group.isEmpty }
    guard isGrouped || !isOrdered(properties, schema) else { return properties }
    // Hardly ever asked for: only equal lines are told apart by their groups.
    lazy var signatures = signatures(properties, schema)
    let orders = properties.map { schema[$0.name].order }
    // Places are sorted, not properties: those count references when they move.
    let places = properties.indices.sorted { one, other in
      if orders[one] != orders[other] { return orders[one] < orders[other] }
      let order = compare(properties[one], properties[other])
      if order != 0 { return order < 0 }
      if isGrouped {
        let (first, second) = (properties[one].group, properties[other].group)
        let own = signatures[first] ?? []
        let theirs = signatures[second] ?? []
        if own != theirs { return own.lexicographicallyPrecedes(theirs) }
        // Groups that hold the same are told apart by name, so that their lines stay together.
        if precedes(first, second) { return true }
        if precedes(second, first) { return false }
      }
      return one < other
    }
    let ordered = places.map { properties[$0] }
    return isGrouped ? renamingGroups(ordered) : ordered
  }

  /// Whether properties without groups stand in order already.
  private static func isOrdered(_ properties: [Property], _ schema: Schema) -> Bool {
    for index in properties.indices.dropFirst() {
      let one = schema[properties[index - 1].name].order
      let other = schema[properties[index].name].order
      if one > other || one == other && compare(properties[index - 1], properties[index]) > 0 {
        return false
      }
    }
    return true
  }

  /// Numbered groups first, then by name.
  private static func precedes(_ one: Text, _ other: Text) -> Bool {
    let first = one.asciiLowercased
    let second = other.asciiLowercased
    let isNumbered = Schema.isNumberedGroup(first)
    return isNumbered != Schema.isNumberedGroup(second) ? isNumbered : first < second
  }

  /// By name, value and parameters; the group has no say. Below, at or above zero.
  public static func compare(_ one: Property, _ other: Property) -> Int {
    if one.name != other.name { return one.name < other.name ? -1 : 1 }
    if one.value != other.value { return one.value < other.value ? -1 : 1 }
    for (first, second) in zip(one.parameters, other.parameters) where first != second {
      if first.name != second.name { return first.name < second.name ? -1 : 1 }
      return first.value < second.value ? -1 : 1
    }
    return one.parameters.count - other.parameters.count
  }

  /// What a group holds, whatever it is called: its lines without the group, sorted.
  private static func signatures(_ properties: [Property], _ schema: Schema) -> [Text: [UInt8]] {
    var lines: [Text: [[UInt8]]] = [:]
    for property in properties where !property.group.isEmpty {
      var bare = property
      bare.group = .empty
      var writer = LineWriter(folds: false)
      bare.write(to: &writer)
      lines[property.group.asciiLowercased, default: []].append(writer.bytes)
    }
    var result: [Text: [UInt8]] = [:]
    for property in properties where !property.group.isEmpty {
      let all = lines[property.group.asciiLowercased] ?? []
      result[property.group] = all.sorted { $0.lexicographicallyPrecedes($1) }.flatMap(\.self)
    }
    return result
  }

  /// Dissolves and names the groups of properties that stand in order already: what `sorted` does,
  /// for those who put every property in its place as it came. O(n) in the properties, times the
  /// number of groups.
  ///
  /// - Returns: false, and nothing is changed, where equal lines stand in different groups: then the
  ///   groups as a whole have a say in the order.
  public static func settleGroups(_ properties: inout [Property]) -> Bool {
    // Cards have few groups: looking through them is quicker than hashing their names.
    var groups: [(key: Text, count: Int, name: Text)] = []
    for index in properties.indices {
      let key = properties[index].group.asciiLowercased
      if index > 0, properties[index - 1].name == properties[index].name,
        !key.isEmpty || !properties[index - 1].group.isEmpty,
        compare(properties[index - 1], properties[index]) == 0
      {
        return false
      }
      guard !key.isEmpty else { continue }
      if let known = groups.firstIndex(where: { $0.key == key }) {
        groups[known].count += 1
      } else {
        groups.append((key, 1, .empty))
      }
    }
    var named = 0
    for index in properties.indices where !properties[index].group.isEmpty {
      let key = properties[index].group.asciiLowercased
      guard Schema.isNumberedGroup(key),
        let known = groups.firstIndex(where: { $0.key == key })
      else { continue }
      if groups[known].count == 1 {
        properties[index].group = .empty
        continue
      }
      if groups[known].name.isEmpty {
        named += 1
        groups[known].name = numberedGroup(named)
      }
      if properties[index].group != groups[known].name {
        properties[index].group = groups[known].name
      }
    }
    return true
  }

  private static func numberedGroup(_ number: Int) -> Text {
    number <= firstGroups.count ? firstGroups[number - 1] : Text("item\(number)")
  }

  private static let firstGroups = (1...16).map { Text("item\($0)") }

  /// Groups called `itemN` are numbered in canonical order. Other names are kept as written.
  private static func renamingGroups(_ properties: [Property]) -> [Property] {
    var names: [Text: Text] = [:]
    return properties.map { property in
      let key = property.group.asciiLowercased
      guard Schema.isNumberedGroup(key) else { return property }
      var property = property
      let name = names[key] ?? numberedGroup(names.count + 1)
      names[key] = name
      property.group = name
      return property
    }
  }
}

extension Property {
  /// A group called `itemN` with a single line is no group. Before sorting, for a group decides
  /// the order of lines that are equal otherwise.
  public static func dissolvingLoneGroups(_ properties: [Property]) -> [Property] {
    guard properties.contains(where: { !$0.group.isEmpty }) else { return properties }
    var counts: [Text: Int] = [:]
    for property in properties where !property.group.isEmpty {
      counts[property.group.asciiLowercased, default: 0] += 1
    }
    return properties.map { property in
      let key = property.group.asciiLowercased
      guard counts[key] == 1, Schema.isNumberedGroup(key) else { return property }
      var property = property
      property.group = .empty
      return property
    }
  }
}
