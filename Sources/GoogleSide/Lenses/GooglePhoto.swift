import ContentLines
import Records

/// The addresses under which Google serves photos of contacts.
enum GooglePhoto {
  /// Whether Google made the address; it needs the owner's session.
  static func isServed(_ address: Text) -> Bool {
    let address = address.asciiLowercased.string
    guard address.hasPrefix("http"), let scheme = address.firstRange(of: "://") else {
      return false
    }
    let host = address[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
    return host.hasSuffix(".googleusercontent.com") || host.hasSuffix(".ggpht.com")
  }

  /// The address without the size it asks for (`=s96-c`, `/s96-c/`), which changes by itself.
  static func withoutSize(_ address: Text) -> Text {
    guard isServed(address) else { return address }
    var bytes = Array(address.bytes)
    if let equals = bytes.lastIndex(of: ASCII.equals), isSize(bytes[(equals + 1)...]) {
      bytes.removeSubrange(equals...)
    }
    let segments = bytes.split(separator: 0x2F, omittingEmptySubsequences: false)
    let kept = segments.enumerated().filter { index, segment in
      index < 3 || index == segments.count - 1 || !isSize(segment)
    }
    return Text(Array(kept.map(\.element).joined(separator: [0x2F])))
  }

  /// `s96`, `s96-c`, `w100-h100-p-no`
  private static func isSize(_ segment: ArraySlice<UInt8>) -> Bool {
    guard let first = segment.first, first == 0x73 || first == 0x77 || first == 0x68,
      let second = segment.dropFirst().first, ASCII.isDigit(second), segment.count <= 32
    else { return false }
    let parts = segment.split(separator: 0x2D)
    return parts[0].dropFirst().allSatisfy(ASCII.isDigit)
      && parts.dropFirst().allSatisfy { $0.count <= 6 }
  }

  /// The contact with photo addresses that stay the same from export to export.
  static func settingSizesAside(_ record: Record) -> Record {
    var record = record
    for index in record.components.indices {
      for place in record.components[index].properties.indices
      where record.components[index].properties[place].name == "PHOTO" {
        let value = record.components[index].properties[place].value
        record.components[index].properties[place].value = withoutSize(value)
      }
    }
    return record
  }
}

/// Spellings of one telephone number.
enum PhoneSpelling {
  /// Whether the numbers have the same digits, or one is the other with its country code:
  /// `020 7946 0123` and `+44 20 7946 0123`. O(n).
  static func areEqual(_ one: Text, _ other: Text) -> Bool {
    let first = Array(MemberKey.phone(one).bytes)
    let second = Array(MemberKey.phone(other).bytes)
    if first == second { return true }
    guard first.first == 0x2B || second.first == 0x2B else { return false }
    let (long, short) = first.first == 0x2B ? (first, second) : (second, first)
    if short.first == 0x2B { return false }
    let national = Array(short.drop { $0 == 0x30 })
    let extra = long.count - 1 - national.count
    return national.count >= 7 && (0...3).contains(extra)
      && long.suffix(national.count) == national[...]
  }
}

/// Text as Google stores it, which may be HTML.
enum GoogleText {
  /// The text without tags and entities: what a person reads of it. O(n).
  static func plain(_ text: Text) -> String {
    var result = ""
    var tag: String?
    for scalar in text.string.unicodeScalars {
      if scalar == "<" {
        if let open = tag { result += "<" + open }
        tag = ""
      } else if scalar == ">", let name = tag {
        result += replacement(of: name)
        tag = nil
      } else if tag != nil {
        tag?.unicodeScalars.append(scalar)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    if let open = tag { result += "<" + open }
    for (entity, plain) in [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "),
      ("\u{A0}", " "), ("&amp;", "&"), ("\r\n", "\n"),
    ] {
      result = result.replacing(entity, with: plain)
    }
    return result.split(separator: "\n")
      .map { $0.split(separator: " ").joined(separator: " ") }
      .filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private static func replacement(of tag: String) -> String {
    let name = String(
      tag.lowercased().drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber })
    switch name {
    case "br", "p", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3": return "\n"
    case "b", "i", "u", "em", "strong", "span", "a", "font", "html", "body", "td", "table", "s",
      "html-blob", "img":
      return ""
    default: return "<" + tag + ">"
    }
  }
}
