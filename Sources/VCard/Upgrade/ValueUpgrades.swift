import CivilTime
import ContentLines
import Records

/// Upgrades of single values, by the property's name in vCard 4.0.
enum ValueUpgrades {
  static let rows: [(name: Name, row: UpgradeRow)] =
    (["BDAY", "ANNIVERSARY", "DEATHDATE", "X-ABDATE"] as [Name]).map { ($0, date) }
    + ([
      "URL", "IMPP", "SOCIALPROFILE", "PHOTO", "LOGO", "FBURL", "CALURI", "CALADRURI",
      "SOURCE", "MEMBER", "CONTACT-URI", "ORG-DIRECTORY", "BIRTHPLACE", "DEATHPLACE",
    ] as [Name]).map { ($0, uri) }
    + [
      ("RELATED", textOrURI), ("KEY", textOrURI), ("SOUND", textOrURI), ("REV", stamp),
      ("CREATED", stamp), ("GEO", geo), ("TZ", zone), ("KIND", kind),
      ("GENDER", sex), ("FN", formattedName), ("N", name), ("ADR", address),
    ]

  /// Any spelling of a date becomes the basic one; a year that stands for none goes.
  static let date = UpgradeRow("date") { property, card in
    let value = property.value.trimmed
    guard CanonicalValue.kind(of: property, Schema.vCard[property.name]) == .date,
      !value.isEmpty
    else { return .unchanged }
    if property.has(.value, "time") {
      guard let time = DateSpelling.clock(value), DateSpelling.spelledClock(time) != property.value
      else { return .unchanged }
      property.value = DateSpelling.spelledClock(time)
      return .changed
    }
    guard var (date, hasFraction) = DateSpelling.read(value) else {
      card.note(
        .badDate, property, "\(property.name) is no date of vCard 4: \(shortened(value.string)).")
      property.set(.value, ["text"])
      return .changed
    }
    if hasFraction {
      card.note(
        .dateFraction, property,
        "\(property.name) has a fraction of a second: \(shortened(value.string)).")
    }
    let placeholder = property.parameter("X-APPLE-OMIT-YEAR").flatMap { Int($0.string) }
    if date.month != nil, date.day != nil,
      date.year == placeholder || date.year == appleYear
        || date.year == 0
    {
      date.year = nil
    }
    let spelled = DateSpelling.spelled(date)
    guard spelled != property.value || property.parameter("X-APPLE-OMIT-YEAR") != nil else {
      return .unchanged
    }
    property.remove(parameter: "X-APPLE-OMIT-YEAR")
    property.value = spelled
    return .changed
  }

  /// When a card was made or changed: 4.0 knows the basic spelling alone (RFC 6350 section 4.3.5).
  static let stamp = UpgradeRow("timestamp", passes: DateSpelling.isBasicStamp) { property, _ in
    guard let (date, hasFraction) = DateSpelling.read(property.value), !hasFraction,
      date.date != nil
    else { return .unchanged }
    let spelled = DateSpelling.spelled(date)
    guard spelled != property.value else { return .unchanged }
    property.value = spelled
    return .changed
  }

  /// The year that Apple writes where none is known; some exporters drop the parameter that says so.
  static let appleYear = 1604

  /// `http\://www.acme.example`: URIs know no escapes.
  static let uri = UpgradeRow("uri-escape", passes: isPlainWord) { property, _ in
    guard ParameterUpgrades.isURI(property) else { return .unchanged }
    let value = withoutEscapes(property.value.trimmed)
    guard value != property.value else { return .unchanged }
    property.value = value
    return .changed
  }

  /// RELATED, KEY and SOUND are URIs unless they say otherwise; a name, a key block or how a name
  /// is spoken is a text.
  static let textOrURI = UpgradeRow("text-value") { property, card in
    guard ParameterUpgrades.isURI(property) else { return .unchanged }
    if property.value.trimmed.hasScheme {
      return uri.apply(&property, &card)
    }
    guard !property.value.trimmed.isEmpty, property.parameter("ENCODING") == nil else {
      return .unchanged
    }
    property.set(.value, ["text"])
    return .changed
  }

