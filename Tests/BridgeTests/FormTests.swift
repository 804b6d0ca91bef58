import ContentLines
import GoogleSide
import Ledger
import Merge
import OpenCRMSide
import Records
import Sides
import Testing

@testable import Bridge

/// OpenCRM and Mary's Google as they are, in a workspace in London.
private func desk(
  holds: Set<String>? = nil, carriesCompany: Bool = true, _ yaml: String = ""
) throws -> Desk {
  let region = PhoneRegion(zone: "Europe/London")
  return try Desk(
    yaml,
    lenses: PlainLenses(others: [
      .opencrm: OpenCRMContactLens(
        holds: holds, carriesCompany: carriesCompany, region: region),
      Desk.mary: GoogleContactsLens(region: region), Desk.jim: GoogleContactsLens(region: region),
    ]))
}

private let name = "N:Bloggs;Joe;;;"
private let mail = "EMAIL;TYPE=work:joe@acme.co"

@Suite("Forms of members")
struct FormTests {
  private let box = "ADR;TYPE=home:PO 1;Flat 2;12 High St\\nHill;Bath;;BA1;UK"
  private let boxInOpenCRM = "ADR:;;12 High St,Hill\\, Flat 2\\, PO 1;Bath;;BA1;UK"
  private let office = "ADR;TYPE=work:;;1 Mill Lane;Leeds;;LS1;UK"

  @Test("An address with a box is removed where it was removed, and no other one is")
  func addressWithBox() throws {
    var desk = try desk()
    try desk.bring([card(name, mail, box, office)], from: Desk.mary)
    try desk.bring([card(name, mail, boxInOpenCRM, office)], from: .opencrm)
    #expect(try desk.plan().isEmpty)
    try desk.bring([card(name, mail, office)], from: .opencrm)
    let plan = try desk.plan()
    #expect(plan.openConflicts.isEmpty)
    #expect(plan.steps.map(\.side) == [Desk.mary])
    #expect(
      plan.steps.first?.after?.components[0].all("ADR").map(\.value.string) == [
        ";;1 Mill Lane;Leeds;;LS1;UK"
      ])
    // And the other way round.
    var other = try Self.linked(box, boxInOpenCRM, office)
    try other.bring([card(name, mail, office)], from: Desk.mary)
    #expect(
      try other.plan().steps.map { $0.after?.components[0].all("ADR").map(\.value.string) } == [
        [";;1 Mill Lane;Leeds;;LS1;UK"]
      ])
  }

  private static func linked(_ full: String, _ form: String, _ other: String) throws -> Desk {
    var desk = try desk()
    try desk.bring([card(name, mail, full, other)], from: Desk.mary)
    try desk.bring([card(name, mail, form, other)], from: .opencrm)
    return desk
  }

  @Test("An address with a box that is edited in OpenCRM is one edit, and keeps its type")
  func editedAddress() throws {
    var desk = try Self.linked(box, boxInOpenCRM, office)
    let moved = "ADR:;;14 High St;Bath;;BA1;UK"
    try desk.bring([card(name, mail, moved, office)], from: .opencrm)
    let after = try desk.plan().steps.first { $0.side == Desk.mary }?.after
    #expect(
      Set(after?.components[0].all("ADR").map(\.lineText) ?? []) == [
        "ADR;TYPE=home:;;14 High St;Bath;;BA1;UK", office,
      ])
    // Edited on both sides, it is a conflict.
    try desk.bring(
      [card(name, mail, box.replacing("Flat 2", with: "Flat 3"), office)], from: Desk.mary)
    #expect(try desk.plan().openConflicts.count == 1)
  }

  @Test("What the export has no column for tells no two addresses apart")
  func missingColumn() throws {
    let fields = ["firstname", "lastname", "email", "otherstreet", "othercity", "mailingstreet"]
    var desk = try desk(holds: Set(fields))
    let home = "ADR;TYPE=home:;;2 Low St;Bath;;BA1;UK"
    try desk.bring([card(name, mail, home, office)], from: Desk.mary)
    try desk.bring(
      [card(name, mail, "ADR:;;2 Low St;Bath;;;", "ADR;TYPE=work:;;1 Mill Lane;;;;")],
      from: .opencrm)
    #expect(try desk.plan().isEmpty)
    try desk.bring([card(name, mail, "ADR;TYPE=work:;;1 Mill Lane;;;;")], from: .opencrm)
    #expect(
      try desk.plan().steps.map { $0.after?.components[0].all("ADR").map(\.lineText) } == [
        [office]
      ])
  }

  @Test("A number with and without its country code is one number")
  func numbers() throws {
    var desk = try desk()
    let national = card(name, mail, "TEL;TYPE=cell:07700 900002")
    let full = card(name, mail, "TEL;TYPE=cell:+447700900002")
    try desk.bring([national], from: .opencrm)
    try desk.bring([full], from: Desk.mary)
    #expect(try desk.plan().isEmpty)
    // Removed on one side it is removed on the other, in whatever spelling it stands there.
    try desk.bring([card(name, mail)], from: .opencrm)
    #expect(try desk.plan().sentences == ["google:mary update Joe Bloggs: TEL[+447700900002]=-"])
  }

  @Test("A number that both sides add in two spellings is added once")
  func numberAddedTwice() throws {
    var desk = try desk()
    try desk.bring([card(name, mail)], from: .opencrm)
    try desk.bring([card(name, mail)], from: Desk.mary)
    try desk.bring([card(name, mail, "TEL;TYPE=cell:07700 900002")], from: .opencrm)
    try desk.bring([card(name, mail, "TEL;TYPE=cell:+44 7700 900002")], from: Desk.mary)
    #expect(try desk.plan().isEmpty)
    // Without a region they stay two.
    var plain = try Desk()
    try plain.bring([card(name, mail, "TEL;TYPE=cell:07700 900002")], from: .opencrm)
    try plain.bring([card(name, mail, "TEL;TYPE=cell:+44 7700 900002")], from: Desk.mary)
    #expect(try plain.plan().steps.count == 2)
  }

  @Test("A number removed on one side and edited on the other is asked")
  func removedAndEdited() throws {
    let first = card(name, mail, "TEL;TYPE=cell:07700 900002")
    for order in [[SideName.opencrm, Desk.mary], [Desk.mary, .opencrm]] {
      var desk = try desk()
      try desk.bring([first], from: .opencrm)
      try desk.bring([first], from: Desk.mary)
      try desk.bring([card(name, mail)], from: order[0])
      try desk.bring([card(name, mail, "TEL;TYPE=cell:07700 900003")], from: order[1])
      let plan = try desk.plan()
      #expect(plan.openConflicts.map(\.property) == ["TEL[07700900002]"])
      #expect(plan.steps.isEmpty)
    }
  }
}

