import CivilTime
import ContentLines
import Records
import VCard

extension BundleWriter {
  /// Adds new contacts and events of an account.
  ///
  /// - Returns: the steps that no import can do: updates, deletions, and every task.
  func fillGoogle(_ folder: inout SideFolder, with steps: [Plan.Step]) async -> [Plan.Step] {
    func isImport(_ step: Plan.Step) -> Bool {
      step.action == .create && step.by != .checklist && step.kind != .task
    }
    let imports = steps.filter(isImport)
    addContacts(imports.filter { $0.kind == .contact }, to: &folder)
    let events = imports.filter { $0.kind == .event }
    var names = SafeFileName()
    for calendar in Set(events.map { $0.collection ?? "" }).sorted() {
      let name = names.unique(SafeFileName.of(calendar, otherwise: "calendar"))
      await addEvents(
        events.filter { ($0.collection ?? "") == calendar }, calendar, "events-\(name).ics",
        to: &folder)
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
    let events = records(of: steps, in: &folder)
    let file = CalendarFile(
      zones: zones, witness: witness, stamp: Instant(plan.made) ?? Instant(seconds: 0))
    let result = await file.write(events.map(\.record))
    for (place, reason) in result.withheld { folder.withheld[events[place].step] = reason }
    guard !result.bytes.isEmpty else { return }
    let target =
      calendar.isEmpty ? "the calendar" : "the calendar “\(ReadMe.oneLine(calendar))”"
    folder.add(
      name, result.bytes,
      "\(ReadMe.count(events.count, "new event")). Go to calendar.google.com, Settings, Import & "
        + "export, choose the file and add it to \(target). Do this once.")
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
