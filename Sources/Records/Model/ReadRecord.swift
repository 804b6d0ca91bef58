package import ContentLines

/// A record as a reader found it in a file, with what was odd about it.
public struct ReadRecord: Sendable {
  /// Canonical: upgraded to vCard 4.0 / iCalendar 2.0, in canonical form.
  public var record: Record
  /// The physical lines of its components in the file (BEGIN to END, from 1), in the file's order.
  public var lines: [ClosedRange<Int>] {
    get { firstLines.map { [$0] + otherLines } ?? [] }
    set {
      firstLines = newValue.first
      otherLines = Array(newValue.dropFirst())
    }
  }
  // Most records have one component: its lines need no array.
  private var firstLines: ClosedRange<Int>?
  private var otherLines: [ClosedRange<Int>]
  /// VERSION as it stood in the file (`2.1`, `3.0`, `4.0`, `2.0`), or empty.
  public var version: String

  /// A record of one component.
  package init(record: Record, at lines: ClosedRange<Int>, version: String) {
    self.record = record
    firstLines = lines
    otherLines = []
    self.version = version
  }

  package init(record: Record, lines: [ClosedRange<Int>], version: String) {
    self.record = record
    firstLines = lines.first
    otherLines = lines.count > 1 ? Array(lines.dropFirst()) : []
    self.version = version
  }
}

/// What a .vcf, .ics, jCard or jCal file held, in the file's order.
public struct ReadFile: Sendable {
  /// One calendar object (VCALENDAR), or the cards of a file.
  public struct Group: Sendable {
    /// The properties of the calendar itself (X-WR-CALNAME, METHOD …), canonical; empty for cards.
    public var properties: [Property] = []
    package var records: [ReadRecord] = []
    /// Components that are no contact, event or task (VJOURNAL, VFREEBUSY, VAVAILABILITY …), kept
    /// in canonical form.
    public var others: [Component] = []

    package init() {}
  }

  package var format: Format
  package var groups: [Group] = []
  package var findings: [Finding] = []

  package init(_ format: Format) {
    self.format = format
  }

  /// All records in the file's order.
  public var records: [ReadRecord] {
    groups.count == 1 ? groups[0].records : groups.flatMap(\.records)
  }
}
