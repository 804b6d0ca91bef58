import ContentLines
import Records

/// Reads cards line by line, where each line can be understood by itself.
///
/// Files have millions of lines and a few dozen heads. What a head comes to is worked out once, by
/// the rows every other card goes through, and remembered (`CardHead`). A card with anything else
/// in it (lines that belong together, inner components, junk) is left to those rows as a whole:
/// both ways lead to the same record, to which `PlainCardsTests` and the fuzzer hold them.
struct PlainCards {
  /// What becomes of a line.
  private enum Line {
    case property(Property, order: Int, kind: ValueKind)
    /// It said nothing.
    case gone
    case wholeCard
  }

  private let file: LexedFile
  /// Of each version: its word, VERSION as it is kept, the heads so far.
  private let words: [Text] = ["2.1", "3.0", "4.0"]
  private let version: Property = Property(.version, value: "4.0")
  private var heads: [CardHeads]
  /// Lent to rows, which report to it and ask it for the version.
  private var reports: [CardUpgrade]

  init(_ file: LexedFile) {
    self.file = file
    heads = words.map { CardHeads(version: $0) }
    reports = words.map { CardUpgrade([], version: $0) }
  }

  /// The card that begins at a line, and its findings.
  ///
  /// - Parameter place: the line; that behind the card, if it was read.
  /// - Returns: nil where the line begins no card, or one that has to be seen as a whole.
  mutating func card(at place: inout Int, findings: inout [Finding]) -> ReadRecord? {
    guard place + 2 < file.lines.count, isFrame(file.lines[place], "BEGIN"),
      let number = version(of: file.lines[place + 1])
    else { return nil }
    reports[number].findings.removeAll()
    guard let (card, last) = component(from: place, number) else { return nil }
    let read = ReadRecord(
      record: Record(.contact, [card]),
      lines: [Int(card.line)...max(Int(card.line), Int(card.endLine))],
      version: words[number].string)
    findings += reports[number].findings
    place = last + 1
    return read
  }

  /// The card from its BEGIN to its END, and the place of that line.
  private mutating func component(from start: Int, _ number: Int) -> (Component, Int)? {
    var properties: [Property] = []
    properties.reserveCapacity(16)
    var orders: [Int] = []
    orders.reserveCapacity(16)
    var first = version
    first.line = file.lines[start + 1].number
    properties.append(first)
    orders.append(Schema.vCard[.version].order)
    var isGrouped = false
    var hasFullName = false
    var listNames: [Name] = []
    var place = start + 2
    while true {
      guard place < file.lines.count else { return nil }
      let line = file.lines[place]
      if line.isJunk { return nil }
      if line.name.length == 3, file.line(line, isNamed: "END") { break }
      if line.name.length == 5, file.line(line, isNamed: "BEGIN") { return nil }
      place += 1
      switch read(line, heads[number].head(of: line, in: file), number) {
      case .wholeCard: return nil
      case .gone: break
      case .property(let property, let order, let kind):
        isGrouped = isGrouped || line.group.length > 0
        hasFullName = hasFullName || property.name == CardHead.fullName
        if kind == .textList {
          if listNames.contains(property.name) { return nil }
          listNames.append(property.name)
        }
        Self.insert(property, order, &properties, &orders)
      }
    }
    guard hasFullName || number == 0, isFrame(file.lines[place], "END") else { return nil }
    var card = Component(.vcard, properties)
    card.line = file.lines[start].number
    card.endLine = file.lines[place].number
    if isGrouped { card = card.canonical() }
    return Self.hasRepeats(card) ? nil : (card, place)
  }

  private mutating func read(_ line: RawLine, _ head: CardHead, _ number: Int) -> Line {
    var value = file.text(line.value)
    switch head.reading {
    case .wholeCard: return .wholeCard
    case .byValue: return readByValue(line, number)
    case .settled: break
    case .encoded(let charset, let escapes):
      let (bytes, isWhole) = QuotedPrintable.decode(value, escapes: escapes)
      let (decoded, isKnown) = Charset.decode(bytes, named: charset)
      guard isWhole, isKnown else { return .wholeCard }
      value = Text(decoded)
    }
    let group = line.group.length == 0 ? Text.empty : file.text(line.group)
    if let row = head.valueRow {
      var property = Property(
        group: group, head.name, head.upgraded, value: value, line: line.number)
      switch row.apply(&property, &reports[number]) {
      case .removed: return .gone
      case .changed: return canonical(property)
      case .unchanged: break
      }
    }
    if !CanonicalValue.isCanonical(value, head.kind) {
      return canonical(
        Property(group: group, head.name, head.upgraded, value: value, line: line.number))
    }
    return .property(
      Property(group: group, head.name, head.parameters, value: value, line: line.number),
      order: head.order, kind: head.kind)
  }

  /// A line whose parameters cannot be understood without its value.
  private mutating func readByValue(_ line: RawLine, _ number: Int) -> Line {
    var property = ComponentReader.property(
      line, of: file, in: .vcard, decodesCarets: words[number] == "4.0")
    let count = reports[number].findings.count
    for row in UpgradeTable.parameterRows {
      if row.apply(&property, &reports[number]) == .removed { return .gone }
    }
    // Findings of parameters come before those of values.
    guard reports[number].findings.count == count else { return .wholeCard }
    if let row = UpgradeTable.shared.value(property.name),
      row.apply(&property, &reports[number]) == .removed
    {
      return .gone
    }
    return canonical(property)
  }

  private func canonical(_ property: Property) -> Line {
    let row = Schema.vCard[property.name]
    let kind = CanonicalValue.kind(of: property, row)
    guard kind != .dateList else { return .wholeCard }
    var result = property
    result.value = CanonicalValue.of(property, row)
    if kind == .textList {
      result.value = CanonicalValue.list(
        of: TextEscaping.split(result.value, at: ASCII.comma))
    }
    if !CanonicalParameters.areCanonical(property, row, Schema.vCard) {
      result.parameters = CanonicalParameters.of(property, row, Schema.vCard)
    }
    return .property(result, order: row.order, kind: kind)
  }

  /// Puts a property behind those it does not precede.
  private static func insert(
    _ property: Property, _ order: Int, _ properties: inout [Property], _ orders: inout [Int]
  ) {
    var place = properties.count
    while place > 0, orders[place - 1] >= order {
      if orders[place - 1] == order,
        CanonicalOrder.compare(properties[place - 1], property) <= 0
      {
        break
      }
      place -= 1
    }
    properties.insert(property, at: place)
    orders.insert(order, at: place)
  }

  /// Whether a property stands twice that may stand once, which is a finding.
  private static func hasRepeats(_ card: Component) -> Bool {
    for place in card.properties.indices.dropFirst()
    where card.properties[place].name == card.properties[place - 1].name {
      let row = Schema.vCard[card.properties[place].name]
      if row.isKnown, row.cardinality == .one, !row.isVolatile { return true }
    }
    return false
  }

  private func isFrame(_ line: RawLine, _ name: StaticString) -> Bool {
    file.line(line, isNamed: name) && file.text(line.value).trimmed.equalsIgnoringCase("VCARD")
  }

  /// The version that a line names, as a place in `words`.
  private func version(of line: RawLine) -> Int? {
    guard line.name.length == 7, line.group.length == 0, line.parameterCount == 0,
      file.line(line, isNamed: "VERSION")
    else { return nil }
    let value = file.text(line.value)
    return words.firstIndex { $0 == value }
  }
}
