import ArgumentParser
import Bridge
import ContentLines
import FileSide
import Glibc
import ICalendar
import Records
import Sides
import VCard

/// Writes files in canonical or another form.
struct ConvertCommand: AsyncParsableCommand {
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case canonical, vcard4, vcard3, icalendar, jcard, jcal
    case googleCSV = "google-csv"
    case formerGoogleCSV = "google-csv-old"

    /// The format of the records it can hold; nil for both.
    var format: Format? {
      switch self {
      case .canonical: nil
      case .vcard4, .vcard3, .jcard, .googleCSV, .formerGoogleCSV: .vCard
      case .icalendar, .jcal: .iCalendar
      }
    }

    /// The header of the table; nil for other forms.
    var generation: GoogleCSV.Generation? {
      switch self {
      case .googleCSV: .current
      case .formerGoogleCSV: .former
      default: nil
      }
    }
  }

  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Writes records in canonical or another form.",
    discussion: "Keeps the order of the input. Folds, line ends and old idioms are brought to "
      + "one form (spec/canonical.md); nothing is lost. google-csv is the table that Google "
      + "Contacts exports and imports today, google-csv-old the one it wrote before; what has no "
      + "column there is named.")

  @Argument(help: "Files, folders, zips, tgz, or - for standard input.")
  var inputs: [String]

  @Option(help: "The form to write.")
  var to = Form.canonical

  @Flag(help: "One file a record, in the folder named by -o.")
  var split = false

  @Option(name: .short, help: "The file or folder to write; standard output where missing or -.")
  var output: String?

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let console = global.console
    let reading = Reading(console: console)
    if let conversion = try StreamedConversion(inputs, to: to, isSplit: split) {
      return try conversion.run(output: OutputName.path(output), reading: reading)
    }
    let result = try reading.read(inputs)
    reading.summarise(result.findings)
    for file in result.unread {
      console.error("\(file.path): \(file.leftOut)")
    }
    guard !result.files.isEmpty else {
      throw CommandFailure(.impossible, "Nothing was read. Name a .vcf or .ics file.")
    }
    let writer = FormWriter(form: to, zones: reading.zones)
    var wanted: [RecordFile] = []
    for file in result.files {
      guard to.format == nil || to.format == file.read.format else {
        console.error(
          "\(file.path): \(file.read.records.count) records were left out: \(to.rawValue) "
            + "cannot hold them. Use --to canonical.")
        continue
      }
      wanted.append(file)
    }
    guard !wanted.isEmpty else {
      throw CommandFailure(.impossible, "Nothing of the input can be written as \(to.rawValue).")
    }
    if let generation = to.generation {
      let records = wanted.flatMap { $0.read.records.map(\.record) }
      if let sentence = GoogleCSV.write(records, generation).sentence { console.error(sentence) }
    }
    if split {
      try writeSplit(wanted, writer, console)
    } else {
      let bytes = writer.bytes(of: wanted.map(\.read))
      if let output = OutputName.path(output) {
        try save(bytes, to: output)
      } else {
        console.out(bytes: bytes)
      }
    }
    // Whoever goes by the exit code must not take what was read for all there is.
    let leftOut = Set(result.unread.map(\.path))
    let unread = result.missing.filter {
      $0.finding.kind.severity == .error
        && ($0.finding.kind.code.hasPrefix("input.") || leftOut.contains($0.file))
    }
    if !unread.isEmpty {
      throw CommandFailure(
        .impossible,
        "\(counted(unread.count, "part")) of the input could not be read, as said above; "
          + "everything else was written.")
    }
  }

  private func writeSplit(_ files: [RecordFile], _ writer: FormWriter, _ console: Console) throws {
    guard let output = OutputName.path(output) else {
      throw CommandFailure(.impossible, "--split needs a folder: add -o FOLDER.")
    }
    if files.allSatisfy(\.read.records.isEmpty) {
      throw CommandFailure(
        .impossible,
        "There is no contact, event or task in the input, so --split wrote nothing. Leave it out "
          + "to keep the rest.")
    }
    do {
      try AtomicFile.makeFolder(output)
    } catch {
      throw CommandFailure.writing(error)
    }
    var names = RecordFileNames()
    for file in files {
      for group in file.read.groups {
        for record in group.records {
          var single = ReadFile(file.read.format)
          var alone = ReadFile.Group()
          alone.properties = group.properties
          alone.records = [record]
          single.groups = [alone]
          let name = names.next(for: record.record, fileExtension: writer.fileExtension(of: single))
          try save(writer.bytes(of: [single]), to: "\(output)/\(name)")
        }
        for other in group.others where other.name != .vtimezone {
          console.error(
            "\(file.path): a \(other.name) is no contact, event or task; --split leaves it out.")
        }
      }
    }
  }

  private func save(_ bytes: [UInt8], to path: String) throws {
    do {
      try AtomicFile.write(bytes, to: path)
    } catch {
      throw CommandFailure.writing(error)
    }
  }
}

extension CommandFailure {
  /// A file could not be written; a full disk can be tried again.
  static func writing(_ error: OutputError) -> CommandFailure {
    CommandFailure(error.code == .diskFull ? .interrupted : .impossible, error.description)
  }
}
