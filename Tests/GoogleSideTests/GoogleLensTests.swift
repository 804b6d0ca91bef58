import ContentLines
import GoogleSide
import ICalendar
import Records
import Sides
import Testing
import VCard

@Suite struct GoogleLensTests {
  private func contact(_ lines: String...) -> Record {
    let text = (["BEGIN:VCARD", "VERSION:4.0"] + lines + ["END:VCARD", ""])
      .joined(separator: "\r\n")
    return VCardReader.read(Array(text.utf8)).records[0].record
  }

  private func calendar(_ name: String, _ lines: String...) -> Record {
    let text =
      (["BEGIN:VCALENDAR", "BEGIN:\(name)", "UID:u"] + lines
      + ["END:\(name)", "END:VCALENDAR", ""]).joined(separator: "\r\n")
    return ICalendarReader(zones: Fixture.zones).read(Array(text.utf8)).records[0].record
  }

  private func lines(_ record: Record?) -> [String] {
    (record?.components.first?.properties ?? []).map(\.lineText)
      .filter { !$0.hasPrefix("VERSION") && !$0.hasPrefix("UID") }
  }

  private let contacts = GoogleContactsLens()
  private let events = GoogleEventsLens(zones: Fixture.zones)
  private let tasks = GoogleTasksLens()

