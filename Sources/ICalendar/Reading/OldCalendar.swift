import ContentLines
import Records

/// Moves what vCalendar 1.0 writes in its own way to its place in iCalendar 2.0; what has none
/// (DALARM, AALARM, old rules) stays as it is.
enum OldCalendar {
  /// The component with quoted-printable and charsets decoded and, in vCalendar 1.0, lists in
  /// commas; inner components too. O(n).
  static func upgraded(_ component: Component, isOld: Bool) -> Component {
    var result = component
    let schema = Schema.of(component: component.name)
    for index in result.properties.indices {
      let property = result.properties[index]
      let isQuoted = property.has("ENCODING", "QUOTED-PRINTABLE")
      let value = schema[property.name].value
      let isList = value == .textList || value == .dateList
      if isOld, let word = words[property.name]?[property.value.trimmed.asciiUppercased] {
        result.properties[index].value = word
      } else if isQuoted || property.parameter("CHARSET") != nil {
        result.properties[index] = decoded(property, isQuoted: isQuoted, isList: isList && isOld)
      } else if isOld, isList {
        result.properties[index].value = CanonicalValue.join(
          TextEscaping.split(property.value, at: ASCII.semicolon).map(\.trimmed), ASCII.comma)
      }
    }
    result.components = component.components.map { upgraded($0, isOld: isOld) }
    return result
  }

  /// Words of vCalendar 1.0 and what iCalendar says instead.
  private static let words: [Name: [Text: Text]] = [
    "TRANSP": ["0": "OPAQUE", "1": "TRANSPARENT", "2": "TRANSPARENT"],
    "STATUS": ["NEEDS ACTION": "NEEDS-ACTION"],
  ]

  private static func decoded(_ property: Property, isQuoted: Bool, isList: Bool) -> Property {
    var result = property
    var bytes = isQuoted ? quotedPrintable(property.value) : Array(property.value.bytes)
    let charset = property.parameter("CHARSET")?.asciiUppercased.string ?? ""
    switch charset {
    case "ISO-8859-1", "LATIN1": bytes = Windows1252.decodingLatin1(bytes)
    case "WINDOWS-1252", "CP1252", "US-ASCII": bytes = Windows1252.decoding(bytes)
    default: bytes = Windows1252.repairingUTF8(bytes)
    }
    if !isQuoted, (try? UTF8Span(validating: property.value.bytes.span)) != nil {
      // The file was UTF-8 after all, whatever the parameter says.
      bytes = Array(property.value.bytes)
    }
    result.remove(parameter: "CHARSET")
    guard isQuoted else {
      result.value = Text(bytes)
      return result
    }
    result.remove(parameter: "ENCODING")
    if isList {
      result.value = CanonicalValue.join(
        TextEscaping.split(Text(bytes), at: ASCII.semicolon).map {
          TextEscaping.escape(TextEscaping.unescape($0).trimmed)
        }, ASCII.comma)
    } else {
      // Line ends can only have come out of the encoding; separators may be escaped already.
      result.value = TextEscaping.escape(TextEscaping.unescape(Text(bytes)))
    }
    return result
  }

  private static func quotedPrintable(_ value: Text) -> [UInt8] {
    var result: [UInt8] = []
    let bytes = Array(value.bytes)
    var at = 0
    while at < bytes.count {
      if bytes[at] == ASCII.equals, at + 2 < bytes.count, let high = hex(bytes[at + 1]),
        let low = hex(bytes[at + 2])
      {
        result.append(high << 4 | low)
        at += 3
      } else {
        result.append(bytes[at])
        at += 1
      }
    }
    return result
  }

  private static func hex(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
