import CivilTime
import ContentLines
import ICalendar
import Records
import Sides

/// The calendars of a Takeout, one file each.
struct TakeoutCalendars {
  let zones: ZoneCatalog
  /// The account's address, where it is known already.
  let address: String?
  let isWhole: Bool

  /// What the calendars said.
  struct Reading: Sendable {
    var read = SourceRead(.event, source: TakeoutReader.source)
    /// The address the primary calendar is named after.
    var account: String?
    /// The zone of the primary calendar.
    var primaryZone: Zone?
    /// The latest DTSTAMP: when the export was made.
    var latestStamp: Instant?
  }

  private struct Calendar: Sendable {
    var title: String
    var file: GoogleExportFile
    var group: ReadFile.Group
    var zoneName: String?
  }

  func read(_ files: [GoogleExportFile], findings: inout [FileFinding]) -> Reading {
    var reading = Reading()
    var names = CollectionNames()
    var calendars: [Calendar] = []
    for file in files {
      let read = ICalendarReader(zones: zones, isDivided: true).read(file.bytes)
      findings += read.findings.map { FileFinding(file: file.path, $0) }
      let isSound = !read.findings.contains {
        $0.kind.severity == .error || $0.kind == .outsideComponent
      }
      if !isSound { reading.read.unread += 1 }
      var titles: [String: String] = [:]
      for group in read.groups {
        let written = Self.text("X-WR-CALNAME", group)
        let own = written ?? file.title
        let title = titles[own] ?? names.unique(own, else: file.title)
        titles[own] = title
        calendars.append(
          Calendar(
            title: title, file: file, group: group, zoneName: Self.text("X-WR-TIMEZONE", group)))
        reading.read.collections[title] =
          (reading.read.collections[title] ?? true) && isWhole && isSound
      }
    }
    findAccount(calendars, &reading, &findings)
    var covered = GoogleEventsLens.coveredByTakeout
    for calendar in calendars {
      read(calendar, into: &reading, &covered, &findings)
    }
    reading.read.covered = covered
    return reading
  }

  private static func text(_ name: Name, _ group: ReadFile.Group) -> String? {
    let value = group.properties.first { $0.name == name }?.text.trimmed
    return value.flatMap { $0.isEmpty ? nil : $0.string }
  }

  // MARK: The account

  /// The primary calendar is named after the account's address.
  private func findAccount(
    _ calendars: [Calendar], _ reading: inout Reading, _ findings: inout [FileFinding]
  ) {
    let named = calendars.filter { GoogleAddress.isAccount($0.title) }
    let primary =
      named.count == 1 ? named[0] : named.first { Text($0.title).equalsIgnoringCase(address ?? "") }
    if primary == nil, named.count > 1 {
      findings.append(
        FileFinding(
          file: named[0].file.path,
          Finding(
            .severalAccounts,
            message: "Calendars are named "
              + named.map { "“\($0.title)”" }.joined(separator: ", ") + ".")))
    }
    reading.account = primary?.title
    reading.primaryZone = primary?.zoneName.flatMap { zones.zone(named: $0) }
    reading.read.account = reading.account
  }

  // MARK: Events

  private func read(
    _ calendar: Calendar, into reading: inout Reading, _ covered: inout Set<String>,
    _ findings: inout [FileFinding]
  ) {
    let owner = reading.account ?? address
    let ownership = EventOwnership(
      account: owner, title: calendar.title, file: calendar.file.title,
      records: calendar.group.records.map(\.record))
    let lens = GoogleEventsLens(
      zones: zones, calendarZone: calendar.zoneName.flatMap { zones.zone(named: $0) })
    let events = calendar.group.records.filter { $0.record.kind == .event }
    let strangers = calendar.group.records.count - events.count
    var names = Set<Name>()
    for event in Parallel.chunked(events, { Event($0, of: calendar, ownership, lens) }) {
      reading.read.records.append(event.source)
      names.formUnion(event.names)
      reading.latestStamp = [reading.latestStamp, event.stamp].compactMap(\.self).max()
    }
    for name in names { covered.insert(name.string) }
    guard strangers > 0 else { return }
    reading.read.leftOut["task inside a calendar file", default: 0] += strangers
    findings.append(
      FileFinding(
        file: calendar.file.path,
        Finding(
          .contactInCalendar,
          message: "\(strangers) tasks stand among the events of “\(calendar.title)”.")))
  }

  /// One event as the account shows it.
  private struct Event: Sendable {
    let source: SourceRecord
    /// The properties it has.
    let names: Set<Name>
    /// Its latest DTSTAMP.
    let stamp: Instant?

    init(
      _ item: ReadRecord, of calendar: Calendar, _ ownership: EventOwnership,
      _ lens: GoogleEventsLens
    ) {
      var attributes = ownership.attributes(of: item.record)
      if let zone = calendar.zoneName { attributes["zone"] = zone }
      let shown = lens.form(of: item.record)
      if let block = shown.meetBlock { attributes["meet"] = block.string }
      var names = Set<Name>()
      var stamp: Instant?
      for component in item.record.components {
        for index in component.properties.indices {
          names.insert(component.properties[index].name)
          guard component.properties[index].name == "DTSTAMP",
            let own = Instant(component.properties[index].value.bytes)
          else { continue }
          stamp = max(stamp ?? own, own)
        }
      }
      let line = item.lines.map(\.lowerBound).min().map { ", line \($0)" } ?? ""
      source = SourceRecord(
        record: shown.record, collection: calendar.title,
        stamp: TakeoutCalendars.lastChange(item.record), attributes: attributes,
        place: calendar.file.path + line)
      self.names = names
      self.stamp = stamp
    }
  }

  /// The latest LAST-MODIFIED of the master and its instances, RFC 3339.
  private static func lastChange(_ record: Record) -> String? {
    record.components.compactMap { $0.first("LAST-MODIFIED") }
      .compactMap { Instant($0.value.trimmed.bytes) }.max()?.description
  }
}
