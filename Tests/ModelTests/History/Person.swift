import ContentLines
import Records
import TestSupport

/// What persons write into contacts.
struct Person {
  var random: SeededRandom
  /// The mark of the next value.
  private(set) var nextMark: Int

  init(seed: UInt64, nextMark: Int) {
    random = SeededRandom(seed: seed)
    self.nextMark = nextMark
  }

  /// A new contact.
  mutating func card() -> Record {
    var properties = [Property(.version, value: "4.0"), name()]
    properties.append(email())
    for _ in 0..<random.below(4) { properties.append(anything()) }
    return Record(.contact, [Component(.vcard, Self.oncePerSingle(properties))]).canonical()
  }

  /// The contact after one edit.
  mutating func edited(_ record: Record) -> Record {
    var result = record
    guard !result.components.isEmpty else { return record }
    let content = result.components[0].properties.indices.filter {
      ![Name.version, .uid, "CATEGORIES"].contains(result.components[0].properties[$0].name)
    }
    let place = content.isEmpty ? nil : random.pick(content)
    switch random.below(10) {
    case 0..<3:
      let new = anything()
      if Self.singles.contains(new.name) {
        result.components[0].set(new.name, new)
      } else {
        result.components[0].properties.append(new)
      }
    case 3..<6:
      guard let place else { break }
      change(&result.components[0].properties[place])
    case 6..<8:
      guard let place, result.components[0].properties[place].name != "N" else { break }
      result.components[0].properties.remove(at: place)
    case 8:
      guard let place,
        ["TEL", "EMAIL", "ADR"].contains(result.components[0].properties[place].name)
      else { break }
      result.components[0].properties[place].set(.type, [Text(random.pick(["home", "work"]))])
    default:
      // A line more in the note.
      let note = result.components[0].first("NOTE")?.text.string
      let line = text()
      result.components[0].set(
        "NOTE",
        Property(
          "NOTE",
          text: Text(
            note.map { random.chance(50) ? "\($0)\n\(line)" : "\(line)\n\($0)" } ?? line)))
    }
    return result.canonical()
  }

  private mutating func change(_ property: inout Property) {
    let fresh: Property =
      switch property.name {
      case "N": name()
      case "EMAIL": email()
      case "TEL": phone()
      case "ADR": address()
      default: single(property.name)
      }
    if property.name == "N", random.chance(50) {
      // A new family name, as at a wedding.
      var parts = property.parts
      if !parts.isEmpty { parts[0] = Text(word()) }
      property.value = CanonicalValue.join(parts, ASCII.semicolon)
      return
    }
    if property.name == "NOTE", random.chance(60) {
      var lines = property.text.string.split(separator: "\n").map(String.init)
      if lines.count > 1 {
        lines[random.below(lines.count)] = text()
        property.value = TextEscaping.escape(Text(lines.joined(separator: "\n")))
        return
      }
    }
    property.value = fresh.value
  }

  /// A property of some kind.
  mutating func anything() -> Property {
    switch random.below(9) {
    case 0, 1: email()
    case 2, 3: phone()
    case 4: address()
    case 5: single("TITLE")
    case 6: single("ORG")
    case 7: single("NOTE")
    default: single("NOTE")
    }
  }

  private mutating func name() -> Property {
    Property("N", value: Text("\(word());\(word());;;"))
  }

  private mutating func email() -> Property {
    Property("EMAIL", kind(), value: Text("\(word())@example.com"))
  }

  private mutating func phone() -> Property {
    let type = random.pick(["home", "work", "cell"])
    return Property("TEL", [Parameter(.type, Text(type))], value: Text(Mark.number(newMark())))
  }

  private mutating func address() -> Property {
    Property("ADR", kind(), value: Text(";;\(word()) Street;Bath;;BA1 1AA;"))
  }

  private mutating func single(_ name: Name) -> Property {
    if name == "ORG" { return Property("ORG", value: TextEscaping.escape(Text(text()))) }
    return Property(name, text: Text(text()))
  }

  private mutating func kind() -> [Parameter] {
    [Parameter(.type, Text(random.pick(["home", "work"])))]
  }

  private mutating func newMark() -> Int {
    defer { nextMark += 1 }
    return nextMark
  }

  private mutating func word() -> String { Mark.word(newMark()) }

  /// A line of text; some are long, hold what HTML escapes, or end in a space.
  private mutating func text() -> String {
    let word = word()
    switch random.below(10) {
    case 0: return "\(word) R&D"
    case 1: return "\(word) ends in a space "
    case 2: return "\(word) " + String(repeating: "long and longer, ", count: 20) + "end"
    default: return "\(word) is new"
    }
  }

  /// Properties that people have one of.
  static let singles: Set<Name> = ["N", "TITLE", "ORG", "NOTE"]

  private static func oncePerSingle(_ properties: [Property]) -> [Property] {
    var seen = Set<Name>()
    return properties.filter { !singles.contains($0.name) || seen.insert($0.name).inserted }
  }
}
