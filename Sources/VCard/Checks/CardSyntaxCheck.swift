import CivilTime
public import ContentLines
import Records

/// What the version that a card claims to be asks of its lines, before anything is upgraded:
/// findings for `check`, beside those of reading and of `VCardCheck`.
///
/// Reading takes all of it as it was meant; other programs may not.
public enum CardSyntaxCheck {
  /// The findings about every card of a file of content lines, in its order. O(n).
  public static func findings(of bytes: [UInt8]) -> [Finding] {
    var found: [Finding] = []
    for card in WrittenComponent.read(Lexer.lex(bytes)) where card.name == .vcard {
      var check = CardSyntax(card)
      check.run()
      found += check.found
    }
    return found
  }
}

/// One card under its own version.
private struct CardSyntax {
  private let card: WrittenComponent
  private let version: VCardVersions
  /// As people write it.
  private let versionName: String
  private(set) var found: [Finding] = []

  init(_ card: WrittenComponent) {
    self.card = card
    versionName = card.first(.version)?.value.trimmed.string ?? ""
    version = Self.versions[versionName] ?? []
  }

  private static let versions: [String: VCardVersions] = ["2.1": .v21, "3.0": .v3, "4.0": .v4]

  mutating func run() {
    // A version that nobody knows is a finding of reading; nothing follows from it.
    guard !version.isEmpty else { return }
    let maps = Set(card.lines.filter { $0.name == "CLIENTPIDMAP" }.map { Self.source($0.value) })
    for line in card.lines {
      checkName(line)
      for parameter in line.parameters { check(parameter, of: line, maps) }
      checkValue(line)
    }
    for inner in card.components where inner.name == .vcard {
      var check = CardSyntax(inner)
      check.run()
      found += check.found
    }
  }

  private mutating func note(
    _ kind: FindingKind, _ line: WrittenLine, _ column: Int, _ message: String
  ) {
    found.append(Finding(kind, line: line.line, column: column, message: message))
  }

  private mutating func checkName(_ line: WrittenLine) {
    let row = Schema.vCard[line.name]
    let known = CardWords.olderProperties[line.name] ?? (row.isKnown ? row.versions : nil)
    guard let known, !known.contains(version) else { return }
    note(.propertyOfOtherVersion, line, 1, "\(line.name) is no property of vCard \(versionName).")
  }

  private mutating func check(
    _ parameter: WrittenLine.Parameter, of line: WrittenLine, _ maps: Set<String>
  ) {
    let name = parameter.name
    if !name.text.bytes.allSatisfy(ASCII.isStandardNameByte) {
      note(.badName, line, parameter.column, "“\(name.text.shown)” is no name of a parameter.")
      return
    }
    if let known = CardWords.parameters[name], !known.contains(version) {
      note(
        .parameterOfOtherVersion, line, parameter.column,
        "\(name) is no parameter of vCard \(versionName).")
    }
    if version == .v3, parameter.value.contains(ASCII.quote),
      parameter.value.bytes.contains(where: { $0 == ASCII.semicolon || $0 == ASCII.comma })
    {
      note(
        .quotedSeparator, line, parameter.column,
        "\(name)=\(parameter.value.shown) quotes a separator, at which some programs divide it.")
    }
    let values = ParameterValues.split(
      parameter.value, splitsQuoted: Schema.vCard.parameter(name)?.splitsQuoted == true)
    for value in values { check(value.trimmed, of: parameter, of: line, maps) }
  }

  private mutating func check(
    _ value: Text, of parameter: WrittenLine.Parameter, of line: WrittenLine,
    _ maps: Set<String>
  ) {
    let word = value.asciiLowercased.string
    if parameter.name == .type, let known = CardWords.types(of: line.name, in: version),
      !word.isEmpty, !known.contains(word), !word.hasPrefix("x-")
    {
      note(
        .unknownType, line, parameter.column,
        "vCard \(versionName) knows no TYPE “\(value.shown)” of \(line.name).")
    }
    guard version == .v4 else { return }
    if parameter.name == "LEVEL", let levels = CardWords.levels(of: line.name),
      !levels.contains(word)
    {
      note(
        .badParameter, line, parameter.column,
        "LEVEL of \(line.name) is “\(value.shown)”, not \(levels.joined(separator: ", ")).")
    }
    if parameter.name == "INDEX", (Int(word) ?? 0) < 1 {
      note(
        .badParameter, line, parameter.column, "INDEX=\(value.shown) is no number from 1.")
    }
    if parameter.name == "PID" {
      let parts = word.split(separator: ".", omittingEmptySubsequences: false)
      if parts.count > 2 || !parts.allSatisfy({ (Int($0) ?? 0) > 0 }) {
        note(.badParameter, line, parameter.column, "PID=\(value.shown) is no pair of numbers.")
      } else if parts.count == 2, !maps.contains(String(parts[1])) {
        note(
          .badParameter, line, parameter.column,
          "PID=\(value.shown) names a source that no CLIENTPIDMAP explains.")
      }
    }
  }