@Suite("Freed places")
struct FreedPlaceTests {
  @Test("A note emptied in Google is not filled with another note of the record")
  func note() throws {
    var desk = try desk()
    try desk.bring([card(name, mail, "NOTE:Tea")], from: Desk.mary)
    try desk.bring([card(name, mail, "NOTE:Tea", "NOTE:Coffee")], from: .opencrm)
    _ = try desk.plan()
    let lens = GoogleContactsLens()
    let settled = card(name, "NOTE:Tea", "NOTE:Coffee")
    let rest = card(name, "NOTE:Coffee")
    #expect(lens.view(rest, previous: card(name), settled: settled) == card(name))
    #expect(lens.view(rest, previous: card(name, "NOTE:Tea"), settled: settled) == card(name))
    #expect(lens.view(rest, previous: card(name), settled: nil) == rest)
    let new = card(name, "NOTE:Coffee", "NOTE:New")
    #expect(lens.view(new, previous: card(name), settled: settled) == card(name, "NOTE:New"))
  }

  @Test("A name removed elsewhere does not bring up another full name")
  func fullName() {
    let lens = GoogleContactsLens()
    let settled = card(name, "FN:Joe B", mail)
    let rest = card("FN:Joe B", mail)
    #expect(lens.view(rest, previous: card(name, mail), settled: settled) == card(mail))
    #expect(
      lens.view(card("FN:Jo", mail), previous: card(name, mail), settled: settled)
        == card("FN:Jo", mail))
  }

  @Test("Title, organisation and folder emptied in OpenCRM stay empty")
  func openCRM() throws {
    let settled = card(
      name, "TITLE:Buyer", "TITLE:Owner", "ORG:Acme;Sales", "ORG:Beta;Law", "CATEGORIES:A,B")
    let rest = card(name, "TITLE:Owner", "ORG:Beta;Law", "CATEGORIES:B")
    let lens = OpenCRMContactLens(carriesFolder: true)
    let shown = card(name, "TITLE:Buyer", "ORG:Acme;Sales", "CATEGORIES:A")
    #expect(lens.view(rest, previous: card(name), settled: settled) == card(name))
    #expect(lens.view(rest, previous: shown, settled: settled) == card(name))
    #expect(lens.view(settled, previous: shown, settled: settled) == shown)
    #expect(
      lens.view(card(name, "TITLE:Owner", "TITLE:New"), previous: card(name), settled: settled)
        == card(name, "TITLE:New"))
    #expect(lens.view(rest, previous: nil, settled: nil)?.components[0].first("TITLE") != nil)
  }

  @Test("A title emptied in OpenCRM is removed, and the hidden one is not written there")
  func titleRound() throws {
    var desk = try desk()
    try desk.bring([card(name, mail, "TITLE:Buyer", "TITLE:Owner")], from: Desk.mary)
    try desk.bring([card(name, mail, "TITLE:Buyer")], from: .opencrm)
    #expect(try desk.plan().isEmpty)
    try desk.bring([card(name, mail)], from: .opencrm)
    let plan = try desk.plan()
    #expect(plan.steps.map(\.side) == [Desk.mary])
    #expect(plan.steps.first?.after?.components[0].all("TITLE").map(\.value) == ["Owner"])
  }
}

