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
    let shape = Shape(type: type, property, row)
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

  /// The property of a jCard item, or nil if the item is not built like one.
  static func read(_ item: JSONValue) -> Property? {
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
    if type.equalsIgnoringCase("unknown") {
      property.value = values[0].text ?? Text(values[0].bytes)
      return property
    }
    let isDefault =
      property.name == .version
      || !row.defaultType.isEmpty && type.equalsIgnoringCase(row.defaultType)
    if !isDefault, property.parameter(.value) == nil {
      property.parameters.append(Parameter(.value, type))
    }
    property.value = Shape(type: type, property, row).value(values)
    return property
  }

  /// How the value of one property stands in JSON.
  private enum Shape {
    case text, texts
    case structured(lists: Bool)
    case date, offset, raw

    init(type: Text, _ property: Property, _ row: PropertySchema) {
      if type.equalsIgnoringCase("timestamp") {
        self = .date
      } else if type.equalsIgnoringCase("utc-offset") {
        self = .offset
      } else if !row.isKnown {
        self = type.equalsIgnoringCase("text") ? .text : .raw
      } else {
        var property = property
        property.set(.value, type.isEmpty || type == "unknown" ? [] : [type])
        switch row.isVolatile ? row.value : CanonicalValue.kind(of: property, row) {
        case .text: self = .text
        case .textList: self = .texts
        case .structured(_, let lists): self = .structured(lists: lists)
        case .date: self = .date
        default: self = .raw
        }
      }
    }

    func values(_ value: Text) -> [JSONValue] {
      switch self {
      case .text: [.string(TextEscaping.unescape(value))]
      case .texts: TextEscaping.split(value, at: ASCII.comma).map(Self.string)
      case .structured(let lists): [Self.structured(value, lists)]
      case .date: [.string(Self.extended(value))]
      case .offset: [.string(DateSpelling.extendedOffset(value) ?? value)]
      case .raw: [.string(value)]
      }
    }

    func value(_ values: [JSONValue]) -> Text {
      let first = values.first ?? .null
      switch self {
      case .text: return TextEscaping.escape(Self.plain(first))
      case .texts:
        return CanonicalValue.join(
          values.map { TextEscaping.escape(Self.plain($0)) }, ASCII.comma)
      case .structured:
        guard let parts = first.items else { return TextEscaping.escape(Self.plain(first)) }
        guard !parts.isEmpty else { return .empty }
        return CanonicalValue.join(
          parts.map { part in
            guard let words = part.items, !words.isEmpty else {
              return TextEscaping.escape(Self.plain(part))
            }
            return CanonicalValue.join(
              words.map { TextEscaping.escape(Self.plain($0)) }, ASCII.comma)
          }, ASCII.semicolon)
      case .date:
        let text = Self.plain(first)
        guard let date = VCardDate(text.bytes), DateSpelling.extended(date) == text else {
          return text
        }
        return DateSpelling.spelled(date)
      case .offset:
        let text = Self.plain(first)
        return DateSpelling.basicOffset(text) ?? text
      case .raw:
        return values.count == 1
          ? Self.plain(first) : CanonicalValue.join(values.map(Self.plain), ASCII.comma)
      }
    }

    private static func plain(_ value: JSONValue) -> Text {
      value.text ?? (value == .null ? .empty : Text(value.bytes))
    }

    private static func string(_ escaped: Text) -> JSONValue {
      .string(TextEscaping.unescape(escaped))
    }

    private static func structured(_ value: Text, _ lists: Bool) -> JSONValue {
      let parts = TextEscaping.split(value, at: ASCII.semicolon).map { part -> JSONValue in
        let words = lists ? TextEscaping.split(part, at: ASCII.comma) : [part]
        return words.count == 1 ? string(part) : .array(words.map(string))
      }
      return parts.count == 1 && parts[0].items == nil ? parts[0] : .array(parts)
    }

    private static func extended(_ value: Text) -> Text {
      guard let date = VCardDate(value.bytes), DateSpelling.spelled(date) == value else {
        return value
      }
      return DateSpelling.extended(date)
    }
  }
}
