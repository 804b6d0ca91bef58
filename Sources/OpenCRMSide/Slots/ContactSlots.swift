import CivilTime
import ContentLines
import Records

/// A field of a contact that holds one member of a property: one of several e-mail addresses,
/// phone numbers or addresses.
struct MemberSlot: Sendable, Hashable {
  /// The API name of its field, or of the first of its fields.
  var field: String
  var property: Name
  /// The TYPE of the member in the view, sorted.
  var types: [String]

  /// The fields of a postal address in the order street, street 2, city, state, zip, country.
  var fields: [String] {
    guard property == "ADR" else { return [field] }
    let prefix = String(field.dropLast("street".utf8.count))
    return ["street", "street2", "city", "state", "zip", "country"].map { prefix + $0 }
  }

  var parameters: [Parameter] { types.map { Parameter(.type, Text($0)) } }

  static let all: [MemberSlot] = [
    MemberSlot(field: "email", property: "EMAIL", types: ["work"]),
    MemberSlot(field: "email2", property: "EMAIL", types: ["home"]),
    MemberSlot(field: "phone", property: "TEL", types: ["work"]),
    MemberSlot(field: "mobile", property: "TEL", types: ["cell"]),
    MemberSlot(field: "homephone", property: "TEL", types: ["home"]),
    MemberSlot(field: "otherphone", property: "TEL", types: []),
    MemberSlot(field: "fax", property: "TEL", types: ["fax"]),
    MemberSlot(field: "mailingstreet", property: "ADR", types: ["work"]),
    MemberSlot(field: "otherstreet", property: "ADR", types: []),
  ]

  static func of(_ property: Name) -> [MemberSlot] { all.filter { $0.property == property } }

  /// The slots a member fits in, best first; none for what OpenCRM has no field for.
  static func choices(_ property: Property) -> [MemberSlot] {
    let fields: [String]
    switch property.name {
    case "EMAIL":
      fields = property.has(.type, "home") ? ["email2", "email"] : ["email", "email2"]
    case "TEL":
      fields = phoneFields(property)
    case "ADR":
      fields =
        property.has(.type, "work")
        ? ["mailingstreet", "otherstreet"] : ["otherstreet", "mailingstreet"]
    default:
      fields = []
    }
    return fields.compactMap { field in all.first { $0.field == field } }
  }

  private static func phoneFields(_ property: Property) -> [String] {
    func has(_ types: String...) -> Bool { types.contains { property.has(.type, $0) } }
    if has("fax") { return ["fax"] }
    if has("pager", "textphone") { return [] }
    if has("cell") { return ["mobile", "otherphone"] }
    if has("home") { return ["homephone", "otherphone"] }
    if has("work", "main") { return ["phone", "otherphone"] }
    return ["otherphone", "phone", "mobile"]
  }
}

extension OpenCRMSlots {
  static let contactFields = Set(OpenCRMField.contacts.map(\.name))

  func contact(from cells: [String: String]) -> Component {
    func text(_ field: String) -> Text { Text(cells[field] ?? "") }
    var properties = [Property(.version, value: "4.0")]
    if cells["firstname"] != nil || cells["lastname"] != nil {
      properties.append(Self.structured("N", [[text("lastname")], [text("firstname")]], count: 5))
    }
    if cells["accountname"] != nil || cells["department"] != nil {
      var parts = [[text("accountname")]]
      if cells["department"] != nil { parts.append([text("department")]) }
      properties.append(Self.structured("ORG", parts, count: 1))
    }
    for (field, name) in Self.simple {
      if let value = cells[field] { properties.append(Property(name, text: Text(value))) }
    }
    if let value = cells["birthday"] {
      if let date = Self.date(value) {
        properties.append(Property("BDAY", value: Text(VCardDate(date: date).description)))
      } else {
        properties.append(
          Property("BDAY", [Parameter(.value, "text")], text: Text(value)))
      }
    }
    for slot in MemberSlot.all {
      if let property = Self.member(slot, cells) { properties.append(property) }
    }
    properties += customProperties(cells, Self.contactFields)
    return Component(.vcard, properties)
  }