@Suite("Companies that are not carried")
struct CompanyRoundTests {
  @Test("A new contact gets no company, and the company is lost nowhere")
  func create() throws {
    var desk = try desk(carriesCompany: false)
    let joe = card(name, mail, "ORG:Acme;Sales")
    try desk.bring([], from: .opencrm)
    try desk.bring([joe], from: Desk.mary)
    let created = try #require(try desk.send().steps.first { $0.side == .opencrm })
    #expect(created.after?.components[0].first("ORG")?.value == ";Sales")
    let seen = card(name, mail, "ORG:;Sales")
    for _ in 0..<2 {
      try desk.bring([seen], from: .opencrm)
      #expect(try desk.plan().steps.filter { $0.side != Desk.jim }.isEmpty)
      try desk.bring([joe], from: Desk.mary)
      #expect(try desk.plan().steps.filter { $0.side != Desk.jim }.isEmpty)
    }
    // The department is carried, and takes no company with it.
    try desk.bring([card(name, mail, "ORG:;Law")], from: .opencrm)
    #expect(
      try desk.plan().steps.filter { $0.side == Desk.mary }.map {
        $0.after?.components[0].first("ORG")?.value
      } == ["Acme;Law"])
  }

  @Test("A company changed in Google leaves OpenCRM's alone")
  func update() throws {
    var desk = try desk(carriesCompany: false)
    let joe = card(name, mail, "ORG:Acme;Sales")
    try desk.bring([joe], from: .opencrm)
    try desk.bring([joe], from: Desk.mary)
    try desk.bring([card(name, mail, "ORG:Beta;Sales")], from: Desk.mary)
    #expect(try desk.plan().isEmpty)
    try desk.bring([card(name, mail, "ORG:Acme;Law")], from: .opencrm)
    #expect(
      try desk.plan().steps.map { $0.after?.components[0].first("ORG")?.value } == ["Beta;Law"])
  }
}

@Suite("Fields in a note")
struct NoteFieldRoundTests {
  private let field = "X-DRAWBRIDGE-FIELD;KEY=Colour:Blue"

