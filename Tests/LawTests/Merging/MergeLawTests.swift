import Merge
import Records
import TestSupport
import Testing

/// Laws 2 and 3 (DESIGN section 4) over random records with random edits on three sides.
@Suite struct MergeLawTests {
  @Test(
    "A merge keeps the identities, order, every change and nothing else",
    arguments: RecordKind.allCases)
  func laws(_ kind: RecordKind) {
    let draws = RowDraws()
    Law.expect(
      forAll(
        "law 2, \(kind.rawValue)", count: Law.share(kind, of: Law.cases),
        MergeCase.generator(kind, counting: draws)
      ) { example in
        let result = MergeLaws.real(example.base, example.labelled)
        for (name, check) in MergeLaws.all {
          if let breach = check(example, result, MergeLaws.real) {
            return Breach("\(name): \(breach)")
          }
        }
        return nil
      })
    let edits = RecordEditor.edits(of: kind).map { "edit \($0.rawValue)" }
    Law.expectAllDrawn(draws, [kind], others: edits + ["deletions"])
  }

  @Test("Conflicts are exactly what was changed differently", arguments: RecordKind.allCases)
  func units(_ kind: RecordKind) {
    Law.expect(
      forAll(
        "law 2, units of a \(kind.rawValue)", count: Law.share(kind, of: Law.cases) / 2,
        UnitCase.generator(kind)
      ) { UnitLaw.check($0, MergeLaws.real) })
  }
}
