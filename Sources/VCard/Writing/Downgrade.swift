import CivilTime
import ContentLines
import Records

/// What vCard 3.0 says instead of the properties and values of 4.0: the way back of the upgrades.
///
/// A row applies only where the upgrade restores exactly what it was given.
struct Downgrade {
  private let card: Component
  private var result: [Property] = []
  private var nextGroup: Int
  private let groupSizes: [Text: Int]
  private let labels: [Text: [Text]]

  /// The lines of a card in 3.0. O(n).
  static func lines(of card: Component) -> [Property] {
    var downgrade = Downgrade(card)
    for property in card.properties { downgrade.add(property) }
    return downgrade.result
  }

  private init(_ card: Component) {
    self.card = card
    var sizes: [Text: Int] = [:]
    var labels: [Text: [Text]] = [:]
    var last = 0
    for property in card.properties where !property.group.isEmpty {
      let group = property.group.asciiLowercased
      sizes[group, default: 0] += 1
      if property.name == CardUpgrades.label {
        labels[group, default: []].append(property.text.trimmed)
      }
      if group.bytes.starts(with: "item".utf8),
        let number = Int(group[4..<group.count].string), number > last, number < Int.max / 2
      {
        last = number
      }
    }
    groupSizes = sizes
    self.labels = labels
    nextGroup = last + 1
    result.reserveCapacity(card.properties.count + 4)
  }

  private mutating func add(_ property: Property) {
    // A value that is still encoded is left alone by the reader.
    guard property.parameter("ENCODING") == nil else { return emit(property) }
    switch property.name {
    case .version: emit(Property(.version, value: "3.0"))
    case "FN":
      emit(property)
      // vCard 3.0 requires N as well; an empty one is dropped again by the reader.
      if card.first("N") == nil { emit(Property("N", value: ";;;;")) }
    case "N": name(property)
    case "KIND": kind(property)
    case "GENDER": gender(property)
    case "MEMBER" where isPlainURI(property):
      emit(property.renamed("X-ADDRESSBOOKSERVER-MEMBER"))
    case "EMAIL":
      var email = property
      // An address of X.400 is none of the Internet (RFC 2426 section 3.3.2).
      if !property.has(.type, "x400") {
        email.parameters.insert(Parameter(.type, "INTERNET"), at: 0)
      }
      emit(email)
    case "TEL": phone(property)
    case "ADR": address(property)
    case "IMPP": emit(withApple(property, ["SERVICE-TYPE": "X-SERVICE-TYPE"]))
    case "SOCIALPROFILE": socialProfile(property)
    case "BDAY", "DEATHDATE", "X-ABDATE": emit(dated(property))
    case "ANNIVERSARY": anniversary(property)
    case "RELATED": related(property)
    case "TZ": zone(property)
    case "GEO": position(property)
    case "PHOTO", "LOGO", "SOUND", "KEY": media(property)
    default: emit(property)
    }
  }

  private mutating func emit(_ property: Property) {
    result.append(Version3.parameters(property))
  }

  private mutating func emit(_ property: Property, label: Text) {
    var property = property
    let group = Text("item\(nextGroup)")
    nextGroup += 1
    property.group = group
    emit(property)
    emit(Property(group: group, CardUpgrades.label, value: TextEscaping.escape(label)))
  }

  private func isAlone(_ name: Name) -> Bool { card.all(name).count == 1 }

  /// Whether the card holds a property that its reader would take for the one being written.
  private func has(_ names: Name...) -> Bool {
    card.properties.contains { names.contains($0.name) }
  }

  private mutating func name(_ property: Property) {
    let sort = property.parameters("SORT-AS")
    guard sort.count == 1, CardUpgrades.canSort(by: sort[0]), isAlone("N"),
      card.first("SORT-STRING") == nil, !ValueUpgrades.isEmptyName(property.value)
    else { return emit(property) }
    var name = property
    name.remove(parameter: "SORT-AS")
    emit(name)
    emit(Property("SORT-STRING", text: sort[0]))
  }

  private mutating func kind(_ property: Property) {
    guard property.parameters.isEmpty, property.group.isEmpty, isAlone("KIND"),
      !has("X-ABSHOWAS", "X-ADDRESSBOOKSERVER-KIND")
    else { return emit(property) }
    switch property.value {
    case "org": emit(Property("X-ABSHOWAS", value: "COMPANY"))
    case "group": emit(Property("X-ADDRESSBOOKSERVER-KIND", value: "group"))
    default: emit(property)
    }
  }

