import ContentLines
import Records

/// What the server of a side does to what is written into it.
enum Server: String, CaseIterable, Sendable {
  case faithful, trims, shouts, escapes, formatsNumbers, cuts

  /// The record as the server stores it.
  func stored(_ record: Record) -> Record {
    guard self != .faithful else { return record }
    var result = record
    for component in result.components.indices {
      for index in result.components[component].properties.indices {
        let property = result.components[component].properties[index]
        result.components[component].properties[index] = stored(property)
      }
    }
    return result.canonical()
  }

  private func stored(_ property: Property) -> Property {
    var property = property
    switch self {
    case .faithful: break
    case .trims:
      guard Self.texts.contains(property.name) else { break }
      property.value = TextEscaping.escape(property.text.trimmed)
    case .shouts:
      guard property.name == "TITLE" || property.name == "ORG" else { break }
      property.value = Text(property.value.string.uppercased())
    case .escapes:
      guard Self.texts.contains(property.name) else { break }
      let text = property.text.string
      guard !text.contains("&amp;") else { break }
      property.value = TextEscaping.escape(Text(text.replacing("&", with: "&amp;")))
    case .formatsNumbers:
      guard property.name == "TEL" else { break }
      property.value = Text(property.value.string.replacing(" ", with: ""))
    case .cuts:
      guard property.name == "TITLE" else { break }
      property.value = TextEscaping.escape(
        Text(String(property.text.string.unicodeScalars.prefix(255).map(Character.init))))
    }
    return property
  }

  private static let texts: Set<Name> = ["TITLE", "NOTE", "ORG"]
}
