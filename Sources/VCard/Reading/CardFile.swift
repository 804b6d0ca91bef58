import ContentLines
import Records

/// The cards of a file while its pieces are read one after the other.
struct CardFile {
  private var group = ReadFile.Group()
  /// Those of lines, those of components and those of cards: a file has them in this order.
  private var lineFindings: [Finding] = []
  private var componentFindings: [Finding] = []
  private var cardFindings: [Finding] = []
  private var plain: PlainCards?

  /// Adds the cards of a piece.
  ///
  /// - Parameter trace: called for every step of an upgrade; then each card is read as a whole.
  /// - Returns: whether something was open when the piece ended.
  @discardableResult
  mutating func read(_ piece: LexedFile, trace: ((UpgradeStep) -> Void)?) -> Bool {
    var components = ComponentReader(piece)
    // Where bytes were repaired, parameters may still hold broken ones.
    let isPlain = trace == nil && piece.isValidUTF8
    if isPlain {
      if plain == nil { plain = PlainCards(piece) }
      plain?.file = piece
    }
    var place = 0
    while place < piece.lines.count {
      if isPlain, let read = plain?.card(at: &place, findings: &cardFindings) {
        group.records.append(read)
        continue
      }
      place = components.step(from: place)
      for component in components.takeComponents() {
        add(piece.isValidUTF8 ? component : component.repairingUTF8(), trace)
      }
    }
    lineFindings += piece.findings
    componentFindings += components.finish().findings.dropFirst(piece.findings.count)
    return components.endsInside
  }

  private mutating func add(_ component: Component, _ trace: ((UpgradeStep) -> Void)?) {
    guard component.name == .vcard else {
      group.others.append(component.canonical())
      cardFindings.append(
        Finding(
          .notACard, line: Int(component.line), column: 1,
          message: "A \(component.name) stands where a VCARD was expected."))
      return
    }
    group.records.append(VCardReader.record(component, trace: trace, findings: &cardFindings))
  }

  /// What was read.
  func file() -> ReadFile {
    var file = ReadFile(.vCard)
    file.findings = lineFindings + componentFindings + cardFindings
    if !file.findings.isEmpty { RecordNames(group.records).fill(&file.findings) }
    if !group.records.isEmpty || !group.others.isEmpty { file.groups = [group] }
    return file
  }
}
