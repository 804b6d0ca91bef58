import CivilTime
import ContentLines
import Records

/// One contact on its way into a row of Google's table.
struct GoogleSheetRow {
  private(set) var singles: [GoogleColumn.Single: String] = [:]
  private(set) var plain: [String: String] = [:]
  private(set) var numbered: [GoogleColumn.Family: [Int: [GoogleColumn.Part: String]]] = [:]
  /// Names of properties without a column.
  private(set) var leftOut: [Name] = []
  private let generation: GoogleCSV.Generation
  private var labels: [Text: String] = [:]
  private var organizations: [Text: Int] = [:]

  /// O(n) in the contact's properties.
  init(_ record: Record, _ generation: GoogleCSV.Generation) {
    self.generation = generation
    guard let card = record.components.first else { return }
    for property in card.properties
    where property.name == CardUpgrades.label && !property.group.isEmpty {
      let group = property.group.asciiLowercased
      if labels[group] == nil { labels[group] = property.text.string }
    }
    for property in card.properties where !add(property, card) {
      if !leftOut.contains(property.name) { leftOut.append(property.name) }
    }
    name(of: card)
  }

  func text(_ column: GoogleCSV.Column) -> String {
    switch column {
    case .single(let single): singles[single] ?? ""
    case .plain(let name): plain[name] ?? ""
    case .numbered(let family, let number, let part): numbered[family]?[number]?[part] ?? ""
    }
  }

  // MARK: - Properties

  /// Whether the property has a column.
  private mutating func add(_ property: Property, _ card: Component) -> Bool {
    let row = Schema.vCard[property.name]
    if property.name == .version || row.isVolatile { return true }
    let text = property.text.string
    switch property.name {
    case "N":
      // The second surname and the generation of RFC 9554 have no column.
      return card.first("N") == property && property.parts.dropFirst(5).allSatisfy(\.isEmpty)
    case "FN": return card.first("FN") == property
    case CardUpgrades.label: return !property.group.isEmpty
    case "KIND": return property.value == "individual"
    case "X-PHONETIC-FIRST-NAME": return put(text, .phoneticGiven)
    case "X-PHONETIC-MIDDLE-NAME": return put(text, .phoneticAdditional)
    case "X-PHONETIC-LAST-NAME": return put(text, .phoneticFamily)
    case "NICKNAME": return put(Self.list(property).joined(separator: ", "), .nickname)
    case "X-MAIDENNAME": return put(text, .maidenName)
    case "BDAY": return put(Self.date(property), .birthday)
    case "GENDER": return put(Self.gender(property), .gender)
    case "ROLE": return put(text, .occupation)
    case "HOBBY": return put(text, .hobby)
    case "LANG": return put(text, .language)
    case "NOTE": return put(text, .notes)
    case "PHOTO":
      return property.value.bytes.starts(with: "http".utf8) && put(property.value.string, .photo)
    case "CATEGORIES":
      return put(Self.labels(property), .labels)
    case "ORG", "TITLE", "X-PHONETIC-ORG": return organization(property, card)
    case GoogleCSV.cell: return cell(property, text, card)
    case GoogleCSV.field:
      number(.custom, [.label: property.parameter(GoogleCSV.key)?.string ?? "", .value: text])
      return true
    case "EMAIL": return member(.email, property, [.value: text])
    case "TEL": return member(.phone, property, [.value: Self.number(property)])
    case "URL": return member(.website, property, [.value: property.value.string])
    case "ADR": return member(.address, property, Self.address(property))
    case "IMPP": return messaging(property)
    case "RELATED":
      guard property.parameters(.value) == ["text"] else { return false }
      return member(.relation, property, [.value: text])
    case "ANNIVERSARY":
      number(.event, [.label: "Anniversary", .value: Self.date(property)])
      return true
    case "X-ABDATE": return member(.event, property, [.value: Self.date(property)])
    default: return false
    }
  }

  /// Whether the cell was free.
  private mutating func put(_ text: String, _ single: GoogleColumn.Single) -> Bool {
    guard singles[single] == nil else { return text.isEmpty }
    if !text.isEmpty { singles[single] = text }
    return true
  }

