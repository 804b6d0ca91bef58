import Bridge
import CivilTime
import ContentLines
import FileSide
import Glibc
import ICalendar
import Records
import VCard

/// Writes a merge: one file a record in a folder, or one file.
struct MergedOutput {
  var zones: ZoneCatalog
  var rows: [OfflineMerge.Row]

  /// Everything in one file: cards one after the other, calendars as one object each kind.
  func bytes() -> [UInt8] {
    var result: [UInt8] = []
    for row in rows { result += bytes(of: row) ?? [] }
    return result
  }

  /// Writes to a file, or to a folder of one file a record; a file of a deleted record is removed.
  func write(to path: String, asFolder: Bool? = nil) throws {
    var status = stat()
    let exists = stat(path, &status) == 0
    let isFolder = exists ? status.st_mode & S_IFMT == S_IFDIR : asFolder ?? false
    do {
      guard isFolder else {
        try AtomicFile.write(bytes(), to: path)
        return
      }
      try AtomicFile.makeFolder(path)
      var names = Set<String>()
      for row in rows {
        guard let bytes = bytes(of: row) else {
          _ = try AtomicFile.remove("\(path)/\(row.fileName)")
          continue
        }
        try AtomicFile.write(bytes, to: "\(path)/\(free(row.fileName, &names))")
      }
    } catch {
      throw CommandFailure.writing(error)
    }
  }

  private func free(_ name: String, _ names: inout Set<String>) -> String {
    var candidate = name
    var count = 1
    while !names.insert(candidate).inserted {
      count += 1
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      candidate =
        parts.count > 1
        ? parts.dropLast().joined(separator: ".") + "-\(count)." + (parts.last ?? "")
        : "\(name)-\(count)"
    }
    return candidate
  }

  private func bytes(of row: OfflineMerge.Row) -> [UInt8]? {
    if let copied = row.copied { return copied.original() }
    guard let record = row.record else { return nil }
    if record.kind == .contact { return VCardWriter.vcard4(record) }
    return ICalendarWriter(zones: zones).write([record])
  }
}
