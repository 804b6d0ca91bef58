import ContentLines
import Records
import Testing

@Suite("Regions of telephone numbers") struct PhoneRegionTests {
  private func key(_ number: Text, _ zone: String?) -> Text {
    MemberKey.phone(number, in: zone.flatMap { PhoneRegion(zone: $0) })
  }

  @Test("A national number is the one with its country code")
  func national() {
    for number: Text in [
      "07700 900002", "+44 7700 900002", "+44 (0)7700 900002", "0044 7700 900002",
      "tel:+447700900002",
    ] {
      #expect(key(number, "Europe/London") == "+447700900002")
    }
    #expect(key("030 1234567", "Europe/Berlin") == "+49301234567")
    for number: Text in ["(555) 234-5678", "1 555 234 5678", "+1 555 234 5678"] {
      let isWhole = number != "+1 555 234 5678" || key(number, nil) == "+15552345678"
      #expect(isWhole && key(number, "America/New_York") == "+15552345678")
    }
  }

  @Test("A national number with an extension is the one with its country code and the extension")
  func extensions() {
    for number: Text in ["020 7946 0123 ext 4", "+44 (0)20 7946 0123 x4", "0044 20 7946 0123x4"] {
      #expect(key(number, "Europe/London") == "+442079460123x4")
    }
    #expect(key("(555) 234-5678 ext. 9", "America/New_York") == "+15552345678x9")
    #expect(key("1-800-FLOWERS", "America/New_York") == "1800flowers")
    #expect(key("*31#020 7946 0123", "Europe/London") == "*31#02079460123")
  }

  @Test("Nothing is guessed of short numbers, other countries and unknown zones")
  func unsure() {
    #expect(key("0123456", "Europe/London") == "0123456")
    #expect(key("900002", "Europe/London") == "900002")
    #expect(key("44 7700 900002", "Europe/London") == "447700900002")
    #expect(key("+33 1 23 45 67 89", "Europe/London") == "+33123456789")
    #expect(key("07700 900002", "Europe/Rome") == "07700900002")
    #expect(key("07700 900002", nil) == "07700900002")
    #expect(key("234-5678", "America/New_York") == "2345678")
    #expect(key("Ask Joe", "Europe/London") == "ask joe")
  }
}
