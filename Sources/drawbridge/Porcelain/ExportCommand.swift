import ArgumentParser
import Bridge
import CivilTime
import ContentLines
import DelimitedText
import FileSide
import Foundation
import Ledger
import OpenCRMSide
import Records
import Settings

/// Writes the plan as bundles, or what a side holds in a common format.
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes the plan as bundles for a person to carry out.",
    usage: """
      drawbridge export [--plan FILE] [--to opencrm|google:ACCOUNT] [-o DIR]
      drawbridge export --side opencrm|google:ACCOUNT|agreed --as vcf|ics|csv|vdir [-o DIR]
      """)

  @Option(help: "A plan that plan -o wrote; refused if anything moved since.")
  var plan: String?

  @Option(help: "Only the bundle of this side.")
  var to: String?

  @Option(help: "What this side holds, instead of a plan: a side, or agreed.")
  var side: String?

  @Option(
    name: .customLong("as"), help: "vcf, ics, csv (the side's own columns) or vdir; with --side.")
  var form: SideExport.Form?

  @Option(help: "With --side: as it was after this operation of the log.")
  var at: Int?

  @Option(name: .short, help: "The folder to write; out in the workspace where missing.")
  var output: String?

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    try OutputName.refuseStandardOutput(output)
    guard (side == nil) == (form == nil) else {
      throw ValidationError("--side and --as go together.")
    }
    if side != nil, plan != nil || to != nil {
      throw ValidationError("--side goes with --as, --at and -o only.")
    }
    if at != nil, side == nil { throw ValidationError("--at goes with --side.") }
  }

  func run() async throws {
    let workspace = try Workspace(global)
    let folder = output ?? "\(workspace.path)/out"
    if let side, let form {
      try await exportSide(side, form, workspace, folder)
    } else {
      try await exportPlan(workspace, folder)
    }
  }

  // MARK: - Bundles

  private func exportPlan(_ workspace: Workspace, _ folder: String) async throws {
    let console = global.console
    let promised = try self.plan.map(PlanFile.read)
    let only = try to.map { try SideArgument.side($0, workspace.settings) }
    // Said once the ledger knows of it too.
    var done: [String] = []
    try await workspace.changing("export") { bench, ledger in
      let plan = try self.plan(promised, bench, ledger)
      if let promised, promised.id != plan.id {
        throw CommandFailure(
          .refused,
          "Refused: something moved since plan \(promised.id) was made; it would now be "
            + "\(plan.id). Nothing was written. Run "
            + (promised.undoes.map { "drawbridge undo \($0) -o FILE" } ?? "drawbridge plan")
            + " again.")
      }
      if let refused = plan.refused {
        throw CommandFailure(
          .refused,
          "Refused (\(refused.guardName)): \(refused.detail) Nothing was written. "
            + "To go on all the same: \(refused.way)")
      }
      for warning in plan.warnings { console.note("Note: \(warning)") }
      let isAccepted = Disclaimer.acceptance(in: bench.state) != nil
      if !isAccepted { console.note("Note: \(Disclaimer.how)") }
      let writer = BundleWriter(
        plan: plan, sides: only.map { [$0] } ?? bench.sides, zones: workspace.zones,
        openCRM: workspace.openCRM(bench),
        places: Places(system: workspace.settings.openCRM.system), witness: LibicalWitness(),
        page: ChecklistPages.html,
        warning: Disclaimer.opening(in: bench.state))
      let bundle = await writer.bundle()
      for withheld in bundle.withheld {
        console.error("\(withheld.step.name) stays behind: \(withheld.reason)")
      }
      guard !bundle.files.isEmpty else {
        console.note("Nothing to write. \(plan.summary)")
        return nil
      }
      try Self.clear(folder, only.map { [$0] } ?? bench.sides, for: bundle.files)
      try Self.write(bundle.files, to: folder)
      if let undone = plan.undoes {
        InverseSending.send(plan, bundle.steps, then: try ledger.load(at: undone), on: &bench)
      } else {
        Exporting.send(plan, bundle.steps, on: &bench)
      }
      done = [
        "Wrote \(counted(bundle.steps.count, "step")) of plan \(plan.id) to \(folder).",
        "Next: follow \(folder)/README.txt, export both sides again, drawbridge import",
      ]
      if !plan.openConflicts.isEmpty || !plan.questions.isEmpty {
        done.append(
          "Left open: \(counted(plan.openConflicts.count, "conflict")), "
            + "\(counted(plan.questions.count, "question")).")
      }
      return Workspace.Change(
        summary: ["Wrote \(counted(bundle.steps.count, "step")) of plan \(plan.id)."])
    }
    for sentence in done { console.note(sentence) }
  }

  /// The plan as it is now, or the inverse plan that the file promises.
  private func plan(_ promised: PlanFile?, _ bench: Workbench, _ ledger: Ledger) throws -> Plan {
    let deletions = promised?.deletions
    let allowsChanges = promised?.allowsChanges ?? false
    guard let undone = promised?.undoes else {
      return try Planner.plan(
        on: bench, allowedDeletions: deletions, allowsChanges: allowsChanges)
    }
    return try InversePlan.make(of: undone, ledger, bench, deletions, allowsChanges)
      ?? Plan(made: bench.now)
  }

  /// Makes room for a bundle: removes what an earlier one left, which must not be imported again.
  /// A folder that holds something else is left alone; only README.txt tells the two apart.
  ///
  /// - Throws: `CommandFailure` where the folder is a workspace, or a file in it is not ours.
  private static func clear(_ folder: String, _ sides: [SideName], for files: [BundleFile]) throws {
    let manager = FileManager.default
    guard !manager.fileExists(atPath: "\(folder)/.drawbridge") else {
      throw CommandFailure(
        .impossible,
        "\(folder) is a workspace; its own files have these names. Name another folder.")
    }
    let readMe = manager.contents(atPath: "\(folder)/README.txt") ?? Data()
    guard readMe.starts(with: Data(ReadMe.title.utf8)) else {
      if let own = files.first(where: { manager.fileExists(atPath: "\(folder)/\($0.path)") }) {
        throw CommandFailure(
          .impossible,
          "\(folder)/\(own.path) is there already and no part of a bundle. Nothing was written. "
            + "Name another folder with -o.")
      }
      return
    }
    let names = ["contacts", "companies", "activities", "updates-", "events-", "checklist"]
    for side in sides {
      let path =
        switch side {
        case .opencrm: "\(folder)/opencrm"
        case .google(let account):
          "\(folder)/google/\(SafeFileName.of(account, otherwise: "account"))"
        }
      guard manager.fileExists(atPath: path) else { continue }
      for name in try manager.contentsOfDirectory(atPath: path).sorted()
      where names.contains(where: name.hasPrefix) {
        try AtomicFile.remove("\(path)/\(name)")
      }
    }
  }

  /// Writes the files. README.txt comes first: it says that the folder is a bundle, so that a run
  /// after an interrupted one may clear it.
  private static func write(_ files: [BundleFile], to folder: String) throws {
    let readMe = files.filter { $0.path == "README.txt" }
    for file in readMe + files.filter({ $0.path != "README.txt" }) {
      let path = "\(folder)/\(file.path)"
      let own = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
      try AtomicFile.makeFolder(own)
      // What an export that was killed left half-written.
      AtomicFile.removeLeftovers(in: own)
      try AtomicFile.write(file.bytes, to: path)
    }
  }

  // MARK: - One side

  private func exportSide(
    _ name: String, _ form: SideExport.Form, _ workspace: Workspace, _ folder: String
  ) async throws {
    let side = name == "agreed" ? nil : try SideArgument.side(name, workspace.settings)
    let (rows, openCRM) = try workspace.reading(at: at) {
      bench -> ([SideExport.Row], OpenCRMBundles) in
      var rows: [SideExport.Row] = []
      for kind in form.kinds {
        guard let side else {
          rows += try WorkspaceFiles.agreed(kind, on: &bench).map {
            SideExport.Row(remoteID: nil, record: $0)
          }
          continue
        }
        for record in try WorkspaceFiles.records(of: side, kind, on: &bench) {
          let entry = bench.state.entry(EntryKey(side, kind, record.uid?.string ?? ""))
          rows.append(SideExport.Row(remoteID: entry?.remoteID, record: record))
        }
      }
      return (rows, workspace.openCRM(bench))
    }
    let export = SideExport(
      zones: workspace.zones, openCRM: openCRM, witness: LibicalWitness(), stamp: workspace.now)
    let result = await export.files(rows, as: form, of: side)
    try Workspace.translating { try Self.write(result.files, to: folder) }
    for withheld in result.withheld {
      global.console.error("\(withheld.record.displayName) was left out: \(withheld.reason)")
    }
    if let leftOut = result.leftOut { global.console.error(leftOut) }
    global.console.note(
      "Wrote \(rows.count - result.withheld.count) records of \(side?.title ?? "the baseline") to \(folder)."
    )
  }
}

