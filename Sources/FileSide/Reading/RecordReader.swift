package import CivilTime
package import ContentLines
import ICalendar
import Records
package import Sides
import VCard

/// Reads input files into records, whatever format their content has.
package struct RecordReader: Sendable {
  private let zones: ZoneCatalog
  private let calendars: ICalendarReader

  package init(zones: ZoneCatalog) {
    self.zones = zones
    calendars = ICalendarReader(zones: zones, isDivided: true)
  }

  /// What a set of inputs held.
  package struct Result: Sendable {
    package var files: [RecordFile] = []
    package var findings: [FileFinding] = []
    /// Those of the findings that say that something of the input was not read.
    package var missing: [FileFinding] = []
    /// Files that hold neither cards nor calendars (other CSV, JSON of another kind), for other
    /// readers.
    package var unread: [InputFile] = []
  }

  /// Reads every card and calendar file and every table of Google's in the tree, in the order the inputs were given. O(n).
  ///
  /// - Throws: `InputError` where a file cannot be loaded.
  package func read(_ tree: InputTree) throws(InputError) -> Result {
    var result = Result()
    for finding in tree.findings {
      let kind = FindingKind(
        finding.code.rawValue, FindingKind.Severity(rawValue: finding.severity.rawValue) ?? .note,
        fix: finding.fix)
      let shown = FileFinding(file: finding.path, Finding(kind, message: finding.message))
      result.findings.append(shown)
      if finding.severity == .error || finding.code == .emptyFile { result.missing.append(shown) }
    }
    var decoded: [(file: InputFile, format: Shape, bytes: [UInt8], lines: SourceLines)] = []
    for file in tree.filesInArgumentOrder {
      guard let format = try format(of: file) else {
        result.unread.append(file)
        continue
      }
      // A table is decoded by its own reader, which says so where it is no UTF-8.
      let loaded = try file.load()
      let bytes = format == .table ? loaded : TextDecoding.utf8(loaded).bytes
      if bytes.isEmpty {
        result.unread.append(file)
      } else if format == .cards || format == .calendar, let parts = MixedFile.parts(bytes) {
        for part in parts {
          decoded.append((file, part.isCards ? .cards : .calendar, part.bytes, part.lines))
        }
      } else if format == .jCard || format == .jCal, let parts = MixedJSON.parts(bytes) {
        decoded.append((file, .jCard, parts.cards, SourceLines()))
        decoded.append((file, .jCal, parts.calendars, SourceLines()))
      } else {
        decoded.append((file, format, bytes, SourceLines()))
      }
    }
    // A few large files may divide their own work again; of a thousand small ones each is enough.
    let reads =
      decoded.count <= 8
      ? Parallel.map(decoded) { read($0.bytes, as: $0.format) }
      : Parallel.chunked(decoded, by: 1) { read($0.bytes, as: $0.format) }
    for ((file, format, bytes, lines), read) in zip(decoded, reads) {
      let findings = read.findings.map { finding in
        var finding = finding
        finding.line = lines.inFile(finding.line)
        return FileFinding(file: file.path, finding)
      }
      result.findings += findings
      if format == .table {
        result.missing += findings.filter { $0.finding.kind.severity == .error }
      }
      var record = RecordFile(
        path: file.path, baseName: file.baseName, bytes: bytes, read: read,
        isTable: format == .table, isLines: format == .cards || format == .calendar)
      record.lines = lines
      result.files.append(record)
    }
    return result
  }

  private func read(_ bytes: [UInt8], as shape: Shape) -> ReadFile {
    switch shape {
    case .cards: return VCardReader.read(bytes)
    case .table: return GoogleCSV.read(bytes).file
    case .calendar:
      var read = calendars.read(bytes)
      read.findings += ICalendarCheck.findings(of: read, zones: zones)
      return read
    case .jCal: return JCal.read(bytes, zones: zones)
    case .jCard:
      do {
        return try JCard.read(bytes)
      } catch {
        var failed = ReadFile(.vCard)
        failed.findings = [Finding(.brokenJSON, message: "\(error)")]
        return failed
      }
    }
  }

  private enum Shape: Sendable { case cards, calendar, jCard, jCal, table }

  private func format(of file: InputFile) throws(InputError) -> Shape? {
    switch file.content {
    case .vCard: return .cards
    case .iCalendar: return .calendar
    case .json:
      let text = TextDecoding.utf8(try file.load()).bytes
      let head = String(
        decoding: text.drop { ASCII.isSpace($0) || $0 == 0x5B }.prefix(16), as: UTF8.self
      ).lowercased()
      return head.hasPrefix("\"vcard\"") ? .jCard : head.hasPrefix("\"vcalendar\"") ? .jCal : nil
    case .delimited: return GoogleCSV.isTable(try file.load()) ? .table : nil
    case .photo, .archive, .empty: return nil
    case .other:
      // A cell may hold a control character, which no other table is taken for a text with.
      let bytes = try file.load()
      if GoogleCSV.isTable(bytes) { return .table }
      // A file named on its own may begin with junk; a BEGIN line further down decides.
      return Self.shape(of: TextDecoding.utf8(bytes).bytes.prefix(1 << 20))
    }
  }

  /// What the first BEGIN lines tell; nil without any. A component that stands alone, such as an
  /// alarm or a zone, is kept as calendars keep it. O(n).
  private static func shape(of bytes: ArraySlice<UInt8>) -> Shape? {
    let word = Array("BEGIN:".utf8)
    var shape: Shape?
    for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      let start = line.drop(while: ASCII.isSpace).prefix(11).map(ASCII.upper)
      guard start.starts(with: word) else { continue }
      if start.elementsEqual("BEGIN:VCARD".utf8) { return .cards }
      shape = .calendar
    }
    return shape
  }
}

extension FindingKind {
  package static let brokenJSON = FindingKind(
    "broken-json", .error, clause: "RFC 7095 section 3", fix: "Export the file again.")
}
