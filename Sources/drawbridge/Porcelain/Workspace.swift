import Bridge
import CivilTime
import ContentLines
import FileSide
import Glibc
import Ledger
import OpenCRMSide
import Records
import Settings
import Sides

/// A workspace folder: settings, ledger, lock and canonical files (FORMS, Workspace).
struct Workspace {
  let path: String
  let settings: Settings
  let zones: ZoneCatalog
  let zone: Zone
  let now: Instant

  var ledgerPath: String { "\(path)/.drawbridge/ledger.sqlite" }
  var lockPath: String { "\(path)/.drawbridge/lock" }

  /// Opens the workspace of `-C`, or of the current folder or one above it.
  ///
  /// - Throws: `CommandFailure` where there is none, or its settings cannot be read.
  init(_ global: GlobalOptions) throws {
    path = try Self.find(global.directory)
    zones = ZoneCatalog.system
    now = try global.instant()
    let file = "\(path)/\(Settings.fileName)"
    guard let bytes = Self.read(file) else {
      let isThere = access(file, F_OK) == 0
      throw CommandFailure(
        .impossible,
        isThere
          ? "\(file): Reading the settings is not permitted. Give yourself the right: chmod u+r."
          : "\(file): The settings are missing. Restore them from a copy, or run drawbridge init to "
            + "write them anew with their default values.")
    }
    let zones = zones
    settings = try Settings.load(
      bytes: bytes, file: file,
      vocabulary: SettingsVocabulary(
        isZone: { zones.zone(named: $0) != nil }, openCRMFields: OpenCRMField.names,
        contactProperties: Schema.carriedByContacts.map(\.string)),
      accountFile: { [path] name in
        access("\(path)/accounts/\(name).yaml", F_OK) == 0
          ? Self.read("\(path)/accounts/\(name).yaml") : nil
      })
    guard let zone = zones.zone(named: settings.workspace.zone) else {
      throw CommandFailure(
        .impossible,
        "\(file): workspace.zone \(settings.workspace.zone) is no zone of this machine.")
    }
    self.zone = zone
  }

  private static func find(_ directory: String?) throws -> String {
    var folder = directory ?? "."
    for _ in 0..<64 {
      if access("\(folder)/.drawbridge", F_OK) == 0 { return folder }
      if directory != nil { break }
      folder = folder == "." ? ".." : folder + "/.."
    }
    throw CommandFailure(
      .impossible,
      "\(directory ?? "This folder") is no workspace. Run drawbridge init, or name one with -C DIR."
    )
  }

  static func read(_ path: String) -> [UInt8]? {
    guard let tree = try? InputTree.open(paths: [path], allowingNothing: true),
      let file = tree.files.first
    else { return access(path, R_OK) == 0 ? [] : nil }
    return try? file.load()
  }

  // MARK: - Runs

  func bench(_ state: LedgerState, _ ledger: any RecordStore) -> Workbench {
    Workbench(
      state: state, store: ledger, settings: settings,
      lenses: SideLenses(zones: zones, home: zone, settings: settings),
      now: now.rfc3339(offset: 0), moments: Moments.reading(zones: zones, home: zone),
      zones: zones)
  }

  /// The days on which records are carried, as far as settings bound them.
  var days: String {
    RepeatedImport.days(
      on: bench(LedgerState(workspaceID: ""), MemoryRecords()))
  }

  /// Runs a command that only reads: every byte of the workspace stays as it was.
  func reading<Value>(at operation: Int? = nil, _ body: (inout Workbench) throws -> Value) throws
    -> Value
  {
    try Self.translating {
      let ledger = try Ledger.open(at: ledgerPath, mode: .readOnly)
      defer { ledger.close() }
      var bench = bench(try ledger.load(at: operation), ledger)
      return try body(&bench)
    }
  }

