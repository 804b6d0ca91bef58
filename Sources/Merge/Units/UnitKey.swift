public import ContentLines
public import Records

/// The name of one merge unit of a record: the same in every version of the record.
public struct UnitKey: Sendable, Hashable {
  /// What the unit covers.
  public enum Part: Sendable, Hashable {
    /// The record itself: there or deleted.
    case record
    /// A component of the record: its master, or one instance with its EXDATE or RDATE.
    case whole
    /// A property that stands once.
    case property
    /// One component of a structured value, from 0.
    case component(Int)
    /// The parameters of a property whose value is merged by components.
    case parameters
    /// All properties of a composite unit.
    case group(MergeUnit)
    /// One member of a property that repeats; `ordinal` tells equal keys apart.
    case member(Text, ordinal: Int)
    /// An inner component (VALARM …) by its key.
    case inner(Text, ordinal: Int)
  }

  /// The original start of the instance, or nil for the master.
  public let instance: Text?
  /// The property, the first one the schema has of a composite unit, or the inner component.
  public let name: Name
  package let part: Part
  /// The place of the property in the schema.
  let order: Int

  init(instance: Text?, name: Name, part: Part, order: Int) {
    self.instance = instance
    self.name = name
    self.part = part
    self.order = order
  }

  /// The same unit of another instance.
  func renamed(_ instance: Text) -> UnitKey {
    UnitKey(instance: instance, name: name, part: part, order: order)
  }

  /// The unit of a whole record.
  public static let record = UnitKey(instance: nil, name: "*", part: .record, order: -1)

  /// The unit of a master (nil) or an instance as a whole.
  public static func whole(_ instance: Text?) -> UnitKey {
    UnitKey(instance: instance, name: .recurrenceID, part: .whole, order: -1)
  }
}

extension UnitKey: Comparable {
  /// The master before its instances, properties in schema order before inner components.
  public static func < (one: UnitKey, other: UnitKey) -> Bool {
    if one.instance != other.instance {
      guard let first = one.instance else { return true }
      guard let second = other.instance else { return false }
      return first < second
    }
    if one.rank != other.rank { return one.rank < other.rank }
    if one.order != other.order { return one.order < other.order }
    if one.name != other.name { return one.name < other.name }
    if one.place != other.place { return one.place < other.place }
    if one.memberKey != other.memberKey { return one.memberKey < other.memberKey }
    return one.ordinal < other.ordinal
  }

  private var rank: Int {
    switch part {
    case .record: 0
    case .whole: 1
    case .inner: 3
    default: 2
    }
  }

  private var place: Int {
    switch part {
    case .component(let index): index
    case .parameters: Int.max
    default: 0
    }
  }

  /// The key of a member or inner component; empty for other units.
  public var memberKey: Text {
    switch part {
    case .member(let key, _), .inner(let key, _): key
    default: .empty
    }
  }

  private var ordinal: Int {
    switch part {
    case .member(_, let ordinal), .inner(_, let ordinal): ordinal
    default: 0
    }
  }
}

/// Asks whether a unit belongs to a set, where a set may name wider units than the one asked for.
struct UnitCover {
  private let all: Set<UnitKey>
  private let wholes: Set<Text?>
  private let names: Set<Place>

  private struct Place: Hashable {
    var instance: Text?
    var name: Name
  }

  init(_ units: Set<UnitKey>) {
    all = units
    wholes = Set(units.filter { $0.part == .whole && $0.instance != nil }.map(\.instance))
    // A property that stood once may repeat in another version: its unit covers every member.
    names = Set(
      units.filter { $0.part == .property }.map { Place(instance: $0.instance, name: $0.name) })
  }

  var coversRecord: Bool { all.contains(.record) }

  /// Whether the unit belongs to the set, by any of the original starts its instance goes by.
  func covers(_ unit: AlignedUnit) -> Bool {
    covers(unit.key) || unit.aliases.contains { covers(unit.key.renamed($0)) }
  }

  func covers(_ unit: UnitKey) -> Bool {
    all.contains(unit) || all.contains(.record)
      || unit.instance.map { wholes.contains($0) } == true
      || names.contains(Place(instance: unit.instance, name: unit.name))
  }
}
