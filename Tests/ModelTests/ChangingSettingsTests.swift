import Bridge
import Ledger
import Merge
import Records
import Settings
import TestSupport
import Testing

/// Random settings that change between rounds: whatever a row says, no plan goes against it, and
/// nothing is lost by having said it for a while (spec/laws.md).
@Suite("Changing settings")
struct ChangingSettingsTests {
  @Test("No plan goes against a row that holds when it is made")
  func plansKeepToTheRows() {
    let found = Self.failures(Run.cases(Run.isFull ? 2_000 : 60)) { run in try run.live() }
    #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
  }

  @Test("A bridge that does not heed the rows is found out")
  func deafnessIsFound() {
    let found = Self.failures(10) { run in
      run.heeds = false
      try run.live()
    }
    #expect(!found.isEmpty)
  }

  private static func failures(
    _ count: Int, _ live: (inout ChangingRun) throws -> Void
  ) -> [String] {
    var failures: [String] = []
    var kept = 0
    for number in 0..<UInt64(count) {
      let seed = Run.seed &+ number
      var run = ChangingRun(seed: seed)
      do { try live(&run) } catch { run.fault = "an error: \(error)" }
      kept += run.plans
      if let fault = run.fault { failures.append("seed \(seed): \(fault)") }
    }
    print("Changing settings: \(count) histories, \(kept) plans looked through.")
    return Array(failures.prefix(5))
  }
}

/// One history of plain sides with settings that change.
private struct ChangingRun {
  private var random: SeededRandom
  private var course: Course
  /// What the rows forbid now.
  private var rows = Rows()
  private(set) var plans = 0
  /// Whether the rows are told to the bridge at all.
  var heeds = true
  var fault: String?

  init(seed: UInt64) {
    random = SeededRandom(seed: seed)
    // Rows that carry deletions on have to be said each time.
    var history = History.generator(
      .plain, without: [.loseLedger, .undo, .relabel, .bringOld]
    ).generate(&random)
    history.setup.rules = ""
    history.setup.labelled = 0
    course = Course(history)
  }

  mutating func live() throws {
    for event in course.history.events {
      if random.chance(20) {
        rows = Rows.random(&random)
        if heeds { try course.change(rows.settings(course.settings)) }
        check(try course.plan())
      }
      try course.live(event)
      check(try course.plan())
      if fault != nil { return }
    }
  }

  private mutating func check(_ plan: Plan) {
    plans += 1
    guard fault == nil else { return }
    for step in plan.steps {
      if let row = rows.forbids(step, course.bench) {
        fault = "\(step.side) \(step.action) \(step.name) against \(row)"
      }
    }
  }
}

/// Some rows for contacts, and what they let nobody write.
private struct Rows {
  var direction = SyncDirection.both
  var updateInOpenCRM = UpdateRule.always
  var updateInGoogle = UpdateRule.always
  var deleteInOpenCRM = DeleteRule.keep
  var deleteInGoogle = DeleteRule.keep
  var protectedInOpenCRM: [String] = []
  var protectedInGoogle: [String] = []
  var isEnabled = true
  var withoutFirst = false

  static func random(_ random: inout SeededRandom) -> Rows {
    var rows = Rows()
    if random.chance(40) { rows.direction = random.pick([.both, .toGoogle, .toOpenCRM]) }
    if random.chance(40) { rows.updateInOpenCRM = random.pick([.always, .never, .originated]) }
    if random.chance(40) { rows.updateInGoogle = random.pick([.always, .never, .originated]) }
    if random.chance(40) { rows.deleteInOpenCRM = .delete }
    if random.chance(40) { rows.deleteInGoogle = .delete }
    if random.chance(30) { rows.protectedInOpenCRM = [random.pick(["TITLE", "NOTE", "EMAIL"])] }
    if random.chance(30) { rows.protectedInGoogle = [random.pick(["TITLE", "NOTE", "EMAIL"])] }
    rows.isEnabled = !random.chance(10)
    rows.withoutFirst = random.chance(10)
    return rows
  }

  func settings(_ old: Settings) -> Settings {
    var settings = old
    settings.contacts.enabled = isEnabled
    settings.contacts.direction = direction
    settings.contacts.toOpenCRM.update = updateInOpenCRM
    settings.contacts.toGoogle.update = updateInGoogle
    settings.contacts.toOpenCRM.delete = deleteInOpenCRM
    settings.contacts.toGoogle.delete = deleteInGoogle
    settings.contacts.doNotUpdateInOpenCRM = protectedInOpenCRM
    settings.contacts.doNotUpdateInGoogle = protectedInGoogle
    for index in settings.accounts.indices.prefix(1) {
      settings.accounts[index].contactsEnabled = !withoutFirst
    }
    return settings
  }

  /// The row that forbids a step, or nil.
  func forbids(_ step: Plan.Step, _ bench: Workbench) -> String? {
    let isHub = step.side == .opencrm
    if !isEnabled { return "contacts.enabled" }
    if case .google(let name) = step.side, withoutFirst,
      bench.settings.accounts.first?.name == name
    {
      return "accounts.\(name).contacts.enabled"
    }
    if isHub, direction == .toGoogle { return "contacts.direction: to-google" }
    if !isHub, direction == .toOpenCRM { return "contacts.direction: to-opencrm" }
    switch step.action {
    case .delete:
      let rule = isHub ? deleteInOpenCRM : deleteInGoogle
      // A person may have said so.
      let isSaid = bench.state.sortedAnswers.contains { $0.choice == .deleted }
      return rule == .keep && !isSaid ? "delete: keep" : nil
    case .update:
      if !isHub, updateInGoogle == .never { return "to_google.update: never" }
      if isHub, updateInOpenCRM == .never { return "to_opencrm.update: never" }
      let names = isHub ? protectedInOpenCRM : protectedInGoogle
      let written = step.changes.first { names.contains($0.unit.name.string) }
      return written.map { "do_not_update: \($0.property)" }
    case .create:
      let names = isHub ? protectedInOpenCRM : protectedInGoogle
      let written = step.changes.first { names.contains($0.unit.name.string) }
      return written.map { "do_not_update in a new contact: \($0.property)" }
    default: return nil
    }
  }
}
