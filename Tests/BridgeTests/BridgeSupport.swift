import CivilTime
import ContentLines
import Ledger
import Matching
import Merge
import OpenCRMSide
import Records
import Settings
import Sides

@testable import Bridge

/// Every side holds everything: what is tested is the bridge alone.
struct PlainLenses: LensTable {
  /// Lenses of some sides and kinds instead.
  var others: [SideName: any Lens] = [:]
  /// Whether OpenCRM holds the columns that its exports showed, and no other.
  var isColumned = false

  func lens(_ side: SideName, _ kind: RecordKind, source: String?, holds: Set<String>?)
    -> any Lens
  {
    if isColumned, side == .opencrm { return OpenCRMContactLens(holds: holds) }
    return others[side] ?? IdentityLens()
  }
}

/// A workspace in memory that imports records and plans.
struct Desk {
  static let mary = SideName.google("mary")
  static let jim = SideName.google("jim")

  var bench: Workbench
  private var settings: Settings
  private let lenses: PlainLenses
  private let zones: ZoneCatalog?
  private var day = 1

  init(
    _ yaml: String = "", lenses: PlainLenses = PlainLenses(), zones: ZoneCatalog? = nil,
    isWhole: Bool = false
  ) throws {
    self.zones = zones
    settings = try Settings.load(
      text: isWhole ? yaml : yaml + "\naccounts: { mary: {}, jim: {} }\n")
    self.lenses = lenses
    bench = Workbench(
      state: LedgerState(workspaceID: "desk"), store: MemoryRecords(), settings: settings,
      lenses: lenses, now: "2026-11-01T09:00:00Z", zones: zones)
  }

  /// Goes on as the next command would: the state committed, the cache gone.
  mutating func turn() {
    var all = (bench.store as? MemoryRecords)?.all ?? [:]
    for (digest, body) in bench.state.newRecords { all[digest] = body }
    day += 1
    let now = "2026-11-\(day < 10 ? "0" : "")\(day)T09:00:00Z"
    bench = Workbench(
      state: bench.state.committed(as: bench.state.nextOperation), store: MemoryRecords(all),
      settings: settings, lenses: lenses, now: now, zones: zones)
  }

  /// Goes on with other settings, as after an edit of the file.
  mutating func set(_ yaml: String) throws {
    settings = try Settings.load(text: yaml)
    turn()
  }

  /// Accepts the settings, as `settings --accept` does.
  mutating func accept() throws -> [ScopeChange] {
    let changes = try ScopeMark.accept(on: &bench)
    turn()
    return changes
  }

  /// Imports cards of a side; they are all it holds unless said otherwise.
  @discardableResult
  mutating func bring(
    _ cards: [Record], from side: SideName, complete: Bool = true, ids: Bool = false,
    kind: RecordKind = .contact, exported: String? = nil, covered: Set<String>? = nil,
    retired: Set<Int>? = nil
  ) throws -> [String] {
    var read = SourceRead(kind, source: "test")
    read.exported = exported
    read.collections = ["": complete]
    read.covered = covered
    read.records = cards.enumerated().map { index, card in
      SourceRecord(
        record: card, remoteID: ids ? card.remoteID : nil,
        attributes: retired?.contains(index) == true ? ["retired": "true"] : [:],
        place: "test:\(index)")
    }
    read.showsDeletedMark = retired != nil
    var all = ImportRead()
    all.reads = [read]
    let outcome = try ImportRun.run(
      all, from: side, isComplete: nil, acceptedReason: nil, on: bench)
    bench = outcome.bench
    turn()
    return outcome.summary
  }

  func plan() throws -> Plan { try Planner.plan(on: bench) }

  /// Sends the plan away, as `export` does.
  mutating func send() throws -> Plan {
    let plan = try plan()
    Exporting.send(plan, plan.steps, on: &bench)
    turn()
    return plan
  }

  /// Answers a question: the two are one record.
  mutating func link(_ id: String, to other: String) throws {
    try Resolving.link(id, to: other, on: &bench)
    var linker = Linker(.contact, on: bench)
    try linker.run()
    var reconciler = Reconciler(.contact, on: linker.bench)
    try reconciler.settle(after: nil)
    bench = reconciler.bench
    turn()
  }

  mutating func resolve(_ choice: Choice, property: String? = nil) throws -> Int {
    let count = Resolving.conflicts(
      uid: nil, property: property, choice: choice, plan: try plan(), on: &bench)
    var reconciler = Reconciler(.contact, on: bench)
    try reconciler.settle(after: nil)
    bench = reconciler.bench
    turn()
    return count
  }
}

extension Record {
  /// The id that a test gives a card as its NICKNAME-free extension.
  fileprivate var remoteID: String? { components.first?.first("X-ID")?.value.string }
}

/// A canonical card of some lines.
func card(_ lines: String...) -> Record { card(lines: lines) }

func card(lines: [String]) -> Record {
  let text = "BEGIN:VCARD\r\nVERSION:4.0\r\n" + lines.map { $0 + "\r\n" }.joined() + "END:VCARD\r\n"
  return Record(.contact, ComponentReader.read(Lexer.lex(Array(text.utf8))).components).canonical()
}

extension Plan {
  /// The steps as short sentences, for comparison.
  var sentences: [String] {
    steps.map { step in
      let changes = step.changes.map { "\($0.property)=\($0.to ?? "-")" }.joined(separator: " ")
      return "\(step.side) \(step.action.rawValue) \(step.name): \(changes)"
    }
  }
}
