import ContentLines
import DelimitedText
import Foundation
import Records
import Testing

@testable import VCard

/// Both generations of Google's table, read and written.
struct GoogleCSVTests {
  static let current = """
    First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,\
    Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,\
    Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,\
    E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,\
    Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,\
    Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,\
    Relation 1 - Label,Relation 1 - Value,Website 1 - Label,Website 1 - Value,Event 1 - Label,\
    Event 1 - Value,Custom Field 1 - Label,Custom Field 1 - Value
    Ann,Mary,Smith,An,,Smis,Dr.,MBE,Annie,"Smith, Ann",Acme; Sons,Buyer,Sales,--03-24,\
    "First line
    second, with a comma",https://lh3.googleusercontent.com/a/x,Friends ::: * myContacts,\
    * Work,ann@acme.example ::: a.smith@acme.example,Club,ann@club.example,Work Fax,+44 117 496 0001,\
    Home,"1 High St
    Bristol BS1 1AA
    UK",1 High St,Bristol,,,BS1 1AA,UK,,Mother,Joan,Home Page,https://ann.example,Anniversary,\
    2001-02-03,Colour,Blue ::: Green

    """

  @Test("A row of the current header becomes the card that Google itself would export")
  func readsCurrent() throws {
    let table = GoogleCSV.read(Array(Self.current.utf8))
    #expect(table.file.findings.map(\.kind.code) == [])
    #expect(table.isSound)
    let card = try #require(table.file.records.first?.record.components.first)
    #expect(
      card.properties.filter { $0.name != .version }.map(\.lineText) == [
        "N:Smith;Ann;Mary;Dr.;MBE",
        "X-PHONETIC-FIRST-NAME:An",
        "X-PHONETIC-LAST-NAME:Smis",
        "NICKNAME:Annie",
        "ORG:Acme\\; Sons;Sales",
        "TITLE:Buyer",
        "EMAIL;TYPE=work:a.smith@acme.example",
        "EMAIL;PREF=1;TYPE=work:ann@acme.example",
        "item1.EMAIL:ann@club.example",
        "TEL;TYPE=fax,work:+44 117 496 0001",
        "ADR;TYPE=home:;;1 High St;Bristol;;BS1 1AA;UK",
        "item2.URL:https://ann.example",
        "BDAY:--0324",
        "ANNIVERSARY:20010203",
        "item3.RELATED;TYPE=parent;VALUE=text:Joan",
        "CATEGORIES:Friends,myContacts",
        "NOTE:First line\\nsecond\\, with a comma",
        "X-DRAWBRIDGE-FIELD;KEY=Colour:Blue",
        "X-DRAWBRIDGE-FIELD;KEY=Colour:Green",
        "PHOTO:https://lh3.googleusercontent.com/a/x",
        "item1.X-ABLABEL:Club",
        "item2.X-ABLABEL:_$!<HomePage>!$_",
        "item3.X-ABLABEL:_$!<Mother>!$_",
        "X-DRAWBRIDGE-CELL;COLUMN=File As:Smith\\, Ann",
      ])
    #expect(table.covered.isSuperset(of: ["EMAIL", "N", "NOTE", "X-DRAWBRIDGE-FIELD"]))
    #expect(table.covered.isDisjoint(with: ["ROLE", "GENDER", "HOBBY", "LANG"]))
  }

  @Test("What is written reads back as the same contact", arguments: GoogleCSV.Generation.allCases)
  func writes(_ generation: GoogleCSV.Generation) {
    let records = GoogleCSV.read(Array(Self.current.utf8)).file.records.map(\.record)
    let written = GoogleCSV.write(records, generation)
    #expect(written.leftOut == [[]])
    #expect(GoogleCSV.isTable(written.bytes))
    let again = GoogleCSV.read(written.bytes).file.records.map(\.record)
    // The former header has a column for the full name.
    let bare = again.map { record in
      var record = record
      record.components[0].set("FN", nil)
      return record
    }
    #expect(bare == records)
  }

  @Test("The current header is written as Google writes it")
  func writesCurrentHeader() {
    let records = GoogleCSV.read(Array(Self.current.utf8)).file.records.map(\.record)
    let header = DelimitedReader().read(GoogleCSV.write(records, .current).bytes).header
    let own = DelimitedReader().read(Array(Self.current.utf8)).header
    #expect(header.prefix(17) == own.prefix(17))
    #expect(Set(header).isSuperset(of: own))
  }

  @Test("Tables of other programs are none of Google's")
  func tellsTables() {
    for header in [
      "crmid,First Name,Last Name,Email,Labels", "First Name,Last Name,E-mail Address,Home Phone",
      "Subject,Start Date,Start Time", "Name,E-mail 1 - Value", "First Name,Last Name",
    ] {
      #expect(!GoogleCSV.isTable(Array(header.utf8)), "\(header)")
    }
    #expect(
      GoogleCSV.isTable(Array("\u{FEFF}Name,Given Name,E-mail 1 - Type,E-mail 1 - Value".utf8)))
    #expect(GoogleCSV.isTable([0xFF, 0xFE] + Self.current.utf8.flatMap { [$0, 0] }))
  }

  @Test("A row whose cells hold blanks alone is no contact")
  func blankRows() {
    let table = "Name,E-mail 1 - Type,E-mail 1 - Value\n ,,\nAnn,,ann@a.example\n"
    #expect(GoogleCSV.read(Array(table.utf8)).file.records.map(\.record.displayName) == ["Ann"])
  }

  @Test("A cell that no property says is kept, wherever it stands")
  func keepsCells() throws {
    let text = """
      Given Name,Mileage,E-mail 1 - Type,E-mail 1 - Value,E-mail 1 - Value,Shoe Size,\
      Organization 1 - Name,Organization 1 - Symbol,Organization 2 - Name,Organization 2 - Title
      Ann,12,* ,ann@a.example,second@a.example,39,Acme,ACM,Bolt,Buyer,beyond

      """
    let table = GoogleCSV.read(Array(text.utf8))
    let card = try #require(table.file.records.first?.record.components.first)
    #expect(
      card.all(GoogleCSV.cell).map { "\($0.parameter(GoogleCSV.column) ?? "") \($0.text)" } == [
        "Mileage 12", "Shoe Size 39", "Organization - Symbol ACM", "(11) beyond",
        "E-mail 1 - Value second@a.example",
      ])
    #expect(card.all("EMAIL").map(\.lineText) == ["EMAIL;PREF=1:ann@a.example"])
    let symbol = card.all(GoogleCSV.cell).first { $0.text == "ACM" }
    #expect(card.all("ORG").first { $0.text == "Acme" }?.group == symbol?.group)
    #expect(table.file.findings.map(\.kind.code).contains("google-csv-column"))
    for generation in GoogleCSV.Generation.allCases {
      let again = GoogleCSV.read(
        GoogleCSV.write(table.file.records.map(\.record), generation).bytes)
      var record = try #require(again.file.records.first?.record)
      record.components[0].set("FN", nil)
      #expect(record == table.file.records.first?.record, "\(generation)")
    }
  }

  @Test("Every cell of every table of the corpus is in its record")
  func corpusCells() throws {
    var tables = 0
    var cells = 0
    for (name, bytes) in corpusTables() {
      let table = DelimitedReader().read(bytes)
      guard GoogleCSV.isHeader(table.header) else { continue }
      tables += 1
      let read = GoogleCSV.read(bytes).file
      #expect(read.records.count == table.rows.count { !$0.isBlank }, "\(name)")
      let written = DelimitedReader().read(
        GoogleCSV.write(read.records.map(\.record), .former).bytes)
      for (before, after) in zip(table.rows, written.rows) {
        let old = CellSet(before, table.header)
        let new = CellSet(after, written.header)
        cells += old.count
        #expect(old.missing(in: new) == [], "\(name), line \(before.line)")
      }
    }
    print("corpus: \(cells) cells of \(tables) of Google's tables accounted for")
    #expect(corpusTables().isEmpty || cells > 50)
  }

  private func corpusTables() -> [(String, [UInt8])] {
    let shared =
      ProcessInfo.processInfo.environment["DRAWBRIDGE_SHARED"].map { URL(filePath: $0) }
      ?? URL(filePath: #filePath).appending(path: "../../../../shared").standardized
    let walk = FileManager.default.enumerator(
      at: shared.appending(path: "corpus"), includingPropertiesForKeys: nil)
    return (walk?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "csv" }
      .sorted { $0.path < $1.path }
      .compactMap { url in (try? Data(contentsOf: url)).map { (url.lastPathComponent, Array($0)) } }
  }
}

