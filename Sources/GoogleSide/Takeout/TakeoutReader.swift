package import CivilTime
import ContentLines
import ICalendar
import Records
package import Sides

/// Reads a Google Takeout: contacts, calendars and tasks, sniffed by content (facts: names follow
/// the account's language).
///
/// Nothing throws: what is odd is a finding, and the good records beside it are read.
package struct TakeoutReader: Sendable {
  private let zones: ZoneCatalog
  private let zone: Zone?
  private let address: String?

  /// - Parameters:
  ///   - zones: The zones of the system.
  ///   - zone: What `--zone` says: where the tasks were made.
  ///   - address: The account's e-mail address, where it is known already.
  package init(zones: ZoneCatalog, zone: Zone? = nil, address: String? = nil) {
    self.zones = zones
    self.zone = zone
    self.address = address
  }

  /// The source of everything read here.
  package static let source = "takeout"
  /// The source of contacts read from Google's CSV.
  package static let tableSource = "google-csv"

  /// Reads all files of one export. O(n log n).
  ///
  /// - Parameters:
  ///   - files: The files in any order.
  ///   - isWhole: Whether nothing is missing: no part, no damaged archive, no file refused.
  ///   - exported: When the export was made, RFC 3339, where its name tells.
  package func read(files: [GoogleExportFile], isWhole: Bool, exported: String?) -> ImportRead {
    var result = ImportRead()
    let sorted = files.sorted {
      $0.path != $1.path
        ? $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) : $0.baseName < $1.baseName
    }
    var cards: [GoogleExportFile] = []
    var tables: [GoogleExportFile] = []
    var calendars: [GoogleExportFile] = []
    var tasks: [GoogleExportFile] = []
    var photos: [GoogleExportFile] = []
    for file in sorted {
      switch file.content {
      case .cards: cards.append(file)
      case .table: tables.append(file)
      case .calendar: calendars.append(file)
      case .tasks: tasks.append(file)
      case .photo: photos.append(file)
      case .empty:
        result.note(.emptyFile, file, "The file is empty.")
      case .other:
        result.note(.unknownFile, file, "It holds no contacts, events or tasks.")
      }
    }
    // Google's table is known to leave contacts out: absence from it proves nothing.
    let contacts =
      cards.isEmpty
      ? TakeoutContacts(isWhole: false, source: Self.tableSource, pictures: photos)
      : TakeoutContacts(isWhole: isWhole, pictures: photos)
    let contactFiles = cards.isEmpty ? tables : cards
    let (calendarReading, contactReading) = readSideBySide(
      TakeoutCalendars(zones: zones, address: address, isWhole: isWhole), calendars, contacts,
      contactFiles)
    result.findings += calendarReading.findings + contactReading.findings
    if !contactFiles.isEmpty { result.reads.append(contactReading.read) }
    if !cards.isEmpty {
      for table in tables {
        result.note(
          .besideCards, table, "It stands beside cards, which say more, and was not read.")
      }
    }
    if !calendars.isEmpty { result.reads.append(calendarReading.reading.read) }
    if !tasks.isEmpty {
      let reading = TakeoutTasks(
        zone: zone ?? calendarReading.reading.primaryZone, isWhole: isWhole)
      if let read = reading.read(tasks, findings: &result.findings) { result.reads.append(read) }
    }
    let stamp = exported ?? calendarReading.reading.latestStamp.map(\.description)
    for index in result.reads.indices {
      result.reads[index].exported = stamp
      result.reads[index].account = calendarReading.reading.account
    }
    return result
  }

  private enum Half: Sendable {
    case calendars(TakeoutCalendars.Reading, [FileFinding])
    case contacts(SourceRead, [FileFinding])
  }

  private func readSideBySide(
    _ calendars: TakeoutCalendars, _ calendarFiles: [GoogleExportFile],
    _ contacts: TakeoutContacts, _ contactFiles: [GoogleExportFile]
  ) -> (
    calendars: (reading: TakeoutCalendars.Reading, findings: [FileFinding]),
    contacts: (read: SourceRead, findings: [FileFinding])
  ) {
    let halves = Parallel.map([true, false]) { isCalendar -> Half in
      var findings: [FileFinding] = []
      if isCalendar {
        let reading = calendars.read(calendarFiles, findings: &findings)
        return .calendars(reading, findings)
      }
      let read = contacts.read(contactFiles, &findings)
      return .contacts(read, findings)
    }
    var result = (
      calendars: (reading: TakeoutCalendars.Reading(), findings: [FileFinding]()),
      contacts: (read: SourceRead(.contact, source: Self.source), findings: [FileFinding]())
    )
    for half in halves {
      switch half {
      case .calendars(let reading, let findings): result.calendars = (reading, findings)
      case .contacts(let read, let findings): result.contacts = (read, findings)
      }
    }
    return result
  }
}

extension ImportRead {
  fileprivate mutating func note(_ kind: FindingKind, _ file: GoogleExportFile, _ message: String) {
    findings.append(FileFinding(file: file.path, Finding(kind, message: message)))
  }
}

/// Titles of calendars and lists, each given once.
struct CollectionNames {
  private var taken = Set<String>()

  /// The title, or the other title, or the title with a number.
  mutating func unique(_ title: String, else other: String) -> String {
    if taken.insert(title).inserted { return title }
    if !other.isEmpty, taken.insert(other).inserted { return other }
    var number = 2
    while !taken.insert("\(title) (\(number))").inserted { number += 1 }
    return "\(title) (\(number))"
  }
}
