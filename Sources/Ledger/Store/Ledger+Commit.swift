import Foundation
import GRDB
import Records

extension Ledger {
  /// Writes one operation: its entry of the log and the difference of two states, in one
  /// transaction. Either all of it is in the ledger afterwards or nothing.
  ///
  /// Go on from `to.committed(as:)` with the number that is returned. Costs as much as the change
  /// where `to` was made from `from`.
  ///
  /// - Parameters:
  ///   - operation: its number is given here.
  ///   - from: the state as it was loaded.
  ///   - to: the state to be; its new records are added unless the ledger has them.
  /// - Returns: the number of the operation.
  /// - Throws: `LedgerError` with `moved`, `notLoaded`, `missingRecord` (a digest whose body is
  ///   neither in the ledger nor brought along), `readOnly`, `diskFull`, `inUse`, `disk`.
  @discardableResult
  public func commit(
    _ operation: LedgerOperation, from: LedgerState, to: LedgerState
  ) throws -> Int {
    try commit(operation, from: from, to: to) { _, _ in }
  }

  /// `interrupt` is called after each table is written; tests fail there.
  func commit(
    _ operation: LedgerOperation, from: LedgerState, to: LedgerState,
    interrupt: (_ table: String, _ db: Database) throws -> Void
  ) throws -> Int {
    guard from.workspaceID == workspaceID, to.workspaceID == workspaceID, from.touched.isEmpty
    else {
      throw LedgerError(
        .notLoaded, path: path,
        detail: "The commit does not begin from a state of this ledger as it was loaded.",
        fix: "This is a fault in drawbridge; report it.")
    }
    let keys = to.differences(from: from)
    return try writeUnchecked { db in
      let head = try Self.head(db)
      guard head == from.operation else {
        throw LedgerError(
          .moved, path: path,
          detail: "Another command wrote operation \(head) meanwhile; nothing was changed.",
          fix: "Run the command again.")
      }
      var writing = try Writing(self, db, head + 1)
      try writing.operation(operation, nextOrder: to.nextOrder)
      try interrupt("operation", db)
      try writing.records(to.newRecords)
      try interrupt("record", db)
      try writing.entries(keys, from, to)
      try interrupt("entry", db)
      try writing.links(keys, from, to)
      try interrupt("link", db)
      try writing.snapshots(keys, from, to)
      try writing.answers(keys, from, to)
      try writing.steps(keys, from, to)
      try writing.marks(keys, from, to)
      try interrupt("mark", db)
      try writing.conflicts(to.newConflicts)
      return head + 1
    }
  }

  /// Writes without looking up again what rows refer to: every number was found or given within the
  /// same transaction. Looking would cost a third of a large commit.
  private func writeUnchecked<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do { try run(pragma: "foreign_keys = OFF") } catch { throw LedgerError.of(error, path: path) }
    let result = Result { try write(body) }
    do { try run(pragma: "foreign_keys = ON") } catch { throw LedgerError.of(error, path: path) }
    return try result.get()
  }
}

/// One commit: closes the rows that no longer hold and adds those that now do, in a fixed order,
/// so that equal runs give equal ledgers.
private struct Writing {
  let path: String
  let db: Database
  let number: Int
  var sides: [SideName: Int] = [:]
  /// Numbers of the records met in this commit.
  var records: [Digest: Int] = [:]
  let findRecord: Prepared
  let addRecord: Prepared

  init(_ ledger: Ledger, _ db: Database, _ number: Int) throws {
    path = ledger.path
    self.db = db
    self.number = number
    for (id, side) in try Ledger.sides(db, ledger.path) { sides[side] = id }
    findRecord = try Prepared(db, "SELECT id FROM record WHERE digest = ?")
    addRecord = try Prepared(db, "INSERT INTO record (digest, body) VALUES (?, ?)")
  }

  mutating func operation(_ operation: LedgerOperation, nextOrder: Int) throws {
    let row = try Prepared(
      db,
      """
      INSERT INTO operation (number, time, command, summary, details, undoes, next_order)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """)
    try row.bind(1, number)
    try row.bind(2, operation.time)
    try row.bind(3, operation.command)
    try row.bind(4, try json(operation.summary))
    try row.bind(5, operation.details)
    try row.bind(6, operation.undoes)
    try row.bind(7, nextOrder)
    try row.run()
  }

  /// In the order of their digests, which is the order of the index.
  mutating func records(_ bodies: [Digest: [UInt8]]) throws {
    records.reserveCapacity(bodies.count)
    for digest in bodies.keys.sorted() {
      if let known = try find(digest) {
        records[digest] = known
        continue
      }
      try addRecord.bind(1, digest.bytes)
      try addRecord.bind(2, bodies[digest] ?? [])
      try addRecord.run()
      records[digest] = Int(db.lastInsertedRowID)
    }
  }

