import TestSupport
import Testing

/// A workspace with one Google and one OpenCRM export that differ.
struct SampleWorkspace {
  static let now = ["--now", "2026-11-23T09:00:00Z"]

  var folder: TemporaryFolder
  var path: String { "\(folder.path)/w" }
  var environment: [String: String?] = [:]

  init(environment: [String: String?] = [:]) throws {
    folder = try TemporaryFolder()
    self.environment = environment
    #expect(try run("init", path, "--id", "sample").status == 0)
  }

  func run(_ arguments: String...) throws -> Program.Outcome {
    try drawbridge(
      arguments + Self.now + (arguments[0] == "init" ? [] : ["-C", path]),
      environment: environment)
  }

  /// Imports both sides: a contact of each side alone, a shared one with a difference.
  func importBoth() throws {
    let contacts = try folder.write(
      "in/contacts.csv",
      """
      crmid,firstname,lastname,email,mobile,title\r
      1001,Joe,Bloggs,joe@acme.co,+44 7700 900123,Buyer\r
      1002,Mary,Jones,mary@example.com,,Director\r
      1003,Zoë,Müller,zoe@example.org,,\r

      """)
    let activities = try folder.write(
      "in/activities.csv",
      """
      crmid,activitytype,subject,date_start,time_start,due_date,time_end,taskstatus\r
      2001,Meeting,Quarterly review,2026-12-01,09:00:00,2026-12-01,10:00:00,\r
      2002,Task,Chase invoice,,,2026-12-04,,Not Started\r

      """)
    let google = "in/Takeout/Contacts/All Contacts/All Contacts.vcf"
    try folder.write(
      google,
      """
      BEGIN:VCARD\r
      VERSION:3.0\r
      FN:Joe Bloggs\r
      N:Bloggs;Joe;;;\r
      EMAIL;TYPE=INTERNET:joe@acme.co\r
      TITLE:Head of buying\r
      CATEGORIES:myContacts\r
      END:VCARD\r
      BEGIN:VCARD\r
      VERSION:3.0\r
      FN:Siân Google\r
      N:Google;Siân;;;\r
      EMAIL;TYPE=INTERNET:sian@example.com\r
      CATEGORIES:myContacts\r
      END:VCARD\r

      """)
    let crm = try run("import", contacts, activities, "--from", "opencrm", "--complete")
    #expect(crm.status == 0, "\(crm.stderr)")
    let takeout = try run(
      "import", "\(folder.path)/in/Takeout", "--from", "google:first", "--complete")
    #expect(takeout.status == 0, "\(takeout.stderr)")
  }

  /// Every file of the workspace with its bytes; the lock holds the number of a process.
  func contents() throws -> [String: [UInt8]] {
    try folder.contents().filter { $0.key.hasPrefix("w/") && $0.key != "w/.drawbridge/lock" }
  }
}
