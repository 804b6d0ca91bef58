import ContentLines
import Records

/// The cells of one row, by what their columns hold.
struct GoogleCells {
  var singles: [GoogleColumn.Single: String] = [:]
  var numbered: [GoogleColumn.Family: [Int: [GoogleColumn.Part: String]]] = [:]
  /// Cells of columns that neither generation has, and second cells of one column.
  var others: [(column: String, text: String)] = []

  subscript(_ single: GoogleColumn.Single) -> String { singles[single] ?? "" }
}

/// One row on its way to a card: the lines that Google's own cards would have for it, which the
/// upgrades of vCard 3.0 then bring into the form of every other card.
struct GoogleRow {
  private let cells: GoogleCells
  private let line: UInt32
  private(set) var properties: [Property] = []
  private var groups = 0

  /// The card of a row, not yet upgraded. O(n).
  static func card(of cells: GoogleCells, line: Int) -> Component {
    var row = GoogleRow(cells, line: line)
    row.run()
    var card = Component(.vcard, row.properties)
    card.line = UInt32(truncatingIfNeeded: line)
    card.endLine = card.line
    return card
  }

  private init(_ cells: GoogleCells, line: Int) {
    var cells = cells
    // The current header has columns of its own for the first company.
    let own: [(GoogleColumn.Single, GoogleColumn.Part)] = [
      (.organization, .name), (.title, .title), (.department, .department),
    ]
    for (single, part) in own where !cells[single].isEmpty {
      if cells.numbered[.organization]?[1]?[part] == nil {
        cells.numbered[.organization, default: [:]][1, default: [:]][part] = cells[single]
      } else {
        cells.others.append((GoogleColumn.title(of: single, .current) ?? "", cells[single]))
      }
    }
    self.cells = cells
    self.line = UInt32(truncatingIfNeeded: line)
  }

  private mutating func run() {
    add(Property(.version, value: "3.0"))
    names()
    text("NICKNAME", .nickname)
    text("X-MAIDENNAME", .maidenName)
    text("BDAY", .birthday)
    text("X-GENDER", .gender)
    text("ROLE", .occupation)
    text("HOBBY", .hobby)
    text("NOTE", .notes)
    language()
    if !cells[.photo].isEmpty { add(Property("PHOTO", value: Text(cells[.photo]))) }
    labels()
    for family in GoogleColumn.Family.allCases {
      for (number, parts) in (cells.numbered[family] ?? [:]).sorted(by: { $0.key < $1.key }) {
        add(family, number, parts)
      }
    }
    for other in cells.others { keep(other.text, column: other.column) }
  }

  // MARK: - Single columns

  private mutating func names() {
    let parts = [cells[.family], cells[.given], cells[.additional], cells[.prefix], cells[.suffix]]
    if parts.contains(where: { !$0.isEmpty }) {
      let escaped = parts.map { TextEscaping.escape(Text($0)) }
      add(Property("N", value: CanonicalValue.join(escaped, ASCII.semicolon)))
    }
    text("FN", .name)
    text("X-PHONETIC-FIRST-NAME", .phoneticGiven)
    text("X-PHONETIC-MIDDLE-NAME", .phoneticAdditional)
    text("X-PHONETIC-LAST-NAME", .phoneticFamily)
    // The whole phonetic name repeats its parts.
    let whole = Self.words([cells[.phoneticName]])
    let phonetic = [.phoneticGiven, .phoneticAdditional, .phoneticFamily].map { cells[$0] }
    if whole != Self.words(phonetic) { keep(cells[.phoneticName], column: "Yomi Name") }
  }

  private mutating func text(_ name: Name, _ single: GoogleColumn.Single) {
    guard !cells[single].isEmpty else { return }
    add(Property(name, text: Text(cells[single])))
  }