/// The cells of a row without their numbers: each value of a shared cell with its type.
private struct CellSet {
  private var cells: [String] = []

  var count: Int { cells.count }

  init(_ row: DelimitedRow, _ header: [String]) {
    for (place, text) in row.cells.enumerated() where !text.isEmpty {
      let column = GoogleColumn(header[place])
      switch column {
      case .numbered(let family, let number, let part) where part != .label:
        let label =
          zip(header, row.cells).first {
            GoogleColumn($0.0) == .numbered(family, number, .label)
          }?.1 ?? ""
        let word = GoogleRow.withoutStar(label)
        let known = GoogleLabel.known(word, family)?.word ?? word
        for value in GoogleRow.split(text) where !value.isEmpty {
          // A formatted address may arrange its lines anew.
          let shown =
            part == .formatted ? GoogleRow.words([value]).joined(separator: " ") : value
          cells.append("\(family.rawValue) \(part.rawValue) (\(known)): \(shown)")
        }
      case .numbered(let family, let number, _):
        let isUsed = zip(header, row.cells).contains {
          if case .numbered(family, number, let part) = GoogleColumn($0.0), part != .label {
            return !$0.1.isEmpty
          }
          return false
        }
        // With a value it was looked at there.
        if !isUsed, text != "*" { cells.append("\(header[place]): \(text)") }
      case .single(.labels):
        cells += GoogleRow.split(text).map { "label \(GoogleRow.withoutStar($0))" }
      default: cells.append("\(header[place]): \(text)")
      }
    }
  }

  /// What the other set lacks.
  func missing(in other: CellSet) -> [String] {
    var rest = other.cells
    return cells.filter { cell in
      guard let place = rest.firstIndex(of: cell) else { return true }
      rest.remove(at: place)
      return false
    }
  }
}
