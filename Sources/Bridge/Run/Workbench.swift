package import CivilTime
import ContentLines
package import Ledger
package import Matching
package import Records
package import Settings
package import Sides

/// Everything one run works with: the state, the bodies behind it, settings, lenses and the clock.
///
/// A run is a function from one state to the next; nothing here touches files or the network.
package struct Workbench: Sendable {
  package var state: LedgerState
  package let store: any RecordStore
  let sharedSettings: Shared<Settings>
  package let lenses: any LensTable
  /// The time of the run, RFC 3339 in UTC.
  package let now: String
  /// How dates of events and tasks are compared across zones.
  package let moments: MomentReading
  /// The clocks of the world, which bound the windows of time; nil leaves every window open.
  package let zones: ZoneCatalog?
  private var cache: [Digest: Record] = [:]

  package init(
    state: LedgerState, store: any RecordStore, settings: Settings, lenses: any LensTable,
    now: String, moments: MomentReading = .asWritten, zones: ZoneCatalog? = nil
  ) {
    self.state = state
    self.store = store
    sharedSettings = Shared(settings)
    self.lenses = lenses
    self.now = now
    self.moments = moments
    self.zones = zones
  }

  package var settings: Settings { sharedSettings.value }

  /// The sides that take part: OpenCRM and every enabled account, in order.
  package var sides: [SideName] {
    guard settings.workspace.enabled else { return [] }
    return [.opencrm]
      + settings.accounts.filter(\.enabled).map { SideName.google($0.name) }.sorted()
  }

  /// Whether a kind of record is kept in step with a side.
  package func isEnabled(_ kind: RecordKind, on side: SideName) -> Bool {
    switch side {
    case .opencrm: settings.isEnabled(kind.setting)
    case .google(let name):
      settings.accounts.first { $0.name == name }.map {
        settings.isEnabled(kind.setting, for: $0)
      } ?? false
    }
  }

  /// The lens of a side and kind, as its sources have shown it.
  package func lens(_ side: SideName, _ kind: RecordKind) -> any Lens {
    lens(side, kind, in: taskTarget(side))
  }

  /// The same, whatever place of the side a record stands in.
  func plainLens(_ side: SideName, _ kind: RecordKind) -> any Lens {
    lens(side, kind, source: state.latestSnapshot(side, kind)?.source, covered: nil)
  }

  /// The lens of a side while a source of it is being read.
  package func lens(
    _ side: SideName, _ kind: RecordKind, source: String?, covered: Set<String>?
  ) -> any Lens {
    var holds = covered
    if let shown = shownSlots(side, kind) { holds = (holds ?? []).union(shown) }
    return lenses.lens(side, kind, source: source, holds: holds)
  }

  /// Every slot that a source of the side has shown; nil where none says.
  func shownSlots(_ side: SideName, _ kind: RecordKind) -> Set<String>? {
    var shown: Set<String>?
    for snapshot in state.snapshots where snapshot.side == side && snapshot.kind == kind {
      if let covered = snapshot.covered { shown = (shown ?? []).union(covered) }
    }
    return shown
  }

  /// Takes over what another workbench of the same state loaded since both were one.
  mutating func learn(from other: Workbench, since start: Workbench) {
    guard other.cache.count > start.cache.count else { return }
    learn(other.cache)
  }

  /// One digest stands for one content: the smaller part goes into the larger.
  private mutating func learn(_ other: [Digest: Record]) {
    let small = other.count < cache.count ? other : cache
    if other.count >= cache.count { cache = other }
    cache.merge(small) { mine, _ in mine }
  }

  /// Takes over one kind from a workbench that went on from this one by itself.
  mutating func adopt(_ kind: RecordKind, from other: Workbench) {
    state.adopt(kind, from: other.state)
    learn(other.cache)
  }

  /// Loads the bodies of some digests in one pass, so that later look-ups are free. O(n).
  package mutating func load(_ digests: Set<Digest>, _ kind: RecordKind) throws {
    let missing = digests.filter { cache[$0] == nil }
    let bodies = Array(try state.bodies(of: missing, in: store))
    let records = Parallel.chunked(bodies) { Record(kind, canonicalBytes: $0.value) }
    for (body, record) in zip(bodies, records) { cache[body.key] = record }
  }

  /// Takes records at hand for those that the ledger has under their digests: what was just read
  /// need not be looked up. O(n).
  mutating func know(_ records: [(digest: Digest, record: Record)]) {
    for (digest, record) in records where cache[digest] == nil { cache[digest] = record }
  }

  /// The record of a digest that was loaded, or nil where the ledger lost it.
  package func record(_ digest: Digest?) -> Record? {
    digest.flatMap { cache[$0] }
  }

  /// Keeps a canonical record under its digest.
  ///
  /// - Parameter known: its digest, where somebody computed it before.
  package mutating func keep(_ record: Record, known: Digest? = nil) -> Digest {
    let digest = known ?? record.digest()
    guard cache[digest] == nil else { return digest }
    return keep(KeptRecord(record, digest: digest))
  }

  /// The same for a record that was made ready before, side by side with others.
  mutating func keep(_ kept: KeptRecord) -> Digest {
    if cache[kept.digest] == nil {
      cache[kept.digest] = kept.record
      state.add(body: kept.body, of: kept.digest)
    }
    return kept.digest
  }
}

/// A canonical record as the ledger keeps it.
struct KeptRecord: Sendable {
  let record: Record
  let digest: Digest
  let body: [UInt8]

  init(_ record: Record, digest: Digest? = nil) {
    self.record = record.withoutVolatile()
    self.digest = digest ?? record.digest()
    body = record.storedBytes()
  }
}

/// Which lens a side has; the command line names the concrete ones.
package protocol LensTable: Sendable {
  /// - Parameters:
  ///   - source: the source the side was last read by; nil where it never was.
  ///   - holds: every slot that a source of the side has shown; nil where none says.
  func lens(_ side: SideName, _ kind: RecordKind, source: String?, holds: Set<String>?)
    -> any Lens

  /// The lens of an account's tasks that stand in its calendar.
  func calendarTaskLens(_ side: SideName) -> any Lens
}

extension LensTable {
  package func calendarTaskLens(_ side: SideName) -> any Lens { IdentityLens() }
}

extension RecordKind {
  /// The settings' word for the kind.
  package var setting: SettingsKind {
    switch self {
    case .contact: .contacts
    case .event: .calendar
    case .task: .tasks
    }
  }

  /// The plural that messages and file names use.
  package var plural: String {
    switch self {
    case .contact: "contacts"
    case .event: "events"
    case .task: "tasks"
    }
  }
}
