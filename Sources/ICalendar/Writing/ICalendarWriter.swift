public import CivilTime
package import ContentLines
public import Records

/// Writes records as iCalendar 2.0 (RFC 5545), with the definitions of the zones they use.
public struct ICalendarWriter: Sendable {
  private let zones: ZoneCatalog

  package static let product: Text = "-//Drawbridge//Drawbridge 1.0//EN"

  package init(zones: ZoneCatalog) {
    self.zones = zones
  }

  /// One calendar of the records in their order. O(n log n).
  ///
  /// - Parameters:
  ///   - records: canonical events and tasks; records of equal UID must not be among them.
  ///   - properties: of the calendar; its VERSION and PRODID are ours.
  ///   - includeZones: whether VTIMEZONEs of IANA zones are written, as RFC 5545 asks. Definitions
  ///     that belong to a record are written in any case.
  public func write(
    _ records: [Record], properties: [Property] = [], includeZones: Bool = true
  ) -> [UInt8] {
    calendar(records, properties: properties, others: [], includeZones: includeZones).bytes()
  }

  /// The calendars of a file as they were read, groups and order kept. O(n log n).
  public func write(file: ReadFile, includeZones: Bool = true) -> [UInt8] {
    var writer = LineWriter()
    for component in components(of: file, includeZones: includeZones) {
      component.write(to: &writer)
    }
    return writer.bytes
  }

  /// The VCALENDAR components of a file, for jCal.
  public func components(of file: ReadFile, includeZones: Bool = true) -> [Component] {
    file.groups.map {
      calendar(
        $0.records.map(\.record), properties: $0.properties, others: $0.others,
        includeZones: includeZones)
    }
  }

  /// The record with a DTSTAMP in each component that has none: RFC 5545 asks for one wherever
  /// records leave the program.
  public static func stamped(_ record: Record, at stamp: Instant) -> Record {
    var result = record
    for index in result.components.indices where result.components[index].first("DTSTAMP") == nil {
      result.components[index].properties.append(
        Property("DTSTAMP", value: Text(stamp.basic)))
      result.components[index] = result.components[index].canonical()
    }
    return result
  }

  private func calendar(
    _ records: [Record], properties: [Property], others: [Component], includeZones: Bool
  ) -> Component {
    var records = records
    _ = ZonesApart.rename(in: &records)
    var definitions = Set(others.filter { $0.name == .vtimezone })
    for record in records { definitions.formUnion(record.zones) }
    var uses: [Text: CivilDate] = [:]
    if includeZones {
      for record in records {
        for component in record.components { Self.collect(component, into: &uses) }
      }
      for component in others where component.name != .vtimezone {
        Self.collect(component, into: &uses)
      }
      for definition in definitions {
        uses[definition.first(.tzid)?.text ?? .empty] = nil
      }
    }
    var all = definitions.map { ($0.first(.tzid)?.text ?? .empty, $0) }
    for (id, first) in uses {
      guard let zone = zones.zone(named: id.string) else { continue }
      all.append((id, Component.timeZone(id, zone, from: first)))
    }
    // Definitions that still share a name (among components that are no records) stand in a fixed
    // order.
    let sorted = all.map { ($0.0, $0.1, $0.1.bytes()) }.sorted {
      $0.0 == $1.0 ? $0.2.lexicographicallyPrecedes($1.2) : $0.0 < $1.0
    }.map(\.1)
    let head =
      [Property(.version, value: "2.0"), Property("PRODID", text: Self.product)]
      + properties.filter { $0.name != .version && $0.name != "PRODID" }
    return Component(
      .vcalendar, head,
      components: sorted + records.flatMap(\.components)
        + others.filter { $0.name != .vtimezone })
  }

  /// The first day on which each zone is used.
  private static func collect(_ component: Component, into uses: inout [Text: CivilDate]) {
    for property in component.properties where property.isDate {
      guard let id = property.parameter(.tzid), let value = DateValue(property.value)
      else { continue }
      let date = value.first.civil.date
      uses[id] = min(uses[id] ?? date, date)
    }
    for inner in component.components { collect(inner, into: &uses) }
  }
}
