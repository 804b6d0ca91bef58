import ContentLines
import ICalendar
import Ledger
import Records
import Settings
import Sides

/// Tells the events that stand for tasks from the events of a calendar, before an import brings
/// either into the ledger.
///
/// They are known by the UID that Google kept, by having been seen before, or, where somebody
/// entered one by hand, by showing just what was sent.
struct TaskSorting {
  private let side: SideName
  private var bench: Workbench
  /// What creates have sent to the calendar and no import has shown yet.
  private var pending: [(uid: String, sent: Record)] = []

  /// What was read, with tasks among the tasks. O(n).
  ///
  /// - Returns: also what to tell the person who imports.
  /// - Throws: errors of the store.
  static func sorted(
    _ read: ImportRead, from side: SideName, on bench: inout Workbench
  ) throws -> (read: ImportRead, remarks: [String]) {
    guard side != .opencrm, bench.account(side) != nil,
      read.reads.contains(where: { $0.kind != .contact })
    else { return (read, []) }
    var sorting = TaskSorting(side: side, bench: bench)
    try sorting.findPending()
    let sorted = try sorting.sorted(read)
    bench = sorting.bench
    return sorted
  }

  private init(side: SideName, bench: Workbench) {
    self.side = side
    self.bench = bench
  }

  private mutating func findPending() throws {
    let links = bench.state.sortedLinks(.task) { link in
      guard let seat = link.sides[side] else { return false }
      return seat.state == .pending && seat.entry == nil && seat.place == .calendar
    }
    try bench.load(Set(links.compactMap { $0.sides[side]?.sent }), .task)
    pending = links.compactMap { link in
      bench.record(link.sides[side]?.sent).map { (link.uid, $0) }
    }
  }

  private mutating func sorted(
    _ read: ImportRead
  ) throws -> (read: ImportRead, remarks: [String]) {
    var result = read
    var tasks: [SourceRecord] = []
    var calendars: [String: Bool] = [:]
    var covered: Set<String>? = TaskEvent.held
    var unread = 0
    for index in result.reads.indices where result.reads[index].kind == .event {
      let own = result.reads[index]
      var events: [SourceRecord] = []
      for record in own.records {
        if let task = try task(record) { tasks.append(task) } else { events.append(record) }
      }
      if events.count < own.records.count { result.reads[index].records = events }
      for (name, isComplete) in own.collections {
        calendars[TaskPlace.prefix + name] = isComplete
      }
      unread += own.unread
      if own.covered == nil { covered = nil }
    }
    let hasCalendars = read.reads.contains { $0.kind == .event }
    let place = result.reads.firstIndex { $0.kind == .task }
    let target = bench.taskTarget(side)
    var remarks: [String] = []
    switch (place, hasCalendars) {
    case (let place?, false):
      result.reads[place].taskPlaces = [TaskTarget.tasks.rawValue]
      guard target == .calendar else { break }
      // Without the calendar nothing is known of where the tasks stand.
      remarks.append(
        "\(side.title): the tasks were left aside, as they stand in the calendar "
          + "(tasks.target) and no calendar is in this export.")
      result.reads.remove(at: place)
    case (let place?, true):
      guard target == .calendar || !tasks.isEmpty || hasCalendarTasks else { break }
      for (name, isComplete) in calendars { result.reads[place].collections[name] = isComplete }
      result.reads[place].records += tasks
      result.reads[place].unread += unread
      if let own = result.reads[place].covered, let covered {
        result.reads[place].covered = own.union(covered)
      }
    case (nil, true) where target == .calendar:
      guard let events = read.reads.first(where: { $0.kind == .event }) else { break }
      var own = SourceRead(.task, source: events.source)
      own.covered = covered
      own.collections = calendars
      own.records = tasks
      own.exported = events.exported
      own.account = events.account
      own.unread = unread
      own.taskPlaces = [TaskTarget.calendar.rawValue]
      result.reads.append(own)
    default: break
    }
    return (result, remarks)
  }

  /// Whether some task was ever seen in a calendar of the side.
  private var hasCalendarTasks: Bool {
    bench.state.entries(side, .task).values.contains { bench.place(of: $0) == .calendar }
  }

  // MARK: - One event

  private mutating func task(_ event: SourceRecord) throws -> SourceRecord? {
    let uid = event.record.uid?.string
    let entry = uid.flatMap { bench.state.entry(EntryKey(side, .task, $0)) }.flatMap {
      bench.place(of: $0) == .calendar ? $0 : nil
    }
    let isMarked = uid.map(TaskEventUID.isTask) ?? false
    if entry == nil, !isMarked {
      guard !pending.isEmpty, isNew(uid), let sent = sent(shownBy: event.record) else {
        return nil
      }
      return asTask(event, like: sent)
    }
    return asTask(event, like: try known(entry, uid, event.record))
  }

  private func isNew(_ uid: String?) -> Bool {
    uid.map { bench.state.entry(EntryKey(side, .event, $0)) == nil } ?? true
  }

  /// What a create has sent, where an event that somebody entered shows just that.
  private func sent(shownBy event: Record) -> Record? {
    let name = event.displayName
    let lens = bench.lens(side, .task, in: .calendar)
    return pending.first { _, sent in
      guard sent.displayName == name else { return false }
      return SentProduct.isProduct(TaskEvent.task(of: event, like: sent), of: sent, lens: lens)
    }?.sent
  }

  /// The task whose dates the event shows: as it was sent last, where the event shows those, else
  /// as it was seen last.
  private mutating func known(
    _ entry: ViewEntry?, _ uid: String?, _ event: Record
  ) throws -> Record? {
    guard let entry else {
      return pending.first { task, _ in
        uid.map { TaskEventUID.task(of: $0) == task } ?? false
      }?.sent
    }
    let links = bench.state.linksByEntry(side, .task)
    let sent = links[entry.id].flatMap { bench.state.link(LinkKey(.task, $0))?.sides[side]?.sent }
    try bench.load(Set([entry.digest, sent].compactMap(\.self)), .task)
    let before = bench.record(entry.digest)
    guard let sent = bench.record(sent) else { return before }
    let lens = bench.lens(side, .task, in: .calendar)
    let shown = TaskEvent.task(of: event, like: sent)
    let names: [Name] = [.start, .due]
    let isShown = names.allSatisfy { name in
      guard let new = shown.master?.first(name), let old = sent.master?.first(name) else {
        return shown.master?.first(name) == nil && sent.master?.first(name) == nil
      }
      return new == old || lens.isCoarsening(new, of: old)
    }
    return isShown ? sent : before
  }

  private func asTask(_ event: SourceRecord, like known: Record?) -> SourceRecord {
    var task = event
    task.record = TaskEvent.task(of: event.record, like: known)
    task.collection = TaskPlace.prefix + event.collection
    task.attributes[TaskPlace.attribute] = TaskTarget.calendar.rawValue
    return task
  }
}
