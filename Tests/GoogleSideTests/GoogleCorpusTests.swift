import CivilTime
import ContentLines
import Foundation
import GoogleSide
import Records
import Sides
import Testing
import VCard

/// Where the shared corpus lies, and the tools of the tests.
enum Shared {
  static let folder: URL = {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return ProcessInfo.processInfo.environment["DRAWBRIDGE_SHARED"].map {
      URL(fileURLWithPath: $0, relativeTo: package)
    } ?? package.deletingLastPathComponent().appendingPathComponent("shared")
  }()

  /// All files below a folder, by path.
  static func files(below folder: URL) -> [GoogleExportFile] {
    guard let found = FileManager.default.enumerator(atPath: folder.path) else { return [] }
    return found.compactMap { $0 as? String }.sorted().compactMap { name in
      let url = folder.appendingPathComponent(name)
      guard let bytes = try? Data(contentsOf: url), !bytes.isEmpty else { return nil }
      return GoogleExportFile(
        path: name, baseName: url.lastPathComponent, bytes: Array(bytes))
    }
  }
}

@Suite struct GoogleCorpusTests {
  /// Every card of the corpus: each line of it is in the record, or named by the reader.
  @Test func `no line of a real card is lost`() throws {
    let files = Shared.files(below: Shared.folder.appendingPathComponent("corpus/google/vcf"))
    guard !files.isEmpty else { return print("skipped: no corpus of Google cards") }
    var counts: [String: Int] = [:]
    for file in files {
      var upgraded: [Int: UpgradeStep] = [:]
      let raw = ComponentReader.read(Lexer.lex(file.bytes)).components
      _ = VCardReader.read(file.bytes) { upgraded[$0.line] = $0 }
      let read = try #require(Fixture.read([file]).read(.contact))
      #expect(read.records.count == raw.count)
      for (card, source) in zip(raw, read.records) {
        let kept = Set(source.record.components[0].properties.map { "\($0.name):\($0.value)" })
        let lens = GoogleContactsLens()
        #expect(lens.view(source.record, previous: source.record) == source.record)
        for property in card.properties {
          let after = upgraded[Int(property.line)]
          var current = after?.after ?? property
          if after != nil, after?.after == nil {
            counts["moved into another property", default: 0] += 1
            continue
          }
          current.group = .empty
          let canonical = Component(.vcard, [current]).canonical().properties[0]
          if property.name == "FN", source.record.components[0].first("FN") == nil {
            counts["repeats the name", default: 0] += 1
          } else if property.name == .version {
            counts["form", default: 0] += 1
          } else {
            #expect(
              kept.contains("\(canonical.name):\(canonical.value)"),
              "\(file.baseName), line \(property.line): \(property.lineText)")
            counts["kept", default: 0] += 1
          }
        }
      }
    }
    print("google cards:", counts.sorted { $0.key < $1.key })
    #expect(counts["kept", default: 0] > 60)
  }

  /// Every event of the corpus: each of its properties is in the record, or is empty, or volatile.
  @Test func `no property of a real event is lost`() throws {
    let files = Shared.files(below: Shared.folder.appendingPathComponent("corpus/google/ics"))
    guard !files.isEmpty else { return print("skipped: no corpus of Google calendars") }
    let lens = GoogleEventsLens(zones: Fixture.zones)
    var counts: [String: Int] = [:]
    for file in files {
      let imported = Fixture.read([file])
      let read = try #require(imported.read(.event), "\(file.baseName)")
      #expect(read.collections.count == 1)
      let raw = ComponentReader.read(Lexer.lex(file.bytes)).components
        .flatMap { $0.name == .vcalendar ? $0.components : [$0] }.filter { $0.name == .vevent }
      let components = read.records.flatMap(\.record.components)
      #expect(components.count == raw.count, "\(file.baseName)")
      var kept: [Name: Int] = [:]
      for source in read.records {
        let zone = source.attributes["zone"].flatMap { Fixture.zones.zone(named: $0) }
        let own = GoogleEventsLens(zones: Fixture.zones, calendarZone: zone)
        #expect(own.view(source.record, previous: source.record) == source.record)
        #expect(lens.view(source.record, previous: source.record) == source.record)
        for component in source.record.components {
          Self.count(component, into: &kept) { $0.value.isEmpty }
        }
      }
      var expected: [Name: Int] = [:]
      let identifiers = Set(raw.flatMap { $0.components.compactMap { $0.first(.uid)?.value } })
      for component in raw {
        Self.count(
          component, into: &expected,
          leavingOut: { property in
            // Of an alarm, UID says the same.
            let isRepeated =
              property.name == "X-WR-ALARMUID" && identifiers.contains(property.value)
            guard property.value.isEmpty || isRepeated else { return false }
            counts[isRepeated ? "repeated" : "empty", default: 0] += 1
            return true
          })
      }
      for (name, count) in expected.sorted(by: { $0.key < $1.key }) {
        #expect(kept[name, default: 0] == count, "\(file.baseName): \(name)")
        counts["kept", default: 0] += count
      }
      counts["events", default: 0] += components.count
    }
    print("google events of \(files.count) files:", counts.sorted { $0.key < $1.key })
    #expect(counts["events", default: 0] > 100)
  }

  /// Counts values, so that `EXDATE:a,b` and two lines are the same.
  private static func count(
    _ component: Component, into counts: inout [Name: Int],
    leavingOut isLeftOut: (Property) -> Bool = { _ in false }
  ) {
    for property in component.properties where !isLeftOut(property) {
      let isList = property.name == "EXDATE" || property.name == "RDATE"
      let values = isList ? TextEscaping.split(property.value, at: ASCII.comma).count : 1
      counts[property.name, default: 0] += values
    }
    for inner in component.components { count(inner, into: &counts, leavingOut: isLeftOut) }
  }

  @Test func `the real tasks are read whole`() throws {
    let files = Shared.files(below: Shared.folder.appendingPathComponent("corpus/google/tasks"))
    guard !files.isEmpty else { return print("skipped: no corpus of Google tasks") }
    let imported = Fixture.read(files)
    let read = try #require(imported.read(.task))
    let text = String(decoding: files[0].bytes, as: UTF8.self)
    let occurrences = text.components(separatedBy: "\"tasks#task\"").count - 1
    #expect(read.records.count == occurrences)
    #expect(read.collections.count == text.components(separatedBy: "\"tasks#taskList\"").count - 1)
    for (member, name) in [
      ("\"due\"", "DUE"), ("\"notes\"", "DESCRIPTION"), ("\"parent\"", "X-DRAWBRIDGE-PARENT"),
    ] {
      let held = read.records.filter { $0.line(Name(Text(name))) != nil }.count
      #expect(held == text.components(separatedBy: member).count - 1, "\(name)")
    }
    let lens = GoogleTasksLens()
    for record in read.records {
      #expect(lens.view(record.record, previous: record.record) == record.record)
      #expect(record.remoteID != nil)
    }
    print(
      "google tasks: \(read.records.count) in \(read.collections.count) lists;", imported.codes())
  }

  @Test func `two generated Takeouts give a thousand of each kind`() throws {
    let tool = Shared.folder.appendingPathComponent("bench/gen_pim.py")
    guard FileManager.default.isReadableFile(atPath: tool.path) else {
      return print("skipped: no bench/gen_pim.py")
    }
    for seed in ["one", "two"] {
      let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent(
          "drawbridge-google-\(ProcessInfo.processInfo.processIdentifier)-\(seed)")
      defer { try? FileManager.default.removeItem(at: folder) }
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = [
        "python3", tool.path, "takeout", "--out", folder.path, "--count", "1000", "--seed", seed,
      ]
      try process.run()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else {
        return print("skipped: python3 ended with \(process.terminationStatus)")
      }
      let files = Shared.files(below: folder)
      let start = ContinuousClock.now
      let imported = Fixture.read(files, exported: "2026-11-23T00:00:00Z")
      let took = ContinuousClock.now - start
      let contacts = try #require(imported.read(.contact))
      #expect(contacts.records.count == 1000)
      #expect(contacts.collections == ["": true])
      #expect(imported.read(.event)?.records.count == 1000)
      #expect(imported.read(.event)?.account == "jo@example.com")
      #expect(imported.read(.task)?.records.count == 1000)
      let lenses: [RecordKind: any Lens] = [
        .contact: GoogleContactsLens(),
        .event: GoogleEventsLens(
          zones: Fixture.zones, calendarZone: Fixture.zones.zone(named: "Europe/London")),
        .task: GoogleTasksLens(),
      ]
      for read in imported.reads {
        let lens = try #require(lenses[read.kind])
        for record in read.records {
          #expect(lens.view(record.record, previous: record.record) == record.record)
        }
      }
      print("takeout \(seed): \(files.count) files in \(took)")
    }
  }
}