  private mutating func gender(_ property: Property) {
    let words: [Text: Text] = ["M": "Male", "F": "Female"]
    guard property.parameters.isEmpty, isAlone("GENDER"),
      !has("X-GENDER", "X-WAB-GENDER"), let word = words[property.value]
    else {
      return emit(property)
    }
    var gender = property.renamed("X-GENDER")
    gender.value = word
    emit(gender)
  }

  /// A number instead of a `tel:` URI, which phones would show as it is.
  private mutating func phone(_ property: Property) {
    let scheme = Array("tel:".utf8)
    guard property.parameters(.value) == ["uri"], property.value.bytes.starts(with: scheme),
      property.value.count > scheme.count
    else { return emit(property) }
    var phone = property
    phone.remove(parameter: .value)
    phone.value = TextEscaping.escape(property.value[scheme.count..<property.value.count])
    phone.parameters.append(Parameter(ParameterUpgrades.carriedValue, "uri"))
    emit(phone)
  }

  private mutating func address(_ original: Property) {
    var property = original
    if PostalAddress.isExtended(original.value),
      original.parameter(PostalAddress.carried) == nil
    {
      let value = PostalAddress.shortened(original.value)
      property.value = value
      property.parameters.append(
        Parameter(
          PostalAddress.carried, CarriedParameter.wrap(Parameter("X", original.value)).value))
    }
    let labels = property.parameters("LABEL")
    let types = CardUpgrades.types(property)
    guard labels.count == 1, !labels[0].isEmpty,
      card.all("ADR").filter({ CardUpgrades.types($0) == types }).count == 1,
      !card.properties.contains(where: {
        $0.name == "LABEL" && CardUpgrades.types($0) == types
      }), property.parameters(.type).allSatisfy(CarriedParameter.isPlain)
    else { return emit(property) }
    var address = property
    address.remove(parameter: "LABEL")
    emit(address)
    var label = Property("LABEL", text: labels[0])
    label.set(.type, property.parameters(.type))
    emit(label)
  }

  /// Parameters under the names that Apple gave them before RFC 9554.
  private func withApple(_ property: Property, _ names: [Name: Name]) -> Property {
    var result = property
    for index in result.parameters.indices {
      guard let apple = names[result.parameters[index].name],
        property.parameter(apple) == nil,
        property.parameters(result.parameters[index].name).allSatisfy(CarriedParameter.isPlain)
      else { continue }
      result.parameters[index].name = apple
    }
    return result
  }

  private mutating func socialProfile(_ property: Property) {
    let uses: Set<Text> = ["home", "work", "pref"]
    let services = property.parameters("SERVICE-TYPE")
    guard services.count == 1, CarriedParameter.isPlain(services[0]), !services[0].isEmpty,
      services[0] == services[0].trimmed,
      services[0].byte(at: services[0].count - 1) != ASCII.backslash,
      !uses.contains(services[0].asciiLowercased),
      !["internet", "x-internet"].contains(services[0].asciiLowercased),
      property.parameters(.type).allSatisfy(uses.contains),
      property.parameter("X-USER") == nil, property.parameter("X-SERVICE-TYPE") == nil,
      property.parameter(.value) == nil
        ? property.value.hasScheme
        : property.parameters(.value) == ["text"]
          && !property.value.hasScheme
    else {
      return emit(withApple(property, ["SERVICE-TYPE": "X-SERVICE-TYPE", "USERNAME": "X-USER"]))
    }
    var profile = withApple(property, ["USERNAME": "X-USER"]).renamed("X-SOCIALPROFILE")
    profile.remove(parameter: "SERVICE-TYPE")
    profile = Version3.parameters(profile)
    // The service keeps its letters, so it is written past the rule for TYPE.
    profile.parameters.insert(Parameter(.type, services[0]), at: 0)
    result.append(profile)
  }

  /// Dates with hyphens; a date without a year in Apple's way.
  private func dated(_ property: Property) -> Property {
    guard CanonicalValue.kind(of: property, Schema.vCard[property.name]) == .date,
      property.parameter(.value) == nil, property.parameter("X-APPLE-OMIT-YEAR") == nil,
      var date = VCardDate(property.value.bytes), DateSpelling.spelled(date) == property.value
    else { return property }
    var result = property
    if date.year == nil, date.month != nil, date.day != nil, !date.hasTime {
      date.year = ValueUpgrades.appleYear
      result.parameters.append(Parameter("X-APPLE-OMIT-YEAR", Text("\(ValueUpgrades.appleYear)")))
    }
    // 3.0 knows whole dates only; the others stay in the spelling of 4.0.
    guard date.date != nil,
      DateSpelling.basic(DateSpelling.extended(date)) == DateSpelling.spelled(date)
    else { return property }
    result.value = DateSpelling.extended(date)
    return result
  }