  @Test func `a contact loses what Google has no place for`() {
    let record = contact(
      "FN:Bob the Builder", "N:Builder;Bob,Rob;;;", "ORG:Acme;Sales;North", "KEY:https://a.example",
      "TEL;VALUE=uri;PREF=2;TYPE=work:tel:+44-20-7946-0123;ext=9", "GEO:geo:1,2",
      "BDAY:19870324T101500Z", "RELATED:urn:uuid:7", "RELATED;VALUE=text:Jo", "X-OPENCRM-ID:7",
      "item1.X-FOO:1", "item1.X-ABLABEL:foo", "item2.EMAIL:a@example.com", "item2.X-ABLABEL:list")
    #expect(
      lines(contacts.view(record, previous: nil)) == [
        "N:Builder;Bob Rob;;;", "ORG:Acme;Sales", "item1.EMAIL:a@example.com",
        "TEL;TYPE=work:+44-20-7946-0123 ext. 9", "BDAY:19870324", "RELATED;VALUE=text:Jo",
        "item1.X-ABLABEL:list",
      ])
  }

  @Test func `what Google shows beyond the table stays as Google shows it`() {
    let record = contact("FN:Ann", "X-FOO:1", "item4.EMAIL:b@example.com", "item4.X-ABLABEL:b")
    let shown = contact(
      "FN:Ann", "item1.X-FOO:2", "item1.X-ABLABEL:foo", "item2.EMAIL:a@example.com",
      "item2.X-BAR:3", "item2.X-ABLABEL:a")
    let view = contacts.view(record, previous: shown)
    #expect(
      lines(view) == [
        "FN:Ann", "item1.EMAIL:b@example.com", "item2.X-ABLABEL:a", "item1.X-ABLABEL:b",
        "item3.X-ABLABEL:foo", "item2.X-BAR:3", "item3.X-FOO:2",
      ])
    #expect(contacts.view(shown, previous: shown) == shown)
  }

  @Test func `a group card is refused with a reason`() {
    let group = contact("FN:Friends", "KIND:group", "MEMBER:urn:uuid:1")
    #expect(contacts.view(group, previous: nil) == nil)
    #expect(contacts.refusal(group)?.contains("labels") == true)
  }

  @Test func `of two notes the one Google shows is shown`() {
    let record = contact("FN:Ann", "NOTE:a", "NOTE:b")
    #expect(lines(contacts.view(record, previous: nil)) == ["FN:Ann", "NOTE:a"])
    let shown = contact("FN:Ann", "NOTE:b")
    #expect(lines(contacts.view(record, previous: shown)) == ["FN:Ann", "NOTE:b"])
  }

  @Test func `photos that Google serves say nothing in another account`() {
    let served = contact("FN:Ann", "PHOTO:https://lh3.googleusercontent.com/x")
    let own = contact("FN:Ann", "PHOTO:data:image/png;base64,AAAA")
    #expect(lines(contacts.view(served, previous: nil)) == ["FN:Ann"])
    #expect(lines(contacts.view(own, previous: nil)).count == 2)
    #expect(contacts.view(own, previous: served) == served)
    #expect(
      contacts.isCoarsening(served.components[0].properties[2], of: own.components[0].properties[2])
    )
  }

  @Test(arguments: [
    ("TEL:+44 20 7946 0123", "TEL:(020) 7946 0123", true), ("TEL:+1 555 0100", "TEL:0100", false),
    ("TEL:+442079460123", "TEL:+442079460124", false),
    ("EMAIL:jo@example.com", "EMAIL:Jo@Example.com ", true),
    ("URL:http://example.com/", "URL:http://example.com", true),
    ("NOTE:a\\nb", "NOTE:<p>a</p><p>b</p>", true), ("NOTE:a", "NOTE:b", false),
    ("ADR:;;1 High Street\\nLeeds;;;;", "ADR:;;1 High Street;Leeds;;;", true),
  ])
  func `a known coarsening is told from an edit`(_ seen: String, _ sent: String, _ is: Bool) {
    let one = contact("FN:x", seen).components[0].properties.last
    let other = contact("FN:x", sent).components[0].properties.last
    guard let one, let other else { return #expect(Bool(false)) }
    #expect(contacts.isCoarsening(one, of: other) == `is`)
  }

  @Test func `an event loses what Google has no place for`() {
    let record = calendar(
      "VEVENT", "DTSTART;TZID=Europe/London:20240330T233000", "DURATION:P1D",
      "SUMMARY;LANGUAGE=de:Treffen", "CATEGORIES:a", "PRIORITY:1", "GEO:1;2", "COLOR:beige",
      "ATTENDEE;ROLE=CHAIR;RSVP=TRUE;CN=Jo:mailto:jo@example.com", "URL:ftp://a.example",
      "ATTACH;VALUE=BINARY;ENCODING=BASE64:AAAA", "ATTACH:https://a.example/b", "X-FOO:1")
    #expect(
      lines(events.view(record, previous: nil)) == [
        "DTSTART;TZID=Europe/London:20240330T233000", "DTEND;TZID=Europe/London:20240331T233000",
        "SUMMARY:Treffen", "ATTENDEE;CN=Jo;ROLE=REQ-PARTICIPANT:mailto:jo@example.com",
        "ATTACH:https://a.example/b",
      ])
  }

  @Test func `a time that did not move keeps the spelling Google shows`() {
    let record = calendar(
      "VEVENT", "DTSTART;TZID=Europe/London:20240701T100000",
      "DTEND;TZID=Europe/London:20240701T113000", "SUMMARY:New")
    let shown = calendar(
      "VEVENT", "DTSTART:20240701T090000Z", "DTEND:20240701T100000Z", "SUMMARY:Old")
    #expect(
      lines(events.view(record, previous: shown)) == [
        "DTSTART:20240701T090000Z", "DTEND;TZID=Europe/London:20240701T113000", "SUMMARY:New",
      ])
    let start = record.components[0].first("DTSTART")
    let seen = shown.components[0].first("DTSTART")
    if let start, let seen {
      #expect(events.isCoarsening(seen, of: start))
      #expect(
        !events.isCoarsening(Property("DTSTART", value: "20240701T100000Z"), of: start))
    }
  }

  @Test func `only reminders that Google can give are held`() {
    func alarm(_ lines: String...) -> [String] { ["BEGIN:VALARM"] + lines + ["END:VALARM"] }
    let alarms =
      alarm("ACTION:DISPLAY", "TRIGGER:-PT10M", "REPEAT:2", "DURATION:PT5M", "UID:1")
      + alarm("ACTION:AUDIO", "TRIGGER:-PT10M") + alarm("ACTION:EMAIL", "TRIGGER:PT10M")
      + alarm("ACTION:DISPLAY", "TRIGGER:-P40D")
    let text = ["BEGIN:VEVENT", "UID:u", "DTSTART:20240701T090000Z"] + alarms + ["END:VEVENT", ""]
    let record = ICalendarReader(zones: Fixture.zones)
      .read(Array(text.joined(separator: "\r\n").utf8)).records[0].record
    let view = events.view(record, previous: nil)
    #expect(
      view?.components[0].components.map { $0.properties.map(\.lineText) } == [
        ["ACTION:DISPLAY", "TRIGGER:-PT10M"]
      ])
    #expect(events.view(record, previous: record) == record)
  }

  @Test func `a task shows a day, a state and its parent`() {
    let record = calendar(
      "VTODO", "SUMMARY:Call", "DTSTART:20240630T090000Z", "PRIORITY:1",
      "DUE;TZID=America/New_York:20240701T233000", "STATUS:IN-PROCESS", "PERCENT-COMPLETE:40",
      "RELATED-TO;RELTYPE=CHILD:c", "RELATED-TO;RELTYPE=PARENT:p", "CATEGORIES:a",
      "COMPLETED:20240701T000000Z")
    #expect(
      lines(tasks.view(record, previous: nil)) == [
        "DUE;VALUE=DATE:20240701", "SUMMARY:Call", "STATUS:NEEDS-ACTION",
      ])
  }

  @Test func `a cancelled task is refused, or shown as it was`() {
    let record = calendar("VTODO", "SUMMARY:Call", "STATUS:CANCELLED")
    #expect(tasks.view(record, previous: nil) == nil)
    #expect(tasks.refusal(record) != nil)
    let shown = calendar("VTODO", "SUMMARY:Old", "STATUS:NEEDS-ACTION", "ATTACH:https://m.example")
    #expect(
      lines(tasks.view(record, previous: shown)) == [
        "SUMMARY:Call", "STATUS:NEEDS-ACTION", "ATTACH:https://m.example",
      ])
  }

  @Test func `a title cut at its limit is that title`() {
    let long = String(repeating: "ä", count: 1100)
    let sent = Property("SUMMARY", text: Text(long))
    let seen = Property("SUMMARY", text: Text(String(long.prefix(1024))))
    #expect(tasks.isCoarsening(seen, of: sent))
    #expect(!tasks.isCoarsening(Property("SUMMARY", text: "ää"), of: sent))
  }

  @Test func `every property held has a place to click`() {
    for name in GoogleContactsLens.coveredByTakeout.union(["X-NEW"]) {
      let place = GoogleChecklistPlaces.place(.contact, Name(Text(name)))
      #expect(place.hasPrefix("contacts.google.com: open the contact, Edit"))
    }
    #expect(GoogleChecklistPlaces.place(.task, "DUE").hasSuffix("Add date/time"))
    #expect(GoogleChecklistPlaces.deletion(.event).contains("Delete"))
  }
}
