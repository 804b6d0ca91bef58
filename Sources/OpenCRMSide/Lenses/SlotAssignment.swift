import ContentLines
import Records

/// Decides which of a contact's e-mail addresses, phones and addresses stand in which fields.
///
/// 1. A member that OpenCRM shows already keeps its field and its spelling there.
/// 2. The others, best PREF first, take the first field that fits their TYPE, if it is free; then
///    the next free one that fits. A field that a removed or edited member left counts as free.
/// 3. A member that the side was in step with (`settled`) and did not show stays out: a field that
///    somebody emptied is not filled again unasked.
///
/// Members without a field are not shown. Spec: spec/mappings-opencrm.md.
struct SlotAssignment {
  /// The slots this system has.
  let slots: [MemberSlot]
  /// The fields this system has; nil for all. Two addresses that differ in other parts alone are
  /// one there.
  var holds: Set<String>?
  /// Where national numbers are those of one country.
  var region: PhoneRegion?

  /// Whether OpenCRM would show a full address as it shows the first one, spaces and commas aside.
  /// O(n).
  func isForm(_ shown: Property, of full: Property) -> Bool {
    guard let slot = MemberSlot.choices(shown).first, slot.property == "ADR",
      let one = Candidate(shown, order: 0), let other = Candidate(full, order: 0)
    else { return false }
    let key = key(slot, one.cells(in: slot))
    return key != nil && key == self.key(slot, other.cells(in: slot))
  }

  /// Pairs members whatever their spelling, by what the fields of a slot can show; nil where they
  /// show nothing of it.
  private func key(_ slot: MemberSlot, _ cells: [String: String]) -> Text? {
    let held = holds.map { holds in cells.filter { holds.contains($0.key) } } ?? cells
    return held.isEmpty ? nil : Candidate.key(slot, held, region)
  }

  /// The cells of all members of one property. O(members * slots).
  func cells(
    of members: [Property], previous: [String: String]?, settled: [Property]?
  ) -> [String: String] {
    var rest = members.enumerated().compactMap { order, property in
      Candidate(property, order: order)
    }.filter { candidate in
      // What none of the fields can show takes no place.
      candidate.choices.contains { key($0, candidate.cells(in: $0)) != nil }
    }
    guard !rest.isEmpty else { return [:] }
    var cells: [String: String] = [:]
    var taken = Set<MemberSlot>()
    var known: [(slot: MemberSlot, key: Text)] = []
    if let previous {
      for slot in slots {
        let shown = Candidate.cells(slot, of: previous)
        guard let shownKey = key(slot, shown) else { continue }
        known.append((slot, shownKey))
        let twins = rest.indices.filter { key(slot, rest[$0].cells(in: slot)) == shownKey }
        guard
          let index = twins.first(where: { rest[$0].choices.first == slot }) ?? twins.first
        else { continue }
        rest.remove(at: index)
        taken.insert(slot)
        cells.merge(shown) { one, _ in one }
      }
      if let settled {
        let old = Set(settled.compactMap { Candidate($0, order: 0)?.key(region) })
        rest.removeAll { candidate in
          old.contains(candidate.key(region))
            && !known.contains { key($0.slot, candidate.cells(in: $0.slot)) == $0.key }
        }
      }
    }
    rest.sort { ($0.preference, $0.order) < ($1.preference, $1.order) }
    for isFirstChoice in [true, false] {
      rest.removeAll { candidate in
        let choices = candidate.choices.filter(slots.contains)
        let fitting = isFirstChoice ? choices.prefix(1) : choices[...]
        let free = fitting.first {
          !taken.contains($0) && key($0, candidate.cells(in: $0)) != nil
        }
        guard let slot = free else { return false }
        taken.insert(slot)
        cells.merge(candidate.cells(in: slot)) { one, _ in one }
        return true
      }
    }
    return cells
  }
}

/// One member in the form in which OpenCRM would hold it.
private struct Candidate {
  let choices: [MemberSlot]
  let preference: Int
  let order: Int
  /// One text, or the six lines of a postal address.
  private let texts: [String]

