import ContentLines
import GoogleSide
import Records
import Sides
import Testing

@Suite struct TakeoutCalendarsTests {
  private static let ruler = "-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::-"

  @Test func `each calendar is a collection with its own completeness`() throws {
    let read = try #require(
      Fixture.read([
        Fixture.calendar("Work", title: "Arbeit", Fixture.event("a@google.com")),
        Fixture.calendar("Untitled", Fixture.event("b@google.com")),
        Fixture.calendar("Broken", title: "Broken", "BEGIN:VEVENT\nUID:c\n"),
        Fixture.calendar("Empty", title: "Empty"),
      ]).read(.event))
    #expect(
      read.collections == ["Arbeit": true, "Untitled": true, "Broken": false, "Empty": true])
    #expect(Set(read.records.map(\.collection)) == ["Arbeit", "Untitled", "Broken"])
    #expect(read.records.first { $0.collection == "Arbeit" }?.attributes["zone"] == "Europe/London")
  }

  @Test func `two calendars of one title stay apart`() throws {
    let read = try #require(
      Fixture.read([
        Fixture.calendar("Team", title: "Team", Fixture.event("a")),
        Fixture.calendar("Team(1)", title: "Team", Fixture.event("b")),
        Fixture.calendar("Sub/Team", title: "Team", Fixture.event("c")),
      ]).read(.event))
    #expect(Set(read.collections.keys) == ["Team", "Team(1)", "Team (2)"])
  }

  @Test func `the primary calendar names the account, other organisers make guests`() throws {
    let imported = Fixture.read([
      Fixture.calendar(
        "jo@example.com", title: "jo@example.com",
        Fixture.event("own@google.com", "ORGANIZER;CN=Jo:mailto:Jo@Example.com"),
        Fixture.event("guest@google.com", "ORGANIZER:mailto:ann@example.org"),
        Fixture.event(
          "team@google.com", "ORGANIZER:mailto:abc123@group.calendar.google.com")),
      Fixture.calendar("Work", title: "Work"),
    ])
    let read = try #require(imported.read(.event))
    #expect(read.account == "jo@example.com")
    let guests = read.records.map { $0.attributes["guest"] }
    #expect(guests == [nil, "ann@example.org", nil])
  }

  @Test func `two calendars named like accounts leave the account open`() throws {
    let files = [
      Fixture.calendar("jo@example.com", title: "jo@example.com"),
      Fixture.calendar("ann@example.com", title: "ann@example.com"),
    ]
    let imported = Fixture.read(files)
    #expect(imported.read(.event)?.account == nil)
    #expect(imported.codes().contains("google-several-accounts"))
    let told = TakeoutReader(zones: Fixture.zones, address: "ANN@example.com")
      .read(files: files, isWhole: true, exported: nil)
    #expect(told.read(.event)?.account == "ann@example.com")
  }

  @Test func `birthdays, holidays and subscriptions are read only`() throws {
    let read = try #require(
      Fixture.read([
        Fixture.calendar(
          "jo@example.com", title: "jo@example.com",
          Fixture.event("BIRTHDAY_123@google.com"), Fixture.event("x@google.com")),
        Fixture.calendar(
          "Holidays", title: "Holidays in Ireland",
          Fixture.event(
            "20240317_h@google.com",
            "ORGANIZER:mailto:en.irish#holiday@group.v.calendar.google.com"),
          Fixture.event("20241225_h@google.com")),
        Fixture.calendar(
          "Feed", title: "Football",
          Fixture.event("m1", "ORGANIZER:MAILTO:kv8@import.calendar.google.com")),
        Fixture.calendar(
          "Contacts", title: "Birthdays",
          Fixture.event("c1", "ATTENDEE:mailto:addressbook#contacts@virtual")),
      ]).read(.event))
    var reasons: [String: String] = [:]
    for record in read.records {
      reasons[record.record.uid?.string ?? ""] = record.attributes["readOnly"] ?? "-"
    }
    #expect(
      reasons == [
        "BIRTHDAY_123@google.com": "birthdays", "x@google.com": "-",
        "20240317_h@google.com": "holidays", "20241225_h@google.com": "holidays",
        "m1": "subscribed calendar", "c1": "birthdays",
      ])
  }

  @Test func `the Meet block leaves the description, HTML stays`() throws {
    let block = "\(Self.ruler)\\nJoin: https://meet.google.com/abc-defg-hij\\n\(Self.ruler)"
    let read = try #require(
      Fixture.read([
        Fixture.calendar(
          "Work", title: "Work",
          Fixture.event("a", "DESCRIPTION:<p>Bring <b>tea</b></p>\\n\\n\(block)"),
          Fixture.event("b", "DESCRIPTION:\(block)"),
          Fixture.event("c", "DESCRIPTION:", "LOCATION:"))
      ]).read(.event))
    #expect(read.records[0].text("DESCRIPTION") == "<p>Bring <b>tea</b></p>")
    #expect(read.records[0].attributes["meet"]?.contains("abc-defg-hij") == true)
    #expect(read.records[1].text("DESCRIPTION") == nil)
    #expect(read.records[1].attributes["meet"] != nil)
    #expect(read.records[2].text("DESCRIPTION") == nil)
    #expect(read.records[2].text("LOCATION") == nil)
  }

  @Test func `a split series keeps its UID and names its first part`() throws {
    let read = try #require(
      Fixture.read([
        Fixture.calendar(
          "Work", title: "Work",
          Fixture.event("abc@google.com", "RRULE:FREQ=WEEKLY;UNTIL=20240120T000000Z"),
          Fixture.event("abc_R20240124T130000@google.com", "RRULE:FREQ=WEEKLY"),
          Fixture.event("abc_R20240124@google.com"), Fixture.event("abc_Rx@google.com"))
      ]).read(.event))
    #expect(
      read.records.map { $0.attributes["splitOf"] } == [
        nil, "abc@google.com", "abc@google.com", nil,
      ])
    #expect(read.records[1].record.uid == "abc_R20240124T130000@google.com")
    #expect(read.records[1].attributes["splitAt"] == "20240124T130000")
  }

  @Test func `an instance before its master, and one without, are read`() throws {
    let read = try #require(
      Fixture.read([
        Fixture.calendar(
          "Work", title: "Work",
          Fixture.event("s", "RECURRENCE-ID:20240702T090000Z", "SUMMARY:Moved"),
          Fixture.event("s", "RRULE:FREQ=DAILY;COUNT=5"),
          Fixture.event("lone", "RECURRENCE-ID:20240702T090000Z"))
      ]).read(.event))
    #expect(read.records.count == 2)
    let series = try #require(read.records.first { $0.record.uid == "s" })
    #expect(series.record.components.count == 2)
    #expect(series.record.master != nil)
    #expect(read.records.first { $0.record.uid == "lone" }?.record.master == nil)
  }

  @Test func `the time of the export is told, or is the latest DTSTAMP`() throws {
    let files = [
      Fixture.calendar(
        "Work", title: "Work", Fixture.event("a", "DTSTAMP:20240602T080000Z"), Fixture.event("b")),
      Fixture.contacts("All", Fixture.card("Ann")),
    ]
    let read = Fixture.read(files)
    #expect(read.read(.event)?.exported == "2024-06-02T08:00:00Z")
    #expect(read.read(.contact)?.exported == "2024-06-02T08:00:00Z")
    let told = Fixture.read(files, exported: "2024-06-03T00:00:00Z")
    #expect(told.read(.event)?.exported == "2024-06-03T00:00:00Z")
  }

  @Test func `a task among events is left out and counted`() throws {
    let imported = Fixture.read([
      Fixture.calendar(
        "Work", title: "Work", "BEGIN:VTODO\nUID:t\nSUMMARY:Do\nEND:VTODO\n")
    ])
    let read = try #require(imported.read(.event))
    #expect(read.records.isEmpty)
    #expect(read.leftOut == ["task inside a calendar file": 1])
  }

  @Test func `the stamp is the last change, and colours are not covered`() throws {
    let read = try #require(
      Fixture.read([
        Fixture.calendar(
          "Work", title: "Work",
          Fixture.event("a", "LAST-MODIFIED:20240101T100000Z", "X-FOREIGN:1"))
      ]).read(.event))
    #expect(read.records.first?.stamp == "2024-01-01T10:00:00Z")
    let covered = try #require(read.covered)
    #expect(!covered.contains("COLOR"))
    #expect(covered.isSuperset(of: ["SUMMARY", "DTSTART", "X-FOREIGN"]))
    #expect(read.records.first?.text("X-FOREIGN") == "1")
  }
}
