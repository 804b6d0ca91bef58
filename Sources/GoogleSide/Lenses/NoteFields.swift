import ContentLines
package import Records

/// Custom fields that Takeout appends to NOTE as lines: `Favourite colour: Blue`.
///
/// Any note may end with such a line, so that one is a field only where the record is known to hold
/// a field of that name; elsewhere it stays text. The two spellings compare equal.
package enum NoteFields {
  private static let field: Name = "X-DRAWBRIDGE-FIELD"
  private static let key: Name = "KEY"
  private static let genders: [(word: String, value: Text)] = [
    ("Male", "M"), ("Female", "F"), ("Other", "O"), ("Unspecified", "N"),
  ]

  /// The record with the last lines of its NOTE turned into the fields that one of the known
  /// versions holds. O(n).
  package static func lifting(_ record: Record, known: [Record]) -> Record {
    guard record.kind == .contact, var component = record.components.first,
      component.all("NOTE").count == 1, let note = component.first("NOTE")
    else { return record }
    let others = known.compactMap(\.components.first)
    let fields = others.reduce(into: Set<String>()) { $0.formUnion(names(of: $1)) }
    guard !fields.isEmpty else { return record }
    let exact = others.flatMap(lines)
    var rest = note.text
    var lifted: [Property] = []
    while let line = lastLine(of: rest, exact: exact) {
      guard let property = property(line.text, fields) else { break }
      lifted.append(property)
      rest = line.rest
    }
    guard !lifted.isEmpty else { return record }
    component.set("NOTE", rest.isEmpty ? nil : Property("NOTE", note.parameters, text: rest))
    for property in lifted.reversed() {
      if property.name != field { component.set(property.name, nil) }
      component.properties.append(property)
    }
    return Record(.contact, [component], zones: record.zones).canonical()
  }

  /// The record with its fields written as the last lines of NOTE, as Takeout shows them. O(n).
  package static func lowering(_ record: Record) -> Record {
    guard record.kind == .contact, var component = record.components.first else { return record }
    let lines = lines(of: component)
    guard !lines.isEmpty, component.all("NOTE").count <= 1 else { return record }
    let note = component.first("NOTE")
    let text = ([note?.text].compactMap { $0 } + lines).map(\.string).joined(separator: "\n")
    component.set("NOTE", Property("NOTE", note?.parameters ?? [], text: Text(text)))
    component.set(field, nil)
    component.set("GENDER", nil)
    return Record(.contact, [component], zones: record.zones).canonical()
  }

  /// The record with its fields written as the last lines of NOTE, where `known` has them there:
  /// the same fields, and no field of its own. O(n).
  package static func lowering(_ record: Record, as known: Record) -> Record {
    guard let component = record.components.first, let other = known.components.first else {
      return record
    }
    let fields = component.all(field).compactMap { $0.parameter(key) }
    // With a gender in the known record, its note has none.
    var own = component
    if other.first("GENDER") != nil { own.set("GENDER", nil) }
    guard other.first(field) == nil, !fields.isEmpty || own.first("GENDER") != nil,
      other.all("NOTE").count == 1, let note = other.first("NOTE")
    else { return record }
    let wanted = lines(of: own).compactMap { line in
      line.firstIndex(of: ASCII.colon).map { line[0..<$0] }
    }
    let shown = note.text.bytes.split(separator: ASCII.lf).map { Text($0) }
      .compactMap { line in line.firstIndex(of: ASCII.colon).map { line[0..<$0] } }
    guard shown.count >= wanted.count, Set(shown.suffix(wanted.count)) == Set(wanted) else {
      return record
    }
    var lowered = lowering(Record(.contact, [own], zones: record.zones))
    if own.first("GENDER") == nil, let gender = component.first("GENDER") {
      lowered.components[0].properties.append(gender)
    }
    return lowered.canonical()
  }

  /// Whether two records differ at most in where they keep their fields. O(n log n).
  package static func areEqual(_ one: Record, _ other: Record) -> Bool {
    lifting(one, known: [other]).canonical().withoutVolatile()
      == lifting(other, known: [one]).canonical().withoutVolatile()
  }

  // MARK: Lines

  private static func names(of component: Component) -> Set<String> {
    var result = Set(component.all(field).compactMap { $0.parameter(key)?.string })
    if component.first("GENDER") != nil { result.insert("Gender") }
    return result
  }

  /// The lines of a record's fields, in their order.
  private static func lines(of component: Component) -> [Text] {
    var result: [Text] = component.all(field).compactMap { property in
      property.parameter(key).map { Text("\($0): \(property.text)") }
    }
    if let gender = component.first("GENDER") {
      let word = genders.first { $0.value == gender.value }?.word
      if let word { result.append(Text("Gender: \(word)")) }
    }
    return result
  }

  /// The last line of a note; several lines where the known field has several.
  private static func lastLine(of note: Text, exact: [Text]) -> (text: Text, rest: Text)? {
    guard !note.isEmpty else { return nil }
    for line in exact where line.contains(ASCII.lf) && note.count >= line.count {
      let start = note.count - line.count
      guard note[start..<note.count] == line, start == 0 || note.byte(at: start - 1) == ASCII.lf
      else { continue }
      return (line, note[0..<max(start - 1, 0)])
    }
    guard let newline = note.bytes.lastIndex(of: ASCII.lf) else { return (note, .empty) }
    let position = newline - note.bytes.startIndex
    return (note[position + 1..<note.count], note[0..<position])
  }

  private static func property(_ line: Text, _ names: Set<String>) -> Property? {
    for (position, byte) in line.bytes.enumerated() where byte == ASCII.colon {
      let name = line[0..<position].string
      guard names.contains(name), line.byte(at: position + 1) == ASCII.space else { continue }
      let value = line[position + 2..<line.count]
      if name == "Gender", let known = genders.first(where: { $0.word == value.string }) {
        return Property("GENDER", value: known.value)
      }
      return Property(field, [Parameter(key, Text(name))], text: value)
    }
    return nil
  }
}
