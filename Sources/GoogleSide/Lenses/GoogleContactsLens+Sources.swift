import ContentLines
package import Records
import Sides

/// The sources of one account show one contact in different ways: a change of source is no edit.
extension GoogleContactsLens {
  /// The form that a row of a table has in Google's cards, which say less: no order among several
  /// addresses, no word for `Other`, no formatted address.
  func form(ofRow record: Record) -> Record {
    var record = record
    for index in record.components.indices {
      for place in record.components[index].properties.indices {
        let name = record.components[index].properties[place].name
        record.components[index].properties[place].parameters.removeAll {
          $0.name == "PREF" || $0.name == .type && $0.value == "other"
            || $0.name == "LABEL" && name == "ADR"
        }
      }
    }
    return form(of: record.canonical())
  }

  /// The last view under what a source shows, which is all of what it covers. Custom fields that
  /// cards write into the note, and labels without a word, keep the spelling they had.
  package func overlay(_ seen: Record, on previous: Record, covered: Set<String>) -> Record {
    guard let before = previous.components.first else { return seen }
    var lifted = NoteFields.lifting(seen, known: [previous])
    lifted = NoteFields.lowering(lifted, as: previous)
    guard var result = lifted.components.first else { return seen }
    // Fields that stood in the note were shown with it.
    let shown = covered.contains("NOTE") ? covered : covered.subtracting(["GENDER"])
    Self.keepEmptyLabels(of: before, in: &result)
    Self.keepUncovered(of: before, in: &result, shown)
    Self.keepPicture(of: before, in: &result)
    return Record(.contact, [result], zones: seen.zones).canonical()
  }

  /// A picture lies beside the cards in some exports and not in others, and under a name that may
  /// be another card's as well: that it is missing, or an address of Google's stands for it, says
  /// nothing of the picture.
  private static func keepPicture(of before: Component, in result: inout Component) {
    let known = before.all("PHOTO").filter { !GooglePhoto.isServed($0.value) }
    guard !known.isEmpty, result.all("PHOTO").allSatisfy({ GooglePhoto.isServed($0.value) })
    else { return }
    result.properties.removeAll { $0.name == "PHOTO" }
    result.properties += known
  }

  /// What the source has no column for, with its labels.
  private static func keepUncovered(
    of before: Component, in result: inout Component, _ covered: Set<String>
  ) {
    let schema = Schema.vCard
    func isKept(_ property: Property) -> Bool {
      property.name != .label && !covered.contains(property.name.string)
        && result.first(property.name) == nil && schema[property.name].unit != .identity
    }
    let kept = before.properties.filter(isKept)
    guard !kept.isEmpty else { return }
    let groups = Set(kept.map(\.group)).subtracting([.empty])
    let labels = before.properties.filter { $0.name == .label && groups.contains($0.group) }
    for var property in kept + labels {
      // Not a group of what was seen.
      if !property.group.isEmpty { property.group = Text("item8\(number(property.group))0") }
      result.properties.append(property)
    }
  }

  private static func number(_ group: Text) -> String {
    group.count > 4 && group[0..<4].equalsIgnoringCase("item") ? group[4..<group.count].string : "0"
  }

  /// Cards write a label without a word where a row has none.
  private static func keepEmptyLabels(of before: Component, in result: inout Component) {
    let known = Set(emptyLabels(before).map { bare(before.properties[$0.member]) })
    for (member, label) in emptyLabels(result).reversed()
    where !known.contains(bare(result.properties[member])) {
      let twin = before.properties.contains {
        bare($0) == bare(result.properties[member]) && $0.group.isEmpty
      }
      guard twin else { continue }
      result.properties[member].group = .empty
      result.properties.remove(at: label)
    }
    var count = 0
    let unlabelled = result.properties.indices.filter { result.properties[$0].group.isEmpty }
    for index in unlabelled where known.contains(bare(result.properties[index])) {
      count += 1
      result.properties[index].group = Text("item7\(count)0")
      result.properties.append(
        Property(group: result.properties[index].group, .label, value: .empty))
    }
  }

  /// The members whose group holds nothing but them and a label without a word.
  private static func emptyLabels(_ component: Component) -> [(member: Int, label: Int)] {
    var groups: [Text: [Int]] = [:]
    for index in component.properties.indices where !component.properties[index].group.isEmpty {
      groups[component.properties[index].group, default: []].append(index)
    }
    return groups.values.compactMap { own -> (member: Int, label: Int)? in
      guard own.count == 2 else { return nil }
      guard let label = own.first(where: { component.properties[$0].name == .label }),
        component.properties[label].value.trimmed.isEmpty,
        let member = own.first(where: { $0 != label })
      else { return nil }
      return (member, label)
    }.sorted { $0.label < $1.label }
  }

  private static func bare(_ property: Property) -> Property {
    var property = property
    property.group = .empty
    return property
  }
}
