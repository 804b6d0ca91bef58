import ContentLines
import Records

/// Vendors' properties that vCard 4.0 has a name for.
enum NameUpgrades {
  static let rows: [(name: Name, row: UpgradeRow)] =
    renaming(
      [
        "X-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY", "X-KADDRESSBOOK-X-ANNIVERSARY",
        "X-MS-ANNIVERSARY",
      ], anniversary)
    + renaming(
      ["X-SPOUSE", "X-EVOLUTION-SPOUSE", "X-KADDRESSBOOK-X-SPOUSESNAME", "X-MS-SPOUSE"], spouse)
    + renaming(services.map(\.name), messaging)
    + [
      ("X-GENDER", gender), ("X-WAB-GENDER", gender), ("X-ABSHOWAS", showAs),
      ("X-ADDRESSBOOKSERVER-KIND", serverKind), ("X-ADDRESSBOOKSERVER-MEMBER", serverMember),
      ("X-SOCIALPROFILE", socialProfile), ("X-ANDROID-CUSTOM", android),
      ("PROFILE", profile), ("X-MS-CHILD", child),
    ]

  private static func renaming(_ names: [Name], _ row: UpgradeRow) -> [(
    name: Name, row: UpgradeRow
  )] {
    names.map { ($0, row) }
  }

  static let anniversary = UpgradeRow("anniversary") { property, card in
    guard !property.value.trimmed.isEmpty else { return .unchanged }
    return becomeSingle(&property, "ANNIVERSARY", property.value, card)
  }

  static let spouse = UpgradeRow("spouse") { property, _ in
    guard !property.value.trimmed.isEmpty else { return .unchanged }
    property.name = "RELATED"
    property.set(.value, ["text"])
    property.parameters.append(Parameter(.type, "spouse"))
    return .changed
  }

  /// Outlook's children, one a line.
  static let child = UpgradeRow("child") { property, _ in
    guard !property.value.trimmed.isEmpty else { return .unchanged }
    property.name = "RELATED"
    property.set(.value, ["text"])
    property.parameters.append(Parameter(.type, "child"))
    return .changed
  }

  /// Property, URI scheme and the service as people call it (RFC 9554 SERVICE-TYPE).
  static let services: [(name: Name, scheme: String, service: String)] = [
    ("X-AIM", "aim", "AIM"), ("X-ICQ", "icq", "ICQ"), ("X-JABBER", "xmpp", "Jabber"),
    ("X-MSN", "msnim", "MSN"), ("X-YAHOO", "ymsgr", "Yahoo"), ("X-SKYPE", "skype", "Skype"),
    ("X-SKYPE-USERNAME", "skype", "Skype"), ("X-GTALK", "xmpp", "GoogleTalk"),
    ("X-GOOGLE-TALK", "xmpp", "GoogleTalk"), ("X-QQ", "qq", "QQ"),
    ("X-GADUGADU", "gg", "GaduGadu"), ("X-GROUPWISE", "groupwise", "GroupWise"),
    ("X-SIP", "sip", "SIP"),
  ]

  static let messaging = UpgradeRow("messaging") { property, card in
    guard let row = services.first(where: { $0.name == property.name }) else { return .unchanged }
    let address = property.text.trimmed
    guard !address.isEmpty else { return .unchanged }
    let prefix = Array("\(row.scheme):".utf8)
    property.name = "IMPP"
    property.remove(parameter: .value)
    _ = ParameterUpgrades.serviceType.apply(&property, &card)
    property.value =
      address.asciiLowercased.bytes.starts(with: prefix)
      ? percentEncoded(address) : Text(prefix + percentEncoded(address).bytes)
    if property.parameter("SERVICE-TYPE") == nil {
      property.set("SERVICE-TYPE", [Text(row.service)])
    }
    return .changed
  }

  static let gender = UpgradeRow("gender") { property, card in
    let word = property.text.trimmed
    let sex: Text
    switch word.asciiLowercased {
    case "": return .unchanged
    case "male", "m": sex = "M"
    case "female", "f": sex = "F"
    case "2" where property.name == "X-WAB-GENDER": sex = "M"
    case "1" where property.name == "X-WAB-GENDER": sex = "F"
    case let other where other.count == 1 && ["o", "n", "u"].contains(other):
      sex = other.asciiUppercased
    // The words are kept beside an empty sex, so that nothing is claimed that was not said.
    default: sex = Text([ASCII.semicolon] + TextEscaping.escape(word).bytes)
    }
    return becomeSingle(&property, "GENDER", sex, card)
  }

