import CivilTime
import ContentLines
import ICalendar
import Ledger
import Records
import Settings

/// OpenCRM's single activities that are meetings of a series in an account (DESIGN section 6).
///
/// OpenCRM knows no series, so a team writes each meeting down as an activity of its own. Such an
/// activity is tied to the meeting when both have one title and one time: neither side gets a copy
/// of it, however either changes later. What then differs is listed in every plan, and left to a
/// person.
struct SeriesTies {
  private static let title = Schema.of(.event).name(of: .title)

  /// Which meeting of which series an activity is.
  struct Tie: Hashable {
    var side: SideName
    var entry: String
    /// The original start of the meeting, as the series writes it.
    var start: String

    var text: String { "\(side)\t\(entry)\t\(start)" }

    init(side: SideName, entry: String, start: String) {
      self.side = side
      self.entry = entry
      self.start = start
    }

    init?(_ text: String) {
      let parts = text.split(separator: "\t").map(String.init)
      guard parts.count == 3, let side = SideName(parts[0]) else { return nil }
      self.init(side: side, entry: parts[1], start: parts[2])
    }
  }

  /// A meeting of a series, or an activity: what tells that they are one.
  struct Meeting {
    var title: String
    var start: Instant
    var end: Instant?
    /// The title and the times as text, for messages.
    var shown: (start: String, title: String)
  }

  private let zone: Zone
  private let zones: ZoneCatalog

  /// Nil where no clocks are known.
  init?(_ bench: Workbench) {
    guard let zones = bench.zones,
      let zone = zones.zone(named: bench.settings.workspace.zone)
    else { return nil }
    self.zone = zone
    self.zones = zones
  }

  /// Ties what is not tied yet. O(n), and the meetings of the series between the first and the
  /// last activity that stands alone.
  func tie(_ bench: inout Workbench) throws {
    let loose = looseActivities(bench)
    guard !loose.isEmpty else { return }
    let (series, uids) = try allSeries(&bench)
    guard !series.isEmpty else { return }
    try bench.load(Set(loose.map(\.digest)), .event)
    let links = bench.state.linksByEntry(.opencrm, .event)
    var activities: [String: [(entry: ViewEntry, meeting: Meeting)]] = [:]
    var days: [CivilDate] = []
    for entry in loose {
      guard let record = bench.record(entry.digest), !Self.isSeries(record),
        // An event of the same UID is the same event.
        record.uid.map(uids.contains) != true, let meeting = meeting(of: record)
      else { continue }
      activities[key(meeting), default: []].append((entry, meeting))
      days.append(zone.local(meeting.start).date)
    }
    guard let first = days.min(), let last = days.max() else { return }
    for (side, entry, record) in series {
      for (start, meeting) in meetings(of: record, from: first, to: last) {
        guard var found = activities[key(meeting)],
          let place = found.firstIndex(where: { isSame($0.meeting, meeting) })
        else { continue }
        var activity = found.remove(at: place).entry
        activities[key(meeting)] = found
        activity.attributes[ViewEntry.occurrenceAttribute] =
          Tie(side: side, entry: entry.id, start: start).text
        bench.state.put(activity)
        if let uid = links[activity.id] {
          bench.state.removeLink(LinkKey(.event, uid))
        }
      }
    }
  }

  /// What a tied activity and its meeting show differently now.
  func differences(_ bench: inout Workbench) throws -> [Divergence] {
    let tied = bench.state.sortedEntries(.opencrm, .event) {
      $0.attributes[ViewEntry.occurrenceAttribute] != nil
    }.compactMap { entry in
      entry.attributes[ViewEntry.occurrenceAttribute].flatMap { Tie($0) }.map { (entry, $0) }
    }
    guard !tied.isEmpty else { return [] }
    var digests = Set(tied.map(\.0.digest))
    for (_, tie) in tied {
      if let entry = bench.state.entry(EntryKey(tie.side, .event, tie.entry)) {
        digests.insert(entry.digest)
      }
    }
    try bench.load(digests, .event)
    var rows: [Divergence] = []
    for (entry, tie) in tied {
      guard let record = bench.record(entry.digest) else { continue }
      let series = bench.state.entry(EntryKey(tie.side, .event, tie.entry))
      func row(_ property: String, _ value: String?, _ reason: String) {
        rows.append(
          Divergence(
            uid: entry.id, name: record.displayName, side: tie.side, property: property,
            value: value, withheldBy: reason))
      }
      guard entry.presence == .present else {
        if entry.presence == .deleted {
          row("*", nil, "deleted in OpenCRM; there it is the meeting of \(tie.start) of a series")
        }
        continue
      }
      guard let own = meeting(of: record), let series, series.presence == .present,
        let all = bench.record(series.digest), let theirs = meeting(tie.start, of: all)
      else {
        row("*", nil, "its meeting of \(tie.start) is not in \(tie.side.title) any more")
        continue
      }
      let place = "it is one meeting of a series there, and OpenCRM holds single activities"
      if own.start != theirs.start || own.end != nil && own.end != theirs.end {
        row("\(Name.start)", own.shown.start, "\(place); there it is at \(theirs.shown.start)")
      }
      if own.title != theirs.title {
        row("\(Self.title)", own.shown.title, "\(place); there it is called \(theirs.shown.title)")
      }
    }
    return rows
  }