  private mutating func language() {
    let tag = cells[.language]
    let isTag =
      !tag.isEmpty && tag.utf8.count <= 35
      && tag.utf8.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2D }
    if isTag {
      add(Property("LANG", value: Text(tag)))
    } else {
      keep(tag, column: "Language")
    }
  }

  /// `* myContacts ::: Friends`: the star marks Google's own groups, which cards write without it.
  private mutating func labels() {
    let labels = Self.split(cells[.labels]).map {
      $0.hasPrefix("* ") ? String($0.dropFirst(2)) : $0
    }
    .filter { !$0.isEmpty }
    guard !labels.isEmpty else { return }
    let escaped = labels.map { TextEscaping.escape(Text($0)) }
    add(Property("CATEGORIES", value: CanonicalValue.join(escaped, ASCII.comma)))
  }

  // MARK: - Numbered columns

  private mutating func add(
    _ family: GoogleColumn.Family, _ number: Int, _ parts: [GoogleColumn.Part: String]
  ) {
    let label = parts[.label] ?? ""
    if family == .organization {
      let rest = [GoogleColumn.Part.symbol, .location, .job].compactMap { part in
        parts[part].map { (column: "Organization - \(part.rawValue)", text: $0) }
      }.filter { !$0.text.isEmpty }
      let count = (cells.numbered[family] ?? [:]).values.count {
        $0.values.contains { !$0.isEmpty }
      }
      return organization(
        name: parts[.name] ?? "", department: parts[.department] ?? "",
        title: parts[.title] ?? "", phonetic: parts[.phonetic] ?? "", label: label, rest: rest,
        isOnly: count < 2)
    }
    let split = parts.filter { $0.key != .label }.mapValues(Self.split)
    let count = split.values.map(\.count).max() ?? 0
    var isFirst = true
    for place in 0..<count {
      let own = split.mapValues { place < $0.count ? $0[place] : "" }
      guard own.values.contains(where: { !$0.isEmpty }) else { continue }
      let isPrimary = isFirst && (label.hasPrefix("* ") || label == "*")
      isFirst = false
      member(family, label: label, own, isPrimary: isPrimary)
    }
    // A type without a value says nothing of the contact, but it stood in the table.
    if isFirst, !label.isEmpty, label != "*" {
      keep(label, column: "\(family.rawValue) \(number) - Label")
    }
  }

  private mutating func member(
    _ family: GoogleColumn.Family, label: String, _ parts: [GoogleColumn.Part: String],
    isPrimary: Bool
  ) {
    let value = parts[.value] ?? ""
    var property: Property
    switch family {
    case .email: property = Property("EMAIL", text: Text(value))
    case .phone: property = Property("TEL", text: Text(value))
    case .website: property = Property("URL", value: Text(value))
    case .event: property = Property("X-ABDATE", text: Text(value))
    case .relation: property = Property("X-ABRELATEDNAMES", text: Text(value))
    case .address: property = Self.address(parts)
    case .messaging: property = Self.messaging(parts[.service] ?? "", value)
    case .custom:
      let key = label.isEmpty ? [] : [Parameter(GoogleCSV.key, Text(label))]
      return add(Property(GoogleCSV.field, key, text: Text(value)))
    case .organization: return
    }
    if isPrimary { property.parameters.append(Parameter("PREF", "1")) }
    add(property, label: label, family)
  }

  /// The formatted address stands in the street where there are no parts, as in Google's cards, and
  /// in LABEL where it says something else than the parts.
  private static func address(_ parts: [GoogleColumn.Part: String]) -> Property {
    let order: [GoogleColumn.Part] = [.box, .extended, .street, .city, .region, .code, .country]
    var texts = order.map { parts[$0] ?? "" }
    let formatted = parts[.formatted] ?? ""
    let isBare = texts.allSatisfy(\.isEmpty)
    if isBare { texts[2] = formatted }
    let escaped = texts.map { TextEscaping.escape(Text($0)) }
    var property = Property("ADR", value: CanonicalValue.join(escaped, ASCII.semicolon))
    if !isBare, !formatted.isEmpty, words([formatted]) != words(texts) {
      property.parameters.append(Parameter("LABEL", Text(formatted)))
    }
    return property
  }

  private static func messaging(_ service: String, _ value: String) -> Property {
    if let known = GoogleLabel.service(service) { return Property(known.name, text: Text(value)) }
    let named = service.isEmpty ? [] : [Parameter("SERVICE-TYPE", Text(service))]
    if Text(value).hasScheme {
      return Property("IMPP", named, value: Text(value))
    }
    return Property("IMPP", named + [Parameter(.value, "text")], text: Text(value))
  }

  private mutating func organization(
    name: String, department: String, title: String, phonetic: String, label: String,
    rest: [(column: String, text: String)], isOnly: Bool
  ) {
    var own: [Property] = []
    if !name.isEmpty || !department.isEmpty {
      let parts = [name, department].map { TextEscaping.escape(Text($0)) }
      own.append(Property("ORG", value: CanonicalValue.join(parts, ASCII.semicolon)))
    }
    if !title.isEmpty { own.append(Property("TITLE", text: Text(title))) }
    if !phonetic.isEmpty { own.append(Property("X-PHONETIC-ORG", text: Text(phonetic))) }
    for other in rest {
      own.append(
        Property(
          GoogleCSV.cell, [Parameter(GoogleCSV.column, Text(other.column))], text: Text(other.text))
      )
    }
    let word = Self.withoutStar(label)
    let known = GoogleLabel.known(word, .organization)
    if known == nil, !word.isEmpty {
      own.append(Property(CardUpgrades.label, text: Text(word)))
    }
    if let types = known?.types, !own.isEmpty {
      own[0].parameters += types.map { Parameter(.type, Text($0)) }
    } else if own.isEmpty, known != nil {
      keep(word, column: "Organization - Label")
    }
    // Which title belongs to which company only matters where there are several.
    let isTied = own.count > 1 && (!isOnly || !rest.isEmpty || known == nil && !word.isEmpty)
    let group = isTied ? nextGroup() : Text.empty
    for var property in own {
      property.group = group
      add(property)
    }
  }

  // MARK: - Lines

  private mutating func add(_ property: Property) {
    var property = property
    property.line = line
    properties.append(property)
  }

  private mutating func add(_ property: Property, label: String, _ family: GoogleColumn.Family) {
    var property = property
    let word = Self.withoutStar(label)
    guard !word.isEmpty else { return add(property) }
    if let known = GoogleLabel.known(word, family) {
      property.parameters += known.types.map { Parameter(.type, Text($0)) }
      guard let own = known.label else { return add(property) }
      property.group = nextGroup()
      add(property)
      add(
        Property(group: property.group, CardUpgrades.label, value: TextEscaping.escape(Text(own))))
      return
    }
    property.group = nextGroup()
    add(property)
    add(Property(group: property.group, CardUpgrades.label, value: TextEscaping.escape(Text(word))))
  }

  private mutating func keep(_ text: String, column: String) {
    guard !text.isEmpty else { return }
    add(Property(GoogleCSV.cell, [Parameter(GoogleCSV.column, Text(column))], text: Text(text)))
  }

  private mutating func nextGroup() -> Text {
    groups += 1
    return Text("item\(groups)")
  }

  static func withoutStar(_ label: String) -> String {
    label == "*" ? "" : label.hasPrefix("* ") ? String(label.dropFirst(2)) : label
  }

  /// The values that share a cell. An empty place at the end counts: cells of one value are split
  /// alike.
  static func split(_ cell: String) -> [String] {
    if cell.isEmpty { return [] }
    var parts = cell.split(separator: GoogleCSV.separator, omittingEmptySubsequences: false)
      .map(String.init)
    // Programs trim the blank at the end of ` ::: `.
    if let last = parts.last, last.hasSuffix(" :::") {
      parts[parts.count - 1] = String(last.dropLast(4))
      parts.append("")
    }
    return parts
  }

  /// All words of some texts, sorted: whether one text only arranges the others anew.
  static func words(_ texts: [String]) -> [Substring] {
    texts.flatMap { $0.split { $0.isWhitespace || $0 == "," } }.sorted()
  }
}
