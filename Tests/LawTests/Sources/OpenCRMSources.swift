import ContentLines
import OpenCRMSide
import Records
import Sides
import TestSupport

/// What OpenCRM exports, drawn at random and read by the real reader.
enum OpenCRMSources {
  static let contacts = SourceUnderTest(
    name: "opencrm contacts", draw: contact, render: file,
    read: { read("contacts", $0) { $0 == .contact } }, form: CanonicalLaws.vCard4,
    lenses: [LensLawTests.openCRMContacts, LensLawTests.googleContacts],
    traits: [
      ("second streets", { $0.contains { $0.name == "mailingstreet2" } }),
      ("several lines", { $0.contains { $0.name == "description" && $0.value.contains("\n") } }),
      ("custom fields", { $0.contains { $0.name == "cf_12" } }),
      ("equal numbers", { row in has(row, "phone", equalTo: "mobile") }),
      ("no id", { !$0.contains { $0.name == "crmid" } }),
    ],
    rows: [
      .contact: [
        "N", "TITLE", "ORG", "EMAIL", "TEL", "ADR", "BDAY", "NOTE", "CATEGORIES",
        "X-DRAWBRIDGE-FIELD",
      ]
    ],
    cells: Set(OpenCRMField.all(.contacts).map(\.name)).union(["cf_12"]))

  static let activities = SourceUnderTest(
    name: "opencrm activities", draw: activity, render: file,
    read: { read("activities", $0) { $0 != .contact } }, form: CanonicalLaws.iCalendar,
    lenses: [LensLawTests.openCRMEvents, LensLawTests.openCRMTasks, LensLawTests.googleEvents],
    traits: [
      ("tasks", { $0.contains { $0.name == "activitytype" && $0.value == "Task" } }),
      ("no type", { !$0.contains { $0.name == "activitytype" } }),
      ("whole days", { !$0.contains { $0.name == "time_start" } }),
      ("durations", { $0.contains { $0.name == "duration_hours" } }),
      ("private ones", { $0.contains { $0.value == "Private" } }),
    ],
    rows: [
      .event: [
        "SUMMARY", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION", "CLASS", "CATEGORIES",
        "PRIORITY",
      ],
      .task: [
        "SUMMARY", "DTSTART", "DUE", "STATUS", "LOCATION", "DESCRIPTION", "CLASS",
        "CATEGORIES", "PRIORITY",
      ],
    ],
    cells: Set(OpenCRMField.all(.activities).map(\.name)))

  private static func has(_ row: [SourcePiece], _ one: String, equalTo other: String) -> Bool {
    row.contains { first in
      first.name == one && row.contains { $0.name == other && $0.value == first.value }
    }
  }

  private static func read(
    _ name: String, _ bytes: [UInt8], _ isOwn: (RecordKind) -> Bool
  ) -> [Record]? {
    let columns = OpenCRMColumns(headers: [], customFields: [.init("cf_12", "cf_12")])
    let isJSON = bytes.first == UInt8(ascii: "[")
    let file = OpenCRMFile(name: name + (isJSON ? ".json" : ".csv"), bytes: bytes)
    let read = try? OpenCRMReader(columns: columns, zone: LensLawTests.london).read([file])
    return read.map { $0.reads.filter { isOwn($0.kind) }.flatMap { $0.records.map(\.record) } }
  }

  // MARK: - Rows

  private static func contact(_ random: inout SeededRandom) -> [SourcePiece] {
    var row = [SourcePiece(name: "lastname", value: "B" + random.words())]
    func add(_ percent: Int, _ name: String, _ value: () -> String) {
      if random.chance(percent) { row.append(SourcePiece(name: name, value: value())) }
    }
    add(80, "crmid") { "\(1 + random.below(1_000_000))" }
    for name in ["firstname", "title", "accountname", "department", "folder", "cf_12"] {
      add(30, name) { random.words() }
    }
    add(40, "email") { ValueGenerator.email(&random).string }
    add(25, "email2") { ValueGenerator.email(&random).string }
    let number = ValueGenerator.phone(&random).string
    for name in ["phone", "mobile", "homephone", "otherphone", "fax"] {
      add(30, name) { random.chance(30) ? number : ValueGenerator.phone(&random).string }
    }
    for place in ["mailing", "other"] {
      for part in ["street", "street2", "city", "state", "zip", "country"] {
        add(25, place + part) { random.words() }
      }
    }
    add(25, "birthday") { "19\(50 + random.below(50))-04-1\(random.below(9))" }
    add(40, "description") { random.words(lines: true) }
    add(10, "accountid") { "\(random.below(9))" }
    // Whoever has the right set is left out.
    add(10, "righttobeforgotten") { "0" }
    add(10, "includeinsync") { random.pick(["1", "0"]) }
    marks(&row, &random)
    return row
  }

