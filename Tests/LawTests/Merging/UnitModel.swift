import ContentLines
import Merge
import Records
import TestSupport

/// One edit of one unit of a known record. The model knows nothing of the engine: two edits are in
/// conflict if they touch one unit and cannot both stand.
struct UnitEdit: Sendable, Hashable {
  enum Aspect: Sendable, Hashable {
    /// The unit goes.
    case removal
    /// Its value becomes another.
    case value(String)
    /// A type more; types are a set.
    case type(String)
  }

  /// Names the unit: `FN`, `N.1`, `EMAIL.0`, `NOTE.2`, `schedule`.
  var unit: String
  var aspect: Aspect

  func conflicts(with other: UnitEdit) -> Bool {
    guard unit == other.unit, self != other else { return false }
    switch (aspect, other.aspect) {
    case (.removal, _), (_, .removal): return true
    case (.value, .value): return true
    case (.type, _), (_, .type): return false
    }
  }
}

/// A record and two edits of it.
struct UnitCase: Sendable {
  var kind: RecordKind
  var edits: [UnitEdit]

  static func generator(_ kind: RecordKind) -> Generator<UnitCase> {
    Generator(
      { random in
        let units = UnitModel.units(kind)
        // Half of the pairs meet in one unit.
        let first = random.pick(units)
        let second = random.chance(50) ? first : random.pick(units)
        return UnitCase(
          kind: kind,
          edits: [first, second].map { UnitModel.edit($0, &random) })
      }, show: { "\($0.kind.rawValue): \($0.edits[0]) against \($0.edits[1])" })
  }
}

/// Whether a merge does with two edits just what the model says.
enum UnitLaw {
  static func check(_ example: UnitCase, _ merge: MergeFunction) -> Breach? {
    let base = UnitModel.base(example.kind)
    func edited(_ edits: [UnitEdit]) -> Record {
      var record = base
      // A series moves with all its instances, so it moves last.
      for edit in edits.filter({ $0.unit != "schedule" }) + edits.filter({ $0.unit == "schedule" })
      {
        UnitModel.apply(edit, to: &record)
      }
      return Law.canonical(record)
    }
    let isConflict = example.edits[0].conflicts(with: example.edits[1])
    let result = merge(
      Law.canonical(base), MergeCase.labelled(example.edits.map { edited([$0]) }))
    if result.conflicts.count != (isConflict ? 1 : 0) {
      return Breach(
        "expected \(isConflict ? "one conflict" : "none"), found "
          + "\(result.conflicts.map(\.property))")
    }
    return Law.difference(
      isConflict ? "the base should stand" : "both edits should stand",
      edited(isConflict ? [] : Array(Set(example.edits))), result.merged)
  }
}

/// A record of each kind with units by name.
enum UnitModel {
  static func units(_ kind: RecordKind) -> [String] {
    switch kind {
    case .contact:
      [
        "FN", "N.0", "N.1", "N.3", "EMAIL.0", "EMAIL.1", "TEL.0", "ADR.0", "ORG", "TITLE", "BDAY",
        "NOTE.0", "NOTE.2", "NOTE.4", "CATEGORIES.0", "CATEGORIES.2", "X-ZEBRA", "GENDER",
        "new TEL", "new URL", "RELATED.0",
      ]
    case .event:
      [
        "SUMMARY", "LOCATION", "DESCRIPTION.0", "DESCRIPTION.2", "STATUS", "TRANSP", "schedule",
        "ATTENDEE.0", "ATTENDEE.1", "alarm", "instance", "cancellation", "CATEGORIES.0", "URL",
        "new ATTENDEE",
      ]
    case .task:
      ["SUMMARY", "DESCRIPTION.0", "DESCRIPTION.2", "progress", "dates", "PRIORITY", "URL"]
    }
  }

  private static let removable: Set<String> = [
    "EMAIL.0", "EMAIL.1", "TEL.0", "ADR.0", "ORG", "TITLE", "BDAY", "CATEGORIES.0",
    "CATEGORIES.2", "X-ZEBRA", "GENDER", "RELATED.0", "LOCATION", "ATTENDEE.0", "ATTENDEE.1",
    "alarm", "URL", "PRIORITY",
  ]
  private static let typed: Set<String> = ["EMAIL.0", "EMAIL.1", "TEL.0", "ADR.0", "RELATED.0"]

