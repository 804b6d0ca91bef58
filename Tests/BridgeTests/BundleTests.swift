import ContentLines
import Records
import Testing

@testable import Bridge

@Suite("Bundles")
struct BundleTests {
  private let mary = SideName.google("mary")

  @Test("A small plan gives exactly these files")
  func golden() async throws {
    let joe = try bundleContact(
      "N:Bloggs;Joe;;;", "FN:Joe Bloggs", "TEL;TYPE=cell:+44 20 7946 0018")
    let meeting = try bundleItem(
      .event, "SUMMARY:Review", "DTSTART;TZID=Europe/London:20261201T090000",
      "DTEND;TZID=Europe/London:20261201T100000")
    let task = try bundleItem(.task, "UID:t1", "SUMMARY:=Call Joe", "DUE;VALUE=DATE:20261202")
    let ann = try bundleContact("UID:a", "FN:Ann Lee", "EMAIL;TYPE=work:ann@old.example")
    let newAnn = try bundleContact("UID:a", "FN:Ann Lee", "EMAIL;TYPE=work:ann@new.example")
    let result = await bundle([
      bundleStep("s1", .opencrm, .contact, .create, by: .importFile, after: joe),
      bundleStep(
        "s2", .opencrm, .contact, .update, by: .importFile, before: ann, after: newAnn,
        remoteID: "77"),
      bundleStep("s3", mary, .contact, .create, by: .importFile, after: joe),
      bundleStep("s4", mary, .contact, .update, by: .checklist, before: ann, after: newAnn),
      bundleStep("s5", mary, .contact, .delete, by: .checklist, before: ann),
      bundleStep("s6", mary, .event, .create, by: .importFile, after: meeting, collection: "Work"),
      bundleStep("s7", mary, .task, .create, by: .checklist, after: task, collection: "My Tasks"),
    ])
    #expect(
      result.files.map(\.path) == [
        "opencrm/contacts.csv", "opencrm/updates-contacts.csv", "google/mary/contacts.vcf",
        "google/mary/events-Work.ics", "google/mary/checklist.csv", "google/mary/checklist.html",
        "README.txt",
      ])
    #expect(result.withheld.isEmpty)
    #expect(result.steps.map(\.id) == ["s1", "s2", "s3", "s4", "s5", "s6", "s7"])
    #expect(
      result.files["google/mary/contacts.vcf"] == """
        BEGIN:VCARD
        VERSION:3.0
        UID:uid-s3
        FN:Joe Bloggs
        N:Bloggs;Joe;;;
        TEL;TYPE=CELL:+44 20 7946 0018
        END:VCARD

        """)
    let calendar = try #require(result.files["google/mary/events-Work.ics"])
    #expect(calendar.hasPrefix("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:"))
    #expect(!calendar.contains("METHOD"))
    #expect(calendar.contains("BEGIN:VTIMEZONE\nTZID:Europe/London\n"))
    #expect(
      calendar.hasSuffix(
        """
        BEGIN:VEVENT
        UID:uid-s6
        DTSTAMP:20261123T090000Z
        DTSTART;TZID=Europe/London:20261201T090000
        DTEND;TZID=Europe/London:20261201T100000
        SUMMARY:Review
        END:VEVENT
        END:VCALENDAR

        """))
    #expect(
      result.files["google/mary/checklist.csv"] == """
        step,record,where,property,old,new,why
        s4,Ann Lee,edit EMAIL,EMAIL[ann@old.example],ann@old.example (work),ann@new.example (work),new in OpenCRM
        s5,Ann Lee,delete,*,ann@old.example (work),,new in OpenCRM
        s7,'=Call Joe,add to My Tasks,SUMMARY,,'=Call Joe,new in OpenCRM
        s7,'=Call Joe,edit DUE,DUE,,2026-12-02,new in OpenCRM

        """)
    #expect(
      result.files["README.txt"] == """
        What to do with these files
        ===========================

        They carry out plan 0123456789abcdef of 2026-11-23T09:00:00Z. Work from top to
        bottom.

        Do not open the import files in a spreadsheet and save them: it would change
        telephone numbers, dates and letters with accents. Import them as they are.

        1. OpenCRM

           opencrm/contacts.csv
              1 new contact. Import it into Contacts as new records, once.

           opencrm/updates-contacts.csv
              Changed records. Import it as an update of existing records, matched by
              the id in its first column. It holds only changed columns; an empty cell
              means that the field is to be emptied.

        2. Google (mary)

           google/mary/contacts.vcf
              1 new contact. Go to contacts.google.com, Import, and choose the file. Do
              this once: Google adds the contacts again each time.

           google/mary/events-Work.ics
              1 new event. Go to calendar.google.com, Settings, Import & export, choose
              the file and add it to the calendar “Work”. Do this once.

           google/mary/checklist.html
              3 steps to do by hand: open the page in a browser, or the .csv beside it,
              which holds the same.

        3. Then

           Export each side again and let Drawbridge read what has become of it:

              drawbridge import EXPORT --from opencrm
              drawbridge import EXPORT --from google:mary
              drawbridge plan

           Steps that were done are settled; those that were not are planned again.

        """)
  }

  @Test("The same plan gives the same bytes")
  func deterministic() async throws {
    let steps = try (1...20).map {
      bundleStep(
        "s\($0)", mary, .event, .create, by: .importFile,
        after: try bundleItem(.event, "SUMMARY:E\($0)", "DTSTART:20261201T090000Z"),
        collection: "C\($0 % 5)")
    }
    #expect(await bundle(steps).files == (await bundle(steps)).files)
  }

  @Test("An empty plan gives no file at all")
  func empty() async {
    let result = await bundle([])
    #expect(result.files.isEmpty && result.steps.isEmpty && result.withheld.isEmpty)
  }

  @Test("Only the sides that were asked for are written, and what waits for another stays")
  func oneSide() async throws {
    let joe = try bundleContact("FN:Joe")
    let result = await bundle(
      [
        bundleStep("s1", .opencrm, .contact, .create, by: .importFile, after: joe),
        bundleStep("s2", mary, .contact, .create, by: .importFile, after: joe),
        bundleStep(
          "s3", mary, .contact, .update, by: .checklist, before: joe, after: joe, needs: ["s1"]),
        bundleStep(
          "s4", mary, .contact, .delete, by: .checklist, before: joe, needs: ["s3"]),
      ], sides: [mary])
    #expect(result.files.map(\.path) == ["google/mary/contacts.vcf", "README.txt"])
    #expect(result.steps.map(\.id) == ["s2"])
    #expect(result.withheld.map(\.step.id) == ["s3", "s4"])
    #expect(
      result.withheld.first?.reason
        == "It has to wait for “Joe” in OpenCRM, which is not in this bundle.")
    #expect(result.files["README.txt"]?.contains("Left out\n\n   update contact “Joe”") == true)
  }

  @Test("The checklist makes safe what a spreadsheet would run; import files are exact")
  func injection() async throws {
    let evil = ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1"]
    let steps = try evil.enumerated().map { index, text in
      bundleStep(
        "s\(index)", mary, .task, .create, by: .checklist,
        after: try bundleItem(.task, "UID:t", "SUMMARY:\(text)"))
    }
    let card = try bundleContact("FN:+44 evil", "NOTE:=1+1")
    let result = await bundle(
      steps + [bundleStep("s9", mary, .contact, .create, by: .importFile, after: card)])
    let csv = try #require(result.files["google/mary/checklist.csv"])
    for text in evil { #expect(csv.contains(",'\(text),"), "\(text)") }
    let cells = csv.split(whereSeparator: { $0 == "," || $0 == "\n" })
    #expect(!cells.contains { "=+-@\t".contains($0.first ?? " ") })
    #expect(result.files["google/mary/contacts.vcf"]?.contains("FN:+44 evil\n") == true)
  }

  @Test("Names of calendars never leave the folder and never meet")
  func names() async throws {
    let names = ["../../etc", "..", "", "a/b", "a\\b", "a:b", "Ünï", "con\u{202E}txt", "A-B"]
    let steps = try names.enumerated().map { index, name in
      bundleStep(
        "s\(index)", .google("../x"), .event, .create, by: .importFile,
        after: try bundleItem(.event, "SUMMARY:E", "DTSTART:20261201T090000Z"), collection: name)
    }
    let files = await bundle(steps, sides: [.google("../x")]).files.dropLast()
    #expect(files.count == names.count)
    #expect(Set(files.map { $0.path.lowercased() }).count == names.count)
    #expect(
      files.map(\.path).sorted()
        == [
          "google/-x/events-A-B.ics", "google/-x/events-Ünï.ics", "google/-x/events--..-etc.ics",
          "google/-x/events-a-b-2.ics", "google/-x/events-a-b-3.ics", "google/-x/events-a-b-4.ics",
          "google/-x/events-calendar-2.ics", "google/-x/events-calendar.ics",
          "google/-x/events-con-txt.ics",
        ].sorted())
  }

  @Test("An event that the witness reads differently stays behind; its neighbours leave")
  func withheld() async throws {
    let steps = try (1...4).map {
      bundleStep(
        "s\($0)", mary, .event, .create, by: .importFile,
        after: try bundleItem(.event, "SUMMARY:E\($0)", "DTSTART:20261201T090000Z"),
        collection: "Work", needs: $0 == 4 ? ["s2"] : [])
    }
    for takesNeighbours in [false, true] {
      let result = await bundle(
        steps, witness: Stumbling(over: ["uid-s2"], takesNeighbours: takesNeighbours))
      #expect(result.withheld.map(\.step.id) == ["s2", "s4"])
      #expect(result.withheld.first?.reason == "It stumbles.")
      #expect(result.steps.map(\.id) == ["s1", "s3"])
      let calendar = try #require(result.files["google/mary/events-Work.ics"])
      #expect(calendar.contains("SUMMARY:E1") && calendar.contains("SUMMARY:E3"))
      #expect(!calendar.contains("SUMMARY:E2") && !calendar.contains("SUMMARY:E4"))
      #expect(result.files["README.txt"]?.contains("2 new events.") == true)
    }
    let none = await bundle(steps, witness: Stumbling(stray: true))
    #expect(none.files.isEmpty && none.steps.isEmpty)
    #expect(none.withheld.count == 4)
  }

  @Test("A record without a body, or with the UID of another, is withheld")
  func unwritable() async throws {
    let event = try bundleItem(.event, "UID:e", "SUMMARY:E", "DTSTART:20261201T090000Z")
    let result = await bundle([
      bundleStep("s1", mary, .event, .create, by: .importFile, after: event, collection: "W"),
      bundleStep("s2", mary, .event, .create, by: .importFile, after: event, collection: "W"),
      bundleStep("s3", mary, .contact, .create, by: .importFile),
    ])
    #expect(result.withheld.map(\.step.id) == ["s2", "s3"])
    #expect(result.steps.map(\.id) == ["s1"])
  }

  @Test("Changes that no column of OpenCRM holds are on its checklist")
  func byHand() async throws {
    let old = try bundleContact("UID:a", "FN:Ann", "NOTE:old")
    let new = try bundleContact("UID:a", "FN:Ann", "NOTE:new\\nand more")
    let result = await bundle(
      [
        bundleStep(
          "s1", .opencrm, .contact, .update, by: .importFile, before: old, after: new,
          remoteID: "7"),
        bundleStep("s2", .opencrm, .contact, .update, by: .checklist, before: old, after: new),
        bundleStep("s3", .opencrm, .contact, .update, by: .importFile, before: old, after: new),
      ], tables: PlainTables(unwritable: ["7"]), warning: "The export is old.\nBe careful.")
    #expect(
      result.files.map(\.path) == [
        "opencrm/checklist.csv", "opencrm/checklist.html", "README.txt",
      ])
    #expect(
      result.files["opencrm/checklist.csv"]?.hasPrefix(
        """
        step,record,where,property,old,new,why
        s1,Ann,edit NOTE,NOTE,old,"new
        and more",new in OpenCRM
        s2,
        """) == true)
    let readMe = try #require(result.files["README.txt"])
    #expect(readMe.contains("READ THIS FIRST\n\n   The export is old. Be careful.\n\nThey"))
    #expect(!readMe.contains("spreadsheet"))
  }
}
