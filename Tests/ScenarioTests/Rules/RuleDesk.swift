import CivilTime
import ContentLines
import GoogleSide
import ICalendar
import Ledger
import Matching
import Merge
import OpenCRMSide
import Records
import Settings
import Sides
import Testing

@testable import Bridge

/// A workspace in memory with the lenses of the real sides, in which a worked example is played.
struct RuleDesk {
  /// A case that cannot be played.
  struct Fault: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
  }

  /// What a side holds of one record.
  private struct Cell {
    var id: String
    var record: Record
    var collection = ""
    var attributes: [String: String] = [:]
    /// When it was changed last, where the side shows it.
    var stamp: String?
    /// Whether it is an event that stands for a task.
    var isInCalendar: Bool { record.kind == .event && isTask }
    var isTask = false
  }

  private let kind: RecordKind
  private var bench: Workbench
  private var settings = Settings()
  private var world: [SideName: [Cell]] = [:]
  /// What was deleted last on each side.
  private var bin: [SideName: [Cell]] = [:]
  private var collections: [SideName: Set<String>] = [:]
  private var day: CivilDate
  private var counter = 0
  /// drawbridge.yaml as it was written last, and the accounts' own files.
  private var written = ""
  private var files: [String: String] = [:]
  /// Whose exports the accounts' exports say they are.
  private var addresses: [SideName: String] = [:]
  /// OpenCRM's table of companies.
  private var companies: [String] = []
  private let zones = ZoneCatalog()
  /// The plan that left last, the ledger before it, and the ledger right after.
  private var lastSent: (plan: Plan, before: LedgerState, then: LedgerState)?

  static let plainAccounts = "accounts: { mary: {} }\n"

  init(_ example: RuleCase) throws {
    guard let kind = RecordKind(rawValue: example.kind),
      let today = CivilDate(year: 2026, month: 11, day: 23)
    else { throw Fault("\(example.kind) is no kind") }
    self.kind = kind
    day = today
    bench = Workbench(
      state: LedgerState(workspaceID: "rules"), store: MemoryRecords(), settings: Settings(),
      lenses: RuleLenses(zones, Settings()), now: "2026-11-23T09:00:00Z", zones: zones)
    try set("")
  }

  /// Plays a section; answers the lines of a plan where it asks for one.
  mutating func run(_ section: RuleCase.Section) throws -> [String]? {
    let lines = section.lines
    let words = section.head.split(separator: " ", maxSplits: 1).map(String.init)
    switch words[0] {
    case "settings" where words.count == 1: try set(lines.joined(separator: "\n"))
    case "accept" where words.count == 1:
      _ = try ScopeMark.accept(on: &bench)
      if Disclaimer.acceptance(in: bench.state) == nil { Disclaimer.accept(by: "ada", on: &bench) }
      turn()
    case "accepted" where words.count == 1:
      let accepted = Disclaimer.acceptance(in: bench.state)
      return [accepted.map { "\($0.when) by \($0.who)" } ?? "nobody"]
    case "readme" where words.count == 1: return try readMe()
    case "agreed": try agree(words.dropFirst().first, lines)
    case "done" where words.count <= 2:
      try carryOut(only: words.dropFirst().first.map { $0.split(separator: ",").map(String.init) })
    case "sent" where words.count == 1: try send()
    case "late" where words.count <= 2:
      try carryOutLate(words.dropFirst().first.map { $0.split(separator: ",").map(String.init) })
    case "undo" where words.count == 1: try undo()
    case "inverse" where words.count == 1: return try inverse()
    case "file" where words.count == 2:
      files[words[1]] = lines.joined(separator: "\n")
      try set(written)
    case "reported" where words.count == 1:
      return settings.warnings.isEmpty ? ["nothing"] : settings.warnings.map(\.path)
    case "address" where words.count == 2: addresses[try side(words[1])] = lines.first
    case "refused" where words.count == 2:
      do {
        try bring(try side(words[1]))
        return ["nothing"]
      } catch let refusal as GuardRefusal {
        return [refusal.name]
      }
    case "companies" where words.count == 1: companies = lines.filter { !$0.isEmpty }
    case "partly" where words.count == 2:
      try bring(try side(words[1]), showing: try cells(lines, try side(words[1])))
    case "tasks-only" where words.count == 2:
      return try bring(try side(words[1]), withCalendar: false)
    case "again" where words.count == 1: for side in sides { try bring(side) }
    case "on" where words.count == 2:
      guard let date = CivilDate(Array(words[1].utf8)[...], extended: true) else {
        throw Fault("“\(words[1])” is no date")
      }
      day = date
      turn()
    case "plan" where words.count == 1: return Self.lines(try Planner.plan(on: bench))
    case "held" where words.count == 2: return try held(by: side(words[1]))
    default: try happen(words, lines)
    }
    return nil
  }

  private var sides: [SideName] {
    [.opencrm] + settings.accounts.map { SideName.google($0.name) }
  }

  private func side(_ name: String) throws -> SideName {
    let side = name == "opencrm" ? SideName.opencrm : .google(name)
    guard sides.contains(side) else { throw Fault("there is no section “\(name)”") }
    return side
  }

  private mutating func set(_ yaml: String) throws {
    written = yaml
    let isComplete = yaml.split(separator: "\n").contains { $0.hasPrefix("accounts:") }
    let files = files
    settings = try Settings.load(
      text: (isComplete ? "" : Self.plainAccounts) + yaml,
      accountFile: { files[$0].map { Array($0.utf8) } })
    turn()
  }

  /// Goes on as the next command would: the state committed, the cache gone.
  private mutating func turn() {
    var all = (bench.store as? MemoryRecords)?.all ?? [:]
    for (digest, body) in bench.state.newRecords { all[digest] = body }
    counter += 1
    let minute = counter % 60
    let now = "\(day)T\(counter < 60 ? "09" : "10"):\(minute < 10 ? "0" : "")\(minute):00Z"
    bench = Workbench(
      state: bench.state.committed(as: bench.state.nextOperation), store: MemoryRecords(all),
      settings: settings, lenses: RuleLenses(zones, settings), now: now, zones: zones)
  }

  // MARK: - What happens

  /// All sides hold these records, and agree on them.
  private mutating func agree(_ names: String?, _ lines: [String]) throws {
    let own = try names.map { names in
      try names.split(separator: ",").map { name in
        try side(String(name.drop { $0 == " " }))
      }
    }
    for side in own ?? sides {
      world[side] = try cells(lines, side)
      try bring(side)
    }
    let left = try Planner.plan(on: bench)
    guard left.isEmpty else {
      throw Fault("they do not agree: \(Self.lines(left).joined(separator: "; "))")
    }
  }

  private mutating func happen(_ words: [String], _ lines: [String]) throws {
    let side = try side(words[0])
    switch words.dropFirst().first {
    case nil: world[side] = try cells(lines, side)
    case "changes": try change(side, lines)
    case "deletes":
      let names = Set(lines.filter { !$0.isEmpty })
      func isMeant(_ cell: Cell) -> Bool {
        names.isEmpty || names.contains(cell.record.displayName)
          || cell.isInCalendar && names.contains("@calendar")
      }
      bin[side] = world[side]?.filter(isMeant)
      world[side]?.removeAll(where: isMeant)
    case "restores": world[side, default: []] += bin.removeValue(forKey: side) ?? []
    case let word?: throw Fault("a side does not “\(word)”")
    }
    try bring(side)
  }

  /// Properties of the only record replaced, or taken away where nothing stands after the colon.
  private mutating func change(_ side: SideName, _ lines: [String]) throws {
    let all = world[side] ?? []
    // Of a task that is on its way, the one in Google Tasks is meant, unless it says otherwise.
    let isCalendar = lines.contains("@calendar")
    let meant = all.count == 1 ? [0] : all.indices.filter { all[$0].isInCalendar == isCalendar }
    guard let place = meant.first, meant.count == 1, case var cell = all[place] else {
      throw Fault("“changes” needs one record; write the records anew")
    }
    var written = lines.filter { !$0.hasSuffix(":") && $0 != "@calendar" }
    if cell.isInCalendar { written.insert("@calendar", at: 0) }
    let changed = try self.cells(written, side).first
    let names = Set(
      lines.filter { !$0.hasPrefix("@") && !$0.isEmpty }
        .map { String($0.prefix { $0 != ":" && $0 != ";" }) })
    for index in cell.record.components.indices {
      cell.record.components[index].properties.removeAll { names.contains($0.name.description) }
    }
    if let changed, !cell.record.components.isEmpty {
      cell.record.components[0].properties +=
        (changed.record.master ?? changed.record.components[0])
        .properties.filter { names.contains($0.name.description) }
      for (name, value) in changed.attributes { cell.attributes[name] = value }
      cell.stamp = changed.stamp ?? cell.stamp
      if lines.contains(where: { $0.hasPrefix("@list ") }) { cell.collection = changed.collection }
    }
    cell.record = cell.record.canonical()
    world[side]?[place] = cell
  }

  /// - Parameter shown: what an export shows that is not complete; nil for all.
  /// - Parameter withCalendar: whether the export holds the calendar beside the tasks.
  /// - Returns: what the import tells beside its counts.
  @discardableResult
  private mutating func bring(
    _ side: SideName, showing shown: [Cell]? = nil, withCalendar: Bool = true
  ) throws -> [String] {
    var read = SourceRead(kind, source: "rules")
    let all = shown ?? world[side] ?? []
    let cells = all.filter { !$0.isInCalendar }
    collections[side, default: [""]].formUnion(cells.map(\.collection))
    for name in collections[side] ?? [] { read.collections[name] = shown == nil }
    read.records = cells.map { cell in
      SourceRecord(
        record: cell.record, remoteID: hasIDs(side) ? cell.id : nil, collection: cell.collection,
        stamp: cell.stamp, attributes: cell.attributes, place: "rules:\(cell.id)")
    }
    read.showsDeletedMark = cells.contains { $0.attributes["retired"] != nil }
    read.exported = bench.now
    read.account = addresses[side]
    var brought = ImportRead()
    brought.reads = [read]
    if kind == .task, side != .opencrm, withCalendar {
      brought.reads.append(calendar(of: side, all, isComplete: shown == nil))
    }
    if side == .opencrm {
      for (place, name) in companies.enumerated() { brought.companies["\(place)"] = name }
    }
    let outcome = try ImportRun.run(
      brought, from: side, isComplete: nil, acceptedReason: nil, on: bench)
    bench = outcome.bench
    turn()
    return outcome.summary.filter { !$0.contains(": read ") }
  }

  /// An account's calendar, where tasks may stand as events.
  private func calendar(of side: SideName, _ cells: [Cell], isComplete: Bool) -> SourceRead {
    var read = SourceRead(.event, source: "rules")
    let title = side.short
    read.collections[title] = isComplete
    read.covered = GoogleEventsLens.coveredByTakeout
    read.records = cells.filter(\.isInCalendar).map { cell in
      SourceRecord(
        record: cell.record, collection: title, stamp: cell.stamp, attributes: cell.attributes,
        place: "rules:\(cell.id)")
    }
    read.exported = bench.now
    return read
  }

  /// Contacts of a Takeout have no ids.
  private func hasIDs(_ side: SideName) -> Bool { side == .opencrm || kind != .contact }

  /// The plan leaves as bundles, and nobody has done anything yet.
  @discardableResult
  private mutating func send() throws -> Plan {
    let plan = try Planner.plan(on: bench)
    if let refused = plan.refused { throw Fault("the plan is refused: \(refused.detail)") }
    let before = bench.state
    Exporting.send(plan, plan.steps, on: &bench)
    turn()
    lastSent = (plan, before, bench.state)
    return plan
  }

  /// The last export is taken back in the ledger.
  private mutating func undo() throws {
    guard let sent = lastSent else { throw Fault("nothing was sent") }
    Undoing.undo(
      touching: bench.state.differences(from: sent.before), from: sent.before, on: &bench)
    turn()
  }

  /// What a plan that takes the last export back outside says.
  private func inverse() throws -> [String] {
    guard let sent = lastSent else { throw Fault("nothing was sent") }
    let steps = sent.then.sortedSteps.filter { $0.plan == sent.plan.id }
    let plan = try InversePlan.make(of: 1, steps: steps, then: sent.then, on: bench)
    let lines = Self.lines(plan)
    return (plan.steps.isEmpty && !plan.warnings.isEmpty ? [] : lines) + plan.warnings
  }

  /// A person carries out what left last, although it is a while ago.
  private mutating func carryOutLate(_ ids: [String]?) throws {
    guard let sent = lastSent else { throw Fault("nothing was sent") }
    try carryOut(sent.plan, only: ids)
  }

  /// A person carries out the plan, or some of its steps, and both sides are exported again.
  private mutating func carryOut(only ids: [String]?) throws {
    try carryOut(try send(), only: ids)
  }

  private mutating func carryOut(_ plan: Plan, only ids: [String]?) throws {
    for step in plan.steps where ids?.contains(step.id) != false {
      let index = world[step.side]?.firstIndex { cell in
        guard cell.isInCalendar == step.inCalendar else { return false }
        if step.inCalendar { return cell.record.displayName == step.before?.displayName }
        return step.remoteID.map { $0 == cell.id }
          ?? (cell.record.withoutVolatileUID == step.before.map(SharedPart.of))
      }
      switch step.action {
      case .create:
        counter += 1
        guard let record = step.after else { continue }
        if step.inCalendar {
          guard let event = TaskEvent.event(of: record) else {
            throw Fault("\(step.name) is no event")
          }
          world[step.side, default: []].append(
            Cell(id: "new-\(counter)", record: event, isTask: true))
          continue
        }
        var shown = step.side == .opencrm ? Reconciler.withoutIdentity(record) : record
        // A calendar file says the UID, and Google keeps it.
        if kind == .event, step.side != .opencrm, shown.uid == nil { shown.uid = Text(step.uid) }
        world[step.side, default: []].append(
          Cell(id: "new-\(counter)", record: shown, collection: step.collection ?? ""))
      case .update, .redact:
        guard let index, let cell = world[step.side]?[index], let after = step.after else {
          throw Fault("the step finds no record: \(step.name)")
        }
        // Labels stay with the account, unless the step is about them.
        let isLabelling = step.changes.contains { $0.unit.name == "CATEGORIES" }
        var record = isLabelling ? after : SharedPart.restoring(cell.record, to: after)
        if step.inCalendar, let event = TaskEvent.event(of: record) { record = event }
        record.uid = cell.record.uid
        world[step.side]?[index].record = record.canonical()
      case .delete:
        guard let index else { throw Fault("the step finds no record: \(step.name)") }
        world[step.side]?.remove(at: index)
      case .linkCompany: continue
      }
    }
    // In two rounds, as a step may need another side's answer.
    for side in sides + sides { try bring(side) }
  }

  /// What README.txt of a bundle opens with, before the plan.
  private func readMe() throws -> [String] {
    let plan = try Planner.plan(on: bench)
    let text = ReadMe(
      plan: plan, folders: [], notes: [], withheld: [], warning: Disclaimer.opening(in: bench.state)
    ).text
    return text.split(whereSeparator: \.isNewline).map(String.init)
      .drop { $0 == ReadMe.title || $0.hasPrefix("=") }
      .prefix { !$0.hasPrefix("They carry out") }.map { $0 }
  }

  private func held(by side: SideName) throws -> [String] {
    let hidden: Set<String> = ["VERSION", "UID"]
    var lines: [String] = []
    for cell in world[side] ?? [] {
      if !lines.isEmpty { lines.append("") }
      if cell.isInCalendar { lines.append("@calendar") }
      for component in cell.record.components {
        lines += component.properties.filter { !hidden.contains($0.name.description) }
          .map(\.lineText.description)
      }
    }
    return lines.filter { !$0.isEmpty }
  }

  // MARK: - Reading

  private mutating func cells(_ lines: [String], _ side: SideName) throws -> [Cell] {
    try lines.split(separator: "").enumerated().map { index, lines in
      let attributes = lines.filter { $0.hasPrefix("@") }
      let isInCalendar = attributes.contains("@calendar")
      var cell = Cell(
        id: "\(index + 1)",
        record: try read(lines.filter { !$0.hasPrefix("@") }, isInCalendar ? .event : kind),
        isTask: isInCalendar)
      for line in attributes {
        let words = line.dropFirst().split(separator: " ", maxSplits: 1).map(String.init)
        let value = words.count > 1 ? words[1] : "true"
        switch words[0] {
        case "id": cell.id = value
        case "stamp": cell.stamp = value
        case "calendar" where kind == .task && side != .opencrm: continue
        case "list": cell.collection = value
        case "owner", "users", "teams", "private", "readOnly", "guest", "retired":
          // Only OpenCRM shows whose a record is.
          if ["owner", "users", "teams"].contains(words[0]), side != .opencrm { continue }
          cell.attributes[words[0]] = value
        default: throw Fault("“@\(words[0])” is not known")
        }
      }
      if cell.record.kind == .event, side != .opencrm, cell.record.uid == nil {
        cell.record.uid = Text("event-\(cell.id)@google.com")
      }
      return cell
    }
  }

  private func read(_ lines: [String], _ kind: RecordKind) throws -> Record {
    var text = ""
    switch kind {
    case .contact: text = "BEGIN:VCARD\r\nVERSION:4.0\r\n" + Self.text(lines) + "END:VCARD\r\n"
    case .event, .task:
      let name = kind == .event ? "VEVENT" : "VTODO"
      for part in lines.split(separator: "---") {
        text += "BEGIN:\(name)\r\n" + Self.text(Array(part)) + "END:\(name)\r\n"
      }
    }
    let record = Record(kind, ComponentReader.read(Lexer.lex(Array(text.utf8))).components)
      .canonical()
    guard !record.components.isEmpty else { throw Fault("no record: \(lines)") }
    return record
  }

  private static func text(_ lines: [String]) -> String { lines.map { $0 + "\r\n" }.joined() }
}

