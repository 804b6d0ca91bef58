import ContentLines
package import Ledger
import Records
import Settings

/// Which entries take part, and which are compared only (DESIGN section 7).
package enum Scope {
  /// Whether an entry may be linked: it is there, no question about it is open, and it lies in no
  /// collection that is only read (Other contacts, birthdays, holidays, subscribed calendars)
  /// unless the settings name it, it is no meeting of a series that another side holds, and no block
  /// that stood for a private event.
  package static func isIn(_ entry: ViewEntry, _ bench: Workbench) -> Bool {
    !bench.isMisplaced(entry) && isInWherever(entry, bench)
  }

  /// The same, also of a task that stands where the settings do not want it.
  static func isInWherever(_ entry: ViewEntry, _ bench: Workbench) -> Bool {
    guard entry.presence == .present, !isAskedAbout(entry, bench),
      entry.attributes[ViewEntry.occurrenceAttribute] == nil,
      entry.attributes[Privacy.blockAttribute] == nil
    else { return false }
    let named = collections(entry.side, entry.kind, bench)
    if entry.attributes["readOnly"] != nil { return named.contains(entry.collection ?? "") }
    return entry.collection != otherContacts || named.contains(otherContacts)
  }

  /// Whether the entry may be what became of one that is no longer there, with the question open.
  static func isAskedAbout(_ entry: ViewEntry, _ bench: Workbench) -> Bool {
    guard let asked = entry.attributes[Importing.askedAttribute] else { return false }
    return asked.split(separator: " ").contains { id in
      bench.state.entry(EntryKey(entry.side, entry.kind, String(id)))?.presence == .vanished
    }
  }

  /// The attribute of an entry that moved out of scope: the operation of the import that showed it
  /// outside first.
  static let outsideAttribute = "outside"

  /// The collection of contacts that Google gathered by itself (DESIGN section 6).
  package static let otherContacts = "Other contacts"

  /// The calendars, lists or labels to which the settings restrict an account; empty for all.
  private static func collections(
    _ side: SideName, _ kind: RecordKind, _ bench: Workbench
  ) -> [String] {
    guard let account = bench.account(side) else { return [] }
    return switch kind {
    case .contact: account.labels
    case .event: account.calendars
    case .task: account.lists
    }
  }

  /// Why what a side holds of a link is out of scope as it stands, or nil: the side is switched
  /// off, the record lies in none of the calendars, lists or labels that the settings name, or it
  /// belongs to another user. The record is then compared and neither written nor carried.
  static func outside(_ side: SideName, _ link: Link, _ bench: Workbench) -> String? {
    if let reason = switchedOff(side, link.kind, bench) { return reason }
    guard let id = link.sides[side]?.entry,
      let entry = bench.state.entry(EntryKey(side, link.kind, id))
    else { return nil }
    if let reason = filtered(entry, bench) { return reason }
    guard link.sides[.opencrm]?.entry != nil else { return nil }
    return Ownership.withholds(link, from: side, bench)
  }

  /// The sides on which no record of a kind can be out of scope: nothing restricts them.
  static func openSides(_ kind: RecordKind, _ bench: Workbench) -> Set<SideName> {
    Set(
      bench.sides.filter {
        switchedOff($0, kind, bench) == nil && collections($0, kind, bench).isEmpty
          && (kind != .task || collections($0, .event, bench).isEmpty)
          && !Ownership.mayWithhold(kind, from: $0, bench)
      })
  }

  /// Why nothing of a kind is carried to or from a side, or nil.
  static func switchedOff(
    _ side: SideName, _ kind: RecordKind, _ bench: Workbench
  ) -> String? {
    let settings = bench.settings
    guard case .google(let name) = side else { return nil }
    guard let account = bench.account(side) else { return "no account \(name) in the settings" }
    if settings.isEnabled(kind.setting, for: account) { return nil }
    if !account.enabled { return "it is switched off (accounts.\(name).enabled)" }
    return settings.isEnabled(kind.setting)
      ? "it is switched off (accounts.\(name).\(kind.setting.rawValue).enabled)"
      : "\(kind.plural) are switched off (\(kind.setting.rawValue).enabled)"
  }

  /// Why the restriction of an account leaves an entry out, or nil.
  private static func filtered(_ entry: ViewEntry, _ bench: Workbench) -> String? {
    let isInCalendar = bench.place(of: entry) == .calendar
    let named = collections(entry.side, isInCalendar ? .event : entry.kind, bench)
    guard !named.isEmpty, case .google(let name) = entry.side else { return nil }
    switch entry.kind {
    case .contact:
      if entry.collection == otherContacts, named.contains(otherContacts) { return nil }
      let own = bench.record(entry.digest).map(labels) ?? []
      return own.contains(where: named.contains)
        ? nil : "it has none of the labels carried (accounts.\(name).contacts.labels)"
    case .event, .task:
      let collection =
        isInCalendar ? TaskPlace.calendar(entry.collection ?? "") : entry.collection ?? ""
      let row = entry.kind == .event || isInCalendar ? "calendar.calendars" : "tasks.lists"
      return named.contains(collection)
        ? nil : "“\(collection)” is not carried (accounts.\(name).\(row))"
    }
  }

  /// The labels of a contact in Google.
  private static func labels(_ record: Record) -> [String] {
    record.components.flatMap { $0.all(Folders.property) }
      .flatMap { TextEscaping.split($0.value, at: ASCII.comma) }
      .map { TextEscaping.unescape($0).trimmed.string }
  }

  /// Whether the restriction of an account can only be told from the record itself.
  static func needsRecord(_ side: SideName, _ kind: RecordKind, _ bench: Workbench) -> Bool {
    kind == .contact && !collections(side, kind, bench).isEmpty
  }
}

