import ContentLines
package import Ledger
package import Records

/// The canonical files of a workspace: what each side was last seen to hold, and the baseline.
package enum WorkspaceFiles {
  /// One file of the workspace.
  package struct Place: Sendable, Hashable {
    /// Below the workspace.
    package var path: String
    package var kind: RecordKind
    /// The side whose records it holds; nil for the agreed records.
    package var side: SideName?

    /// Whether changes at these keys of the ledger can change the file.
    package func isTouched(by keys: LedgerKeys) -> Bool {
      guard let side else { return keys.links.contains { $0.kind == kind } }
      return keys.entries.contains { $0.kind == kind && $0.side == side }
    }
  }

  /// The files that the workspace has, in order.
  package static func places(on bench: Workbench) -> [Place] {
    var places: [Place] = []
    for side in bench.sides {
      for kind in RecordKind.allCases where bench.state.latestSnapshot(side, kind) != nil {
        places.append(Place(path: "\(folder(side))/\(name(kind))", kind: kind, side: side))
      }
    }
    for kind in RecordKind.allCases where !bench.state.links(kind).isEmpty {
      places.append(Place(path: "agreed/\(name(kind))", kind: kind, side: nil))
    }
    return places
  }

  /// The records of a file by UID, in order. O(n log n).
  package static func records(at place: Place, on bench: inout Workbench) throws -> [Record] {
    guard let side = place.side else { return try agreed(place.kind, on: &bench) }
    return try records(of: side, place.kind, on: &bench)
  }

  private static func name(_ kind: RecordKind) -> String {
    "\(kind.plural).\(kind == .contact ? "vcf" : "ics")"
  }

  /// The paths of all files that a workspace with these sides can have.
  package static func paths(of sides: [SideName]) -> [String] {
    (sides.map(folder) + ["agreed"]).flatMap { folder in
      RecordKind.allCases.map { "\(folder)/\(name($0))" }
    }
  }

  private static func folder(_ side: SideName) -> String {
    switch side {
    case .opencrm: "opencrm"
    case .google(let account): "google/\(account)"
    }
  }

  /// What a side is known to hold, with UIDs and collections, by UID.
  package static func records(
    of side: SideName, _ kind: RecordKind, on bench: inout Workbench
  ) throws -> [Record] {
    let entries = bench.state.entries(side, kind).values
      .filter { $0.presence != .deleted }.sorted { $0.id < $1.id }
    try bench.load(Set(entries.map(\.digest)), kind)
    return entries.compactMap { entry in
      bench.record(entry.digest).map { named($0, entry.id, entry.collection) }
    }
  }

  /// The agreed records, by UID.
  package static func agreed(_ kind: RecordKind, on bench: inout Workbench) throws -> [Record] {
    let links = bench.state.sortedLinks(kind)
    try bench.load(Set(links.compactMap(\.agreed)), kind)
    return links.compactMap { link in
      bench.record(link.agreed).map { named($0, link.uid, nil) }
    }
  }

  private static func named(_ record: Record, _ uid: String, _ collection: String?) -> Record {
    var record = record
    let uid = Property(.uid, value: Text(uid))
    let collection = collection.flatMap { $0.isEmpty ? nil : $0 }.map {
      Property(.collection, text: Text($0))
    }
    for index in record.components.indices {
      record.components[index].set(.uid, nil)
      record.components[index].insert(uid)
      guard let collection else { continue }
      record.components[index].set(.collection, nil)
      record.components[index].insert(collection)
    }
    // What was canonical stays so, but for the order of components that begin alike.
    return record.components.count > 1 ? record.canonical() : record
  }
}
