import ContentLines
import Records

@testable import VCard

/// Random cards: every row of the schema, idioms of older versions, odd parameters and values.
struct RandomCard {
  private var random: Seeded

  init(seed: UInt64) { random = Seeded(seed) }

  private mutating func pick<C: RandomAccessCollection>(_ all: C) -> C.Element {
    all.randomElement(using: &random) ?? all[all.startIndex]
  }

  private mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < percent
  }

  private static let pieces = [
    "a", "Joe", "é", "日本", "🎉", ",", ";", ":", "\\", "\"", "^", "^n", "%", "%41", "=", "=41", "\n",
    " ", "\t", "'", "\r", "x", "10", "-", "\\n", "@", ".", "_$!<", "http://x",
  ]

  private mutating func text() -> String {
    (0..<Int.random(in: 0...6, using: &random)).map { _ in pick(Self.pieces) }.joined()
  }

  private mutating func word() -> String {
    pick(["home", "WORK", "Cell", "x-b", "pref", "fax", "JPEG", "internet", "spouse", "child"])
  }

  private mutating func date() -> String {
    pick([
      "19870324", "1987-03-24", "--0324", "--03-24", "1987", "1987-03", "---24", "16040229", "T10",
      "19870324T102200Z", "1987-03-24T10:22:00+02:00", "--0229", "in spring", "", "1604-03-24",
      "T102200-0800", "--03", "19870324T10",
    ])
  }

  private mutating func uri() -> String {
    pick([
      "http://example.com/a,b;c", "http\\://example.com", "urn:uuid:1", "mailto:a@b.c", "xmpp:a@b",
      "data:image/png;base64,iVBORw0KGgo=", "data:image/svg+xml;base64,AAAA", "data:,a%20b",
      "data:application/octet-stream;base64,AAAA", "tel:+44-1;ext=2", "geo:1.5,-2", "www.a.b", "",
      "geo:1,2;u=3", "data:audio/basic;base64,AA==", "data:image/JPEG;base64,AAAA", "Joe",
    ])
  }

  private mutating func value(_ row: PropertySchema) -> String {
    switch row.value {
    case .text: return TextEscaping.escape(Text(text())).string
    case .textList:
      return (0...Int.random(in: 0...2, using: &random)).map { _ in
        TextEscaping.escape(Text(text())).string
      }.joined(separator: ",")
    case .structured(let count, _):
      return (0..<max(1, count)).map { _ in TextEscaping.escape(Text(text())).string }
        .joined(separator: pick([";", ";", ","]))
    case .date: return date()
    case .uri: return uri()
    default: return pick(["en", "+0100", "1", text().filter { $0 != "\n" && $0 != "\r" }])
    }
  }

  private mutating func parameters() -> [Parameter] {
    var result: [Parameter] = []
    while chance(40) {
      let name = pick([
        "TYPE", "TYPE", "TYPE", "PREF", "ALTID", "PID", "LANGUAGE", "MEDIATYPE", "SORT-AS", "LABEL",
        "VALUE", "X-FOO", "SERVICE-TYPE", "X-SERVICE-TYPE", "USERNAME", "X-USER", "KEY", "LEVEL",
        "X-APPLE-OMIT-YEAR", "GROUP", "ENCODING", "CHARSET", "CC", "PHONETIC",
      ])
      let value: String
      switch name {
      case "TYPE": value = word()
      case "VALUE": value = pick(["text", "uri", "date", "utc-offset", "URL", "integer", "time"])
      case "PREF": value = pick(["1", "2", "100"])
      case "X-APPLE-OMIT-YEAR": value = "1604"
      case "MEDIATYPE": value = pick(["image/jpeg", "image/x-odd", "text/plain"])
      case "ENCODING": value = pick(["b", "QUOTED-PRINTABLE", "8BIT"])
      case "CHARSET": value = pick(["UTF-8", "ISO-8859-1"])
      case "SORT-AS": value = pick(["Harten", "de la"])
      default: value = text().filter { $0 != "\r\n" && $0 != "\r" }
      }
      result.append(Parameter(Name(Text(name)), Text(value)))
    }
    return result
  }

  private static let idioms = [
    "X-ABRELATEDNAMES", "X-ANNIVERSARY", "X-GENDER", "X-SPOUSE", "X-AIM", "X-SKYPE", "X-UNKNOWN",
    "X-SOCIALPROFILE", "X-ADDRESSBOOKSERVER-KIND", "X-ABSHOWAS", "PROFILE", "FOO",
    "X-ANDROID-CUSTOM",
  ]
  private static let labels = [
    "_$!<Anniversary>!$_", "_$!<Spouse>!$_", "Mother", "Work mail", "", "_$!<Other>!$_", "friend",
  ]

  /// A card as a program could build it; `canonical` makes a record of it.
  mutating func card(_ drawn: inout [String: Int]) -> Component {
    var properties: [Property] = []
    let rows = Schema.vCard.rows.filter { $0.name != .version }
    for _ in 0..<Int.random(in: 0...14, using: &random) {
      var property: Property
      if chance(15) {
        let name = pick(Self.idioms)
        property = Property(
          Name(Text(name)), value: Text(pick([text(), date(), uri(), "COMPANY"])))
        drawn[name, default: 0] += 1
      } else {
        let row = pick(rows)
        property = Property(row.name, value: Text(value(row)))
        drawn[row.name.string, default: 0] += 1
      }
      property.parameters = parameters()
      if chance(25) {
        property.group = Text(pick(["item1", "item2", "item7", "work", "ITEM1"]))
        if chance(60) {
          properties.append(
            Property(group: property.group, "X-ABLABEL", value: Text(pick(Self.labels))))
        }
      }
      properties.append(property)
    }
    return Component(.vcard, properties.shuffled(using: &random))
  }
}
