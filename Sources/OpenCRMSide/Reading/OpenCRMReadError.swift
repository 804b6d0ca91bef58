package import ContentLines

/// Why a file of OpenCRM cannot be read at all; equal by code.
package struct OpenCRMReadError: Error, Sendable, CustomStringConvertible {
  /// What is wrong; the raw value is stable.
  package enum Code: String, Sendable {
    /// The file holds nothing.
    case empty = "opencrm-empty"
    /// The columns are not those of contacts, activities or companies.
    case wrongColumns = "opencrm-wrong-columns"
    /// The file begins like JSON and is none.
    case badJSON = "opencrm-bad-json"
    /// The file holds an error that OpenCRM's API answered.
    case apiError = "opencrm-api-error"
  }

  package let code: Code
  /// The file as the user named it.
  package let file: String
  /// The line, from 1; 0 where there is none.
  package let line: Int
  /// What, where, and what to do.
  package let detail: String

  package var description: String {
    line > 0 ? "\(file), line \(line): \(detail)" : "\(file): \(detail)"
  }
}

extension OpenCRMReadError: Equatable {
  package static func == (one: OpenCRMReadError, other: OpenCRMReadError) -> Bool {
    one.code == other.code
  }
}

extension FindingKind {
  /// Columns that are not read.
  package static let openCRMColumns = FindingKind(
    "opencrm-columns", .note,
    fix: "To carry one, name it under opencrm.columns or opencrm.custom_fields in drawbridge.yaml.")
  /// A name in the settings that is never read.
  package static let openCRMRefusedField = FindingKind(
    "opencrm-refused-field", .warning,
    fix: "Take the name out of opencrm.columns and opencrm.custom_fields.")
  /// A row without an id.
  package static let openCRMNoID = FindingKind(
    "opencrm-no-id", .warning,
    fix: "Export the record id (crmid) as well; without it the record is found by its values.")
  /// A second row with an id.
  package static let openCRMTwice = FindingKind(
    "opencrm-id-twice", .error,
    fix: "Export again; the first row of the id was read, this one was not.")
  /// A date or time that cannot be read.
  package static let openCRMDate = FindingKind(
    "opencrm-date", .error,
    fix: "Export dates as yyyy-mm-dd and times as hh:mm:ss; other orders cannot be told apart.")
  /// A value that is kept, though it is no date.
  package static let openCRMBirthday = FindingKind(
    "opencrm-birthday", .warning, fix: "Write the birthday as yyyy-mm-dd; it was kept as text.")
  /// An end that cannot be used.
  package static let openCRMEnd = FindingKind(
    "opencrm-end", .warning, fix: "Correct the end of the activity in OpenCRM.")
  /// Activities without times.
  package static let openCRMNoTimes = FindingKind(
    "opencrm-no-times", .note,
    fix: "Export the start time as well; times known from before are kept.")
  /// A contact's company whose name is not known.
  package static let openCRMCompany = FindingKind(
    "opencrm-company", .note,
    fix: "Import the companies in the same command, or export the company's name with contacts.")
  /// A cell that holds a list or object.
  package static let openCRMNested = FindingKind(
    "opencrm-nested", .note, fix: "Such a value is not read; nothing is known of the field.")
  /// A file in a folder that could not be read.
  package static let openCRMFile = FindingKind(
    "opencrm-file", .error, fix: "Leave the file out, or export it again.")
}
