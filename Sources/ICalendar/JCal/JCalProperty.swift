import ContentLines
import Records

/// One property of jCal: `[name, parameters, type, value …]` (RFC 7265 section 3.4).
enum JCalProperty {
  private static let unknown: Text = "unknown"
  /// RFC 7265 has no groups, which a few calendars use all the same.
  private static let encoding: Name = "ENCODING"
  private static let group: Name = "X-DRAWBRIDGE-GROUP"

  static func value(_ property: Property, _ schema: Schema) -> JSONValue {
    let type = type(of: property, schema)
    if let values = JCalValue.json(property.value, type: type.string, schema[property.name]) {
      let typed = json(property, type: type, values: values, keepsValue: false)
      // Whatever would not come back the same is written as it stands.
      if self.property(typed, schema) == property { return typed }
    }
    return json(property, type: unknown, values: [.string(property.value)], keepsValue: true)
  }

  private static func type(of property: Property, _ schema: Schema) -> Text {
    if let type = property.parameter(.value) { return type.asciiLowercased }
    let usual = schema[property.name].defaultType
    return usual.isEmpty ? unknown : Text(usual.lowercased())
  }

  private static func json(
    _ property: Property, type: Text, values: [JSONValue], keepsValue: Bool
  ) -> JSONValue {
    var members: [JSONMember] = []
    if !property.group.isEmpty {
      members.append(JSONMember(group.text.asciiLowercased, .string(property.group)))
    }
    var previous: Name?
    // The type says it all (RFC 7265 section 3.6.1).
    let isBinary = type == "binary" && property.parameters(encoding) == ["BASE64"]
    for parameter in property.parameters
    where (keepsValue || parameter.name != .value) && !(isBinary && parameter.name == encoding) {
      defer { previous = parameter.name }
      let value = JSONValue.string(parameter.value)
      guard parameter.name == previous, let last = members.popLast() else {
        members.append(JSONMember(parameter.name.text.asciiLowercased, value))
        continue
      }
      members.append(JSONMember(last.name, .array((last.value.items ?? [last.value]) + [value])))
    }
    return .array(
      [.string(property.name.text.asciiLowercased), .object(members), .string(type)] + values)
  }

  static func property(_ value: JSONValue, _ schema: Schema) -> Property? {
    guard let items = value.items, items.count >= 4, case .string(let name) = items[0],
      let members = items[1].members, case .string(let type) = items[2]
    else { return nil }
    var property = Property(Name(name), value: .empty)
    for member in members {
      let name = Name(member.name)
      let values = (member.value.items ?? [member.value]).compactMap(\.text)
      if name == group {
        property.group = values.first ?? .empty
      } else {
        property.parameters += values.map { Parameter(name, $0) }
      }
    }
    let row = schema[property.name]
    let isUnknown = type.equalsIgnoringCase("unknown")
    property.value = JCalValue.text(
      Array(items[3...]), type: isUnknown ? "unknown" : type.asciiLowercased.string, row)
    if type.equalsIgnoringCase("binary"), property.parameter(encoding) == nil {
      property.parameters.append(Parameter(encoding, "BASE64"))
    }
    if !isUnknown, !type.equalsIgnoringCase(row.defaultType) {
      property.parameters.append(Parameter(.value, type.asciiUppercased))
      // Sorted, as canonical parameters are.
      property.parameters = property.parameters.enumerated().sorted {
        $0.element.name != $1.element.name
          ? $0.element.name < $1.element.name : $0.offset < $1.offset
      }.map(\.element)
    }
    return property
  }
}
