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
        for record in group.records {
          let kind = record.record.kind
          let own = record.record.components.first?.first(.collection)?.text.string
          let place = kind == .contact ? "" : own ?? collection
          var bare = record.record
          for index in bare.components.indices { bare.components[index].set(.collection, nil) }
          // In place: taken out and put back, the list would be copied with every record.
          reads[kind, default: SourceRead(kind, source: name)].collections[place] = false
          reads[kind, default: SourceRead(kind, source: name)].shown.formUnion(
            bare.components.flatMap(\.properties).map(\.name.string))
          reads[kind, default: SourceRead(kind, source: name)].records.append(
            SourceRecord(
              record: DerivedName.removing(from: bare), collection: place,
              stamp: Stamp.of(bare),
              place: "\(file.path):\(file.lines.inFile(record.lines.first?.lowerBound ?? 1))"))
        }
      }
    }
    return RecordKind.allCases.compactMap { reads[$0] }
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
