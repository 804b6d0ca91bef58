public import CivilTime
public import ContentLines
public import Records

/// jCal, the JSON form of iCalendar (RFC 7265): written so that reading it back gives the very
/// properties, and read from any program.
public enum JCal {
  /// Reads jCal into canonical records; what is no jCal is a finding. O(n log n).
  public static func read(_ bytes: [UInt8], zones: ZoneCatalog) -> ReadFile {
    var findings: [Finding] = []
    let components = components(bytes, findings: &findings)
    return ICalendarReader(zones: zones).read(components, findings: findings)
  }

  /// The calendars of some files; several calendars stand in one array. O(n log n).
  public static func write(_ files: [ReadFile], zones: ZoneCatalog) -> [UInt8] {
    let writer = ICalendarWriter(zones: zones)
    return bytes(of: files.flatMap { writer.components(of: $0) })
  }

  /// The components as jCal, as they are. O(n).
  public static func bytes(of components: [Component]) -> [UInt8] {
    let values = components.map(value)
    return (values.count == 1 ? values[0] : .array(values)).bytes
  }

  /// The components that jCal holds, as they are. O(n).
  public static func components(_ bytes: [UInt8], findings: inout [Finding]) -> [Component] {
    do {
      return components(try JSONValue(parsing: bytes), findings: &findings)
    } catch {
      findings.append(
        Finding(.jCal, line: error.line, column: error.column, message: error.detail))
      return []
    }
  }

  private static func value(_ component: Component) -> JSONValue {
    let schema = Schema.of(component: component.name)
    return .array([
      .string(component.name.text.asciiLowercased),
      .array(component.properties.map { JCalProperty.value($0, schema) }),
      .array(component.components.map(value)),
    ])
  }

  private static func components(
    _ value: JSONValue, findings: inout [Finding]
  ) -> [Component] {
    guard let items = value.items else {
      findings.append(Finding(.jCal, line: 1, column: 1, message: "A component must be an array."))
      return []
    }
    guard case .string(let name)? = items.first else {
      return items.flatMap { components($0, findings: &findings) }
    }
    guard items.count >= 2, let properties = items[1].items else {
      findings.append(
        Finding(.jCal, line: 1, column: 1, message: "“\(name.shown)” has no list of properties."))
      return []
    }
    let canonical = Name(name)
    let schema = Schema.of(component: canonical)
    var component = Component(canonical)
    for property in properties {
      if let read = JCalProperty.property(property, schema) {
        component.properties.append(read)
      } else {
        findings.append(
          Finding(
            .jCal, line: 1, column: 1,
            message: "A property of \(canonical) is not of the form [name, {}, type, value]."))
      }
    }
    if items.count > 2, let inner = items[2].items {
      component.components = inner.flatMap { components($0, findings: &findings) }
    }
    return [component]
  }
}

extension FindingKind {
  package static let jCal = FindingKind(
    "jcal-invalid", .error, clause: "RFC 7265 section 3",
    fix: "Write the calendar as RFC 7265 shows; what could be read was kept.")
}