  static let showAs = UpgradeRow("show-as") { property, card in
    guard property.value.trimmed.equalsIgnoringCase("COMPANY") else { return .unchanged }
    return becomeSingle(&property, "KIND", "org", card)
  }

  static let serverKind = UpgradeRow("server-kind") { property, card in
    let kind = property.value.trimmed.asciiLowercased
    return kind.isEmpty ? .unchanged : becomeSingle(&property, "KIND", kind, card)
  }

  static let serverMember = UpgradeRow("server-member") { property, _ in
    property.name = "MEMBER"
    return .changed
  }

  /// Apple's TYPE names the service, and `x-user` the account (RFC 9554 section 2.10).
  static let socialProfile = UpgradeRow("social-profile") { property, card in
    property.name = "SOCIALPROFILE"
    _ = ParameterUpgrades.serviceType.apply(&property, &card)
    if property.parameter("SERVICE-TYPE") == nil,
      let index = property.parameters.firstIndex(where: {
        $0.name == .type && !["home", "work", "pref"].contains($0.value.asciiLowercased)
      })
    {
      property.parameters[index].name = "SERVICE-TYPE"
    }
    if !property.value.hasScheme { property.set(.value, ["text"]) }
    return .changed
  }

  /// Android's `vnd.android.cursor.item/KIND;value;type;label;…`: nicknames, anniversaries and
  /// relations that have a word in vCard; the others are kept.
  static let android = UpgradeRow("android-custom") { property, card in
    let parts = property.parts
    let prefix = "vnd.android.cursor.item/"
    let kind = parts[0].trimmed.string
    guard parts.count > 1, kind.hasPrefix(prefix), !parts[1].isEmpty,
      parts.dropFirst(3).allSatisfy(\.isEmpty)
    else { return .unchanged }
    let type = parts.count > 2 ? parts[2].string : ""
    let value = TextEscaping.escape(TextEscaping.unescape(parts[1]))
    switch kind.dropFirst(prefix.count) {
    case "nickname" where type.isEmpty || type == "1":
      property.name = "NICKNAME"
      property.value = value
      return .changed
    case "contact_event" where type == "1":
      guard DateSpelling.read(value) != nil else { return .unchanged }
      return becomeSingle(&property, "ANNIVERSARY", value, card)
    case "relation":
      guard let word = ["3": "child", "6": "friend", "9": "parent", "14": "spouse"][type] else {
        return .unchanged
      }
      property.name = "RELATED"
      property.value = value
      property.set(.value, ["text"])
      property.parameters.append(Parameter(.type, Text(word)))
      return .changed
    default: return .unchanged
    }
  }

  /// `PROFILE:VCARD` says what BEGIN says.
  static let profile = UpgradeRow("profile") { property, _ in
    property.value.trimmed.equalsIgnoringCase("VCARD") ? .removed : .unchanged
  }

  /// Gives a property the name of one that stands once in a card. Where that one is there already,
  /// an equal value goes and a different one stays under its old name.
  static func becomeSingle(
    _ property: inout Property, _ name: Name, _ value: Text, _ card: CardUpgrade
  ) -> UpgradeOutcome {
    guard let other = card.first(name) else {
      property.name = name
      property.value = value
      return .changed
    }
    let isEqual =
      other.value == value
      || (DateSpelling.basic(other.value).map { $0 == DateSpelling.basic(value) } ?? false)
    return isEqual && property.group.isEmpty ? .removed : .unchanged
  }

  /// Bytes that may not stand in a URI as `%XX` (RFC 3986 section 2).
  private static func percentEncoded(_ text: Text) -> Text {
    let digits = Array("0123456789ABCDEF".utf8)
    let marks = Array("-._~:/?#[]@!$&'()*+,;=%".utf8)
    return Text(
      text.bytes.flatMap { byte in
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || marks.contains(byte)
          ? [byte] : [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      })
  }
}
