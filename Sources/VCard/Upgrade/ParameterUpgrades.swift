import ContentLines
import Records

/// Upgrades that a parameter asks for, whatever the property is called.
enum ParameterUpgrades {
  /// `ENCODING=QUOTED-PRINTABLE` with its CHARSET (vCard 2.1) is decoded.
  static let quotedPrintable = UpgradeRow("quoted-printable") { property, card in
    guard property.has("ENCODING", "QUOTED-PRINTABLE") else { return .unchanged }
    let (bytes, isWhole) = QuotedPrintable.decode(
      property.value, escapes: !isURI(property))
    if !isWhole {
      card.note(
        .badQuotedPrintable, property, "An = in \(property.name) is not followed by two digits.")
    }
    property.value = decode(bytes, of: property, &card)
    property.remove(parameter: "ENCODING")
    property.remove(parameter: "CHARSET")
    return .changed
  }

  /// `CHARSET=` says how the bytes of a line in the open are to be read.
  static let charset = UpgradeRow("charset") { property, card in
    guard property.parameter("CHARSET") != nil, !isBase64(property) else { return .unchanged }
    // A whole file is often saved as UTF-8 while its lines still name the old set.
    if !Charset.isUTF8(property.value.bytes) {
      property.value = decode(Array(property.value.bytes), of: property, &card)
    }
    property.remove(parameter: "CHARSET")
    return .changed
  }

  /// `ENCODING=8BIT` and `7BIT` say nothing.
  static let plainEncoding = UpgradeRow("plain-encoding") { property, _ in
    guard property.has("ENCODING", "8BIT") || property.has("ENCODING", "7BIT") else {
      return .unchanged
    }
    property.remove(parameter: "ENCODING")
    return .changed
  }

  /// A `tel:` URI that a 3.0 card shows as a plain number.
  static let phoneURI = UpgradeRow("phone-uri") { property, _ in
    // Of several VALUEs, which no standard knows, each travelled as it was.
    let carried = property.parameters(carriedValue)
    guard property.name == "TEL", carried.count == 1, carried[0].equalsIgnoringCase("uri") else {
      return .unchanged
    }
    property.value = Text(Array("tel:".utf8) + property.text.bytes)
    property.remove(parameter: carriedValue)
    property.set(.value, ["uri"])
    return .changed
  }

  static let carriedValue: Name = "X-DRAWBRIDGE-VALUE"

  /// An ADR with the components of RFC 9554 gets them back, unless somebody has changed it since.
  static let addressParts = UpgradeRow("address-parts") { property, _ in
    guard property.name == "ADR",
      let carried = property.parameters.first(where: { $0.name == PostalAddress.carried })
    else { return .unchanged }
    property.remove(parameter: PostalAddress.carried)
    let whole = CarriedParameter.unwrap(carried).value
    if PostalAddress.shortened(whole) == property.value { property.value = whole }
    return .changed
  }

  /// Parameters that travelled through a 3.0 card get their own names back.
  static let carried = UpgradeRow("carried-parameter") { property, _ in
    guard property.parameters.contains(where: { CarriedParameter.isCarried($0.name) }) else {
      return .unchanged
    }
    property.parameters = property.parameters.map {
      CarriedParameter.isCarried($0.name) ? CarriedParameter.unwrap($0) : $0
    }
    property.splitLists()
    return .changed
  }

  /// The VALUE words of 2.1 and 3.0 that 4.0 does not know.
  static let valueWord = UpgradeRow("value-word") { property, _ in
    guard let word = property.parameter(.value),
      Schema.vCard[property.name].isKnown || UpgradeTable.shared.rename(property.name) != nil
    else { return .unchanged }
    switch word.asciiUppercased {
    case "URL":
      property.set(.value, ["uri"])
    case "CONTENT-ID", "CID":
      property.set(.value, ["uri"])
      if !property.value.bytes.starts(with: "cid:".utf8) {
        // The brackets belong to the header of a message, not to the URI (RFC 2392 section 2).
        var id = Array(property.value.trimmed.bytes)
        if id.first == 0x3C, id.last == 0x3E, id.count > 2 { id = Array(id.dropFirst().dropLast()) }
        property.value = Text(Array("cid:".utf8) + id)
      }
    case "INLINE", "PHONE-NUMBER", "VCARD":
      property.remove(parameter: .value)
    case "BINARY" where isBase64(property):
      property.remove(parameter: .value)
    default:
      return .unchanged
    }
    return .changed
  }

  /// `ENCODING=b` or `BASE64` on a photo, sound or key becomes a `data:` URI (RFC 2397).
  static let base64 = UpgradeRow("base64") { property, card in
    guard isBase64(property), isURI(property), UpgradeTable.isMedia(property.name) else {
      return .unchanged
    }
    let value = property.value.trimmed
    if value.isEmpty || value.hasScheme {
      property.value = value
    } else {
      guard let letters = Base64.letters(value) else {
        card.note(.badBase64, property, "The value of \(property.name) is no base64.")
        return .unchanged
      }
      let type = takeMediaType(&property) ?? MediaWord.sniff(letters)
      property.value = Text(Array("data:\(type);base64,".utf8) + letters.bytes)
    }
    for name: Name in ["ENCODING", "CHARSET", .value] { property.remove(parameter: name) }
    return .changed
  }

