public import ContentLines
public import Records

/// Gives definitions that differ and yet share a TZID a name each, so that records can stand in one
/// calendar.
public enum ZonesApart {
  /// Renames in the records what has to be renamed; the outcome does not depend on their order.
  ///
  /// - Returns: the TZIDs that were given up, sorted. O(n) in the records with zones of their own.
  public static func rename(in records: inout [Record]) -> [Text] {
    var definitions: [Text: Set<Component>] = [:]
    for record in records {
      for zone in record.zones {
        definitions[zone.first(.tzid)?.text ?? .empty, default: []].insert(zone)
      }
    }
    let shared = definitions.filter { $0.value.count > 1 }.map(\.key).sorted()
    guard !shared.isEmpty else { return [] }
    for index in records.indices where !records[index].zones.isEmpty {
      for zone in records[index].zones {
        let id = zone.first(.tzid)?.text ?? .empty
        guard shared.contains(id) else { continue }
        records[index].renameZone(id, to: zone.zoneNameApart)
      }
      records[index] = records[index].canonical()
    }
    return shared
  }
}

extension Record {
  /// Renames a zone of the record's own, in its definition and wherever it is used.
  fileprivate mutating func renameZone(_ id: Text, to name: Text) {
    zones = zones.map { $0.first(.tzid)?.text == id ? $0.renamedZone(name) : $0 }
    components = components.map { $0.renamingZone(id, to: name) }
  }
}

extension Component {
  fileprivate func renamingZone(_ id: Text, to name: Text) -> Component {
    var result = self
    for index in result.properties.indices where result.properties[index].isDate {
      if result.properties[index].parameter(.tzid) == id {
        result.properties[index].set(.tzid, [name])
      }
    }
    result.components = result.components.map { $0.renamingZone(id, to: name) }
    return result
  }
}

extension Property {
  /// Whether the property holds dates that a TZID applies to.
  var isDate: Bool {
    switch CanonicalValue.kind(of: self, Schema.iCalendar[name]) {
    case .date, .dateList: true
    default: false
    }
  }
}
