import Bridge
import ContentLines
import GoogleSide
import Ledger
import OpenCRMSide
import Records
import Sides
import TestSupport

extension Course {
  /// Exports a side as it is now, and imports that.
  mutating func bring(
    _ side: SideName, _ event: Event, isPart: Bool = false, unread: Int = 0, isNarrow: Bool = false
  ) throws {
    var random = SeededRandom(seed: event.seed)
    var cells = random.shuffled(world.cells[side] ?? [])
    if isPart { cells = cells.filter { _ in random.chance(60) } }
    archive[side, default: []].append((today, cells))
    // A bundle that was not carried out before the next export of its side is thrown away: the plan
    // says its steps again.
    if !isPart { outbox[side] = nil }
    try bring(cells, side, time: today, isPart: isPart, unread: unread, isNarrow: isNarrow)
  }

  /// Imports an export that is older than the last one: a guard refuses it.
  mutating func bringOld(_ side: SideName, _ event: Event) throws {
    guard let all = archive[side], all.count > 1 else { return }
    let old = all[Int(event.seed % UInt64(all.count - 1))]
    guard old.time < (bench.state.latestSnapshot(side, .contact)?.exported ?? "") else { return }
    let before = bench.state
    do {
      _ = try ImportRun.run(
        read(old.cells, side, time: old.time), from: side, isComplete: nil, acceptedReason: nil,
        on: bench)
      fail("An older export of \(side) was imported.")
    } catch let refusal as GuardRefusal {
      if refusal.name != "older export" { fail("Refused for another reason: \(refusal)") }
      if bench.state != before { fail("A refused import changed the state.") }
    }
  }

  private func read(
    _ cells: [Cell], _ side: SideName, time: String, isComplete: Bool = true, unread: Int = 0,
    isNarrow: Bool = false
  ) -> ImportRead {
    var read = SourceRead(.contact, source: isNarrow ? "narrow" : "model")
    read.collections = ["": isComplete]
    read.exported = time
    read.unread = unread
    let narrow = isNarrow ? narrowForm(of: side) : nil
    read.covered = narrow?.covered ?? wholeCoverage(of: side)
    read.records = cells.map { cell in
      var record = narrow.map { $0.shown(cell.record) } ?? cell.record
      // Says which cell it is; nothing compares it.
      record.components[0].set("REV", Property("REV", value: Text("\(cell.key)")))
      if history.setup.isLabelled(side) {
        record.components[0].set(
          "CATEGORIES",
          Property("CATEGORIES", value: Text(cell.isInScope ? Setup.label : "Others")))
      }
      return SourceRecord(record: record, remoteID: cell.remoteID, place: "model:\(cell.key)")
    }
    var all = ImportRead()
    all.reads = [read]
    return all
  }

  private func wholeCoverage(of side: SideName) -> Set<String>? {
    guard history.setup.form == .real else { return nil }
    return side == .opencrm ? Self.columns : GoogleContactsLens.coveredByTakeout
  }

  /// The columns of a whole export of OpenCRM's contacts.
  private static let columns: Set<String> = Set(
    ["mailing", "other"].flatMap { kind in
      ["street", "street2", "city", "state", "zip", "country"].map { kind + $0 }
    }
  ).union([
    "firstname", "lastname", "email", "email2", "phone", "mobile", "homephone", "otherphone",
    "fax", "accountname", "department", "title", "description", "birthday", "folder",
  ])

  /// A source that shows less: columns of OpenCRM, properties of a phone.
  private func narrowForm(of side: SideName) -> (
    covered: Set<String>, shown: (Record) -> Record
  )? {
    guard history.setup.form == .real else { return nil }
    if side == .opencrm {
      let covered: Set<String> = ["firstname", "lastname", "email", "phone", "title"]
      let lens = OpenCRMContactLens(holds: covered)
      return (covered, { lens.view($0, previous: $0) ?? $0 })
    }
    let covered: Set<String> = ["N", "FN", "EMAIL", "TEL"]
    let lens = PropertyLens(held: ["N", "FN", "EMAIL", "TEL", .version])
    return (covered, { lens.view($0, previous: $0) ?? $0 })
  }

