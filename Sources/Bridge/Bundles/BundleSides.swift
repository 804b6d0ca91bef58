package import Records

/// Writes the files that OpenCRM imports; the command line names the concrete side.
package protocol OpenCRMBundling: Sendable {
  /// Tables of records that OpenCRM lacks, named `contacts.csv`, `activities.csv`; exact values, in the order given.
  func creates(_ records: [Record]) -> [BundleFile]

  /// The table of new companies, `companies.csv`; nil without names.
  func companies(_ names: [String]) -> BundleFile?

  /// Tables of the id and the changed cells, named `updates-contacts.csv` and so on.
  func updates(_ updates: [OpenCRMBundleUpdate]) -> OpenCRMUpdateFiles

  /// Tables of whole records with their ids where they have one, named as `creates` does.
  func all(_ records: [(remoteID: String?, record: Record)]) -> [BundleFile]
}

extension OpenCRMBundling {
  package func companies(_ names: [String]) -> BundleFile? { nil }
}

/// A record that OpenCRM holds and how it should become.
package struct OpenCRMBundleUpdate: Sendable {
  package var remoteID: String
  package var before: Record
  package var after: Record
  /// Whether it gets the value that marks it as deleted, and nothing else.
  package var retires: Bool

  package init(remoteID: String, before: Record, after: Record, retires: Bool = false) {
    self.remoteID = remoteID
    self.before = before
    self.after = after
    self.retires = retires
  }
}

/// The tables of some updates.
package struct OpenCRMUpdateFiles: Sendable {
  package var files: [BundleFile]
  /// The places, in the updates given, of those that no column can hold: a person makes them.
  package var unwritten: Set<Int>

  package init(files: [BundleFile], unwritten: Set<Int>) {
    self.files = files
    self.unwritten = unwritten
  }
}

/// Where a person finds a record and its values in the pages of a side.
package protocol ChecklistPlaces: Sendable {
  /// Where to click to change a property of a step's record.
  func place(of property: Name, for step: Plan.Step) -> String
  /// Where to click to add the step's record.
  func creation(for step: Plan.Step) -> String
  /// Where to click to delete the step's record.
  func deletion(for step: Plan.Step) -> String
}

/// Reads a calendar with another program's eyes before it leaves.
package protocol CalendarWitness: Sendable {
  /// What the witness reads differently, as a sentence by UID; empty where all agree.
  ///
  /// - Parameters:
  ///   - ics: one iCalendar object.
  ///   - records: what it was written from.
  func disagreements(ics: [UInt8], expecting records: [Record]) async -> [String: String]
}