  @Test("A line of Google's note is the field that the record is known to hold")
  func firstLink() throws {
    for first in [SideName.opencrm, Desk.mary] {
      var desk = try Desk(
        lenses: PlainLenses(others: [
          .opencrm: OpenCRMContactLens(customFields: ["Colour"]), Desk.mary: GoogleContactsLens(),
        ]))
      let records: [SideName: Record] = [
        .opencrm: card(name, mail, "NOTE:Tea", field),
        Desk.mary: card(name, mail, "NOTE:Tea\\nColour: Blue"),
      ]
      for side in [first, first == .opencrm ? Desk.mary : .opencrm] {
        try desk.bring([try #require(records[side])], from: side)
      }
      #expect(try desk.plan().isEmpty)
      try desk.bring([card(name, mail, "NOTE:Tea\\nColour: Red")], from: Desk.mary)
      let after = try desk.plan().steps.map { $0.after?.components[0] }
      #expect(after.map { $0?.first("NOTE")?.text } == ["Tea"])
      #expect(after.map { $0?.first("X-DRAWBRIDGE-FIELD")?.text } == ["Red"])
      try desk.bring([card(name, mail, "NOTE:Tea\\nWith milk\\nColour: Blue")], from: Desk.mary)
      #expect(try desk.plan().steps.map(\.changes.first?.property) == ["NOTE"])
      #expect(
        try desk.plan().steps.map { $0.after?.components[0].first("NOTE")?.text } == [
          "Tea\nWith milk"
        ])
    }
  }

  @Test("A line stays in the note where no such field is known")
  func unknown() throws {
    var desk = try desk()
    try desk.bring([card(name, mail)], from: .opencrm)
    try desk.bring([card(name, mail, "NOTE:Ask: Sue")], from: Desk.mary)
    #expect(try desk.plan().sentences == ["opencrm update Joe Bloggs: NOTE=Ask: Sue"])
  }

  @Test("A field that was sent is recognised as a line of the note")
  func sent() throws {
    var desk = try desk()
    try desk.bring([card(name, mail, "NOTE:Tea")], from: Desk.mary)
    try desk.bring([card(name, mail, "NOTE:Tea")], from: Desk.jim)
    try desk.bring([card(name, mail, "NOTE:Tea", field)], from: Desk.jim)
    #expect(try desk.send().steps.map(\.side) == [Desk.mary])
    let seen = card(name, mail, "NOTE:Tea\\nColour: Blue")
    try desk.bring([seen], from: Desk.mary)
    #expect(try desk.plan().isEmpty)
    // Another source of the same account shows the field itself: nothing changed.
    try desk.bring([card(name, mail, "NOTE:Tea", field)], from: Desk.mary)
    #expect(try desk.plan().isEmpty)
    try desk.bring([seen], from: Desk.mary)
    #expect(try desk.plan().isEmpty)
    // Removed there, the field goes and the note stays.
    try desk.bring([card(name, mail, "NOTE:Tea")], from: Desk.mary)
    #expect(try desk.plan().steps.map { $0.after?.components[0].first("NOTE")?.text } == ["Tea"])
  }

  @Test("A source that shows a field instead of the line takes nothing out of another side's note")
  func otherSource() throws {
    var desk = try desk()
    try desk.bring([card(name, mail, "NOTE:Tea\\nColour: Blue")], from: Desk.mary)
    try desk.bring([card(name, mail, "NOTE:Tea\\nColour: Blue")], from: .opencrm)
    try desk.bring([card(name, mail, "NOTE:Tea", field)], from: Desk.mary)
    #expect(try desk.plan().isEmpty)
  }
}

@Suite("Parents of tasks")
struct TaskParentTests {
  @Test("A task's parent in one account is told to no other side")
  func parent() throws {
    func task(_ lines: String...) -> Record {
      let text = (["BEGIN:VTODO"] + lines + ["END:VTODO", ""]).joined(separator: "\r\n")
      return Record(.task, ComponentReader.read(Lexer.lex(Array(text.utf8))).components)
        .canonical()
    }
    var desk = try Desk(lenses: PlainLenses(others: [Desk.mary: GoogleTasksLens()]))
    let child = task("SUMMARY:Child", "STATUS:NEEDS-ACTION", "X-DRAWBRIDGE-PARENT:T1")
    try desk.bring([child], from: Desk.mary, kind: .task)
    try desk.bring([], from: Desk.jim, kind: .task)
    try desk.bring([], from: .opencrm, kind: .task)
    let created = try desk.plan().steps
    #expect(created.count == 2)
    #expect(created.allSatisfy { $0.after?.components[0].first("X-DRAWBRIDGE-PARENT") == nil })
    // A relation by UID that another side has is nothing Google Tasks can show.
    let lens = GoogleTasksLens()
    let related = task("UID:c", "SUMMARY:Child", "STATUS:NEEDS-ACTION", "RELATED-TO:p")
    #expect(lens.view(related, previous: nil)?.components[0].first("RELATED-TO") == nil)
    #expect(lens.view(child, previous: child) == child)
  }
}

@Suite("Ids")
struct IdentityTests {
  @Test("Ids that only look alike name different records")
  func bytes() throws {
    let composed = "UID:caf\u{E9}"
    let decomposed = "UID:cafe\u{301}"
    let one = card(composed, "N:Bloggs;Joe;;;", "EMAIL:joe@acme.co", "NOTE:One")
    let other = card(decomposed, "N:Smith;Ann;;;", "EMAIL:ann@example.com", "NOTE:Two")
    var desk = try Desk()
    try desk.bring([one, other], from: Desk.mary)
    #expect(desk.bench.state.links(.contact).count == 2)
    let summary = try desk.bring([other, one], from: Desk.mary)
    #expect(summary.joined().contains("0 new, 0 changed, 2 unchanged"))
  }
}
