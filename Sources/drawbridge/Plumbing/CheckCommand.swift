import ArgumentParser
import Bridge
import ContentLines
import FileSide
import ICalendar
import Records
import Sides
import VCard
import Witness

/// Reports what is odd in files.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Reports what is odd in .vcf, .ics and Google's .csv files.",
    usage: """
      drawbridge check INPUT... [--json]
      drawbridge check --list
      """,
    discussion: "Ends with 1 if there is an error, 0 if there are only warnings and notes. Every "
      + "finding has a stable code (spec/findings.md).")

  @Argument(help: "Files, folders, zips, tgz, or - for standard input.")
  var inputs: [String] = []

  @Flag(help: "One JSON object a finding.")
  var json = false

  @Flag(help: "Every code there is, with its meaning, in Markdown.")
  var list = false

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    guard inputs.isEmpty == list else {
      throw ValidationError(
        list ? "--list stands alone." : "Name a file, a folder or an archive, or - .")
    }
  }

  func run() async throws {
    let console = global.console
    if list { return console.out(bytes: Array(FindingCatalogue.page.utf8)) }
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
      findings += await Self.findings(of: file).map { finding in
        var finding = finding
        finding.line = file.lines.inFile(finding.line)
        return FileFinding(file: file.path, finding)
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
      "\(records) records in \(Set(result.files.map(\.path)).count) files: "
        + counts.map { "\($0.1) \($0.0.rawValue)s" }.joined(separator: ", ") + ".")
    if counts[0].1 > 0 { throw ExitCode(.left) }
  }

  /// What reading it did not say already.
  private static func findings(of file: RecordFile) async -> [Finding] {
    var findings: [Finding] = []
    if file.read.records.isEmpty, file.read.groups.allSatisfy(\.others.isEmpty) {
      findings.append(Finding(.noRecords, message: "No contact, event or task was found."))
    }
    findings += VCardCheck.findings(of: file.read)
    findings += ComponentCheck.findings(of: file.read)
    guard file.isLines else { return findings }
    findings += LineCheck.findings(of: file.bytes)
    findings +=
      file.read.format == .vCard
      ? CardSyntaxCheck.findings(of: file.bytes) : CalendarSyntaxCheck.findings(of: file.bytes)
    RecordNames(file.read.records).fill(&findings)
    guard file.read.format == .iCalendar else { return findings }
    let report = await Witness.shared.components(of: file.bytes)
    return findings + WitnessFindings.grouped(report.findings, of: file.read)
  }
}

/// The witness's complaints as findings.
enum WitnessFindings {
  /// What the restriction check says of every component alike is one finding of the file: Google
  /// writes METHOD:PUBLISH without ORGANIZER, for one. The others stand alone.
  static func grouped(_ complaints: [WitnessFinding], of file: ReadFile) -> [Finding] {
    var lines: [String: Int] = [:]
    var names: [String: String] = [:]
    for read in file.records {
      guard let uid = read.record.uid.map({ TextEscaping.unescape($0).string }) else { continue }
      lines[uid] = read.lines.first?.lowerBound
      names[uid] = read.record.displayName
    }
    var components: [String: Set<String>] = [:]
    var nameless: [String: Int] = [:]
    for complaint in complaints where complaint.code == .restriction {
      // The witness says the same of a component for every rule that it breaks.
      if complaint.uid.isEmpty {
        nameless[complaint.message, default: 0] += 1
      } else {
        components[complaint.message, default: []].insert(complaint.uid)
      }
    }
    var said = Set<String>()
    return complaints.compactMap { complaint in
      let known = components[complaint.message]?.count ?? 0
      let count = known == 0 ? nameless[complaint.message] ?? 0 : known
      if complaint.code == .restriction, count > 1 {
        guard said.insert(complaint.message).inserted else { return nil }
        return Finding(
          complaint.code.kind, message: "\(count) components: \(complaint.message)")
      }
      // Said once of a component, however often the witness comes back to it.
      if complaint.code == .restriction,
        !said.insert("\(complaint.uid)\n\(complaint.message)").inserted
      {
        return nil
      }
      return Finding(
        complaint.code.kind, line: lines[complaint.uid] ?? 0,
        column: lines[complaint.uid] == nil ? 0 : 1, record: names[complaint.uid],
        message: complaint.message)
    }
  }
}

extension FindingKind {
  static let notRecords = FindingKind(
    "not-records", .warning,
    fix: "Name a .vcf or .ics file, Google's .csv, or a folder or archive of them.")
  static let takeoutTasks = FindingKind(
    "takeout-tasks", .note, fix: "Nothing to mend; only drawbridge reads such a file.")
  static let noRecords = FindingKind(
    "no-records", .note, fix: "Nothing to mend if the file is meant to be empty.")
}
