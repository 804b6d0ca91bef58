import Bridge
import CivilTime
import ContentLines
import FileSide
import Glibc
import Ledger
import Records
import Settings
import Sides

/// What was imported last from each side, so that an import of the very same is passed over
/// (`.drawbridge/imports`).
///
/// Only a memory of what the ledger says anyway: where it is missing, cannot be read, or the ledger
/// moved on, imports read everything. It holds no data of records.
struct ImportMemory {
  let workspace: Workspace
  let side: SideName

  private var path: String { "\(workspace.path)/.drawbridge/imports" }

  /// All that the outcome of an import depends on but the ledger.
  struct Key: Equatable {
    fileprivate var digest: Digest
    fileprivate var latestStamp: Instant?
    /// When the export was made, where its name tells.
    fileprivate var takeoutStamp: String?
  }

  /// One import of a side.
  private struct Entry {
    var side: String
    var key: String
    var operation: Int
    /// Whether the time of the export is the latest time at which a calendar in it was written.
    var isStampScanned: Bool
    var exported: String?
    /// How many places in the order of first sight an import takes.
    var places: Int
    var untold: Int
    /// How much it read, in words.
    var counts: String
    /// The next command to run.
    var next: String
  }

  /// The key of an import.
  ///
  /// - Parameter options: the options that say how the input is read.
  /// - Throws: `InputError` where a file cannot be read.
  func key(_ tree: InputTree, options: [String]) throws -> Key {
    let input = try InputKey(of: tree)
    var hash = DigestBuilder()
    hash.add(input.digest.bytes[...])
    hash.add("\(side)\n\(options.joined(separator: "\n"))")
    // Another program may read the same otherwise, and so may other clocks.
    for file in ["/proc/self/exe", "/usr/share/zoneinfo", "/usr/share/zoneinfo/tzdata.zi"] {
      hash.add(Self.identity(file))
    }
    let accounts = workspace.settings.accounts.map { "accounts/\($0.name).yaml" }
    for file in [Settings.fileName] + accounts {
      hash.add((Workspace.read("\(workspace.path)/\(file)") ?? [])[...])
    }
    hash.add(workspace.days)
    return Key(
      digest: hash.finish(), latestStamp: input.latestStamp, takeoutStamp: tree.takeoutStamp)
  }

  private static func identity(_ path: String) -> String {
    var entry = stat()
    guard stat(path, &entry) == 0 else { return "" }
    return "\(entry.st_size) \(entry.st_mtim.tv_sec) \(entry.st_mtim.tv_nsec)"
  }

  // MARK: - Passing over

  /// Adds the operation of an import that says nothing new.
  ///
  /// - Returns: what to tell; nil where the import has to be made.
  /// - Throws: errors of the ledger and of writing.
  func passOver(_ key: Key, command: String, now: String) throws -> [String]? {
    guard let entry = read().first(where: { $0.side == side.description }),
      entry.key == key.digest.description
    else { return nil }
    return try Workspace.translating {
      let lock = try WorkspaceLock.acquire(workspace.lockPath)
      let ledger = try Ledger.open(at: workspace.ledgerPath, mode: .readWrite)
      defer {
        ledger.close()
        withExtendedLifetime(lock) {}
      }
      // What a run that was killed left half-written.
      AtomicFile.removeLeftovers(in: "\(workspace.path)/.drawbridge")
      let before = try ledger.loadSnapshots()
      let files = CanonicalFiles(path: workspace.path, zones: workspace.zones)
      let exported = entry.isStampScanned ? key.latestStamp?.description : entry.exported
      guard try ledger.isStill(since: entry.operation), files.stand(as: before.operation),
        let snapshots = RepeatedImport.snapshots(
          repeating: entry.operation, of: side, exported: exported, now: now, in: before)
      else { return nil }
      var after = before
      for snapshot in snapshots { after.add(snapshot) }
      after.skipOrder(entry.places)
      let sentence =
        "\(side.title): the export is the one imported last (\(entry.counts)); nothing changed."
      let number = try ledger.commit(
        LedgerOperation(time: now, command: command, summary: [sentence]), from: before, to: after)
      try Workspace.writingFiles("What the command did") {
        try files.advance(to: number)
        var next = entry
        next.operation = number
        try remember(next)
      }
      var told: [String] = []
      if entry.untold > 0 { told.append(Reading.words(untold: entry.untold)) }
      return told + [sentence, entry.next]
    }
  }

