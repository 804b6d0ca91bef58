import ContentLines
import Records

/// Parameters that vCard 3.0 has no room for travel as `X-DRAWBRIDGE-NAME`, percent-encoded.
///
/// Phones cut parameters at a semicolon even inside quotes, and 3.0 knows no RFC 6868, so nothing
/// that needs quotes is ever written into a 3.0 card.
enum CarriedParameter {
  static let prefix = Array("X-DRAWBRIDGE-".utf8)
  /// Marks an FN that we made up because the card has none.
  static let derived: Name = "X-DRAWBRIDGE-FN"

  static func isCarried(_ name: Name) -> Bool {
    name.text.count > prefix.count && name.text.bytes.starts(with: prefix) && name != derived
  }

  /// The parameter as it was before it was carried.
  static func unwrap(_ parameter: Parameter) -> Parameter {
    var name = parameter.name
    while isCarried(name) { name = Name(name.text[prefix.count..<name.text.count]) }
    return Parameter(name, decode(parameter.value))
  }

  static func wrap(_ parameter: Parameter) -> Parameter {
    Parameter(Name(Text(prefix + parameter.name.text.bytes)), encode(parameter.value))
  }

  /// Whether the value can stand in a 3.0 parameter without quotes.
  static func isPlain(_ value: Text) -> Bool { !value.bytes.contains(where: needsEncoding) }

  private static func needsEncoding(_ byte: UInt8) -> Bool {
    switch byte {
    case ASCII.quote, ASCII.comma, ASCII.colon, ASCII.semicolon, 0..<0x20, 0x7F: true
    default: false
    }
  }

  private static func encode(_ value: Text) -> Text {
    let digits = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    for byte in value.bytes {
      if needsEncoding(byte) || byte == 0x25 || byte == ASCII.backslash || byte == ASCII.equals {
        result += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      } else {
        result.append(byte)
      }
    }
    return Text(result)
  }

  private static func decode(_ value: Text) -> Text {
    guard value.contains(0x25) else { return value }
    var result: [UInt8] = []
    let bytes = Array(value.bytes)
    var at = 0
    while at < bytes.count {
      if bytes[at] == 0x25, at + 2 < bytes.count,
        let decoded = UInt8(String(decoding: bytes[at + 1...at + 2], as: UTF8.self), radix: 16),
        decoded != 0
      {
        result.append(decoded)
        at += 3
      } else {
        result.append(bytes[at])
        at += 1
      }
    }
    return Text(Windows1252.repairingUTF8(result))
  }
}

extension Property {
  /// TYPE, PID and SORT-AS are lists: readers cut them at every comma, so no value holds one.
  mutating func splitLists() {
    let schema = Schema.vCard
    guard
      parameters.contains(where: {
        $0.value.contains(ASCII.comma) && schema.parameter($0.name)?.splitsQuoted == true
      })
    else { return }
    parameters = parameters.flatMap { parameter in
      schema.parameter(parameter.name)?.splitsQuoted == true
        ? parameter.value.bytes.split(separator: ASCII.comma)
          .map { Parameter(parameter.name, Text($0)) } : [parameter]
    }
  }
}
