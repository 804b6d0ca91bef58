import CivilTime
import ContentLines
import Records
import Sides

/// Turns the tasks of one file into records.
struct TaskReading {
  let zone: Zone?
  let file: String
  var findings: [Finding] = []
  private var oddDues: [String] = []
  private var unread: [String: Int] = [:]

  init(zone: Zone?, file: String) {
    self.zone = zone
    self.file = file
  }

  /// Members that are read, or that say nothing of the task itself.
  private static let knownMembers: Set<String> = [
    "kind", "id", "title", "updated", "selfLink", "status", "notes", "due", "parent", "completed",
    "created", "task_type", "links", "hidden", "deleted", "position", "etag", "webViewLink",
    "starred",
  ]

  /// The record of one task.
  mutating func record(_ task: LenientJSON, list: String, place: String) -> SourceRecord {
    for member in task.members ?? [] where !Self.knownMembers.contains(member.name) {
      unread[member.name, default: 0] += 1
    }
    let title = task["title"]?.text ?? ""
    var properties: [Property] = []
    func add(_ name: Name, text: String?) {
      guard let text, !text.isEmpty else { return }
      properties.append(Property(name, text: Text(text.replacing("\r\n", with: "\n"))))
    }
    add("SUMMARY", text: title)
    add("DESCRIPTION", text: task["notes"]?.text)
    let isDone = task["status"]?.text == "completed"
    properties.append(Property("STATUS", value: isDone ? "COMPLETED" : "NEEDS-ACTION"))
    if let day = dueDay(task, title) {
      properties.append(Property("DUE", [Parameter(.value, "DATE")], value: Text(day.basic)))
    }
    if isDone, let done = moment("completed", task, title) {
      properties.append(Property("COMPLETED", value: Text(done.basic)))
    }
    // The parent's id in this account: no other side may take it for a UID.
    add("X-DRAWBRIDGE-PARENT", text: task["parent"]?.text)
    for link in task["links"]?.elements ?? [] {
      guard let address = link["link"]?.text, !address.isEmpty else { continue }
      let words = link["description"]?.text ?? ""
      properties.append(
        Property(
          "ATTACH", words.isEmpty ? [] : [Parameter("LABEL", Text(words))], value: Text(address)))
    }
    let updated = moment("updated", task, title)
    if let updated { properties.append(Property("LAST-MODIFIED", value: Text(updated.basic))) }
    if let created = moment("created", task, title) {
      properties.append(Property("CREATED", value: Text(created.basic)))
    }
    let id = task["id"]?.text ?? ""
    return SourceRecord(
      record: Record(.task, [Component(.vtodo, properties)]).canonical(),
      remoteID: id.isEmpty ? nil : id, collection: list, stamp: updated?.description,
      attributes: attributes(task), place: place)
  }

  private func attributes(_ task: LenientJSON) -> [String: String] {
    var result: [String: String] = [:]
    for name in ["deleted", "hidden", "starred"] where task[name]?.isTrue == true {
      result[name] = "true"
    }
    if let parent = task["parent"]?.text, !parent.isEmpty { result["parent"] = parent }
    if let position = task["position"]?.text { result["position"] = position }
    if let type = task["task_type"]?.text, type != "PERSONAL_TASK" { result["taskType"] = type }
    return result
  }

  private mutating func dueDay(_ task: LenientJSON, _ title: String) -> CivilDate? {
    guard let text = task["due"]?.text, !text.isEmpty else { return nil }
    guard let due = TaskDue(text) else {
      if let date = CivilDate(Array(text.utf8)[...], extended: true) { return date }
      note(.taskDate, title, "“due” is \(text), which is no time.")
      return nil
    }
    let day = due.day(in: zone)
    if !day.isMidnight { oddDues.append(text) }
    return day.date
  }

  private mutating func moment(_ name: String, _ task: LenientJSON, _ title: String) -> Instant? {
    guard let text = task[name]?.text, !text.isEmpty else { return nil }
    if let instant = Instant(text) { return instant }
    note(.taskDate, title, "“\(name)” is \(text), which is no time.")
    return nil
  }

  private mutating func note(_ kind: FindingKind, _ title: String, _ message: String) {
    findings.append(Finding(kind, record: title.isEmpty ? "(no title)" : title, message: message))
  }

  /// Adds what only all tasks together show.
  mutating func finish() {
    if let first = oddDues.first, let zone {
      findings.append(
        Finding(
          .dueNotMidnight,
          message: "\(oddDues.count) tasks are due at a moment such as \(first), which is not "
            + "midnight in \(zone.name)."))
    }
    if !unread.isEmpty {
      let names = unread.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }
      findings.append(
        Finding(.unreadMembers, message: "Not read: \(names.joined(separator: ", "))."))
    }
  }
}

extension CivilDate {
  /// `19870324`
  fileprivate var basic: String { String(CivilDateTime(date: self).basic.prefix(8)) }
}
