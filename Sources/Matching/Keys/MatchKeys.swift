public import ContentLines
public import Records

/// A normalised value that two records may share.
public struct MatchKey: Sendable, Hashable, Comparable {
  package let field: MatchField
  package let text: Text

  package init(_ field: MatchField, _ text: Text) {
    self.field = field
    self.text = text
  }

  /// By field, then text.
  public static func < (one: MatchKey, other: MatchKey) -> Bool {
    one.field != other.field ? one.field < other.field : one.text < other.text
  }
}

/// Everything of a record that helps to recognise it, normalised.
public struct MatchKeys: Sendable {
  /// A key and the value it was made of, as people know it.
  struct Entry: Sendable {
    let key: MatchKey
    let shown: Text
  }

  /// As the properties stand; a key may repeat.
  private(set) var entries: [Entry] = []
  private(set) var person = PersonName()

  /// The keys, by field, each once.
  public var keys: [MatchKey] { Set(entries.map(\.key)).sorted() }

  /// The keys of a field.
  public subscript(field: MatchField) -> [Text] {
    keys.filter { $0.field == field }.map(\.text)
  }

  /// The keys of a record: of the contact, or of the master (else the first instance) of an event
  /// or task. O(n) in the size of the record.
  public static func of(_ record: Record, moments: MomentReading = .asWritten) -> MatchKeys {
    guard let component = record.master ?? record.components.first else { return MatchKeys() }
    var builder = MatchKeysBuilder(record.kind, moments: moments, zones: record.zones)
    builder.read(component)
    var keys = MatchKeys()
    keys.person = builder.person()
    keys.entries = builder.entries
    return keys
  }
}

/// Collects the keys of one component.
struct MatchKeysBuilder {
  var entries: [MatchKeys.Entry] = []
  private let rows: FieldTable.Rows
  private let schema: Schema
  private let moments: MomentReading
  private let zones: [Component]
  private var fullName = Text.empty
  private var given = Text.empty
  private var family = Text.empty
  private var words: [Text] = []
  private var titles: [Text] = []

  init(_ kind: RecordKind, moments: MomentReading, zones: [Component]) {
    rows = FieldTable.rows(kind)
    schema = Schema.of(kind)
    self.moments = moments
    self.zones = zones
    entries.reserveCapacity(16)
  }

  mutating func read(_ component: Component) {
    for property in component.properties {
      guard let row = rows[property.name] else { continue }
      read(property, row)
    }
  }

  private mutating func add(_ field: MatchField, _ key: Text, _ shown: Text) {
    if !key.isEmpty { entries.append(MatchKeys.Entry(key: MatchKey(field, key), shown: shown)) }
  }

  private mutating func read(_ property: Property, _ row: FieldTable.Row) {
    let value = property.value
    switch row.reading {
    case .exact: add(row.field, value.trimmed, value)
    case .presence: add(row.field, "yes", value)
    case .phrase: add(row.field, Folding.fold(phrase(property)), value)
    case .list:
      for part in TextEscaping.split(value, at: ASCII.comma) {
        let folded = Folding.fold(TextEscaping.unescape(part))
        add(row.field, folded, part)
        words += Folding.words(of: folded)
      }
    case .longText:
      let folded = Folding.fold(property.text)
      if folded.count >= 12 { add(row.field, folded, value) }
    case .address:
      let key = MemberKey.of(property, schema[property.name]) ?? property.text
      add(row.field, key.trimmed.asciiLowercased, value)
    case .number: addNumber(property, row)
    case .organisation: addOrganisation(property, row)
    case .fullName: addFullName(property, row)
    case .nameParts: addNameParts(property, row)
    case .moment: addMoment(property, row)
    case .day:
      let day = value.trimmed
      add(row.field, day[0..<8], value)
    }
  }

  private func phrase(_ property: Property) -> Text {
    let text = property.value.contains(ASCII.backslash) ? property.text : property.value
    return text
  }

