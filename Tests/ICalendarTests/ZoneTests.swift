import CivilTime
import ContentLines
import ICalendar
import Records
import Testing

private let fixed = """
  BEGIN:VTIMEZONE
  TZID:Customized Time Zone
  BEGIN:STANDARD
  DTSTART:16010101T000000
  TZOFFSETFROM:+0130
  TZOFFSETTO:+0130
  END:STANDARD
  END:VTIMEZONE
  """

private func event(_ zone: String, uid: String = "a", rule: String = "") -> String {
  "BEGIN:VEVENT\nUID:\(uid)\nDTSTART;TZID=\"\(zone)\":20240301T100000\n\(rule)\nEND:VEVENT"
}

@Test(
  "Names of zones become IANA names",
  arguments: [
    ("W. Europe Standard Time", "Europe/Berlin"),
    ("US/Eastern", "America/New_York"),
    ("/freeassociation.sourceforge.net/Europe/Paris", "Europe/Paris"),
    ("europe/berlin", "Europe/Berlin"),
  ])
func zonesBecomeIANANames(written: String, name: String) throws {
  #expect(
    try canonical(event(written)).lines("DTSTART") == ["DTSTART;TZID=\(name):20240301T100000"])
}

@Test func aZoneThatOnlyItsDefinitionExplainsStaysWithTheRecord() throws {
  let file = read(calendar("\(fixed)\n\(event("Customized Time Zone"))"))
  let record = try #require(file.records.first).record
  #expect(record.zones.count == 1)
  #expect(text(record).lines("DTSTART;") == ["DTSTART;TZID=Customized Time Zone:20240301T100000"])
  #expect(codes(file) == ["zone-own-definition"])
  let list = Occurrences.expand([record], from: nil, to: nil, limit: 5, zone: .utc, zones: zones)
  #expect(list.occurrences.map(\.startText) == ["2024-03-01T10:00:00+01:30"])
}

@Test func aDefinitionThatAgreesIsDropped() throws {
  let record = try #require(read(calendar(event("Europe/Berlin"))).records.first).record
  let written = String(
    decoding: ICalendarWriter(zones: zones).write([record]), as: UTF8.self)
  #expect(written.contains("BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin"))
  let again = read(written)
  #expect(again.records.map(\.record) == [record])
  #expect(again.findings.isEmpty)
}

@Test func aDefinitionThatDisagreesIsKeptUnderANameOfItsOwn() throws {
  let wrong = fixed.replacing("Customized Time Zone", with: "Europe/Berlin")
  let file = read(calendar("\(wrong)\n\(event("Europe/Berlin"))"))
  #expect(codes(file) == ["zone-disagrees"])
  let record = try #require(file.records.first).record
  let id = try #require(record.components[0].first("DTSTART")?.parameter(.tzid)).string
  #expect(id.hasPrefix("Europe/Berlin/") && id.count == "Europe/Berlin/".count + 8)
  #expect(record.zones.first?.first(.tzid)?.value.string == id)
  let again = read(String(decoding: ICalendarWriter(zones: zones).write(file: file), as: UTF8.self))
  #expect(again.records.map(\.record) == [record])
}

@Test func aRuleIsComparedPastItsFirstInstance() {
  // Right in winter, wrong in summer.
  let winter = fixed.replacing("Customized Time Zone", with: "Europe/Berlin")
    .replacing("+0130", with: "+0100")
  #expect(codes(read(calendar("\(winter)\n\(event("Europe/Berlin"))"))).isEmpty)
  let series = event("Europe/Berlin", rule: "RRULE:FREQ=MONTHLY")
  #expect(codes(read(calendar("\(winter)\n\(series)"))) == ["zone-disagrees"])
}

@Test func equalNamesOfDifferentDefinitionsStayApart() throws {
  let other = fixed.replacing("+0130", with: "+0230")
  let one = calendar("\(fixed)\n\(event("Customized Time Zone"))")
  let two = calendar("\(other)\n\(event("Customized Time Zone", uid: "b"))")
  let file = read(one + two)
  #expect(codes(file).contains("zone-names-equal"))
  let ids = file.records.compactMap { $0.record.components[0].first("DTSTART")?.parameter(.tzid) }
  #expect(Set(ids).count == 2)
  // Whichever stands first, each has the same name.
  let turned = read(two + one)
  #expect(turned.records.map(\.record) == file.records.reversed().map(\.record))
  // Together in one calendar they are still told apart.
  let apart = [one, two].map { read($0).records[0].record }
  let together = read(
    String(decoding: ICalendarWriter(zones: zones).write(apart), as: UTF8.self))
  #expect(together.records.map(\.record) == file.records.map(\.record))
}

@Test func aZoneThatNothingExplainsIsAFinding() throws {
  let file = read(calendar(event("Nowhere")))
  #expect(codes(file) == ["zone-unknown"])
  #expect(text(file.records[0].record).lines("DTSTART") == ["DTSTART;TZID=Nowhere:20240301T100000"])
}

@Test func generatedDefinitionsAreReadAsTheSameZone() throws {
  var random = Seeded(state: 7)
  let names = ZoneNames.allIANANames
  var used = 0
  for _ in 0..<400 {
    let name = names[Int.random(in: 0..<names.count, using: &random)]
    guard let zone = zones.zone(named: name), zone.name != "Etc/UTC" else { continue }
    let year = Int.random(in: 1950...2060, using: &random)
    let month = Int.random(in: 1...12, using: &random)
    let start = try #require(CivilDateTime(year, month, 5, 10))
    let file = read(
      calendar(
        "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=\(zone.name):\(start.basic)\n"
          + "RRULE:FREQ=WEEKLY\nEND:VEVENT"))
    let written = ICalendarWriter(zones: zones).write(file: file)
    let again = ICalendarReader(zones: zones).read(written)
    #expect(again.findings.isEmpty, "\(zone.name) from \(start): \(codes(again))")
    #expect(again.records.map(\.record) == file.records.map(\.record))
    used += 1
  }
  #expect(used > 300)
}