  private mutating func name(of card: Component) {
    let parts = card.first("N")?.parts.map { part in
      TextEscaping.split(part, at: ASCII.comma).map { TextEscaping.unescape($0).string }
        .joined(separator: " ")
    }
    let columns: [GoogleColumn.Single] = [.family, .given, .additional, .prefix, .suffix]
    for (column, part) in zip(columns, parts ?? []) { _ = put(part, column) }
    let full = card.first("FN")?.text.string
    if generation == .former {
      _ = put(full ?? DerivedName.of(card).string, .name)
    } else if let full {
      // The current header has no column for a full name.
      if parts == nil {
        _ = put(full, .given)
      } else if full != DerivedName.of(card.without("FN")).string {
        _ = put(full, .name)
      }
    }
    if generation == .former {
      let phonetic = [.phoneticGiven, .phoneticAdditional, .phoneticFamily]
        .compactMap { (single: GoogleColumn.Single) in singles[single] }
      _ = put(
        plain.removeValue(forKey: "Yomi Name") ?? phonetic.joined(separator: " "), .phoneticName)
    }
  }

  // MARK: - Members

  private mutating func number(
    _ family: GoogleColumn.Family, _ parts: [GoogleColumn.Part: String], at place: Int? = nil
  ) {
    let number = place ?? (numbered[family] ?? [:]).count + 1
    numbered[family, default: [:]][number, default: [:]].merge(parts) { old, _ in old }
  }

  private mutating func member(
    _ family: GoogleColumn.Family, _ property: Property, _ parts: [GoogleColumn.Part: String]
  ) -> Bool {
    var parts = parts
    let star = property.parameters("PREF") == ["1"] ? "* " : ""
    parts[.label] = star + word(of: property, family)
    number(family, parts)
    return true
  }

  /// The word for a member's types; of types that Google has no word for, the first it has.
  private func word(of property: Property, _ family: GoogleColumn.Family) -> String {
    let label = labels[property.group.asciiLowercased]
    var types = property.parameters(.type).map(\.string)
    if family == .phone { types.removeAll { $0 == "voice" } }
    if family == .relation, label == nil, types.count == 1,
      let own = RelationLabel.label(for: Text(types[0]))
    {
      return GoogleLabel.word(types: [], label: own.string, family) ?? ""
    }
    if let word = GoogleLabel.word(types: types, label: label, family) { return word }
    for type in types {
      if let word = GoogleLabel.word(types: [type], label: nil, family) { return word }
    }
    return types.first.map { $0.prefix(1).uppercased() + $0.dropFirst() } ?? ""
  }

  private mutating func organization(_ property: Property, _ card: Component) -> Bool {
    let place = organizationPlace(of: property)
    var parts: [GoogleColumn.Part: String] = [:]
    switch property.name {
    case "ORG":
      let texts = property.parts.map { TextEscaping.unescape($0).string }
      parts[.name] = texts.first ?? ""
      // Google has one department; smaller units follow in it.
      parts[.department] = texts.dropFirst().joined(separator: ", ")
    case "TITLE": parts[.title] = property.text.string
    default: parts[.phonetic] = property.text.string
    }
    let word = word(of: property, .organization)
    if !word.isEmpty { parts[.label] = word }
    if generation == .current, place == 1 {
      // The first company has columns of its own.
      let own: [(GoogleColumn.Part, GoogleColumn.Single)] = [
        (.name, .organization), (.department, .department), (.title, .title),
      ]
      for (part, single) in own {
        if let text = parts.removeValue(forKey: part) { _ = put(text, single) }
      }
      if parts.isEmpty { return true }
    }
    number(.organization, parts, at: place)
    return true
  }

  /// Companies count by group; what stands alone takes the first place that lacks it.
  private mutating func organizationPlace(of property: Property) -> Int {
    let group = property.group.asciiLowercased
    if !group.isEmpty, let known = organizations[group] { return known }
    let part: GoogleColumn.Part =
      switch property.name {
      case "ORG": .name
      case "TITLE": .title
      default: .phonetic
      }
    let tied = Set(organizations.values)
    var place = 1
    while true {
      let own = numbered[.organization]?[place] ?? [:]
      let isTaken =
        own[part] != nil
        || generation == .current && place == 1
          && (part == .name ? singles[.organization] : part == .title ? singles[.title] : nil)
            != nil
      if !isTaken, !tied.contains(place), group.isEmpty || own.isEmpty { break }
      place += 1
    }
    if !group.isEmpty { organizations[group] = place }
    return place
  }

