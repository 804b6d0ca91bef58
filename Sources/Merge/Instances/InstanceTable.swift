import ContentLines
import Records

/// The instances of one version of a record: for each original start its EXDATE and RDATE and its
/// own component.
struct InstanceTable {
  struct Entry {
    var state: UnitValue
    /// The original start in the version itself.
    var original: Text
    /// The original start no longer fits the schedule that the table was carried over to.
    var isMisfit = false
  }

  private(set) var entries: [Text: Entry] = [:]

  /// - Parameters:
  ///   - dates: EXDATE and RDATE of the master, one value each.
  ///   - components: the components of the record that are not its master.
  ///   - anchors: the instances of the versions that have the schedule carried over to.
  init(dates: [Property], components: [Component], carrier: Carrier, anchors: Anchors) {
    let states = Self.states(dates, components)
    for (key, state) in states {
      let isPeriod = state.properties.contains { $0.value != key }
      if let carried = carrier.carried(key), carried == key || !isPeriod,
        !taken(carried, key, states)
      {
        entries[carried] = Entry(
          state: carrier.carried(state, from: key, to: carried), original: key)
      } else if let held = anchors.held(key, carrier), held == key || !isPeriod {
        entries[held] = Entry(state: carrier.carried(state, from: key, to: held), original: key)
      } else {
        entries[key] = Entry(state: state, original: key, isMisfit: true)
      }
    }
  }

  /// The state of each original start. O(n).
  static func states(_ dates: [Property], _ components: [Component]) -> [Text: UnitValue] {
    var states: [Text: UnitValue] = [:]
    for property in dates {
      states[start(property.value), default: UnitValue([])].properties.append(property)
    }
    var numbers: [Text: Int] = [:]
    for component in components {
      let start = component.first(.recurrenceID)?.value ?? .empty
      let number = numbers[start, default: 0]
      numbers[start] = number + 1
      // Two components of one original start stay two.
      let key = number == 0 ? start : Text("\(start)#\(number)")
      states[key, default: UnitValue([])].components.append(component)
    }
    return states
  }

  /// Whether carrying over would meet an instance that stands there already.
  private func taken(_ carried: Text, _ key: Text, _ states: [Text: UnitValue]) -> Bool {
    carried != key && states[carried] != nil
  }

  /// A period begins with its start.
  private static func start(_ value: Text) -> Text {
    value.firstIndex(of: 0x2F).map { value[0..<$0] } ?? value
  }
}

/// The instances that a version with the new schedule still has. Rules are not expanded: where one
/// of them stands at an original start, that start fits.
struct Anchors {
  private let starts: Set<Text>
  /// Whether the instances moved along with the series, by as many days.
  private let moveAlong: Bool

  /// - Parameters:
  ///   - starts: the original starts in the versions that have the schedule already.
  ///   - base: the original starts in the base, which tell whether they moved along.
  ///   - carrier: from the base to that schedule.
  init(_ starts: Set<Text>, base: Set<Text>, _ carrier: Carrier) {
    self.starts = starts
    let staying = base.count { starts.contains($0) }
    let moving = base.count { carrier.shifted($0).map(starts.contains) == true }
    moveAlong = moving > staying
  }

  /// Where the instance stands in the new schedule; nil where nothing shows that it does.
  func held(_ original: Text, _ carrier: Carrier) -> Text? {
    let place = moveAlong ? carrier.shifted(original) : original
    return place.flatMap { starts.contains($0) ? $0 : nil }
  }
}
