import ArgumentParser
import Bridge
import ContentLines
import FileSide
import Records
import Sides
import Witness

/// Reports what is odd in files.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Reports what is odd in .vcf, .ics and Google's .csv files.",
    discussion: "Ends with 1 if there is an error, 0 if there are only warnings and notes.")

  @Argument(help: "Files, folders, zips, tgz, or - for standard input.")
  var inputs: [String]

  @Flag(help: "One JSON object a finding.")
  var json = false

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let console = global.console
    let reading = Reading(console: console)
    let result = try reading.read(inputs)
    var findings = result.findings
    for file in result.unread {
      findings.append(
        FileFinding(
          file: file.path,
          Finding(
            .notRecords,
            message: "There is no BEGIN:VCARD or BEGIN:VCALENDAR in it, and no header of Google's.")
        ))
    }
    for file in result.files {
      if file.read.records.isEmpty, file.read.groups.allSatisfy(\.others.isEmpty) {
        findings.append(
          FileFinding(
            file: file.path, Finding(.noRecords, message: "No contact, event or task was found.")))
      }
      if file.read.format == .iCalendar {
        let report = await Witness.shared.components(of: file.bytes)
        findings += report.findings.map { FileFinding(file: file.path, $0.finding) }
      }
    }
    findings.sort {
      ($0.file, $0.finding.line, $0.finding.column, $0.finding.kind.code)
        < ($1.file, $1.finding.line, $1.finding.column, $1.finding.kind.code)
    }
    for finding in findings { console.out(json ? finding.json.text : finding.line) }
    let counts = FindingKind.Severity.allCases.map { severity in
      (severity, findings.filter { $0.finding.kind.severity == severity }.count)
    }
    let records = result.files.reduce(0) { $0 + $1.read.records.count }
    console.note(
      "\(records) records in \(result.files.count) files: "
        + counts.map { "\($0.1) \($0.0.rawValue)s" }.joined(separator: ", ") + ".")
    if counts[0].1 > 0 { throw ExitCode(.left) }
  }
}

extension FindingKind {
  static let notRecords = FindingKind(
    "not-records", .warning, fix: "Name a .vcf or .ics file, or a folder or archive of them.")
  static let noRecords = FindingKind(
    "no-records", .note, fix: "Nothing to mend if the file is meant to be empty.")
}

extension WitnessFinding {
  /// The witness's words as a finding of their own kind.
  fileprivate var finding: Finding {
    Finding(
      FindingKind("libical-" + code.rawValue, .note, fix: "libical reads this differently."),
      record: uid, message: message)
  }
}
