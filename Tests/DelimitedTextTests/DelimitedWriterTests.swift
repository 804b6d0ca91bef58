import DelimitedText
import Testing

@Suite struct DelimitedWriterTests {
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test("Quotes stand only where needed, values are exact, lines end in CRLF")
  func exact() {
    let bytes = DelimitedWriter().write(
      header: ["phone", "note"], rows: [["+44 20", "a \"b\"\nc"], ["=1+1", "x,y"], ["", ""]])
    #expect(
      text(bytes)
        == "phone,note\r\n+44 20,\"a \"\"b\"\"\nc\"\r\n=1+1,\"x,y\"\r\n,\r\n")
  }

  @Test("Only the safe form puts an apostrophe before what a spreadsheet would run")
  func safe() {
    let writer = DelimitedWriter(spreadsheetSafe: true)
    let bytes = writer.write(
      header: ["a"], rows: ["=1", "+44", "-1", "@x", "\tq", "\rq", "ok", "a=1", "'x"].map { [$0] })
    #expect(
      text(bytes)
        == "a\r\n'=1\r\n'+44\r\n'-1\r\n'@x\r\n'\tq\r\n\"'\rq\"\r\nok\r\na=1\r\n'x\r\n")
  }
}