  // MARK: - Remembering

  /// Remembers an import that was made.
  ///
  /// - Parameters:
  ///   - tree: what was read; looked at again, lest it changed meanwhile.
  ///   - untold: how many findings were counted only.
  ///   - next: the sentence about the next command.
  /// - Throws: errors of reading the input and of writing.
  func remember(
    _ key: Key, _ tree: InputTree, options: [String], _ read: ImportRead, untold: Int,
    next: String, as operation: Int
  ) throws {
    let times = Set(read.reads.map(\.exported))
    guard let exported = times.first, times.count == 1, try self.key(tree, options: options) == key
    else { return try forget() }
    let isStampScanned =
      key.takeoutStamp == nil && exported != nil && exported == key.latestStamp?.description
    guard
      isStampScanned || exported == nil || exported == key.takeoutStamp
        || key.latestStamp == nil
    else { return try forget() }
    let counts = read.reads.map { counted($0.records.count, $0.kind.rawValue) }
    try Workspace.writingFiles("What the command did") {
      try remember(
        Entry(
          side: side.description, key: key.digest.description, operation: operation,
          isStampScanned: isStampScanned, exported: exported,
          places: read.reads.reduce(0) { $0 + $1.records.count }, untold: untold,
          counts: counts.joined(separator: ", "), next: next))
    }
  }

  /// Forgets what was imported last from the side.
  ///
  /// - Throws: `CommandFailure` where the file cannot be written.
  func forget() throws {
    let rest = read().filter { $0.side != side.description }
    guard rest.count != read().count else { return }
    try Workspace.writingFiles("What the command did") { try write(rest) }
  }

  private func remember(_ entry: Entry) throws {
    try write(read().filter { $0.side != entry.side } + [entry])
  }

  private func write(_ entries: [Entry]) throws {
    let lines = entries.sorted { $0.side < $1.side }.map { entry in
      JSONText.object([
        ("side", .string(entry.side)), ("key", .string(entry.key)),
        ("operation", .number(entry.operation)), ("scanned", .bool(entry.isStampScanned)),
        ("exported", .optional(entry.exported)), ("places", .number(entry.places)),
        ("untold", .number(entry.untold)), ("counts", .string(entry.counts)),
        ("next", .string(entry.next)),
      ]).text + "\n"
    }
    try AtomicFile.write(Array(lines.joined().utf8), to: path)
  }

  private func read() -> [Entry] {
    guard let bytes = Workspace.read(path) else { return [] }
    return bytes.split(separator: ASCII.lf).compactMap { line in
      // What is no entry is as good as forgotten.
      guard let json = try? JSONValue(parsing: Array(line)),
        let side = json["side"]?.text?.string, let key = json["key"]?.text?.string,
        let operation = json["operation"]?.text.flatMap({ Int($0.string) }),
        let isScanned = json["scanned"]?.text?.string,
        let places = json["places"]?.text.flatMap({ Int($0.string) }),
        let untold = json["untold"]?.text.flatMap({ Int($0.string) }),
        let counts = json["counts"]?.text?.string, let next = json["next"]?.text?.string
      else { return nil }
      return Entry(
        side: side, key: key, operation: operation, isStampScanned: isScanned == "true",
        exported: json["exported"]?.text?.string, places: places, untold: untold, counts: counts,
        next: next)
    }
  }
}