  private mutating func checkValue(_ line: WrittenLine) {
    let row = Schema.vCard[line.name]
    let value = line.value.trimmed
    if line.name == .uid, value.isEmpty {
      note(.badValue, line, line.valueColumn, "UID is empty.")
    }
    let type = line.parameter(.value).map(\.trimmed) ?? .empty
    let isDate =
      row.isKnown
      && (row.value == .date && !type.equalsIgnoringCase("text")
        || row.defaultType == "timestamp")
    if isDate, line.parameter("ENCODING") == nil { checkDate(line, value, row) }
    if case .structured(let count, true) = row.value, version != .v21,
      TextEscaping.split(line.value, at: ASCII.semicolon).count < count, !value.isEmpty
    {
      let parts = TextEscaping.split(line.value, at: ASCII.semicolon).count
      note(
        .tooFewParts, line, line.valueColumn,
        "\(line.name) has \(parts == 1 ? "one part" : "\(parts) parts") of \(count).")
    }
    switch line.name {
    case "GENDER" where version == .v4:
      let sex = TextEscaping.split(line.value, at: ASCII.semicolon)[0].trimmed.asciiUppercased
      if !["", "M", "F", "O", "N", "U"].contains(sex.string) {
        note(
          .badValue, line, line.valueColumn,
          "GENDER begins with “\(sex.shown)”, not M, F, O, N or U."
        )
      }
    case "CLIENTPIDMAP" where version == .v4:
      let parts = TextEscaping.split(line.value, at: ASCII.semicolon)
      if parts.count != 2 || (Int(parts[0].trimmed.string) ?? 0) < 1
        || !parts[1].trimmed.hasScheme
      {
        note(
          .badValue, line, line.valueColumn,
          "CLIENTPIDMAP “\(line.value.shown)” is no number and URI.")
      }
    case "GEO": checkPosition(line)
    default: break
    }
  }

  /// Every date is understood, whatever version spells it.
  private mutating func checkDate(_ line: WrittenLine, _ value: Text, _ row: PropertySchema) {
    guard let (date, _) = DateSpelling.read(value) else { return }
    let isExtended =
      (value.contains(0x2D) || value.contains(ASCII.colon)) && DateSpelling.spelled(date) != value
    if version == .v4, isExtended {
      note(
        .dateOfOtherVersion, line, line.valueColumn,
        "\(line.name) is written “\(value.shown)”; vCard 4.0 knows the basic form alone.")
    } else if version != .v4, date.year == nil || date.month == nil || date.day == nil,
      row.value == .date
    {
      note(
        .dateOfOtherVersion, line, line.valueColumn,
        "\(line.name) is written “\(value.shown)”; vCard \(versionName) knows whole dates alone.")
    }
  }

  private mutating func checkPosition(_ line: WrittenLine) {
    var text = line.value.trimmed
    if text.count > 4, text[0..<4].equalsIgnoringCase("geo:") { text = text[4..<text.count] }
    let numbers = text.bytes.split { $0 == ASCII.comma || $0 == ASCII.semicolon }
      .map { Double(String(decoding: $0.filter { $0 != ASCII.backslash }, as: UTF8.self)) }
    guard numbers.count > 1, let latitude = numbers[0], let longitude = numbers[1],
      abs(latitude) > 90 || abs(longitude) > 180
    else { return }
    note(
      .badValue, line, line.valueColumn,
      "GEO “\(line.value.shown)” lies on no map: latitude to 90, longitude to 180.")
  }

  /// The number of a source in a CLIENTPIDMAP.
  private static func source(_ value: Text) -> String {
    TextEscaping.split(value, at: ASCII.semicolon)[0].trimmed.string
  }
}

extension FindingKind {
  package static let propertyOfOtherVersion = FindingKind(
    "property-of-other-version", .warning, clause: "RFC 6350 section 6, RFC 2426 section 3",
    fix: "It was taken as meant; `drawbridge convert` writes what the version has a word for.")
  package static let parameterOfOtherVersion = FindingKind(
    "parameter-of-other-version", .warning, clause: "RFC 6350 section 5, RFC 2426 section 4",
    fix: "It was taken as meant; `drawbridge convert` writes what the version has a word for.")
  package static let quotedSeparator = FindingKind(
    "quoted-separator", .warning, clause: "RFC 2426 section 4",
    fix: "Write each value as a parameter of its own (TYPE=HOME;TYPE=WORK).")
  package static let unknownType = FindingKind(
    "unknown-type", .note, clause: "RFC 6350 section 5.6, RFC 2426 section 3",
    fix: "Use a word of the standard, or begin one of your own with x-; it was kept.")
  package static let badParameter = FindingKind(
    "bad-parameter", .warning, clause: "RFC 6350 section 5.5 and 7, RFC 6715 section 3",
    fix: "Write a value that the standard knows; it was kept.")
  package static let badValue = FindingKind(
    "bad-value", .warning, clause: "RFC 6350 section 6",
    fix: "Write a value that the standard knows; it was kept.")
  package static let tooFewParts = FindingKind(
    "too-few-parts", .note, clause: "RFC 6350 sections 6.2.2 and 6.3.1",
    fix: "Write all semicolons; the parts that are missing were read as empty.")
  package static let dateOfOtherVersion = FindingKind(
    "date-of-other-version", .note, clause: "RFC 6350 section 4.3, RFC 2426 section 3.1.5",
    fix: "`drawbridge convert` writes it as the version wants it.")
}
