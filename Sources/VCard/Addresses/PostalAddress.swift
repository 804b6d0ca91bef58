public import ContentLines
import Records

/// The addresses of RFC 9554, which name room, floor, street and number each by itself, for readers
/// that know the seven components of RFC 6350.
public enum PostalAddress {
  /// Holds the whole value in a card of version 3.0.
  static let carried: Name = "X-DRAWBRIDGE-PARTS"

  /// The seven components, still escaped: as they are where one of the first three says something,
  /// else with street and extended address put together from the newer ones (RFC 9554 section 2.1).
  public static func classic(_ value: Text) -> [Text] {
    let parts = TextEscaping.split(value, at: ASCII.semicolon)
    guard parts.count > classicCount else { return parts }
    var result = Array(parts.prefix(classicCount))
    guard result.prefix(3).allSatisfy(\.isEmpty) else { return result }
    func part(_ place: Int) -> Text { place < parts.count ? parts[place] : .empty }
    let street = isNumberFirst(part(6)) ? [part(10), part(11)] : [part(11), part(10)]
    result[2] = join(street, " ")
    // Building, block, floor, apartment, room, then where in the town it lies.
    result[1] = join([12, 13, 9, 8, 7, 17, 14, 15, 16].map(part), "\\, ")
    return result
  }

  /// The value that a 3.0 card has, with seven components.
  static func shortened(_ value: Text) -> Text {
    CanonicalValue.join(classic(value), ASCII.semicolon)
  }

  /// Whether a value has components that vCard 3.0 does not know.
  static func isExtended(_ value: Text) -> Bool {
    TextEscaping.split(value, at: ASCII.semicolon).count > classicCount
  }

  private static let classicCount = 7

  private static func join(_ parts: [Text], _ separator: String) -> Text {
    Text(parts.filter { !$0.isEmpty }.map(\.string).joined(separator: separator))
  }

  /// Whether a house's number stands before its street, as in English and French; where no country
  /// is named it stands behind.
  private static func isNumberFirst(_ country: Text) -> Bool {
    let letters = TextEscaping.unescape(country).asciiUppercased.bytes.filter(ASCII.isLetter)
    return numberFirst.contains(String(decoding: letters, as: UTF8.self))
  }

  private static let numberFirst: Set<String> = [
    "US", "USA", "UNITEDSTATES", "UNITEDSTATESOFAMERICA", "UK", "GB", "UNITEDKINGDOM",
    "GREATBRITAIN", "ENGLAND", "SCOTLAND", "WALES", "IRELAND", "IE", "CANADA", "CA", "AUSTRALIA",
    "AU", "NEWZEALAND", "NZ", "FRANCE", "FR", "INDIA", "IN", "SOUTHAFRICA", "ZA",
  ]
}
