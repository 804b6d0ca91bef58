import Testing

@testable import Records

/// What rules of the settings ask the schema for.
@Suite("Roles of properties") struct RoleTests {
  @Test("Each role belongs to one property of one format")
  func each() {
    for role in PropertyRole.allCases {
      let rows = (Schema.vCard.rows + Schema.iCalendar.rows).filter { $0.role == role }
      #expect(rows.count == 1, "\(role): \(rows.map(\.name))")
    }
    #expect(Schema.of(.contact).name(of: .company) == "ORG")
    #expect(Schema.of(.task).name(of: .privacy) == "CLASS")
    #expect(!Schema.of(.contact)[Schema.of(.contact).name(of: .privacy)].isKnown)
  }
}
