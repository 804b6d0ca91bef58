import ContentLines
import Records

/// The words that Google's table has for the type of a value, and what a card says instead.
struct GoogleLabel: Sendable {
  /// As Google writes it today.
  let word: String
  /// TYPE, in lower case.
  let types: [String]
  /// X-ABLABEL, as Google's own cards write it (facts/google.md section 1.2); nil without one.
  let label: String?

  private init(_ word: String, _ types: [String], label: String? = nil) {
    self.word = word
    self.types = types
    self.label = label
  }

  private static let places = [
    GoogleLabel("Home", ["home"]), GoogleLabel("Work", ["work"]), GoogleLabel("Other", ["other"]),
  ]

  private static let phones =
    places + [
      GoogleLabel("Mobile", ["cell"]), GoogleLabel("Main", ["main"]),
      GoogleLabel("Home Fax", ["fax", "home"]), GoogleLabel("Work Fax", ["fax", "work"]),
      GoogleLabel("Other Fax", ["fax", "other"]), GoogleLabel("Pager", ["pager"]),
      GoogleLabel("Work Mobile", ["cell", "work"]), GoogleLabel("Work Pager", ["pager", "work"]),
      GoogleLabel("Google Voice", [], label: "GRAND_CENTRAL"),
    ]

  private static let websites =
    places + [
      GoogleLabel("Home Page", [], label: "_$!<HomePage>!$_"),
      GoogleLabel("Profile", [], label: "PROFILE"), GoogleLabel("Blog", [], label: "BLOG"),
    ]

  private static let events = [
    GoogleLabel("Anniversary", [], label: "_$!<Anniversary>!$_"), GoogleLabel("Other", ["other"]),
  ]

  private static let relations =
    [
      "Spouse", "Child", "Mother", "Father", "Parent", "Brother", "Sister", "Friend", "Manager",
      "Assistant", "Partner",
    ].map { GoogleLabel($0, [], label: "_$!<\($0)>!$_") } + [
      GoogleLabel("Relative", [], label: "RELATIVE"),
      GoogleLabel("Referred By", [], label: "REFERRED_BY"),
      GoogleLabel("Domestic Partner", [], label: "DOMESTIC_PARTNER"),
      GoogleLabel("Other", ["other"]),
    ]

  private static func all(_ family: GoogleColumn.Family) -> [GoogleLabel] {
    switch family {
    case .phone: phones
    case .website: websites
    case .event: events
    case .relation: relations
    case .email, .messaging, .address, .organization: places
    case .custom: []
    }
  }

  /// What a cell's word means; nil for a label of the user's own.
  static func known(_ word: String, _ family: GoogleColumn.Family) -> GoogleLabel? {
    let folded = fold(word)
    return all(family).first { fold($0.word) == folded }
  }

  /// The word for the types and the label of a property; nil where nothing says the same. Words
  /// that Google has for a label come before the label itself.
  static func word(
    types: [String], label: String?, _ family: GoogleColumn.Family
  ) -> String? {
    if let label {
      guard let known = all(family).first(where: { $0.label == label }) else { return label }
      return known.word
    }
    if types.isEmpty { return "" }
    return all(family).first { $0.label == nil && $0.types == types.sorted() }?.word
  }

  /// `workFax`, `Work Fax` and `WORK FAX` are one word.
  private static func fold(_ word: String) -> [UInt8] {
    word.utf8.filter { $0 != ASCII.space && $0 != 0x5F && $0 != 0x2D }.map(ASCII.upper)
  }

  /// Services of instant messages that Google spells in its own way.
  static func service(_ word: String) -> (name: Name, scheme: String, service: String)? {
    let folded = fold(word)
    return NameUpgrades.services.first { fold($0.service) == folded }
  }

  /// `Google Talk` for `GoogleTalk`.
  static func serviceWord(_ service: String) -> String {
    service == "GoogleTalk" ? "Google Talk" : service
  }
}
