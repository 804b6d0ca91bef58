import ContentLines
import Testing

struct StampLinesTests {
  private func values(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return StampLines.values(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  @Test("Every plain DTSTAMP line is found, whatever ends it")
  func found() {
    #expect(
      values(
        "BEGIN:VEVENT\r\nDTSTAMP:20260102T030405Z\r\nUID:1\nDTSTAMP:20270102T030405Z\nEND:VEVENT")
        == ["20260102T030405Z", "20270102T030405Z"])
    #expect(values("DTSTAMP:20260102T030405Z\n") == ["20260102T030405Z"])
  }

  @Test(
    "What is spelled in another way is content like any other",
    arguments: [
      "DTSTAMP;X-A=1:20260102T030405Z\r\n", "dtstamp:20260102T030405Z\r\n",
      "DTSTAMP:20260102T030405\r\n", "DTSTAMP:20260102T030405ZZ\r\n",
      "DTSTAMP:20260102T030405Z\r\n 7\r\n", "DTSTAMP:20260102T030405Z\n\t7\n",
      "DESCRIPTION:a\r\n DTSTAMP:20260102T030405Z\r\n", "DTSTAMP:2026010AT030405Z\r\n",
      "DTSTAMP:20260102T0304", "X-DTSTAMP:20260102T030405Z\r\n", "",
    ])
  func leftAlone(_ text: String) {
    #expect(values(text) == [])
  }
}