  /// An extension, or a word that follows, is no part of the number's end.
  private mutating func addNumber(_ property: Property, _ row: FieldTable.Row) {
    let text = property.text
    let key = MemberKey.phone(text)
    add(row.field, key, property.value)
    var digits: [UInt8] = []
    for byte in key.bytes {
      if ASCII.isDigit(byte) {
        digits.append(byte)
      } else if digits.count >= 7 {
        break
      }
    }
    guard !digits.isEmpty else { return }
    add(.phoneEnd, Text(digits.count > 9 ? Array(digits.suffix(9)) : digits), property.value)
  }

  private static let legalForms: Set<Text> = [
    "ltd", "limited", "plc", "llp", "llc", "gmbh", "inc", "incorporated", "ag", "sa", "cic", "bv",
    "co", "corp", "kg", "oy", "ab",
  ]

  private mutating func addOrganisation(_ property: Property, _ row: FieldTable.Row) {
    let name = property.parts.first ?? .empty
    var words = Folding.words(of: Folding.fold(TextEscaping.unescape(name)))
    while words.count > 1, let last = words.last, Self.legalForms.contains(last) {
      words.removeLast()
    }
    if !words.isEmpty { add(row.field, Folding.join(words), name) }
  }

  /// An address or a number in place of a name is none.
  private mutating func addFullName(_ property: Property, _ row: FieldTable.Row) {
    let text = property.text
    guard !text.contains(0x40) else { return }
    let folded = Folding.fold(text)
    guard folded.bytes.contains(where: { !ASCII.isDigit($0) && $0 != ASCII.space }) else { return }
    let own = Folding.words(of: folded).filter { !PersonName.honorifics.contains($0) }
    guard !own.isEmpty else { return }
    add(row.field, Folding.join(own.sorted()), property.value)
    words += own
    guard fullName.isEmpty else { return }
    if let comma = text.firstIndex(of: ASCII.comma) {
      let head = Folding.words(of: Folding.fold(text[0..<comma]))
      let tail = Folding.words(of: Folding.fold(text[comma..<text.count]))
      fullName = Folding.join(tail + head)
    } else {
      fullName = Folding.join(own)
    }
  }

  private mutating func addNameParts(_ property: Property, _ row: FieldTable.Row) {
    let parts = property.parts.map { Folding.fold(TextEscaping.unescape($0)) }
    func part(_ index: Int) -> Text { index < parts.count ? parts[index] : .empty }
    if part(0).contains(0x40) || part(1).contains(0x40) { return }
    titles = Folding.words(of: part(3)) + Folding.words(of: part(4))
    family = part(0)
    given = part(1)
    let short = Folding.words(of: given) + Folding.words(of: family)
    let middle = Folding.words(of: part(2))
    if !short.isEmpty {
      add(row.field, Folding.join(short.sorted()), property.value)
      if !middle.isEmpty {
        add(row.field, Folding.join((short + middle).sorted()), property.value)
      }
    }
    words += short + middle
  }

  /// The name of the contact, after all its properties were read.
  func person() -> PersonName {
    var person = PersonName()
    person.given = given
    person.family = family
    person.hasParts = !given.isEmpty || !family.isEmpty
    if !person.hasParts, !fullName.isEmpty {
      let all = Folding.words(of: fullName)
      // Three words or more without components may as well be a company.
      if all.count <= 2 {
        person.hasParts = true
        person.given = all[0]
        person.family = all.count > 1 ? all[1] : .empty
      }
    }
    // An initial makes no two people one.
    let all = words.sorted()
    func isCounted(_ word: Text) -> Bool {
      word.count > 1 && !titles.contains(word) && !PersonName.honorifics.contains(word)
    }
    for word in all where word != person.words.last && isCounted(word) { person.words.append(word) }
    if person.words.isEmpty {
      for word in all where word != person.words.last { person.words.append(word) }
    }
    return person
  }

  private mutating func addMoment(_ property: Property, _ row: FieldTable.Row) {
    let value = property.value.trimmed
    if value.count <= 8 {
      add(row.field, value, property.value)
    } else if let seconds = moments.seconds(property, zones) {
      add(row.field, Text("=\(seconds)"), property.value)
    } else if let zone = property.parameter(.tzid) {
      add(row.field, Text(Array(value.bytes) + [ASCII.space] + Array(zone.bytes)), property.value)
    } else {
      add(row.field, value, property.value)
    }
  }
}
