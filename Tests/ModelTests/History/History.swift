import TestSupport

/// One thing that happens.
struct Event: Sendable, CustomStringConvertible {
  enum Kind: String, Sendable, CaseIterable {
    /// Persons, outside.
    case edit, sameEdit, add, addTwice, delete, addAgain, copy, combine, split
    /// A person gives a contact of an account another label, in or out of scope.
    case relabel
    /// Imports.
    case bring, bringPart, bringUnread, bringNarrow, bringOld
    /// Plan, answers, bundles.
    case answer, resolve, export
    case carryOut, carryOutHalf, refuse, carryOutAsCopy
    case loseLedger, undo
  }

  var kind: Kind
  /// Which side, counted round.
  var side = 0
  /// Which record there, counted round.
  var place = 0
  var seed: UInt64 = 0

  var description: String { "\(kind.rawValue) side \(side) record \(place) seed \(seed)" }
}

/// What happens, from an empty workspace on.
struct History: Sendable {
  var setup: Setup
  var events: [Event]

  /// Histories of a form.
  static func generator(_ form: Setup.Form, without excluded: Set<Event.Kind> = [])
    -> Generator<History>
  {
    Generator(
      { random in make(form, excluded, &random) }, shrink: { $0.simpler }, show: { $0.shown })
  }

  private static func make(
    _ form: Setup.Form, _ excluded: Set<Event.Kind>, _ random: inout SeededRandom
  ) -> History {
    let accounts = random.pick([1, 1, 1, 1, 2, 2, 3, 4])
    var rules: [String] = []
    if random.chance(40) {
      rules = [
        random.pick([
          "contacts: { first_link: opencrm }", "contacts: { first_link: google }",
          "contacts: { to_opencrm: { conflict: opencrm, delete: delete } }",
          "contacts: { to_google: { conflict: google, delete: delete } }",
          "contacts: { to_opencrm: { delete: delete }, to_google: { delete: delete } }",
          "contacts: { to_opencrm: { delete: delete, delete_conflict: delete } }",
          "contacts: { to_google: { delete: delete, delete_conflict: restore } }",
        ])
      ]
    }
    var servers = (0...accounts).map { _ in
      random.chance(35) ? random.pick(Server.allCases) : .faithful
    }
    // What cuts is OpenCRM; a side that holds everything is not known to cut.
    for index in servers.indices where servers[index] == .cuts && (index > 0 || form == .plain) {
      servers[index] = .faithful
    }
    let setup = Setup(
      form: form, accounts: accounts, rules: rules.joined(), servers: servers,
      hasIDs: random.chance(20),
      labelled: Run.isFull && random.chance(20) ? 1 + random.below(accounts) : 0)
    var events: [Event] = []
    func event(_ kind: Event.Kind) {
      guard !excluded.contains(kind) else { return }
      events.append(
        Event(
          kind: kind, side: random.below(accounts + 1), place: random.below(6),
          seed: random.next() >> 16))
    }
    for _ in 0..<(1 + random.below(2)) { event(random.chance(60) ? .addTwice : .add) }
    for _ in 0..<(1 + random.below(3)) {
      for _ in 0..<random.below(4) { event(random.pick(outside)) }
      if setup.labelled > 0, random.chance(60) {
        event(.relabel)
        if !events.isEmpty { events[events.count - 1].side = setup.labelled }
      }
      for side in random.shuffled(Array(0...accounts)) where random.chance(85) {
        let kind: Event.Kind = random.chance(80) ? .bring : random.pick(imports)
        event(kind)
        if !events.isEmpty { events[events.count - 1].side = side }
      }
      if random.chance(3) { event(.loseLedger) }
      if random.chance(50) { event(.answer) }
      if random.chance(50) { event(.resolve) }
      if Run.isFull, random.chance(8) { event(.undo) }
      guard random.chance(85) else { continue }
      event(.export)
      if Run.isFull, random.chance(8) { event(.undo) }
      if random.chance(25) { event(random.pick(outside)) }
      for side in 0...accounts {
        let kind: Event.Kind = random.chance(70) ? .carryOut : random.pick(applications)
        event(kind)
        if !events.isEmpty { events[events.count - 1].side = side }
      }
    }
    return History(setup: setup, events: events)
  }

  private static let outside: [Event.Kind] = [
    .edit, .edit, .edit, .edit, .edit, .edit, .sameEdit, .add, .addTwice, .delete, .addAgain,
    .copy, .combine, .split,
  ]
  private static let imports: [Event.Kind] = [.bringPart, .bringUnread, .bringNarrow, .bringOld]
  private static let applications: [Event.Kind] = [.carryOutHalf, .refuse, .carryOutAsCopy]

  // MARK: - Shrinking

  /// Histories with less in them: halves, then single events, then simpler sides.
  var simpler: [History] {
    var result: [History] = []
    var size = events.count / 2
    while size >= 1 {
      var start = 0
      while start < events.count {
        var smaller = self
        smaller.events.removeSubrange(start..<min(start + size, events.count))
        result.append(smaller)
        start += size
      }
      size /= 2
    }
    if setup.accounts > 1 {
      var smaller = self
      smaller.setup.accounts -= 1
      result.append(smaller)
    }
    if !setup.rules.isEmpty {
      var smaller = self
      smaller.setup.rules = ""
      result.append(smaller)
    }
    if setup.hasIDs {
      var smaller = self
      smaller.setup.hasIDs = false
      result.append(smaller)
    }
    if setup.labelled > 0 {
      var smaller = self
      smaller.setup.labelled = 0
      result.append(smaller)
    }
    for index in setup.servers.indices where setup.servers[index] != .faithful {
      var smaller = self
      smaller.setup.servers[index] = .faithful
      result.append(smaller)
    }
    for index in events.indices where events[index].place != 0 {
      var smaller = self
      smaller.events[index].place = 0
      result.append(smaller)
    }
    return result
  }

  /// The history in words, with everything that happened.
  var shown: String {
    let servers = setup.servers.map(\.rawValue).joined(separator: ", ")
    let head = """
      form \(setup.form.rawValue), \(setup.accounts) accounts, ids \(setup.hasIDs), \
      labels on \(setup.labelled), servers \(servers)\(setup.rules.isEmpty ? "" : ", \(setup.rules)")
      """
    var run = Course(self, isTold: true)
    _ = run.run()
    return ([head] + events.map { "  \($0)" } + ["What happened:"] + run.told)
      .joined(separator: "\n")
  }
}