  private mutating func cell(_ property: Property, _ text: String, _ card: Component) -> Bool {
    let column = property.parameter(GoogleCSV.column)?.string ?? ""
    if column.hasPrefix("Organization - "),
      let part = GoogleColumn.Part(rawValue: String(column.dropFirst(15)))
    {
      let place = organizationPlace(of: property)
      number(.organization, [part: text], at: place)
      return true
    }
    guard !column.isEmpty, plain[column] == nil else { return false }
    plain[column] = text
    return true
  }

  private mutating func messaging(_ property: Property) -> Bool {
    let service = property.parameter("SERVICE-TYPE")?.string ?? ""
    var value = property.value.string
    if property.parameters(.value) == ["text"] {
      value = property.text.string
    } else if let known = GoogleLabel.service(service), value.hasPrefix("\(known.scheme):") {
      let bare = Self.percentDecoded(String(value.dropFirst(known.scheme.count + 1)))
      // Only what reads back as the same address.
      let again = VCardReader.canonical(
        Record(.contact, [Component(.vcard, [Property(known.name, text: Text(bare))])]))
      if again.components.first?.first("IMPP")?.value == property.value { value = bare }
    }
    return member(
      .messaging, property, [.service: GoogleLabel.serviceWord(service), .value: value])
  }

  // MARK: - Values

  private static func list(_ property: Property) -> [String] {
    TextEscaping.split(property.value, at: ASCII.comma).map { TextEscaping.unescape($0).string }
  }

  /// `* myContacts ::: Friends`
  private static func labels(_ property: Property) -> String {
    let own: Set<String> = ["myContacts", "starred"]
    let labels = list(property).filter { !$0.isEmpty }
    let ordered =
      labels.filter { !own.contains($0) } + labels.filter(own.contains).map { "* \($0)" }
    return ordered.joined(separator: GoogleCSV.separator)
  }

  private static func date(_ property: Property) -> String {
    guard let date = VCardDate(property.value.bytes), DateSpelling.spelled(date) == property.value
    else { return property.text.string }
    return DateSpelling.extended(date).string
  }

  private static func gender(_ property: Property) -> String {
    let parts = property.parts.map { TextEscaping.unescape($0).string }
    if parts.count > 1, !parts[1].isEmpty { return parts[1] }
    return ["M": "Male", "F": "Female"][parts[0]] ?? parts[0]
  }

  /// A `tel:` URI as a number.
  private static func number(_ property: Property) -> String {
    let text = property.text.string
    return property.has(.value, "uri") && text.hasPrefix("tel:") ? String(text.dropFirst(4)) : text
  }

  private static func address(_ property: Property) -> [GoogleColumn.Part: String] {
    let order: [GoogleColumn.Part] = [.box, .extended, .street, .city, .region, .code, .country]
    var parts: [GoogleColumn.Part: String] = [:]
    for (part, value) in zip(order, PostalAddress.classic(property.value)) {
      parts[part] = TextEscaping.split(value, at: ASCII.comma)
        .map { TextEscaping.unescape($0).string }.joined(separator: ", ")
    }
    func joined(_ own: GoogleColumn.Part...) -> String {
      own.compactMap { parts[$0] }.filter { !$0.isEmpty }.joined(separator: " ")
    }
    let lines = [
      joined(.street), joined(.box), joined(.extended), joined(.code, .city), joined(.region),
      joined(.country),
    ]
    parts[.formatted] =
      property.parameter("LABEL")?.string ?? lines.filter { !$0.isEmpty }.joined(separator: "\n")
    return parts
  }

  private static func percentDecoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == 0x25, rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Component {
  fileprivate func without(_ name: Name) -> Component {
    var result = self
    result.set(name, nil)
    return result
  }
}
