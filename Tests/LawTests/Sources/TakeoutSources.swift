import ContentLines
import GoogleSide
import Records
import Sides
import TestSupport

/// What Google Takeout writes, drawn at random and read by the real reader.
enum TakeoutSources {
  static func read(_ name: String, _ bytes: [UInt8], _ kind: RecordKind) -> [Record]? {
    let file = GoogleExportFile(path: "Takeout/\(name)", baseName: name, bytes: bytes)
    return TakeoutReader(zones: Law.zones, zone: LensLawTests.london)
      .read(files: [file], isWhole: true, exported: nil)
      .reads.first { $0.kind == kind }?.records.map(\.record)
  }

  // MARK: - Cards

  static let cards = SourceUnderTest(
    name: "takeout cards", draw: card,
    render: { rows, _ in
      let cards = rows.map { row in
        let lines = row.map(\.line)
        return (["BEGIN:VCARD", "VERSION:3.0"] + lines + ["END:VCARD", ""])
          .joined(separator: "\r\n")
      }
      return Array(cards.joined().utf8)
    },
    read: { read("All Contacts.vcf", $0, .contact) }, form: CanonicalLaws.vCard4,
    lenses: [LensLawTests.googleContacts, LensLawTests.openCRMContacts],
    traits: [
      ("labelled groups", { $0.contains { $0.name.hasSuffix("X-ABLabel") } }),
      ("missing TYPE", { $0.contains { $0.name == "TEL" || $0.name == "EMAIL" } }),
      ("custom fields in NOTE", { $0.contains { $0.value.contains("\\nColour: ") } }),
      (
        "equal keys",
        { row in
          let values = row.filter { $0.name.contains("EMAIL") }.map(\.value)
          return Set(values).count < values.count
        }
      ),
      ("dates without a year", { $0.contains { $0.name == "BDAY" && $0.value.hasPrefix("--") } }),
      ("embedded photos", { $0.contains { $0.name.hasPrefix("PHOTO;ENCODING") } }),
    ], rows: [.contact: cardRows])

  /// All of the schema but what only Drawbridge says: Google passes lines of other programs on.
  private static let cardRows: Set<Name> = Set(Schema.vCard.rows.map(\.name)).subtracting([
    "X-DRAWBRIDGE-COLLECTION", "X-DRAWBRIDGE-FIELD",
  ])

  private static func card(_ random: inout SeededRandom) -> [SourcePiece] {
    var row: [SourcePiece] = []
    func escaped(_ text: String) -> String { TextEscaping.escape(Text(text)).string }
    func text(lines: Bool = false) -> String { escaped(random.words(lines: lines)) }
    func add(_ percent: Int, _ name: String, _ value: () -> String) {
      if random.chance(percent) { row.append(SourcePiece(name: name, value: value())) }
    }
    let given = text()
    let family = text()
    add(90, "FN") { "\(given) \(family)" }
    add(90, "N") { "\(family);\(given);\(random.chance(20) ? text() : "");;" }
    for name in ["NICKNAME", "TITLE", "X-PHONETIC-FIRST-NAME", "X-PHONETIC-LAST-NAME"] {
      add(15, name) { text() }
    }
    add(30, "ORG") { random.chance(50) ? "\(text());\(text())" : text() }
    let mail = ValueGenerator.email(&random).string
    for _ in 0..<random.below(4) {
      let name = random.pick(["EMAIL", "EMAIL;TYPE=INTERNET", "EMAIL;TYPE=INTERNET;TYPE=WORK"])
      row.append(
        SourcePiece(
          name: name,
          value: random.chance(40) ? mail : ValueGenerator.email(&random).string))
    }
    for _ in 0..<random.below(4) {
      let name = random.pick(["TEL", "TEL;TYPE=CELL", "TEL;TYPE=WORK", "TEL;TYPE=HOME,FAX"])
      row.append(SourcePiece(name: name, value: ValueGenerator.phone(&random).string))
    }
    for _ in 0..<random.below(3) {
      let parts = (0..<7).map { _ in random.chance(50) ? "" : text(lines: random.chance(20)) }
      row.append(
        SourcePiece(
          name: random.pick(["ADR", "ADR;TYPE=HOME", "ADR;TYPE=WORK"]),
          value: parts.joined(separator: ";")))
    }
    for number in 0..<random.below(3) {
      let (name, value) = random.pick([
        ("TEL", "+44 20 7946 0\(random.below(1000))"), ("URL", "https\\://a.example/\(number)"),
        ("X-ABDATE", "2001-04-0\(1 + random.below(9))"), ("X-ABRELATEDNAMES", text()),
        ("EMAIL", "own\(number)@example.com"),
      ])
      row.append(SourcePiece(name: "item\(number + 1).\(name)", value: value))
      let label = random.pick(["_$!<HomePage>!$_", "_$!<Anniversary>!$_", "Portal", text()])
      row.append(SourcePiece(name: "item\(number + 1).X-ABLabel", value: label))
    }
    add(25, "BDAY") { random.pick(["1985-04-12", "--04-12", "19850412"]) }
    add(40, "NOTE") {
      let note = text(lines: true)
      return random.chance(40) ? "\(note)\\nColour: \(random.pick(["Blue", "Red"]))" : note
    }
    add(15, "PHOTO") { "https://lh3.googleusercontent.com/contacts/A\(random.below(99))=s96-c" }
    add(5, "PHOTO;ENCODING=b;TYPE=JPEG") { "/9j/4AAQ" }
    add(60, "CATEGORIES") { random.pick(["myContacts", "Friends,myContacts", "starred"]) }
    return row + foreign(row, &random)
  }

