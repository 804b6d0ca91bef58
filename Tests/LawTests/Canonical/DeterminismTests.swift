import ContentLines
import ICalendar
import Merge
import Records
import TestSupport
import Testing
import VCard

/// Law 9: the same inputs give the same bytes, whatever order they come in. Locale, zone and hash
/// seed are varied around the built program in the tests of the command line.
@Suite struct DeterminismTests {
  @Test("Canonical bytes do not depend on the order of input", arguments: RecordKind.allCases)
  func order(_ kind: RecordKind) {
    Law.expect(
      forAll(
        "law 9, \(kind.rawValue)", count: Law.share(kind, of: Law.cases),
        RecordGenerator.records(kind) { $0 }
      ) { raw in
        var random = SeededRandom(seed: UInt64(raw.components.first?.properties.count ?? 0))
        var shuffled = raw
        shuffled.components = random.shuffled(raw.components).map { component in
          var component = component
          component.properties =
            component.properties.filter { $0.name == .version }
            + random.shuffled(component.properties.filter { $0.name != .version })
          component.components = random.shuffled(component.components)
          return component
        }
        let one = Law.canonical(raw)
        let other = Law.canonical(shuffled)
        if one.bytes() == other.bytes() { return nil }
        return Breach(
          "another order of the input gives other bytes\n"
            + (RecordDifference.between(one, other) ?? "(order only)"))
      })
  }

  @Test("The same computation twice gives the same bytes", arguments: RecordKind.allCases)
  func twice(_ kind: RecordKind) {
    Law.expect(
      forAll(
        "law 9, twice, \(kind.rawValue)", count: Law.share(kind, of: Law.cases) / 4,
        MergeCase.generator(kind)
      ) { example in
        // Sets and dictionaries made anew have another capacity and another order.
        let first = Merge.merge(base: example.base, sides: example.labelled)
        let second = Merge.merge(base: example.base, sides: example.labelled)
        guard first.merged?.bytes() == second.merged?.bytes(), first.conflicts == second.conflicts,
          first.origins == second.origins
        else { return Breach("the same merge gives two results") }
        return nil
      })
  }
}
