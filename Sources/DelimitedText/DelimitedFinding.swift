public import ContentLines

/// Something odd in a CSV file; reading went on.
public struct DelimitedFinding: Sendable, Equatable {
  /// What is odd; the raw value is stable.
  public enum Code: String, Sendable, CaseIterable {
    /// The file has no header.
    case empty = "csv-empty"
    /// The bytes are not UTF-8 and were read as another encoding.
    case otherEncoding = "csv-encoding"
    /// Bytes that spell no character in the file's encoding became U+FFFD.
    case invalidBytes = "csv-invalid-bytes"
    /// Two columns have one name.
    case duplicateColumn = "csv-duplicate-column"
    /// A row has fewer cells than the header; the missing ones read as empty.
    case shortRow = "csv-short-row"
    /// A row has more cells than the header, and not all of them are empty.
    case longRow = "csv-long-row"
    /// A quote opens a cell and never closes.
    case unterminatedQuote = "csv-unterminated-quote"
    /// Text follows a closing quote; it was added to the cell.
    case textAfterQuote = "csv-text-after-quote"
    /// A quote stands inside a cell that does not begin with one; it was kept.
    case strayQuote = "csv-stray-quote"
    /// A cell holds a NUL byte; it was kept.
    case nul = "csv-nul"
  }

  /// What is odd.
  public var code: Code
  /// Line of the file, from 1.
  public var line: Int
  /// Column of the table, from 1, where one cell is meant.
  public var column: Int?
  /// What was found and what was made of it, for people.
  public var detail: String
}

extension DelimitedFinding.Code {
  /// The same as the findings of every other reader.
  public var kind: FindingKind {
    let severity: FindingKind.Severity =
      switch self {
      case .unterminatedQuote, .invalidBytes: .error
      case .otherEncoding: .note
      default: .warning
      }
    return FindingKind(
      rawValue, severity, clause: "RFC 4180 section 2",
      fix: "Export the file again, and do not save it from a spreadsheet.")
  }
}
