import Bridge
import CivilTime
import ContentLines
import FileSide
import Glibc
import ICalendar
import Records
import VCard

/// Writes a merge: one file a record in a folder, or one file.
struct MergedOutput {
  var zones: ZoneCatalog
  var rows: [OfflineMerge.Row]
  private var heads: [[Property]]

  init(zones: ZoneCatalog, _ merge: OfflineMerge) {
    self.zones = zones
    heads = merge.heads
    rows = merge.rows.filter { if case .head = $0.content { false } else { true } }
  }

  /// Everything in one file: cards one after the other, calendars with equal properties as one
  /// object, unless they define a zone differently.
  func bytes() -> [UInt8] {
    let kept = rows.filter { if case .deleted = $0.content { false } else { true } }
    if kept.count == 1, heads.allSatisfy({ $0 == kept[0].head }), let whole = whole(kept[0]) {
      return whole
    }
    return bytes(of: kept, heads: heads)
  }

  /// Writes to a file, or to a folder of one file a record; a file of a deleted record is removed.
  func write(to path: String, asFolder: Bool? = nil) throws {
    var status = stat()
    let exists = stat(path, &status) == 0
    let isFolder = exists ? status.st_mode & S_IFMT == S_IFDIR : asFolder ?? false
    do {
      guard isFolder else {
        try AtomicFile.write(bytes(), to: path)
        return
      }
      try AtomicFile.makeFolder(path)
      var names = Set<String>()
      for row in rows {
        guard let bytes = bytes(of: row) else {
          _ = try AtomicFile.remove("\(path)/\(row.fileName)")
          continue
        }
        try AtomicFile.write(bytes, to: "\(path)/\(free(row.fileName, &names))")
      }
    } catch {
      throw CommandFailure.writing(error)
    }
  }

  private func free(_ name: String, _ names: inout Set<String>) -> String {
    var candidate = name
    var count = 1
    while !names.insert(candidate).inserted {
      count += 1
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      candidate =
        parts.count > 1
        ? parts.dropLast().joined(separator: ".") + "-\(count)." + (parts.last ?? "")
        : "\(name)-\(count)"
    }
    return candidate
  }

  private func bytes(of row: OfflineMerge.Row) -> [UInt8]? {
    if case .deleted = row.content { return nil }
    return whole(row) ?? bytes(of: [row], heads: [])
  }

  /// The file that a row is copied from, where it holds nothing else and stays as it is.
  private func whole(_ row: OfflineMerge.Row) -> [UInt8]? {
    guard case .copied(let item) = row.content, item.source.head == row.head else { return nil }
    return item.source.whole
  }

  /// O(n) in the rows.
  private func bytes(of rows: [OfflineMerge.Row], heads: [[Property]]) -> [UInt8] {
    var cards: [UInt8] = []
    var calendars = CalendarObjects(zones: zones)
    for head in heads where !head.isEmpty || rows.isEmpty { calendars.open(head) }
    for row in rows {
      if row.format == .vCard {
        cards += card(row)
      } else if case .copied(let item) = row.content, let lines = item.source.lines() {
        calendars.add(lines, under: row.head)
      } else if case .copied(let item) = row.content {
        calendars.add(item.record, isOther: row.isOther, under: row.head)
      } else if case .merged(let record) = row.content {
        calendars.add(record, isOther: false, under: row.head)
      }
    }
    return cards + calendars.bytes()
  }

  private func card(_ row: OfflineMerge.Row) -> [UInt8] {
    switch row.content {
    case .copied(let item):
      if let lines = item.source.lines() { return lines.bytes }
      return row.isOther ? item.record.bytes() : VCardWriter.vcard4(item.record)
    case .merged(let record): return VCardWriter.vcard4(record)
    case .deleted, .head: return []
    }
  }
}

/// Calendars under way: components under equal properties share one object as long as no TZID would
/// mean two things in it.
private struct CalendarObjects {
  private struct Object {
    var head: [Property]
    var zones: [Text: [UInt8]] = [:]
    var body: [UInt8] = []
  }

  private let writer: ICalendarWriter
  private var objects: [Object] = []
  /// What is written anew, by the properties around it.
  private var fresh: [(head: [Property], group: ReadFile.Group)] = []

  init(zones: ZoneCatalog) { writer = ICalendarWriter(zones: zones) }

  /// Begins a calendar that may stay without components.
  mutating func open(_ head: [Property]) {
    if !objects.contains(where: { $0.head == head }) { objects.append(Object(head: head)) }
  }

  mutating func add(_ lines: OfflineSource.Lines, under head: [Property]) {
    let place = objects.firstIndex { object in
      object.head == head
        && lines.zones.allSatisfy { id, bytes in object.zones[id].map { $0 == bytes } ?? true }
    }
    let index = place ?? objects.count
    if place == nil { objects.append(Object(head: head)) }
    objects[index].zones.merge(lines.zones) { known, _ in known }
    objects[index].body += lines.bytes
  }

  mutating func add(_ record: Record, isOther: Bool, under head: [Property]) {
    let place = fresh.firstIndex { $0.head == head } ?? fresh.count
    if place == fresh.count { fresh.append((head, ReadFile.Group())) }
    if isOther {
      fresh[place].group.others += record.zones + record.components
    } else {
      fresh[place].group.records.append(ReadRecord(record: record, lines: [], version: "2.0"))
    }
  }

  /// The calendars one after the other.
  func bytes() -> [UInt8] {
    var all = self
    for (head, group) in fresh {
      var file = ReadFile(.iCalendar)
      file.groups = [group]
      var lines = OfflineSource.Lines(bytes: [], zones: [:])
      for component in writer.components(of: file).flatMap(\.components) {
        if component.name == .vtimezone, let id = component.first(.tzid)?.text {
          lines.zones[id, default: []] += component.bytes()
        } else {
          lines.bytes += component.bytes()
        }
      }
      all.add(lines, under: head)
    }
    return all.objects.flatMap(bytes)
  }

  private func bytes(_ object: Object) -> [UInt8] {
    // The head as the writer writes it, and what stands in it before its END.
    let empty = writer.write([], properties: object.head)
    let end = Array("END:VCALENDAR\r\n".utf8)
    let zones = object.zones.sorted { $0.key < $1.key }.flatMap(\.value)
    return empty.dropLast(end.count) + zones + object.body + end
  }
}
