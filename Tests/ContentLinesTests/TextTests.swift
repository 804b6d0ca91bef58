import ContentLines
import Testing

@Suite struct TextTests {
  @Test("Texts are equal by content, wherever they lie")
  func equality() {
    let store = ByteStore(Array("xxJoe".utf8))
    let slice = Text(store: store, offset: 2, length: 3)
    #expect(slice == "Joe")
    #expect(slice.hashValue == Text("Joe").hashValue)
    #expect(Text("a") < "b")
    #expect(Text("a") < "aa")
    #expect(Text("") < "a")
  }

  @Test("Parts beyond the end are cut off")
  func slices() {
    let text: Text = "Joe"
    #expect(text[1..<9] == "oe")
    #expect(text[5..<9] == "")
    #expect(text.byte(at: 3) == nil)
    #expect(text.byte(at: -1) == nil)
  }

  @Test(
    "Escaping and unescaping undo one another",
    arguments: [
      "plain", "a,b;c\\d", "two\nlines", "\\n", "\\", ";;", "ends with \\", "é😀\u{1}",
    ])
  func escaping(_ string: String) {
    let text = Text(string)
    #expect(TextEscaping.unescape(TextEscaping.escape(text)) == text)
  }

  @Test("A backslash before another letter stands for itself")
  func loneBackslash() {
    #expect(TextEscaping.unescape("C:\\Clients\\Joe") == "C:\\Clients\\Joe")
    #expect(TextEscaping.unescape("a\\") == "a\\")
    #expect(TextEscaping.escape("a\r\nb") == "a\\nb")
  }

  @Test("Values are split at separators that are not escaped")
  func splitting() {
    #expect(TextEscaping.split("a;b\\;c;;d", at: ASCII.semicolon) == ["a", "b\\;c", "", "d"])
    #expect(TextEscaping.split("", at: ASCII.semicolon) == [""])
    #expect(TextEscaping.split("a\\", at: ASCII.semicolon) == ["a\\"])
    #expect(TextEscaping.split("a;b\\", at: ASCII.semicolon) == ["a", "b\\"])
    #expect(TextEscaping.split(";", at: ASCII.semicolon) == ["", ""])
  }

  @Test("Letters change case in ASCII alone")
  func letterCase() {
    #expect(Text("ÄbC").asciiLowercased == "Äbc")
    #expect(Text("äbC").asciiUppercased == "äBC")
    #expect(Text("FN").equalsIgnoringCase("fn"))
    #expect(!Text("FN").equalsIgnoringCase("fnx"))
  }

  @Test("Windows-1252 and UTF-8 in one text are told apart")
  func windows1252() {
    #expect(Windows1252.repairingUTF8([0xC3, 0xA9, 0xE9, 0x80]) == Array("éé€".utf8))
    // Half of a surrogate pair is no character.
    #expect(Windows1252.repairingUTF8([0xED, 0xA0, 0x80]) == Array("í\u{A0}€".utf8))
    #expect(Windows1252.decodingLatin1([0x80]) == Array("\u{80}".utf8))
    #expect(Windows1252.decoding([0x81]) == Array("\u{81}".utf8))
  }
}