extension SideExport.Form: ExpressibleByArgument {}

/// What a plan file promises.
struct PlanFile {
  var id: String
  var deletions: Int?
  var allowsChanges: Bool
  /// The export that it takes back, if it is an inverse plan.
  var undoes: Int?

  /// - Throws: `CommandFailure` where the file is no plan.
  static func read(_ path: String) throws -> PlanFile {
    let notAPlan = CommandFailure(
      .impossible, "\(path) is no plan. Write one with drawbridge plan -o FILE.")
    let bytes: [UInt8]
    do {
      guard let file = try InputTree.open(paths: [path]).files.first else { throw notAPlan }
      bytes = try file.load()
    } catch let error as InputError {
      throw CommandFailure(.impossible, error.description)
    }
    guard let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
      object["format"] as? String == "drawbridge-plan", let id = object["id"] as? String
    else { throw notAPlan }
    let allowances = object["allowances"] as? [String: Any]
    return PlanFile(
      id: id, deletions: allowances?["deletions"] as? Int,
      allowsChanges: allowances?["changes"] as? Bool ?? false, undoes: object["undoes"] as? Int)
  }
}

extension Workspace {
  /// Writes OpenCRM's tables with the columns that its exports have shown.
  func openCRM(_ bench: Workbench) -> OpenCRMBundles {
    var covered: [RecordKind: Set<String>] = [:]
    var headers: [String: String] = [:]
    for snapshot in bench.state.snapshots where snapshot.side == .opencrm {
      guard let names = snapshot.covered else { continue }
      covered[snapshot.kind, default: []].formUnion(names)
      // Of several the latest: snapshots stand in the order of their imports.
      headers.merge(OpenCRMCoverage(names).headers) { _, last in last }
    }
    var bundles = OpenCRMBundles(
      export: OpenCRMExport(
        columns: openCRMColumns, zone: zone, covered: covered, headers: headers,
        noDate: settings.openCRM.noDay))
    if let field = settings.openCRM.deletedContactField,
      let value = settings.openCRM.deletedContactValue
    {
      bundles.retiredCells = [field: value]
    }
    return bundles
  }

  /// How this OpenCRM calls its fields.
  var openCRMColumns: OpenCRMColumns { settings.openCRM.columnNames }
}

extension OpenCRMSettings {
  /// The settings' columns, delimiter and encoding as the reader and writer take them.
  var columnNames: OpenCRMColumns {
    OpenCRMColumns(
      headers: columns.entries.map { .init($0.name, $0.value) },
      customFields: customFields.entries.map { .init($0.name, $0.value) },
      deletedMark: marksDeleted
        ? .init(deletedContactField ?? "", deletedContactValue ?? "") : nil,
      delimiter: delimiter.delimiter, encoding: DelimitedEncoding(rawValue: encoding.rawValue))
  }

  /// The day that stands for no date; nil where none does.
  var noDay: CivilDate? {
    noDate.flatMap { CivilDate(Array($0.utf8)[...], extended: true) }
  }
}
