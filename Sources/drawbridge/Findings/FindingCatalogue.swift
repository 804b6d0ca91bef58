import ContentLines
import DelimitedText
import FileSide
import Witness

/// Every kind of finding there is, with its meaning: the text of spec/findings.md, which
/// `check --list` prints.
enum FindingCatalogue {
  /// One kind and what it means.
  struct Entry {
    var kind: FindingKind
    var about: String

    init(_ kind: FindingKind, _ about: String) {
      self.kind = kind
      self.about = about
    }
  }

  struct Section {
    var title: String
    var entries: [Entry]
  }

  static let sections: [Section] = [
    Section(title: "Files and archives", entries: inputs),
    Section(title: "Lines and components", entries: lines),
    Section(title: "Contacts", entries: cards),
    Section(title: "Events and tasks", entries: calendars),
    Section(title: "Zones", entries: zones),
    Section(title: "JSON", entries: json),
    Section(title: "Tables", entries: tables),
    Section(title: "A Google export, on import", entries: google),
    Section(title: "An OpenCRM export, on import", entries: openCRM),
    Section(title: "libical", entries: libical),
  ]

  /// The page, in Markdown.
  static var page: String {
    var text = """
      # Findings

      What `drawbridge check` reports, and other commands count. A finding never stops the reading: the records around it are unharmed. The codes are stable; programs may
      depend on them. This page is what `drawbridge check --list` prints.

      | severity | means |
      | --- | --- |
      | error | something was not read, or may be misread; `check` ends with 1 |
      | warning | against the standard, or ambiguous; what was made of it is said |
      | note | odd, and nothing is lost |

      Each finding names the file, the physical line and column where they are known (from 1; 0 otherwise), the record as a person knows it, the clause of the standard, and how to mend it.

      """
    for section in sections {
      text += "\n## \(section.title)\n\n"
      text += "| code | severity | clause | means | to mend it |\n"
      text += "| --- | --- | --- | --- | --- |\n"
      for entry in section.entries {
        let kind = entry.kind
        text +=
          "| `\(kind.code)` | \(kind.severity.rawValue) | \(kind.clause) | "
          + "\(cell(entry.about)) | \(cell(kind.fix)) |\n"
      }
    }
    return text
  }

  private static func cell(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }

  // MARK: - Kinds that other types name

  private static let inputs: [Entry] = InputFinding.Code.allCases.map { code in
    let (severity, about) = about(code)
    return Entry(
      FindingKind(code.rawValue, severity, fix: "The message says what to do."), about)
  }

  private static func about(_ code: InputFinding.Code) -> (FindingKind.Severity, String) {
    switch code {
    case .damagedArchive:
      (.error, "The archive ends early or is corrupt; what stood before was read.")
    case .damagedMember: (.error, "One file of the archive is corrupt and was left out.")
    case .bomb: (.error, "The archive unpacks to far more than it should; reading it stopped.")
    case .tooManyEntries:
      (.error, "The archive holds more files than the limit; reading it stopped.")
    case .tooLarge: (.error, "The file is larger than the limit and was left out.")
    case .unsafeName: (.error, "A name in the archive leads out of it; the entry was not read.")
    case .encrypted: (.error, "The entry is encrypted and was not read.")
    case .unreadable: (.error, "The file or folder may not be read.")
    case .nothingToRead:
      (.warning, "Nothing in this input looks like contacts, events or tasks.")
    case .emptyFile: (.warning, "A file that is named as one of records has no bytes.")
    case .missingParts: (.warning, "Parts of a Takeout are missing; nothing of it is complete.")
    case .repeatedPart: (.warning, "The same part of a Takeout was given twice.")
    case .severalExports: (.warning, "Parts of several Takeouts were given together.")
    case .repeatedPath: (.note, "The same path was given twice; it was read once.")
    case .nestedArchive: (.note, "An archive inside an archive or a folder was not opened.")
    case .specialEntry: (.note, "A link, device or other special entry was not followed.")
    case .repeatedName: (.note, "Two files of an archive have the same name; both were read.")
    }
  }

  static let delimited: [Entry] = DelimitedFinding.Code.allCases.map { code in
    let about =
      switch code {
      case .empty: "The file has no header."
      case .otherEncoding: "The bytes are not UTF-8 and were read as another encoding."
      case .invalidBytes: "Bytes that spell no character became U+FFFD."
      case .duplicateColumn: "Two columns have one name."
      case .shortRow: "A row has fewer cells than the header; the missing ones read as empty."
      case .longRow: "A row has more cells than the header, and not all of them are empty."
      case .unterminatedQuote: "A quote opens a cell and never closes."
      case .textAfterQuote: "Text follows a closing quote; it was added to the cell."
      case .strayQuote: "A quote stands inside a cell that does not begin with one; it was kept."
      case .nul: "A cell holds a NUL byte; it was kept."
      }
    return Entry(code.kind, about)
  }

  private static let libical: [Entry] = WitnessFinding.Code.allCases.map { code in
    let about =
      switch code {
      case .unreadable: "libical reads nothing at all: no calendar, or an END is missing."
      case .refused:
        "The file was not handed to libical: too large, nested too deeply, an END too many."
      case .nul: "NUL bytes, which libical cannot hold, were replaced for its reading."
      case .value: "A value does not fit the type of its property; libical drops the property."
      case .emptyValue: "A property has no value; libical drops it."
      case .unknownProperty: "libical 3.0.16 does not know the property, or its name is malformed."
      case .parameter: "A parameter is malformed or does not fit its property."
      case .restriction:
        "libical's restriction check: too few or too many of a property in a component, by the "
          + "METHOD of the calendar. What it says of every event alike is said once."
      case .other: "Any other complaint."
      }
    return Entry(code.kind, about)
  }
}

extension WitnessFinding.Code {
  /// The witness's complaints are a kind of their own: notes, since our reading is another.
  var kind: FindingKind {
    let word = rawValue.split(separator: ".").last.map(String.init) ?? rawValue
    return FindingKind(
      "libical-" + word, .note,
      clause: self == .restriction ? "RFC 5545 section 3.6, RFC 5546 section 3" : "",
      fix: self == .restriction
        ? "Mend it if programs built on libical shall take the file."
        : "Programs built on libical see this differently; ours is the reading that counts here.")
  }
}
