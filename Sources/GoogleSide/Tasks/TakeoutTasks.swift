import CivilTime
import ContentLines
import Records
import Sides

/// `Tasks.json` of both generations (2018; 2020 and later).
struct TakeoutTasks {
  /// Where the tasks were made: `--zone`, or the zone of the primary calendar.
  let zone: Zone?
  let isWhole: Bool

  /// Nil where nothing could be read; the findings say why. O(n).
  func read(_ files: [GoogleExportFile], findings: inout [FileFinding]) -> SourceRead? {
    var result = SourceRead(.task, source: TakeoutReader.source)
    result.covered = GoogleTasksLens.coveredByTakeout
    var names = CollectionNames()
    var isRead = false
    for file in files {
      let root: LenientJSON
      do {
        root = try LenientJSONReader.read(file.bytes)
      } catch {
        findings.append(
          FileFinding(
            file: file.path,
            Finding(
              .unreadableTasks, line: error.line, column: error.column,
              message: "This is no JSON. \(error.message)")))
        continue
      }
      let lists = Self.lists(root)
      let zoned = lists.flatMap(\.items).filter {
        $0["due"]?.text.flatMap { TaskDue($0) }?.needsZone == true
      }
      if zone == nil, let first = zoned.first {
        let due = first["due"]?.text ?? ""
        findings.append(
          FileFinding(
            file: file.path,
            Finding(
              .tasksZone, record: first["title"]?.text,
              message: "\(zoned.count) tasks are due at a moment such as \(due); which day that "
                + "is depends on the zone. No task was read: say --zone Europe/London.")))
        continue
      }
      isRead = true
      read(lists, file, &names, &result, &findings)
    }
    guard isRead else { return nil }
    Self.dropRepeatedIDs(&result, files, &findings)
    return result
  }

  struct List {
    var title: String
    var id: String
    var items: [LenientJSON]
    var stray = 0
  }

  /// The lists of the root; a root that holds tasks itself is a list. `kind` is no guide: old files
  /// repeat it.
  private static func lists(_ root: LenientJSON) -> [List] {
    let items = elements(root)
    let isList = !items.isEmpty && items.allSatisfy { $0["kind"]?.text == "tasks#task" }
    return (isList ? [root] : items).map { list in
      let all = elements(list)
      let tasks = all.filter { $0.members != nil }
      return List(
        title: list["title"]?.text ?? "", id: list["id"]?.text ?? "", items: tasks,
        stray: all.count - tasks.count + (list.members == nil ? 1 : 0))
    }
  }

  /// All `items`, should that name repeat.
  private static func elements(_ value: LenientJSON) -> [LenientJSON] {
    (value.members ?? []).filter { $0.name == "items" }.flatMap { $0.value.elements ?? [] }
  }

  private func read(
    _ lists: [List], _ file: GoogleExportFile, _ names: inout CollectionNames,
    _ result: inout SourceRead, _ findings: inout [FileFinding]
  ) {
    var reading = TaskReading(zone: zone, file: file.path)
    for list in lists {
      let title = names.unique(list.title.isEmpty ? "(untitled list)" : list.title, else: "")
      result.collections[title] = isWhole && list.stray == 0
      if list.stray > 0 {
        reading.findings.append(
          Finding(
            .unreadableTask, message: "\(list.stray) entries of “\(title)” are no tasks."))
      }
      for (position, item) in list.items.enumerated() {
        result.records.append(
          reading.record(item, list: title, place: "\(file.path), \(title), task \(position + 1)"))
      }
    }
    reading.finish()
    findings += reading.findings.map { FileFinding(file: file.path, $0) }
  }

  /// An id that stands twice identifies nothing.
  private static func dropRepeatedIDs(
    _ result: inout SourceRead, _ files: [GoogleExportFile], _ findings: inout [FileFinding]
  ) {
    var counts: [Text: Int] = [:]
    for record in result.records {
      if let id = record.remoteID { counts[Text(id), default: 0] += 1 }
    }
    var dropped = 0
    for index in result.records.indices {
      guard let id = result.records[index].remoteID, counts[Text(id), default: 0] > 1
      else { continue }
      result.records[index].remoteID = nil
      dropped += 1
    }
    guard dropped > 0 else { return }
    findings.append(
      FileFinding(
        file: files[0].path,
        Finding(.repeatedTaskID, message: "\(dropped) tasks share their ids with others.")))
  }
}

/// The `due` of a task.
struct TaskDue {
  let instant: Instant

  /// Nil for what is no moment of RFC 3339.
  init?(_ text: String) {
    guard let instant = Instant(text) else { return nil }
    self.instant = instant
  }

  /// Midnight in UTC is a date; anything else midnight somewhere.
  var needsZone: Bool { instant.utc.time != .midnight }

  /// The day, and whether it begins at that moment.
  func day(in zone: Zone?) -> (date: CivilDate, isMidnight: Bool) {
    guard needsZone, let zone else { return (instant.utc.date, !needsZone) }
    let local = zone.local(instant)
    return (local.date, zone.resolve(CivilDateTime(date: local.date)) == instant)
  }
}