  mutating func entries(_ keys: LedgerKeys, _ from: LedgerState, _ to: LedgerState) throws {
    guard !keys.entries.isEmpty else { return }
    let close = try Prepared(
      db, "UPDATE entry SET until = ? WHERE side = ? AND kind = ? AND id = ? AND until IS NULL")
    let add = try Prepared(
      db,
      """
      INSERT INTO entry (side, kind, id, remote, collection, record, stamp, volatile, presence,
        place, raw, attributes, since)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for key in keys.entries.sorted() {
      let side = try number(of: key.side)
      if from.entry(key) != nil {
        try close.bind(1, number)
        try close.bind(2, side)
        try close.bind(3, key.kind.number)
        try close.bind(4, key.id)
        try runClosing(close, "entry")
      }
      guard let entry = to.entry(key) else { continue }
      try add.bind(1, side)
      try add.bind(2, key.kind.number)
      try add.bind(3, key.id)
      try add.bind(4, entry.remoteID)
      try add.bind(5, entry.collection)
      try add.bind(6, try number(of: entry.digest))
      try add.bind(7, entry.stamp)
      try add.bind(8, entry.volatile.isEmpty ? nil : entry.volatile)
      try add.bind(9, entry.presence.number)
      try add.bind(10, entry.order)
      try add.bind(11, entry.raw)
      try add.bind(12, StringMap.text(entry.attributes))
      try add.bind(13, number)
      try add.run()
    }
  }

  /// The sides of a link belong to its row: a link that changes gets a new row with all its sides.
  mutating func links(_ keys: LedgerKeys, _ from: LedgerState, _ to: LedgerState) throws {
    guard !keys.links.isEmpty else { return }
    let close = try Prepared(
      db, "UPDATE link SET until = ? WHERE kind = ? AND uid = ? AND until IS NULL")
    let add = try Prepared(
      db, "INSERT INTO link (kind, uid, agreed, origin, since) VALUES (?, ?, ?, ?, ?)")
    let addSide = try Prepared(
      db,
      """
      INSERT INTO link_side (link, side, entry, state, baseline, sent, step, slots)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for key in keys.links.sorted() {
      if from.link(key) != nil {
        try close.bind(1, number)
        try close.bind(2, key.kind.number)
        try close.bind(3, key.uid)
        try runClosing(close, "link")
      }
      guard let link = to.link(key) else { continue }
      try add.bind(1, key.kind.number)
      try add.bind(2, key.uid)
      try add.bind(3, try number(of: link.agreed))
      try add.bind(4, try link.origin.map { try number(of: $0) })
      try add.bind(5, number)
      try add.run()
      let row = Int(db.lastInsertedRowID)
      for (name, side) in link.sortedSides {
        try addSide.bind(1, row)
        try addSide.bind(2, try number(of: name))
        try addSide.bind(3, side.entry)
        try addSide.bind(4, side.state.number)
        try addSide.bind(5, try number(of: side.baseline))
        try addSide.bind(6, try number(of: side.sent))
        try addSide.bind(7, side.sentStep)
        try addSide.bind(8, StringMap.text(side.slots))
        try addSide.run()
      }
    }
  }

  mutating func snapshots(_ keys: LedgerKeys, _ from: LedgerState, _ to: LedgerState) throws {
    guard !keys.snapshots.isEmpty else { return }
    let close = try Prepared(
      db, "UPDATE snapshot SET until = ? WHERE id = ? AND until IS NULL")
    let add = try Prepared(
      db,
      """
      INSERT INTO snapshot (id, side, kind, collections, source, covered, exported, imported,
        complete, digest, account, operation, since)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    let before = from.snapshots(keys.snapshots)
    let after = to.snapshots(keys.snapshots)
    for id in keys.snapshots.sorted() {
      if before[id] != nil {
        try close.bind(1, number)
        try close.bind(2, id)
        try runClosing(close, "snapshot")
      }
      guard let snapshot = after[id] else { continue }
      try add.bind(1, id)
      try add.bind(2, try number(of: snapshot.side))
      try add.bind(3, snapshot.kind.number)
      try add.bind(4, try json(snapshot.collections))
      try add.bind(5, snapshot.source)
      try add.bind(6, try snapshot.covered.map { try json($0.sorted()) })
      try add.bind(7, snapshot.exported)
      try add.bind(8, snapshot.imported)
      try add.bind(9, snapshot.complete)
      try add.bind(10, snapshot.digest.bytes)
      try add.bind(11, snapshot.account)
      try add.bind(12, snapshot.operation)
      try add.bind(13, number)
      try add.run()
    }
  }

  mutating func answers(_ keys: LedgerKeys, _ from: LedgerState, _ to: LedgerState) throws {
    guard !keys.answers.isEmpty else { return }
    let close = try Prepared(db, "UPDATE answer SET until = ? WHERE id = ? AND until IS NULL")
    let add = try Prepared(
      db,
      """
      INSERT INTO answer (id, subject, kind, uid, entries, property, choice, value, bound,
        operation, since)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for id in keys.answers.sorted() {
      if from.answers[id] != nil {
        try close.bind(1, number)
        try close.bind(2, id)
        try runClosing(close, "answer")
      }
      guard let answer = to.answers[id] else { continue }
      let choice = answer.choice.stored
      try add.bind(1, id)
      try add.bind(2, answer.subject.rawValue)
      try add.bind(3, answer.kind.number)
      try add.bind(4, answer.uid)
      try add.bind(
        5, try json(answer.entries.map { [$0.side.description, $0.kind.rawValue, $0.id] }))
      try add.bind(6, answer.property)
      try add.bind(7, choice.name)
      try add.bind(8, choice.value)
      try add.bind(9, answer.boundTo?.bytes)
      try add.bind(10, answer.operation)
      try add.bind(11, number)
      try add.run()
    }
  }

  mutating func steps(_ keys: LedgerKeys, _ from: LedgerState, _ to: LedgerState) throws {
    guard !keys.steps.isEmpty else { return }
    let close = try Prepared(
      db, "UPDATE step SET until = ? WHERE plan = ? AND step = ? AND until IS NULL")
    let add = try Prepared(
      db,
      """
      INSERT INTO step (plan, step, side, kind, action, uid, state, body, operation, since)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for key in keys.steps.sorted() {
      if from.steps[key] != nil {
        try close.bind(1, number)
        try close.bind(2, key.plan)
        try close.bind(3, key.step)
        try runClosing(close, "step")
      }
      guard let step = to.steps[key] else { continue }
      try add.bind(1, key.plan)
      try add.bind(2, key.step)
      try add.bind(3, try number(of: step.side))
      try add.bind(4, step.kind.number)
      try add.bind(5, step.action)
      try add.bind(6, step.uid)
      try add.bind(7, step.state.rawValue)
      try add.bind(8, step.body)
      try add.bind(9, step.operation)
      try add.bind(10, number)
      try add.run()
    }
  }

  mutating func marks(_ keys: LedgerKeys, _ from: LedgerState, _ to: LedgerState) throws {
    guard !keys.marks.isEmpty else { return }
    let close = try Prepared(db, "UPDATE mark SET until = ? WHERE name = ? AND until IS NULL")
    let add = try Prepared(db, "INSERT INTO mark (name, value, since) VALUES (?, ?, ?)")
    for name in keys.marks.sorted() {
      if from.marks[name] != nil {
        try close.bind(1, number)
        try close.bind(2, name)
        try runClosing(close, "mark")
      }
      guard let value = to.marks[name] else { continue }
      try add.bind(1, name)
      try add.bind(2, value)
      try add.bind(3, number)
      try add.run()
    }
  }

  /// Conflicts are a history of their own: a row each time one is met in other words than before.
  mutating func conflicts(_ conflicts: [ConflictNote]) throws {
    guard !conflicts.isEmpty else { return }
    let last = try Prepared(
      db,
      """
      SELECT base, held, rule, decided, kept FROM conflict
      WHERE kind = ? AND uid = ? AND property = ?
        AND operation NOT IN (SELECT undoes FROM operation WHERE undoes IS NOT NULL)
      ORDER BY row DESC LIMIT 1
      """)
    let add = try Prepared(
      db,
      """
      INSERT INTO conflict (operation, kind, uid, name, property, base, held, rule, decided, kept)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for conflict in conflicts {
      let held = try json(conflict.values.map { [$0.side, $0.value] })
      try last.bind(1, conflict.kind.number)
      try last.bind(2, conflict.uid)
      try last.bind(3, conflict.property)
      let isKnown =
        try last.step() && last.optionalText(0) == conflict.base && last.text(1) == held
        && last.text(2) == conflict.rule && (last.int(3) != 0) == conflict.isDecided
        && last.optionalText(4) == conflict.kept
      last.reset()
      guard !isKnown else { continue }
      try add.bind(1, number)
      try add.bind(2, conflict.kind.number)
      try add.bind(3, conflict.uid)
      try add.bind(4, conflict.name)
      try add.bind(5, conflict.property)
      try add.bind(6, conflict.base)
      try add.bind(7, held)
      try add.bind(8, conflict.rule)
      try add.bind(9, conflict.isDecided)
      try add.bind(10, conflict.kept)
      try add.run()
    }
  }

  // MARK: Values

  /// Every row closed is one the state held: anything else means that the two differ.
  private func runClosing(_ statement: Prepared, _ table: String) throws {
    try statement.run()
    guard db.changesCount == 1 else {
      throw LedgerError.damaged(path, "\(table): \(db.changesCount) rows where one was loaded")
    }
  }

  private mutating func number(of side: SideName) throws -> Int {
    if let known = sides[side] { return known }
    let add = try Prepared(db, "INSERT INTO side (name) VALUES (?)")
    try add.bind(1, side.description)
    try add.run()
    let id = Int(db.lastInsertedRowID)
    sides[side] = id
    return id
  }

  private func find(_ digest: Digest) throws -> Int? {
    try findRecord.bind(1, digest.bytes)
    defer { findRecord.reset() }
    return try findRecord.step() ? findRecord.int(0) : nil
  }

  private mutating func number(of digest: Digest) throws -> Int {
    if let known = records[digest] { return known }
    guard let stored = try find(digest) else {
      throw LedgerError.missingRecord(digest, path: path)
    }
    records[digest] = stored
    return stored
  }

  private mutating func number(of digest: Digest?) throws -> Int? {
    guard let digest else { return nil }
    return try number(of: digest) as Int
  }

  private func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