/// What scope says of one link: which sides are compared only, and where writes are withheld.
struct LinkScope {
  /// Why each side is out of scope as it stands.
  private var outside: [SideName: String] = [:]
  /// Why each side is compared only.
  private var frozen: [SideName: String] = [:]
  /// Why each side's record can only be read there.
  private var readOnly: [SideName: String] = [:]
  /// - Parameters:
  ///   - open: sides of which nothing is out of scope (`Scope.openSides`).
  ///   - isNarrowed: whether a filter was narrowed since the last plan: what it leaves out is left
  ///     at once.
  init(
    _ link: Link, isNarrowed: Bool, open: Set<SideName>, on bench: Workbench
  ) {
    for (side, seat) in link.sides {
      let entry = seat.entry.flatMap { bench.state.entry(EntryKey(side, link.kind, $0)) }
      if let reason = entry?.attributes["readOnly"] {
        readOnly[side] = "it can only be read there (\(reason))"
      }
      guard !open.contains(side), let reason = Scope.outside(side, link, bench) else { continue }
      outside[side] = reason
      if !Self.isLeaving(side, seat, entry, link.kind, isNarrowed: isNarrowed, bench) {
        frozen[side] = reason
      }
    }
  }

  /// Why nothing is written towards OpenCRM or Google: the record lies outside the window, as it
  /// was agreed and as every side shows it.
  static func outsideWindows(
    _ link: Link, _ windows: [Window], on bench: Workbench
  ) -> [SettingsDirection: String] {
    guard !windows.isEmpty else { return [:] }
    let shown = link.sides.compactMap { side, seat in
      seat.entry.flatMap { bench.state.entry(EntryKey(side, link.kind, $0)) }
    }.filter { $0.presence != .deleted }
    let records = (shown.map(\.digest) + [link.agreed].compactMap(\.self)).compactMap {
      bench.record($0)
    }
    var reasons: [SettingsDirection: String] = [:]
    for window in windows where !records.contains(where: window.holds) {
      reasons[window.direction] = window.reason
    }
    return reasons
  }

  /// Whether the last import of the side showed the record outside for the first time: it still
  /// counts, so that moving out is seen.
  private static func isLeaving(
    _ side: SideName, _ seat: LinkSide, _ entry: ViewEntry?, _ kind: RecordKind,
    isNarrowed: Bool, _ bench: Workbench
  ) -> Bool {
    let seen = entry?.attributes[Scope.outsideAttribute].flatMap { Int($0) }
    let isNew = seen == nil || seen == bench.state.latestSnapshot(side, kind)?.operation
    return seat.state == .live && seat.baseline != nil && isNew && !isNarrowed
      && bench.sides.contains(side) && bench.isEnabled(kind, on: side)
  }

  /// Why a side is out of scope now, or nil.
  func outside(_ side: SideName) -> String? { outside[side] }

  /// Why a side is compared only, or nil.
  func frozen(_ side: SideName) -> String? { frozen[side] }

  /// Why nothing is written to a side, or nil.
  ///
  /// - Parameter windows: `outsideWindows` of the link.
  func withheld(from side: SideName, windows: [SettingsDirection: String]) -> String? {
    frozen[side] ?? windows[side.direction] ?? readOnly[side]
  }
}

/// What scope says of records that a side lacks.
struct CreateScope {
  private let kind: RecordKind
  private let windows: [SettingsDirection: Window]
  private let carry: CarryRules

  init(_ kind: RecordKind, on bench: Workbench) {
    self.kind = kind
    carry = CarryRules(kind, bench.settings)
    var windows: [SettingsDirection: Window] = [:]
    for direction in SettingsDirection.allCases {
      windows[direction] = Window(kind, direction, on: bench)
    }
    self.windows = windows
  }

  /// The bodies that say whether some links are in scope.
  func needed(by links: [Link], on bench: Workbench) -> Set<Digest> {
    let sides = Set(bench.sides.filter { Scope.needsRecord($0, kind, bench) })
    guard !sides.isEmpty else { return [] }
    return Set(
      links.flatMap { link in
        link.sides.compactMap { side, seat in
          guard sides.contains(side), let id = seat.entry else { return nil }
          return bench.state.entry(EntryKey(side, kind, id))?.digest
        }
      })
  }

  /// Why a record is not created on a side, or nil: no side that holds it carries it, it lies
  /// outside the window, or it belongs to another user.
  func withholds(
    _ link: Link, _ record: Record, from side: SideName, _ bench: Workbench
  ) -> String? {
    if let reason = carry.closesCreate(of: link, on: side) { return reason }
    if case .none(let reason)? = Privacy(kind)?.sight(of: link, on: side, bench) { return reason }
    let holders = link.sortedSides.filter { !$0.side.state.isAway && $0.name != side }
    let reasons = holders.map { Scope.outside($0.name, link, bench) }
    if !reasons.contains(nil), let holder = holders.first, let reason = reasons.first ?? nil {
      return "in \(holder.name.title) \(reason)"
    }
    if let window = windows[side.direction], !window.holds(record) { return window.reason }
    return Ownership.withholds(link, from: side, bench)
  }
}

extension SideName {
  /// The direction of what is written to the side.
  var direction: SettingsDirection { self == .opencrm ? .toOpenCRM : .toGoogle }
}

extension Workbench {
  /// The settings of an account; nil for OpenCRM and for an account that the settings lack.
  func account(_ side: SideName) -> AccountSettings? {
    guard case .google(let name) = side else { return nil }
    return settings.accounts.first { $0.name == name }
  }
}