extension Record {
  /// What a plan shows of a record before a step.
  fileprivate var withoutVolatileUID: Record { Reconciler.withoutIdentity(SharedPart.of(self)) }
}

// MARK: - The plan in words

extension RuleDesk {
  /// A plan as the pages write it, one line for each thing it says.
  static func lines(_ plan: Plan) -> [String] {
    var lines: [String] = []
    if let refused = plan.refused {
      let rows = refused.detail.matches(of: /[a-z_]+(\.[a-zA-Z_]+)+/).map { String($0.output.0) }
      lines.append("refused (\(refused.guardName)): \(rows.joined(separator: ", "))")
    }
    for step in plan.steps {
      var line = "\(step.side.short) \(step.action.rawValue) \(step.name)"
      if step.action == .create, let list = step.collection, !list.isEmpty { line += " (\(list))" }
      if step.action == .update || step.action == .redact, !step.changes.isEmpty {
        line +=
          ": "
          + step.changes.map { "\($0.property) \(words($0.from)) -> \(words($0.to))" }
          .joined(separator: "; ")
      }
      lines.append(line)
    }
    for conflict in plan.conflicts {
      let values = conflict.values.map { value in
        let name = SideName(value.side)?.short ?? value.side
        return
          "\(name) \(conflict.property == "*" && value.value == nil ? "deleted" : words(value.value))"
      }.joined(separator: ", ")
      lines.append(
        "conflict \(conflict.name) \(conflict.property): \(values); "
          + (conflict.isDecided ? "\(words(conflict.kept)) by " : "asked, ") + conflict.rule)
    }
    for question in plan.questions {
      let names = question.records.map(\.name).joined(separator: ", ")
      let others = question.candidates.map(\.name).joined(separator: ", ")
      lines.append("\(question.side.short) asks (\(question.kind.rawValue)): \(names); \(others)")
    }
    for row in plan.divergences {
      let what = row.property == "*" ? "" : " \(row.property) \(words(row.value))"
      lines.append("kept from \(row.side.short): \(row.name)\(what); \(row.withheldBy)")
    }
    return lines.isEmpty ? ["nothing"] : lines
  }

