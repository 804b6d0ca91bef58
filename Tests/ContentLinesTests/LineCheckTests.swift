import ContentLines
import Testing

struct LineCheckTests {
  private func found(_ text: String) -> [String] {
    LineCheck.findings(of: Array(text.utf8)).map { "\($0.line):\($0.column) \($0.kind.code)" }
  }

  @Test("Long lines and bare line feeds are said once, control characters where they stand")
  func places() {
    let long = String(repeating: "x", count: 76)
    #expect(found("A:1\r\n\(long)\r\n\(long)\r\n") == ["2:76 long-line"])
    #expect(found("A:1\nB:2\n") == ["1:1 bare-line-feed"])
    #expect(
      found("A:1\r\nB:\u{1}\u{2}\r\nC:\u{7F}") == [
        "2:3 control-character", "3:3 control-character",
      ])
    #expect(found("A:\t1\r\n") == [])
    #expect(found(String(repeating: "x", count: 75) + "\r\n") == [])
    #expect(found("") == [])
  }
}
