import ContentLines
import FileSide
import Foundation
import ICalendar
import Records
import TestSupport
import Testing
import VCard
import Witness

/// Independent readers see in what we write what we see.
@Suite(.serialized) struct WitnessedTests {
  @Test(
    "libical sees what we see in every calendar of the corpus",
    .enabled(if: SharedFolder.url != nil))
  func libical() async throws {
    var records = 0
    var wrong: [String] = []
    for file in SharedFolder.corpusFiles(["ics"]) {
      guard let tree = try? InputTree.open(paths: [file.path]),
        let result = try? RecordReader(zones: Law.zones).read(tree)
      else { continue }
      for read in result.files.flatMap(\.read.records) where read.record.kind != .contact {
        guard read.record.uid != nil else { continue }
        records += 1
        let bytes = ICalendarWriter(zones: Law.zones).write([read.record])
        let report = await Witness.shared.components(of: bytes)
        let found = Witness.shared.disagreements(
          expected: read.record.components.map(WitnessComponent.init), in: report)
        if let first = found.first { wrong.append("\(file.lastPathComponent): \(first)") }
      }
    }
    print("libical: \(records) records of the corpus, \(wrong.count) read differently")
    for one in wrong.prefix(40) { print("  \(one.prefix(220))") }
    #expect(records > 500)
    // What libical cannot hold: values that are broken, which we keep as they are.
    #expect(wrong.count * 50 < records, "\(wrong.count) of \(records)")
  }

  @Test("vobject sees what we see in our cards")
  func vobject() throws {
    try compare("vobject", Self.vobjectScript, .contact, ["FN", "NOTE", "EMAIL", "TEL", "TITLE"])
  }

  @Test("icalendar sees what we see in our events")
  func icalendar() throws {
    try compare(
      "icalendar", Self.icalendarScript, .event,
      ["UID", "SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT"])
  }

  /// Writes random records, lets Python read them, and compares the texts of some properties.
  private func compare(_ module: String, _ script: String, _ kind: RecordKind, _ names: [Name])
    throws
  {
    guard let python = Self.python, Self.has(module, python) else {
      print("skipped: \(module) is not installed for \(Self.python ?? "any python3")")
      return
    }
    var records: [Record] = []
    for number in 0..<Run.cases(300) {
      var random = SeededRandom(seed: Run.seed &+ UInt64(number))
      let record = RecordGenerator.records(kind, canonical: Law.canonical).generate(&random)
      let bytes = record.bytes()
      // Python's splitlines ends a line at these, which no standard says.
      let text = String(decoding: bytes, as: UTF8.self)
      let isPlain = !text.unicodeScalars.contains {
        $0.value < 0x20 && $0 != "\r" && $0 != "\n"
          || [0x7F, 0x85, 0x2028, 0x2029, 0xFEFF].contains($0.value)
      }
      if isPlain, record.components.count == 1, record.uid != nil || kind == .contact {
        records.append(record)
      }
    }
    let folder = try TemporaryFolder()
    let bytes =
      kind == .contact
      ? records.flatMap { VCardWriter.vcard3($0) }
      : ICalendarWriter(zones: Law.zones).write(records)
    let path = try folder.write(kind == .contact ? "a.vcf" : "a.ics", bytes)
    let outcome = try Program.run(python, ["-c", script, path] + names.map(\.string))
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let seen = outcome.stdout.split(separator: "\n").compactMap {
      try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: [String]]
    }
    #expect(seen.count == records.count)
    var wrong: [String] = []
    for (record, their) in zip(records, seen) {
      for name in names {
        let own = record.components[0].all(name).filter { $0.parameter(.value) == nil }
          .map { $0.text.string }.filter { !$0.isEmpty }.sorted()
        var theirs = (their[name.string] ?? []).filter { !$0.isEmpty }.sorted()
        // A derived FN and values of another type are none of ours.
        if own.isEmpty { theirs = [] }
        let isTyped = record.components[0].all(name).contains { $0.parameter(.value) != nil }
        if own != theirs, !isTyped { wrong.append("\(name): \(own) \(theirs)") }
      }
    }
    print("\(module): \(records.count) records, \(wrong.count) values read differently")
    #expect(records.count > 20)
    #expect(wrong.isEmpty, "\(wrong.prefix(8).joined(separator: "\n"))")
  }

  /// `DRAWBRIDGE_PYTHON`, or python3 where it usually lies.
  private static var python: String? {
    let places = [
      ProcessInfo.processInfo.environment["DRAWBRIDGE_PYTHON"], "/usr/bin/python3",
      "/usr/local/bin/python3",
    ]
    return places.compactMap(\.self).first(where: FileManager.default.isExecutableFile)
  }

  private static func has(_ module: String, _ python: String) -> Bool {
    (try? Program.run(python, ["-c", "import \(module)"]))?.status == 0
  }

  private static let vobjectScript = """
    import sys, json, vobject
    text = open(sys.argv[1], encoding='utf-8', newline='').read()
    for card in vobject.readComponents(text):
        out = {}
        for child in card.getChildren():
            if child.name in sys.argv[2:]:
                out.setdefault(child.name, []).append(child.value)
        print(json.dumps(out))
    """

  private static let icalendarScript = """
    import sys, json, icalendar
    calendar = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())
    for event in calendar.walk('VEVENT'):
        out = {}
        for name, value in event.property_items(recursive=False, sorted=False):
            if name in sys.argv[2:]:
                out.setdefault(name, []).append(str(value))
        print(json.dumps(out))
    """
}

extension WitnessComponent {
  fileprivate init(_ component: Component) {
    self.init(
      kind: component.name.string,
      properties: component.properties.map { property in
        WitnessProperty(
          property.name.string,
          listing: property.parameters.map { ($0.name.string, $0.value.string) },
          value: property.value.string)
      },
      alarms: component.components.filter { $0.name == .valarm }.map(WitnessComponent.init))
  }
}
