import ContentLines
import OpenCRMSide
import Records
import Sides
import Testing

private func card(_ lines: String...) -> Record {
  let text = "BEGIN:VCARD\r\nVERSION:4.0\r\n" + lines.map { $0 + "\r\n" }.joined() + "END:VCARD\r\n"
  return Record(.contact, ComponentReader.read(Lexer.lex(Array(text.utf8))).components).canonical()
}

@Test("A department edited where no company is shown leaves the company alone")
func departmentKeepsCompany() {
  let lens = OpenCRMContactLens()
  let agreed = card("N:B;J;;;", "ORG:Acme\\, Ltd;Sales")
  let edited = lens.refined(
    card("N:B;J;;;", "ORG:;Ops"), agreed: agreed, from: card("N:B;J;;;", "ORG:;Sales"),
    to: card("N:B;J;;;", "ORG:;Ops"))
  #expect(edited == card("N:B;J;;;", "ORG:Acme\\, Ltd;Ops"))
  let emptied = lens.refined(
    card("N:B;J;;;"), agreed: agreed, from: card("N:B;J;;;", "ORG:;Sales"), to: card("N:B;J;;;"))
  #expect(emptied == card("N:B;J;;;", "ORG:Acme\\, Ltd"))
  // A company that is shown and changed there is a change of the company.
  let renamed = card("N:B;J;;;", "ORG:New;Sales")
  #expect(
    lens.refined(
      renamed, agreed: agreed, from: card("N:B;J;;;", "ORG:Acme\\, Ltd;Sales"), to: renamed)
      == renamed)
}
