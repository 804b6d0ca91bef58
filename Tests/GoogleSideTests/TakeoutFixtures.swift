import CivilTime
import ContentLines
import GoogleSide
import Records
import Sides

/// Takeouts written by hand.
enum Fixture {
  static let zones = ZoneCatalog()

  static func file(_ path: String, _ text: String) -> GoogleExportFile {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return GoogleExportFile(
      path: path, baseName: name, bytes: Array(lines.joined(separator: "\r\n").utf8))
  }

  static func json(_ text: String) -> GoogleExportFile {
    GoogleExportFile(
      path: "Takeout/Tasks/Tasks.json", baseName: "Tasks.json", bytes: Array(text.utf8))
  }

  static func card(_ name: String, labels: String? = "myContacts", _ more: String...) -> String {
    var lines = ["BEGIN:VCARD", "VERSION:3.0", "FN:\(name)", "N:\(name);;;;"] + more
    if let labels { lines.append("CATEGORIES:\(labels)") }
    return (lines + ["END:VCARD", ""]).joined(separator: "\n")
  }

  static func contacts(_ name: String, _ cards: String...) -> GoogleExportFile {
    file("Takeout/Contacts/\(name)/\(name).vcf", cards.joined())
  }

  static func calendar(
    _ name: String, title: String? = nil, zone: String? = "Europe/London", _ events: String...
  ) -> GoogleExportFile {
    let head = [
      "BEGIN:VCALENDAR", "PRODID:-//Google Inc//Google Calendar 70.9054//EN", "VERSION:2.0",
    ]
    let titled = title.map { ["X-WR-CALNAME:\($0)"] } ?? []
    let zoned = zone.map { ["X-WR-TIMEZONE:\($0)"] } ?? []
    let text = (head + titled + zoned).joined(separator: "\n") + "\n" + events.joined()
    return file("Takeout/Calendar/\(name).ics", text + "END:VCALENDAR\n")
  }

  static func event(_ uid: String, _ more: String...) -> String {
    let usual = [
      "BEGIN:VEVENT", "UID:\(uid)", "DTSTAMP:20240601T120000Z", "DTSTART:20240701T090000Z",
      "DTEND:20240701T100000Z", "SUMMARY:Meeting",
    ]
    let given = Set(more.map { $0.split(whereSeparator: { $0 == ":" || $0 == ";" })[0] })
    let kept = usual.filter { line in
      !given.contains(line.split(whereSeparator: { $0 == ":" || $0 == ";" })[0])
    }
    return (kept + more + ["END:VEVENT", ""]).joined(separator: "\n")
  }

  static func read(
    _ files: [GoogleExportFile], isWhole: Bool = true, zone: String? = nil,
    exported: String? = nil
  ) -> ImportRead {
    TakeoutReader(zones: zones, zone: zone.flatMap { zones.zone(named: $0) })
      .read(files: files, isWhole: isWhole, exported: exported)
  }
}

extension ImportRead {
  func read(_ kind: RecordKind) -> SourceRead? { reads.first { $0.kind == kind } }

  func codes() -> [String] { findings.map(\.finding.kind.code) }
}

extension SourceRecord {
  func text(_ name: Name) -> String? { record.components.first?.first(name)?.text.string }

  func line(_ name: Name) -> String? { record.components.first?.first(name)?.lineText }
}
