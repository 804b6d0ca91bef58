import ContentLines
import Records
import TestSupport
import Testing

/// Laws 1 and 5 (DESIGN section 4) over what the real readers make of the bytes of every source.
@Suite struct SourceLawTests {
  static let sources: [SourceUnderTest] = [
    TakeoutSources.cards, CalendarSources.takeout, TakeoutSources.tasks, TableSources.current,
    TableSources.former, OpenCRMSources.contacts, OpenCRMSources.activities,
  ]

  @Test(
    "What a source shows is canonical, is its side's own view, and is put back",
    arguments: sources.indices)
  func laws(_ index: Int) {
    let source = Self.sources[index]
    let draws = RowDraws()
    var records = 0
    let broken = forAll(
      "laws 1 and 5, \(source.name)", count: max(1, Law.cases / 16),
      source.generator
    ) { example in
      for row in example.rows {
        for trait in source.traits where trait.isDrawn(row) { draws.count(trait.name) }
        for piece in row where source.cells.contains(piece.name) { draws.count(piece.name) }
      }
      guard let read = source.read(source.render(example.rows, example.seed)) else {
        return Breach("the file was refused")
      }
      // Records that say the same may be told once or as often; none may be left out.
      guard read.count == example.rows.count || Set(example.rows).count < example.rows.count else {
        return Breach("\(example.rows.count) records were written, \(read.count) read")
      }
      records += read.count
      for record in read {
        draws.count(record)
        if let breach = Self.breach(record, source, example) { return breach }
      }
      return nil
    }
    Law.expect(broken)
    guard broken == nil else { return }
    print("source \(source.name): \(records) records read\n\(draws.summary)")
    guard Law.cases >= 2_000 else { return }
    let missing = draws.missing(
      rows: source.rows, others: source.traits.map(\.name) + source.cells.sorted())
    #expect(missing.isEmpty, "never drawn from \(source.name): \(missing)")
    #expect(records > 0)
  }

  private static func breach(
    _ record: Record, _ source: SourceUnderTest, _ example: SourceCase
  ) -> Breach? {
    if let breach = CanonicalLaws.isStable(record, source.form) { return breach }
    if source.form.read(source.form.write(named(record))) != named(record) {
      return Law.difference(
        "read, written and read again", named(record),
        source.form.read(source.form.write(named(record))))
    }
    for (place, lens) in source.lenses.enumerated() where lens.kind == record.kind {
      let isOwn = place == source.lenses.firstIndex { $0.kind == record.kind }
      if isOwn,
        let breach = Law.difference(
          "\(lens.name): what was read is its own view", record, lens.view(record, record, nil))
      {
        return breach
      }
      let full = LensCase.sayingSomething(record)
      guard full.components.contains(where: { !$0.properties.isEmpty }) else { continue }
      let lensCase = LensCase(record: full, seed: example.seed, edits: example.edits)
      for (name, check) in LensLaws.all {
        if let breach = check(lensCase, lens) { return Breach("\(lens.name), \(name): \(breach)") }
      }
    }
    return nil
  }

  /// An event or task that no source gave a UID cannot be written by itself.
  private static func named(_ record: Record) -> Record {
    guard record.kind != .contact, record.uid == nil else { return record }
    var record = record
    record.uid = "u"
    return record.canonical()
  }
}