  // MARK: - Finding

  /// Activities of OpenCRM that nothing is linked to.
  private func looseActivities(_ bench: Workbench) -> [ViewEntry] {
    var linked = Set<String>()
    for link in bench.state.links(.event).values where link.sides.count > 1 {
      if let id = link.sides[.opencrm]?.entry { linked.insert(id) }
    }
    return bench.state.sortedEntries(.opencrm, .event) {
      $0.presence == .present && !linked.contains($0.id)
        && $0.attributes[ViewEntry.occurrenceAttribute] == nil
    }
  }

  /// The series of all accounts, and the UIDs of all their events.
  private func allSeries(
    _ bench: inout Workbench
  ) throws -> (series: [(side: SideName, entry: ViewEntry, record: Record)], uids: Set<Text>) {
    var uids = Set<Text>()
    var result: [(SideName, ViewEntry, Record)] = []
    for side in bench.sides where side != .opencrm && bench.isEnabled(.event, on: side) {
      let entries = bench.state.sortedEntries(side, .event).filter { Scope.isIn($0, bench) }
      try bench.load(Set(entries.map(\.digest)), .event)
      for entry in entries {
        guard let record = bench.record(entry.digest) else { continue }
        if let uid = record.uid { uids.insert(uid) }
        if Self.isSeries(record) { result.append((side, entry, record)) }
      }
    }
    return (result, uids)
  }

  /// A series, or an instance of one that the account does not hold.
  private static func isSeries(_ record: Record) -> Bool {
    record.components.count > 1
      || record.components.contains {
        $0.has(.recurrenceRule) || $0.has(.recurrenceDate) || $0.has(.recurrenceID)
      }
  }

  // MARK: - Meetings

  private func key(_ meeting: Meeting) -> String { "\(meeting.start.seconds)\t\(meeting.title)" }

  private func isSame(_ one: Meeting, _ other: Meeting) -> Bool {
    one.end == nil || other.end == nil || one.end == other.end
  }

  private func meeting(of record: Record) -> Meeting? {
    Occurrences.expand([record], from: nil, to: nil, limit: 1, zone: zone, zones: zones)
      .occurrences.first.map(meeting)
  }

  private func meeting(_ occurrence: Occurrence) -> Meeting {
    let title = occurrence.summary ?? ""
    return Meeting(
      title: Text(title).trimmed.string.lowercased(), start: occurrence.start.instant(in: zone),
      end: occurrence.end?.instant(in: zone), shown: (occurrence.startText, title))
  }

  /// The meetings of a series as they take place now, each with its original start.
  private func meetings(
    of record: Record, from: CivilDate, to: CivilDate
  ) -> [(start: String, meeting: Meeting)] {
    Occurrences.expand([record], from: from, to: to, limit: 2000, zone: zone, zones: zones)
      .occurrences.map { occurrence in
        let now = meeting(occurrence)
        return (original(of: occurrence, in: record) ?? occurrence.startText, now)
      }
  }

  /// Where a moved instance belongs by its RECURRENCE-ID.
  private func original(of occurrence: Occurrence, in record: Record) -> String? {
    guard occurrence.from == .instance else { return nil }
    for instance in record.instances {
      let alone = Record(.event, [instance], zones: record.zones)
      let found = Occurrences.expand(
        [alone], from: nil, to: nil, limit: 1, zone: zone, zones: zones)
      guard found.occurrences.first?.start == occurrence.start else { continue }
      return plainStart(of: instance, in: record)
    }
    return nil
  }

  /// The start that an instance's RECURRENCE-ID names, as `Occurrence` writes starts.
  private func plainStart(of instance: Component, in record: Record) -> String? {
    guard let id = instance.first(.recurrenceID) else { return nil }
    var bare = Component(instance.name)
    var start = id
    start.name = .start
    bare.properties.append(start)
    return Occurrences.expand(
      [Record(.event, [bare], zones: record.zones)], from: nil, to: nil, limit: 1, zone: zone,
      zones: zones
    ).occurrences.first?.startText
  }

  /// The meeting of an original start as it takes place now; nil where it was called off.
  private func meeting(_ start: String, of record: Record) -> Meeting? {
    for instance in record.instances where plainStart(of: instance, in: record) == start {
      let alone = Record(.event, [instance], zones: record.zones)
      return Occurrences.expand(
        [alone], from: nil, to: nil, limit: 1, zone: zone, zones: zones
      ).occurrences.first.map { occurrence in
        var occurrence = occurrence
        occurrence.summary =
          occurrence.summary ?? record.master?.first(SeriesTies.title)?.text.string
        return meeting(occurrence)
      }
    }
    guard let day = CivilDate(Array(start.utf8.prefix(10))[...], extended: true),
      let before = day.adding(days: -2), let after = day.adding(days: 2)
    else { return nil }
    let around = Occurrences.expand(
      [record], from: before, to: after, limit: 200, zone: zone, zones: zones)
    return around.occurrences.first { $0.startText == start && $0.from != .instance }.map(meeting)
  }
}
