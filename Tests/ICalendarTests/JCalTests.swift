import ContentLines
import Foundation
import ICalendar
import Records
import Testing

@Test func propertiesAreTypedAsTheStandardShows() throws {
  let file = read(
    calendar(
      """
      BEGIN:VEVENT
      UID:a
      DTSTART;TZID=Europe/Berlin:20240301T100000
      EXDATE;TZID=Europe/Berlin:20240302T100000
      RRULE:FREQ=WEEKLY;UNTIL=20240401T100000Z;BYDAY=MO,WE
      RDATE;VALUE=PERIOD;TZID=Europe/Berlin:20240310T100000/PT1H
      CATEGORIES:a\\,b,c
      GEO:37.5;-122.0
      PRIORITY:5
      REQUEST-STATUS:2.0;Success
      SUMMARY;LANGUAGE=de:Grüße\\, alle\\nda
      X-FOO;A=1;A=2:raw\\,text
      DURATION:P90M
      END:VEVENT
      """))
  let json = String(decoding: JCal.bytes(of: file.records[0].record.components), as: UTF8.self)
  let parts = [
    #"["dtstart",{"tzid":"Europe/Berlin"},"date-time","2024-03-01T10:00:00"]"#,
    #"["exdate",{"tzid":"Europe/Berlin"},"date-time","2024-03-02T10:00:00"]"#,
    #"["rrule",{},"recur",{"freq":"WEEKLY","until":"2024-04-01T10:00:00Z","byday":["MO","WE"]}]"#,
    #"["rdate",{"tzid":"Europe/Berlin"},"period",["2024-03-10T10:00:00","PT1H"]]"#,
    #"["categories",{},"text","a,b","c"]"#,
    #"["geo",{},"float",[37.5,-122.0]]"#,
    #"["priority",{},"integer",5]"#,
    #"["request-status",{},"text",["2.0","Success"]]"#,
    #"["summary",{"language":"de"},"text","Grüße, alle\nda"]"#,
    #"["x-foo",{"a":["1","2"]},"unknown","raw\\,text"]"#,
    #"["duration",{},"duration","P90M"]"#,
  ]
  for part in parts { #expect(json.contains(part), "\(part) is missing in \(json)") }
}

@Test func theExampleOfTheStandardIsRead() throws {
  // RFC 7265 appendix B.1.2, an older and a newer spelling of periods.
  for period in [#""2006-01-02T15:00:00/PT2H""#, #"["2006-01-02T15:00:00","PT2H"]"#] {
    let file = JCal.read(
      Array(
        """
        ["vcalendar",[["version",{},"text","2.0"]],[["vevent",[
          ["dtstart",{"tzid":"US/Eastern"},"date-time","2006-01-02T12:00:00"],
          ["duration",{},"duration","PT1H"],
          ["rrule",{},"recur",{"freq":"DAILY","count":5}],
          ["rdate",{"tzid":"US/Eastern"},"period",\(period)],
          ["summary",{},"text","Event, #2"],
          ["uid",{},"text","00959BC664CA650E933C892C@example.com"]],[]]]]
        """.utf8), zones: zones)
    let record = try #require(file.records.first).record
    #expect(
      text(record).lines("R") == [
        "RRULE:FREQ=DAILY;COUNT=5",
        "RDATE;TZID=America/New_York;VALUE=PERIOD:20060102T150000/PT2H",
      ])
    #expect(text(record).lines("SUMMARY") == ["SUMMARY:Event\\, #2"])
  }
}

@Test func whatIsNoJCalIsAFinding() {
  #expect(codes(JCal.read(Array("[\"vcalendar\",".utf8), zones: zones)) == ["jcal-invalid"])
  #expect(codes(JCal.read(Array("{}".utf8), zones: zones)) == ["jcal-invalid"])
  let half = JCal.read(
    Array(#"["vcalendar",[],[["vevent",[["uid"],["uid",{},"text","a"]],[]]]]"#.utf8), zones: zones)
  #expect(codes(half) == ["jcal-invalid"])
  #expect(half.records.count == 1)
}
