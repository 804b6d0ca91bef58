import ContentLines
import Ledger
import Records
import Settings

/// What an account sees of a private event or task to which it is not linked (Google2OpenCRM:
/// private activities, option 1 and option 2).
///
/// Private on any side is private for all. The account that created the record or holds a copy of
/// its own, as a guest or from before the first link, sees it, and so do the accounts of the users
/// and teams that OpenCRM links to it.
struct Privacy: Sendable {
  /// How much an account sees.
  enum Sight: Sendable {
    case all
    /// Nothing, and why.
    case none(String)
    /// A block of time titled “Private”, and why.
    case block(String)

    /// Why it does not see all of it; nil where it does.
    var reason: String? {
      switch self {
      case .all: nil
      case .none(let reason), .block(let reason): reason
      }
    }
  }

  /// The attribute of an entry that is private.
  static let attribute = "private"

  /// The attribute of a block that was deleted and is back: the entry that it was.
  static let blockAttribute = "block"

  /// The attribute of an entry that a plan created: it is no copy of the account's own.
  static let toldAttribute = "told"

  private let kind: RecordKind

  /// Nil for contacts, which are not private.
  init?(_ kind: RecordKind) {
    guard kind != .contact else { return nil }
    self.kind = kind
  }

  /// Whether a record says that it is private.
  static func isPrivate(_ record: Record) -> Bool {
    record.components.contains { component in
      component.all(Self.sight).contains {
        $0.value.equalsIgnoringCase("PRIVATE") || $0.value.equalsIgnoringCase("CONFIDENTIAL")
      }
    }
  }

  /// Whether some side shows the record as private.
  func isPrivate(_ link: Link, _ bench: Workbench) -> Bool {
    link.sides.contains { side, seat in
      guard let id = seat.entry, let entry = bench.state.entry(EntryKey(side, kind, id)) else {
        return false
      }
      return entry.presence != .deleted && entry.attributes[Self.attribute] != nil
    }
  }

  /// Whether an account sees less than all of a link.
  func isCovered(_ link: Link, _ bench: Workbench) -> Bool {
    guard isPrivate(link, bench) else { return false }
    return link.sides.keys.contains { side in
      if case .all = sight(of: link, on: side, bench) { false } else { true }
    }
  }

  func sight(of link: Link, on side: SideName, _ bench: Workbench) -> Sight {
    guard case .google(let name) = side, let account = bench.account(side),
      isPrivate(link, bench), link.origin != side
    else { return .all }
    if let id = link.sides[side]?.entry, let own = bench.state.entry(EntryKey(side, kind, id)),
      link.origin == nil && own.attributes[Self.toldAttribute] == nil
        || own.attributes["guest"] != nil
    {
      return .all
    }
    if account.user != nil, let id = link.sides[.opencrm]?.entry,
      let entry = bench.state.entry(EntryKey(.opencrm, kind, id)),
      Ownership.isLinked(entry, to: account)
    {
      return .all
    }
    let rule = bench.settings.calendar.privateEvents
    let who =
      account.user.map { "user \($0) is not linked to it" } ?? "\(name) has no `user` to be linked"
    let reason = "it is private, and \(who) (calendar.private: \(rule.rawValue))"
    // Tasks have no place for a block.
    return rule == .hide || kind == .task ? .none(reason) : .block(reason)
  }

  private static let sight = Schema.of(.event).name(of: .privacy)
  private static let title = Schema.of(.event).name(of: .title)

  /// What says which event it is, and when it takes place.
  private static let schedule: Set<Name> = Set(
    Schema.of(.event).rows.filter {
      [.schedule, .instances, .identity].contains($0.unit)
    }.map(\.name))

  /// Whether a record is nothing but a block: what an account shows of what it was not told.
  static func isBlock(_ record: Record) -> Bool {
    record.kind == .event && !record.components.isEmpty
      && SharedPart.of(record).components.allSatisfy { component in
        component.first(title)?.text == "Private"
          && component.properties.allSatisfy {
            schedule.contains($0.name) || $0.name == title
          }
      }
  }

  /// The block that stands for a record: when it takes place, and nothing else of it.
  static func block(_ record: Record) -> Record {
    var block = record
    for index in block.components.indices {
      block.components[index].properties.removeAll { !Self.schedule.contains($0.name) }
      block.components[index].properties.append(Property(title, value: "Private"))
      block.components[index].components = []
    }
    return block.canonical()
  }
}

extension LinkSide {
  /// What a side is owed that shows a block only.
  static let everything = "*"

  private static let declinedSlot = "declined"
  private static let withdrawnSlot = "withdrawn"

  /// The operation that sent a step which takes the record away from an account that may not see
  /// it; nil once an import showed that nobody carried it out.
  var withdrawn: Int? {
    get { slots[Self.withdrawnSlot].flatMap { Int($0) } }
    set { slots[Self.withdrawnSlot] = newValue.map { "\($0)" } }
  }

  /// Whether somebody deleted the block there that stood for a private record.
  var isDeclined: Bool {
    get { slots[Self.declinedSlot] != nil }
    set { slots[Self.declinedSlot] = newValue ? "block" : nil }
  }
}