  private mutating func anniversary(_ property: Property) {
    let date = dated(property)
    guard property.group.isEmpty, !property.value.isEmpty, isAlone("ANNIVERSARY"),
      !has(
        "X-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY", "X-KADDRESSBOOK-X-ANNIVERSARY",
        "X-MS-ANNIVERSARY")
    else { return emit(date) }
    emit(date.renamed("X-ABDATE"), label: RelationLabel.anniversary)
  }

  /// A person's name under the label that phones show; links to other cards stay RELATED.
  private mutating func related(_ property: Property) {
    guard property.parameters(.value) == ["text"] else { return emit(property) }
    let types = property.parameters(.type)
    var person = property.renamed("X-ABRELATEDNAMES")
    person.remove(parameter: .value)
    if property.group.isEmpty {
      if types.count == 1, let label = RelationLabel.label(for: types[0]) {
        person.remove(parameter: .type)
        return emit(person, label: label)
      }
      return emit(person)
    }
    let group = property.group.asciiLowercased
    let labels = labels[group] ?? []
    guard labels.count <= 1 else { return emit(property) }
    if let label = labels.first {
      if RelationLabel.exactType(label) != nil { return emit(property) }
      if let near = RelationLabel.nearType(label) {
        if types.isEmpty { return emit(property) }
        if types == [Text(near)] { person.remove(parameter: .type) }
      }
    }
    emit(person)
  }

  private mutating func zone(_ property: Property) {
    var zone = property
    if property.parameters(.value) == ["utc-offset"],
      let offset = DateSpelling.extendedOffset(property.value)
    {
      zone.remove(parameter: .value)
      zone.value = offset
    } else if property.parameter(.value) == nil {
      zone.set(.value, ["text"])
    }
    emit(zone)
  }

  private mutating func position(_ property: Property) {
    var position = property
    let scheme = Array("geo:".utf8)
    let numbers = TextEscaping.split(property.value, at: ASCII.comma)
    if property.parameter(.value) == nil, property.value.bytes.starts(with: scheme),
      numbers.count == 2
    {
      let latitude = numbers[0][scheme.count..<numbers[0].count]
      if ValueUpgrades.isDecimal(latitude), ValueUpgrades.isDecimal(numbers[1]) {
        position.value = CanonicalValue.join([latitude, numbers[1]], ASCII.semicolon)
        return emit(position)
      }
    }
    if property.parameter(.value) == nil { position.set(.value, ["uri"]) }
    emit(position)
  }

  /// Inline data as `ENCODING=b`, links as `VALUE=uri`.
  private mutating func media(_ property: Property) {
    guard property.parameter(.value) == nil, property.parameter("ENCODING") == nil else {
      return emit(property)
    }
    var media = property
    guard let inline = Self.inlineData(property.value) else {
      media.set(.value, ["uri"])
      if let type = property.parameter("MEDIATYPE"), property.parameters("MEDIATYPE").count == 1,
        !property.value.bytes.starts(with: "data:".utf8),
        property.value.hasScheme, let word = MediaWord.knownWord(for: type)
      {
        media.remove(parameter: "MEDIATYPE")
        media.parameters.insert(Parameter(.type, word), at: 0)
      }
      return emit(media)
    }
    media.value = inline.letters
    media.parameters.insert(Parameter("ENCODING", "b"), at: 0)
    if let word = MediaWord.word(for: inline.type, of: property.name) {
      media.parameters.insert(Parameter(.type, word), at: 1)
      emit(media)
    } else if property.parameter("MEDIATYPE") == nil,
      !property.parameters(.type).contains(where: { MediaWord.type($0, of: property.name) != nil })
    {
      media.set("MEDIATYPE", [Text(inline.type)])
      emit(media)
    } else {
      var link = property
      link.set(.value, ["uri"])
      emit(link)
    }
  }

  /// The parts of `data:TYPE;base64,LETTERS` where nothing else stands in it.
  private static func inlineData(_ value: Text) -> (type: String, letters: Text)? {
    let scheme = Array("data:".utf8)
    guard value.bytes.starts(with: scheme), let comma = value.firstIndex(of: ASCII.comma) else {
      return nil
    }
    let head = value[scheme.count..<comma].string
    let letters = value[comma + 1..<value.count]
    guard head.hasSuffix(";base64"), !letters.isEmpty, Base64.letters(letters) == letters else {
      return nil
    }
    let type = String(head.dropLast(7))
    guard !type.contains(";"), !type.isEmpty, type == type.lowercased() else { return nil }
    return (type, letters)
  }

  private func isPlainURI(_ property: Property) -> Bool {
    property.parameter(.value) == nil
  }
}

extension Property {
  fileprivate func renamed(_ name: Name) -> Property {
    var result = self
    result.name = name
    return result
  }
}
