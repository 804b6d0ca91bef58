import ContentLines
import Records
import Testing

@testable import OpenCRMSide

@Suite struct ContactLensTests {
  let lens = OpenCRMContactLens(customFields: ["cf_12"])

  @Test("a full contact shows what OpenCRM has fields for")
  func full() throws {
    let record = contact(
      "UID:1", "FN:Dr Joe Bloggs", "N:Bloggs;Joe;Q;Dr;Jr", "NICKNAME:JB", "BDAY:19800412",
      "ORG:Acme;Sales;North", "TITLE;PREF=2:Buyer", "TITLE;PREF=1:Seller", "EMAIL:x@y.z",
      "TEL;TYPE=cell;VALUE=uri:tel:+447700900123", "TEL;TYPE=pager:9", "URL:https://acme.co",
      "ADR;TYPE=home:PO 1;Flat 2;12 High St\\nHill;Bath;;BA1;UK", "CATEGORIES:Friends",
      "X-DRAWBRIDGE-FIELD;KEY=cf_12:43", "X-DRAWBRIDGE-FIELD;KEY=cf_13:44", "NOTE:n")
    #expect(
      lines(lens.view(record, previous: nil)) == [
        "N:Bloggs;Joe;;;", "ORG:Acme;Sales", "TITLE:Seller", "EMAIL;TYPE=work:x@y.z",
        "TEL;TYPE=cell:+447700900123", "ADR:;;12 High St,Hill\\, Flat 2\\, PO 1;Bath;;BA1;UK",
        "BDAY:19800412", "NOTE:n", "X-DRAWBRIDGE-FIELD;KEY=cf_12:43",
      ])
  }

  @Test("numbers take the field of their type, then one that fits, by preference")
  func slots() {
    let record = contact(
      "TEL;TYPE=cell:1", "TEL;TYPE=cell;PREF=1:2", "TEL;TYPE=cell:3", "TEL;TYPE=work:4",
      "TEL;TYPE=fax,work:5", "TEL;TYPE=fax,home:6", "EMAIL:c@x", "EMAIL;PREF=1:d@x", "EMAIL:e@x")
    let cells = OpenCRMSlots(zone: "").cells(of: lens.view(record, previous: nil)!)
    #expect(
      cells == [
        "mobile": "2", "otherphone": "1", "phone": "4", "fax": "5", "email": "d@x",
        "email2": "c@x",
      ])
  }

  @Test("a member keeps its field and its spelling there")
  func keeps() {
    let previous = contact(
      "EMAIL;TYPE=work:b@x", "EMAIL;TYPE=home:A@Acme.co", "TEL:+44 (20) 1",
      "ADR;TYPE=work:;;1 High St\\nHill;;;;")
    let record = contact(
      "EMAIL;TYPE=work:A@acme.co", "EMAIL;TYPE=home:b@x", "TEL;TYPE=work:+44201",
      "ADR;TYPE=home:;;1 High St,Hill;;;;")
    #expect(lens.view(record, previous: previous) == previous)
  }

  @Test("an edited member stands where the old one stood")
  func edited() {
    let previous = contact("EMAIL;TYPE=work:a@x", "EMAIL;TYPE=home:b@x")
    let record = contact("EMAIL:a@x", "EMAIL:c@x")
    #expect(
      lines(lens.view(record, previous: previous)) == [
        "EMAIL;TYPE=work:a@x", "EMAIL;TYPE=home:c@x",
      ])
  }

  @Test("an emptied field is not filled by a member that never had one")
  func emptied() {
    let settled = contact("EMAIL:a@x", "EMAIL:b@x", "EMAIL:c@x")
    let emptied = contact("EMAIL;TYPE=work:a@x")
    let merged = contact("EMAIL:a@x", "EMAIL:c@x")
    #expect(lens.view(merged, previous: emptied, settled: settled) == emptied)
    let added = contact("EMAIL:a@x", "EMAIL:c@x", "EMAIL:new@x")
    #expect(
      lines(lens.view(added, previous: emptied, settled: settled)) == [
        "EMAIL;TYPE=work:a@x", "EMAIL;TYPE=home:new@x",
      ])
  }

  @Test("a birthday without a year is not shown, and takes no year away")
  func birthday() {
    let yearless = contact("N:B;;;;", "BDAY:--0412")
    #expect(lines(lens.view(yearless, previous: nil)) == ["N:B;;;;"])
    let shown = contact("N:B;;;;", "BDAY:19800412")
    #expect(lens.view(yearless, previous: shown) == shown)
    #expect(lines(lens.view(yearless, previous: contact("BDAY:19800413"))) == ["N:B;;;;"])
    let text = contact("BDAY;VALUE=text:circa 1800")
    #expect(lines(lens.view(text, previous: nil)).isEmpty)
    #expect(lens.view(text, previous: text) == text)
  }

  @Test("the folder is OpenCRM's own unless the settings carry it")
  func folder() {
    let record = contact("N:B;;;;", "CATEGORIES:Friends")
    #expect(lines(lens.view(record, previous: nil)) == ["N:B;;;;"])
    let previous = contact("N:B;;;;", "CATEGORIES:Clients")
    #expect(lens.view(record, previous: previous) == previous)
    let carrying = OpenCRMContactLens(carriesFolder: true)
    #expect(carrying.view(record, previous: nil) == record)
    #expect(lines(carrying.view(contact("CATEGORIES:a,b"), previous: nil)).isEmpty)
  }

  @Test("fields that the system never showed are not used")
  func holds() {
    let lens = OpenCRMContactLens(holds: ["lastname", "email", "phone"])
    let record = contact(
      "N:B;J;;;", "EMAIL;TYPE=home:h@x", "TEL;TYPE=cell:1", "TEL:2", "ORG:Acme;Sales")
    #expect(
      lines(lens.view(record, previous: nil)) == [
        "N:B;;;;", "EMAIL;TYPE=work:h@x", "TEL;TYPE=work:2",
      ])
  }

  @Test("a group of contacts is refused with a reason")
  func group() {
    #expect(lens.view(contact("KIND:group", "FN:x"), previous: nil) == nil)
    #expect(lens.refusal(contact("KIND:group"))?.contains("group") == true)
  }

  @Test("what a source does not cover stays as it was last seen")
  func overlay() {
    let previous = contact(
      "N:Bloggs;Joe;;;", "EMAIL;TYPE=work:a@x", "EMAIL;TYPE=home:b@x", "TEL;TYPE=cell:1")
    let seen = contact("N:Bloggs;Jo;;;", "EMAIL;TYPE=home:c@x")
    let result = lens.overlay(
      seen, on: previous, covered: ["firstname", "lastname", "email", "email2"])
    #expect(
      lines(result) == ["N:Bloggs;Jo;;;", "EMAIL;TYPE=home:c@x", "TEL;TYPE=cell:1"])
  }

  @Test("a value cut at 255 characters, trimmed or with entities is recognised")
  func coarsening() {
    let long = String(repeating: "ab", count: 200)
    let cut = String(long.prefix(255))
    func seen(_ name: Name, _ seen: String, _ sent: String) -> Bool {
      lens.isCoarsening(Property(name, value: Text(seen)), of: Property(name, value: Text(sent)))
    }
    #expect(seen("TITLE", cut, long))
    #expect(!seen("TITLE", String(long.prefix(100)), long))
    #expect(seen("N", "\(cut);Joe;;;", "\(long);Joe;;;"))
    #expect(!seen("N", "\(cut);Jim;;;", "\(long);Joe;;;"))
    #expect(seen("TITLE", "Tom &amp\\; Ann", "Tom & Ann "))
    #expect(seen("ADR", ";;1 High St,flat 2;Bath;;;", ";;1 High St ,Flat 2;Bath;;;"))
  }
}
