import ContentLines
package import Records

/// Random edits of a record, as people make them on one side.
package struct RecordEditor: Sendable {
  package var maker: RecordGenerator

  package init(_ random: SeededRandom) {
    maker = RecordGenerator(random)
  }

  /// What an edit does.
  package enum Edit: String, CaseIterable, Sendable {
    case addMember, removeProperty, changeValue, changeCase, addParameter, removeParameter
    case changePart, changeLine, addUnknown, changeLabel
    case moveSchedule, cancelInstance, changeInstance, addInstance, removeInstance
    case addAlarm, removeAlarm, changeAlarm, changeProgress
  }

  /// Edits a record so often; edits that do not fit the record do nothing. The result is not
  /// canonical.
  package mutating func edited(_ record: Record, times: Int, counting draws: RowDraws? = nil)
    -> Record
  {
    var result = record
    for _ in 0..<times {
      let edit = maker.random.pick(Self.edits(of: record.kind))
      if apply(edit, to: &result) { draws?.count("edit \(edit.rawValue)") }
    }
    return result
  }

  /// The edits that make sense for a kind of record.
  package static func edits(of kind: RecordKind) -> [Edit] {
    let contactOnly: Set<Edit> = [.changePart, .changeLabel, .changeCase]
    let seriesOnly: Set<Edit> = [
      .moveSchedule, .cancelInstance, .changeInstance, .addInstance, .removeInstance, .addAlarm,
      .removeAlarm, .changeAlarm, .changeProgress,
    ]
    return Edit.allCases.filter {
      kind == .contact ? !seriesOnly.contains($0) : !contactOnly.contains($0)
    }
  }

  /// Makes one edit; false if the record has nothing for it.
  package mutating func apply(_ edit: Edit, to record: inout Record) -> Bool {
    let place = record.components.firstIndex { $0.first(.recurrenceID) == nil } ?? 0
    guard record.components.indices.contains(place) else { return false }
    let kind = record.kind
    switch edit {
    case .addMember:
      let names: [Name] =
        kind == .contact
        ? ["EMAIL", "TEL", "ADR", "CATEGORIES", "NOTE", "TITLE", "URL"]
        : ["ATTENDEE", "CATEGORIES", "COMMENT", "ATTACH"]
      record.components[place].properties.append(
        maker.property(maker.random.pick(names), kind))
    case .addUnknown:
      record.components[place].properties.append(maker.unknown())
    case .removeProperty:
      guard let index = anyContent(record.components[place], kind) else { return false }
      let removed = record.components[place].properties.remove(at: index)
      // What describes the property goes with it.
      let mates = record.components[place].properties.filter { $0.group == removed.group }
      if !removed.group.isEmpty, mates.allSatisfy({ Schema.describesGroup($0.name) }) {
        record.components[place].properties.removeAll { $0.group == removed.group }
      }
    case .changeValue:
      guard let index = anyContent(record.components[place], kind) else { return false }
      let old = record.components[place].properties[index]
      var new = maker.property(old.name, kind)
      new.group = old.group
      let needed = new.parameters.filter { Schema.isPartOfValue(parameter: $0.name) }
      new.parameters =
        needed + old.parameters.filter { !Schema.isPartOfValue(parameter: $0.name) }
      record.components[place].properties[index] = new
    case .changeCase, .addParameter, .removeParameter, .changePart, .changeLine, .changeLabel:
      return changeInside(edit, &record.components[place], kind)
    default:
      return applyToSeries(edit, &record, place)
    }
    return true
  }

  private mutating func changeInside(
    _ edit: Edit, _ component: inout Component, _ kind: RecordKind
  ) -> Bool {
    let schema = Schema.of(kind)
    func places(_ fits: (Property) -> Bool) -> [Int] {
      component.properties.indices.filter {
        isContent(component.properties[$0], schema) && fits(component.properties[$0])
      }
    }
    let fitting: [Int]
    switch edit {
    case .changeCase: fitting = places { $0.name == "EMAIL" || $0.name == "TEL" }
    case .removeParameter:
      fitting = places { property in
        property.parameters.contains { !Schema.isPartOfValue(parameter: $0.name) }
      }
    case .changePart: fitting = places { $0.name == "N" }
    case .changeLine: fitting = places { schema[$0.name].unit == .lines }
    case .changeLabel: fitting = places { $0.name == "X-ABLABEL" }
    default: fitting = places { _ in true }
    }
    guard !fitting.isEmpty else { return false }
    var property = component.properties[maker.random.pick(fitting)]
    let index = component.properties.firstIndex(of: property) ?? 0
    switch edit {
    case .changeCase:
      property.value = Text(
        Array(property.value.asciiUppercased.bytes) + (property.name == "TEL" ? [0x20] : []))
    case .addParameter:
      property.parameters.append(
        kind == .contact && maker.random.chance(60)
          ? Parameter(.type, maker.random.pick(["home", "work", "x-new"]))
          : ParameterGenerator.unknown(&maker.random))
    case .removeParameter:
      let all = property.parameters.indices.filter {
        !Schema.isPartOfValue(parameter: property.parameters[$0].name)
      }
      property.parameters.remove(at: maker.random.pick(all))
    case .changePart:
      var parts = property.parts
      guard !parts.isEmpty else { return false }
      parts[maker.random.below(parts.count)] = Text(TextGenerator.fresh(&maker.random))
      property.value = CanonicalValue.join(parts, ASCII.semicolon)
    case .changeLine:
      var lines = property.text.string.split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init)
      let place = maker.random.below(lines.count + 1)
      let fresh = TextGenerator.fresh(&maker.random)
      switch maker.random.below(3) {
      case 0: lines.insert(fresh, at: place)
      case 1 where place < lines.count && lines.count > 1: lines.remove(at: place)
      default: lines[min(place, lines.count - 1)] = fresh
      }
      property.value = TextEscaping.escape(Text(lines.joined(separator: "\n")))
    default:
      property.value = TextEscaping.escape(TextGenerator.text(&maker.random))
    }
    component.properties[index] = property
    return true
  }

  private mutating func applyToSeries(_ edit: Edit, _ record: inout Record, _ place: Int) -> Bool {
    let master = record.components[place]
    let hasMaster = master.first(.recurrenceID) == nil
    let instances = record.components.indices.filter {
      record.components[$0].first(.recurrenceID) != nil
    }
    switch edit {
    case .moveSchedule:
      guard hasMaster, master.first("DTSTART") != nil else { return false }
      for index in record.components[place].properties.indices {
        let property = record.components[place].properties[index]
        guard ["DTSTART", "DTEND", "DUE"].contains(property.name) else { continue }
        record.components[place].properties[index].value = Self.nextDay(property.value)
      }
    case .cancelInstance:
      guard hasMaster, master.first("RRULE") != nil, let start = master.first("DTSTART") else {
        return false
      }
      var exclusion = start
      exclusion.name = "EXDATE"
      for _ in 0..<(9 + maker.random.below(6)) { exclusion.value = Self.nextDay(exclusion.value) }
      guard !master.properties.contains(exclusion) else { return false }
      record.components[place].properties.append(exclusion)
    case .changeInstance:
      guard !instances.isEmpty else { return false }
      record.components[maker.random.pick(instances)].set(
        "SUMMARY", maker.property("SUMMARY", record.kind))
    case .addInstance:
      guard hasMaster, master.first("RRULE") != nil, let start = master.first("DTSTART") else {
        return false
      }
      var original = start
      original.name = .recurrenceID
      for _ in 0..<(5 + maker.random.below(4)) { original.value = Self.nextDay(original.value) }
      let isTaken =
        record.components.contains { $0.first(.recurrenceID) == original }
        || master.properties.contains { $0.name == "EXDATE" && $0.value == original.value }
      guard !isTaken else { return false }
      var instance = Component(master.name, [original, Property("SUMMARY", text: "Moved")])
      instance.set("DTSTART", Property("DTSTART", original.parameters, value: original.value))
      instance.set(.uid, master.first(.uid))
      record.components.append(instance)
    case .removeInstance:
      guard !instances.isEmpty, record.components.count > 1 else { return false }
      record.components.remove(at: maker.random.pick(instances))
    case .addAlarm:
      record.components[place].components.append(maker.alarm())
    case .removeAlarm, .changeAlarm:
      guard !master.components.isEmpty else { return false }
      let index = maker.random.below(master.components.count)
      if edit == .removeAlarm {
        record.components[place].components.remove(at: index)
      } else {
        record.components[place].components[index].set(
          "DESCRIPTION", Property("DESCRIPTION", text: TextGenerator.text(&maker.random)))
      }
    default:
      record.components[place].set(
        "STATUS",
        Property("STATUS", value: maker.random.pick(["CONFIRMED", "TENTATIVE", "COMPLETED"])))
    }
    return true
  }

  private mutating func anyContent(_ component: Component, _ kind: RecordKind) -> Int? {
    let schema = Schema.of(kind)
    let places = component.properties.indices.filter {
      isContent(component.properties[$0], schema)
    }
    return places.isEmpty ? nil : maker.random.pick(places)
  }

  /// What people edit one by one: schedules and instances have edits of their own.
  private func isContent(_ property: Property, _ schema: Schema) -> Bool {
    let row = schema[property.name]
    guard !row.isVolatile, property.name != .unread else { return false }
    switch row.unit {
    case .identity, .schedule, .dates, .instances: return false
    case .property, .components, .lines, .progress: return true
    }
  }

  /// The same time on the next day of the month, from the 28th on the same day a month later.
  static func nextDay(_ value: Text) -> Text {
    guard value.count >= 8, let month = Int(value[4..<6].string), let day = Int(value[6..<8].string)
    else { return value }
    func pair(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let next = day >= 28 ? (month % 12 + 1, 1) : (month, day + 1)
    return Text(
      value[0..<4].string + pair(next.0) + pair(next.1) + value[8..<value.count].string)
  }
}
