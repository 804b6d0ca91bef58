import ContentLines
import ICalendar
import Records
import TestSupport
import VCard

/// Law 1 as functions from a record to how it breaks the law.
enum CanonicalLaws {
  /// What canonicalises, writes and reads, so that faulty ones can be put in its place.
  struct Form: Sendable {
    var canonical: @Sendable (Record) -> Record
    var write: @Sendable (Record) -> [UInt8]
    var read: @Sendable ([UInt8]) -> Record?
  }

  /// Records by themselves: lines, and nothing of the formats.
  static func lines(_ kind: RecordKind) -> Form {
    Form(
      canonical: { $0.canonical() }, write: { $0.bytes() },
      read: { Record(kind, canonicalBytes: $0) })
  }

  static let vCard4 = Form(
    canonical: Law.canonical, write: { VCardWriter.vcard4($0) },
    read: { VCardReader.read($0).records.first?.record })

  static let vCard3 = Form(
    canonical: Law.canonical, write: { VCardWriter.vcard3($0) },
    read: { VCardReader.read($0).records.first?.record })

  static let iCalendar = Form(
    canonical: Law.canonical, write: { ICalendarWriter(zones: Law.zones).write([$0]) },
    read: { ICalendarReader(zones: Law.zones).read($0).records.first?.record })

  /// `canon(canon(x)) == canon(x)`, for an `x` that was canonicalised once.
  static func isStable(_ record: Record, _ form: Form) -> Breach? {
    Law.difference(
      "canonical twice differs from canonical once", record, form.canonical(record))
  }

  /// `parse(write(x)) == x`, and writing again gives the same bytes.
  static func isReadBack(_ record: Record, _ form: Form) -> Breach? {
    let bytes = form.write(record)
    guard let read = form.read(bytes) else { return Breach("nothing was read back") }
    if let breach = Law.difference("what was read differs from what was written", record, read) {
      return breach
    }
    return form.write(read) == bytes ? nil : Breach("written again, the bytes differ")
  }

  /// Another spelling of the record is read as the same record.
  static func survivesSpelling(_ record: Record, seed: UInt64, _ form: Form) -> Breach? {
    var random = SeededRandom(seed: seed)
    var bytes = Scrambler.bytes(record, &random)
    if record.kind != .contact, form.write(record).starts(with: "BEGIN:VCALENDAR".utf8) {
      bytes = Array("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n".utf8) + withoutMark(bytes)
      bytes += Array("END:VCALENDAR\r\n".utf8)
    }
    guard let read = form.read(bytes).map(form.canonical) else {
      return Breach("nothing was read from another spelling")
    }
    if read.digest() == record.digest() { return nil }
    return Breach(
      "another spelling was read as another record\n"
        + (RecordDifference.between(record, read) ?? "(order only)") + "\nfrom\n"
        + String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\\r\\n\n"))
  }

  private static func withoutMark(_ bytes: [UInt8]) -> [UInt8] {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }

  /// Properties and parameters that the schema does not know have the values they had before.
  static func keepsTheUnknown(_ raw: Record, _ form: Form) -> Breach? {
    let schema = Schema.of(raw.kind)
    func unknown(_ record: Record) -> [String] {
      record.components.flatMap(\.properties).filter { !schema[$0.name].isKnown }
        .map { property in
          var bare = property
          bare.group = .empty
          bare.parameters = property.parameters.sorted { $0.name < $1.name }
          return bare.lineText
        }.sorted()
    }
    let before = unknown(raw)
    guard let read = form.read(form.write(form.canonical(raw))) else {
      return Breach("nothing was read back")
    }
    let after = unknown(read)
    return before == after
      ? nil : Breach("unknown properties changed:\n- \(before)\n+ \(after)")
  }
}
