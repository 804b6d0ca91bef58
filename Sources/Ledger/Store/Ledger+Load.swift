import Foundation
import GRDB
import Records

extension Ledger {
  /// All that was known after an operation, or now. O(n) in the size of the state, one pass a
  /// table.
  ///
  /// - Throws: `LedgerError` with `noSuchOperation`, `damaged`, and the codes of the disk.
  public func load(at operation: Int? = nil) throws -> LedgerState {
    try read { db in
      let head = try Self.head(db)
      guard let operation else { return try Loading(self, db, at: head, head: head).run() }
      guard operation >= 0, operation <= head else {
        throw LedgerError(
          .noSuchOperation, path: path, detail: "There is no operation \(operation).",
          fix: "`drawbridge log` lists the operations.")
      }
      return try Loading(self, db, at: operation, head: head).run()
    }
  }

  /// All that was known before an operation: what undoing it goes back to.
  public func state(before operation: Int) throws -> LedgerState {
    // Below 1 there is nothing, which `load` says.
    try load(at: operation < 1 ? -1 : operation - 1)
  }
}

/// One load: reads every table once, in row order.
struct Loading {
  let path: String
  let db: Database
  let operation: Int
  /// The condition on a row that holds at the operation.
  let held: String
  var state: LedgerState
  let sides: [Int: SideName]
  var digests: [Int: Digest] = [:]
  /// Texts that many rows share, such as collections.
  var shared: [String: String] = [:]
  var maps: [String: [String: String]] = [:]

  init(_ ledger: Ledger, _ db: Database, at operation: Int, head: Int) throws {
    path = ledger.path
    self.db = db
    self.operation = operation
    held =
      operation == head
      ? "until IS NULL"
      : "since <= \(operation) AND (until IS NULL OR until > \(operation))"
    var nextOrder = 1
    if operation > 0 {
      let statement = try Prepared(db, "SELECT next_order FROM operation WHERE number = ?")
      try statement.bind(1, operation)
      guard try statement.step() else {
        throw LedgerError.damaged(ledger.path, "operation \(operation) is missing")
      }
      nextOrder = statement.int(0)
    }
    state = LedgerState(
      workspaceID: ledger.workspaceID, operation: operation, nextOrder: nextOrder)
    sides = try Ledger.sides(db, path)
  }

  func snapshotsOnly() throws -> LedgerState {
    var loading = self
    try loading.snapshots()
    loading.state.forgetTouched()
    return loading.state
  }

  func run() throws -> LedgerState {
    var loading = self
    loading.digests = try Ledger.digests(db, path)
    try loading.entries()
    try loading.links()
    try loading.snapshots()
    try loading.answers()
    try loading.steps()
    try loading.marks()
    try loading.forgotten()
    loading.state.forgetTouched()
    return loading.state
  }

  mutating func entries() throws {
    let rows = try Prepared(
      db,
      """
      SELECT side, kind, id, remote, collection, record, stamp, volatile, presence, place, raw,
        attributes
      FROM entry WHERE \(held)
      """)
    while try rows.step() {
      state.restore(
        ViewEntry(
          side: try side(rows.int(0)), kind: try code(rows.int(1)), id: rows.text(2),
          remoteID: rows.optionalText(3), collection: share(rows.optionalText(4)),
          digest: try digest(rows.int(5)), stamp: rows.optionalText(6),
          volatile: rows.blob(7), presence: try code(rows.int(8)), order: rows.int(9),
          raw: rows.optionalBlob(10), attributes: try map(rows.optionalText(11), shared: true)))
    }
  }

  mutating func links() throws {
    let rows = try Prepared(
      db,
      """
      SELECT link.row, link.kind, uid, agreed, origin, s.side, entry, state, baseline, sent, step,
        slots
      FROM link LEFT JOIN link_side AS s ON s.link = link.row WHERE \(held)
      ORDER BY link.row, s.side
      """)
    var row: Int?
    var link: Link?
    while try rows.step() {
      if rows.int(0) != row {
        if let link { state.restore(link) }
        row = rows.int(0)
        link = Link(
          uid: rows.text(2), kind: try code(rows.int(1)),
          agreed: try rows.optionalInt(3).map { try digest($0) },
          origin: try rows.optionalInt(4).map { try side($0) })
      }
      guard let name = rows.optionalInt(5) else { continue }
      link?.sides[try side(name)] = LinkSide(
        entry: rows.optionalText(6), state: try code(rows.int(7)),
        baseline: try rows.optionalInt(8).map { try digest($0) },
        sent: try rows.optionalInt(9).map { try digest($0) }, sentStep: rows.optionalText(10),
        slots: try map(rows.optionalText(11), shared: false))
    }
    if let link { state.restore(link) }
  }

