import Bridge
import CivilTime
import ContentLines
import FileSide
import Records
import Sides

/// Reads the inputs of plumbing commands.
struct Reading {
  var console: Console
  var zones: ZoneCatalog

  init(console: Console) {
    self.console = console
    zones = ZoneCatalog.system
  }

  /// Reads every input; what is odd goes to standard error unless `findings` wants it.
  ///
  /// - Throws: `CommandFailure` where nothing can be read at all.
  func read(_ paths: [String], allowingNothing: Bool = false) throws -> RecordReader.Result {
    do {
      let tree = try InputTree.open(paths: paths, allowingNothing: allowingNothing)
      var result = try RecordReader(zones: zones).read(tree)
      try TakeoutTaskFiles.read(into: &result, zones: zones)
      return result
    } catch {
      throw CommandFailure(.impossible, error.description)
    }
  }

  /// What `merge` works on of one input. What is missing would count as deleted, so an input of
  /// which something could not be read, or could not be written again, is refused.
  func whole(_ path: String) throws -> OfflineInput {
    let result = try read([path], allowingNothing: true)
    func refuse(_ sentence: String) -> CommandFailure {
      CommandFailure(
        .impossible,
        "\(sentence)\nNothing was merged: what could not be read would count as deleted.")
    }
    if let missing = result.missing.first { throw refuse(missing.line) }
    for file in result.files {
      if file.isTable || !file.isLines {
        throw CommandFailure(.impossible, Self.notLines(file))
      }
      if file.read.groups.isEmpty {
        throw refuse("\(file.path) holds no card and no calendar.")
      }
    }
    if let file = result.unread.first(where: { $0.path == path }) {
      throw refuse("\(file.path): \(file.leftOut)")
    }
    summarise(result.findings)
    return OfflineInput(result)
  }

  private static func notLines(_ file: RecordFile) -> String {
    let isCards = file.read.format == .vCard
    let result = isCards ? "cards" : "a calendar"
    let output = isCards ? "contacts.vcf" : file.isTable ? "tasks.ics" : "calendar.ics"
    let kind = file.isTable && isCards ? "a table" : "JSON"
    return "\(file.path) is \(kind), and merge writes its result as \(result). Turn it into "
      + "\(isCards ? "cards" : "one") first: drawbridge convert \(file.path) -o \(output)"
  }

  /// What `diff` compares of one input.
  struct Snapshot {
    var input: OfflineInput
    /// Whether something of it could not be read.
    var hasGaps: Bool
    /// The files that hold no records, with their bytes: tables of OpenCRM and the like.
    var others: [(file: InputFile, bytes: [UInt8])] = []
  }

  /// The records of one input for `diff`, and what beside them is not compared.
  func snapshot(_ path: String) throws -> Snapshot {
    let result = try read([path], allowingNothing: true)
    summarise(result.findings)
    var snapshot = Snapshot(input: OfflineInput(result), hasGaps: !result.missing.isEmpty)
    do throws(InputError) {
      for file in result.unread { snapshot.others.append((file, try file.load())) }
    } catch {
      throw CommandFailure(.impossible, error.description)
    }
    return snapshot
  }

  /// One line for findings, all of them with `--verbose`; errors are always named.
  func summarise(_ findings: [FileFinding]) {
    summarise(untold: tell(findings))
  }

  /// Names errors, or all findings with `--verbose`.
  ///
  /// - Returns: how many were not named.
  func tell(_ findings: [FileFinding]) -> Int {
    // What is wrong with an input as a whole decides what may count as deleted.
    let errors = findings.filter {
      $0.finding.kind.severity == .error
        || $0.finding.kind.severity == .warning && $0.finding.kind.code.hasPrefix("input.")
    }
    for finding in console.isVerbose ? findings : errors { console.note(finding.line) }
    return console.isVerbose ? 0 : findings.count - errors.count
  }

  /// Says how many findings were not named.
  func summarise(untold count: Int) {
    if count > 0 { console.note(Self.words(untold: count)) }
  }

  /// How many findings were not named, in words.
  static func words(untold count: Int) -> String {
    "\(counted(count, "more finding")); `drawbridge check` lists them."
  }
}

extension InputFile {
  /// Whether it looks like the `Tasks.json` of a Takeout, which names its kind at the beginning.
  var holdsTasks: Bool {
    guard content == .json, let bytes = try? load() else { return false }
    return String(decoding: bytes.prefix(4096), as: UTF8.self).contains("\"tasks#task")
  }

  /// Why a command on files leaves it out.
  var leftOut: String {
    holdsTasks
      ? "was left out: its tasks could not be read without the calendars beside it, or not at all."
      : "was left out: there is no BEGIN:VCARD or BEGIN:VCALENDAR in it."
  }
}

extension FileFinding {
  /// `file:line:column: severity: message (clause) fix [code]`.
  var line: String {
    var place = file
    if finding.line > 0 { place += ":\(finding.line)" }
    if finding.column > 0 { place += ":\(finding.column)" }
    var text = "\(place): \(finding.kind.severity.rawValue): "
    if let record = finding.record { text += "\(record): " }
    text += finding.message
    if !finding.kind.clause.isEmpty { text += " (\(finding.kind.clause))" }
    if !finding.kind.fix.isEmpty { text += " \(finding.kind.fix)" }
    return Console.onOneLine(text + " [\(finding.kind.code)]")
  }

  /// The line of `check --json` (FORMS).
  var json: JSONText {
    .object([
      ("code", .string(finding.kind.code)), ("severity", .string(finding.kind.severity.rawValue)),
      ("file", .string(file)), ("line", .number(finding.line)),
      ("column", .number(finding.column)), ("record", .optional(finding.record)),
      ("clause", .string(finding.kind.clause)), ("message", .string(finding.message)),
      ("fix", .string(finding.kind.fix)),
    ])
  }
}