  static func edit(_ unit: String, _ random: inout SeededRandom) -> UnitEdit {
    if unit == "cancellation" { return UnitEdit(unit: unit, aspect: .value("x")) }
    if removable.contains(unit), random.chance(30) {
      return UnitEdit(unit: unit, aspect: .removal)
    }
    if typed.contains(unit), random.chance(30) {
      return UnitEdit(unit: unit, aspect: .type(random.pick(["x-one", "x-two"])))
    }
    // New members with different values are different units: a set takes both.
    let value = random.pick(["1", "2"])
    return unit.hasPrefix("new ")
      ? UnitEdit(unit: "\(unit) \(value)", aspect: .value(value))
      : UnitEdit(unit: unit, aspect: .value(value))
  }

  static func base(_ kind: RecordKind) -> Record {
    let lines: [String]
    switch kind {
    case .contact:
      lines = [
        "VERSION:4.0", "UID:urn:uuid:1", "FN:Joe Bloggs", "N:Bloggs;Joe;;Mr;",
        "EMAIL;TYPE=home:joe@example.com", "EMAIL;TYPE=work:work@example.com",
        "TEL;TYPE=cell:+44 20 7946 0001", "ADR;TYPE=home:;;1 High St;London;;N1;UK", "ORG:Acme",
        "TITLE:Buyer", "BDAY:19850412", "NOTE:one\\ntwo\\nthree\\nfour\\nfive",
        "CATEGORIES:alpha,beta,gamma", "X-ZEBRA:stripes", "GENDER:M",
        "RELATED;TYPE=friend:urn:uuid:2",
      ]
      return record(kind, [("VCARD", lines)])
    case .event:
      lines = [
        "UID:1@example.com", "DTSTART:20260202T090000Z", "DTEND:20260202T100000Z",
        "RRULE:FREQ=DAILY;COUNT=20", "SUMMARY:Meeting", "LOCATION:Room 1",
        "DESCRIPTION:one\\ntwo\\nthree", "STATUS:CONFIRMED", "TRANSP:OPAQUE",
        "ATTENDEE:mailto:joe@example.com", "ATTENDEE:mailto:mary@example.com",
        "CATEGORIES:alpha,beta", "URL:https://example.com/0", "BEGIN:VALARM", "ACTION:DISPLAY",
        "TRIGGER:-PT15M", "DESCRIPTION:soon", "END:VALARM",
      ]
      return record(
        kind,
        [
          ("VEVENT", lines),
          (
            "VEVENT",
            [
              "UID:1@example.com", "RECURRENCE-ID:20260205T090000Z", "DTSTART:20260205T110000Z",
              "DTEND:20260205T120000Z", "SUMMARY:Later",
            ]
          ),
        ])
    case .task:
      lines = [
        "UID:2@example.com", "DTSTART;VALUE=DATE:20260202", "DUE;VALUE=DATE:20260203",
        "SUMMARY:Ring Joe", "DESCRIPTION:one\\ntwo\\nthree", "STATUS:NEEDS-ACTION", "PRIORITY:5",
        "URL:https://example.com/0",
      ]
      return record(kind, [("VTODO", lines)])
    }
  }

  private static func record(_ kind: RecordKind, _ parts: [(String, [String])]) -> Record {
    let text = parts.map { name, lines in
      (["BEGIN:\(name)"] + lines + ["END:\(name)", ""]).joined(separator: "\r\n")
    }.joined()
    return Record(kind, ComponentReader.read(Lexer.lex(Array(text.utf8))).components)
  }

  /// Places are those of the base; nothing moves but by a removal.
  static func apply(_ edit: UnitEdit, to record: inout Record) {
    let base = base(record.kind)
    switch edit.unit {
    case "schedule": move(&record, to: word(edit) == "1" ? "0930" : "1015")
    case "dates":
      record.components[0].set(
        "DUE", Property("DUE", [Parameter(.value, "DATE")], value: Text("2026030\(word(edit))")))
    case "progress":
      record.components[0].set(
        "STATUS", Property("STATUS", value: word(edit) == "1" ? "COMPLETED" : "IN-PROCESS"))
    case "alarm":
      if edit.aspect == .removal {
        record.components[0].components = []
      } else {
        record.components[0].components[0].set(
          "DESCRIPTION", Property("DESCRIPTION", text: Text("in \(word(edit))")))
      }
    case "instance":
      record.components[1].set("SUMMARY", Property("SUMMARY", text: Text("moved \(word(edit))")))
    case "cancellation":
      record.components[0].properties.append(Property("EXDATE", value: "20260208T090000Z"))
    default:
      let words = edit.unit.split(separator: " ")
      if words.count > 1 {
        record.components[0].properties.append(added(String(words[1]), edit))
        return
      }
      let pieces = edit.unit.split(separator: ".")
      let name = Name(Text(String(pieces[0])))
      let index = pieces.count > 1 ? Int(pieces[1]) ?? 0 : 0
      apply(edit, name, index, base.components[0], &record.components[0])
    }
  }