  /// The member that the cells of a slot make, or nil where they are blank.
  static func member(_ slot: MemberSlot, _ cells: [String: String]) -> Property? {
    guard slot.property == "ADR" else {
      return cells[slot.field].map {
        Property(slot.property, slot.parameters, text: Text($0))
      }
    }
    let parts = slot.fields.map { cells[$0] }
    guard parts.contains(where: { $0 != nil }) else { return nil }
    let texts = parts.map { Text($0 ?? "") }
    // Street 2 is the second value of the street (RFC 6350 section 6.3.1).
    let street = parts[1] == nil ? [texts[0]] : [texts[0], texts[1]]
    var property = structured(
      slot.property, [[.empty], [.empty], street] + texts[2...].map { [$0] }, count: 7)
    property.parameters = slot.parameters
    return property
  }

  func contactCells(_ component: Component) -> [String: String] {
    var cells = customCells(component)
    func set(_ field: String, _ value: Text) {
      if cells[field] == nil, !value.isEmpty { cells[field] = value.string }
    }
    for property in component.properties {
      switch property.name {
      case "N":
        set("lastname", Self.part(property, 0))
        set("firstname", Self.part(property, 1))
      case "ORG":
        set("accountname", Self.part(property, 0))
        set("department", Self.part(property, 1))
      case "BDAY":
        set("birthday", Self.birthday(property))
      case "EMAIL", "TEL", "ADR":
        guard let slot = MemberSlot.choices(property).first else { continue }
        cells.merge(Self.memberCells(property, slot)) { one, _ in one }
      default:
        if let field = Self.simple.first(where: { $0.1 == property.name })?.0 {
          set(field, property.text)
        }
      }
    }
    return cells
  }

  /// The cells that a member of a view fills in a slot.
  static func memberCells(_ property: Property, _ slot: MemberSlot) -> [String: String] {
    guard slot.property == "ADR" else {
      return property.value.isEmpty ? [:] : [slot.field: property.text.string]
    }
    let parts = property.parts
    func values(_ index: Int) -> [Text] {
      guard index < parts.count else { return [] }
      return TextEscaping.split(parts[index], at: ASCII.comma).map(TextEscaping.unescape)
    }
    let street = values(2)
    let texts =
      [street.first ?? .empty, street.count > 1 ? street[1] : .empty]
      + (3...6).map { values($0).first ?? .empty }
    var cells: [String: String] = [:]
    for (field, text) in zip(slot.fields, texts) where !text.isEmpty { cells[field] = text.string }
    return cells
  }

  private static let simple: [(String, Name)] = [
    ("title", "TITLE"), ("description", "NOTE"), ("folder", "CATEGORIES"),
  ]

  private static func birthday(_ property: Property) -> Text {
    if property.has(.value, "text") { return property.text }
    guard let date = VCardDate(property.value.bytes)?.date else { return .empty }
    return Text(date.description)
  }

  private static func part(_ property: Property, _ index: Int) -> Text {
    let parts = property.parts
    return index < parts.count ? TextEscaping.unescape(parts[index]) : .empty
  }

  /// `yyyy-mm-dd`, and nothing else.
  static func date(_ text: String) -> CivilDate? {
    let bytes = Array(text.utf8)
    return bytes.count == 10 ? CivilDate(bytes[...], extended: true) : nil
  }

  private static func structured(_ name: Name, _ parts: [[Text]], count: Int) -> Property {
    var value: [UInt8] = []
    for index in 0..<max(count, parts.count) {
      if index > 0 { value.append(ASCII.semicolon) }
      guard index < parts.count else { continue }
      for (position, text) in parts[index].enumerated() {
        if position > 0 { value.append(ASCII.comma) }
        TextEscaping.append(text, to: &value)
      }
    }
    return Property(name, value: Text(value))
  }
}