  private static func marks(_ row: inout [SourcePiece], _ random: inout SeededRandom) {
    if random.chance(20) {
      row.append(SourcePiece(name: "smownerid", value: "\(random.below(20))"))
    }
    if random.chance(20) {
      row.append(
        SourcePiece(name: "modifiedtime", value: "2026-03-0\(1 + random.below(9)) 10:11:12"))
    }
  }

  private static func activity(_ random: inout SeededRandom) -> [SourcePiece] {
    var row = [SourcePiece(name: "subject", value: "S" + random.words())]
    func add(_ percent: Int, _ name: String, _ value: () -> String) {
      if random.chance(percent) { row.append(SourcePiece(name: name, value: value())) }
    }
    func day() -> String { "2026-0\(1 + random.below(9))-\(10 + random.below(19))" }
    func time() -> String { "\(10 + random.below(14)):\(10 + random.below(50)):00" }
    add(80, "crmid") { "\(1 + random.below(1_000_000))" }
    add(80, "activitytype") { random.pick(["Meeting", "Call", "Task", "Site visit"]) }
    if random.chance(90) {
      row.append(SourcePiece(name: "date_start", value: day()))
      add(70, "time_start", time)
      add(40, "due_date", day)
      add(30, "time_end", time)
      add(20, "duration_hours") { "\(random.below(5))" }
      add(15, "duration_minutes") { "\(random.pick([0, 15, 30, 45]))" }
      add(10, "notime") { random.pick(["1", "0"]) }
    }
    add(10, "private") { random.pick(["1", "0"]) }
    add(10, "users") { "\(random.below(20)), \(random.below(20))" }
    add(10, "teams") { random.words() }
    add(15, "tasklist") { random.words() }
    add(10, "includeinsync") { random.pick(["1", "0"]) }
    marks(&row, &random)
    add(40, "taskstatus") {
      random.pick(["Not Started", "In Progress", "Completed", "Deferred", "Waiting"])
    }
    add(20, "eventstatus") { random.pick(["Planned", "Held", "Not Held"]) }
    add(30, "taskpriority") { random.pick(["High", "Medium", "Low", "Urgent"]) }
    add(25, "visibility") { random.pick(["Private", "Public", "Team"]) }
    for name in ["location", "category"] { add(25, name) { random.words() } }
    add(30, "description") { random.words(lines: true) }
    return row
  }

  // MARK: - Files

  /// A CSV with all columns that any row has, or JSON of the same cells.
  private static func file(_ rows: [[SourcePiece]], _ seed: UInt64) -> [UInt8] {
    // By these columns a table is known for what it is.
    var names = rows.joined().contains { $0.name == "subject" } ? ["subject", "date_start"] : []
    for piece in rows.joined() where !names.contains(piece.name) { names.append(piece.name) }
    let cells = rows.map { row in
      names.map { name in row.first { $0.name == name }?.value ?? "" }
    }
    guard seed.isMultiple(of: 3) else {
      let lines = ([names] + cells).map { row in
        row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",")
      }
      return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }
    let objects = cells.map { row in
      "{" + zip(names, row).map { "\(json($0)):\(json($1))" }.joined(separator: ",") + "}"
    }
    return Array("[\(objects.joined(separator: ","))]".utf8)
  }

  private static func json(_ text: String) -> String {
    String(decoding: JSONValue.string(Text(text)).bytes, as: UTF8.self)
  }
}