  /// Any property of the schema, as the program that made the card wrote it.
  private static func foreign(
    _ known: [SourcePiece], _ random: inout SeededRandom
  ) -> [SourcePiece] {
    var maker = RecordGenerator(random)
    defer { random = maker.random }
    var pieces: [SourcePiece] = []
    for _ in 0..<maker.random.below(3) {
      let row = maker.random.pick(Schema.vCard.rows)
      let isTaken =
        row.name == .version || !cardRows.contains(row.name)
        || row.cardinality == .one
          && (known + pieces).contains { $0.propertyName == row.name.string }
      let property = maker.property(row.name, .contact)
      // Google shows no groups as cards.
      guard !isTaken, property.value != "group" else { continue }
      pieces.append(SourcePiece(property))
    }
    if maker.random.chance(10) { pieces.append(SourcePiece(maker.unknown())) }
    return pieces
  }

  // MARK: - Tasks

  static let tasks = SourceUnderTest(
    name: "takeout tasks", draw: task, render: tasksFile,
    read: { read("Tasks.json", $0, .task) }, form: CanonicalLaws.iCalendar,
    lenses: [LensLawTests.googleTasks, LensLawTests.openCRMTasks],
    traits: [
      ("due at a moment", { $0.contains { $0.name == "due" && $0.value.contains("T23") } }),
      ("due on a day", { $0.contains { $0.name == "due" && $0.value.contains("T00:00") } }),
      ("empty ids", { $0.contains { $0 == SourcePiece(name: "id", value: "\"\"") } }),
      ("missing ids", { !$0.contains { $0.name == "id" } }),
      ("parents", { $0.contains { $0.name == "parent" } }),
      ("links", { $0.contains { $0.name == "links" } }),
      ("repeated members", { row in Set(row.map(\.name)).count < row.count }),
    ],
    rows: [
      .task: Set(GoogleTasksLens.coveredByTakeout.map { Name(Text($0)) }).union([
        "CREATED", "LAST-MODIFIED",
      ])
    ],
    cells: [
      "kind", "id", "title", "updated", "selfLink", "status", "notes", "due", "parent",
      "completed", "created", "task_type", "links", "hidden", "deleted", "position", "etag",
      "webViewLink", "starred", "unheardOf",
    ])

  private static func task(_ random: inout SeededRandom) -> [SourcePiece] {
    var row = [SourcePiece(name: "kind", value: "\"tasks#task\"")]
    func add(_ percent: Int, _ name: String, _ value: () -> String) {
      if random.chance(percent) { row.append(SourcePiece(name: name, value: value())) }
    }
    add(85, "id") { random.chance(10) ? "\"\"" : "\"T\(random.below(50))\"" }
    add(90, "title") { quoted(random.words()) }
    add(40, "notes") { quoted(random.words(lines: true)) }
    add(60, "status") { random.pick(["\"needsAction\"", "\"completed\""]) }
    add(60, "due") {
      let day = "2026-0\(1 + random.below(9))-1\(random.below(9))"
      return "\"\(day)T\(random.pick(["00:00:00.000Z", "23:00:00.000Z"]))\""
    }
    add(30, "completed") { "\"2026-03-0\(1 + random.below(9))T10:11:12.000Z\"" }
    add(70, "updated") { "\"2026-04-0\(1 + random.below(9))T10:11:12.345Z\"" }
    add(20, "parent") { "\"T\(random.below(50))\"" }
    add(15, "links") {
      "[{\"type\":\"email\",\"description\":\(quoted(random.words())),"
        + "\"link\":\"https://mail.google.com/\(random.below(9))\"}]"
    }
    add(10, "hidden") { "true" }
    add(40, "created") { "\"2026-04-0\(1 + random.below(9))T10:11:12.345678Z\"" }
    add(10, "task_type") { random.pick(["\"PERSONAL_TASK\"", "\"SHARED_TASK\""]) }
    for name in ["deleted", "starred"] { add(5, name) { "true" } }
    for name in ["selfLink", "webViewLink", "etag", "position", "unheardOf"] {
      add(5, name) { quoted(random.words()) }
    }
    add(10, "kind") { "\"tasks#task\"" }
    return row
  }

  /// Of the generation of 2018, in which lists have no id, or of 2020.
  private static func tasksFile(_ rows: [[SourcePiece]], _ seed: UInt64) -> [UInt8] {
    let items = rows.map { row in
      "{" + row.map { "\(quoted($0.name)):\($0.value)" }.joined(separator: ",") + "}"
    }.joined(separator: ",")
    let head = seed.isMultiple(of: 2) ? "" : "\"id\":\"L1\","
    let text =
      "{\"kind\":\"tasks#taskLists\",\"items\":[{\"kind\":\"tasks#tasks\",\(head)"
      + "\"title\":\"My Tasks\",\"items\":[\(items)]},{\"kind\":\"tasks#tasks\",\"title\":\"Empty\"}]}"
    return Array(text.utf8)
  }

  private static func quoted(_ text: String) -> String {
    String(decoding: JSONValue.string(Text(text)).bytes, as: UTF8.self)
  }
}
