import Records

/// What a column of Google's table holds.
enum GoogleColumn: Hashable, Sendable {
  case single(Single)
  case numbered(Family, Int, Part)
  /// A column of neither generation, by its name.
  case unknown(String)

  /// Columns that stand once.
  enum Single: Hashable, Sendable, CaseIterable {
    case name, given, additional, family, phoneticName, phoneticGiven, phoneticAdditional,
      phoneticFamily, prefix, suffix, nickname, maidenName, birthday, gender, occupation, hobby,
      language, notes, photo, labels, organization, title, department
  }

  /// Columns with a number.
  enum Family: String, Hashable, Sendable, CaseIterable {
    case email = "E-mail"
    case messaging = "IM"
    case phone = "Phone"
    case address = "Address"
    case organization = "Organization"
    case relation = "Relation"
    case website = "Website"
    case event = "Event"
    case custom = "Custom Field"
  }

  /// What follows the hyphen.
  enum Part: String, Hashable, Sendable {
    case label = "Label"
    case value = "Value"
    case service = "Service"
    case formatted = "Formatted"
    case street = "Street"
    case city = "City"
    case box = "PO Box"
    case region = "Region"
    case code = "Postal Code"
    case country = "Country"
    case extended = "Extended Address"
    case name = "Name"
    case phonetic = "Yomi Name"
    case title = "Title"
    case department = "Department"
    case symbol = "Symbol"
    case location = "Location"
    case job = "Job Description"
  }

  init(_ name: String) {
    let name = name.trimmingBlanks
    if let single = Self.singles[name] {
      self = .single(single)
    } else if let numbered = Self.numbered(name) {
      self = numbered
    } else {
      self = .unknown(name)
    }
  }

  /// The column's name in a generation; nil where it has none there.
  static func title(of single: Single, _ generation: GoogleCSV.Generation) -> String? {
    guard let row = titles.first(where: { $0.single == single }) else { return nil }
    return generation == .current ? row.current : row.former
  }

  static func title(
    _ family: Family, _ number: Int, _ part: Part, _ generation: GoogleCSV.Generation
  ) -> String {
    let word = part == .label && generation == .former ? "Type" : part.rawValue
    return "\(family.rawValue) \(number) - \(word)"
  }

  private static let titles: [(single: Single, current: String?, former: String?)] = [
    (.name, nil, "Name"), (.given, "First Name", "Given Name"),
    (.additional, "Middle Name", "Additional Name"), (.family, "Last Name", "Family Name"),
    (.phoneticName, nil, "Yomi Name"),
    (.phoneticGiven, "Phonetic First Name", "Given Name Yomi"),
    (.phoneticAdditional, "Phonetic Middle Name", "Additional Name Yomi"),
    (.phoneticFamily, "Phonetic Last Name", "Family Name Yomi"),
    (.prefix, "Name Prefix", "Name Prefix"), (.suffix, "Name Suffix", "Name Suffix"),
    (.nickname, "Nickname", "Nickname"), (.maidenName, nil, "Maiden Name"),
    (.organization, "Organization Name", nil), (.title, "Organization Title", nil),
    (.department, "Organization Department", nil), (.birthday, "Birthday", "Birthday"),
    (.gender, nil, "Gender"), (.occupation, nil, "Occupation"), (.hobby, nil, "Hobby"),
    (.language, nil, "Language"), (.notes, "Notes", "Notes"), (.photo, "Photo", "Photo"),
    (.labels, "Labels", "Group Membership"),
  ]

  private static let singles: [String: Single] = {
    var result: [String: Single] = [:]
    for row in titles {
      for title in [row.current, row.former].compactMap(\.self) { result[title] = row.single }
    }
    return result
  }()

  private static func numbered(_ name: String) -> GoogleColumn? {
    for family in Family.allCases where name.hasPrefix(family.rawValue + " ") {
      let rest = name.dropFirst(family.rawValue.count + 1)
      guard let hyphen = rest.firstRange(of: " - "), let number = Int(rest[..<hyphen.lowerBound]),
        number > 0
      else { return nil }
      let word = String(rest[hyphen.upperBound...])
      guard let part = word == "Type" ? .label : Part(rawValue: word),
        parts(of: family).contains(part)
      else { return nil }
      return .numbered(family, number, part)
    }
    return nil
  }

  /// The parts a family has, in the order of the header.
  static func parts(of family: Family) -> [Part] {
    switch family {
    case .email, .phone, .relation, .website, .event, .custom: [.label, .value]
    case .messaging: [.label, .service, .value]
    case .address:
      [.label, .formatted, .street, .city, .box, .region, .code, .country, .extended]
    case .organization:
      [.label, .name, .phonetic, .title, .department, .symbol, .location, .job]
    }
  }

  /// The properties a column can show.
  var covered: [String] {
    switch self {
    case .unknown: [GoogleCSV.cell.string]
    case .numbered(let family, _, let part): Self.covered(family, part)
    case .single(let single):
      switch single {
      case .name: ["FN"]
      case .given, .additional, .family, .prefix, .suffix: ["N", "FN"]
      case .phoneticName: []
      case .phoneticGiven: ["X-PHONETIC-FIRST-NAME"]
      case .phoneticAdditional: ["X-PHONETIC-MIDDLE-NAME"]
      case .phoneticFamily: ["X-PHONETIC-LAST-NAME"]
      case .nickname: ["NICKNAME"]
      case .maidenName: ["X-MAIDENNAME"]
      case .birthday: ["BDAY"]
      case .gender: ["GENDER"]
      case .occupation: ["ROLE"]
      case .hobby: ["HOBBY"]
      case .language: ["LANG"]
      case .notes: ["NOTE"]
      case .photo: ["PHOTO"]
      case .labels: ["CATEGORIES"]
      case .organization, .department: ["ORG"]
      case .title: ["TITLE"]
      }
    }
  }

  private static func covered(_ family: Family, _ part: Part) -> [String] {
    switch family {
    case .email: ["EMAIL"]
    case .messaging: ["IMPP"]
    case .phone: ["TEL"]
    case .address: ["ADR"]
    case .relation: ["RELATED"]
    case .website: ["URL"]
    case .event: ["X-ABDATE", "ANNIVERSARY"]
    case .custom: ["X-DRAWBRIDGE-FIELD"]
    case .organization:
      switch part {
      case .name, .department: ["ORG"]
      case .title: ["TITLE"]
      case .phonetic: ["X-PHONETIC-ORG"]
      default: []
      }
    }
  }
}

extension String {
  /// Without blanks at its ends.
  var trimmingBlanks: String {
    let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\u{FEFF}" }
    guard let first = firstIndex(where: { !blank($0) }),
      let last = lastIndex(where: { !blank($0) })
    else { return "" }
    return String(self[first...last])
  }
}
