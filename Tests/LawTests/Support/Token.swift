import ContentLines
import Merge
import Records

/// One thing that a record says, as small as a merge may take it: one component of a name, one line
/// of a note, one value of a list, one parameter value. Independent of the engine under test.
struct Token: Hashable, CustomStringConvertible {
  /// The original start of the instance; nil for the master.
  var instance: Text?
  /// The property that says it; the component's name for what stands in an alarm.
  var name: Name
  /// Which parameter, component or line it is; empty for a value.
  var aspect: String = ""
  var isParameter = false
  /// A parameter of a list belongs to each of its values.
  var isOfList = false
  var value: Text

  var description: String {
    let place = instance.map { "\($0) " } ?? ""
    return "\(place)\(name)\(aspect.isEmpty ? "" : "/\(aspect)")=\(value)"
  }
}

/// How often a record says each thing.
struct Tokens {
  private(set) var counts: [Token: Int] = [:]
  /// The groups with a label in the component under way.
  private var labelled: Set<Text> = []

  init(_ record: Record?) {
    guard let record else { return }
    for component in record.components {
      let instance = component.first(.recurrenceID)?.value
      add(component, instance)
    }
  }

  func count(_ token: Token) -> Int { counts[token, default: 0] }

  private mutating func add(_ token: Token) {
    counts[token, default: 0] += 1
  }

  private mutating func add(_ component: Component, _ instance: Text?) {
    let schema = Schema.of(component: component.name)
    labelled = Set(
      component.properties.filter { Schema.describesGroup($0.name) && !$0.group.isEmpty }
        .map { $0.group.asciiLowercased })
    for property in component.properties {
      let row = schema[property.name]
      guard !row.isVolatile, row.unit != .identity else { continue }
      add(property, row, instance)
      // A known property without a value says nothing, whatever its parameters.
      if row.unit == .instances { continue }
      for parameter in property.parameters where says(property, property.value, row) {
        add(
          Token(
            instance: instance, name: property.name, aspect: parameter.name.string,
            isParameter: true, isOfList: row.value == .textList, value: parameter.value))
      }
    }
    for inner in component.components {
      // An alarm is one thing: it is merged whole.
      add(
        Token(
          instance: instance, name: inner.name, value: Text(inner.withoutVolatile().bytes())))
    }
  }

  /// Whether a value says anything: separators alone do not (`ADR:;;;;;;`), but where a label
  /// describes them, or where nobody knows what they mean.
  private func says(_ property: Property, _ value: Text, _ row: PropertySchema) -> Bool {
    if !row.isKnown || labelled.contains(property.group.asciiLowercased) { return true }
    guard case .structured = row.value else { return !value.isEmpty }
    return !value.bytes.allSatisfy { $0 == ASCII.semicolon || $0 == ASCII.comma }
  }

  private mutating func add(_ property: Property, _ row: PropertySchema, _ instance: Text?) {
    switch row.unit {
    case .components:
      for (index, part) in property.parts.enumerated() where !part.isEmpty {
        add(Token(instance: instance, name: property.name, aspect: "part \(index)", value: part))
      }
    case .lines:
      var start = 0
      let text = property.text
      for end in 0...text.count where end == text.count || text.byte(at: end) == ASCII.lf {
        if !text.isEmpty {
          add(
            Token(
              instance: instance, name: property.name, aspect: "line", value: text[start..<end]))
        }
        start = end + 1
      }
    default:
      let isList = CanonicalValue.kind(of: property, row) == .textList
      let values = isList ? TextEscaping.split(property.value, at: ASCII.comma) : [property.value]
      for value in values where says(property, value, row) {
        var member = property
        member.value = value
        // A label without its group is a property of its own.
        let isLabel = Schema.describesGroup(property.name) && !property.group.isEmpty
        add(
          Token(
            instance: instance, name: property.name, aspect: isLabel ? "label" : "",
            isParameter: isLabel,
            value: MemberKey.of(member, row) ?? value))
      }
    }
  }
}

extension Token {
  /// Whether a conflict is about the unit that the token belongs to. A label belongs to whatever
  /// shares its group, so any conflict beside it may be about it.
  func isIn(_ unit: UnitKey, _ schema: Schema) -> Bool {
    if case .record = unit.part { return true }
    if case .whole = unit.part {
      // EXDATE and RDATE spell instances as well.
      return unit.instance == instance || isSpelling(of: unit, schema)
    }
    guard unit.instance == instance else { return false }
    if Schema.describesGroup(name) { return true }
    if case .group(let group) = unit.part { return schema[name].unit == group }
    return unit.name == name
  }

  /// Whether the token is of the schedule, and the unit an instance that has to fit it.
  func moves(_ unit: UnitKey, _ schema: Schema) -> Bool {
    guard case .whole = unit.part, instance == nil else { return false }
    return schema[name].unit == .schedule || schema[name].unit == .dates
  }

  private func isSpelling(of unit: UnitKey, _ schema: Schema) -> Bool {
    instance == nil && schema[name].unit == .instances && unit.instance == value
  }
}
