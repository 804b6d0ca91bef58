import ContentLines
import Ledger
import Records
import Settings
import Sides

/// Where a record of a kind stands in an account: a task in Google Tasks or in the calendar
/// (Google2OpenCRM: Google Tasks or Google Calendar). All else stands in one place only.
extension Workbench {
  /// Where the settings want a side's tasks.
  func taskTarget(_ side: SideName) -> TaskTarget {
    account(side).map { settings.taskTarget(of: $0) } ?? .tasks
  }

  /// Where an entry stands.
  func place(of entry: ViewEntry) -> TaskTarget {
    entry.kind == .task && entry.attributes[TaskPlace.attribute] != nil ? .calendar : .tasks
  }

  /// Whether a task stands where the settings do not want it any more.
  func isMisplaced(_ entry: ViewEntry) -> Bool {
    entry.kind == .task && entry.side != .opencrm && place(of: entry) != taskTarget(entry.side)
  }

  /// Whether a link's task stands in the wrong place of a side.
  func isMisplaced(_ side: SideName, of link: Link) -> Bool {
    guard link.kind == .task, side != .opencrm, let id = link.sides[side]?.entry,
      let entry = entry(side, .task, id)
    else { return false }
    return isMisplaced(entry)
  }

  /// The lens of a place.
  func lens(_ side: SideName, _ kind: RecordKind, in place: TaskTarget) -> any Lens {
    kind == .task && side != .opencrm && place == .calendar
      ? lenses.calendarTaskLens(side) : plainLens(side, kind)
  }

  /// The lens of the place where an entry stands.
  func lens(of entry: ViewEntry) -> any Lens {
    lens(entry.side, entry.kind, in: place(of: entry))
  }

  private func entry(_ side: SideName, _ kind: RecordKind, _ id: String) -> ViewEntry? {
    state.entry(EntryKey(side, kind, id))
  }

  /// The entries that tasks left behind in another place of a side, which stand for no record of
  /// their own.
  func leftBehind(_ side: SideName) -> Set<String> {
    guard side != .opencrm else { return [] }
    var ids = Set<String>()
    for link in state.links(.task).values {
      for left in link.sides[side]?.left ?? [] { ids.insert(left.id) }
    }
    for entry in abandoned(side) { ids.insert(entry.id) }
    return ids
  }

  /// The entries that stay of tasks which moved away from them and are gone since.
  func abandoned(_ side: SideName) -> [ViewEntry] {
    state.sortedEntries(side, .task) {
      $0.presence == .present && $0.attributes[TaskPlace.abandonedAttribute] != nil
    }
  }
}

/// What marks a task that stands in a calendar.
package enum TaskPlace {
  /// The attribute of its entry.
  static let attribute = "place"

  /// The attribute of an entry from which a task moved away that is gone since: what it showed when
  /// it was left.
  static let abandonedAttribute = "abandoned"

  /// What its collection begins with: the names of calendars and of task lists may be the same.
  package static let prefix = "Calendar/"

  /// The name of the calendar of a collection.
  package static func calendar(_ collection: String) -> String {
    collection.hasPrefix(prefix) ? String(collection.dropFirst(prefix.count)) : collection
  }
}

/// A record that was moved within its side, as it stood in its old place.
struct LeftEntry: Hashable, Sendable {
  var id: String
  /// What it showed when it left.
  var digest: String
}

extension LinkSide {
  private static let leftSlot = "left"
  private static let placeSlot = "place"

  /// What the record left behind in another place of the side and is still to be taken away.
  var left: [LeftEntry] {
    get {
      (slots[Self.leftSlot] ?? "").split(separator: "\n").compactMap { line in
        guard let tab = line.lastIndex(of: "\t") else { return nil }
        return LeftEntry(
          id: String(line[..<tab]), digest: String(line[tab...].dropFirst()))
      }
    }
    set {
      slots[Self.leftSlot] =
        newValue.isEmpty
        ? nil : newValue.map { "\($0.id)\t\($0.digest)" }.joined(separator: "\n")
    }
  }

  /// The place to which a pending create was sent.
  var place: TaskTarget {
    get { slots[Self.placeSlot].flatMap { TaskTarget(rawValue: $0) } ?? .tasks }
    set { slots[Self.placeSlot] = newValue == .tasks ? nil : newValue.rawValue }
  }

  /// The seat of what a create made, with what the record left behind elsewhere.
  func leaving(_ old: LinkSide?) -> LinkSide {
    var seat = self
    if let old, seat.left.isEmpty { seat.left = old.left }
    return seat
  }
}
