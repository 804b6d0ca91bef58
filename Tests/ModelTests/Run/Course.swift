import Bridge
import ContentLines
import Ledger
import Merge
import Records
import Settings
import Sides
import TestSupport

/// A history as it is lived: the world outside, the workspace, and what broke a law.
struct Course {
  let history: History
  var world: World
  var bench: Workbench
  /// How a law was broken first.
  var breach: Breach?
  /// What happened, in words, if it is to be told.
  var told: [String] = []
  let isTold: Bool

  /// Steps that left and were not carried out yet, with the cells they are about.
  var outbox: [SideName: [(step: Plan.Step, cell: Int?, person: Int?)]] = [:]
  /// Earlier exports of each side.
  var archive: [SideName: [(time: String, cells: [Cell])]] = [:]
  /// The creates that were carried out since the records of a person went from a side.
  var created: [SideName: [Int: Int]] = [:]
  private(set) var settings: Settings
  private var day = 0
  private var losses = 0
  /// The state when the operation that is under way began, and when the last one began.
  private var opened = LedgerState(workspaceID: "model")
  private var previous: LedgerState?
  /// Whether the last operation only sent steps.
  var hasJustSent = false

  init(_ history: History, isTold: Bool = false) {
    self.history = history
    self.isTold = isTold
    world = World(history.setup)
    settings = (try? history.setup.settings()) ?? Settings()
    bench = Self.bench(LedgerState(workspaceID: "model"), [:], settings, history.setup, 0)
  }

  private static func bench(
    _ state: LedgerState, _ bodies: [Digest: [UInt8]], _ settings: Settings, _ setup: Setup,
    _ day: Int
  ) -> Workbench {
    Workbench(
      state: state, store: MemoryRecords(bodies), settings: settings, lenses: setup.lenses,
      now: time(day))
  }

  static func time(_ day: Int) -> String {
    func pair(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "2026-\(pair(1 + day / 28 % 12))-\(pair(1 + day % 28))T09:00:00Z"
  }

  var today: String { Self.time(day) }

  /// Lives the history, then lets it come to rest; answers how a law was broken.
  mutating func run() -> Breach? {
    do {
      _ = try history.setup.settings()
      for event in history.events {
        try live(event)
        if breach != nil { return breach }
      }
      try rest()
    } catch {
      fail("An error: \(error)")
    }
    return breach
  }

  mutating func tell(_ words: @autoclosure () -> String) {
    if isTold { told.append("  " + words()) }
  }

  mutating func fail(_ words: String) {
    if breach == nil { breach = Breach(words) }
    tell("!! \(words)")
  }

  /// Goes on as the next command would: the state committed, the cache gone, a day later.
  mutating func turn() {
    var all = (bench.store as? MemoryRecords)?.all ?? [:]
    for (digest, body) in bench.state.newRecords { all[digest] = body }
    day += 1
    bench = Self.bench(
      bench.state.committed(as: bench.state.nextOperation), all, settings, history.setup, day)
    if isTold { tellLinks(since: opened) }
    previous = opened
    opened = bench.state
  }

  /// Takes the last operation back. What it sent may have been carried out, or may be yet.
  mutating func undo() {
    guard let before = previous else { return }
    Undoing.undo(
      touching: bench.state.differences(from: before), from: before, on: &bench)
    turn()
    previous = nil
    if !hasJustSent { world.forgetWhatWasKnown() }
  }

  mutating func passDay() { day += 1 }

  /// Somebody writes other settings between two commands, and accepts what they leave out.
  mutating func change(_ settings: Settings) throws {
    self.settings = settings
    turn()
    _ = try ScopeMark.accept(on: &bench)
    turn()
  }

  mutating func loseLedger() {
    losses += 1
    bench = Self.bench(
      LedgerState(workspaceID: "model\(losses)"), [:], settings, history.setup, day)
    opened = bench.state
    previous = nil
    outbox = [:]
    created = [:]
    archive = [:]
    world.forgetWhatWasKnown()
  }
}

extension World {
  /// After a lost ledger nobody knows what was there before.
  mutating func forgetWhatWasKnown() {
    for mark in facts.keys {
      facts[mark]?.shownBy = []
      facts[mark]?.takenFrom = []
      facts[mark]?.isTakingKnown = false
    }
    knownDeletions = [:]
    linked = []
    var names: [Int: Set<String>] = [:]
    for side in sides {
      for place in (cells[side] ?? []).indices {
        cells[side]?[place].isShown = false
        guard let cell = cells[side]?[place] else { continue }
        names[cell.person, default: []].insert(cell.nameAndAddresses)
      }
    }
    // Who has another name or address on each side is somebody else to a bridge that starts anew.
    for (person, own) in names where own.count > 1 { unclear.insert(person) }
  }
}
