import Bridge
import CivilTime
import ContentLines
import FileSide
import GoogleSide
import Records
import Sides

/// The tasks of a Takeout as commands on files see them: one calendar a list, each task with
/// Google's id as its UID.
enum TakeoutTaskFiles {
  private static let calendarName = Schema.of(.event).name(of: .calendarName)
  private static let calendarZone = Schema.of(.event).name(of: .calendarZone)

  /// Reads those of the files that nobody read yet which hold tasks.
  ///
  /// The day on which a task is due may depend on the zone of whoever made it: it is the one of the
  /// account's calendar, where it lies beside them. Where it is not known, such a file stays unread,
  /// with a finding.
  static func read(into result: inout RecordReader.Result, zones: ZoneCatalog) throws(InputError) {
    let zone = home(result.files, zones)
    var unread: [InputFile] = []
    for file in result.unread {
      guard file.holdsTasks else {
        unread.append(file)
        continue
      }
      let bytes = try file.load()
      let source = GoogleExportFile(path: file.path, baseName: file.baseName, bytes: bytes)
      let read = TakeoutReader(zones: zones, zone: zone)
        .read(files: [source], isWhole: true, exported: nil)
      result.findings += read.findings
      guard let tasks = read.reads.first(where: { $0.kind == .task }) else {
        result.missing += read.findings
        unread.append(file)
        continue
      }
      result.findings.append(
        FileFinding(
          file: file.path,
          Finding(
            .takeoutTasks,
            message: "Read from Google's JSON: \(counted(tasks.records.count, "task")) of "
              + "\(counted(tasks.collections.count, "list")).")))
      result.files.append(
        RecordFile(
          path: file.path, baseName: file.baseName, bytes: bytes, read: calendars(of: tasks),
          isTable: true))
    }
    result.unread = unread
  }

  private static func calendars(of tasks: SourceRead) -> ReadFile {
    var file = ReadFile(.iCalendar)
    var places: [String: Int] = [:]
    for task in tasks.records where task.attributes["deleted"] != "true" {
      let place = places[task.collection] ?? file.groups.count
      if place == file.groups.count {
        places[task.collection] = place
        var group = ReadFile.Group()
        group.properties = [Property(calendarName, text: Text(task.collection))]
        file.groups.append(group)
      }
      var record = task.record
      if let id = task.remoteID { record.uid = TextEscaping.escape(Text(id)) }
      file.groups[place].records.append(
        ReadRecord(record: record.canonical(), lines: [], version: ""))
    }
    return file
  }

  /// The zone of the calendar that is named after the account's address, or of all calendars.
  private static func home(_ files: [RecordFile], _ zones: ZoneCatalog) -> Zone? {
    let calendars = files.flatMap(\.read.groups).compactMap {
      group -> (name: Text, zone: String)? in
      guard let zone = group.properties.first(where: { $0.name == calendarZone }) else {
        return nil
      }
      let name = group.properties.first { $0.name == calendarName }?.text ?? .empty
      return (name, zone.text.trimmed.string)
    }
    let own = calendars.filter { $0.name.contains(0x40) }
    let names = Set((own.count == 1 ? own : calendars).map(\.zone))
    return names.count == 1 ? names.first.flatMap { zones.zone(named: $0) } : nil
  }
}
