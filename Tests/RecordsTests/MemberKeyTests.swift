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

  @Test("Numbers that differ in an extension, in letters or in what is dialled are several")
  func extensions() {
    let numbers: [Text] = [
      "020 7946 0123", "020 7946 0123 ext. 4", "020 7946 0123 x5", "020 7946 0123 4",
      "020 7946 0123,,4", "020 7946 0123#4", "*31#020 7946 0123", "1-800-FLOWERS", "1-800-HOLIDAY",
      "tel:020-7946-0123;ext=7", "020 7946 0123 доб. 9",
    ]
    for one in numbers.indices {
      for other in numbers.indices where one != other {
        #expect(
          key("TEL", numbers[one]) != key("TEL", numbers[other]),
          "\(numbers[one]) and \(numbers[other])")
      }
    }
  }

  @Test("An extension is one however it is written, and digits are digits in any script")
  func spellings() {
    for spelling: Text in [
      "020 7946 0123 x4", "020 7946 0123 ext. 4", "02079460123 EXTENSION 4", "020 7946 0123 xtn 4",
      "tel:020-7946-0123;ext=4", "020\u{A0}7946\u{2011}0123 (ext 4)",
    ] {
      #expect(key("TEL", spelling) == "02079460123x4")
    }
    #expect(key("TEL", "tel:020-7946-0123;phone-context=+44") == "02079460123")
    #expect(key("TEL", "\u{202D}+44 20 7946 0123\u{202C}") == "+442079460123")
    #expect(key("TEL", "٠٢٠ ٧٩٤٦") == "0207946")
    #expect(key("TEL", "＋４４ ２０") == "+4420")
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
