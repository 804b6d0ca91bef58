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

  static let region = PhoneRegion(zone: "Europe/London")
  static let openCRMContacts = LensUnderTest(
    "OpenCRM contacts", .contact, OpenCRMContactLens(customFields: ["cf_12"], region: region))
  static let googleContacts = LensUnderTest(
    "Google contacts", .contact, GoogleContactsLens(region: region))
  static let openCRMEvents = LensUnderTest(
    "OpenCRM events", .event, OpenCRMEventLens(zone: london, zones: Law.zones),
    made: openCRMWords.union(["DTEND"]))
  static let googleEvents = LensUnderTest(
    "Google events", .event, GoogleEventsLens(zones: Law.zones, calendarZone: london),
    made: ["DTEND"])
  static let openCRMTasks = LensUnderTest(
    "OpenCRM tasks", .task, OpenCRMTaskLens(zone: london, zones: Law.zones),
    made: openCRMWords.union(["DUE", "STATUS"]))
  static let googleTasks = LensUnderTest(
    "Google tasks", .task, GoogleTasksLens(zone: london), made: ["STATUS"])
  static let calendarTasks = LensUnderTest(
    "tasks in Google Calendar", .task,
    GoogleCalendarTasksLens(zones: Law.zones, calendarZone: london))

  static let lenses: [LensUnderTest] = [
    openCRMContacts,
    LensUnderTest(
      "OpenCRM contacts with folder", .contact, OpenCRMContactLens(carriesFolder: true)),
    LensUnderTest(
      "OpenCRM contacts of some columns, without companies", .contact,
      OpenCRMContactLens(
        holds: [
          "firstname", "lastname", "department", "email", "phone", "mobile", "otherstreet",
          "othercity", "mailingstreet", "mailingzip",
        ], carriesCompany: false, region: region)),
    googleContacts, openCRMEvents, googleEvents, openCRMTasks, googleTasks,
    calendarTasks,
    LensUnderTest("a side that shows all", .event, IdentityLens()),
  ]

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
