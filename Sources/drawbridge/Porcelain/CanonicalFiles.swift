import Bridge
import CivilTime
import FileSide
import Glibc
import ICalendar
import Ledger
import Records
import VCard

/// The canonical files of a workspace on disk, each by rename, rewritten only when they change.
///
/// `.drawbridge/files` says as of which operation they stand and how long each is. Where that is
/// the operation before the one just committed, only files of what it changed are written;
/// anything else, such as a run killed between ledger and files, writes all of them.
struct CanonicalFiles {
  let path: String
  let zones: ZoneCatalog

  private var stampPath: String { "\(path)/.drawbridge/files" }

  /// Finishes what a run that was killed after its commit left undone. The workspace's lock is held.
  ///
  /// - Throws: `OutputError`, and errors of the ledger.
  func finish(_ bench: Workbench) throws {
    AtomicFile.removeLeftovers(in: "\(path)/.drawbridge")
    let operation = bench.state.operation
    guard operation > 0, FilesStamp.read(stampPath)?.operation != operation else { return }
    try writeAll(bench)
  }

  /// Whether the files stand as an operation left them, each as long as it was written.
  func stand(as operation: Int) -> Bool {
    guard let stamp = FilesStamp.read(stampPath), stamp.operation == operation else { return false }
    return stamp.sizes.allSatisfy { Self.size("\(path)/\($0.key)") == $0.value }
  }

  /// Takes the files as those of a later operation that changed none of them.
  ///
  /// - Throws: `OutputError`.
  func advance(to operation: Int) throws {
    guard var stamp = FilesStamp.read(stampPath) else { return }
    stamp.operation = operation
    try AtomicFile.write(stamp.bytes, to: stampPath)
  }

  /// What the files that a change touches will hold.
  struct Contents: Sendable {
    fileprivate var places: [WorkspaceFiles.Place]
    fileprivate var stale: [(place: WorkspaceFiles.Place, bytes: [UInt8])]
    fileprivate var sizes: [String: Int]
  }

  /// Writes out the files of a state that is being committed. O(n) in the files that it changes.
  ///
  /// - Parameter operation: the one before; nil to write all of them.
  /// - Throws: errors of the ledger.
  func contents(of bench: Workbench, changes: LedgerKeys, since operation: Int?) throws -> Contents
  {
    let places = WorkspaceFiles.places(on: bench)
    let stamp = FilesStamp.read(stampPath)
    let stale = places.filter { place in
      guard let operation, stamp?.operation == operation, let size = stamp?.sizes[place.path] else {
        return true
      }
      return place.isTouched(by: changes) || size != Self.size("\(path)/\(place.path)")
    }
    // Kinds share no bytes: each is written out on a core of its own.
    let kinds = RecordKind.allCases.filter { kind in stale.contains { $0.kind == kind } }
    let written = try Parallel.map(kinds) { kind in
      var bench = bench
      return try stale.filter { $0.kind == kind }.map { place in
        (place: place, bytes: bytes(try WorkspaceFiles.records(at: place, on: &bench), kind))
      }
    }
    return Contents(places: places, stale: Array(written.joined()), sizes: stamp?.sizes ?? [:])
  }

  /// Writes all files anew, of a state that stands in the ledger.
  ///
  /// - Throws: `OutputError`, and errors of the ledger.
  func writeAll(_ bench: Workbench) throws {
    let contents = try contents(of: bench, changes: LedgerKeys(), since: nil)
    try write(contents, sides: bench.sides, as: bench.state.operation)
  }

  /// Brings the files to the state that was committed as an operation.
  ///
  /// - Throws: `OutputError`.
  func write(_ contents: Contents, sides: [SideName], as operation: Int) throws {
    AtomicFile.removeLeftovers(in: "\(path)/.drawbridge")
    // What the ledger knows nothing of any more, as after an undo, has no file either.
    let known = Set(contents.places.map(\.path))
    for gone in WorkspaceFiles.paths(of: sides).filter({ !known.contains($0) }).sorted() {
      try AtomicFile.remove("\(path)/\(gone)")
    }
    var next = FilesStamp(operation: operation)
    for place in contents.places { next.sizes[place.path] = contents.sizes[place.path] }
    for (place, bytes) in contents.stale {
      let target = "\(path)/\(place.path)"
      let folder = String(target[..<(target.lastIndex(of: "/") ?? target.endIndex)])
      try AtomicFile.makeFolder(folder)
      // The workspace's lock is held: what lies there half-written is of a run that was killed.
      AtomicFile.removeLeftovers(in: folder)
      next.sizes[place.path] = bytes.count
    }
    // Side by side: each waits for the disk.
    let path = path
    _ = try Parallel.map(contents.stale) { stale in
      try AtomicFile.write(stale.bytes, to: "\(path)/\(stale.place.path)")
    }
    try AtomicFile.write(next.bytes, to: stampPath)
  }

  private func bytes(_ records: [Record], _ kind: RecordKind) -> [UInt8] {
    kind == .contact
      ? VCardWriter.vcard4(records) : ICalendarWriter(zones: zones).write(records)
  }

  private static func size(_ path: String) -> Int? {
    var entry = stat()
    return stat(path, &entry) == 0 ? Int(entry.st_size) : nil
  }
}

/// As of which operation the canonical files stand, and how many bytes each has.
private struct FilesStamp {
  var operation: Int
  var sizes: [String: Int] = [:]

  init(operation: Int) {
    self.operation = operation
  }

  static func read(_ path: String) -> FilesStamp? {
    guard let bytes = Workspace.read(path) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard let operation = lines.first.flatMap({ Int($0) }) else { return nil }
    var stamp = FilesStamp(operation: operation)
    for line in lines.dropFirst() {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, let size = Int(parts[0]) else { return nil }
      stamp.sizes[String(parts[1])] = size
    }
    return stamp
  }

  var bytes: [UInt8] {
    let lines = sizes.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)\n" }
    return Array("\(operation)\n\(lines.joined())".utf8)
  }
}
