import ContentLines
import Records

/// Reads cards line by line, where each line can be understood by itself.
///
/// Files have millions of lines and a few dozen heads. What a head comes to is worked out once, by
/// the rows every other card goes through, and remembered (`CardHead`). A card with anything else
/// in it (lines that belong together, inner components, junk) is left to those rows as a whole:
/// both ways lead to the same record, to which `PlainCardsTests` and the fuzzer hold them.
struct PlainCards {
  /// What is read at present.
  var file: LexedFile
  /// Of each version: its word, VERSION as it is kept, the heads so far.
  private let words = ["2.1", "3.0", "4.0"]
  private let version: Property = Property(.version, value: "4.0")
  private var heads: [CardHeads]
  /// Lent to rows, which report to it and ask it for the version.
  private var reports: [CardUpgrade]
  /// The properties of the card under way, in canonical order, and their places in that order.
  private var properties: [Property] = []
  private var orders: [Int] = []
  private var hasFullName = false
  private var lists: [Name] = []

  init(_ file: LexedFile) {
    self.file = file
    heads = words.map { CardHeads(version: Text($0)) }
    reports = words.map { CardUpgrade([], version: Text($0)) }
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
      at: Int(card.line)...max(Int(card.line), Int(card.endLine)),
      version: words[number])
    findings += reports[number].findings
    place = last + 1
    return read
  }

  /// The card from its BEGIN to its END, and the place of that line.
  private mutating func component(from start: Int, _ number: Int) -> (Component, Int)? {
    guard let end = end(from: start + 2), end - start <= Self.mostLines else { return nil }
    properties = []
    properties.reserveCapacity(end - start - 1)
    orders.removeAll(keepingCapacity: true)
    lists.removeAll(keepingCapacity: true)
    hasFullName = false
    var first = version
    first.line = file.lines[start + 1].number
    insert(first, Self.versionOrder)
    var isGrouped = false
    let bytes = file.store.bytes
    let apart = file.apart.bytes
    for place in start + 2..<end {
      let line = file.lines[place]
      isGrouped = isGrouped || line.group.length > 0
      guard read(line, line.isApart ? apart.span : bytes.span, number) else { return nil }
    }
    guard hasFullName || number == 0,
      !isGrouped || CanonicalOrder.settleGroups(&properties), !Self.hasRepeats(properties)
    else { return nil }
    var card = Component(.vcard, properties)
    card.line = file.lines[start].number
    card.endLine = file.lines[end].number
    return (card, end)
  }

  /// Each property is put in its place among the others, which takes too long among thousands.
  private static let mostLines = 500

  private static let versionOrder = Schema.vCard[.version].order

  /// The place of the END of a card without components and junk.
  private func end(from start: Int) -> Int? {
    for place in start..<file.lines.count {
      let line = file.lines[place]
      if line.isJunk { return nil }
      if line.name.length == 3, file.line(line, isNamed: "END") {
        return isFrame(line, "END") ? place : nil
      }
      if line.name.length == 5, file.line(line, isNamed: "BEGIN") { return nil }
    }
    return nil
  }

  /// Adds what a line says.
  ///
  /// - Parameter all: the bytes that the spans of the line lie in.
  /// - Returns: false where the card has to be seen as a whole.
  private mutating func read(_ line: RawLine, _ all: Span<UInt8>, _ number: Int) -> Bool {
    let head = heads[number].head(of: line, in: file, all)
    let start = Int(line.value.offset)
    let bytes = all.extracting(start..<start + Int(line.value.length))
    switch head.reading {
    case .wholeCard: return false
    case .byValue: return readByValue(line, number)
    case .encoded: return readEncoded(line, head, number)
    case .settled: break
    }
    // Most values are plain, and most of the others are canonical.
    guard head.passes?(bytes) ?? true,
      head.isPlainCanonical && TextEscaping.isPlain(bytes)
        || CanonicalValue.isCanonical(file.text(line.value, of: line), head.kind)
    else { return add(line, head, file.text(line.value, of: line), number) }
    let shared =
      line.group.length == 0
      ? head.shared : PropertyHead(file.text(line.group, of: line), head.parameters)
    return keep(
      Property(head.name, head: shared, value: file.text(line.value, of: line), line: line.number),
      head.order, head.kind)
  }

  /// Adds a line in quoted-printable.
  private mutating func readEncoded(_ line: RawLine, _ head: CardHead, _ number: Int) -> Bool {
    let (bytes, isWhole) = QuotedPrintable.decode(
      file.text(line.value, of: line), escapes: head.escapes)
    guard isWhole else { return false }
    if head.isUTF8 {
      return add(line, head, Text(Windows1252.repairingUTF8(bytes)), number)
    }
    let (decoded, isKnown) = Charset.decode(bytes, named: head.charset)
    return isKnown && add(line, head, Text(decoded), number)
  }

  /// Adds a value under a head through the row of its values and the canonical form.
  private mutating func add(
    _ line: RawLine, _ head: CardHead, _ value: Text, _ number: Int
  ) -> Bool {
    var property = Property(
      group: line.group.length == 0 ? .empty : file.text(line.group, of: line), head.name,
      head.upgraded,
      value: value, line: line.number)
    if let row = head.valueRow, row.apply(&property, &reports[number]) == .removed { return true }
    return addCanonical(property)
  }

  /// Adds a line whose parameters cannot be understood without its value.
  private mutating func readByValue(_ line: RawLine, _ number: Int) -> Bool {
    var property = ComponentReader.property(
      line, of: file, in: .vcard, decodesCarets: words[number] == "4.0")
    let count = reports[number].findings.count
    for row in UpgradeTable.parameterRows {
      if row.apply(&property, &reports[number]) == .removed { return true }
    }
    // Findings of parameters come before those of values.
    guard reports[number].findings.count == count else { return false }
    if let row = UpgradeTable.shared.value(property.name),
      row.apply(&property, &reports[number]) == .removed
    {
      return true
    }
    return addCanonical(property)
  }

  private mutating func addCanonical(_ property: Property) -> Bool {
    let row = Schema.vCard[property.name]
    let kind = CanonicalValue.kind(of: property, row)
    guard kind != .dateList else { return false }
    var result = property
    if !CanonicalValue.isCanonical(property.value, kind) {
      result.value = CanonicalValue.of(property, row)
      if kind == .textList {
        result.value = CanonicalValue.list(
          of: TextEscaping.split(result.value, at: ASCII.comma))
      }
    }
    if !CanonicalParameters.areCanonical(property, row, Schema.vCard) {
      result.parameters = CanonicalParameters.of(property, row, Schema.vCard)
    }
    return keep(result, row.order, kind)
  }

  /// Two lists of one name may be one.
  private mutating func keep(
    _ property: consuming Property, _ order: Int, _ kind: ValueKind
  ) -> Bool {
    hasFullName = hasFullName || property.name == CardHead.fullName
    if kind == .textList {
      if lists.contains(property.name) { return false }
      lists.append(property.name)
    }
    insert(property, order)
    return true
  }

  /// Puts a property behind those it does not precede.
  private mutating func insert(_ property: consuming Property, _ order: Int) {
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
  private static func hasRepeats(_ properties: [Property]) -> Bool {
    for place in properties.indices.dropFirst()
    where properties[place].name == properties[place - 1].name
      && Schema.vCard.isSingle(properties[place].name)
    {
      return true
    }
    return false
  }

  /// What is written otherwise is left to those who read whole cards.
  private func isFrame(_ line: RawLine, _ name: StaticString) -> Bool {
    file.line(line, isNamed: name) && file.says(line.value, of: line, "VCARD")
  }

  /// The version that a line names, as a place in `words`.
  private func version(of line: RawLine) -> Int? {
    guard line.group.length == 0, line.parameterCount == 0, file.line(line, isNamed: "VERSION")
    else { return nil }
    if file.says(line.value, of: line, "3.0") { return 1 }
    if file.says(line.value, of: line, "4.0") { return 2 }
    return file.says(line.value, of: line, "2.1") ? 0 : nil
  }
}
