import CivilTime
import ContentLines
package import Records
import Sides

/// What Google Contacts can hold of a contact, and how it shows it (spec/mappings-google.md).
package struct GoogleContactsLens: Lens {
  package let region: PhoneRegion?

  /// - Parameter region: Where national numbers are those of this country.
  package init(region: PhoneRegion? = nil) {
    self.region = region
  }

  /// Properties with a place in Google Contacts.
  static let held = HeldProperties(
    names: [
      "FN", "N", "X-PHONETIC-FIRST-NAME", "X-PHONETIC-MIDDLE-NAME", "X-PHONETIC-LAST-NAME",
      "NICKNAME", "GENDER", "PRONOUNS", "ORG", "X-PHONETIC-ORG", "TITLE", "ROLE", "EMAIL", "TEL",
      "ADR", "IMPP", "URL", "BDAY", "ANNIVERSARY", "X-ABDATE", "RELATED", "CATEGORIES", "NOTE",
      "X-DRAWBRIDGE-FIELD", "PHOTO", "X-ABLABEL", "LANG", "INTEREST", "EXPERTISE", "CALURI",
      "FBURL",
    ],
    lostParameters: [
      "PREF", "ALTID", "PID", "LANGUAGE", "MEDIATYPE", "SORT-AS", "GEO", "TZ", "INDEX", "LEVEL",
      "JSPTR", "PROP-ID", "AUTHOR", "AUTHOR-NAME", "CREATED", "DERIVED", "CALSCALE",
    ])

  /// What the cards of a Takeout show of it.
  package static let coveredByTakeout: Set<String> = {
    var names = Set(held.names.map(\.string))
    names.subtract(["PRONOUNS", "LANG", "INTEREST", "EXPERTISE", "CALURI", "FBURL"])
    // Shown at times, by cards that another program brought in.
    return names.union(["X-ABSHOWAS", "KIND"])
  }()

  package func refusal(_ record: Record) -> String? {
    guard record.components.first?.first("KIND")?.text.equalsIgnoringCase("group") == true else {
      return nil
    }
    return "Google Contacts has labels, and no place for a card that is a group."
  }

  package func view(_ record: Record, previous: Record?) -> Record? {
    view(record, previous: previous, settled: nil)
  }

  package func view(_ record: Record, previous: Record?, settled: Record?) -> Record? {
    guard refusal(record) == nil, let component = record.components.first else { return nil }
    let shown = previous?.components.first
    var result = Self.held.filter(component, previous: shown) { property in
      Self.coarse(property)
    }
    Self.foldNames(&result, shown)
    Self.foldPhotos(&result, shown)
    if let shown, let known = settled?.components.first {
      keepFreed("NOTE", in: &result, shown, known, isEmpty: shown.first("NOTE") == nil)
      let isNameless = shown.first("FN") == nil && shown.first("N") == nil
      keepFreed("FN", in: &result, shown, known, isEmpty: isNameless)
    }
    for name in Self.single { Self.keepOne(name, in: &result, shown) }
    HeldProperties.dropLooseLabels(&result)
    let view = Record(.contact, [result], zones: record.zones).canonical()
    // A number keeps the spelling it has there.
    return previous.map { spelling.respelled(view, as: $0) } ?? view
  }

  /// Leaves a place free that Google shows empty or with another value: what the record had beside
  /// that value had no place before either. The place of the full name is the name as well.
  private func keepFreed(
    _ name: Name, in component: inout Component, _ shown: Component, _ settled: Component,
    isEmpty: Bool
  ) {
    let all = component.all(name)
    let own = shown.all(name)
    let place = name == "FN" ? settled.all("N") + settled.all(name) : settled.all(name)
    let kept = FreedPlaces.candidates(all, settled: place, isEmpty: isEmpty) { value in
      let seen = value.name == name ? own : shown.all(value.name)
      return seen.contains { $0.value == value.value || isCoarsening($0, of: value) }
    }
    guard kept.count < all.count else { return }
    component.properties.removeAll { $0.name == name && !kept.contains($0) }
  }

  /// The form of a card that Google itself shows.
  func form(of record: Record) -> Record {
    let bare = DerivedName.removing(from: GooglePhoto.settingSizesAside(record)).canonical()
    return view(bare, previous: bare) ?? bare
  }

  package func recognising(_ seen: Record, known: [Record]) -> Record {
    NoteFields.lifting(seen, known: known)
  }

  package func isCoarsening(_ seen: Property, of sent: Property) -> Bool {
    if Coarsening.isUsual(seen, of: sent) { return true }
    if seen.name == "N", sent.name == "FN" {
      return DerivedName.of(Component(.vcard, [seen])) == sent.text.trimmed
    }
    guard seen.name == sent.name else { return false }
    switch seen.name {
    case "TEL":
      return PhoneSpelling.areEqual(seen.text, sent.text)
        || MemberKey.phone(seen.text, in: region) == MemberKey.phone(sent.text, in: region)
    case "PHOTO": return GooglePhoto.isServed(seen.value)
    case "URL", "IMPP": return Self.bareAddress(seen.text) == Self.bareAddress(sent.text)
    case "ADR", "N", "ORG":
      return Self.words(seen) == Self.words(sent)
    case "NOTE": return GoogleText.plain(seen.text) == GoogleText.plain(sent.text)
    default: return false
    }
  }

  // MARK: Forms

  /// Properties that a person has at most one of in Google.
  private static let single: [Name] = ["NOTE", "FN", "BDAY", "GENDER"]

  /// Of several the one that Google shows, otherwise the first. The others stay elsewhere.
  private static func keepOne(
    _ name: Name, in component: inout Component, _ previous: Component?
  ) {
    let all = component.all(name)
    guard all.count > 1 else { return }
    let shown = previous?.all(name) ?? []
    // Two equal ones are two.
    if all.count <= shown.count, all.allSatisfy(shown.contains) { return }
    component.set(name, all.first(where: shown.contains) ?? all[0])
  }

  private static func coarse(_ property: Property) -> Property? {
    switch property.name {
    case "N": return withoutLists(property)
    case "ORG": return firstTwoParts(property)
    case "TEL": return plainNumber(property)
    case "BDAY", "ANNIVERSARY", "X-ABDATE": return withoutTime(property)
    case "RELATED":
      return property.has(.value, "text") ? property : nil
    case "PHOTO": return property
    default: return property
    }
  }

  /// Google has one text for each part of a name.
  private static func withoutLists(_ property: Property) -> Property {
    var property = property
    let parts = property.parts.prefix(5).map { part in
      CanonicalValue.join(TextEscaping.split(part, at: ASCII.comma), ASCII.space)
    }
    property.value = CanonicalValue.join(parts, ASCII.semicolon)
    return property
  }

  /// A company and its department; there is no place for smaller units.
  private static func firstTwoParts(_ property: Property) -> Property {
    var property = property
    property.value = CanonicalValue.join(Array(property.parts.prefix(2)), ASCII.semicolon)
    return property
  }

  /// `tel:` URIs are shown as numbers with their extension.
  private static func plainNumber(_ property: Property) -> Property {
    let value = property.value.trimmed
    guard property.has(.value, "uri"), value.count > 4, value[0..<4].equalsIgnoringCase("tel:")
    else { return property }
    let parts = value[4..<value.count].bytes.split(separator: ASCII.semicolon).map { Text($0) }
    guard var number = parts.first?.string else { return property }
    for part in parts.dropFirst() where part.count > 4 && part[0..<4].equalsIgnoringCase("ext=") {
      number += " ext. \(part[4..<part.count])"
    }
    var property = Property(
      group: property.group, property.name, property.parameters,
      value: TextEscaping.escape(Text(number)))
    property.remove(parameter: .value)
    return property
  }

  private static func withoutTime(_ property: Property) -> Property {
    guard var date = VCardDate(property.value.bytes), date.hasTime,
      date.year != nil || date.month != nil
    else { return property }
    var property = property
    date.hour = nil
    date.minute = nil
    date.second = nil
    date.offset = nil
    property.value = Text(date.description)
    return property
  }

  /// Google makes the full name from the parts: an FN beside them is not held.
  private static func foldNames(_ component: inout Component, _ previous: Component?) {
    let shown = previous?.all("FN") ?? []
    if DerivedName.of(component) != nil {
      component.properties.removeAll { $0.name == "FN" && !shown.contains($0) }
    } else if let name = component.first("FN"), let parts = previous?.first("N"),
      let derived = previous.flatMap(DerivedName.of), derived == name.text.trimmed
    {
      // A name without parts was taken apart by Google.
      component.set("N", parts)
      component.set("FN", nil)
    }
  }

  /// Google serves a photo under an address of its own, which says nothing outside the account.
  private static func foldPhotos(_ component: inout Component, _ previous: Component?) {
    let shown = (previous?.all("PHOTO") ?? []).filter { GooglePhoto.isServed($0.value) }
    guard let photo = component.first("PHOTO") else { return }
    if !shown.isEmpty {
      component.properties.removeAll { $0.name == "PHOTO" }
      component.properties += previous?.all("PHOTO") ?? []
    } else if GooglePhoto.isServed(photo.value) {
      component.properties.removeAll { $0.name == "PHOTO" && GooglePhoto.isServed($0.value) }
    }
  }

  private static func bareAddress(_ text: Text) -> Text {
    var text = text.trimmed.asciiLowercased
    while text.byte(at: text.count - 1) == 0x2F { text = text[0..<text.count - 1] }
    return text
  }

  /// All words of a structured value, whatever part they stand in.
  private static func words(_ property: Property) -> [Substring] {
    property.parts.map { TextEscaping.unescape($0).string.lowercased() }
      .joined(separator: " ").split { $0.isWhitespace || $0 == "," }
  }
}
