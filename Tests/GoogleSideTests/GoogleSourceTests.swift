import ContentLines
import Records
import Sides
import Testing

@testable import GoogleSide

/// One account, read from cards and from a table: a change of source is no edit.
struct GoogleSourceTests {
  private static let card = Fixture.contacts(
    "All Contacts",
    """
    BEGIN:VCARD
    VERSION:3.0
    FN:Ann Smith
    N:Smith;Ann;;;
    item1.EMAIL;TYPE=INTERNET:ann@acme.example
    item1.X-ABLabel:
    EMAIL;TYPE=INTERNET;TYPE=HOME:ann@home.example
    item2.TEL:+44 117 496 0001
    item2.X-ABLabel:Boat
    item3.X-ABDATE:20100203
    item3.X-ABLabel:First met
    ROLE:Sailor
    NOTE:Likes boats\\nColour: Blue\\nGender: Female
    CATEGORIES:Friends,myContacts
    END:VCARD

    """)

  private static func table(
    colour: String = "Blue", phone: String = "+44 117 496 0001"
  ) -> GoogleExportFile {
    Fixture.file(
      "contacts.csv",
      """
      Name,Given Name,Family Name,Gender,Notes,Group Membership,E-mail 1 - Type,E-mail 1 - Value,\
      E-mail 2 - Type,E-mail 2 - Value,Phone 1 - Type,Phone 1 - Value,Custom Field 1 - Type,\
      Custom Field 1 - Value
      Ann Smith,Ann,Smith,Female,Likes boats,Friends ::: * myContacts,,ann@acme.example,* Home,\
      ann@home.example,Boat,\(phone),Colour,\(colour)

      """)
  }

  @Test func `a card inside a note of a table is a note`() {
    let read = Fixture.read([
      Fixture.file(
        "contacts.csv",
        """
        First Name,Last Name,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value
        Ann,Smith,"See:
        BEGIN:VCARD
        FN:Joe
        END:VCARD",* myContacts,,ann@acme.example
        Una,Hill,,* myContacts,,una@acme.example

        """)
    ])
    #expect(read.read(.contact)?.records.map(\.record.displayName) == ["Ann Smith", "Una Hill"])
  }

  /// A single card shares its labels with itself.
  private static func codes(_ read: ImportRead) -> [String] {
    read.findings.map(\.finding.kind.code).filter { $0 != "google-contacts-incomplete" }
  }

  private func read(_ file: GoogleExportFile) throws -> SourceRead {
    let read = TakeoutReader(zones: Fixture.zones).read(
      files: [file], isWhole: true, exported: nil)
    #expect(Self.codes(read) == [])
    return try #require(read.reads.first)
  }

  private func after(_ file: GoogleExportFile, _ previous: Record) throws -> Record {
    let read = try read(file)
    let record = try #require(read.records.first).record
    return GoogleContactsLens().overlay(
      record, on: previous, covered: try #require(read.covered))
  }

  @Test("A table after cards changes nothing, and cards after the table change nothing")
  func changeOfSource() throws {
    let cards = try #require(try read(Self.card).records.first).record
    let overlaid = try after(Self.table(), cards)
    #expect(overlaid == cards, "\(overlaid.bytes().text)\n\(cards.bytes().text)")
    #expect(try after(Self.card, overlaid) == cards)

    let table = try #require(try read(Self.table()).records.first).record
    let second = try after(Self.card, table)
    // Only what the table has no column for is new.
    let new: Set<Name> = ["ROLE", "X-ABDATE", "X-ABLABEL"]
    func bare(_ record: Record) -> [String] {
      (record.components.first?.properties ?? []).filter { !new.contains($0.name) }
        .map { ($0.name.string) + ":" + $0.value.string }
    }
    #expect(bare(second) == bare(table))
    #expect(second.components[0].first("X-ABDATE") != nil)
    #expect(try after(Self.table(), second) == second)
  }

  @Test("What is edited between two sources is the only change")
  func editBetweenSources() throws {
    let cards = try #require(try read(Self.card).records.first).record
    let phone = try after(Self.table(phone: "+44 117 496 0002"), cards)
    let old = Set(cards.components[0].properties.map(\.lineText))
    let now = Set(phone.components[0].properties.map(\.lineText))
    #expect(now.subtracting(old).count == 1 && old.subtracting(now).count == 1)
    let colour = try after(Self.table(colour: "Red"), cards)
    #expect(
      colour.components[0].first("NOTE")?.text == "Likes boats\nColour: Red\nGender: Female")
    #expect(colour.components[0].first("X-DRAWBRIDGE-FIELD") == nil)
  }

  @Test("A table proves nothing complete and covers the columns it has")
  func coverage() throws {
    let read = try read(Self.table())
    #expect(!read.isComplete)
    #expect(read.source == "google-csv")
    #expect(read.covered?.contains("EMAIL") == true)
    #expect(read.covered?.contains("ROLE") == false)
    #expect(read.covered?.contains("BDAY") == false)
  }

  @Test("Of cards and tables in one export the cards are read")
  func cardsFirst() throws {
    let read = TakeoutReader(zones: Fixture.zones).read(
      files: [Self.table(), Self.card], isWhole: true, exported: nil)
    #expect(read.reads.map(\.source) == ["takeout"])
    #expect(Self.codes(read) == ["google-csv-beside-cards"])
    #expect(read.reads.first?.records.count == 1)
  }
}

extension [UInt8] {
  fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}
