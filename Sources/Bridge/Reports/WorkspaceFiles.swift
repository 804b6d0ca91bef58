import ContentLines
import Ledger
package import Records

/// The canonical files of a workspace: what each side was last seen to hold, and the baseline.
package enum WorkspaceFiles {
  /// A file by its path below the workspace, with its records by UID, in order.
  package struct File: Sendable {
    package var path: String
    package var kind: RecordKind
    package var records: [Record]
  }

  /// All files of the workspace. O(n log n).
  package static func all(on bench: inout Workbench) throws -> [File] {
    var files: [File] = []
    for side in bench.sides {
      for kind in RecordKind.allCases where bench.state.latestSnapshot(side, kind) != nil {
        files.append(
          File(
            path: "\(folder(side))/\(kind.plural).\(kind == .contact ? "vcf" : "ics")", kind: kind,
            records: try records(of: side, kind, on: &bench)))
      }
    }
    for kind in RecordKind.allCases where !bench.state.links(kind).isEmpty {
      files.append(
        File(
          path: "agreed/\(kind.plural).\(kind == .contact ? "vcf" : "ics")", kind: kind,
          records: try agreed(kind, on: &bench)))
    }
    return files
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
    record.uid = Text(uid)
    if let collection, !collection.isEmpty {
      for index in record.components.indices {
        record.components[index].set(
          .collection, Property(.collection, text: Text(collection)))
      }
    }
    return record.canonical()
  }
}
