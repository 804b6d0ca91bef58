import ContentLines
public import Records

/// Reads .vcf files: vCard 2.1, 3.0 and 4.0, and what passes for them, into canonical records.
public enum VCardReader {
  static let versionCode = "version"
  static let derivedCode = "derived-name"

  /// Reads a whole file. Never throws: what is odd becomes a finding, and the records around it are
  /// unharmed. A file without cards gives no records. O(n log n) in the size of the largest card.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8, or lines whose CHARSET says otherwise; UTF-16 is decoded by the caller.
  ///   - firstLine: the number of the first physical line, for a part of a larger file.
  ///   - trace: called for every property that an upgrade changed or took away.
  public static func read(
    _ bytes: [UInt8], firstLine: Int = 1, trace: ((UpgradeStep) -> Void)? = nil
  ) -> ReadFile {
    // Steps are told of each property as it was: no card is read in a shorter way.
    guard trace == nil else {
      var whole = CardFile()
      whole.read(Lexer.lex(bytes, firstLine: firstLine), trace: trace)
      return whole.file()
    }
    return read(bytes, firstLine: firstLine, pieceSize: pieceSize)
  }

  /// The least bytes of a piece in which a file is read.
  public static let pieceSize = 1 << 20

  /// Reads piece by piece, so that the lines of a file are never all in memory, and those under way
  /// stay in the cache.
  static func read(_ bytes: [UInt8], firstLine: Int, pieceSize: Int) -> ReadFile {
    let store = ByteStore(bytes)
    var file = CardFile()
    var line = firstLine
    var start = 0
    while start < bytes.count {
      let end = CardCut.end(in: bytes, from: start, least: pieceSize)
      let piece = Lexer.lex(store, start..<end, firstLine: line)
      line += piece.physicalLines
      let endsInside = file.read(piece, trace: nil)
      if endsInside, end < bytes.count {
        // The place was no place between two cards.
        file = CardFile()
        _ = file.read(Lexer.lex(bytes, firstLine: firstLine), trace: nil)
        break
      }
      start = end
    }
    return file.file()
  }

  /// A contact that another program built, in the form that reading gives: upgraded to vCard 4.0,
  /// canonical, without an empty FN or N. Applying it twice changes nothing. O(n log n).
  public static func canonical(_ record: Record) -> Record {
    var findings: [Finding] = []
    return Record(
      .contact,
      record.components.map { component in
        let version = component.first(.version)?.value.trimmed ?? "4.0"
        return canonical(
          component.writable(), version: version, trace: nil, findings: &findings)
      })
  }

  static func record(
    _ component: Component, trace: ((UpgradeStep) -> Void)?, findings: inout [Finding]
  ) -> ReadRecord {
    let version = version(of: component, &findings)
    let card = canonical(component, version: version, trace: trace, findings: &findings)
    check(card, version: version, &findings)
    let first = Int(component.line)
    return ReadRecord(
      record: Record(.contact, [card]), lines: [first...max(first, Int(component.endLine))],
      version: component.first(.version)?.value.trimmed.string ?? "")
  }

  private static func version(of component: Component, _ findings: inout [Finding]) -> Text {
    let all = component.all(.version)
    func note(_ kind: FindingKind, _ line: UInt32, _ message: String) {
      findings.append(Finding(kind, line: Int(line), column: 1, message: message))
    }
    guard let first = all.first else {
      note(.missingVersion, component.line, "The card has no VERSION.")
      return "3.0"
    }
    for other in all.dropFirst() {
      note(.repeatedVersion, other.line, "VERSION stands in this card already.")
    }
    let version = first.value.trimmed
    if !["2.1", "3.0", "4.0"].contains(version) {
      note(.unknownVersion, first.line, "There is no vCard version “\(version)”.")
    }
    return version
  }

  private static func canonical(
    _ component: Component, version: Text, trace: ((UpgradeStep) -> Void)?,
    findings: inout [Finding]
  ) -> Component {
    var properties: [Property] = []
    properties.reserveCapacity(component.properties.count + 1)
    var isFirst = true
    for property in component.properties {
      guard property.name == .version else {
        properties.append(property)
        continue
      }
      var after: Property?
      if isFirst {
        var current = Property(.version, value: "4.0")
        current.line = property.line
        properties.append(current)
        after = current
      }
      isFirst = false
      if after != property {
        trace?(
          UpgradeStep(
            row: versionCode, line: Int(property.line), before: property, after: after))
      }
    }
    if isFirst { properties.append(Property(.version, value: "4.0")) }
    var component = component
    component.components = component.components.map { decodingText($0, version: version) }
    var upgrade = CardUpgrade.upgraded(properties, version: version, trace: trace)
    findings += upgrade.findings
    var card = component
    card.properties = upgrade.properties
    card = card.canonical()
    // Two rounds are enough for any card seen; the bound keeps a hostile one from more.
    for _ in 0..<4 where upgrade.looksAtCard {
      let before = card.properties
      upgrade = CardUpgrade.upgraded(before, version: "4.0", trace: trace)
      if upgrade.properties == before { break }
      card.properties = upgrade.properties
      card = card.canonical()
    }
    return withoutDerivedName(card, trace: trace)
  }

