import CivilTime
import ContentLines
import ICalendar
import Records

/// Events or tasks as one calendar, proved by our own reader and by a witness.
struct CalendarFile: Sendable {
  var zones: ZoneCatalog
  var witness: any CalendarWitness
  /// DTSTAMP of components that have none.
  var stamp: Instant

  struct Result {
    /// Empty where no record is left.
    var bytes: [UInt8] = []
    /// Why a record is not in the file, by its place in the records given.
    var withheld: [Int: String] = [:]
  }

  /// Writes the records that read back as they are; the others stay out and do not spoil the
  /// file. Every record has a UID. O(n log n) where all agree.
  func write(_ records: [Record]) async -> Result {
    var result = Result()
    var left: [Int] = []
    var uids = Set<Text>()
    for (index, record) in records.enumerated() {
      if uids.insert(Self.uid(record)).inserted {
        left.append(index)
      } else {
        result.withheld[index] = "Another record of the file has the same UID."
      }
    }
    while !left.isEmpty {
      let own = left.map { ICalendarWriter.stamped(records[$0], at: stamp) }
      let bytes = ICalendarWriter(zones: zones).write(own)
      let failures = await failures(bytes, own)
      if failures.isEmpty {
        result.bytes = bytes
        return result
      }
      let culprits = await culprits(failures, own)
      for (place, reason) in culprits { result.withheld[left[place]] = reason }
      left = left.indices.filter { culprits[$0] == nil }.map { left[$0] }
    }
    return result
  }

  /// Which of the failing records fail by themselves; one bad record can make a reader stumble
  /// over its neighbours. Never empty.
  private func culprits(_ failures: [Int: String], _ records: [Record]) async -> [Int: String] {
    guard failures.count > 1 else { return failures }
    var culprits: [Int: String] = [:]
    for place in failures.keys.sorted() {
      let bytes = ICalendarWriter(zones: zones).write([records[place]])
      culprits[place] = await self.failures(bytes, [records[place]])[0]
    }
    return culprits.isEmpty ? failures : culprits
  }

  /// What does not read back, by the place of the record.
  private func failures(_ bytes: [UInt8], _ records: [Record]) async -> [Int: String] {
    // The writer gives definitions that share a name a name each; that is no difference.
    var records = records
    _ = ZonesApart.rename(in: &records)
    var failures: [Int: String] = [:]
    var found: [Text: Record] = [:]
    for read in ICalendarReader(zones: zones).read(bytes).records {
      found[Self.uid(read.record)] = read.record
    }
    for (place, record) in records.enumerated() {
      failures[place] = WrittenBack.difference(record, found[Self.uid(record)])
    }
    let witnessed = await witness.disagreements(ics: bytes, expecting: records)
    guard !witnessed.isEmpty else { return failures }
    for (place, record) in records.enumerated() where failures[place] == nil {
      failures[place] = witnessed[Self.uid(record).string]
    }
    if failures.isEmpty {
      // It is about no record we know: none of them is sure.
      let reason = witnessed.sorted { $0.key < $1.key }.map(\.value).joined(separator: " ")
      for place in records.indices { failures[place] = reason }
    }
    return failures
  }

  private static func uid(_ record: Record) -> Text { record.uid ?? .empty }
}
