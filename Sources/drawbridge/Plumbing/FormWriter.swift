import CivilTime
import ContentLines
import ICalendar
import Records
import VCard

/// Writes what was read in one of the forms of `convert`.
struct FormWriter {
  var form: ConvertCommand.Form
  var zones: ZoneCatalog

  /// The bytes of some files in order. O(n).
  func bytes(of files: [ReadFile]) -> [UInt8] {
    switch form {
    case .canonical, .icalendar, .vcard4, .vcard3:
      files.flatMap { $0.format == .vCard ? cards($0) : calendar($0) }
    case .jcard:
      JCard.write(files.flatMap { $0.records.map(\.record) })
    case .jcal:
      JCal.write(files, zones: zones)
    case .googleCSV, .formerGoogleCSV:
      GoogleCSV.write(files.flatMap { $0.records.map(\.record) }, form.generation ?? .current)
        .bytes
    }
  }

  func fileExtension(of file: ReadFile) -> String {
    switch form {
    case .jcard, .jcal: "json"
    case .vcard3, .vcard4: "vcf"
    case .icalendar: "ics"
    case .googleCSV, .formerGoogleCSV: "csv"
    case .canonical: file.format == .vCard ? "vcf" : "ics"
    }
  }

  /// The cards of a file, and what else stood among them after those of its group. O(n).
  func cards(_ file: ReadFile, withOthers: Bool = true) -> [UInt8] {
    var result: [UInt8] = []
    for group in file.groups {
      for record in group.records {
        result +=
          form == .vcard3 ? VCardWriter.vcard3(record.record) : VCardWriter.vcard4(record.record)
      }
      for other in group.others where withOthers { result += other.bytes() }
    }
    return result
  }

  private func calendar(_ file: ReadFile) -> [UInt8] {
    ICalendarWriter(zones: zones).write(file: file)
  }
}

/// Names files after UIDs, as vdirs do; what is no safe name is replaced by its digest.
struct RecordFileNames {
  private var used = Set<String>()

  mutating func next(for record: Record, fileExtension: String) -> String {
    let uid = record.uid?.string ?? ""
    let isSafe =
      !uid.isEmpty && uid.utf8.count <= 200 && uid.first != "."
      && uid.utf8.allSatisfy {
        ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F
          || $0 == 0x40
      }
    let base = isSafe ? uid : String(record.digest().description.prefix(40))
    var name = "\(base).\(fileExtension)"
    var count = 1
    while !used.insert(name).inserted {
      count += 1
      name = "\(base)-\(count).\(fileExtension)"
    }
    return name
  }
}
