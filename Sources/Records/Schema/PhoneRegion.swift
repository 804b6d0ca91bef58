public import ContentLines

/// How one country writes telephone numbers inside its borders: what tells that `07700 900002` and
/// `+44 7700 900002` are one number.
///
/// Only where the rule is plain and general: countries whose national numbers begin with the trunk
/// digit 0, and North America's ten digits. Elsewhere two spellings stay two numbers.
public struct PhoneRegion: Sendable, Hashable {
  /// The country calling code (ITU-T E.164), digits only.
  public let code: Text
  private let plan: Plan

  private enum Plan: Sendable, Hashable {
    /// 0, then the number; 00 for abroad.
    case trunkZero
    /// Ten digits, with or without 1 before them; 011 for abroad.
    case northAmerica
  }

  /// The region of a time zone; nil for one of which nothing is known.
  ///
  /// - Parameter zone: an IANA name, canonical or an alias.
  public init?(zone: String) {
    guard let code = Self.codes[zone] else { return nil }
    self.code = Text(code)
    plan = code == "1" ? .northAmerica : .trunkZero
  }

  /// The key of a number with its country code where the number is a national one; any other key
  /// as it is. O(n).
  ///
  /// - Parameter key: a `MemberKey.phone`.
  func international(_ key: Text) -> Text {
    var end = key.byte(at: 0) == Self.plus ? 1 : 0
    while let byte = key.byte(at: end), ASCII.isDigit(byte) { end += 1 }
    let number = key[0..<end]
    let whole = plan == .trunkZero ? trunkZero(number) : northAmerica(number)
    // An extension follows the number as it is.
    return end == key.count ? whole : Text(Array(whole.bytes) + key[end..<key.count].bytes)
  }

  /// Numbers shorter than this, without trunk digit and country code, are no whole numbers.
  private static let shortest = 7

  private func trunkZero(_ key: Text) -> Text {
    let zero: UInt8 = 0x30
    if key.byte(at: 0) == Self.plus {
      // `+44 (0)20 …`: the trunk digit is not dialled from abroad.
      let start = 1 + code.count
      guard key.count > start + Self.shortest, key[1..<start] == code, key.byte(at: start) == zero,
        key.byte(at: start + 1) != zero
      else { return key }
      return joined(key[start + 1..<key.count])
    }
    guard key.byte(at: 0) == zero else { return key }
    if key.byte(at: 1) == zero {
      guard key.count > 2 + Self.shortest, key.byte(at: 2) != zero else { return key }
      return trunkZero(Text([Self.plus] + Array(key[2..<key.count].bytes)))
    }
    return key.count > Self.shortest ? joined(key[1..<key.count]) : key
  }

  private func northAmerica(_ key: Text) -> Text {
    if key.count == 10, let first = key.byte(at: 0), first >= 0x32 { return joined(key) }
    if key.count == 11, key.byte(at: 0) == 0x31 { return joined(key[1..<11]) }
    if key.count > 3 + Self.shortest, key[0..<3] == "011" {
      return Text([Self.plus] + Array(key[3..<key.count].bytes))
    }
    return key
  }

  private func joined(_ national: Text) -> Text {
    Text([Self.plus] + Array(code.bytes) + Array(national.bytes))
  }

  private static let plus: UInt8 = 0x2B

  private static let zonesByCode: [(code: String, zones: [String])] = [
    (
      "44",
      [
        "Europe/London", "Europe/Belfast", "Europe/Jersey", "Europe/Guernsey",
        "Europe/Isle_of_Man", "GB", "GB-Eire",
      ]
    ),
    ("353", ["Europe/Dublin", "Eire"]), ("33", ["Europe/Paris"]),
    ("49", ["Europe/Berlin", "Europe/Busingen"]), ("31", ["Europe/Amsterdam"]),
    ("32", ["Europe/Brussels"]), ("43", ["Europe/Vienna"]), ("41", ["Europe/Zurich"]),
    ("46", ["Europe/Stockholm"]), ("358", ["Europe/Helsinki"]), ("40", ["Europe/Bucharest"]),
    ("385", ["Europe/Zagreb"]), ("386", ["Europe/Ljubljana"]), ("421", ["Europe/Bratislava"]),
    ("90", ["Europe/Istanbul"]), ("972", ["Asia/Jerusalem"]), ("27", ["Africa/Johannesburg"]),
    (
      "61",
      [
        "Australia/Sydney", "Australia/Melbourne", "Australia/Brisbane", "Australia/Perth",
        "Australia/Adelaide", "Australia/Hobart", "Australia/Darwin", "Australia/Canberra",
      ]
    ),
    ("64", ["Pacific/Auckland", "NZ"]), ("91", ["Asia/Kolkata", "Asia/Calcutta"]),
    ("81", ["Asia/Tokyo", "Japan"]),
    (
      "1",
      [
        "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
        "America/Phoenix", "America/Anchorage", "America/Detroit", "America/Toronto",
        "America/Vancouver", "America/Edmonton", "America/Winnipeg", "America/Halifax",
        "Pacific/Honolulu",
      ]
    ),
  ]

  private static let codes: [String: String] = Dictionary(
    zonesByCode.flatMap { row in row.zones.map { ($0, row.code) } }
  ) { first, _ in first }
}

extension MemberKey {
  /// The key of a number where a region is known: E.164 for a national number as well
  /// (`spec/matching.md`). Without a region as `phone(_:)`. O(n).
  public static func phone(_ text: Text, in region: PhoneRegion?) -> Text {
    let key = phone(text)
    return region?.international(key) ?? key
  }
}
