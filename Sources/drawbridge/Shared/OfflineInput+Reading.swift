import Bridge
import ContentLines
import FileSide
import Records

extension OfflineInput {
  /// The records that were read, with what stood around them and beside them. O(n).
  init(_ result: RecordReader.Result) {
    self.init()
    var places: [String: Int] = [:]
    var known: [String: CalendarSource] = [:]
    for (file, record) in RepeatedCards.united(result.files) {
      guard file.read.format == .iCalendar else {
        records.append(
          OfflineRecord(record: record.record, source: .card(record, of: file)))
        continue
      }
      let source = known[file.path] ?? CalendarSource(file)
      known[file.path] = source
      let place = places[file.path, default: 0]
      places[file.path] = place + 1
      records.append(
        OfflineRecord(
          record: record.record,
          source: source.of(record.lines, record.version, head: source.heads[place])))
    }
    for file in result.files { addOthers(of: file, known[file.path]) }
  }

  private mutating func addOthers(of file: RecordFile, _ known: CalendarSource?) {
    let source = known ?? CalendarSource(file)
    for group in file.read.groups {
      let head = CalendarSource.head(group)
      if file.read.format == .iCalendar { heads.append(head) }
      let zones = group.others.filter { $0.name == .vtimezone }
      let used = group.others.filter { $0.name != .vtimezone }
      let usedNames = used.reduce(into: Set<Text>()) { $0.formUnion($1.allZoneNames) }
      for other in group.others {
        if other.name == .vtimezone, let id = other.first(.tzid)?.text, usedNames.contains(id) {
          continue
        }
        let own = zones.filter { zone in
          other.name != .vtimezone
            && zone.first(.tzid).map { other.allZoneNames.contains($0.text) } == true
        }
        let lines = [Int(other.line)...Int(max(other.line, other.endLine))]
        others.append(
          OfflineRecord(
            record: Record(.event, [other], zones: own),
            source: file.read.format == .iCalendar
              ? source.of(lines, "", head: head)
              : OfflineSource(fileName: file.baseName, format: .vCard) { nil }))
      }
    }
  }
}

/// One calendar file that records are copied from.
private struct CalendarSource {
  var file: RecordFile
  var zones: CalendarZones
  /// The properties of the calendar around each record.
  var heads: [[Property]]

  init(_ file: RecordFile) {
    self.file = file
    zones = CalendarZones(file)
    heads = file.read.groups.flatMap { group in
      Array(repeating: Self.head(group), count: group.records.count)
    }
  }

  static func head(_ group: ReadFile.Group) -> [Property] {
    group.properties.filter { $0.name != .version && $0.name != "PRODID" }
  }

  func of(_ ranges: [ClosedRange<Int>], _ version: String, head: [Property]) -> OfflineSource {
    let (file, zones) = (file, zones)
    return OfflineSource(
      fileName: file.baseName, format: .iCalendar, head: head, whole: file.wholeBytes
    ) {
      guard let bytes = file.copiedLines(ranges, version: version) else { return nil }
      let first = ranges.first?.lowerBound ?? 0
      return OfflineSource.Lines(
        bytes: bytes, zones: zones.definitions(usedIn: bytes, from: first))
    }
  }
}

extension OfflineSource {
  fileprivate static func card(_ record: ReadRecord, of file: RecordFile) -> OfflineSource {
    OfflineSource(fileName: file.baseName, format: .vCard, whole: file.wholeBytes) {
      file.copiedLines(record.lines, version: record.version).map {
        Lines(bytes: $0, zones: [:])
      }
    }
  }
}

extension Component {
  /// Every TZID in it.
  fileprivate var allZoneNames: Set<Text> {
    var result = Set<Text>()
    for property in properties { result.formUnion(property.parameters(.tzid)) }
    for inner in components { result.formUnion(inner.allZoneNames) }
    return result
  }
}
