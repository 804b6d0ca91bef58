import CivilTime
import ContentLines
import Records

/// One property as `[name, parameters, type, value …]` (RFC 7095 section 3.3).
enum JCardProperty {
  static func write(_ property: Property) -> JSONValue {
    let row = Schema.vCard[property.name]
    let stated = property.parameter(.value)
    let isOneStated = property.parameters(.value).count == 1
    let type =
      isOneStated ? stated ?? .empty : row.defaultType.isEmpty ? "unknown" : Text(row.defaultType)
    let shape = JCardShape(type: type, property, row)
    var values = shape.values(property.value)
    var written = property.name == .version ? "text" : type
    var keepsValue = stated != nil && !isOneStated
    // What would come back differently is handed over as it stands (RFC 7095 section 5.1).
    if shape.value(values) != property.value || type == "unknown" && property.name != .version {
      values = [.string(property.value)]
      written = "unknown"
      keepsValue = stated != nil
    }
    let head: [JSONValue] = [
      .string(property.name.text.asciiLowercased), .object(parameters(property, keepsValue)),
      .string(written),
    ]
    return .array(head + values)
  }

  private static func parameters(_ property: Property, _ keepsValue: Bool) -> [JSONMember] {
    var members: [JSONMember] = []
    var at = property.parameters.startIndex
    while at < property.parameters.endIndex {
      let name = property.parameters[at].name
      var values: [JSONValue] = []
      // "group" is the group of the line; a parameter of that name travels under another.
      let isGroup = name == "GROUP"
      while at < property.parameters.endIndex, property.parameters[at].name == name {
        let parameter = property.parameters[at]
        values.append(.string(isGroup ? CarriedParameter.wrap(parameter).value : parameter.value))
        at += 1
      }
      if name == .value, !keepsValue { continue }
      let written = isGroup ? "x-drawbridge-group" : name.text.asciiLowercased
      members.append(JSONMember(written, values.count == 1 ? values[0] : .array(values)))
    }
    if !property.group.isEmpty { members.append(JSONMember("group", .string(property.group))) }
    return members
  }

  /// The properties of a jCard item, or nil if the item is not built like one. Several values of a
  /// property that no list holds are a property each (RFC 7095 section 3.3).
  static func read(_ item: JSONValue) -> [Property]? {
    guard let parts = item.items, parts.count >= 4, case .string(let name) = parts[0],
      !name.isEmpty, name.bytes.allSatisfy(ASCII.isNameByte), let members = parts[1].members,
      case .string(let type) = parts[2]
    else { return nil }
    var property = Property(Name(name), value: .empty)
    for member in members {
      let values = (member.value.items ?? [member.value]).compactMap(\.text)
      if member.name.equalsIgnoringCase("group") {
        property.group = values.first ?? .empty
      } else {
        let name = Name(member.name)
        for value in values { property.parameters.append(Parameter(name, value)) }
      }
    }
    let row = Schema.vCard[property.name]
    let values = Array(parts.dropFirst(3))
    let isUnknown = type.equalsIgnoringCase("unknown")
    let isDefault =
      property.name == .version
      || !row.defaultType.isEmpty && type.equalsIgnoringCase(row.defaultType)
    if !isUnknown, !isDefault, property.parameter(.value) == nil {
      property.parameters.append(Parameter(.value, type))
    }
    let shape = isUnknown ? JCardShape.raw : JCardShape(type: type, property, row)
    guard row.isKnown, !shape.isList else {
      property.value = shape.value(values)
      return [property]
    }
    return values.map { value in
      var single = property
      single.value = shape.value([value])
      return single
    }
  }
}
