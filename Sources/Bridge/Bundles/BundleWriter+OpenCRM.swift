import Records

extension BundleWriter {
  /// Adds the tables of new and of changed records.
  ///
  /// - Returns: the steps that no table can do.
  func fillOpenCRM(_ folder: inout SideFolder, with steps: [Plan.Step]) -> [Plan.Step] {
    var byHand = Set<String>()
    var creates: [(step: String, record: Record)] = []
    var updates: [(step: String, update: OpenCRMBundleUpdate)] = []
    let companies = steps.filter { $0.action == .linkCompany }
    if let file = openCRM.companies(companies.map(\.name)) {
      folder.add(file.path, file.bytes, Self.sentence(creating: file.path, []))
    } else {
      byHand.formUnion(companies.map(\.id))
    }
    for step in steps where step.action != .linkCompany {
      switch (step.action, step.by) {
      case (.create, .importFile), (.create, .api):
        creates += records(of: [step], in: &folder)
      case (.update, .importFile), (.update, .api):
        if let id = step.remoteID, let before = step.before, let after = step.after {
          updates.append(
            (step.id, OpenCRMBundleUpdate(remoteID: id, before: before, after: after)))
        } else {
          byHand.insert(step.id)
        }
      case (.delete, .importFile), (.delete, .api):
        if let id = step.remoteID, let before = step.before {
          updates.append(
            (
              step.id,
              OpenCRMBundleUpdate(remoteID: id, before: before, after: before, retires: true)
            ))
        } else {
          byHand.insert(step.id)
        }
      default: byHand.insert(step.id)
      }
    }
    for file in openCRM.creates(creates.map(\.record)) {
      folder.add(file.path, file.bytes, Self.sentence(creating: file.path, creates.map(\.record)))
    }
    let tables = openCRM.updates(updates.map(\.update))
    for file in tables.files { folder.add(file.path, file.bytes, Self.updating) }
    for place in tables.unwritten { byHand.insert(updates[place].step) }
    return steps.filter { byHand.contains($0.id) }
  }

  private static let updating =
    "Changed records. Import it as an update of existing records, matched by the id in its first "
    + "column. It holds only changed columns; an empty cell means that the field is to be emptied."

  private static func sentence(creating name: String, _ records: [Record]) -> String {
    let contacts = records.count { $0.kind == .contact }
    switch name {
    case "contacts.csv":
      return "\(ReadMe.count(contacts, "new contact")). Import it into Contacts as new records, "
        + "once."
    case "companies.csv":
      return "New companies. Import it into Companies, before the contacts."
    default:
      return
        "\(ReadMe.count(records.count - contacts, "new event or task", "new events and tasks")). "
        + "Import it into Activities as new records, once."
    }
  }
}
