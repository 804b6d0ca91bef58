import CivilTime
import ContentLines
public import Records

/// vCard as JSON (RFC 7095).
public enum JCard {
  /// One contact as a jCard array, without a line end; members in canonical order, so equal records
  /// give equal bytes. Reading it gives the record back. The record must be canonical. O(n).
  public static func write(_ record: Record) -> [UInt8] {
    record.components.first.map { value(VCardWriter.complete($0)).bytes } ?? []
  }

  /// Several contacts: an array of jCards, one a line. O(n).
  public static func write(_ records: [Record]) -> [UInt8] {
    var result: [UInt8] = [0x5B]
    for (index, record) in records.enumerated() {
      if index > 0 { result.append(ASCII.comma) }
      result.append(ASCII.lf)
      result += write(record)
    }
    return result + [ASCII.lf, 0x5D, ASCII.lf]
  }

  /// Reads one jCard, or an array of them, upgraded and canonical as `VCardReader.read` does it.
  ///
  /// Throws `JSONError` if the bytes are no JSON; items that are no jCard become findings. O(n).
  public static func read(_ bytes: [UInt8]) throws(JSONError) -> ReadFile {
    let root = try JSONValue(parsing: bytes)
    var file = ReadFile(.vCard)
    var group = ReadFile.Group()
    let items = root.items ?? []
    for item in isCard(items) ? [root] : items {
      guard let parts = item.items, isCard(parts) else {
        file.findings.append(
          Finding(.badJCard, message: "An item is no jCard: it does not begin with \"vcard\"."))
        continue
      }
      let first = file.findings.count
      let component = component(parts, &file.findings).writable()
      let read = VCardReader.record(component, trace: nil, findings: &file.findings)
      for index in first..<file.findings.count where file.findings[index].record == nil {
        file.findings[index].record = read.record.displayName
      }
      group.records.append(read)
    }
    if !group.records.isEmpty { file.groups = [group] }
    return file
  }

  private static func isCard(_ parts: [JSONValue]) -> Bool {
    parts.first?.text?.equalsIgnoringCase("vcard") == true
  }

  private static func value(_ component: Component) -> JSONValue {
    var parts: [JSONValue] = [
      .string(component.name.text.asciiLowercased),
      .array(component.properties.map(JCardProperty.write)),
    ]
    if !component.components.isEmpty {
      parts.append(.array(component.components.map(value)))
    }
    return .array(parts)
  }

  private static func component(_ parts: [JSONValue], _ findings: inout [Finding]) -> Component {
    var component = Component(Name(parts.first?.text ?? "vcard"))
    for item in parts.dropFirst().first?.items ?? [] {
      if let properties = JCardProperty.read(item) {
        component.properties += properties
      } else {
        findings.append(
          Finding(.badJCard, message: "A property of this jCard is not built as RFC 7095 says."))
        component.properties.append(Property(.unread, text: Text(item.bytes)))
      }
    }
    for inner in parts.dropFirst(2).first?.items ?? [] {
      if let inner = inner.items { component.components.append(self.component(inner, &findings)) }
    }
    return component
  }
}
