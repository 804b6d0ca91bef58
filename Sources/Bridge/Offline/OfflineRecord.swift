package import ContentLines
package import Records

/// A record of an input, or a component that is none (a VJOURNAL, a VFREEBUSY …), with what copying
/// it unchanged needs.
package struct OfflineRecord: Sendable {
  /// Of a component that is no record: the component as if it were an event.
  package var record: Record
  package var digest: Digest
  /// Where it comes from.
  package var source: OfflineSource

  package init(record: Record, source: OfflineSource) {
    self.record = record
    digest = record.digest()
    self.source = source
  }

  /// The name of the file it lies in, for folders.
  package var fileName: String { source.fileName }
}

/// How something of an input is copied.
package struct OfflineSource: Sendable {
  /// The lines of a record, with the definitions of the zones they name.
  package struct Lines: Sendable {
    package var bytes: [UInt8]
    /// By TZID; empty where the input has no definition.
    package var zones: [Text: [UInt8]]

    package init(bytes: [UInt8], zones: [Text: [UInt8]]) {
      self.bytes = bytes
      self.zones = zones
    }
  }

  package var fileName: String
  /// Whether it stands among cards, or in a calendar.
  package var format: Format
  /// The properties of the calendar around it, but VERSION and PRODID.
  package var head: [Property]
  /// The file, where it holds nothing else.
  package var whole: [UInt8]?
  /// The lines as they stood in the input, made when they are needed; nil where they cannot be
  /// copied and the canonical form is written instead.
  package var lines: @Sendable () -> Lines?

  package init(
    fileName: String, format: Format, head: [Property] = [], whole: [UInt8]? = nil,
    lines: @escaping @Sendable () -> Lines?
  ) {
    self.fileName = fileName
    self.format = format
    self.head = head
    self.whole = whole
    self.lines = lines
  }
}

/// Everything that `merge` and `diff` look at in one input.
package struct OfflineInput: Sendable {
  package var records: [OfflineRecord] = []
  /// Components that are no records.
  package var others: [OfflineRecord] = []
  /// The properties of each calendar, but VERSION and PRODID.
  package var heads: [[Property]] = []

  package init() {}
}
