package import ContentLines
import Records

/// Vendors' properties that a standard has a name for since, and what they become
/// (spec/conformance.md).
enum VendorProperties {
  private struct Row {
    /// As vendors write it.
    var name: Name
    /// The components in which the standard property may stand.
    var homes: Set<Name>
    var standard: Name
    /// The format that FMTTYPE has to name, or empty.
    var format = ""
    /// The type that the standard asks to be named, or empty.
    var type = ""
  }

  private static let rows: [Row] = [
    // Outlook's description with its formatting (RFC 9073 section 6.5).
    Row(
      name: "X-ALT-DESC", homes: [.vevent, .vtodo, .vjournal], standard: "STYLED-DESCRIPTION",
      format: "text/html", type: "TEXT"),
    // What alarms were told apart by before RFC 9074 section 4.
    Row(name: "X-WR-ALARMUID", homes: [.valarm], standard: .uid),
    Row(name: "X-EVOLUTION-ALARM-UID", homes: [.valarm], standard: .uid),
    // How often a calendar should be fetched again (RFC 7986 section 5.7).
    Row(
      name: "X-PUBLISHED-TTL", homes: [.vcalendar], standard: "REFRESH-INTERVAL", type: "DURATION"),
  ]

  /// The component with standard names, inner components too. Where the standard property is there
  /// already, one that says the same goes, with a finding, and one that does not is kept. O(n).
  static func upgraded(_ component: Component, findings: inout [Finding]) -> Component {
    guard concerns(component) else { return component }
    var result = component
    for row in rows where row.homes.contains(component.name) {
      if !result.has(row.standard),
        let place = result.properties.firstIndex(where: { fits($0, row) })
      {
        result.properties[place].name = row.standard
        if !row.type.isEmpty { result.properties[place].set(.value, [Text(row.type)]) }
      }
      // Any of several, so that the order of their lines has no say.
      let standard = Set(result.all(row.standard).map(\.value))
      for old in result.properties where fits(old, row) && standard.contains(old.value) {
        findings.append(
          Finding(
            .vendorRepeats, line: Int(old.line), column: 1,
            message: "\(old.name) says what \(row.standard) says."))
      }
      result.properties.removeAll { fits($0, row) && standard.contains($0.value) }
    }
    result.components = component.components.map { upgraded($0, findings: &findings) }
    return result
  }

  private static let names = NameSet(rows.map(\.name))

  /// Whether any of the properties is there; in most calendars none is.
  private static func concerns(_ component: Component) -> Bool {
    for index in component.properties.indices
    where names.contains(component.properties[index].name) { return true }
    return component.components.contains(where: concerns)
  }

  private static func fits(_ property: Property, _ row: Row) -> Bool {
    guard property.name == row.name, !property.value.trimmed.isEmpty,
      property.parameter("ENCODING") == nil
    else { return false }
    return row.format.isEmpty || property.has("FMTTYPE", row.format)
  }
}

extension FindingKind {
  package static let vendorRepeats = FindingKind(
    "vendor-repeats", .note, clause: "RFC 9074 section 4, RFC 7986 section 5.7",
    fix: "Nothing to mend; the standard property was kept.")
}
