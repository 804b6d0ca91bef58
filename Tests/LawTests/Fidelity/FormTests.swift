import ContentLines
import ICalendar
import Records
import TestSupport
import Testing
import VCard

/// Arbitrary records survive every form that can hold them.
@Suite struct FormLawTests {
  @Test("Contacts are read back from jCard")
  func jCard() {
    check(.contact, "jCard") { record in
      (try? JCard.read(JCard.write(record)))?.records.first?.record
    }
  }

  @Test("Events and tasks are read back from jCal", arguments: [RecordKind.event, .task])
  func jCal(_ kind: RecordKind) {
    check(kind, "jCal") { record in
      var file = ReadFile(.iCalendar)
      var group = ReadFile.Group()
      group.records = [ReadRecord(record: record, lines: [], version: "2.0")]
      file.groups = [group]
      return JCal.read(JCal.write([file], zones: Law.zones), zones: Law.zones).records.first?.record
    }
  }

  private func check(_ kind: RecordKind, _ form: String, _ again: (Record) -> Record?) {
    Law.expect(
      forAll(
        "law 1, \(form) of a \(kind.rawValue)", count: Law.share(kind, of: Law.cases) / 4,
        RecordGenerator.records(kind, canonical: Law.canonical)
      ) { record in
        Law.difference("what was read differs from what was written", record, again(record))
      })
  }

  @Test(
    "Every character of a text survives every form",
    arguments: [
      "e\u{301} a\u{308}\u{323}", "שלום \u{202E}abc\u{202C} مرحبا", "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇬🇧 \u{1F468}\u{1F3FD}",
      "a\rb",
      "\ra", "\u{1}\u{8}\u{B}\u{C}\u{1F}\u{7F}", "\u{85}\u{2028}\u{2029}\u{FEFF}", "a\tb",
      "line\nline\n\nline", "\\n \\, \\; \\\\", "^n ^^ ^'", "\"quoted\" 'text'", "=41 =\n&amp;",
      " blanks ", String(repeating: "漢字", count: 60), "BEGIN:VCARD\nEND:VCARD", "C:\\new\\Names",
    ])
  func characters(_ text: String) throws {
    let note = Property("NOTE", [Parameter("X-NOTE", Text("a\(text.prefix(3))"))], text: Text(text))
    let card = Law.canonical(
      Record(
        .contact,
        [
          Component(
            .vcard, [Property(.version, value: "4.0"), Property("FN", text: "Joe"), note])
        ]))
    #expect(card.components[0].first("NOTE")?.text.string == text.replacing("\r\n", with: "\n"))
    let cards: [(String, Record?)] = [
      ("vCard 4.0", VCardReader.read(VCardWriter.vcard4(card)).records.first?.record),
      ("vCard 3.0", VCardReader.read(VCardWriter.vcard3(card)).records.first?.record),
      ("jCard", try JCard.read(JCard.write(card)).records.first?.record),
      ("canonical", Record(.contact, canonicalBytes: card.bytes())),
    ]
    for (form, again) in cards { #expect(again == card, "\(form)") }
    // A table has no parameters, and writes NOTE in one cell.
    var bare = card
    bare.components[0].set("NOTE", Property("NOTE", text: Text(text)))
    bare.components[0].set("FN", nil)
    bare.components[0].properties.append(Property("N", value: ";Joe;;;"))
    bare = Law.canonical(bare)
    for generation in GoogleCSV.Generation.allCases {
      var again = GoogleCSV.read(GoogleCSV.write([bare], generation).bytes).file.records.first?
        .record
      again?.components[0].set("FN", nil)
      #expect(again == bare, "Google's table, \(generation)")
    }
    let event = Law.canonical(
      Record(
        .event,
        [
          Component(
            .vevent,
            [
              Property(.uid, value: "1"), Property("DTSTART", value: "20260101T090000Z"),
              Property("DESCRIPTION", text: Text(text)),
            ])
        ]))
    let calendar = ICalendarReader(zones: Law.zones)
      .read(ICalendarWriter(zones: Law.zones).write([event]))
    #expect(calendar.records.first?.record == event)
  }
}
