package import ContentLines
package import Records

/// One record as a source showed it.
package struct SourceRecord: Sendable {
  /// Canonical, in the form of the side's view: only what the side itself can hold.
  package var record: Record {
    didSet { knownDigest = nil }
  }
  /// The digest of the record, where the reader computed it anyway.
  package var knownDigest: Digest?
  /// The id on the side (crmid, task id), where the source shows one.
  package var remoteID: String?
  /// The calendar or task list it lies in; empty for contacts.
  package var collection: String
  /// The time of its last change, RFC 3339, where the source shows one that can be trusted.
  package var stamp: String?
  /// What rules need to know of it and no record property says: `owner`, `private` …
  package var attributes: [String: String]
  /// Where it was read, for messages: a file, and a line where there is one.
  package var place: String

  package init(
    record: Record, remoteID: String? = nil, collection: String = "", stamp: String? = nil,
    attributes: [String: String] = [:], place: String, digest: Digest? = nil
  ) {
    self.record = record
    self.remoteID = remoteID
    self.collection = collection
    self.stamp = stamp
    self.attributes = attributes
    self.place = place
    knownDigest = digest
  }

  /// The same with its digest known and its texts apart from the file it was read from. O(n).
  package func readied() -> SourceRecord {
    let digest = digest
    var result = self
    result.record = record.compacted()
    result.knownDigest = digest
    return result
  }

  /// The digest of the record. O(n) where it is not known.
  package var digest: Digest { knownDigest ?? record.digest() }
}

/// What one import read of one kind of record.
package struct SourceRead: Sendable {
  package var kind: RecordKind
  /// The way the side was read: `takeout`, `vcf`, `opencrm-csv` …; names the lens as well.
  package var source: String
  /// The slots or properties this source can show, or nil where it shows all the side holds.
  /// A column that is missing is not an empty cell.
  package var covered: Set<String>?
  /// Where `covered` is nil: the properties that some record shows. What neither this read nor an
  /// earlier one by the same source shows is not covered; empty where everything is.
  package var shown: Set<String> = []
  /// The collections that were read, each with whether it is proved complete.
  package var collections: [String: Bool]
  package var records: [SourceRecord]
  /// When the side wrote the export, RFC 3339, where the source tells.
  package var exported: String?
  /// The account address named inside, where the source tells.
  package var account: String?
  /// Records left out on purpose, counted by reason (`right to be forgotten`).
  package var leftOut: [String: Int]
  /// The side's ids of records left out on purpose, with the reason: they are there, and missing
  /// here proves nothing.
  package var leftOutIDs: [String: String] = [:]
  /// Whether the source shows which records the side marks as deleted without removing them.
  package var showsDeletedMark = false
  /// Where the tasks of the read stand (`tasks`, `calendar`); nil where that is all the same. What
  /// stands in another place is not missing.
  package var taskPlaces: Set<String>?
  /// Records that could not be read. With one, absence proves nothing, whatever the user says of
  /// the export (DESIGN, law 6).
  package var unread: Int

  package init(_ kind: RecordKind, source: String) {
    self.kind = kind
    self.source = source
    covered = nil
    collections = [:]
    records = []
    exported = nil
    account = nil
    leftOut = [:]
    unread = 0
  }

  /// Whether all its collections are proved complete; an empty read is not.
  package var isComplete: Bool {
    unread == 0 && !collections.isEmpty && collections.values.allSatisfy(\.self)
  }
}

/// A finding with the file it is about.
package struct FileFinding: Sendable, Hashable {
  package var file: String
  package var finding: Finding

  package init(file: String, _ finding: Finding) {
    self.file = file
    self.finding = finding
  }
}

/// Everything one import read.
package struct ImportRead: Sendable {
  package var reads: [SourceRead] = []
  package var findings: [FileFinding] = []
  /// Companies of OpenCRM, id to name, where their table was read.
  package var companies: [String: String] = [:]

  package init() {}
}
