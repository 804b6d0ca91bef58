import ContentLines
import Records

/// The content lines of vCard 3.0 (RFC 2426): no RFC 6868, no quotes, one TYPE a word.
enum Version3 {
  static func write(
    _ properties: [Property], _ component: Component, to writer: inout LineWriter
  ) {
    writer.put(literal: "BEGIN:")
    writer.put(component.name.text)
    writer.endLine()
    for property in properties { write(property, to: &writer) }
    for inner in component.components {
      write(inner.properties.map(carryingParameters), inner, to: &writer)
    }
    writer.put(literal: "END:")
    writer.put(component.name.text)
    writer.endLine()
  }

  /// The names that address books spell in mixed case; some compare letter by letter.
  private static let spellings: [(Name, StaticString)] = [
    ("X-ABLABEL", "X-ABLabel"), ("X-ABRELATEDNAMES", "X-ABRELATEDNAMES"),
    ("X-ABSHOWAS", "X-ABShowAs"),
  ]

  private static func write(_ property: Property, to writer: inout LineWriter) {
    if !property.group.isEmpty {
      writer.put(property.group)
      writer.put(ASCII.dot)
    }
    if let spelling = spellings.first(where: { $0.0 == property.name }) {
      writer.put(literal: spelling.1)
    } else {
      writer.put(property.name.text)
    }
    for parameter in property.parameters {
      writer.put(ASCII.semicolon)
      writer.put(parameter.name.text)
      writer.put(ASCII.equals)
      writer.put(parameter.value)
    }
    writer.put(ASCII.colon)
    if property.value.contains(ASCII.lf) {
      for byte in property.value.bytes {
        if byte == ASCII.lf { writer.put(literal: "\\n") } else { writer.put(byte) }
      }
    } else {
      writer.put(property.value)
    }
    writer.endLine()
  }

  /// Parameters that came after vCard 3.0: a phone may take any of them for a label.
  private static let newer: Set<Name> = [
    "PREF", "ALTID", "PID", "MEDIATYPE", "SORT-AS", "CALSCALE", "GEO", "TZ", "LABEL", "CC", "INDEX",
    "LEVEL", "AUTHOR", "AUTHOR-NAME", "CREATED", "DERIVED", "PHONETIC", "SCRIPT", "PROP-ID",
    "JSCOMPS", "JSPTR", "SERVICE-TYPE", "USERNAME",
  ]

  /// The property of a component that no version of vCard knows: nothing of it is rewritten, but what
  /// needs quotes or came later is carried.
  private static func carryingParameters(_ property: Property) -> Property {
    let carried = Set(
      property.parameters.filter { newer.contains($0.name) || !CarriedParameter.isPlain($0.value) }
        .map(\.name))
    guard !carried.isEmpty else { return property }
    var result = property
    // All values of a name travel the same way, so that they keep their order.
    result.parameters = property.parameters.map {
      carried.contains($0.name) ? CarriedParameter.wrap($0) : $0
    }
    return result
  }

  /// The property with parameters that stand in a 3.0 line without quotes.
  static func parameters(_ property: Property) -> Property {
    guard !property.parameters.isEmpty else { return property }
    var result = property
    result.parameters = []
    let prefs = property.parameters("PREF")
    for parameter in property.parameters {
      let name = parameter.name
      if name == "PREF", prefs == ["1"] {
        result.parameters.append(Parameter(.type, "PREF"))
      } else if newer.contains(name)
        || property.parameters.contains(where: {
          $0.name == name && !CarriedParameter.isPlain($0.value)
        })
      {
        // All values of a name travel the same way, so that they keep their order.
        result.parameters.append(CarriedParameter.wrap(parameter))
      } else if name == .type {
        result.parameters.append(Parameter(.type, parameter.value.asciiUppercased))
      } else {
        result.parameters.append(parameter)
      }
    }
    return result
  }
}
