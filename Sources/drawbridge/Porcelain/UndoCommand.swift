import ArgumentParser
import Bridge
import FileSide
import Ledger
import Records

/// Takes an operation back.
struct UndoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Takes an operation back in the ledger; the last one if none.",
    usage: """
      drawbridge undo [OPERATION]
      drawbridge undo [OPERATION] -o FILE [--allow-deletions N] [--allow-changes]
      """,
    discussion: """
      The ledger is as it was before the operation; OpenCRM and Google are not touched. An \
      operation that later ones build on is refused with their list. `undo` of an undo brings the \
      operation back.

      What an export sent may have been carried out: its new records are held as possibly sent \
      until the next import shows them, or proves that they are missing.

      With -o nothing is undone. FILE gets the plan that takes back, on the sides, what the export \
      brought about there: write its bundles with `drawbridge export --plan FILE`.
      """)

  @Argument(help: "The number of the operation, as `drawbridge log` lists it.")
  var operation: Int?

  @Option(name: .short, help: "Write the inverse plan of an export, for export --plan.")
  var output: String?

  @Option(help: "With -o: allow so many deletions per side and kind.")
  var allowDeletions: Int?

  @Flag(help: "With -o: allow that many records change at once.")
  var allowChanges = false

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    try OutputName.refuseStandardOutput(output)
    if output == nil, allowDeletions != nil || allowChanges {
      throw ValidationError("--allow-deletions and --allow-changes go with -o FILE.")
    }
  }

  func run() async throws {
    let workspace = try Workspace(global)
    if let output { return try writeInverse(to: output, workspace) }
    let console = global.console
    let command = "undo\(operation.map { " \($0)" } ?? "")"
    let next = try await workspace.changing(command) { bench, ledger in
      let operations = try ledger.operations()
      let target = try target(operations)
      guard !Ledger.cancelled(operations).contains(target.number) || target.undoes != nil else {
        let by = operations.last { $0.undoes == target.number }?.number ?? target.number
        throw CommandFailure(
          .impossible,
          "Operation \(target.number) was undone already, by operation \(by). To bring it back: "
            + "drawbridge undo \(by)")
      }
      let building = try ledger.operationsBuilding(on: target.number)
      guard building.isEmpty else {
        throw CommandFailure(.refused, refusal(target, building, operations, try ledger.diary()))
      }
      let sent = try ledger.steps(sentBy: target.number)
      let before = try ledger.state(before: target.number)
      let possible = Undoing.undo(
        touching: try ledger.touched(by: target.number), from: before, on: &bench)
      var summary = [
        target.undoes.map { again in
          let command = operations.first { $0.number == again }?.command ?? ""
          return "Undid operation \(target.number); operation \(again) (\(command)) holds again."
        } ?? "Undid operation \(target.number) (\(target.command))."
      ]
      for (side, count) in possible.sorted(by: { $0.key < $1.key }) {
        summary.append(
          "\(side.title): \(counted(count, "new record")) of it \(count == 1 ? "is" : "are") "
            + "possibly sent, and held until an import of \(side.title) shows "
            + "\(count == 1 ? "it" : "them"), or a complete one does not.")
      }
      for line in summary { console.note(line) }
      if !sent.isEmpty {
        console.note(
          "Its bundle must not be carried out any more: delete the files. If it was carried out, "
            + "import both sides; drawbridge undo \(target.number) -o FILE then writes the plan "
            + "that takes it back.")
      }
      return Workspace.Change(summary: summary, undoes: target.number)
    } report: { bench in
      StatusReport.make(try Planner.plan(on: bench), on: bench).next
    }
    if let next { console.note(next) }
  }

  /// The operation that is meant.
  private func target(_ operations: [LedgerOperation]) throws -> LedgerOperation {
    guard
      let target = operation.map({ number in operations.first { $0.number == number } })
        ?? Undoing.last(operations)
    else {
      throw CommandFailure(
        .impossible,
        operation.map { "There is no operation \($0). drawbridge log lists them." }
          ?? "There is nothing to undo.")
    }
    guard !target.command.hasPrefix(ForgetCommand.operation) else {
      throw CommandFailure(
        .impossible,
        "Operation \(target.number) forgot a record; what is forgotten cannot be brought back.")
    }
    return target
  }

  private func refusal(
    _ target: LedgerOperation, _ building: [Int], _ operations: [LedgerOperation],
    _ diary: [DiaryPage]
  ) -> String {
    var lines = [
      "Refused: later operations build on operation \(target.number) (\(target.command)):"
    ]
    for number in building {
      let later = operations.first { $0.number == number }
      lines.append("  \(number)  \(later?.time ?? "")  \(later?.command ?? "")")
    }
    lines.append("Nothing was changed. Undo them first, the last one first:")
    lines += building.reversed().map { "  drawbridge undo \($0)" }
    if diary.first(where: { $0.operation.number == target.number })?.steps.isEmpty == false {
      lines.append("To take back what it brought about on the sides:")
      lines.append("  drawbridge undo \(target.number) -o FILE")
    }
    return lines.joined(separator: "\n")
  }

  // MARK: - What reached the outside

  private func writeInverse(to file: String, _ workspace: Workspace) throws {
    let plan = try workspace.reading { bench, ledger -> Plan in
      let operations = try ledger.operations()
      let exports = try ledger.diary().filter { !$0.steps.isEmpty }.map(\.operation)
      let target: LedgerOperation
      if operation == nil, let last = exports.last {
        target = last
      } else {
        target = try self.target(operations)
      }
      let plan = try InversePlan.make(
        of: target.number, ledger, bench, allowDeletions, allowChanges)
      guard let plan else {
        throw CommandFailure(
          .impossible,
          "Operation \(target.number) (\(target.command)) sent nothing outside. "
            + "drawbridge undo \(target.number) takes it back in the ledger.")
      }
      return plan
    }
    let text = plan.steps.isEmpty ? plan.warnings.map { "Note: \($0)" } : plan.text
    for line in text { global.console.out(line) }
    if let refused = plan.refused {
      throw CommandFailure(
        .refused,
        "Refused (\(refused.guardName)): \(refused.detail) Nothing was written. To go on all the "
          + "same: drawbridge undo \(plan.undoes ?? 0) -o FILE \(refused.option)")
    }
    guard !plan.steps.isEmpty else {
      throw CommandFailure(
        .impossible,
        "Nothing of operation \(plan.undoes ?? 0) is seen on the sides as it was sent, so there is "
          + "nothing to take back there. Import the sides again if it was carried out.")
    }
    do {
      try AtomicFile.write(Array((plan.json.text + "\n").utf8), to: file)
    } catch {
      throw CommandFailure.writing(error)
    }
    global.console.note("Next: drawbridge export --plan \(file)")
  }
}

extension InversePlan {
  /// The inverse plan of an export as the ledger knows it; nil for an operation that sent nothing.
  static func make(
    of operation: Int, _ ledger: Ledger, _ bench: Workbench, _ allowedDeletions: Int?,
    _ allowsChanges: Bool
  ) throws -> Plan? {
    let steps = try ledger.steps(sentBy: operation)
    guard !steps.isEmpty else { return nil }
    return try make(
      of: operation, steps: steps, then: try ledger.load(at: operation), on: bench,
      allowedDeletions: allowedDeletions, allowsChanges: allowsChanges)
  }
}
