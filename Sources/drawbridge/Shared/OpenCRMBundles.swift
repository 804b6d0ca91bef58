import Bridge
import OpenCRMSide
import Records

/// Writes the tables of a bundle with the columns that this OpenCRM has.
struct OpenCRMBundles: OpenCRMBundling {
  var export: OpenCRMExport
  /// The cell that marks a contact as deleted; empty where this OpenCRM has none.
  var retiredCells: [String: String] = [:]

  func creates(_ records: [Record]) -> [BundleFile] {
    export.creates(records).map(BundleFile.init)
  }

  func companies(_ names: [String]) -> BundleFile? {
    export.companies(names).map(BundleFile.init)
  }

  func updates(_ updates: [OpenCRMBundleUpdate]) -> OpenCRMUpdateFiles {
    var rows: [OpenCRMUpdate] = []
    var unwritten = Set<Int>()
    for (place, update) in updates.enumerated() {
      let cells =
        update.retires ? retiredCells : export.changes(from: update.before, to: update.after)
      if cells.isEmpty { unwritten.insert(place) }
      rows.append(
        OpenCRMUpdate(kind: update.after.kind, remoteID: update.remoteID, cells: cells))
    }
    return OpenCRMUpdateFiles(
      files: export.updates(rows).map(BundleFile.init), unwritten: unwritten)
  }

  func all(_ records: [(remoteID: String?, record: Record)]) -> [BundleFile] {
    export.all(records.map { (remoteID: $0.remoteID, view: $0.record) }).map(BundleFile.init)
  }
}

extension BundleFile {
  fileprivate init(_ file: OpenCRMFile) {
    self.init(path: file.name, bytes: file.bytes)
  }
}
