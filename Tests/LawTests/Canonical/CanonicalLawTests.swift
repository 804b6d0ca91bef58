import ContentLines
import Records
import TestSupport
import Testing

/// Law 1 (DESIGN section 4): canonical form, reading and writing.
@Suite struct CanonicalLawTests {
  @Test(
    "Records are stable, read back and independent of spelling, as lines alone",
    arguments: RecordKind.allCases)
  func lines(_ kind: RecordKind) {
    let form = CanonicalLaws.lines(kind)
    let draws = RowDraws()
    Law.expect(
      forAll(
        "law 1, lines of a \(kind.rawValue)", count: Law.share(kind, of: Law.cases) / 2,
        RecordGenerator.records(kind)
      ) { record in
        draws.count(record)
        return CanonicalLaws.isStable(record, form) ?? CanonicalLaws.isReadBack(record, form)
          ?? CanonicalLaws.survivesSpelling(record, seed: Self.seed(record), form)
      })
    Law.expectAllDrawn(draws, [kind])
  }

  @Test("Contacts are stable and read back as vCard 4.0, whatever their spelling")
  func vCard4() { check(.contact, "vCard 4.0", CanonicalLaws.vCard4) }

  @Test("Contacts are read back as vCard 3.0")
  func vCard3() {
    let count = Law.share(.contact, of: Law.cases) / 4
    Law.expect(
      forAll(
        "law 1, vCard 3.0", count: count,
        RecordGenerator.records(.contact, canonical: Law.canonical)
      ) { CanonicalLaws.isReadBack($0, CanonicalLaws.vCard3) })
  }

  @Test(
    "Events and tasks are stable and read back as iCalendar, whatever their spelling",
    arguments: [RecordKind.event, .task])
  func iCalendar(_ kind: RecordKind) {
    check(kind, "iCalendar \(kind.rawValue)", CanonicalLaws.iCalendar)
  }

  private func check(_ kind: RecordKind, _ name: String, _ form: CanonicalLaws.Form) {
    let draws = RowDraws()
    Law.expect(
      forAll(
        "law 1, \(name)", count: Law.share(kind, of: Law.cases),
        RecordGenerator.records(kind, canonical: Law.canonical)
      ) { record in
        draws.count(record)
        return CanonicalLaws.isStable(record, form) ?? CanonicalLaws.isReadBack(record, form)
          ?? CanonicalLaws.survivesSpelling(record, seed: Self.seed(record), form)
      })
    Law.expectAllDrawn(draws, [kind])
  }

  @Test("Unknown properties and parameters keep their values", arguments: RecordKind.allCases)
  func unknown(_ kind: RecordKind) {
    let form = kind == .contact ? CanonicalLaws.vCard4 : CanonicalLaws.iCalendar
    Law.expect(
      forAll(
        "law 1, unknown properties of a \(kind.rawValue)",
        count: Law.share(kind, of: Law.cases) / 4,
        RecordGenerator.records(kind) { $0 }
      ) { CanonicalLaws.keepsTheUnknown($0, form) })
  }

  /// A seed for the spelling that belongs to the record, so that a shrunk case stays the same case.
  private static func seed(_ record: Record) -> UInt64 {
    record.digest().bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
