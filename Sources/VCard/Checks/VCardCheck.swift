public import ContentLines
public import Records

/// What RFC 6350 asks of a card and a reader can do without: findings for `check`, beside those of
/// reading.
public enum VCardCheck {
  /// The findings about every contact of a file, in its order. O(n).
  public static func findings(of file: ReadFile) -> [Finding] {
    guard file.format == .vCard else { return [] }
    return file.records.flatMap { findings(of: $0.record) }
  }

  /// The findings about one canonical contact.
  public static func findings(of record: Record) -> [Finding] {
    guard record.kind == .contact, let card = record.components.first else { return [] }
    var found: [Finding] = []
    var labelled = Set<Text>()
    for property in card.properties where property.name != CardUpgrades.label {
      labelled.insert(property.group.asciiLowercased)
    }
    for property in card.properties {
      for (kind, message) in complaints(property, card, labelled) {
        found.append(
          Finding(
            kind, line: Int(property.line == 0 ? card.line : property.line), column: 1,
            record: record.displayName, message: message))
      }
    }
    return found
  }

  private static func complaints(
    _ property: Property, _ card: Component, _ labelled: Set<Text>
  ) -> [(FindingKind, String)] {
    var found: [(FindingKind, String)] = []
    let row = Schema.vCard[property.name]
    let name = property.name
    let shown = short(property.text.string)
    if !row.isKnown, !name.isExtension, name != .unread {
      found.append((.unknownProperty, "There is no property \(name)."))
    }
    if row.key == .email, !isAddress(property.text) {
      found.append((.badEmail, "“\(shown)” is no e-mail address."))
    }
    if CanonicalValue.kind(of: property, row) == .uri, !property.value.isEmpty, name != .uid,
      !property.value.hasScheme
    {
      found.append((.badURI, "\(name) should be a URI: “\(shown)” has no scheme."))
    }
    if row.mostParts > 0, property.parts.count > row.mostParts {
      found.append(
        (
          .tooManyParts,
          "\(name) has \(property.parts.count) parts; it may have \(row.mostParts)."
        ))
    }
    if row.defaultType == "timestamp", !isTimestamp(property.value.trimmed) {
      found.append((.badTimestamp, "\(name) is no time: “\(shown)”."))
    }
    if name == "MEMBER", card.first("KIND")?.value.equalsIgnoringCase("group") != true {
      found.append((.memberOutsideGroup, "MEMBER stands in a card whose KIND is not group."))
    }
    if name == CardUpgrades.label,
      property.group.isEmpty || !labelled.contains(property.group.asciiLowercased)
    {
      found.append((.looseLabel, "The label “\(shown)” labels nothing."))
    }
    for parameter in property.parameters {
      let value = parameter.value.string
      if parameter.name == "PREF", !(1...100).contains(Int(value) ?? 0) {
        found.append((.badPreference, "PREF=\(short(value)) is no number from 1 to 100."))
      }
      if parameter.name == "LANGUAGE", !isLanguage(parameter.value) {
        found.append((.badLanguage, "LANGUAGE=\(short(value)) is no language tag."))
      }
    }
    if row.value == .language, !isLanguage(property.value) {
      found.append((.badLanguage, "\(name) “\(shown)” is no language tag."))
    }
    return found
  }

  /// One `@` with something before and a host behind it, and no blanks.
  private static func isAddress(_ text: Text) -> Bool {
    guard let at = text.bytes.lastIndex(of: 0x40), at > text.bytes.startIndex,
      at < text.bytes.endIndex - 1
    else { return false }
    return !text.bytes.contains { ASCII.isSpace($0) || $0 < 0x20 }
  }

  /// RFC 5646 section 2.1, as far as its letters and lengths go.
  private static func isLanguage(_ text: Text) -> Bool {
    let parts = text.bytes.split(separator: 0x2D, omittingEmptySubsequences: false)
    guard let first = parts.first, first.allSatisfy(ASCII.isLetter) else { return false }
    return parts.allSatisfy { (1...8).contains($0.count) }
      && parts.allSatisfy { $0.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) } }
  }

  /// A date with a time, in either spelling (RFC 6350 section 4.3.5).
  private static func isTimestamp(_ text: Text) -> Bool {
    let digits = text.bytes.filter(ASCII.isDigit).count
    return (8...20).contains(digits)
      && text.bytes.allSatisfy {
        ASCII.isDigit($0) || [0x2D, 0x3A, 0x54, 0x5A, 0x2B, 0x2E].contains($0)
      }
  }

  private static func short(_ value: String) -> String {
    value.utf8.count <= 60 ? value : String(value.prefix(40)) + "…"
  }
}

extension FindingKind {
  package static let unknownProperty = FindingKind(
    "unknown-property", .note, clause: "RFC 6350 section 6.10, RFC 5545 section 3.8.8",
    fix: "Begin a name of your own with X-; the line was kept.")
  package static let badEmail = FindingKind(
    "bad-email", .warning, clause: "RFC 6350 section 6.4.2",
    fix: "Write one address, such as joe@acme.example; the text was kept.")
  package static let badURI = FindingKind(
    "bad-uri", .warning, clause: "RFC 6350 section 4.2, RFC 3986 section 3.1",
    fix: "Write it with its scheme, such as https://acme.example; the text was kept.")
  package static let tooManyParts = FindingKind(
    "too-many-parts", .warning, clause: "RFC 9554 sections 2.1 and 2.2",
    fix: "Escape a semicolon that belongs to the text as \\; and take the others out.")
  package static let badTimestamp = FindingKind(
    "bad-timestamp", .warning, clause: "RFC 6350 section 4.3.5",
    fix: "Write 20260101T120000Z; the value was kept.")
  package static let memberOutsideGroup = FindingKind(
    "member-outside-group", .warning, clause: "RFC 6350 section 6.6.5",
    fix: "Add KIND:group, or take MEMBER out.")
  package static let looseLabel = FindingKind(
    "loose-label", .note,
    fix: "Give the label the group of the line it belongs to, or take it out.")
  package static let badPreference = FindingKind(
    "bad-preference", .warning, clause: "RFC 6350 section 5.3",
    fix: "Write PREF=1 for the preferred one.")
  package static let badLanguage = FindingKind(
    "bad-language", .warning, clause: "RFC 5646 section 2.1",
    fix: "Write a tag such as en or de-CH; the text was kept.")
}
