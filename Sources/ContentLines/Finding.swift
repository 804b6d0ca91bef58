/// What a finding is about: a stable code, its weight, the clause it rests on and how to mend it.
public struct FindingKind: Sendable, Hashable {
  /// How much a finding matters; an error means that a reader may lose or misread a value.
  public enum Severity: String, Sendable, CaseIterable {
    case error, warning, note
  }

  package let code: String
  package let severity: Severity
  /// The clause of the standard, such as `RFC 6350 section 3.2`, or empty.
  public let clause: String
  package let fix: String

  package init(_ code: String, _ severity: Severity, clause: String = "", fix: String) {
    self.code = code
    self.severity = severity
    self.clause = clause
    self.fix = fix
  }

  /// Kinds are told apart by their codes.
  public static func == (one: FindingKind, other: FindingKind) -> Bool { one.code == other.code }
  /// Agrees with `==`.
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

/// Something odd in an input, beside the result: the good records around it are unharmed.
public struct Finding: Sendable, Hashable {
  package let kind: FindingKind
  /// The physical line and column, from 1; 0 where there is none.
  public var line: Int
  package var column: Int
  /// The record as a person knows it, where one is known.
  public var record: String?
  package var message: String

  package init(
    _ kind: FindingKind, line: Int = 0, column: Int = 0, record: String? = nil, message: String
  ) {
    self.kind = kind
    self.line = line
    self.column = column
    self.record = record
    self.message = message
  }
}

extension FindingKind {
  package static let junkLine = FindingKind(
    "junk-line", .warning, clause: "RFC 6350 section 3.3",
    fix: "The line has no name and colon. If it continues the line above, begin it with a space.")
  package static let invalidUTF8 = FindingKind(
    "invalid-utf8", .warning, clause: "RFC 6350 section 3.1",
    fix: "Save the file as UTF-8; the bytes were read as Windows-1252.")
  package static let loneCR = FindingKind(
    "lone-carriage-return", .note, clause: "RFC 6350 section 3.2",
    fix: "End lines with CRLF; a single carriage return was kept as part of the value.")
  package static let nulByte = FindingKind(
    "nul-byte", .warning, clause: "RFC 6350 section 3.3",
    fix: "Remove the NUL bytes; they were left out.")
  package static let unbalancedQuote = FindingKind(
    "unbalanced-quote", .warning, clause: "RFC 6350 section 3.3",
    fix: "Close the double quote in the parameter.")
  package static let barePart = FindingKind(
    "bare-parameter", .note, clause: "RFC 6350 section 3.3",
    fix: "Write TYPE= or ENCODING= before the word, unless the card is a vCard 2.1.")
  package static let unindentedBase64 = FindingKind(
    "unindented-base64", .note, clause: "RFC 6350 section 3.2",
    fix: "Begin each continued line with a space.")
  package static let badName = FindingKind(
    "bad-name", .warning, clause: "RFC 6350 section 3.3",
    fix: "Property names consist of letters, digits and hyphens.")
}
