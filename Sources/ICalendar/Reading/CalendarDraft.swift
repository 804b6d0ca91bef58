import ContentLines
import Records

/// One calendar while its components are being gathered into records.
struct CalendarDraft {
  /// Components of one UID, in the file's order.
  struct DraftRecord {
    /// Nil for what is no record (VJOURNAL, VFREEBUSY …).
    var kind: RecordKind?
    var components: [Component]
    var hasMaster = false

    var lines: [ClosedRange<Int>] {
      components.filter { $0.line > 0 }
        .map { Int($0.line)...max(Int($0.line), Int($0.endLine)) }
    }
  }

  private struct Key: Hashable {
    var kind: RecordKind
    var uid: Text
  }

  /// Canonical, without VERSION, which every writer sets itself.
  private(set) var properties: [Property] = []
  private(set) var version = ""
  private(set) var zones: [Component] = []
  private(set) var records: [DraftRecord] = []
  private var places: [Key: Int] = [:]

  /// A calendar of components that stand outside any.
  init() {}

  /// Takes a VCALENDAR apart.
  init(_ calendar: Component, findings: inout [Finding]) {
    version = calendar.first(.version)?.value.trimmed.string ?? ""
    if version == "1.0" {
      findings.append(
        Finding(
          .oldCalendar, line: Int(calendar.line), column: 1, message: "This is a vCalendar 1.0."))
    }
    var head = OldCalendar.upgraded(
      Component(.vcalendar, calendar.properties), isOld: version == "1.0")
    head = VendorProperties.upgraded(head, findings: &findings)
    head = DateSpelling.spell(head, findings: &findings).canonical()
    properties = head.properties.filter { $0.name != .version }
    for component in calendar.components { add(component, findings: &findings) }
  }

  mutating func add(_ component: Component, findings: inout [Finding]) {
    let component = VendorProperties.upgraded(
      OldCalendar.upgraded(component, isOld: version == "1.0"), findings: &findings)
    switch component.name {
    case .vtimezone:
      zones.append(component)
    case .vcard:
      findings.append(
        Finding(
          .cardInCalendar, line: Int(component.line), column: 1,
          message: "A contact stands in a calendar file."))
      // As a card within another component is kept.
      properties.append(Property("AGENT", text: Text(component.bytes())))
      properties = Component(.vcalendar, properties).canonical().properties
    case .vevent:
      add(component, .event, findings: &findings)
    case .vtodo:
      add(component, .task, findings: &findings)
    default:
      records.append(DraftRecord(components: [component]))
    }
  }

  private mutating func add(
    _ component: Component, _ kind: RecordKind, findings: inout [Finding]
  ) {
    let isMaster = component.first(.recurrenceID) == nil
    let draft = DraftRecord(kind: kind, components: [component], hasMaster: isMaster)
    guard let uid = Self.uid(of: component) else {
      findings.append(
        Finding(
          .calendarUID, line: Int(component.line), column: 1,
          record: Record(kind, [component]).displayName,
          message: "This \(component.name) has no UID."))
      records.append(draft)
      return
    }
    let key = Key(kind: kind, uid: uid)
    guard let place = places[key] else {
      places[key] = records.count
      records.append(draft)
      return
    }
    guard isMaster, records[place].hasMaster else {
      records[place].components.append(component)
      records[place].hasMaster = records[place].hasMaster || isMaster
      return
    }
    findings.append(
      Finding(
        .secondMaster, line: Int(component.line), column: 1,
        record: Record(kind, [component]).displayName,
        message: "The UID \(uid.shown) stands here for another \(component.name) already."))
    records.append(draft)
  }
  /// The UID that the component has in canonical form, where the first of several stands first.
  private static func uid(of component: Component) -> Text? {
    let row = Schema.iCalendar[.uid]
    var first: Text?
    for property in component.all(.uid) where !property.value.trimmed.isEmpty {
      let value = CanonicalValue.of(property, row)
      if let known = first, known <= value { continue }
      first = value
    }
    return first
  }
}