  /// `37.38;-122.08` is `geo:37.38,-122.08` (RFC 5870).
  static let geo = UpgradeRow("geo") { property, card in
    let value = property.value.trimmed
    let isFloat = property.has(.value, "float")
    guard ParameterUpgrades.isURI(property) || isFloat, !value.isEmpty,
      property.parameter("ENCODING") == nil
    else { return .unchanged }
    if !isFloat, value.hasScheme { return uri.apply(&property, &card) }
    let plain = withoutEscapes(value)
    for separator in [ASCII.semicolon, ASCII.comma] {
      let parts = TextEscaping.split(plain, at: separator).map(\.trimmed)
      if parts.count == 2, parts.allSatisfy(isDecimal) {
        property.value = Text(
          Array("geo:".utf8) + parts[0].bytes + [ASCII.comma] + parts[1].bytes)
        property.remove(parameter: .value)
        return .changed
      }
    }
    card.note(
      .badPosition, property, "GEO is no latitude and longitude: \(shortened(value.string)).")
    property.set(.value, ["text"])
    return .changed
  }

  /// `-05:00` is an offset; 4.0 takes TZ as the name of a zone unless told.
  static let zone = UpgradeRow("zone-offset") { property, _ in
    let isOffset = property.has(.value, "utc-offset")
    guard property.parameter(.value) == nil || property.has(.value, "text") || isOffset,
      let offset = DateSpelling.basicOffset(property.value),
      !isOffset || offset != property.value
    else { return .unchanged }
    property.set(.value, ["utc-offset"])
    property.value = offset
    return .changed
  }

  static let kind = UpgradeRow("letter-case", passes: isLowerWord) { property, _ in
    let value = property.value.trimmed.asciiLowercased
    guard value != property.value else { return .unchanged }
    property.value = value
    return .changed
  }

  static let sex = UpgradeRow("letter-case") { property, _ in
    let parts = property.parts
    let sex = parts[0].trimmed.asciiUppercased
    guard sex != parts[0] else { return .unchanged }
    property.value = CanonicalValue.join([sex] + parts.dropFirst(), ASCII.semicolon)
    return .changed
  }

  /// An empty FN names nobody.
  static let formattedName = UpgradeRow("empty-name", passes: beginsWithLetter) { property, _ in
    property.value.trimmed.isEmpty ? .removed : .unchanged
  }

  /// `N:;;;;` names nobody; in 2.1 a comma is a letter like any other.
  static let name = UpgradeRow(
    "empty-name", passes: { beginsWithLetter($0) && hasNoComma($0) }
  ) { property, card in
    isEmptyName(property.value) ? .removed : address.apply(&property, &card)
  }

  static let address = UpgradeRow("plain-comma", passes: hasNoComma) { property, card in
    guard card.version == "2.1", property.value.contains(ASCII.comma) else { return .unchanged }
    let parts = TextEscaping.split(property.value, at: ASCII.comma)
    guard parts.count > 1 else { return .unchanged }
    property.value = Text(
      Array(parts.map { Array($0.bytes) }.joined(separator: [ASCII.backslash, ASCII.comma])))
    return .changed
  }

  /// Neither spaces around it nor escapes in it.
  private static func isPlainWord(_ bytes: Span<UInt8>) -> Bool {
    for place in bytes.indices
    where bytes[place] <= ASCII.space || bytes[place] == ASCII.backslash { return false }
    return true
  }

  private static func isLowerWord(_ bytes: Span<UInt8>) -> Bool {
    for place in bytes.indices where !(0x61...0x7A ~= bytes[place]) { return false }
    return true
  }

  private static func beginsWithLetter(_ bytes: Span<UInt8>) -> Bool {
    !bytes.isEmpty && (ASCII.isLetter(bytes[0]) || bytes[0] >= 0x80)
  }

  private static func hasNoComma(_ bytes: Span<UInt8>) -> Bool {
    for place in bytes.indices where bytes[place] == ASCII.comma { return false }
    return true
  }

  static func isEmptyName(_ value: Text) -> Bool {
    value.bytes.allSatisfy {
      $0 == ASCII.semicolon || $0 == ASCII.comma || $0 == ASCII.space || $0 == ASCII.tab
    }
  }

  /// Without the backslashes before `:`, `;` and `,`.
  private static func withoutEscapes(_ value: Text) -> Text {
    guard value.contains(ASCII.backslash) else { return value }
    var result: [UInt8] = []
    for byte in value.bytes {
      if byte == ASCII.colon || byte == ASCII.semicolon || byte == ASCII.comma {
        while result.last == ASCII.backslash { result.removeLast() }
      }
      result.append(byte)
    }
    return result.count == value.count ? value : Text(result)
  }

  static func isDecimal(_ text: Text) -> Bool {
    text.bytes.contains(where: ASCII.isDigit)
      && text.bytes.allSatisfy {
        ASCII.isDigit($0) || $0 == ASCII.dot || $0 == 0x2B || $0 == 0x2D
      }
  }

  /// Enough of a value to recognise it in a message.
  private static func shortened(_ value: String) -> String {
    value.utf8.count <= 60 ? value : String(value.prefix(40)) + "…"
  }
}
