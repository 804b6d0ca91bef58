import Records
import Testing

@testable import Bridge
@testable import OpenCRMSide

@Suite("What a plan says beside its steps")
struct PlanNotesTests {
  private func task(_ lines: String...) throws -> Record {
    let text = (["BEGIN:VTODO", "UID:t1", "SUMMARY:Call"] + lines + ["END:VTODO", ""])
      .joined(separator: "\r\n")
    return try #require(Record(.task, canonicalBytes: Array(text.utf8)))
  }

  /// The notes but those about old exports.
  private func fresh(_ plan: Plan) -> [String] {
    plan.warnings.filter { !$0.contains("what changed there since is not known") }
  }

  private func warnings(_ yaml: String, _ task: Record) throws -> [String] {
    var desk = try Desk(yaml)
    try desk.bring([task], from: Desk.mary, kind: .task)
    try desk.bring([], from: .opencrm, kind: .task)
    let plan = try desk.plan()
    #expect(plan.steps.contains { $0.side == .opencrm && $0.action == .create })
    return fresh(plan)
  }

  @Test("A new task without a date is noted while no day stands for none")
  func undated() throws {
    let note = try #require(try warnings("", task()).first)
    #expect(note.hasPrefix("1 new task (Call) has no date"))
    #expect(note.contains("opencrm.no_date"))
    #expect(try warnings("", task("DUE;VALUE=DATE:20261201")).isEmpty)
    #expect(try warnings("opencrm: { no_date: \"2099-12-31\" }", task()).isEmpty)
  }

  @Test("A new contact that leaves its company behind is noted while companies are not linked")
  func companyless() throws {
    for (rule, count) in [("off", 1), ("create", 0)] {
      let lens = OpenCRMContactLens(carriesCompany: rule != "off")
      var desk = try Desk(
        "contacts: { linked_companies: \(rule) }", lenses: PlainLenses(others: [.opencrm: lens]))
      try desk.bring(
        [card("N:Bloggs;Joe;;;", "ORG:Acme Ltd"), card("N:Smith;Ann;;;")], from: Desk.mary)
      try desk.bring([], from: .opencrm)
      let notes = fresh(try desk.plan())
      #expect(notes.count == count, "\(notes)")
      #expect(
        notes.allSatisfy { $0.hasPrefix("1 new contact (Joe Bloggs) comes to OpenCRM without") })
    }
  }

  @Test("What rules keep apart is not called agreement")
  func keptApart() throws {
    var desk = try Desk("contacts: { to_opencrm: { update: never } }")
    let joe = card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co")
    try desk.bring([joe], from: .opencrm)
    try desk.bring([joe], from: Desk.mary)
    #expect(try desk.plan().summary == "Nothing to do: all sides agree.")
    try desk.bring([card("N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "NOTE:Tea")], from: Desk.mary)
    let plan = try desk.plan()
    #expect(plan.divergences.count == 1)
    #expect(plan.summary.hasSuffix("all sides agree but for what is kept apart by rule."))
  }
}