  /// A component inside a card, which no standard knows, with its texts decoded: in canonical form
  /// a line of quoted-printable would be folded, and read back as another.
  private static func decodingText(_ component: Component, version: Text) -> Component {
    var result = component
    var card = CardUpgrade(component.properties, version: version)
    for index in result.properties.indices {
      for row in [ParameterUpgrades.quotedPrintable, ParameterUpgrades.charset] {
        _ = row.apply(&result.properties[index], &card)
      }
      result.properties[index].splitLists()
      let parameters = result.properties[index].parameters
      guard parameters.contains(where: { CarriedParameter.isCarried($0.name) }) else { continue }
      result.properties[index].parameters = parameters.map {
        CarriedParameter.isCarried($0.name) ? CarriedParameter.unwrap($0) : $0
      }
    }
    result.components = component.components.map { decodingText($0, version: version) }
    return result
  }

  /// An FN that we made up goes again, unless somebody has given it another value since.
  private static func withoutDerivedName(
    _ card: Component, trace: ((UpgradeStep) -> Void)?
  ) -> Component {
    func isDerived(_ property: Property) -> Bool {
      property.name == "FN" && property.parameter(CarriedParameter.derived) != nil
    }
    guard card.properties.contains(where: isDerived) else { return card }
    var result = card
    result.properties.removeAll(where: isDerived)
    let name = DerivedName.of(result)
    for property in card.properties.reversed() where isDerived(property) {
      var after: Property?
      if property.text != name || name.isEmpty {
        var kept = property
        kept.remove(parameter: CarriedParameter.derived)
        if !kept.value.isEmpty {
          after = kept
          result.properties.append(kept)
        }
      }
      trace?(
        UpgradeStep(row: derivedCode, line: Int(property.line), before: property, after: after))
    }
    return result.canonical()
  }

  private static func check(
    _ card: Component, version: Text, _ findings: inout [Finding]
  ) {
    if card.first("FN") == nil, version != "2.1" {
      findings.append(
        Finding(.missingName, line: Int(card.line), column: 1, message: "The card has no FN."))
    }
    // The properties are sorted, so equal names stand together.
    for (one, other) in zip(card.properties, card.properties.dropFirst())
    where one.name == other.name {
      let row = Schema.vCard[other.name]
      guard Schema.vCard.isSingle(row.name),
        one.parameter("ALTID") == nil || one.parameter("ALTID") != other.parameter("ALTID")
      else { continue }
      findings.append(
        Finding(
          .repeatedProperty, line: Int(max(one.line, other.line)), column: 1,
          message: "\(other.name) stands more than once in this card."))
    }
  }
}

extension Component {
  /// Without what a program can build and no file can hold: line ends inside values (`\n` from
  /// now on), commas inside TYPE, PID and SORT-AS.
  func writable() -> Component {
    var result = self
    for index in properties.indices { result.properties[index].splitLists() }
    for index in properties.indices where properties[index].value.contains(ASCII.lf) {
      var bytes: [UInt8] = []
      for byte in properties[index].value.bytes {
        guard byte == ASCII.lf else {
          bytes.append(byte)
          continue
        }
        if bytes.last == ASCII.cr { bytes.removeLast() }
        bytes += [ASCII.backslash, 0x6E]
      }
      result.properties[index].value = Text(bytes)
    }
    result.components = components.map { $0.writable() }
    return result
  }

  /// Lines that name a CHARSET come from the lexer as they were; what no charset explained is read
  /// as Windows-1252 where it is no UTF-8.
  func repairingUTF8() -> Component {
    func repaired(_ text: Text) -> Text {
      Charset.isUTF8(text.bytes) ? text : Text(Windows1252.repairingUTF8(Array(text.bytes)))
    }
    /// Only a name that no schema knows can hold such bytes.
    func repaired(_ name: Name) -> Name {
      Charset.isUTF8(name.text.bytes) ? name : Name(repaired(name.text))
    }
    var result = self
    for index in result.properties.indices {
      result.properties[index].group = repaired(result.properties[index].group)
      result.properties[index].name = repaired(result.properties[index].name)
      let keepsBytes = result.properties[index].parameter("CHARSET") != nil
      if !keepsBytes { result.properties[index].value = repaired(result.properties[index].value) }
      for place in result.properties[index].parameters.indices {
        let name = result.properties[index].parameters[place].name
        result.properties[index].parameters[place].name = repaired(name)
        let value = result.properties[index].parameters[place].value
        result.properties[index].parameters[place].value = repaired(value)
      }
    }
    result.components = result.components.map { $0.repairingUTF8() }
    return result
  }
}
