import ContentLines
import Records
import Testing

@Suite struct ParameterTests {
  @Test("Carets stand for quotes and line ends, other carets for themselves")
  func carets() {
    #expect(ParameterValues.decodingCarets("a^nb^'c^^d^x^") == "a\nb\"c^d^x^")
  }

  @Test("Commas inside quotes divide only where the schema says so")
  func lists() {
    #expect(ParameterValues.split("a,\"b,c\",", splitsQuoted: false) == ["a", "b,c", ""])
    #expect(ParameterValues.split("\"work,voice\"", splitsQuoted: true) == ["work", "voice"])
  }

  @Test(
    "Any parameter value is read back as it was",
    arguments: [
      "plain", "a,b", "a;b:c", "say \"hi\"", "line\nend", "^n", "", " spaced ", "é😀", "\\n",
    ])
  func roundTrip(_ value: String) throws {
    var property = Property("X-ANT", value: "x")
    property.parameters = [Parameter("X-ODD", Text(value)), Parameter("X-ODD", "second")]
    let component = Component(.vcard, [Property(.version, value: "4.0"), property])
    let read = ComponentReader.read(Lexer.lex(component.bytes())).components.first
    #expect(try #require(read?.first("X-ANT")) == property)
  }
}
