import ContentLines
import Records

/// All upgrades, in the order they apply: parameters, names, the card as a whole, values.
///
/// spec/mappings-vcard.md lists the rows by their codes; a test holds the two together.
struct UpgradeTable: Sendable {
  static let shared = UpgradeTable()

  /// Rows for properties with parameters, whatever their name.
  static let parameterRows: [UpgradeRow] = [
    ParameterUpgrades.quotedPrintable, ParameterUpgrades.charset, ParameterUpgrades.plainEncoding,
    ParameterUpgrades.phoneURI, ParameterUpgrades.addressParts, ParameterUpgrades.carried,
    ParameterUpgrades.valueWord,
    ParameterUpgrades.typeWords, ParameterUpgrades.base64, ParameterUpgrades.base64Text,
    ParameterUpgrades.mediaType, ParameterUpgrades.internet, ParameterUpgrades.preferred,
    ParameterUpgrades.serviceType, ParameterUpgrades.labelLines,
  ]

  static let cardRows: [CardRow] = [
    CardUpgrades.anniversaryDate, CardUpgrades.relatedName, CardUpgrades.deliveryLabel,
    CardUpgrades.sortString,
  ]

  /// All codes in their order, each once.
  static var codes: [String] {
    var codes: [String] = []
    let all =
      parameterRows.map(\.code) + NameUpgrades.rows.map(\.row.code) + cardRows.map(\.code)
      + ValueUpgrades.rows.map(\.row.code) + [VCardReader.versionCode, VCardReader.derivedCode]
    for code in all where !codes.contains(code) { codes.append(code) }
    return codes
  }

  private let renames: [UpgradeRow?]
  private let values: [UpgradeRow?]
  private let masks: [UInt32]

  private init() {
    func byName(_ rows: [(name: Name, row: UpgradeRow)]) -> [UpgradeRow?] {
      let last = rows.map { Int($0.name.id) }.max() ?? 0
      var result = [UpgradeRow?](repeating: nil, count: last + 1)
      for (name, row) in rows { result[Int(name.id)] = row }
      return result
    }
    renames = byName(NameUpgrades.rows)
    values = byName(ValueUpgrades.rows)
    let names = Self.cardRows.flatMap(\.names)
    var masks = [UInt32](repeating: 0, count: (names.map { Int($0.id) }.max() ?? 0) + 1)
    for (index, row) in Self.cardRows.enumerated() {
      for name in row.names { masks[Int(name.id)] |= 1 << UInt32(index) }
    }
    self.masks = masks
  }

  func rename(_ name: Name) -> UpgradeRow? {
    Int(name.id) < renames.count ? renames[Int(name.id)] : nil
  }

  func value(_ name: Name) -> UpgradeRow? {
    Int(name.id) < values.count ? values[Int(name.id)] : nil
  }

  func cardRows(_ name: Name) -> UInt32 {
    Int(name.id) < masks.count ? masks[Int(name.id)] : 0
  }

  /// Whether any row of the parameters could apply; most lines have no parameters, or plain ones.
  static func looksAtParameters(_ property: Property) -> Bool {
    for parameter in property.parameters {
      let name = parameter.name
      if name == .type {
        let value = parameter.value
        let last = value.byte(at: value.count - 1)
        if last == nil || last == ASCII.backslash || value.byte(at: 0).map(ASCII.isSpace) == true
          || last.map(ASCII.isSpace) == true
          || value.contains(ASCII.comma)
          || value.equalsIgnoringCase("PREF") || value.equalsIgnoringCase("INTERNET")
          || value.equalsIgnoringCase("X-INTERNET") || isMedia(property.name)
        {
          return true
        }
      } else if name == "VALUE" || name == "ENCODING" || name == "CHARSET"
        || name == "X-SERVICE-TYPE" || name == "LABEL" || name == "X-USER"
        || (!name.isInTable && CarriedParameter.isCarried(name))
      {
        return true
      }
    }
    return false
  }

  /// Whether a row of the parameters that this one asks for looks at the value as well, or at a
  /// text that is hardly the same twice. What is encoded in quoted-printable is told apart by
  /// `CardHead`.
  static func looksAtValue(_ parameter: Parameter) -> Bool {
    parameter.name == "LABEL" || CarriedParameter.isCarried(parameter.name)
      || parameter.name == .value
        && ["CONTENT-ID", "CID"].contains(parameter.value.asciiUppercased)
  }

  static func isMedia(_ name: Name) -> Bool {
    name == "PHOTO" || name == "LOGO" || name == "SOUND" || name == "KEY"
  }
}
