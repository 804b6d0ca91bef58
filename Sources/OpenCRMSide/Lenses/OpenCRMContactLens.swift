import CivilTime
import ContentLines
package import Records
import Sides

/// What OpenCRM can hold of a contact: its fields, each once (spec/mappings-opencrm.md).
///
/// A view has VERSION and no UID: OpenCRM knows none.
package struct OpenCRMContactLens: Lens {
  private let holds: Set<String>?
  private let customFields: OpenCRMCustomFields
  private let carriesFolder: Bool
  private let carriesCompany: Bool
  package let region: PhoneRegion?
  private let slots: OpenCRMSlots

  /// - Parameters:
  ///   - holds: the slots this system has been seen to have (the union of what its exports
  ///     covered); nil for all. Nothing is shown in a field that was never seen.
  ///   - customFields: the custom fields to carry.
  ///   - carriesFolder: whether a label of the record may become the folder; without it the folder
  ///     is OpenCRM's own and stays as it is there.
  ///   - carriesCompany: whether an organisation may become the company of a new contact; without
  ///     it a new contact gets none, because OpenCRM would look for a company or make one.
  ///   - region: where national numbers are those of this country.
  package init(
    holds: Set<String>? = nil, customFields: OpenCRMCustomFields = [], carriesFolder: Bool = false,
    carriesCompany: Bool = true, region: PhoneRegion? = nil
  ) {
    self.holds = holds
    self.customFields = customFields
    slots = OpenCRMSlots(zone: "", customFields: customFields)
    self.carriesFolder = carriesFolder
    self.carriesCompany = carriesCompany
    self.region = region
  }

  package func view(_ record: Record, previous: Record?) -> Record? {
    view(record, previous: previous, settled: nil)
  }

  package func view(_ record: Record, previous: Record?, settled: Record?) -> Record? {
    guard refusal(record) == nil, let component = record.components.first else { return nil }
    let shown = previous.map { slots.cells(of: $0) }
    var cells = singles(component, shown, settled?.components.first)
    for name: Name in ["EMAIL", "TEL", "ADR"] {
      let own = MemberSlot.of(name).filter { slot in
        holds.map { holds in slot.fields.contains(where: holds.contains) } ?? true
      }
      let members = SlotAssignment(slots: own, holds: holds, region: region).cells(
        of: component.all(name), previous: shown,
        settled: settled?.components.first?.all(name))
      cells.merge(members) { one, _ in one }
    }
    if let holds { cells = cells.filter { holds.contains($0.key) } }
    return slots.record(from: cells, kind: .contact)
  }

  package func refusal(_ record: Record) -> String? {
    guard record.kind == .contact else { return "OpenCRM holds it in another list." }
    guard record.components.first?.first("KIND")?.value.equalsIgnoringCase("group") != true else {
      return "It is a group of contacts; OpenCRM holds persons."
    }
    return nil
  }

  package func isCoarsening(_ seen: Property, of sent: Property) -> Bool {
    if OpenCRMCoarsening.isUsual(seen, of: sent) { return true }
    guard seen.name == sent.name else { return false }
    switch seen.name {
    case "TEL":
      return MemberKey.phone(seen.text, in: region) == MemberKey.phone(sent.text, in: region)
    case "ADR":
      return SlotAssignment(slots: MemberSlot.of("ADR"), holds: holds).isForm(seen, of: sent)
    default: return false
    }
  }

  package func overlay(_ seen: Record, on previous: Record, covered: Set<String>) -> Record {
    guard seen.kind == previous.kind else { return seen }
    var cells = slots.cells(of: previous)
    cells.overlay(slots.cells(of: seen), covered: covered)
    return slots.record(from: cells, kind: .contact)
  }

  // MARK: - Fields that stand once

  private func singles(
    _ component: Component, _ previous: [String: String]?, _ settled: Component?
  ) -> [String: String] {
    var cells: [String: String] = [:]
    if let name = component.first("N") {
      cells["lastname"] = Self.joined(name, 0)
      cells["firstname"] = Self.joined(name, 1)
    }
    organisation(component, previous, settled, &cells)
    for (field, name) in [("title", "TITLE"), ("description", "NOTE")] as [(String, Name)] {
      cells[field] = text(field, component.all(name), previous, settled?.all(name))
    }
    cells["birthday"] = component.first("BDAY").flatMap {
      birthday($0, previous?["birthday"])
    }
    cells["folder"] = folder(component, previous, settled)
    for field in customFields.names {
      cells[field] = text(
        field, customFields.values(of: field, in: component), previous,
        settled.map { customFields.values(of: field, in: $0) })
    }
    return cells.filter { !$0.value.isEmpty }
  }

  /// Company and department of one organisation. A company that is not carried is OpenCRM's own.
  private func organisation(
    _ component: Component, _ previous: [String: String]?, _ settled: Component?,
    _ cells: inout [String: String]
  ) {
    func isShown(_ property: Property) -> Bool {
      previous != nil && Self.joined(property, 1) == previous?["department"]
        && (!carriesCompany || Self.joined(property, 0) == previous?["accountname"])
    }
    let isEmpty =
      previous?["department"] == nil && (!carriesCompany || previous?["accountname"] == nil)
    let all = FreedPlaces.candidates(
      component.all("ORG"), settled: previous == nil ? [] : settled?.all("ORG") ?? [],
      isEmpty: isEmpty, isShown: isShown)
    let best = Self.best(all, isShown: isShown)
    cells["department"] = best.flatMap { Self.joined($0, 1) }
    cells["accountname"] =
      carriesCompany ? best.flatMap { Self.joined($0, 0) } : previous?["accountname"]
  }

  /// The one text of a field.
  private func text(
    _ field: String, _ properties: [Property], _ previous: [String: String]?,
    _ settled: [Property]?
  ) -> String? {
    func isShown(_ property: Property) -> Bool { property.text.string == previous?[field] }
    let all = FreedPlaces.candidates(
      properties, settled: previous == nil ? [] : settled ?? [],
      isEmpty: previous?[field] == nil, isShown: isShown)
    return Self.best(all, isShown: isShown)?.text.string
  }

  /// The property that OpenCRM shows already, else the preferred one.
  private static func best(
    _ properties: [Property], isShown: (Property) -> Bool
  ) -> Property? {
    if properties.count < 2 { return properties.first }
    func preference(_ property: Property) -> Int {
      property.parameter("PREF").flatMap { Int($0.string) } ?? 101
    }
    return properties.first(where: isShown)
      ?? properties.enumerated().min {
        (preference($0.element), $0.offset) < (preference($1.element), $1.offset)
      }?.element
  }

  /// A component of a structured value; several values of it are joined by spaces.
  private static func joined(_ property: Property, _ index: Int) -> String? {
    let parts = property.parts
    guard index < parts.count, !parts[index].isEmpty else { return nil }
    guard property.name == "N" else { return TextEscaping.unescape(parts[index]).string }
    return TextEscaping.split(parts[index], at: ASCII.comma)
      .map { TextEscaping.unescape($0).string }.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// A whole date. One without a year keeps a date of the same day that OpenCRM shows, because its
  /// field needs a year; a text stays where OpenCRM shows it, and nowhere else.
  private func birthday(_ property: Property, _ previous: String?) -> String? {
    if property.has(.value, "text") {
      let text = property.text.string
      return text == previous ? text : nil
    }
    guard let value = VCardDate(property.value.bytes) else { return nil }
    if let date = value.date, property.parameter("X-APPLE-OMIT-YEAR") == nil {
      return date.description
    }
    guard let previous, let shown = OpenCRMSlots.date(previous), value.month == shown.month,
      value.day == shown.day
    else { return nil }
    return previous
  }

  /// A folder is one text: the one OpenCRM shows, or the only label. An emptied one stays empty.
  private func folder(
    _ component: Component, _ previous: [String: String]?, _ settled: Component?
  ) -> String? {
    guard carriesFolder else { return previous?["folder"] }
    let labels = Self.labels(component)
    if let shown = previous?["folder"], labels.contains(shown) { return shown }
    let known = previous == nil ? [] : settled.map(Self.labels) ?? []
    return labels.count == 1 && !known.contains(labels[0]) ? labels[0] : nil
  }

  private static func labels(_ component: Component) -> [String] {
    component.all("CATEGORIES").flatMap { property in
      TextEscaping.split(property.value, at: ASCII.comma).map {
        TextEscaping.unescape($0).string
      }
    }.filter { !$0.isEmpty }
  }
}

extension [String: String] {
  /// Replaces the covered cells by what was seen. A cell that is seen though its slot is not
  /// covered by every row counts as well; its absence does not.
  mutating func overlay(_ seen: [String: String], covered: Set<String>) {
    for field in covered where !field.contains(":") { self[field] = nil }
    merge(seen) { _, new in new }
  }
}

/// What OpenCRM is known to do to values.
enum OpenCRMCoarsening {
  /// The longest text of a field of one line (vtiger's tables; OpenCRM's are not documented).
  static let limit = 255

  /// Trimmed, other case, escaped entities, another spelling of a number, or cut at 255 characters:
  /// the value, or each component of it.
  static func isUsual(_ seen: Property, of sent: Property) -> Bool {
    guard seen.name == sent.name else { return false }
    if Coarsening.isUsual(seen, of: sent) { return true }
    guard ["N", "ORG", "ADR"].contains(sent.name.string) else {
      return Coarsening.isCut(seen.text, of: sent.text, at: limit)
    }
    let one = seen.parts
    let other = sent.parts
    guard one.count == other.count else { return false }
    return zip(one, other).allSatisfy { isUsual(part: $0, of: $1, sent.name) }
  }

  private static func isUsual(part seen: Text, of sent: Text, _ name: Name) -> Bool {
    if seen == sent { return true }
    let one = TextEscaping.split(seen, at: ASCII.comma)
    let other = TextEscaping.split(sent, at: ASCII.comma)
    guard one.count == other.count else { return false }
    return zip(one, other).allSatisfy { seen, sent in
      Coarsening.isUsual(Property("TITLE", value: seen), of: Property("TITLE", value: sent))
        || Coarsening.isCut(
          TextEscaping.unescape(seen), of: TextEscaping.unescape(sent), at: limit)
    }
  }
}