  private static func words(_ value: String?) -> String {
    value.map { $0.replacing("\n", with: ", ") } ?? "(none)"
  }
}

extension SideName {
  /// How the pages call it.
  fileprivate var short: String {
    switch self {
    case .opencrm: "opencrm"
    case .google(let account): account
    }
  }
}

/// The lenses of the real sides, as the program puts them together.
struct RuleLenses: LensTable {
  private let zones: ZoneCatalog
  private let home: Zone?
  private let settings: Settings

  init(_ zones: ZoneCatalog, _ settings: Settings) {
    self.zones = zones
    self.settings = settings
    home = zones.zone(named: settings.workspace.zone)
  }

  func lens(_ side: SideName, _ kind: RecordKind, source: String?, holds: Set<String>?)
    -> any Lens
  {
    guard let home else { return IdentityLens() }
    let region = PhoneRegion(zone: home.name)
    return switch (side, kind) {
    case (.opencrm, .contact):
      OpenCRMContactLens(
        carriesCompany: settings.contacts.linkedCompanies != .off, region: region)
    case (.opencrm, .event): OpenCRMEventLens(zone: home, zones: zones)
    case (.opencrm, .task): OpenCRMTaskLens(zone: home, zones: zones)
    case (.google, .contact): GoogleContactsLens(region: region)
    case (.google, .event): GoogleEventsLens(zones: zones, calendarZone: home)
    case (.google, .task): GoogleTasksLens(zone: home)
    }
  }

  func calendarTaskLens(_ side: SideName) -> any Lens {
    home.map { GoogleCalendarTasksLens(zones: zones, calendarZone: $0) } ?? IdentityLens()
  }
}
