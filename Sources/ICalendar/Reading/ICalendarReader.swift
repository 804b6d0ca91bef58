public import CivilTime
public import ContentLines
public import Records

/// Reads .ics and .vcs files (RFC 5545, 7986, 9073, 9074; vCalendar 1.0) into canonical records.
///
/// Nothing throws: what is odd is a finding, what is not understood is kept.
public struct ICalendarReader: Sendable {
  /// Where names of zones are looked up.
  public let zones: ZoneCatalog
  private let definitions = ZoneDefinitions()
  private let isDivided: Bool

  /// - Parameters:
  ///   - zones: where names of zones are looked up.
  ///   - isDivided: whether the records of a calendar are worked on by all cores.
  package init(zones: ZoneCatalog, isDivided: Bool = false) {
    self.zones = zones
    self.isDivided = isDivided
  }

  /// Reads the bytes of a file. O(n log n).
  public func read(_ bytes: [UInt8]) -> ReadFile {
    let result = ComponentReader.read(Lexer.lex(bytes))
    return read(result.components, findings: result.findings)
  }

  /// Reads components that another syntax held, such as jCal.
  public func read(_ components: [Component], findings: [Finding] = []) -> ReadFile {
    var drafts: [CalendarDraft] = []
    var found = findings
    var isLoose = false
    for component in components {
      if component.name == .vcalendar {
        drafts.append(CalendarDraft(component, findings: &found))
        isLoose = false
        continue
      }
      if !isLoose {
        drafts.append(CalendarDraft())
        isLoose = true
      }
      if component.name != .vcard {
        found.append(
          Finding(
            .noCalendar, line: Int(component.line), column: 1,
            message: "This \(component.name) stands outside any VCALENDAR."))
      }
      drafts[drafts.count - 1].add(component, findings: &found)
    }
    var file = ReadFile(.iCalendar)
    file.groups = finish(drafts, findings: &found)
    file.findings = found
    return file
  }

  private func finish(_ drafts: [CalendarDraft], findings: inout [Finding]) -> [ReadFile.Group] {
    var records: [Record] = []
    var unused: [[Component]] = []
    for draft in drafts {
      let table = ZoneTable(zones, draft.zones, known: definitions, findings: &findings)
      let canonicaliser = RecordCanonicaliser(table)
      let done = Parallel.chunked(draft.records, by: isDivided ? 128 : Int.max) { record in
        var own: [Finding] = []
        let canonical = canonicaliser.canonical(
          Record(record.kind ?? .event, record.components), findings: &own)
        return (record: canonical, findings: own)
      }
      for (record, own) in done {
        records.append(record)
        findings += own
      }
      unused.append(unusedZones(draft, &findings))
    }
    findings = Self.withoutEchoes(findings)
    for id in ZonesApart.rename(in: &records) {
      findings.append(
        Finding(.zoneApart, message: "TZID “\(id)” stands for several definitions in the file."))
    }
    var next = 0
    return zip(drafts, unused).map { draft, unused in
      var group = ReadFile.Group()
      group.properties = draft.properties
      var zones: [Component] = []
      var others: [Component] = []
      for record in draft.records {
        let canonical = records[next]
        next += 1
        if record.kind == nil {
          others += canonical.components
          zones += canonical.zones.filter { !zones.contains($0) }
        } else {
          group.records.append(
            ReadRecord(record: canonical, lines: record.lines, version: draft.version))
        }
      }
      zones += unused.filter { !zones.contains($0) }
      // In the order in which they are written.
      let sorted = zones.map { ($0.first(.tzid)?.text ?? .empty, $0.bytes(), $0) }.sorted {
        $0.0 == $1.0 ? $0.1.lexicographicallyPrecedes($1.1) : $0.0 < $1.0
      }
      group.others = sorted.map(\.2) + others
      return group
    }
  }

  /// The definitions that nothing in the calendar names: they are its content where it has no
  /// other, and where no IANA name says the same.
  private func unusedZones(
    _ draft: CalendarDraft, _ findings: inout [Finding]
  ) -> [Component] {
    guard !draft.zones.isEmpty else { return [] }
    var named = Set<Text>()
    for component in draft.records.flatMap(\.components) { component.collectZones(&named) }
    var kept: [Component] = []
    for zone in draft.zones {
      let id = TextEscaping.unescape(zone.first(.tzid)?.value ?? .empty).trimmed
      guard !named.contains(id),
        draft.records.isEmpty || zones.canonicalName(for: id.string) == nil
      else { continue }
      let canonical = zone.canonical()
      if kept.contains(canonical) { continue }
      kept.append(canonical)
      guard !draft.records.isEmpty else { continue }
      findings.append(
        Finding(
          .zoneUnused, line: Int(zone.line), column: 1,
          message: "Nothing uses the definition of “\(id.shown)”."))
    }
    return kept
  }

  /// A zone is reported where it is first met, not at every record that uses it.
  private static func withoutEchoes(_ findings: [Finding]) -> [Finding] {
    var seen = Set<Finding>()
    return findings.filter { finding in
      guard
        finding.kind == .zoneUndefined || finding.kind == .zoneUnknown
          || finding.kind == .zoneOwn
      else { return true }
      return seen.insert(Finding(finding.kind, message: finding.message)).inserted
    }
  }
}

extension Component {
  /// Every TZID that a parameter in it names, as definitions spell it.
  fileprivate func collectZones(_ names: inout Set<Text>) {
    for property in properties {
      for id in property.parameters(.tzid) { names.insert(TextEscaping.unescape(id).trimmed) }
    }
    for inner in components { inner.collectZones(&names) }
  }
}