  mutating func snapshots() throws {
    let rows = try Prepared(
      db,
      """
      SELECT id, side, kind, collections, source, covered, exported, imported, complete, digest,
        account, operation
      FROM snapshot WHERE \(held) ORDER BY operation, id
      """)
    while try rows.step() {
      guard let digest = Digest(bytes: rows.blob(9)) else { throw damaged("a snapshot's digest") }
      state.add(
        Snapshot(
          id: rows.text(0), side: try side(rows.int(1)), kind: try code(rows.int(2)),
          collections: try json(rows.text(3)), source: rows.text(4),
          covered: try rows.optionalText(5).map { try json($0) },
          exported: rows.optionalText(6), imported: rows.text(7), complete: rows.int(8) != 0,
          digest: digest, account: rows.optionalText(10), operation: rows.int(11)))
    }
  }

  mutating func answers() throws {
    let rows = try Prepared(
      db,
      """
      SELECT id, subject, kind, uid, entries, property, choice, value, bound, operation
      FROM answer WHERE \(held)
      """)
    while try rows.step() {
      guard let subject = Answer.Subject(rawValue: rows.text(1)),
        let choice = Choice(stored: rows.text(6), value: rows.optionalText(7))
      else { throw damaged("an answer") }
      let keys: [[String]] = try json(rows.text(4))
      state.put(
        Answer(
          id: rows.text(0), subject: subject, kind: try code(rows.int(2)),
          uid: rows.optionalText(3), entries: try keys.map { try entryKey($0) },
          property: rows.text(5), choice: choice,
          boundTo: rows.optionalBlob(8).flatMap { Digest(bytes: $0) }, operation: rows.int(9)))
    }
  }

  mutating func steps() throws {
    let rows = try Prepared(
      db,
      """
      SELECT plan, step, side, kind, action, uid, state, body, operation FROM step WHERE \(held)
      """)
    while try rows.step() {
      guard let stepState = SentStep.State(rawValue: rows.text(6)) else {
        throw damaged("a step")
      }
      state.put(
        SentStep(
          plan: rows.text(0), step: rows.text(1), side: try side(rows.int(2)),
          kind: try code(rows.int(3)), action: rows.text(4), uid: rows.text(5),
          state: stepState, body: rows.text(7), operation: rows.int(8)))
    }
  }

  mutating func marks() throws {
    let rows = try Prepared(db, "SELECT name, value FROM mark WHERE \(held)")
    while try rows.step() { state.mark(rows.text(0), rows.text(1)) }
  }

  /// The same at every operation: what is forgotten was never there.
  mutating func forgotten() throws {
    let rows = try Prepared(db, "SELECT digest FROM forgotten")
    while try rows.step() {
      guard let digest = Digest(bytes: rows.blob(0)) else { throw damaged("a forgotten key") }
      state.forgotten.insert(digest)
    }
  }

  // MARK: Values

  private func damaged(_ what: String) -> LedgerError { .damaged(path, what) }

  private func side(_ id: Int) throws -> SideName {
    guard let side = sides[id] else { throw damaged("no side \(id)") }
    return side
  }

  private func digest(_ id: Int) throws -> Digest {
    guard let digest = digests[id] else { throw damaged("no record \(id)") }
    return digest
  }

  private func code<Code: StoredCode>(_ number: Int) throws -> Code {
    guard let code = Code(number: number) else { throw damaged("\(Code.self) \(number)") }
    return code
  }

  private mutating func share(_ text: String?) -> String? {
    guard let text else { return nil }
    if let known = shared[text] { return known }
    shared[text] = text
    return text
  }

  private mutating func map(_ text: String?, shared: Bool) throws -> [String: String] {
    guard let text else { return [:] }
    if shared, let known = maps[text] { return known }
    guard let map = StringMap.map(text) else { throw damaged("a map") }
    if shared { maps[text] = map }
    return map
  }

  private func entryKey(_ parts: [String]) throws -> EntryKey {
    guard parts.count == 3, let side = SideName(parts[0]), let kind = RecordKind(rawValue: parts[1])
    else { throw damaged("an answer's entry") }
    return EntryKey(side, kind, parts[2])
  }

  private func json<Value: Decodable>(_ text: String) throws -> Value {
    do { return try JSONDecoder().decode(Value.self, from: Data(text.utf8)) } catch {
      throw damaged("JSON of \(Value.self)")
    }
  }
}

extension Ledger {
  static func sides(_ db: Database, _ path: String) throws -> [Int: SideName] {
    var result: [Int: SideName] = [:]
    let rows = try Prepared(db, "SELECT id, name FROM side")
    while try rows.step() {
      guard let side = SideName(rows.text(1)) else {
        throw LedgerError.damaged(path, "side \(rows.text(1))")
      }
      result[rows.int(0)] = side
    }
    return result
  }

  /// Every record's digest by its number: one pass over the index of digests, never over bodies.
  static func digests(_ db: Database, _ path: String) throws -> [Int: Digest] {
    var result: [Int: Digest] = [:]
    let count = try Prepared(db, "SELECT max(id) FROM record")
    if try count.step() { result.reserveCapacity(min(max(count.int(0), 0), 1 << 20)) }
    let rows = try Prepared(db, "SELECT id, digest FROM record ORDER BY digest")
    while try rows.step() {
      guard let digest = Digest(bytes: rows.blob(1)) else {
        throw LedgerError.damaged(path, "the digest of record \(rows.int(0))")
      }
      result[rows.int(0)] = digest
    }
    return result
  }
}
