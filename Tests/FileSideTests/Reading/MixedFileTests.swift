import ContentLines
import Testing

@testable import FileSide

@Suite("Files with cards and calendars") struct MixedFileTests {
  private static let card = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Joe\r\nEND:VCARD\r\n"
  private static let calendar =
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

  private func parts(_ text: String) -> [String]? {
    MixedFile.parts(Array(text.utf8))?.map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  @Test("Each reader gets what is its own, in the order of the file")
  func parts() throws {
    let (card, calendar) = (Self.card, Self.calendar)
    #expect(parts(calendar + card) == [calendar, card])
    #expect(parts("junk\n" + card + calendar + card) == ["junk\n" + card + card, calendar])
    #expect(parts(card + card) == nil)
    #expect(parts("") == nil)
    // Another letter case and other line ends; no line end at the end.
    let small = "begin:vcard\nend:vcard\nBegin:vCalendar \nEND:VCALENDAR"
    #expect(parts(small) == ["begin:vcard\nend:vcard\n", "Begin:vCalendar \nEND:VCALENDAR"])
  }

  @Test("A card inside a calendar, and what follows a component that never ends, stay there")
  func nested() {
    #expect(parts("BEGIN:VCALENDAR\nBEGIN:VCARD\nEND:VCARD\nEND:VCALENDAR\n") == nil)
    #expect(parts("BEGIN:VCARD\nFN:Joe\nBEGIN:VCALENDAR\nEND:VCALENDAR\n") == nil)
    #expect(parts(Self.card + "NOTE:x\nBEGIN:VCALENDARS\nEND:VCALENDARS\n") == nil)
  }

  @Test("Lines of a part are known as lines of the file")
  func lines() throws {
    let bytes = Array((Self.card + Self.calendar + Self.card).utf8)
    let parts = try #require(MixedFile.parts(bytes))
    #expect((0...8).map(parts[0].lines.inFile) == [0, 1, 2, 3, 4, 10, 11, 12, 13])
    #expect((1...5).map(parts[1].lines.inFile) == [5, 6, 7, 8, 9])
    #expect(SourceLines().inFile(7) == 7)
  }
}
