import CivilTime
import ContentLines
import DelimitedText
import FileSide
import GoogleSide
import OpenCRMSide
import Records
import Settings
import Sides

/// Reads the inputs of `import` with the reader of the side they come from.
struct SideReading {
  var workspace: Workspace
  /// What `--zone` says.
  var zone: Zone?

  /// - Throws: `InputError` where a file cannot be read, `CommandFailure` where the files are none of
  ///   this side's.
  func read(_ tree: InputTree, from side: SideName) throws -> ImportRead {
    switch side {
    case .google(let account): return try google(tree, account)
    case .opencrm: return try openCRM(tree)
    }
  }

  // MARK: - Google

  private func google(_ tree: InputTree, _ account: String) throws -> ImportRead {
    // A file named on its own is no Takeout: it may be one label, one calendar, a phone's export.
    let isPlain =
      tree.files.allSatisfy { $0.origin == .file || $0.origin == .standardInput }
      && tree.files.allSatisfy { $0.content == .vCard || $0.content == .iCalendar }
    if isPlain { return try plain(tree) }
    let address = workspace.settings.accounts.first { $0.name == account }?.google
    let files = try tree.files.map {
      GoogleExportFile(
        path: $0.path, baseName: $0.baseName, place: $0.placeInExport, bytes: try $0.load())
    }
    var result = TakeoutReader(zones: workspace.zones, zone: zone, address: address)
      .read(files: files, isWhole: tree.isWhole, exported: tree.takeoutStamp)
    result.findings = tree.findings.map(\.asFileFinding) + result.findings
    return result
  }

  // MARK: - OpenCRM

  private func openCRM(_ tree: InputTree) throws -> ImportRead {
    let tables = tree.files.filter { $0.content == .delimited || $0.content == .json }
    let others = tree.files.filter { $0.content != .delimited && $0.content != .json }
    guard !tables.isEmpty else { return try plain(tree) }
    let read: OpenCRMRead
    do {
      read = try OpenCRMReader(
        columns: workspace.openCRMColumns, zone: zone ?? workspace.zone,
        noDate: workspace.settings.openCRM.noDay
      ).read(try tables.map { OpenCRMFile(name: $0.path, bytes: try $0.load()) })
    } catch let error as OpenCRMReadError {
      throw CommandFailure(.impossible, error.description)
    }
    var result = ImportRead()
    result.reads = read.reads
    result.companies = read.companies
    result.findings = tree.findings.map(\.asFileFinding) + read.findings
    for file in others where file.content == .vCard || file.content == .iCalendar {
      result.findings.append(
        FileFinding(
          file: file.path,
          Finding(
            .besideTables, message: "It stands beside OpenCRM's tables and was not read.")))
    }
    return result
  }

  private func plain(_ tree: InputTree) throws -> ImportRead {
    let read = try RecordReader(zones: workspace.zones).read(tree)
    var result = ImportRead()
    result.reads = PlainSource.reads(read.files)
    // A record that breaks off may have taken others with it.
    let broken = read.findings.count { $0.finding.kind.severity == .error }
    for index in result.reads.indices { result.reads[index].unread += broken }
    result.findings = read.findings
    return result
  }
}

extension FindingKind {
  static let besideTables = FindingKind(
    "beside-tables", .warning, fix: "Import it by itself if it belongs to OpenCRM.")
}

extension InputFinding {
  /// The same as the findings of readers.
  var asFileFinding: FileFinding {
    FileFinding(
      file: path,
      Finding(
        FindingKind(
          code.rawValue, FindingKind.Severity(rawValue: severity.rawValue) ?? .note, fix: fix),
        message: message))
  }
}

extension DelimiterChoice {
  /// The reader's delimiter; nil to find it.
  var delimiter: Delimiter? {
    switch self {
    case .detect: nil
    case .comma: .comma
    case .semicolon: .semicolon
    case .tab: .tab
    }
  }
}
