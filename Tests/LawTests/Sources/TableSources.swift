import ContentLines
import Records
import Sides
import TestSupport

/// Google Contacts as CSV under both headers, drawn at random and read by the real reader.
enum TableSources {
  static let current = source("google csv", columns: currentColumns)
  static let former = source("google csv, former header", columns: formerColumns)

  private static func source(_ name: String, columns: [String]) -> SourceUnderTest {
    SourceUnderTest(
      name: name, draw: { contact(columns, &$0) },
      render: { rows, _ in table(rows, columns) },
      read: { TakeoutSources.read("contacts.csv", $0, .contact) }, form: CanonicalLaws.vCard4,
      lenses: [LensLawTests.googleContacts, LensLawTests.openCRMContacts],
      traits: [
        ("several values in a cell", { $0.contains { $0.value.contains(" ::: ") } }),
        ("a primary one", { $0.contains { $0.value == "* Work" } }),
        ("labels of one's own", { $0.contains { $0.value == "Portal" } }),
        ("several lines", { $0.contains { $0.name == "Notes" && $0.value.contains("\n") } }),
        (
          "equal values",
          { row in
            row.contains { one in
              one.name == "E-mail 1 - Value"
                && row.contains { $0.name == "E-mail 2 - Value" && $0.value == one.value }
            }
          }
        ),
      ],
      rows: [.contact: rows(of: columns)], cells: Set(columns))
  }

  /// The rows that the columns of a header show.
  private static func rows(of columns: [String]) -> Set<Name> {
    let shared: Set<Name> = [
      "N", "X-PHONETIC-FIRST-NAME", "X-PHONETIC-MIDDLE-NAME", "X-PHONETIC-LAST-NAME", "NICKNAME",
      "ORG", "TITLE", "EMAIL", "TEL", "ADR", "IMPP", "URL", "BDAY", "X-ABDATE", "ANNIVERSARY",
      "RELATED", "CATEGORIES", "NOTE", "X-DRAWBRIDGE-FIELD", "PHOTO", "X-ABLABEL",
    ]
    let isFormer = columns.contains("Occupation")
    return isFormer
      ? shared.union(["FN", "GENDER", "ROLE", "HOBBY", "LANG", "X-PHONETIC-ORG"]) : shared
  }

  // MARK: - Headers

  private static let addressParts = [
    "Formatted", "Street", "City", "PO Box", "Region", "Postal Code", "Country",
    "Extended Address",
  ]

  private static func numbered(_ word: String) -> [String] {
    var columns: [String] = []
    for (family, count) in [
      ("E-mail", 2), ("IM", 1), ("Phone", 3), ("Address", 2), ("Relation", 1), ("Website", 1),
      ("Event", 2), ("Custom Field", 2),
    ] {
      for number in 1...count {
        let head = "\(family) \(number) - "
        columns.append(head + word)
        if family == "IM" { columns.append(head + "Service") }
        columns += family == "Address" ? addressParts.map { head + $0 } : [head + "Value"]
      }
    }
    return columns
  }

  private static let currentColumns =
    [
      "First Name", "Middle Name", "Last Name", "Phonetic First Name", "Phonetic Middle Name",
      "Phonetic Last Name", "Name Prefix", "Name Suffix", "Nickname", "File As",
      "Organization Name", "Organization Title", "Organization Department", "Birthday", "Notes",
      "Photo", "Labels",
    ] + numbered("Label")

  private static let formerColumns =
    [
      "Name", "Given Name", "Additional Name", "Family Name", "Yomi Name", "Given Name Yomi",
      "Additional Name Yomi", "Family Name Yomi", "Name Prefix", "Name Suffix", "Initials",
      "Nickname", "Short Name", "Maiden Name", "Birthday", "Gender", "Location",
      "Billing Information", "Directory Server", "Mileage", "Occupation", "Hobby", "Sensitivity",
      "Priority", "Subject", "Notes", "Language", "Photo", "Group Membership",
    ] + numbered("Type")
    + [
      "Organization 1 - Type", "Organization 1 - Name", "Organization 1 - Yomi Name",
      "Organization 1 - Title", "Organization 1 - Department", "Organization 1 - Symbol",
      "Organization 1 - Location", "Organization 1 - Job Description",
    ]

  // MARK: - Rows

  private static func contact(
    _ columns: [String], _ random: inout SeededRandom
  ) -> [SourcePiece] {
    var row: [SourcePiece] = []
    let mail = ValueGenerator.email(&random).string
    for column in columns {
      // A row without any name or address is no contact that another could be told from.
      let isLast = column == "Last Name" || column == "Family Name"
      guard isLast || random.chance(22) else { continue }
      let value = isLast ? "B" + random.words() : cell(column, mail, &random)
      if !value.isEmpty { row.append(SourcePiece(name: column, value: value)) }
    }
    return row
  }

  private static func cell(
    _ column: String, _ mail: String, _ random: inout SeededRandom
  ) -> String {
    func several(_ value: (inout SeededRandom) -> String) -> String {
      let one = value(&random)
      return random.chance(15) ? "\(one) ::: \(value(&random))" : one
    }
    switch column {
    case "Birthday": return random.pick(["1985-04-12", "--04-12", " 1985-04-12"])
    case "Gender": return random.pick(["Male", "Female", "Other"])
    case "Language": return random.pick(["de", "en-GB", "not a tag!"])
    case "Photo": return "https://lh3.googleusercontent.com/contacts/A\(random.below(99))=s96-c"
    case "Notes": return random.words(lines: true)
    case "Labels", "Group Membership":
      return random.pick(["* myContacts", "* myContacts ::: Friends", "Friends"])
    case _ where column.hasSuffix("Value") && column.hasPrefix("E-mail"):
      return random.chance(40) ? mail : several { ValueGenerator.email(&$0).string }
    case _ where column.hasSuffix("Value") && column.hasPrefix("Phone"):
      return several { ValueGenerator.phone(&$0).string }
    case _ where column.hasSuffix("Value") && column.hasPrefix("Event"):
      return random.pick(["2001-04-05", "--12-24", "2001-04-05 ::: 2002-04-05"])
    case _ where column.hasSuffix("Value") && column.hasPrefix("Website"):
      return several { "https://a.example/\($0.below(9))" }
    case _ where column.hasSuffix("Service"):
      return random.pick(["Google Talk", "Skype", "Jabber", "Elsewhere"])
    case _ where column.hasSuffix("- Label") || column.hasSuffix("- Type"):
      let usual = ["* Work", "Home", "Work", "Other", "Portal", "*", random.words()]
      return random.pick(
        column.hasPrefix("Event") ? usual + ["Anniversary", "Anniversary"] : usual)
    default: return random.words()
    }
  }

  /// All columns in their order; CRLF; a byte order mark as Google writes it.
  private static func table(_ rows: [[SourcePiece]], _ columns: [String]) -> [UInt8] {
    let cells = rows.map { row in
      columns.map { name in row.first { $0.name == name }?.value ?? "" }
    }
    let lines = ([columns] + cells).map { row in
      row.map { cell in
        cell.contains { ",\"\r\n".contains($0) }
          || cell.utf8.contains { $0 == ASCII.lf || $0 == ASCII.cr }
          ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
      }.joined(separator: ",")
    }
    return [0xEF, 0xBB, 0xBF] + Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
  }
}
