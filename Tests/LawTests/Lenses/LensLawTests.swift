import CivilTime
import GoogleSide
import OpenCRMSide
import Records
import Sides
import TestSupport
import Testing

/// Law 5 (DESIGN section 4) for the lens of every side and kind of record.
@Suite struct LensLawTests {
  static let london = Law.zones.zone(named: "Europe/London") ?? Zone.utc

  static let lenses: [LensUnderTest] = [
    LensUnderTest(
      "OpenCRM contacts", .contact, OpenCRMContactLens(), isGap: hasWiderAddress),
    LensUnderTest(
      "OpenCRM contacts with folder", .contact, OpenCRMContactLens(carriesFolder: true),
      isGap: hasWiderAddress),
    LensUnderTest(
      "Google contacts", .contact, GoogleContactsLens(),
      isGap: { record, old, new in
        // An FN that stood behind the parts of the name shows again when the parts go.
        record.master?.first("FN") != nil && old.master?.first("N") != nil
          && new.master?.first("N") == nil
      }),
    LensUnderTest(
      "OpenCRM events", .event, OpenCRMEventLens(zone: london, zones: Law.zones),
      made: openCRMWords.union(["DTEND"])),
    LensUnderTest(
      "Google events", .event, GoogleEventsLens(zones: Law.zones, calendarZone: london),
      made: ["DTEND"]),
    LensUnderTest(
      "OpenCRM tasks", .task, OpenCRMTaskLens(zone: london, zones: Law.zones),
      made: openCRMWords.union(["DUE", "STATUS"])),
    LensUnderTest("Google tasks", .task, GoogleTasksLens(zone: london), made: ["STATUS"]),
    LensUnderTest("a side that shows all", .event, IdentityLens()),
  ]

  /// An address with parts that OpenCRM shows in other fields has another key there than in the
  /// agreed record.
  private static let hasWiderAddress: @Sendable (Record, Record, Record) -> Bool = {
    record, old, new in
    old.master?.all("ADR") != new.master?.all("ADR")
      && Set(record.master?.all("ADR").map { MemberKey.of($0, Schema.vCard["ADR"]) } ?? [])
        .isSuperset(
          of: old.master?.all("ADR").map { MemberKey.of($0, Schema.vCard["ADR"]) } ?? [])
        == false
  }

  /// OpenCRM's own words for a type or a state stand beside the standard's.
  private static let openCRMWords: Set<Name> = ["CLASS", "PRIORITY", "STATUS", "CATEGORIES"]

  @Test("What a side shows is put back, and what it cannot hold stays", arguments: lenses.indices)
  func laws(_ index: Int) {
    let lens = Self.lenses[index]
    let draws = RowDraws()
    let count = max(1, Law.cases / Self.lenses.count)
    var held = 0
    let broken =
      forAll("law 5, \(lens.name)", count: count, LensCase.generator(lens)) { example in
        draws.count(example.record)
        if lens.view(example.record, nil, nil) != nil { held += 1 }
        for (name, check) in LensLaws.all {
          if let breach = check(example, lens) { return Breach("\(name): \(breach)") }
        }
        return nil
      }
    Law.expect(broken)
    guard broken == nil else { return }
    print("law 5, \(lens.name): \(held) of \(count) records have a view")
    #expect(held > count / 4)
  }
}