  /// Runs a command that writes: one transaction, one entry of the log, then the canonical files.
  ///
  /// - Parameters:
  ///   - body: changes the state and answers what it did, in sentences; nil where nothing
  ///   was to be done, and then nothing is written.
  ///   - report: a sentence about the workbench as the ledger holds it afterwards; not called
  ///     where nothing was to be done.
  /// - Returns: the report.
  @discardableResult
  func writing(
    _ command: String, _ body: (inout Workbench) async throws -> [String]?,
    report: @escaping @Sendable (Workbench) throws -> String? = { _ in nil }
  ) async throws -> String? {
    try await changing(
      command,
      { bench, _ in try await body(&bench).map { Change(summary: $0) } },
      report: report)
  }

  /// What a writing command did.
  struct Change {
    /// In sentences.
    var summary: [String]
    /// The operation that it took back.
    var undoes: Int?
  }

  /// The same as `writing` for a command that looks into the history.
  @discardableResult
  func changing(
    _ command: String, _ body: (inout Workbench, Ledger) async throws -> Change?,
    report: @escaping @Sendable (Workbench) throws -> String? = { _ in nil }
  ) async throws -> String? {
    try await Self.translating {
      let lock = try WorkspaceLock.acquire(lockPath)
      let ledger = try Ledger.open(at: ledgerPath, mode: .readWrite)
      defer {
        ledger.close()
        withExtendedLifetime(lock) {}
      }
      let before = try ledger.load()
      var bench = bench(before, ledger)
      defer { UntilExit.keep(bench) }
      try Self.writingFiles("What an earlier command did") {
        try CanonicalFiles(path: path, zones: zones).finish(bench)
      }
      guard let change = try await body(&bench, ledger) else { return nil }
      let operation = LedgerOperation(
        time: now.rfc3339(offset: 0), command: command, summary: change.summary,
        undoes: change.undoes)
      let files = CanonicalFiles(path: path, zones: zones)
      let made = bench
      // The report is made of what is being written meanwhile.
      var next = made
      next.state = made.state.committed(as: made.state.nextOperation, keepsBodies: true)
      let later = next
      let (number, (contents, sentence)) = try Parallel.both(
        { try ledger.commit(operation, from: before, to: made.state) },
        {
          try Parallel.both(
            {
              try files.contents(
                of: made, changes: made.state.differences(from: before), since: before.operation)
            },
            { Result { try report(later) } })
        })
      bench.state = bench.state.committed(as: number)
      try Self.writingFiles("What the command did") {
        try files.write(contents, sides: bench.sides, as: number)
      }
      return try sentence.get()
    }
  }

  /// Runs a command that reads the history: every byte of the workspace stays as it was.
  func reading<Value>(_ body: (inout Workbench, Ledger) throws -> Value) throws -> Value {
    try Self.translating {
      let ledger = try Ledger.open(at: ledgerPath, mode: .readOnly)
      defer { ledger.close() }
      var bench = bench(try ledger.load(), ledger)
      return try body(&bench, ledger)
    }
  }

  // MARK: - Errors

  /// The ledger stands; a file that shows it does not, and the next command that writes makes up
  /// for it.
  static func writingFiles(_ what: String, _ body: () throws -> Void) throws {
    do { try body() } catch let error as OutputError {
      throw CommandFailure(
        .interrupted,
        "\(error.path): \(error.detail) \(what) is recorded, but this file does not show it yet. "
          + "Make room, or give yourself the right to write there; the next command that changes "
          + "something writes the file as well.")
    }
  }

  /// Errors of the stages as failures with the exit codes of FORMS.
  static func translating<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch { throw translated(error) }
  }

  static func translating<Value>(_ body: () async throws -> Value) async throws -> Value {
    do { return try await body() } catch { throw translated(error) }
  }

  private static func translated(_ error: any Error) -> any Error {
    switch error {
    case let error as LedgerError:
      CommandFailure(ExitStatus(rawValue: error.exitCode) ?? .impossible, error.description)
    case let error as GuardRefusal:
      CommandFailure(
        .refused,
        "Refused: \(error.detail) Nothing was changed. To go on all the same: \(error.option)")
    case let error as InputError: CommandFailure(.impossible, error.description)
    case let error as OutputError: CommandFailure.writing(error)
    case let error as SettingsError: CommandFailure(.impossible, error.description)
    case let error as Resolving.Problem: CommandFailure(.impossible, error.message)
    default: error
    }
  }
}
