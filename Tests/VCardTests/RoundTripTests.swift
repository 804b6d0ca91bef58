import ContentLines
import Foundation
import Records
import Testing

@testable import VCard

private let cases = ProcessInfo.processInfo.environment["DRAWBRIDGE_FULL"] == nil ? 2_000 : 10_000

/// Runs a check over random canonical records and reports the first failures.
private func forRandomRecords(_ check: (Record) throws -> String?) rethrows {
  var failures = 0
  var drawn: [String: Int] = [:]
  for seed in 1...UInt64(cases) {
    var random = RandomCard(seed: seed)
    let record = VCardReader.canonical(Record(.contact, [random.card(&drawn)]))
    guard let failure = try check(record) else { continue }
    Issue.record("seed \(seed): \(failure)\n\(string(record.bytes()))")
    failures += 1
    if failures == 3 { return }
  }
  for row in Schema.vCard.rows where row.name != .version {
    #expect(drawn[row.name.string, default: 0] > 0, "\(row.name) was never drawn")
  }
}

@Test("Making a record canonical twice changes nothing")
func canonicalIsIdempotent() {
  forRandomRecords { record in
    let again = VCardReader.canonical(record)
    return again == record ? nil : difference(record.bytes(), again.bytes())
  }
}

@Test("Reading a written vCard 4.0 gives the record back")
func version4RoundTrip() {
  forRandomRecords { record in
    let bytes = VCardWriter.vcard4(record)
    guard let again = VCardReader.read(bytes).records.first?.record else { return "nothing read" }
    return again == record
      ? nil : difference(record.bytes(), again.bytes()) + "\nwritten:\n" + string(bytes)
  }
}

@Test("Reading a written vCard 3.0 gives the record back")
func version3RoundTrip() {
  forRandomRecords { record in
    let bytes = VCardWriter.vcard3(record)
    guard let again = VCardReader.read(bytes).records.first?.record else { return "nothing read" }
    return again == record
      ? nil : difference(record.bytes(), again.bytes()) + "\nwritten:\n" + string(bytes)
  }
}

@Test("What a card holds of another kind comes back from vCard 3.0 as it was")
func version3Inner() throws {
  let inner = "BEGIN:X-INNER\r\nTEL;PREF=1;TYPE=home;X-A=\"a;b\":1\r\nEND:X-INNER\r\n"
  let source = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:A\r\n\(inner)END:VCARD\r\n"
  let record = try #require(read(source).records.first?.record)
  let written = VCardWriter.vcard3(record)
  #expect(!string(written).contains("\""))
  #expect(VCardReader.read(written).records.first?.record == record, "\(string(written))")
}

@Test("A vCard 3.0 has no quoted parameter and no parameter of vCard 4.0")
func version3Parameters() {
  forRandomRecords { record in
    let lexed = Lexer.lex(VCardWriter.vcard3(record))
    for line in lexed.lines {
      for parameter in lexed.parameters(of: line) {
        let name = lexed.text(parameter.name, of: line).string
        if lexed.text(parameter.value, of: line).contains(ASCII.quote) { return "quoted: \(name)" }
        if ["PREF", "ALTID", "PID", "LABEL", "SORT-AS", "MEDIATYPE"].contains(name) { return name }
      }
    }
    return nil
  }
}

@Test("Reading a written jCard gives the record back")
func jCardRoundTrip() throws {
  try forRandomRecords { record in
    let bytes = JCard.write(record)
    guard let again = try JCard.read(bytes).records.first?.record else { return "nothing read" }
    return again == record
      ? nil
      : difference(record.bytes(), again.bytes()) + "\nwritten:\n" + string(bytes)
  }
}