  /// Begins at another time of the same days: instances keep their day and begin at that time.
  private static func move(_ record: inout Record, to time: String) {
    record.components[0].set(
      "DTSTART", Property("DTSTART", value: Text("20260202T\(time)00Z")))
    record.components[0].set("DTEND", Property("DTEND", value: "20260202T120000Z"))
    for index in record.components.indices {
      for place in record.components[index].properties.indices {
        let property = record.components[index].properties[place]
        guard property.name == .recurrenceID || property.name == "EXDATE" else { continue }
        record.components[index].properties[place].value = Text(
          property.value[0..<9].string + "\(time)00Z")
      }
    }
  }

  private static func apply(
    _ edit: UnitEdit, _ name: Name, _ index: Int, _ base: Component, _ component: inout Component
  ) {
    let all = base.all(name)
    let isPart = ["N", "NOTE", "DESCRIPTION", "CATEGORIES"].contains(name)
    let original = all[isPart ? 0 : index]
    // The member may carry an edit already: its types or its value, never both.
    guard
      let place = component.properties.firstIndex(where: {
        $0.name == name
          && (isPart || $0.value == original.value
            || $0.parameters(.type).first == original.parameters(.type).first
              && $0.parameter(.type) != nil)
      })
    else { return }
    switch (edit.aspect, name) {
    case (.removal, "CATEGORIES"):
      var values = TextEscaping.split(component.properties[place].value, at: ASCII.comma)
      values.removeAll { $0 == TextEscaping.split(original.value, at: ASCII.comma)[index] }
      component.properties[place].value = CanonicalValue.join(values, ASCII.comma)
    case (.removal, _): component.properties.remove(at: place)
    case (.type(let type), _):
      component.properties[place].parameters.append(Parameter(.type, Text(type)))
    case (.value, "N"):
      var parts = component.properties[place].parts
      parts[index] = Text("new\(word(edit))")
      component.properties[place].value = CanonicalValue.join(parts, ASCII.semicolon)
    case (.value, "NOTE"), (.value, "DESCRIPTION"):
      var lines = component.properties[place].text.string.split(separator: "\n").map(String.init)
      lines[index] = "new\(word(edit))"
      component.properties[place].value = TextEscaping.escape(Text(lines.joined(separator: "\n")))
    case (.value, "CATEGORIES"):
      var values = TextEscaping.split(component.properties[place].value, at: ASCII.comma)
      let old = TextEscaping.split(original.value, at: ASCII.comma)[index]
      guard let position = values.firstIndex(of: old) else { return }
      values[position] = Text("new\(word(edit))-\(index)")
      component.properties[place].value = CanonicalValue.join(values, ASCII.comma)
    default: component.properties[place].value = value(name, edit, index)
    }
  }

  private static func word(_ edit: UnitEdit) -> String {
    if case .value(let word) = edit.aspect { word } else { "0" }
  }

  private static func value(_ name: Name, _ edit: UnitEdit, _ index: Int) -> Text {
    let word = word(edit)
    return switch name.string {
    case "EMAIL": Text("new\(word)-\(index)@example.com")
    case "TEL": Text("+44 20 7946 90\(index)\(word)")
    case "ADR": Text(";;\(word) Low Rd;Leeds;;LS\(word);UK")
    case "BDAY": Text("1990010\(word)")
    case "GENDER": word == "1" ? "F" : "O"
    case "STATUS": word == "1" ? "TENTATIVE" : "CANCELLED"
    case "TRANSP": word == "1" ? "TRANSPARENT" : "X-ODD"
    case "ATTENDEE": Text("mailto:new\(word)-\(index)@example.com")
    case "RELATED": Text("urn:uuid:9\(word)")
    case "PRIORITY": Text(word)
    case "URL": Text("https://example.com/\(word)")
    default: Text("new\(word)")
    }
  }

  private static func added(_ name: String, _ edit: UnitEdit) -> Property {
    Property(Name(Text(name)), value: value(Name(Text(name)), edit, 7))
  }
}
