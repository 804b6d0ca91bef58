package import CivilTime
import ContentLines
package import Records
import VCard

/// Writes what a side, or the agreed state, holds in a common format (`export --side … --as …`).
///
/// Never gated. Nothing is lost: contacts are vCard 4.0 (`convert --to vcard3` makes them readable
/// for old phones), events and tasks iCalendar 2.0; `csv` has the columns of OpenCRM, for the
/// contacts of a Google account those of Google's own table, and so holds what those hold.
package struct SideExport: Sendable {
  /// The word after `--as`.
  package enum Form: String, Sendable, CaseIterable {
    case vcf, ics, csv, vdir

    /// The kinds of records it can hold.
    package var kinds: [RecordKind] {
      switch self {
      case .vcf: [.contact]
      case .ics: [.event, .task]
      case .csv, .vdir: [.contact, .event, .task]
      }
    }
  }

  /// One record and, where the side has one, its id there.
  package struct Row: Sendable {
    package var remoteID: String?
    package var record: Record

    package init(remoteID: String?, record: Record) {
      self.remoteID = remoteID
      self.record = record
    }
  }

  package struct Result: Sendable {
    /// `contacts.vcf`; `events.ics`, `tasks.ics`; `contacts.csv`, `activities.csv`; or one file a
    /// record in `contacts/`, `events/`, `tasks/`. Only files that hold something.
    package var files: [BundleFile] = []
    /// Records that did not read back as they are, and why; they are in no file.
    package var withheld: [(record: Record, reason: String)] = []
    /// What a table has no column for, as a sentence; nil where all has one.
    package var leftOut: String?
  }

  let zones: ZoneCatalog
  let openCRM: any OpenCRMBundling
  let witness: any CalendarWitness
  /// DTSTAMP of components that have none.
  let stamp: Instant

  package init(
    zones: ZoneCatalog, openCRM: any OpenCRMBundling, witness: any CalendarWitness, stamp: Instant
  ) {
    self.zones = zones
    self.openCRM = openCRM
    self.witness = witness
    self.stamp = stamp
  }

  /// The files, sorted by UID whatever the order of the rows. Every record has a UID and is
  /// canonical; those of a kind that the form cannot hold are left out. O(n log n).
  ///
  /// - Parameter side: whose records they are; nil for the agreed ones.
  package func files(_ rows: [Row], as form: Form, of side: SideName? = nil) async -> Result {
    let sorted = rows.filter { form.kinds.contains($0.record.kind) }.sorted {
      ($0.record.uid ?? .empty, $0.remoteID ?? "") < ($1.record.uid ?? .empty, $1.remoteID ?? "")
    }
    var result = Result()
    if form == .csv {
      var others = sorted
      if case .google = side {
        let contacts = sorted.map(\.record).filter { $0.kind == .contact }
        let table = GoogleCSV.write(contacts, .current)
        if !contacts.isEmpty {
          result.files = [BundleFile(path: "contacts.csv", bytes: table.bytes)]
        }
        result.leftOut = table.sentence
        others.removeAll { $0.record.kind == .contact }
      }
      result.files += openCRM.all(others.map { ($0.remoteID, $0.record) })
      return result
    }
    for kind in form.kinds {
      let records = sorted.map(\.record).filter { $0.kind == kind }
      if form == .vdir {
        var names = SafeFileName()
        for record in records {
          let ending = kind == .contact ? "vcf" : "ics"
          let path = "\(kind.plural)/\(names.unique(record)).\(ending)"
          await add([record], at: path, to: &result)
        }
      } else {
        await add(records, at: "\(kind.plural).\(form.rawValue)", to: &result)
      }
    }
    return result
  }

  private func add(_ records: [Record], at path: String, to result: inout Result) async {
    guard let kind = records.first?.kind else { return }
    let bytes: [UInt8]
    let withheld: [Int: String]
    if kind == .contact {
      let file = CardFile(version: .four).write(records)
      (bytes, withheld) = (file.bytes, file.withheld)
    } else {
      let file = await CalendarFile(zones: zones, witness: witness, stamp: stamp).write(records)
      (bytes, withheld) = (file.bytes, file.withheld)
    }
    if !bytes.isEmpty { result.files.append(BundleFile(path: path, bytes: bytes)) }
    for place in withheld.keys.sorted() {
      result.withheld.append((records[place], withheld[place] ?? ""))
    }
  }
}
