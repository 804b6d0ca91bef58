import ContentLines
import GoogleSide
import Records
import Sides
import Testing

@Suite struct TakeoutContactsTests {
  @Test func `the same card in several files is one record`() throws {
    let ann = Fixture.card("Ann", labels: "myContacts,Friends")
    let bob = Fixture.card("Bob")
    let read = try #require(
      Fixture.read([
        Fixture.contacts("Friends", ann), Fixture.contacts("Alle Kontakte", ann, bob),
        Fixture.contacts("Meine Kontakte", ann, bob),
      ]).read(.contact))
    #expect(read.records.map { $0.record.displayName } == ["Ann", "Bob"])
    #expect(read.collections == ["": true])
    #expect(read.source == "takeout")
  }

  @Test func `two equal cards in one file are two records`() throws {
    let ann = Fixture.card("Ann")
    let read = try #require(
      Fixture.read([
        Fixture.contacts("All", ann, ann, Fixture.card("Bob")), Fixture.contacts("My", ann),
      ]).read(.contact))
    #expect(read.records.count == 3)
    #expect(read.isComplete)
  }

  @Test func `a card only in a label file is a record, and nothing is proved complete`() throws {
    let imported = Fixture.read([
      Fixture.contacts("All", Fixture.card("Ann"), Fixture.card("Bob")),
      Fixture.contacts("Device", Fixture.card("Cy", labels: nil)),
    ])
    let read = try #require(imported.read(.contact))
    #expect(Set(read.records.map { $0.record.displayName }) == ["Ann", "Bob", "Cy"])
    #expect(!read.isComplete)
    #expect(imported.codes().contains("google-contacts-incomplete"))
  }

  @Test func `cards that all carry one label may be that label alone`() throws {
    let read = try #require(
      Fixture.read([
        Fixture.contacts(
          "Friends", Fixture.card("Ann", labels: "myContacts,Friends"),
          Fixture.card("Bob", labels: "Friends,starred"))
      ]).read(.contact))
    #expect(!read.isComplete)
  }

  @Test func `a missing part or an unreadable card makes contacts incomplete`() throws {
    let good = Fixture.contacts("All", Fixture.card("Ann"), Fixture.card("Bob"))
    #expect(try #require(Fixture.read([good]).read(.contact)).isComplete)
    #expect(try !#require(Fixture.read([good], isWhole: false).read(.contact)).isComplete)
    let broken = Fixture.contacts(
      "All", Fixture.card("Ann"), "BEGIN:VCARD\nVERSION:3.0\nFN:Half\n", Fixture.card("Bob"))
    #expect(try !#require(Fixture.read([broken]).read(.contact)).isComplete)
  }

  @Test func `cards without labels are the other contacts, where any are labelled`() throws {
    let files = [
      Fixture.contacts("All", Fixture.card("Ann"), Fixture.card("Shop", labels: nil))
    ]
    let read = try #require(Fixture.read(files).read(.contact))
    #expect(read.records.map(\.collection) == ["", "Other contacts"])
    #expect(read.collections == ["": true, "Other contacts": true])
    let unlabelled = try #require(
      Fixture.read([
        Fixture.contacts("All", Fixture.card("Ann", labels: nil), Fixture.card("Bo", labels: nil))
      ]).read(.contact))
    #expect(unlabelled.records.map(\.collection) == ["", ""])
  }

  @Test func `a full name that repeats the parts goes, and no UID is invented`() throws {
    let card = """
      BEGIN:VCARD
      VERSION:3.0
      FN:Mr. John Richter, James Doe Sr.
      N:Doe;John;Richter\\, James;Mr.;Sr.
      X-PHONETIC-FIRST-NAME:Jon
      item1.X-ABDATE:2019-08-25
      item1.X-ABLabel:First met
      item2.X-ABRELATEDNAMES:Jenny
      item2.X-ABLabel:_$!<Spouse>!$_
      item3.EMAIL;TYPE=INTERNET:john@example.com
      item3.X-ABLabel:
      END:VCARD

      """
    let read = try #require(Fixture.read([Fixture.contacts("All", card)]).read(.contact))
    let record = try #require(read.records.first)
    #expect(record.record.uid == nil)
    #expect(record.remoteID == nil)
    #expect(record.text("FN") == nil)
    #expect(record.text("X-PHONETIC-FIRST-NAME") == "Jon")
    #expect(record.text("X-ABDATE") == "20190825")
    #expect(record.line("RELATED") == "RELATED;TYPE=spouse;VALUE=text:Jenny")
    #expect(record.text("EMAIL") == "john@example.com")
    let uid = Fixture.card("Una", "UID:abc")
    let other = try #require(Fixture.read([Fixture.contacts("All", uid)]).read(.contact))
    #expect(other.records.first?.record.uid == "abc")
  }

  @Test func `a full name that says more stays`() throws {
    let card = "BEGIN:VCARD\nVERSION:3.0\nFN:Doe Jane\nN:Doe;Jane;;;\nEND:VCARD\n"
    let read = try #require(Fixture.read([Fixture.contacts("All", card)]).read(.contact))
    #expect(read.records.first?.text("FN") == "Doe Jane")
  }

  @Test func `side photos are counted, and photo addresses lose their size`() throws {
    let photo = GoogleExportFile(
      path: "Takeout/Contacts/All/Ann.jpg", baseName: "Ann.jpg",
      bytes: [0xFF, 0xD8, 0xFF, 0xE0, 0, 0])
    let imported = Fixture.read([
      Fixture.contacts(
        "All", Fixture.card("Ann", "PHOTO:https://lh3.googleusercontent.com/contacts/AbC=s96-c")),
      photo, photo,
    ])
    let finding = try #require(
      imported.findings.first { $0.finding.kind.code == "google-side-photos" })
    #expect(finding.finding.message.hasPrefix("2 pictures lie beside the cards; none"))
    let read = try #require(imported.read(.contact))
    #expect(
      read.records.first?.text("PHOTO") == "https://lh3.googleusercontent.com/contacts/AbC")
  }

  @Test func `a picture beside the cards is the photo of the one card of its name`() throws {
    func photo(_ place: String, _ last: UInt8 = 0) -> GoogleExportFile {
      GoogleExportFile(
        path: "Takeout/Contacts/\(place)", baseName: String(place.split(separator: "/")[1]),
        bytes: [0xFF, 0xD8, 0xFF, last])
    }
    func photos(_ files: GoogleExportFile...) throws -> [String: String] {
      let all = Fixture.contacts(
        "All", Fixture.card("Ann"), Fixture.card("Joe", "NOTE:1"), Fixture.card("Joe", "NOTE:2"),
        Fixture.card("Sue", "PHOTO:https://a.example/s.png"), Fixture.card("Una"))
      let friends = Fixture.contacts("Friends", Fixture.card("Ann"))
      let read = try #require(Fixture.read([all, friends] + files).read(.contact))
      #expect(read.records.count == 5 && read.isComplete)
      return Dictionary(
        read.records.map { ($0.record.displayName, $0.text("PHOTO") ?? "") }
      ) { $0 + $1 }
    }
    let ann = "data:image/jpeg;base64,/9j/AA=="
    #expect(
      try photos(photo("All/Ann.jpg"), photo("All/Joe.jpg"), photo("All/Sue.jpg")) == [
        "Ann": ann, "Joe": "", "Sue": "https://a.example/s.png", "Una": "",
      ])
    // The same picture in another folder, another picture there, a second of the name, a folder
    // that does not have the card.
    #expect(try photos(photo("All/Ann.jpg"), photo("Friends/Ann.jpg"))["Ann"] == ann)
    #expect(try photos(photo("All/Ann.jpg"), photo("Friends/Ann.jpg", 1))["Ann"] == "")
    #expect(try photos(photo("All/Ann.jpg"), photo("All/Ann(1).jpg"))["Ann"] == "")
    #expect(try photos(photo("Friends/Una.jpg"))["Una"] == "")
  }

  @Test func `a picture is the photo of its card where the two came in different parts`() throws {
    func part(_ number: Int, _ name: String, _ bytes: [UInt8], _ export: Int = 1)
      -> GoogleExportFile
    {
      GoogleExportFile(
        path: "p-00\(number).zip: Takeout/Contacts/All/\(name)", baseName: name,
        place: "\(export): Takeout/Contacts/All/\(name)", bytes: bytes)
    }
    func photo(_ files: GoogleExportFile...) throws -> String? {
      try #require(Fixture.read(files).read(.contact)).records.first?.text("PHOTO")
    }
    let cards = part(1, "All.vcf", Array(Fixture.card("Ann").utf8))
    let picture = part(2, "Ann.jpg", [0xFF, 0xD8, 0xFF, 0])
    #expect(try photo(cards, picture) == "data:image/jpeg;base64,/9j/AA==")
    // A second one in a third part, one of another export.
    #expect(try photo(cards, picture, part(3, "Ann(1).jpg", [0xFF, 0xD8, 0xFF, 1])) == nil)
    #expect(try photo(cards, picture, part(3, "Ann.jpg", [0xFF, 0xD8, 0xFF, 1])) == nil)
    #expect(try photo(cards, part(2, "Ann.jpg", [0xFF, 0xD8, 0xFF, 0], 2)) == nil)
  }

  @Test func `a picture belongs to no card where two files of its folder name it differently`()
    throws
  {
    func photos(_ label: String) throws -> [String?] {
      let picture = GoogleExportFile(
        path: "Takeout/Contacts/Ann.jpg", baseName: "Ann.jpg", bytes: [0xFF, 0xD8, 0xFF, 0])
      let files = [
        Fixture.file("Takeout/Contacts/All Contacts.vcf", Fixture.card("Ann")),
        Fixture.file("Takeout/Contacts/Friends.vcf", label), picture,
      ]
      return try #require(Fixture.read(files).read(.contact)).records.map { $0.text("PHOTO") }
    }
    #expect(try photos(Fixture.card("Ann")) == ["data:image/jpeg;base64,/9j/AA=="])
    #expect(try photos(Fixture.card("Ann", "NOTE:another")) == [nil, nil])
  }

  @Test func `a picture that an export does not show is not removed`() throws {
    func record(_ lines: String...) throws -> Record {
      let card = (["BEGIN:VCARD", "VERSION:4.0", "FN:Ann"] + lines + ["END:VCARD", ""])
        .joined(separator: "\r\n")
      return try #require(Record(.contact, canonicalBytes: Array(card.utf8)))
    }
    let lens = GoogleContactsLens()
    let covered = GoogleContactsLens.coveredByTakeout
    let known = try record("PHOTO:data:image/jpeg;base64,/9j/AA==")
    #expect(lens.overlay(try record(), on: known, covered: covered) == known)
    let served = try record("PHOTO:https://lh3.googleusercontent.com/a/A")
    #expect(lens.overlay(served, on: known, covered: covered) == known)
    let other = try record("PHOTO:data:image/jpeg;base64,/9j/BB==")
    #expect(lens.overlay(other, on: known, covered: covered) == other)
    #expect(lens.overlay(try record(), on: served, covered: covered) == (try record()))
  }

  @Test func `empty and strange files are noted and nothing else`() {
    let imported = Fixture.read([
      Fixture.file("Takeout/Contacts/Starred in Android.vcf", ""),
      Fixture.file("Takeout/archive_browser.html", "<html></html>"),
      Fixture.json("{ }"),
    ])
    #expect(imported.reads.isEmpty)
    #expect(
      imported.codes() == ["google-empty-file", "google-unknown-file", "google-unknown-file"])
  }

  @Test func `what a phone knows of no name is still a record`() throws {
    let card = "BEGIN:VCARD\nVERSION:3.0\nFN:\nN:;;;;\nEMAIL:x@example.com\nEND:VCARD\n"
    let read = try #require(Fixture.read([Fixture.contacts("All", card)]).read(.contact))
    #expect(read.records.count == 1)
    #expect(read.records.first?.text("FN") == nil)
  }
}
