import ContentLines
import Records

/// Upgrades that tie several properties of a card together.
enum CardUpgrades {
  static let label: Name = "X-ABLABEL"

  /// `item1.X-ABDATE` with the label Anniversary is ANNIVERSARY.
  static let anniversaryDate = CardRow(code: "anniversary-date", names: ["X-ABDATE"]) {
    card, code in
    let groups = groups(card)
    for index in card.positions(where: { $0.name == "X-ABDATE" && !$0.group.isEmpty }) {
      guard let other = onlyLabel(of: index, groups, card),
        RelationLabel.isAnniversary(card.properties[other].text.trimmed)
      else { continue }
      var property = card.properties[index]
      property.group = .empty
      switch NameUpgrades.becomeSingle(&property, "ANNIVERSARY", property.value, card) {
      case .changed: card.replace(at: index, by: property, code)
      case .removed: card.remove(at: index, code)
      case .unchanged: continue
      }
      card.remove(at: other, code)
    }
  }

  /// `item1.X-ABRELATEDNAMES` is RELATED; its label becomes a TYPE where one says the same.
  static let relatedName = CardRow(code: "related-name", names: ["X-ABRELATEDNAMES"]) {
    card, code in
    let groups = groups(card)
    for index in card.positions(where: { $0.name == "X-ABRELATEDNAMES" }) {
      var property = card.properties[index]
      guard property.parameter("ENCODING") == nil else { continue }
      property.name = "RELATED"
      property.set(.value, ["text"])
      if !property.group.isEmpty {
        let members = groups[property.group.asciiLowercased] ?? []
        let labels = members.filter { card.properties[$0].name == label }
        let words = labels.map { card.properties[$0].text.trimmed }
        if let other = onlyLabel(of: index, groups, card),
          let type = RelationLabel.exactType(card.properties[other].text.trimmed)
        {
          property.parameters.append(Parameter(.type, Text(type)))
          property.group = .empty
          card.remove(at: other, code)
        } else if words.count == 1, property.parameter(.type) == nil,
          let type = RelationLabel.nearType(words[0])
        {
          property.parameters.append(Parameter(.type, Text(type)))
        }
      }
      card.replace(at: index, by: property, code)
    }
  }

  /// LABEL is the parameter of the one ADR that has the same types (RFC 6350 section 6.3.1).
  static let deliveryLabel = CardRow(code: "delivery-label", names: ["LABEL"]) { card, code in
    var addresses: [Set<Text>: [Int]] = [:]
    var labels: [Set<Text>: [Int]] = [:]
    for index in card.positions(where: { $0.name == "ADR" }) {
      addresses[types(card.properties[index]), default: []].append(index)
    }
    let all = card.positions { $0.name == "LABEL" }
    for index in all { labels[types(card.properties[index]), default: []].append(index) }
    for index in all {
      let property = card.properties[index]
      let types = types(property)
      guard property.parameters.allSatisfy({ $0.name == .type || $0.name == "PREF" }),
        !property.text.isEmpty, !hasWrittenLineEnd(property.text), labels[types]?.count == 1,
        let matching = addresses[types], matching.count == 1,
        card.properties[matching[0]].parameter("LABEL") == nil,
        property.group.isEmpty || property.group == card.properties[matching[0]].group
      else { continue }
      var address = card.properties[matching[0]]
      address.set("LABEL", [property.text])
      card.replace(at: matching[0], by: address, code)
      card.remove(at: index, code)
    }
  }

  /// Whether a text says `\n` in two letters: in the parameter that would be a line end.
  private static func hasWrittenLineEnd(_ text: Text) -> Bool {
    guard text.contains(ASCII.backslash) else { return false }
    return zip(text.bytes, text.bytes.dropFirst()).contains {
      $0 == ASCII.backslash && $1 | 0x20 == 0x6E
    }
  }

  /// SORT-STRING is the SORT-AS of the name.
  static let sortString = CardRow(code: "sort-string", names: ["SORT-STRING"]) { card, code in
    let names = card.positions { $0.name == "N" }
    let strings = card.positions { $0.name == "SORT-STRING" }
    guard names.count == 1, strings.count == 1 else { return }
    var name = card.properties[names[0]]
    let string = card.properties[strings[0]]
    let text = string.text
    guard name.parameter("SORT-AS") == nil, !ValueUpgrades.isEmptyName(name.value),
      string.parameters.isEmpty, string.group.isEmpty, canSort(by: text)
    else { return }
    name.set("SORT-AS", [text])
    card.replace(at: names[0], by: name, code)
    card.remove(at: strings[0], code)
  }

  /// SORT-AS is a list, so a comma in its text would divide it.
  static func canSort(by text: Text) -> Bool {
    !text.isEmpty && !text.contains(ASCII.comma) && !text.contains(ASCII.quote)
  }

  /// The TYPE values without a preference, in lower case.
  static func types(_ property: Property) -> Set<Text> {
    Set(property.parameters(.type).map(\.asciiLowercased)).subtracting(["pref"])
  }

  private static func groups(_ card: CardUpgrade) -> [Text: [Int]] {
    var groups: [Text: [Int]] = [:]
    for index in card.positions(where: { !$0.group.isEmpty }) {
      groups[card.properties[index].group.asciiLowercased, default: []].append(index)
    }
    return groups
  }

  /// The position of the label where the group holds nothing but this property and its label.
  private static func onlyLabel(
    of index: Int, _ groups: [Text: [Int]], _ card: CardUpgrade
  ) -> Int? {
    let group = card.properties[index].group
    guard !group.isEmpty, let members = groups[group.asciiLowercased], members.count == 2,
      let other = members.first(where: { $0 != index }), card.properties[other].name == label,
      card.properties[other].parameters.isEmpty
    else { return nil }
    return other
  }
}
