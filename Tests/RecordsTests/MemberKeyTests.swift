import ContentLines
import Records
import Testing

@Suite struct MemberKeyTests {
  private func key(_ name: Name, _ value: Text) -> Text? {
    MemberKey.of(Property(name, value: value), Schema.vCard[name])
  }

  @Test("The domain of an address has no case, the name before it has")
  func email() {
    #expect(key("EMAIL", "Joe@Example.COM") == "Joe@example.com")
    #expect(key("EMAIL", " mailto:joe@example.com ") == "joe@example.com")
    #expect(key("EMAIL", "no address") == "no address")
    #expect(key("EMAIL", "a@b@C.de") == "a@b@c.de")
  }

  @Test("A number is its digits, and a plus if it has one")
  func phone() {
    #expect(key("TEL", "+44 (20) 7946-0123") == "+442079460123")
    #expect(key("TEL", "tel:020-7946") == "0207946")
    #expect(key("TEL", "Ask Joe") == "ask joe")
    #expect(key("TEL", "") == "")
  }

  @Test("An address is its words, however they are spaced")
  func address() {
    #expect(key("ADR", ";;1  High St;London;;N1;UK") == key("ADR", ";;1 High St ;London;;N1;UK"))
    #expect(key("ADR", ";;a;;;;") == key("ADR", ";;a"))
    #expect(key("ADR", ";;a;b;;;") != key("ADR", ";;a b;;;;"))
  }

  @Test("Properties without a key have none")
  func none() {
    #expect(key("NOTE", "x") == nil)
    #expect(key("X-ZEBRA", "x") == nil)
  }
}
