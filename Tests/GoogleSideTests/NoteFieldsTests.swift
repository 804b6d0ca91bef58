import ContentLines
import GoogleSide
import Records
import Testing
import VCard

@Suite struct NoteFieldsTests {
  private func contact(_ lines: String...) -> Record {
    let text = (["BEGIN:VCARD", "VERSION:4.0", "FN:Ann"] + lines + ["END:VCARD", ""])
      .joined(separator: "\r\n")
    return VCardReader.read(Array(text.utf8)).records[0].record
  }

  @Test func `a line becomes a field only where the field is known`() {
    let seen = contact("NOTE:Met in May\\nColour: Blue")
    let known = contact("X-DRAWBRIDGE-FIELD;KEY=Colour:Red")
    let lifted = NoteFields.lifting(seen, known: [known])
    #expect(lifted.components[0].first("NOTE")?.text == "Met in May")
    #expect(lifted.components[0].first("X-DRAWBRIDGE-FIELD")?.text == "Blue")
    #expect(NoteFields.lifting(seen, known: []) == seen)
    #expect(
      NoteFields.lifting(seen, known: [contact("X-DRAWBRIDGE-FIELD;KEY=Size:L")]) == seen)
  }

  @Test func `only the last lines are looked at`() {
    let known = contact("X-DRAWBRIDGE-FIELD;KEY=Colour:Blue", "X-DRAWBRIDGE-FIELD;KEY=Size:L")
    let seen = contact("NOTE:Colour: Green\\nSome text\\nSize: XL\\nColour: Blue")
    let lifted = NoteFields.lifting(seen, known: [known])
    #expect(lifted.components[0].first("NOTE")?.text == "Colour: Green\nSome text")
    #expect(lifted.components[0].all("X-DRAWBRIDGE-FIELD").map(\.text) == ["Blue", "XL"])
    let all = contact("NOTE:Colour: Blue")
    #expect(NoteFields.lifting(all, known: [known]).components[0].first("NOTE") == nil)
  }

  @Test func `a field of several lines and the gender come back`() {
    let known = contact("X-DRAWBRIDGE-FIELD;KEY=Plan:one\\ntwo", "GENDER:F", "NOTE:Hello")
    let lowered = NoteFields.lowering(known)
    #expect(lowered.components[0].first("NOTE")?.text == "Hello\nPlan: one\ntwo\nGender: Female")
    #expect(NoteFields.lifting(lowered, known: [known]) == known)
  }

  @Test func `the two spellings compare equal`() {
    let fields = contact("NOTE:Hi", "X-DRAWBRIDGE-FIELD;KEY=A:1", "X-DRAWBRIDGE-FIELD;KEY=B:2")
    #expect(NoteFields.areEqual(fields, NoteFields.lowering(fields)))
    #expect(NoteFields.areEqual(fields, contact("NOTE:Hi\\nB: 2\\nA: 1")))
    #expect(!NoteFields.areEqual(fields, contact("NOTE:Hi\\nA: 1")))
    #expect(!NoteFields.areEqual(fields, contact("NOTE:Hi\\nA: 1\\nB: 3")))
  }
}
