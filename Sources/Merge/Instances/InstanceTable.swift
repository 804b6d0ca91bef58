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
  init(dates: [Property], components: [Component], carrier: Carrier) {
    var states: [Text: UnitValue] = [:]
    for property in dates {
      states[Self.start(property.value), default: UnitValue([])].properties.append(property)
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
    for (key, state) in states {
      let isPeriod = state.properties.contains { $0.value != key }
      if let carried = carrier.carried(key), carried == key || !isPeriod,
        !taken(carried, key, states)
      {
        entries[carried] = Entry(
          state: carrier.carried(state, from: key, to: carried), original: key)
      } else {
        entries[key] = Entry(state: state, original: key, isMisfit: true)
      }
    }
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
