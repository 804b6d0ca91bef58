import ArgumentParser
import Bridge
import CivilTime
import FileSide
import Foundation
import Ledger
import Records

/// Removes a person, or another record, for good.
struct ForgetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget", abstract: "Removes a person from the workspace for good.",
    discussion: """
      The record goes from the ledger with its history, the log, the files and the bundles in out/. \
      Only keyed digests of its ids and match keys stay: later imports leave the person out and \
      count it. undo cannot bring it back. OpenCRM, Google, exports and backups are not reached; \
      the command says where the record still is.
      """)

  /// The command as the log has it: without a name.
  static let operation = "forget"

  @Argument(help: "A UID, a unique beginning of one, a side's id, or a unique name.")
  var record: String

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let workspace = try Workspace(global)
    let report = try workspace.forget(record)
    for line in report { global.console.note(line) }
  }
}

extension Workspace {
  /// Forgets a record.
  ///
  /// Bundles come first: while the ledger still knows the record, a run that was killed can be
  /// run again. What a run killed after that leaves is finished by the next one.
  ///
  /// - Returns: what was done and what is not reached, in sentences.
  func forget(_ text: String) throws -> [String] {
    try Self.translating {
      let lock = try WorkspaceLock.acquire(lockPath)
      let ledger = try Ledger.open(at: ledgerPath, mode: .readWrite)
      defer {
        ledger.close()
        withExtendedLifetime(lock) {}
      }
      var finished: [String] = []
      if try ledger.isForgettingUnfinished() {
        try finishForgetting(ledger)
        finished = ["An earlier drawbridge forget was interrupted; it is finished now."]
      }
      var bench = bench(try ledger.load(), ledger)
      let person: ForgottenRecord
      do {
        person = try record(named: text, ledger, &bench)
      } catch let failure as CommandFailure {
        throw finished.isEmpty
          ? failure : CommandFailure(failure.status, finished[0] + " " + failure.message)
      }
      let files = try scrubBundles(person.traces, person.hubIDs)
      let kind = person.kind.rawValue
      let summary =
        "Forgot the \(kind): \(counted(person.versions, "version")) of it, "
        + "\(counted(person.views, "view")) and what the log said of it."
      try ledger.forget(
        person.forgetting,
        as: LedgerOperation(
          time: now.rfc3339(offset: 0), command: ForgetCommand.operation, summary: [summary]))
      try finishForgetting(ledger)
      var lines = finished + [summary]
      for file in files { lines.append("Cleaned \(file)") }
      lines.append("Later imports leave the \(kind) out. undo cannot bring it back.")
      lines += person.unreached
      for file in filesNaming(person.traces) {
        lines.append(
          "  \(file) still names it; drawbridge did not write it, so remove it yourself.")
      }
      return lines
    }
  }

  /// The record of a link, or else of an entry that no link has.
  private func record(named text: String, _ ledger: Ledger, _ bench: inout Workbench) throws
    -> ForgottenRecord
  {
    if !(try ShowReport.find(text, on: &bench)).isEmpty {
      return try ForgottenRecord(
        try RecordArgument.find(text, on: &bench), nil, ledger, on: &bench)
    }
    var entries: [EntryKey] = []
    for scope in bench.state.scopes {
      let all = bench.state.sortedEntries(scope.side, scope.kind)
      try bench.load(Set(all.map(\.digest)), scope.kind)
      entries += all.filter { entry in
        entry.id == text || entry.remoteID == text
          || bench.record(entry.digest)?.displayName.lowercased() == text.lowercased()
      }.map(\.key)
    }
    guard let entry = entries.first, entries.count == 1 else {
      throw CommandFailure(
        .impossible,
        entries.isEmpty
          ? "No record is called \(text)."
          : "\(text) fits \(entries.count) records: "
            + entries.prefix(10).map(\.id).joined(separator: ", ") + ". Say the id.")
    }
    let uid = bench.state.linksByEntry(entry.side, entry.kind)[entry.id]
    return try ForgottenRecord(
      uid.map { LinkKey(entry.kind, $0) }, entry, ledger, on: &bench)
  }

  private func finishForgetting(_ ledger: Ledger) throws {
    // All of them: no operation says which ones named it.
    try CanonicalFiles(path: path, zones: zones).writeAll(bench(try ledger.load(), ledger))
    try ledger.finishForgetting()
  }

  // MARK: - Files

  /// Takes the record out of the bundles in `out/`.
  ///
  /// - Returns: the files that were changed or removed.
  private func scrubBundles(_ traces: Traces, _ ids: Set<String>) throws -> [String] {
    var changed: [String] = []
    // What an export that was killed left half-written names whom it will.
    for folder in Self.folders(below: "\(path)/out") { AtomicFile.removeLeftovers(in: folder) }
    for file in Self.files(below: "\(path)/out") {
      guard let bytes = FileManager.default.contents(atPath: file).map({ [UInt8]($0) }) else {
        continue
      }
      let cleaned = BundleScrubbing.cleaned(bytes, name: file, traces: traces, ids: ids)
      guard cleaned != bytes else { continue }
      if let cleaned {
        try AtomicFile.write(cleaned, to: file)
      } else {
        try AtomicFile.remove(file)
      }
      changed.append(file)
    }
    return changed
  }

  /// The files of the workspace that still hold a trace.
  private func filesNaming(_ traces: Traces) -> [String] {
    Self.files(below: path).filter { file in
      FileManager.default.contents(atPath: file).map { traces.isIn([UInt8]($0)) } ?? false
    }
  }

  /// The files below a folder, hidden ones too, sorted.
  private static func files(below folder: String) -> [String] {
    entries(below: folder).filter { !isFolder($0) }
  }

  /// The folder and those in it.
  private static func folders(below folder: String) -> [String] {
    [folder] + entries(below: folder).filter(isFolder)
  }

  private static func entries(below folder: String) -> [String] {
    let found = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
    return found.sorted().map { "\(folder)/\($0)" }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}
