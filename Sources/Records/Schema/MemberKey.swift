public import ContentLines

/// Computes the key that pairs a member with the same member of another version of its record.
public enum MemberKey {
  /// The key of a member, or nil where the schema pairs the property in another way. O(n).
  ///
  /// Two members of one record may have the same key; nothing here drops one.
  public static func of(_ property: Property, _ row: PropertySchema) -> Text? {
    switch row.key {
    case .none: nil
    case .email: email(property.text)
    case .phone: phone(property.text)
    case .postalAddress: postalAddress(property)
    case .value: row.value == .raw || row.value == .uri ? property.value : property.text
    case .calendarAddress: calendarAddress(property.value)
    }
  }

  /// `mailto:` removed, the domain in lower case (RFC 5321 section 2.4: the local part may matter).
  public static func email(_ text: Text) -> Text {
    let address = withoutScheme(text.trimmed, "mailto:")
    guard let at = address.bytes.lastIndex(of: 0x40) else { return address }
    let position = at - address.bytes.startIndex
    let domain = address[position..<address.count]
    guard domain.bytes.contains(where: { $0 >= 0x41 && $0 <= 0x5A }) else { return address }
    return Text(Array(address[0..<position].bytes) + Array(domain.asciiLowercased.bytes))
  }

  /// `+` and digits where the number is international, else all its digits, with an extension and
  /// with letters; a text without digits is its own key. O(n).
  public static func phone(_ text: Text) -> Text {
    let number = withoutScheme(text.trimmed, "tel:")
    let key = PhoneKey(number)
    return key.hasDigit ? Text(key.bytes) : number.asciiLowercased
  }

  private static func postalAddress(_ property: Property) -> Text {
    var key: [UInt8] = []
    for (index, part) in property.parts.enumerated() {
      if index > 0 { key.append(ASCII.semicolon) }
      // `line 1,line 2` and `line 1\\nline 2` are one street.
      var isGap = true
      for line in TextEscaping.split(part, at: ASCII.comma) {
        for byte in TextEscaping.unescape(line).bytes {
          let isSpace = ASCII.isSpace(byte)
          if !isSpace || !isGap { key.append(isSpace ? ASCII.space : byte) }
          isGap = isSpace
        }
        if !isGap { key.append(ASCII.space) }
        isGap = true
      }
      if key.last == ASCII.space { key.removeLast() }
    }
    while key.last == ASCII.semicolon { key.removeLast() }
    return Text(key)
  }

  /// A calendar user address in lower case, without its scheme.
  public static func calendarAddress(_ value: Text) -> Text {
    withoutScheme(value.trimmed, "mailto:").asciiLowercased
  }

  private static func withoutScheme(_ text: Text, _ scheme: String) -> Text {
    let count = scheme.utf8.count
    guard text.count >= count, text[0..<count].equalsIgnoringCase(scheme) else { return text }
    return text[count..<text.count]
  }
}
