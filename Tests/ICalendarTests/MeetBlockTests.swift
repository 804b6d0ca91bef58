import ContentLines
import ICalendar
import Testing

private let ruler = "-::~:~::~:~:~:~:~:~:~:~:~:~:~::~:~::-"
private let block = """
  \(ruler)
  Join with Google Meet: https://meet.google.com/abc-defg-hij

  Please do not edit this section.
  \(ruler)
  """

@Test func theMeetBlockLeavesTheDescription() {
  let (text, found) = MeetBlock.split(Text("Agenda\n\n\(block)"))
  #expect(text == "Agenda")
  #expect(found == Text(block))
}

@Test func aDescriptionThatIsAllBlockBecomesEmpty() {
  #expect(MeetBlock.split(Text(block)).text.isEmpty)
  #expect(MeetBlock.split(Text("<p>Hi</p><br>\(block)")).text == "<p>Hi</p>")
}

@Test func wordsBelowTheBlockStay() {
  #expect(MeetBlock.split(Text("Above\n\(block)\nBelow\n")).text == "Above\nBelow")
}

@Test func oneRulerIsNoBlock() {
  let (text, found) = MeetBlock.split(Text("Agenda\n\(ruler)\nmore"))
  #expect(text == Text("Agenda\n\(ruler)\nmore"))
  #expect(found == nil)
}
