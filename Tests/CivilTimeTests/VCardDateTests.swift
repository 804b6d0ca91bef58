import CivilTime
import Testing

@Suite struct VCardDateTests {
  @Test(arguments: [
    // RFC 6350 sections 4.3.1 to 4.3.4
    "19850412", "1985-04", "1985", "--0412", "--04", "---12", "T102200", "T1022", "T10", "T-2200",
    "T--00", "T102200Z", "T102200-0800", "19961022T140000", "--1022T1400", "---22T14",
    "19961022T140000-0500", "T-22", "--0229",
  ])
  func basicSpellingsStayAsTheyAre(text: String) {
    #expect(VCardDate(text)?.description == text)
  }

  @Test(arguments: [
    ("1985-04-12", "19850412"), ("--04-12", "--0412"), ("T10:22:00", "T102200"),
    ("1985-04-12T10:22:00Z", "19850412T102200Z"),
    ("1985-04-12T10:22:00+02:00", "19850412T102200+0200"), ("T10:22+00:00", "T1022Z"),
    ("T-22:00", "T-2200"), ("1985-04-12T10:22", "19850412T1022"), ("T10+0200", "T10+0200"),
    ("T1022-08", "T1022-0800"),
  ])
  func extendedSpellingsReadAsTheBasic(text: String, basic: String) throws {
    let date = try #require(VCardDate(text))
    #expect(date.description == basic)
    #expect(VCardDate(basic) == date)
  }

  @Test(arguments: [
    "", "T", "-", "--", "---", "198504", "1985-13", "19850431", "--0230", "---32", "1985T10",
    "1985-04T10", "T25", "T1060", "T--61", "19850412T", "19850412 ", "1985-04-", "circa 1800",
    "19531015T231000.5Z", "--04-", "T10:", "19850412T-22",
  ])
  func otherTextIsNoDate(text: String) {
    #expect(VCardDate(text) == nil, "\(text)")
  }

  @Test func aYearlessLeapDayIsADay() {
    #expect(VCardDate(month: 2, day: 29)?.description == "--0229")
    #expect(VCardDate(month: 2, day: 30) == nil)
    #expect(VCardDate("19850412")?.date == CivilDate(year: 1985, month: 4, day: 12))
  }
}
