import CivilTime
import ContentLines
import DelimitedText
import FileSide
import ICalendar
import Records
import Recurrence
import VCard

/// The readers that take bytes from strangers, each as a function that must not crash, hang, or
/// break the laws of reading. libFuzzer and the seeded mutation test call the same functions.
package enum FuzzEntry: String, CaseIterable, Sendable {
  case lexer, vcard, icalendar, rrule, csv, json, archive

  /// What is wrong with the reading of the bytes; nil where nothing is.
  package func complaint(_ bytes: [UInt8]) -> String? {
    switch self {
    case .lexer: Self.lexer(bytes)
    case .vcard: Self.vcard(bytes)
    case .icalendar: Self.icalendar(bytes)
    case .rrule: Self.rrule(bytes)
    case .csv: Self.csv(bytes)
    case .json: Self.json(bytes)
    case .archive: Self.archive(bytes)
    }
  }

  private static let zones = ZoneCatalog(directory: "/usr/share/zoneinfo")

  private static func lexer(_ bytes: [UInt8]) -> String? {
    let file = Lexer.lex(bytes)
    for line in file.lines {
      for span in [line.group, line.name, line.value]
      where Int(span.offset) + Int(span.length) > file.store(of: line).bytes.count {
        return "a span leaves the store"
      }
    }
    _ = ComponentReader.read(file)
    _ = LineCheck.findings(of: bytes)
    return nil
  }

  private static func vcard(_ bytes: [UInt8]) -> String? {
    let file = VCardReader.read(bytes)
    // Who asks for the steps gets every card read as a whole.
    let whole = VCardReader.read(bytes) { _ in }
    if file.findings != whole.findings || file.records.map(\.record) != whole.records.map(\.record)
    {
      return "read line by line and as a whole, a card differs"
    }
    _ = VCardCheck.findings(of: file)
    _ = CardSyntaxCheck.findings(of: bytes)
    for record in file.records.map(\.record) {
      if VCardReader.canonical(record) != record { return "canonical twice differs from once" }
      let again = VCardReader.read(VCardWriter.vcard4(record)).records.first?.record
      if again != record { return "vCard 4.0 reads back as another card" }
      let older = VCardReader.read(VCardWriter.vcard3(record)).records.first?.record
      if older != record { return "vCard 3.0 reads back as another card" }
    }
    return nil
  }

  private static func icalendar(_ bytes: [UInt8]) -> String? {
    let reader = ICalendarReader(zones: zones)
    let file = reader.read(bytes)
    _ = ICalendarCheck.findings(of: file, zones: zones)
    _ = ComponentCheck.findings(of: file)
    _ = CalendarSyntaxCheck.findings(of: bytes)
    let writer = ICalendarWriter(zones: zones)
    let written = writer.write(file: file)
    return writer.write(file: reader.read(written)) == written
      ? nil : "written again, the bytes differ"
  }

  private static func rrule(_ bytes: [UInt8]) -> String? {
    // Lines are repaired before anything reads a rule of them.
    guard String(validating: bytes, as: UTF8.self) != nil,
      let rule = try? RecurrenceRule(bytes[...]), rule.isExpandable
    else { return nil }
    let text = rule.description
    guard let again = try? RecurrenceRule(Array(text.utf8)[...]) else {
      return "a printed rule does not read: \(text)"
    }
    if again.description != text { return "a rule prints differently the second time: \(text)" }
    guard let start = CivilDateTime(Array("20260101T090000".utf8)[...]) else {
      return nil
    }
    var set = RecurrenceSet(start: start, isDate: false)
    set.rules.append(.init(rule, until: nil))
    _ = set.contains(start)
    return nil
  }

  private static func csv(_ bytes: [UInt8]) -> String? {
    let table = DelimitedReader().read(bytes)
    if table.rows.contains(where: { $0.cells.count != table.header.count }) {
      return "a row has another length than the header"
    }
    guard GoogleCSV.isHeader(table.header) else { return nil }
    let records = GoogleCSV.read(bytes).file.records.map(\.record)
    for record in records where VCardReader.canonical(record) != record {
      return "a row of Google's table is not canonical"
    }
    for generation in GoogleCSV.Generation.allCases {
      let written = GoogleCSV.write(records, generation).bytes
      if GoogleCSV.read(written).file.records.count != records.count {
        return "a row of Google's table is lost when written"
      }
    }
    return nil
  }

  private static func json(_ bytes: [UInt8]) -> String? {
    if let file = try? JCard.read(bytes) {
      for record in file.records.map(\.record) {
        let again = try? JCard.read(JCard.write(record)).records.first?.record
        if again != record { return "jCard reads back as another card" }
      }
    }
    _ = JCal.read(bytes, zones: zones)
    return nil
  }

  private static func archive(_ bytes: [UInt8]) -> String? {
    let limits = InputLimits(
      unpackedBytes: 4 << 20, memberBytes: 1 << 20, fileBytes: 8 << 20, entries: 1_000)
    guard
      let tree = try? InputTree.open(
        paths: ["-"], limits: limits, allowingNothing: true, standardInput: bytes)
    else { return nil }
    for file in tree.files {
      if file.name.hasPrefix("/") || file.name.split(separator: "/").contains("..") {
        return "a name leads out of the archive: \(file.name)"
      }
      _ = try? file.load()
    }
    return nil
  }
}