  private mutating func bring(
    _ cells: [Cell], _ side: SideName, time: String, isPart: Bool, unread: Int, isNarrow: Bool
  ) throws {
    let isFull = !isPart
    let deletedBefore = deletedEntries(side)
    let read = read(
      cells, side, time: time, isComplete: isFull, unread: unread, isNarrow: isNarrow)
    let outcome = try ImportRun.run(
      read, from: side, isComplete: nil, acceptedReason: nil, on: bench)
    bench = outcome.bench
    for line in outcome.summary { tell("  \(line)") }
    if !isFull, deletedEntries(side) != deletedBefore {
      fail("Law 6: an incomplete export of \(side) deleted a record.")
    }
    noteShown(cells, side, isNarrow: isNarrow)
    if isNarrow { noteHidden(cells, side) }
    turn()
    hasJustSent = false
    try checkRepeated(read, side)
    try checkIdentity(side)
    // What a rule has decided is said in the plan of that day.
    guard !history.setup.rules.isEmpty else { return }
    for conflict in try plan().conflicts where conflict.isDecided { decide(conflict) }
  }

  /// The very same export once more says nothing: `import` may pass over it (`RepeatedImport`).
  private mutating func checkRepeated(_ read: ImportRead, _ side: SideName) throws {
    guard RepeatedImport.saysNothing(to: bench.state) else { return }
    let again = try ImportRun.run(
      read, from: side, isComplete: nil, acceptedReason: nil, on: bench)
    var changes = again.bench.state.differences(from: bench.state)
    changes.snapshots = []
    // Of exact copies either may be the first; which has which volatile lines is no content.
    changes.entries = changes.entries.filter { key in
      again.bench.state.entry(key)?.withoutVolatile != bench.state.entry(key)?.withoutVolatile
    }
    guard !changes.isEmpty else { return }
    let words =
      changes.entries.sorted().map { "entry \($0.id)" }
      + changes.links.sorted().map { "link \($0.uid)" } + changes.answers.sorted()
      + changes.steps.sorted().map { "step \($0)" } + changes.marks.sorted()
    fail("Law 4: the same export of \(side) again changed \(words.joined(separator: ", "))")
  }

  private func deletedEntries(_ side: SideName) -> Set<String> {
    Set(
      bench.state.sortedEntries(side, .contact).filter { $0.presence == .deleted }.map(\.id))
  }

  /// An import has shown these values, and that others went.
  private mutating func noteShown(_ cells: [Cell], _ side: SideName, isNarrow: Bool) {
    let keys = Set(cells.map(\.key))
    for place in (world.cells[side] ?? []).indices
    where keys.contains(world.cells[side]?[place].key ?? 0) {
      world.cells[side]?[place].isShown = true
    }
    guard !isNarrow else { return }
    for cell in cells {
      for mark in Mark.all(in: cell.record) { world.facts[mark]?.shownBy.insert(side) }
    }
    // What a record out of scope says is carried when it is back.
    let heard = Set(cells.filter(\.isInScope).map(\.key))
    for (mark, fact) in world.facts
    where !fact.isTakingKnown && !fact.takenFrom.isDisjoint(with: heard) {
      world.facts[mark]?.isTakingKnown = true
    }
  }

  /// Whose address a source hides before the bridge knows both records is somebody else to it.
  private mutating func noteHidden(_ cells: [Cell], _ side: SideName) {
    guard let narrow = narrowForm(of: side) else { return }
    for cell in cells where !world.linked.contains(cell.key) {
      var shown = cell
      shown.record = narrow.shown(cell.record)
      if shown.nameAndAddresses != cell.nameAndAddresses { world.unclear.insert(cell.person) }
    }
  }

  /// Which cell an entry shows.
  func key(of entry: ViewEntry?) -> Int? {
    guard let entry else { return nil }
    let line = String(decoding: entry.volatile, as: UTF8.self)
    guard let colon = line.firstIndex(of: ":") else { return nil }
    return Int(line[line.index(after: colon)...].filter(\.isNumber))
  }

  func entry(of link: Link, on side: SideName) -> ViewEntry? {
    link.sides[side]?.entry.flatMap { bench.state.entry(EntryKey(side, .contact, $0)) }
  }

  /// The persons that a link is about.
  func persons(of link: Link) -> Set<Int> {
    Set(
      link.sides.keys.compactMap { key(of: entry(of: link, on: $0)).flatMap(world.person(of:)) })
  }

  /// No link ties records of different persons.
  private mutating func checkIdentity(_ side: SideName) throws {
    for link in bench.state.sortedLinks(.contact) {
      let keys = link.sides.keys.compactMap { key(of: entry(of: link, on: $0)) }
      if keys.count > 1 { world.linked.formUnion(keys) }
      let persons = persons(of: link)
      if persons.count > 1, persons.isDisjoint(with: world.unclear) {
        fail("Records of different persons are linked: \(link.uid).")
      }
    }
  }
}

extension ViewEntry {
  fileprivate var withoutVolatile: ViewEntry {
    var result = self
    result.volatile = []
    return result
  }
}
