import CivilTime
import ContentLines
import FileSide
import ICalendar
import Records
import Sides

/// Plain .vcf and .ics files, and vdirs: they hold what they hold, and prove nothing complete. They
/// cover the properties that some record in them shows: a phone writes no labels, and a card
/// without a note says nothing where no card has one.
enum PlainSource {
  static let name = "vcf/ics"

  /// What some files bring, by kind.
  static func reads(_ files: [RecordFile]) -> [SourceRead] {
    var reads: [RecordKind: SourceRead] = [:]
    for file in files {
      for group in file.read.groups {
        let collection = title(of: group, file)
        let sources = Parallel.chunked(group.records) { source(of: $0, in: collection, file) }
        for source in sources {
          // In place: taken out and put back, the list would be copied with every record.
          let kind = source.record.kind
          let place = source.collection
          reads[kind, default: SourceRead(kind, source: name)].collections[place] = false
          reads[kind, default: SourceRead(kind, source: name)].records.append(source)
        }
        for (kind, names) in shown(by: group.records) {
          reads[kind, default: SourceRead(kind, source: name)].shown.formUnion(names.map(\.string))
        }
      }
    }
    return RecordKind.allCases.compactMap { reads[$0] }
  }

  private static func source(
    of record: ReadRecord, in collection: String, _ file: RecordFile
  ) -> SourceRecord {
    let own = record.record.components.first?.first(.collection)?.text.string
    var bare = record.record
    for index in bare.components.indices { bare.components[index].set(.collection, nil) }
    return SourceRecord(
      record: DerivedName.removing(from: bare),
      collection: bare.kind == .contact ? "" : own ?? collection, stamp: Stamp.of(bare),
      place: "\(file.path):\(file.lines.inFile(record.lines.first?.lowerBound ?? 1))")
  }

  /// The names of the properties that records show, but for the mark of their collection.
  private static func shown(by records: [ReadRecord]) -> [RecordKind: Set<Name>] {
    var shown: [RecordKind: Set<Name>] = [:]
    for record in records {
      for component in record.record.components {
        for index in component.properties.indices
        where component.properties[index].name != .collection {
          shown[record.record.kind, default: []].insert(component.properties[index].name)
        }
      }
    }
    return shown
  }

  private static func title(of group: ReadFile.Group, _ file: RecordFile) -> String {
    group.properties.first { $0.name == "X-WR-CALNAME" }?.text.string ?? ""
  }
}

/// The time of the last change as a record tells it.
enum Stamp {
  static func of(_ record: Record) -> String? {
    for name: Name in ["REV", "LAST-MODIFIED"] {
      if let value = record.components.lazy.compactMap({ $0.first(name)?.value }).first,
        let instant = Instant(value.bytes)
      {
        return instant.rfc3339(offset: 0)
      }
    }
    return nil
  }
}