  /// Nil for a member without a value.
  init?(_ property: Property, order: Int) {
    texts = property.name == "ADR" ? Postal.lines(property) : [Self.plain(property)]
    choices = MemberSlot.choices(property)
    guard texts.contains(where: { !$0.isEmpty }), !choices.isEmpty else { return nil }
    self.order = order
    preference = property.parameter("PREF").flatMap { Int($0.string) } ?? 101
  }

  /// The key of all that the member says.
  func key(_ region: PhoneRegion?) -> Text {
    choices.first.map { Self.key($0, cells(in: $0), region) } ?? .empty
  }

  func cells(in slot: MemberSlot) -> [String: String] {
    var cells: [String: String] = [:]
    for (field, text) in zip(slot.fields, texts) where !text.isEmpty { cells[field] = text }
    return cells
  }

  static func cells(_ slot: MemberSlot, of cells: [String: String]) -> [String: String] {
    var own: [String: String] = [:]
    for field in slot.fields { own[field] = cells[field] }
    return own
  }

  /// Pairs members whatever their spelling.
  static func key(
    _ slot: MemberSlot, _ cells: [String: String], _ region: PhoneRegion?
  ) -> Text {
    switch slot.property {
    case "EMAIL": MemberKey.email(Text(cells[slot.field] ?? ""))
    case "TEL": MemberKey.phone(Text(cells[slot.field] ?? ""), in: region)
    default: Postal.key(slot.fields.map { cells[$0] ?? "" })
    }
  }

  /// The text without the scheme of a URI.
  private static func plain(_ property: Property) -> String {
    let text = property.has(.value, "uri") ? property.value : property.text
    for scheme in ["tel:", "mailto:"] {
      let count = scheme.utf8.count
      if text.count > count, text[0..<count].equalsIgnoringCase(scheme) {
        return text[count..<text.count].string
      }
    }
    return text.string
  }
}

/// Postal addresses as OpenCRM's six fields.
private enum Postal {
  /// Street, street 2, city, state, zip, country. What stands in the extended address and the box
  /// follows the street; lines beyond the second share it.
  static func lines(_ property: Property) -> [String] {
    let parts = property.parts.map { part in
      TextEscaping.split(part, at: ASCII.comma).map(TextEscaping.unescape)
    }
    func values(_ index: Int) -> [Text] { index < parts.count ? parts[index] : [] }
    var street: [String] = []
    if values(2).count == 2, values(1).allSatisfy(\.isEmpty), values(0).allSatisfy(\.isEmpty) {
      // The form of the view: each of the two as it is.
      street = values(2).map(\.string)
    } else {
      for text in values(2) + values(1) + values(0) {
        street += split(text).map(\.trimmed.string).filter { !$0.isEmpty }
      }
    }
    let second = street.dropFirst().joined(separator: ", ")
    return [street.first ?? "", second]
      + (3...6).map { values($0).map(\.string).filter { !$0.isEmpty }.joined(separator: ", ") }
  }

  private static func split(_ text: Text) -> [Text] {
    var lines: [Text] = []
    var rest = text
    while let end = rest.firstIndex(of: ASCII.lf) {
      lines.append(rest[0..<end])
      rest = rest[end + 1..<rest.count]
    }
    return lines + [rest]
  }

  /// The lines with runs of spaces, line ends and commas as one space; the two of the street are
  /// one.
  static func key(_ lines: [String]) -> Text {
    let parts = [lines.prefix(2).joined(separator: " ")] + lines.dropFirst(2)
    var key: [UInt8] = []
    for part in parts {
      var isGap = true
      for byte in part.utf8 {
        let isSpace = ASCII.isSpace(byte) || byte == ASCII.comma
        if !isSpace || !isGap { key.append(isSpace ? ASCII.space : byte) }
        isGap = isSpace
      }
      if key.last == ASCII.space { key.removeLast() }
      key.append(ASCII.semicolon)
    }
    return Text(key)
  }
}
