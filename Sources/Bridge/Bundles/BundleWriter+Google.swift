import CivilTime
import ContentLines
import ICalendar
import Records
import VCard

extension BundleWriter {
  /// Adds new contacts and events of an account.
  ///
  /// - Returns: the steps that no import can do: updates, deletions, and tasks of Google Tasks.
  func fillGoogle(_ folder: inout SideFolder, with steps: [Plan.Step]) async -> [Plan.Step] {
    func isImport(_ step: Plan.Step) -> Bool {
      step.action == .create && step.by != .checklist && (step.kind != .task || step.inCalendar)
    }
    let imports = steps.filter(isImport)
    addContacts(imports.filter { $0.kind == .contact }, to: &folder)
    let events = imports.filter { $0.kind != .contact }
    func calendar(_ step: Plan.Step) -> String {
      step.inCalendar ? TaskPlace.calendar(step.collection ?? "") : step.collection ?? ""
    }
    var names = SafeFileName()
    for title in Set(events.map(calendar)).sorted() {
      let name = names.unique(SafeFileName.of(title, otherwise: "calendar"))
      await addEvents(
        events.filter { calendar($0) == title }, title, "events-\(name).ics", to: &folder)
    }
    return steps.filter { !isImport($0) }
  }

  private func addContacts(_ steps: [Plan.Step], to folder: inout SideFolder) {
    let cards = records(of: steps, in: &folder)
    let result = CardFile(version: .three).write(cards.map(\.record))
    for (place, reason) in result.withheld { folder.withheld[cards[place].step] = reason }
    guard !result.bytes.isEmpty else { return }
    folder.add(
      "contacts.vcf", result.bytes,
      "\(ReadMe.count(cards.count, "new contact")). Go to contacts.google.com, Import, and choose "
        + "the file. Do this once: Google adds the contacts again each time.")
  }

  private func addEvents(
    _ steps: [Plan.Step], _ calendar: String, _ name: String, to folder: inout SideFolder
  ) async {
    var events = records(of: steps, in: &folder)
    for index in events.indices where events[index].record.kind == .task {
      guard let event = TaskEvent.event(of: events[index].record) else { continue }
      events[index].record = event
    }
    let tasks = steps.count { $0.kind == .task }
    let file = CalendarFile(
      zones: zones, witness: witness, stamp: Instant(plan.made) ?? Instant(seconds: 0))
    let result = await file.write(events.map(\.record))
    for (place, reason) in result.withheld { folder.withheld[events[place].step] = reason }
    guard !result.bytes.isEmpty else { return }
    let target =
      calendar.isEmpty ? "the calendar" : "the calendar “\(ReadMe.oneLine(calendar))”"
    folder.add(
      name, result.bytes,
      "\(ReadMe.count(events.count, "new event"))\(Self.tasks(tasks, of: events.count)). Go to calendar.google.com, Settings, Import & "
        + "export, choose the file and add it to \(target). Do this once.")
  }

  private static func tasks(_ count: Int, of all: Int) -> String {
    guard count > 0 else { return "" }
    return count == all
      ? (count == 1 ? ", a task" : ", all of them tasks") : ", \(count) of them tasks"
  }

  /// The records to create, each with the UID by which the next import knows it.
  func records(
    of steps: [Plan.Step], in folder: inout SideFolder
  ) -> [(step: String, record: Record)] {
    var records: [(step: String, record: Record)] = []
    for step in steps {
      guard var record = step.after else {
        folder.withheld[step.id] = "The plan holds no record for it."
        continue
      }
      for index in record.components.indices { record.components[index].set(.collection, nil) }
      if record.uid == nil { record.uid = Text(step.uid) }
      records.append(
        (step.id, record.kind == .contact ? VCardReader.canonical(record) : record.canonical()))
    }
    return records
  }
}
