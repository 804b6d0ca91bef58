import ContentLines
import Records
import Sides
import Testing

@testable import OpenCRMSide

@Suite struct ContactReadingTests {
  @Test("a contact of all fields reads as its vCard view")
  func allFields() throws {
    let read = try reader(custom: [.init("cf_12", "Shoe size")]).read([
      file(
        "contacts.csv",
        "crmid,firstname,lastname,title,accountname,department,birthday,email,email2,phone,mobile,"
          + "homephone,otherphone,fax,mailingstreet,mailingstreet2,mailingcity,mailingstate,"
          + "mailingzip,mailingcountry,otherstreet,othercity,description,folder,cf_12,smownerid,"
          + "includeinsync,modifiedtime",
        "42,Joe,Bloggs,\"Head, Sales\",Acme;Co,Sales,1980-04-12,joe@acme.co,j@home.org,"
          + "+44 20 7946 0000,07700 900123,020 7946 0001,020 7946 0002,020 7946 0003,1 High St,"
          + "Flat 2,Bath,Somerset,BA1 1AA,UK,,Leeds,\"Tom &amp; Ann\r\nsecond line\",Friends,43,12,1,"
          + "2026-07-01 12:00:00")
    ])
    let contacts = try #require(read.read(.contact))
    let record = try #require(contacts.records.first)
    #expect(
      lines(record.record) == [
        "N:Bloggs;Joe;;;",
        #"ORG:Acme\;Co;Sales"#,
        #"TITLE:Head\, Sales"#,
        "EMAIL;TYPE=home:j@home.org",
        "EMAIL;TYPE=work:joe@acme.co",
        "TEL;TYPE=work:+44 20 7946 0000",
        "TEL;TYPE=home:020 7946 0001",
        "TEL:020 7946 0002",
        "TEL;TYPE=fax:020 7946 0003",
        "TEL;TYPE=cell:07700 900123",
        "ADR;TYPE=work:;;1 High St,Flat 2;Bath;Somerset;BA1 1AA;UK",
        "ADR:;;;Leeds;;;",
        "BDAY:19800412",
        "CATEGORIES:Friends",
        #"NOTE:Tom &amp\; Ann\nsecond line"#,
        "X-DRAWBRIDGE-FIELD;KEY=Shoe size:43",
      ])
    #expect(record.remoteID == "42")
    #expect(record.place == "contacts.csv, line 2")
    #expect(record.attributes == ["owner": "12", "includeinsync": "1"])
    #expect(record.stamp == "2026-07-01T11:00:00Z")
    #expect(contacts.source == "opencrm-csv")
    #expect(contacts.covered?.contains("otherstate") == false)
    #expect(contacts.covered?.contains("otherstreet") == true)
    #expect(contacts.covered?.contains("smownerid") == false)
    #expect(contacts.collections == ["": false])
    #expect(read.findings.isEmpty)
  }

  @Test("labels, order, case and delimiter of the header do not matter")
  func labels() throws {
    let read = try reader().read([
      file(
        "c.csv", "Last Name;FIRST NAME;Business E-mail;Private E-mail;Record ID",
        "Bloggs;Joe;a@b.c;;7")
    ])
    let contacts = try #require(read.read(.contact))
    #expect(
      lines(contacts.records.first?.record) == ["N:Bloggs;Joe;;;", "EMAIL;TYPE=work:a@b.c"])
    #expect(contacts.records.first?.remoteID == "7")
    #expect(contacts.covered == ["firstname", "lastname", "email", "email2"])
  }

  @Test("the settings' headers win over names and labels")
  func ownHeaders() throws {
    let read = try reader(headers: [.init("mobile", "Handy"), .init("phone", "Mobile")]).read([
      file("c.csv", "crmid,lastname,Mobile,Handy", "1,Bloggs,111,222")
    ])
    #expect(
      lines(read.read(.contact)?.records.first?.record) == [
        "N:Bloggs;;;;", "TEL;TYPE=work:111", "TEL;TYPE=cell:222",
      ])
  }

  @Test("secrets and consent never enter, and unknown columns are named once")
  func secrets() throws {
    let read = try reader(custom: [.init("password", "Password"), .init("cf_1", "Login")]).read([
      file(
        "c.csv", "crmid,lastname,password,login,do_not_email,consent_to_processing,portal_islocked",
        "1,Bloggs,hunter2,joe,1,yes,0", "2,Hill,hunter3,ann,1,yes,0")
    ])
    let contacts = try #require(read.read(.contact))
    #expect(contacts.records.count == 2)
    #expect(!String(describing: read).contains("hunter"))
    #expect(contacts.covered == ["lastname"])
    let note = try #require(read.findings.first { $0.finding.kind == .openCRMColumns })
    #expect(
      note.finding.message
        == "5 columns were not read: password, login, do_not_email, consent_to_processing, "
        + "portal_islocked.")
    #expect(read.codes == ["opencrm-refused-field", "opencrm-columns"])
  }

  @Test("a forgotten person is left out and only counted")
  func forgotten() throws {
    let read = try reader().read([
      file(
        "c.csv", "crmid,lastname,righttobeforgotten", "1,Bloggs,1", "2,Hill,0", "3,Wood,Yes")
    ])
    let contacts = try #require(read.read(.contact))
    #expect(contacts.records.map(\.remoteID) == ["2"])
    #expect(contacts.leftOut == ["right to be forgotten": 2])
    #expect(!String(describing: read).contains("Bloggs"))
  }

  @Test("a row that ends early takes the missing columns out of what is covered")
  func shortRow() throws {
    let read = try reader().read([
      file("c.csv", "crmid,lastname,mobile,email", "1,Bloggs,07700,a@b.c", "2,Hill")
    ])
    let contacts = try #require(read.read(.contact))
    #expect(contacts.covered == ["lastname"])
    #expect(lines(contacts.records[0].record).count == 3)
    #expect(read.codes == ["csv-short-row"])
  }

  @Test("an id that comes twice is reported, the first row read")
  func twice() throws {
    let read = try reader().read([
      file("c.csv", "crmid,firstname,lastname", "1,Joe,Bloggs", "1,Ann,Hill", ",Tom,Wood")
    ])
    #expect(lines(read.read(.contact)?.records.first?.record) == ["N:Bloggs;Joe;;;"])
    #expect(read.read(.contact)?.unread == 1)
    #expect(read.codes == ["opencrm-id-twice", "opencrm-no-id"])
    #expect(
      read.findings[0].finding.message
        == "Ann Hill has the id 1, which c.csv, line 2 has already. This row was not read.")
    #expect(read.findings[1].finding.line == 4)
    #expect(read.read(.contact)?.records.last?.remoteID == nil)
  }

  @Test("companies give contacts the name behind their id")
  func companies() throws {
    let contacts = file("a.csv", "crmid,lastname,accountid,department", "1,Bloggs,9,Sales")
    let companies = file("z.csv", "crmid,accountname,website", "9,Acme Ltd,https://acme.co")
    let read = try reader().read([contacts, companies])
    #expect(
      lines(read.read(.contact)?.records.first?.record) == ["N:Bloggs;;;;", "ORG:Acme Ltd;Sales"])
    #expect(read.read(.contact)?.covered?.contains("accountname") == true)
    #expect(read.companies == ["9": "Acme Ltd"])
    #expect(read.read(.contact)?.records.first?.attributes["accountid"] == "9")

    let alone = try reader().read([contacts])
    #expect(lines(alone.read(.contact)?.records.first?.record) == ["N:Bloggs;;;;", "ORG:;Sales"])
    #expect(alone.read(.contact)?.covered?.contains("accountname") == false)
    #expect(alone.codes == ["opencrm-company"])
  }

  @Test("a birthday that is no date stays as text, a zero date is none")
  func birthdays() throws {
    let read = try reader().read([
      file(
        "c.csv", "crmid,lastname,birthday", "1,A,31/12/1980", "2,B,0000-00-00",
        "3,C,1980-12-31 00:00:00")
    ])
    let records = try #require(read.read(.contact)).records
    #expect(lines(records[0].record).last == "BDAY;VALUE=text:31/12/1980")
    #expect(lines(records[1].record).count == 1)
    #expect(lines(records[2].record).last == "BDAY:19801231")
    #expect(read.codes == ["opencrm-birthday"])
  }

  @Test("JSON reads as CSV does: numbers, null, one record, missing members")
  func json() throws {
    let read = try reader().read([
      OpenCRMFile(
        name: "c.json",
        bytes: bytes(
          """
          [{"id": 7, "firstname": "Jo\\u00eb", "lastname": "Bloggs", "email": null, "mobile": "1"},
           {"id": "8", "lastname": "Hill", "firstname": "\\ud83d\\ude00", "email": "a@b.c",
            "tags": ["x"]}]
          """))
    ])
    let contacts = try #require(read.read(.contact))
    #expect(contacts.source == "opencrm-json")
    #expect(contacts.records.map(\.remoteID) == ["7", "8"])
    #expect(contacts.covered == ["firstname", "lastname", "email"])
    #expect(lines(contacts.records[0].record) == ["N:Bloggs;Joë;;;", "TEL;TYPE=cell:1"])
    #expect(lines(contacts.records[1].record) == ["N:Hill;😀;;;", "EMAIL;TYPE=work:a@b.c"])
    #expect(contacts.records[1].place == "c.json, line 2")

    let one = try reader().read([
      OpenCRMFile(name: "c.json", bytes: bytes(#"{"crmid":"9","lastname":"Wood"}"#))
    ])
    #expect(one.read(.contact)?.records.map(\.remoteID) == ["9"])
  }

  @Test("what is no export is refused with what was found and expected")
  func refusals() {
    func error(_ text: String) -> OpenCRMReadError? {
      do throws(OpenCRMReadError) {
        _ = try reader().read([OpenCRMFile(name: "x", bytes: bytes(text))])
        return nil
      } catch {
        return error
      }
    }
    #expect(error("")?.code == .empty)
    #expect(error("[]")?.code == .empty)
    #expect(error(#"{"error":"Unauthorized"}"#)?.code == .apiError)
    #expect(error("[{\"a\": 1,\n }]")?.code == .badJSON)
    #expect(error("[{\"a\": 1,\n }]")?.line == 2)
    #expect(error("apples,pears\n1,2\n")?.code == .wrongColumns)
    #expect(error("apples,pears\n1,2\n")?.detail.contains("\"apples\", \"pears\"") == true)
    #expect(error("invoiceno,subject,due_date\n1,2,3\n")?.code == .wrongColumns)
    #expect(error(String(repeating: "[", count: 100_000))?.code == .badJSON)
  }

  @Test("a row that the file breaks off in is no record, and nothing counts as deleted")
  func cutOff() throws {
    let read = try reader().read([
      file(
        "c.csv", "crmid,lastname,description,email", "1,Bloggs,,joe@acme.co",
        "2,Hill,\"a note that", "ends nowhere")
    ])
    let contacts = try #require(read.read(.contact))
    #expect(contacts.records.map(\.remoteID) == ["1"])
    #expect(contacts.unread == 1)
    #expect(read.codes.contains("csv-unterminated-quote"))
    // A quote that only one cell has is a character: whole rows follow.
    let stray = try reader().read([
      file("c.csv", "crmid,lastname,email", "1,\"Bloggs,a@b.c", "2,Hill,b@b.c")
    ])
    #expect(stray.read(.contact)?.records.count == 2)
    #expect(stray.read(.contact)?.unread == 0)
  }

  @Test("a bad file beside a good one is a finding")
  func besideGood() throws {
    let read = try reader().read([
      file("photos.csv", "apples,pears", "1,2"), file("c.csv", "crmid,lastname", "1,Bloggs"),
    ])
    #expect(read.read(.contact)?.records.count == 1)
    #expect(read.codes == ["opencrm-file"])
  }
}
