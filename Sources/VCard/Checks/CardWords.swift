import Records

/// The words that each version of vCard knows beside its properties, which the schema lists:
/// parameters, and the values of TYPE and LEVEL.
enum CardWords {
  /// Properties of older versions that reading takes away or leaves alone, so that the schema has no
  /// row for them (RFC 2425 section 5.8 and RFC 2426 section 2.1).
  static let olderProperties: [Name: VCardVersions] = ["NAME": .v3, "PROFILE": .v3]

  /// The versions that know a parameter; one that is not listed belongs to none, or to a vendor.
  static let parameters: [Name: VCardVersions] = {
    let all: VCardVersions = [.v21, .v3, .v4]
    var versions: [Name: VCardVersions] = ["TYPE": all, "VALUE": all, "LANGUAGE": all]
    versions["ENCODING"] = [.v21, .v3]
    versions["CHARSET"] = .v21
    versions["CONTEXT"] = .v3
    let newer: [Name] = [
      // RFC 6350 section 5.
      "PREF", "ALTID", "PID", "MEDIATYPE", "CALSCALE", "SORT-AS", "GEO", "TZ", "LABEL",
      // RFC 6715 and RFC 8605.
      "INDEX", "LEVEL", "CC",
      // RFC 9554 and RFC 9555.
      "AUTHOR", "AUTHOR-NAME", "CREATED", "DERIVED", "PHONETIC", "PROP-ID", "SCRIPT",
      "SERVICE-TYPE", "USERNAME", "JSPTR", "JSCOMPS",
    ]
    for name in newer { versions[name] = .v4 }
    return versions
  }()

  /// Where a TYPE may stand.
  private static let places = ["home", "work"]
  private static let pictures: Set<Name> = ["PHOTO", "LOGO", "SOUND", "KEY"]
  private static let addressesUntil3 =
    places + ["dom", "intl", "postal", "parcel", "pref"]
  private static let numbersUntil3 =
    places + [
      "msg", "pref", "voice", "fax", "cell", "video", "pager", "bbs", "modem", "car", "isdn", "pcs",
    ]
  /// RFC 6350 section 6.4.1.
  private static let numbers4 =
    places + ["text", "voice", "fax", "cell", "video", "pager", "textphone"]
  /// RFC 6350 section 6.6.6.
  private static let relations = [
    "contact", "acquaintance", "friend", "met", "co-worker", "colleague", "co-resident",
    "neighbor", "child", "parent", "sibling", "spouse", "kin", "muse", "crush", "date",
    "sweetheart", "me", "agent", "emergency",
  ]
  /// RFC 4770 section 1.
  private static let messaging3 = ["personal", "business", "home", "work", "mobile", "pref"]

  /// The words that TYPE may have on a property, in lower case; nil where anything goes.
  static func types(of name: Name, in version: VCardVersions) -> [String]? {
    if version == .v4 {
      switch name {
      case "TEL": return numbers4
      case "RELATED": return places + relations
      // RFC 9554 section 5.1 adds uses of an address.
      case "ADR": return places + ["billing", "delivery"]
      default: return Schema.vCard[name].isKnown ? places : nil
      }
    }
    if pictures.contains(name) { return nil }
    switch name {
    case "TEL": return numbersUntil3
    case "EMAIL": return places + ["internet", "x400", "pref"]
    case "ADR", "LABEL": return addressesUntil3
    case "IMPP": return messaging3
    default: return nil
    }
  }

  /// The words of LEVEL (RFC 6715 section 3.2).
  static func levels(of name: Name) -> [String]? {
    switch name {
    case "EXPERTISE": ["beginner", "average", "expert"]
    case "HOBBY", "INTEREST": ["high", "medium", "low"]
    default: nil
    }
  }
}
