import ContentLines
package import Records

/// Random records of each kind that draw from every row of the schema.
///
/// A record is built from the inside of the program, not read: a law must hold for whatever a
/// source may hand in. It has equal keys, missing TYPE, groups with labels, unknown properties and
/// parameters, instances without a master, alarms, EXDATE and RDATE.
package struct RecordGenerator: Sendable {
  package var random: SeededRandom

  package init(_ random: SeededRandom) {
    self.random = random
  }

  /// A generator of records of a kind, in the canonical form that `canonical` gives.
  package static func records(
    _ kind: RecordKind, canonical: @escaping @Sendable (Record) -> Record = { $0.canonical() }
  ) -> Generator<Record> {
    Generator(
      { random in
        var maker = RecordGenerator(random)
        let record = canonical(maker.record(kind))
        random = maker.random
        return record
      },
      shrink: { RecordShrinking.simpler($0).map(canonical).filter { !$0.components.isEmpty } },
      show: RecordDifference.shown)
  }

  /// A record that is not canonical yet.
  package mutating func record(_ kind: RecordKind) -> Record {
    kind == .contact ? contact() : series(kind)
  }

  // MARK: - Contacts

  private mutating func contact() -> Record {
    var properties = [Property(.version, value: "4.0")]
    if random.chance(80) { properties.append(Property(.uid, value: uid())) }
    let usual: [Name] = ["FN", "N", "EMAIL", "TEL", "ADR", "ORG", "NOTE", "CATEGORIES"]
    if random.chance(85) { properties.append(property("FN", .contact)) }
    if random.chance(70) { properties.append(property("N", .contact)) }
    for _ in 0..<(1 + random.below(5)) {
      properties.append(property(random.pick(usual), .contact))
    }
    for _ in 0..<(1 + random.below(4)) {
      properties.append(property(anyRow(.contact), .contact))
    }
    decorate(&properties, .contact)
    return Record(.contact, [Component(.vcard, withoutRepeats(properties, .contact))])
  }

  /// Equal keys, groups, unknown properties, junk.
  private mutating func decorate(_ properties: inout [Property], _ kind: RecordKind) {
    let schema = Schema.of(kind)
    let keyed = properties.filter { schema[$0.name].isKeyed && schema[$0.name].unit == .property }
    if !keyed.isEmpty, random.chance(20) {
      var twin = random.pick(keyed)
      twin.parameters = ParameterGenerator.parameters(of: twin.name, kind.format, &random)
      if random.chance(50), twin.name == "EMAIL" { twin.value = Self.upperDomain(twin.value) }
      properties.append(twin)
    }
    if random.chance(30) { properties.append(unknown()) }
    if random.chance(3) {
      properties.append(Property(.unread, text: "a line without any sense"))
    }
    guard kind == .contact, random.chance(25) else { return }
    let places = properties.indices.filter {
      ![Name.version, .uid, "N"].contains(properties[$0].name)
        && !schema[properties[$0].name].isVolatile
    }
    for number in 1...(1 + random.below(2)) where !places.isEmpty {
      let group = random.chance(75) ? Text("item\(number)") : random.pick(["Work", "g-1"])
      properties[random.pick(places)].group = group
      if random.chance(20) { properties[random.pick(places)].group = group }
      if random.chance(80) {
        var label = Property("X-ABLABEL", text: TextGenerator.text(&random))
        label.group = group
        properties.append(label)
      }
    }
  }

  private static func upperDomain(_ value: Text) -> Text {
    guard let at = value.firstIndex(of: 0x40) else { return value }
    return Text(
      Array(value[0..<at].bytes) + Array(value[at..<value.count].asciiUppercased.bytes))
  }

  /// A property whose name the schema does not know.
  package mutating func unknown() -> Property {
    let name: Name = random.pick([
      "X-ZEBRA", "X-ANT", "X-FAVOURITE-COLOUR", "NON-STANDARD", "X-9_9",
    ])
    var property = Property(
      name, value: ValueGenerator.value(Schema.vCard[name], .vCard, &random).value)
    if random.chance(50) { property.parameters.append(ParameterGenerator.unknown(&random)) }
    return property
  }

  // MARK: - Any property

  /// The name of a row, all rows alike.
  private mutating func anyRow(_ kind: RecordKind) -> Name {
    let name = random.pick(Schema.of(kind).rows).name
    // VERSION strays into events; in a contact it says how to read the card.
    let isApart = Self.builtApart.contains(name) || kind == .contact && name == .version
    return isApart ? anyRow(kind) : name
  }

  /// Names that stand in every record, or only where the record is built around them.
  private static let builtApart: Set<Name> = [.uid, .recurrenceID]

  /// A random property of a name.
  package mutating func property(_ name: Name, _ kind: RecordKind) -> Property {
    let row = Schema.of(kind)[name]
    let (value, needed) = ValueGenerator.value(row, kind.format, &random)
    let free = ParameterGenerator.parameters(of: name, kind.format, &random)
    return Property(name, needed + free, value: value)
  }

  /// Without second copies of properties that stand once.
  private func withoutRepeats(_ properties: [Property], _ kind: RecordKind) -> [Property] {
    let schema = Schema.of(kind)
    var seen = Set<Name>()
    return properties.filter {
      schema[$0.name].cardinality == .many || seen.insert($0.name).inserted
    }
  }

  private mutating func uid() -> Text { Text("urn:uuid:\(random.next() >> 20)") }

  // MARK: - Events and tasks

  private mutating func series(_ kind: RecordKind) -> Record {
    let name: Name = kind == .event ? .vevent : .vtodo
    let id = Text("\(random.next() >> 20)@example.com")
    let times = TimeForm(
      style: random.pick(TimeForm.Style.allCases), hour: 8 + random.below(9),
      day: 2 + random.below(3))
    let repeats = random.chance(55)
    var components: [Component] = []
    let instances = repeats && random.chance(60) ? 1 + random.below(3) : 0
    if instances == 0 || random.chance(75) {
      var properties = content(kind)
      properties += schedule(kind, times)
      if repeats {
        properties.append(Property("RRULE", value: times.rule(random.below(5))))
        for day in 11..<15 where random.chance(15) {
          properties.append(times.property("EXDATE", day))
        }
        for day in 15..<18 where random.chance(10) {
          properties.append(times.property("RDATE", day, hours: 3))
        }
      }
      components.append(component(name, kind, properties))
    }
    for number in 0..<instances {
      let day = 5 + number
      var properties = content(kind)
      properties.append(times.property(.recurrenceID, day))
      properties.append(times.property("DTSTART", day, hours: random.chance(40) ? 2 : 0))
      if random.chance(15) {
        properties.removeAll { $0.name == "STATUS" }
        properties.append(Property("STATUS", value: "CANCELLED"))
      }
      components.append(component(name, kind, properties))
    }
    for index in components.indices {
      components[index].properties.append(Property(.uid, value: id))
    }
    var record = Record(kind, components)
    if times.style == .ownZone { record.zones = [zone()] }
    return record
  }

  private mutating func component(
    _ name: Name, _ kind: RecordKind, _ properties: [Property]
  ) -> Component {
    var all = properties
    decorate(&all, kind)
    var component = Component(name, withoutRepeats(all, kind))
    while random.chance(25) { component.components.append(alarm()) }
    if random.chance(4) { component.components.append(participant()) }
    return component
  }

  private mutating func content(_ kind: RecordKind) -> [Property] {
    var properties: [Property] = []
    if random.chance(85) { properties.append(property("SUMMARY", kind)) }
    let usual: [Name] = ["DESCRIPTION", "LOCATION", "ATTENDEE", "CATEGORIES", "STATUS", "DTSTAMP"]
    for _ in 0..<(1 + random.below(3)) { properties.append(property(random.pick(usual), kind)) }
    for _ in 0..<(1 + random.below(3)) {
      let name = anyRow(kind)
      // DUE in an event and DTEND in a task stand where they mean nothing.
      let isStray = kind == .event ? name == "DUE" : name == "DTEND"
      if isStray || !Self.scheduled.contains(name) { properties.append(property(name, kind)) }
    }
    return properties
  }

  /// Rows that stand for one time, and are made together.
  private static let scheduled: Set<Name> = [
    "DTSTART", "DTEND", "DUE", "DURATION", "RRULE", "RDATE", "EXDATE",
  ]

  private mutating func schedule(_ kind: RecordKind, _ times: TimeForm) -> [Property] {
    var properties: [Property] = []
    if kind == .event || random.chance(70) { properties.append(times.property("DTSTART", 1)) }
    switch random.below(4) {
    case 0: properties.append(Property("DURATION", value: times.isAllDay ? "P1D" : "PT1H"))
    case 1, 2:
      properties.append(
        times.property(kind == .event ? "DTEND" : "DUE", times.isAllDay ? 2 : 1, hours: 1))
    default: break
    }
    if random.chance(4) { properties.append(property("EXRULE", kind)) }
    return properties
  }

  /// An alarm; now and then with every row that alarms have.
  package mutating func alarm() -> Component {
    var properties = [property("ACTION", .event)]
    if random.chance(80) {
      properties.append(Property("TRIGGER", value: random.pick(ValueGenerator.durations)))
    } else {
      properties.append(
        Property("TRIGGER", [Parameter(.value, "DATE-TIME")], value: "20260204T080000Z"))
    }
    if random.chance(50) { properties.append(property("DESCRIPTION", .event)) }
    if random.chance(20) {
      properties.append(Property("REPEAT", value: "2"))
      properties.append(Property("DURATION", value: "PT5M"))
    }
    if random.chance(10) { properties.append(property("ACKNOWLEDGED", .event)) }
    if random.chance(5) { properties.append(Property("PROXIMITY", value: "ARRIVE")) }
    return Component(.valarm, properties)
  }

  private mutating func participant() -> Component {
    Component(
      random.pick(["PARTICIPANT", "VLOCATION", "VRESOURCE"]),
      [
        Property(.uid, value: Text("part-\(random.below(9))")),
        property(
          random.pick(["CALENDAR-ADDRESS", "NAME", "LOCATION-TYPE", "RESOURCE-TYPE"]), .event),
      ])
  }

  /// A zone that no IANA name explains.
  private mutating func zone() -> Component {
    var standard = Component(
      "STANDARD",
      [
        Property("DTSTART", value: "19700101T000000"),
        Property("TZOFFSETFROM", value: "+0017"), Property("TZOFFSETTO", value: "+0017"),
      ])
    if random.chance(50) { standard.properties.append(Property("TZNAME", value: "ODD")) }
    var zone = Component(
      .vtimezone, [Property(.tzid, value: TimeForm.ownZone)], components: [standard])
    if random.chance(30) {
      zone.properties.append(Property("TZURL", value: "https://example.com/zone"))
    }
    return zone
  }
}
