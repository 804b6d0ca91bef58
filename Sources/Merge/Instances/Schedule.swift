import ContentLines
import Records

/// The start, end and rules of a component, as far as instances depend on them.
struct Schedule: Equatable {
  var start: Property?
  /// The other dates of the schedule: the end of an event, the due date of a task.
  var ends: [Property] = []
  var rules: [Property] = []

  init(_ component: Component) {
    let schema = Schema.of(component: component.name)
    // In schema order: a record put together from units is not sorted yet.
    let own = component.properties.filter {
      let unit = schema[$0.name].unit
      return unit == .schedule || unit == .dates
    }.sorted { schema[$0.name].order < schema[$1.name].order }
    for property in own {
      let row = schema[property.name]
      switch row.value {
      case .date where start == nil: start = property
      case .date: ends.append(property)
      case .recurrence: rules.append(property)
      default: break
      }
    }
  }

  static func == (one: Schedule, other: Schedule) -> Bool {
    one.start == other.start && one.rules == other.rules
  }
}

/// Carries the original starts of one schedule over to another, by local date.
struct Carrier {
  private let from: Schedule
  private let to: Schedule
  private let isIdentity: Bool
  /// Whether start and rules allow any carrying over.
  private let isPossible: Bool
  private let offset: Int
  private let lastDay: Int?

  init(from: Schedule?, to: Schedule?) {
    guard let from, let to, from != to else {
      isIdentity = true
      isPossible = true
      offset = 0
      lastDay = nil
      let none = Schedule(Component("VEVENT"))
      self.from = from ?? none
      self.to = to ?? none
      return
    }
    self.from = from
    self.to = to
    isIdentity = false
    let old = from.start.flatMap { LocalStamp($0.value) }
    let new = to.start.flatMap { LocalStamp($0.value) }
    let rules = (from.rules.map(Rule.init), to.rules.map(Rule.init))
    lastDay = rules.1.compactMap(\.lastDay).min()
    if let old, let new {
      offset = new.timeOfDay - old.timeOfDay
      isPossible =
        old.isDate == new.isDate && old.isUTC == new.isUTC && old.day == new.day
        && rules.0.count == rules.1.count
        && zip(rules.0, rules.1).allSatisfy { $1.reaches(atLeastAsFarAs: $0) }
    } else {
      offset = 0
      isPossible = from.start == to.start
    }
  }

  /// The original start in the other schedule; nil if it no longer fits.
  func carried(_ original: Text) -> Text? {
    if isIdentity { return original }
    guard isPossible, let stamp = LocalStamp(original) else { return nil }
    if let lastDay, stamp.day > lastDay { return nil }
    guard offset != 0, let start = from.start.flatMap({ LocalStamp($0.value) }),
      start.isDate == stamp.isDate, start.isUTC == stamp.isUTC,
      start.timeOfDay == stamp.timeOfDay
    else { return original }
    return stamp.moved(by: offset).text
  }

  /// The original start as far from the new start of the series as it was from the old one; nil
  /// where the two cannot be compared.
  func shifted(_ original: Text) -> Text? {
    guard let old = from.start.flatMap({ LocalStamp($0.value) }),
      let new = to.start.flatMap({ LocalStamp($0.value) }), let stamp = LocalStamp(original),
      old.isDate == new.isDate, old.isUTC == new.isUTC, stamp.isDate == old.isDate,
      stamp.isUTC == old.isUTC
    else { return nil }
    return stamp.moved(by: new.seconds - old.seconds).text
  }

  /// The state of an instance at its new original start.
  func carried(_ state: UnitValue, from original: Text, to key: Text) -> UnitValue {
    guard !isIdentity else { return state }
    let distance = Self.distance(from: original, to: key)
    var result = state
    for index in result.properties.indices {
      result.properties[index] = carried(result.properties[index], original, key)
    }
    for index in result.components.indices {
      let component = result.components[index]
      let schedule = Schedule(component)
      let isAtOriginal = schedule.start?.value == original
      for place in component.properties.indices {
        let property = component.properties[place]
        if property.name == .recurrenceID {
          result.components[index].properties[place] = carried(property, original, key)
        } else if isAtOriginal, property == schedule.start || schedule.ends.contains(property) {
          result.components[index].properties[place] = moved(property, by: distance)
        }
      }
    }
    return result
  }

  /// A property whose value is the original start, in the zone of the new schedule.
  private func carried(_ property: Property, _ original: Text, _ key: Text) -> Property {
    guard property.value == original else { return property }
    var property = rezoned(property)
    property.value = key
    return property
  }

  private func moved(_ property: Property, by seconds: Int) -> Property {
    guard let stamp = LocalStamp(property.value) else { return property }
    var property = rezoned(property)
    property.value = stamp.moved(by: seconds).text
    return property
  }

  private static func distance(from original: Text, to key: Text) -> Int {
    guard let old = LocalStamp(original), let new = LocalStamp(key) else { return 0 }
    return new.seconds - old.seconds
  }

  private func rezoned(_ property: Property) -> Property {
    guard let old = from.start, let new = to.start, property.parameters == old.parameters else {
      return property
    }
    var property = property
    property.parameters = new.parameters
    return property
  }
}

/// The parts of a recurrence rule (RFC 5545 section 3.3.10), as far as carrying over needs them.
private struct Rule {
  /// Everything but COUNT and UNTIL, sorted.
  var pattern: [Text] = []
  var count: Int?
  /// The local day of UNTIL.
  var lastDay: Int?

  init(_ property: Property) {
    for part in TextEscaping.split(property.value, at: ASCII.semicolon) {
      let pair = TextEscaping.split(part, at: ASCII.equals)
      if pair.count == 2, pair[0].equalsIgnoringCase("COUNT") {
        count = Int(pair[1].string)
      } else if pair.count == 2, pair[0].equalsIgnoringCase("UNTIL") {
        lastDay = LocalStamp(pair[1])?.day
      } else {
        pattern.append(part.asciiUppercased)
      }
    }
    pattern.sort()
  }

  func reaches(atLeastAsFarAs old: Rule) -> Bool {
    guard pattern == old.pattern else { return false }
    guard let count else { return true }
    return old.count.map { count >= $0 } ?? false
  }
}
