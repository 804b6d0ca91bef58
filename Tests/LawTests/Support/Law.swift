import CivilTime
import ContentLines
import ICalendar
import Records
import TestSupport
import Testing
import VCard

/// How the law tests run: counts, canonical forms, what a failure says.
enum Law {
  static let zones = ZoneCatalog()

  /// Cases of a law that the project promises to hold for 10,000.
  static let cases = Run.cases(10_000)

  /// The form in which readers hand records out.
  @Sendable static func canonical(_ record: Record) -> Record {
    guard record.kind != .contact else { return VCardReader.canonical(record) }
    var findings: [Finding] = []
    return RecordCanonicaliser.canonical(record, zones: zones, findings: &findings)
  }

  /// Cases by kind: contacts are half of them.
  static func share(_ kind: RecordKind, of cases: Int) -> Int {
    max(1, kind == .contact ? cases / 2 : cases / 4)
  }

  /// Fails the test with the smallest case found.
  static func expect<Value>(
    _ counterexample: Counterexample<Value>?, _ location: SourceLocation = #_sourceLocation
  ) {
    if let counterexample {
      Issue.record("\(counterexample.description)", sourceLocation: location)
    }
  }

  /// Prints the draws, and fails where something was never drawn. A run with few cases only prints.
  static func expectAllDrawn(
    _ draws: RowDraws, _ kinds: [RecordKind], others: [String] = [],
    _ location: SourceLocation = #_sourceLocation
  ) {
    print(draws.summary)
    guard cases >= 2_000 else { return }
    let missing = draws.missing(kinds, others: RowDraws.traits(of: kinds) + others)
    #expect(missing.isEmpty, "never drawn: \(missing)", sourceLocation: location)
  }

  /// A breach that shows how two records differ, or nil if they do not.
  static func difference(_ words: String, _ one: Record?, _ other: Record?) -> Breach? {
    guard one != other else { return nil }
    return Breach("\(words)\n\(RecordDifference.between(one, other) ?? "(order only)")")
  }
}