  /// Takes the format out of TYPE, or else out of MEDIATYPE.
  private static func takeMediaType(_ property: inout Property) -> String? {
    for (index, parameter) in property.parameters.enumerated() where parameter.name == .type {
      if let type = MediaWord.type(parameter.value, of: property.name) {
        property.parameters.remove(at: index)
        return type
      }
    }
    guard let type = property.parameter("MEDIATYPE"), !type.contains(ASCII.comma) else {
      return nil
    }
    property.remove(parameter: "MEDIATYPE")
    return type.string
  }

  /// `ENCODING=b` on a text is decoded.
  static let base64Text = UpgradeRow("base64-text") { property, card in
    guard isBase64(property), Schema.vCard[property.name].isKnown, !isURI(property) else {
      return .unchanged
    }
    guard let bytes = Base64.decode(property.value), !bytes.contains(0) else {
      card.note(.badBase64, property, "The value of \(property.name) is no text in base64.")
      return .unchanged
    }
    property.value = TextEscaping.escape(decode(bytes, of: property, &card))
    property.remove(parameter: "ENCODING")
    property.remove(parameter: "CHARSET")
    return .changed
  }

  /// `PHOTO;TYPE=JPEG:http://…` names the format of what a link leads to: MEDIATYPE in 4.0.
  static let mediaType = UpgradeRow("media-type") { property, _ in
    guard UpgradeTable.isMedia(property.name), property.parameter("MEDIATYPE") == nil,
      property.parameter("ENCODING") == nil, isURI(property), property.value.hasScheme,
      !property.value.bytes.starts(with: "data:".utf8)
    else { return .unchanged }
    for (index, parameter) in property.parameters.enumerated() where parameter.name == .type {
      guard let type = MediaWord.knownType(parameter.value) else { continue }
      property.parameters.remove(at: index)
      property.set("MEDIATYPE", [Text(type)])
      return .changed
    }
    return .unchanged
  }

  /// `TYPE=INTERNET` on EMAIL says nothing, and 4.0 does not know it.
  static let internet = UpgradeRow("internet") { property, _ in
    guard property.name == "EMAIL",
      property.has(.type, "INTERNET") || property.has(.type, "X-INTERNET")
    else { return .unchanged }
    property.parameters.removeAll {
      $0.name == .type
        && ($0.value.equalsIgnoringCase("INTERNET") || $0.value.equalsIgnoringCase("X-INTERNET"))
    }
    return .changed
  }

  /// `TYPE=HOME\,VOICE`, the bare `HOME,VOICE` and empty TYPE values are mended.
  static let typeWords = UpgradeRow("type-word") { property, _ in
    let before = property.parameters
    property.splitLists()
    var parameters: [Parameter] = []
    for var parameter in property.parameters {
      if parameter.name == .type {
        var value = parameter.value.trimmed
        while value.byte(at: value.count - 1) == ASCII.backslash {
          value = value[0..<value.count - 1].trimmed
        }
        if value.isEmpty { continue }
        parameter.value = value
      }
      parameters.append(parameter)
    }
    guard parameters != before else { return .unchanged }
    property.parameters = parameters
    return .changed
  }

  /// `TYPE=PREF` is `PREF=1`.
  static let preferred = UpgradeRow("preferred") { property, _ in
    guard property.has(.type, "PREF") else { return .unchanged }
    property.parameters.removeAll { $0.name == .type && $0.value.equalsIgnoringCase("PREF") }
    if property.parameter("PREF") == nil { property.set("PREF", ["1"]) }
    return .changed
  }

  /// Apple's parameters of IMPP and SOCIALPROFILE have standard names since RFC 9554.
  static let serviceType = UpgradeRow("service-type") { property, _ in
    guard property.name == "IMPP" || property.name == "SOCIALPROFILE" else { return .unchanged }
    let moves: [(Name, Name)] = [("X-SERVICE-TYPE", "SERVICE-TYPE"), ("X-USER", "USERNAME")]
    var isChanged = false
    for (old, new) in moves {
      let values = property.parameters(old)
      guard !values.isEmpty, property.parameter(new) == nil else { continue }
      property.remove(parameter: old)
      property.set(new, values)
      isChanged = true
    }
    return isChanged ? .changed : .unchanged
  }

  /// The lines of a delivery address are divided by `\n` in RFC 6350, by `^n` since RFC 6868.
  static let labelLines = UpgradeRow("label-lines") { property, _ in
    guard property.name == "ADR", let label = property.parameter("LABEL"),
      label.contains(ASCII.backslash)
    else { return .unchanged }
    var result: [UInt8] = []
    for byte in label.bytes {
      if byte | 0x20 == 0x6E, result.last == ASCII.backslash {
        result[result.count - 1] = ASCII.lf
      } else {
        result.append(byte)
      }
    }
    guard result.count != label.count else { return .unchanged }
    property.set("LABEL", [Text(result)])
    return .changed
  }

  // MARK: Shared by the rows

  static func isBase64(_ property: Property) -> Bool {
    property.has("ENCODING", "B") || property.has("ENCODING", "BASE64")
  }

  static func isURI(_ property: Property) -> Bool {
    CanonicalValue.kind(of: property, Schema.vCard[property.name]) == .uri
      || property.has(.value, "URL")
  }

  private static func decode(
    _ bytes: [UInt8], of property: Property, _ card: inout CardUpgrade
  ) -> Text {
    let name = property.parameter("CHARSET") ?? .empty
    let (decoded, isKnown) = Charset.decode(bytes, named: name)
    if !isKnown {
      card.note(
        .unknownCharset, property,
        "The character set \(name) of \(property.name) is not known; it was read as Windows-1252.")
    }
    return Text(decoded)
  }
}
