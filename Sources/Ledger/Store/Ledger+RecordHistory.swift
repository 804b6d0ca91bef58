import Foundation
import GRDB
import Records

/// Something that stood in the ledger from one operation until before another.
public struct Held<Value: Sendable>: Sendable {
  package var since: Int
  /// nil: it still stands.
  public var until: Int?
  package var value: Value
}

/// All that the ledger ever held of one record.
public struct RecordHistory: Sendable {
  /// The link, oldest first.
  public var links: [Held<Link>] = []
  /// The views of every entry the link has had, by entry, then oldest first.
  public var entries: [Held<ViewEntry>] = []
  /// Oldest first.
  public var conflicts: [ConflictNote] = []
  /// Every state of every step about the record, oldest first.
  public var steps: [Held<SentStep>] = []
  /// Every answer about the record, oldest first.
  public var answers: [Held<Answer>] = []
}

/// One entry of the log with what it sent and what it met.
public struct DiaryPage: Sendable {
  package var operation: LedgerOperation
  /// The steps it sent, by plan and step.
  public var steps: [SentStep]
  /// The conflicts it met in new words, or decided.
  public var conflicts: [ConflictNote]
  /// The operation that undid it, unless that was undone itself.
  public var undoneBy: Int?
}

extension Ledger {
  /// The history of one record. O(history of the record).
  public func history(of key: LinkKey) throws -> RecordHistory {
    try read { db in
      var reading = try HistoryReading(self, db)
      var history = RecordHistory()
      history.links = try reading.links(key)
      var entries = Set<EntryKey>()
      for held in history.links {
        for (side, seat) in held.value.sides {
          if let id = seat.entry { entries.insert(EntryKey(side, key.kind, id)) }
        }
      }
      for entry in entries.sorted() { history.entries += try reading.entries(entry) }
      history.conflicts = try reading.conflicts(
        "kind = ? AND uid = ?", [.int(key.kind.number), .text(key.uid)])
      history.steps = try reading.steps(
        "kind = ? AND uid = ?", [.int(key.kind.number), .text(key.uid)])
      history.answers = try reading.answers(key, entries)
      return history
    }
  }

  /// The log with what each operation sent and met, oldest first. O(log + steps + conflicts).
  public func diary() throws -> [DiaryPage] {
    let operations = try operations()
    let cancelled = Self.cancelled(operations)
    var undone: [Int: Int] = [:]
    for operation in operations {
      if let target = operation.undoes, cancelled.contains(target) {
        undone[target] = operation.number
      }
    }
    return try read { db in
      var reading = try HistoryReading(self, db)
      var steps: [Int: [SentStep]] = [:]
      for held in try reading.steps("since = operation", []) {
        steps[held.since, default: []].append(held.value)
      }
      let conflicts = Dictionary(grouping: try reading.conflicts("1", []), by: \.operation)
      return operations.map { operation in
        DiaryPage(
          operation: operation,
          steps: (steps[operation.number] ?? []).sorted { $0.key < $1.key },
          conflicts: conflicts[operation.number] ?? [], undoneBy: undone[operation.number])
      }
    }
  }

  /// The steps that an operation sent, as they were then, by plan and step.
  public func steps(sentBy operation: Int) throws -> [SentStep] {
    try read { db in
      var reading = try HistoryReading(self, db)
      return try reading.steps("since = operation AND since = ?", [.int(operation)])
        .map(\.value).sorted { $0.key < $1.key }
    }
  }
}

/// Reads rows with the operations between which they held.
struct HistoryReading {
  enum Argument {
    case int(Int)
    case text(String)
  }

  private let path: String
  private let db: Database
  private let sides: [Int: SideName]
  private var digests: [Int: Digest] = [:]

  init(_ ledger: Ledger, _ db: Database) throws {
    path = ledger.path
    self.db = db
    sides = try Ledger.sides(db, path)
  }

  mutating func links(_ key: LinkKey) throws -> [Held<Link>] {
    let rows = try Prepared(
      db,
      """
      SELECT link.row, since, until, agreed, origin, s.side, entry, state, baseline, sent, step,
        slots
      FROM link LEFT JOIN link_side AS s ON s.link = link.row
      WHERE kind = ? AND uid = ? ORDER BY since, link.row, s.side
      """)
    try rows.bind(1, key.kind.number)
    try rows.bind(2, key.uid)
    var result: [Held<Link>] = []
    var last: Int?
    while try rows.step() {
      if rows.int(0) != last {
        last = rows.int(0)
        result.append(
          Held(
            since: rows.int(1), until: rows.optionalInt(2),
            value: Link(
              uid: key.uid, kind: key.kind, agreed: try digest(rows.optionalInt(3)),
              origin: try rows.optionalInt(4).map(side))))
      }
      guard let name = rows.optionalInt(5) else { continue }
      guard let state = LinkSideState(number: rows.int(7)),
        let slots = StringMap.map(rows.optionalText(11))
      else { throw LedgerError.damaged(path, "a side of a link") }
      result[result.count - 1].value.sides[try side(name)] = LinkSide(
        entry: rows.optionalText(6), state: state, baseline: try digest(rows.optionalInt(8)),
        sent: try digest(rows.optionalInt(9)), sentStep: rows.optionalText(10), slots: slots)
    }
    return result
  }

  mutating func entries(_ key: EntryKey) throws -> [Held<ViewEntry>] {
    guard let number = sides.first(where: { $0.value == key.side })?.key else { return [] }
    let rows = try Prepared(
      db,
      """
      SELECT since, until, remote, collection, record, stamp, presence, place FROM entry
      WHERE side = ? AND kind = ? AND id = ? ORDER BY since
      """)
    try rows.bind(1, number)
    try rows.bind(2, key.kind.number)
    try rows.bind(3, key.id)
    var result: [Held<ViewEntry>] = []
    while try rows.step() {
      guard let digest = try digest(rows.int(4)), let presence = Presence(number: rows.int(6))
      else { throw LedgerError.damaged(path, "an entry") }
      result.append(
        Held(
          since: rows.int(0), until: rows.optionalInt(1),
          value: ViewEntry(
            side: key.side, kind: key.kind, id: key.id, remoteID: rows.optionalText(2),
            collection: rows.optionalText(3), digest: digest, stamp: rows.optionalText(5),
            presence: presence, order: rows.int(7))))
    }
    return result
  }

  mutating func steps(_ condition: String, _ arguments: [Argument]) throws -> [Held<SentStep>] {
    let rows = try Prepared(
      db,
      """
      SELECT since, until, plan, step, side, kind, action, uid, state, body, operation FROM step
      WHERE \(condition) ORDER BY row
      """)
    try bind(arguments, to: rows)
    var result: [Held<SentStep>] = []
    while try rows.step() {
      guard let kind = RecordKind(number: rows.int(5)),
        let state = SentStep.State(rawValue: rows.text(8))
      else { throw LedgerError.damaged(path, "a step") }
      result.append(
        Held(
          since: rows.int(0), until: rows.optionalInt(1),
          value: SentStep(
            plan: rows.text(2), step: rows.text(3), side: try side(rows.int(4)), kind: kind,
            action: rows.text(6), uid: rows.text(7), state: state, body: rows.text(9),
            operation: rows.int(10))))
    }
    return result
  }

  mutating func conflicts(_ condition: String, _ arguments: [Argument]) throws -> [ConflictNote] {
    let rows = try Prepared(
      db,
      """
      SELECT operation, kind, uid, name, property, base, held, rule, decided, kept FROM conflict
      WHERE \(condition) ORDER BY row
      """)
    try bind(arguments, to: rows)
    var result: [ConflictNote] = []
    while try rows.step() {
      guard let kind = RecordKind(number: rows.int(1)),
        let held = try? JSONDecoder().decode([[String?]].self, from: Data(rows.text(6).utf8)),
        held.allSatisfy({ $0.count == 2 })
      else { throw LedgerError.damaged(path, "a conflict") }
      result.append(
        ConflictNote(
          kind: kind, uid: rows.text(2), name: rows.text(3), property: rows.text(4),
          base: rows.optionalText(5),
          values: held.map { ConflictNote.Value(side: $0[0] ?? "", value: $0[1]) },
          rule: rows.text(7), isDecided: rows.int(8) != 0, kept: rows.optionalText(9),
          operation: rows.int(0)))
    }
    return result
  }

  mutating func answers(_ key: LinkKey, _ entries: Set<EntryKey>) throws -> [Held<Answer>] {
    let rows = try Prepared(
      db,
      """
      SELECT since, until, id, subject, kind, uid, entries, property, choice, value, operation
      FROM answer WHERE kind = ? ORDER BY row
      """)
    try rows.bind(1, key.kind.number)
    var result: [Held<Answer>] = []
    while try rows.step() {
      guard let subject = Answer.Subject(rawValue: rows.text(3)),
        let choice = Choice(stored: rows.text(8), value: rows.optionalText(9)),
        let named = try? JSONDecoder().decode([[String]].self, from: Data(rows.text(6).utf8))
      else { throw LedgerError.damaged(path, "an answer") }
      let keys = named.compactMap { parts -> EntryKey? in
        guard parts.count == 3, let side = SideName(parts[0]) else { return nil }
        return EntryKey(side, key.kind, parts[2])
      }
      guard rows.optionalText(5) == key.uid || keys.contains(where: entries.contains) else {
        continue
      }
      result.append(
        Held(
          since: rows.int(0), until: rows.optionalInt(1),
          value: Answer(
            id: rows.text(2), subject: subject, kind: key.kind, uid: rows.optionalText(5),
            entries: keys, property: rows.text(7), choice: choice, operation: rows.int(10))))
    }
    return result
  }

  // MARK: Values

  private func bind(_ arguments: [Argument], to rows: Prepared) throws {
    for (index, argument) in arguments.enumerated() {
      switch argument {
      case .int(let value): try rows.bind(Int32(index + 1), value)
      case .text(let value): try rows.bind(Int32(index + 1), value)
      }
    }
  }

  private func side(_ id: Int) throws -> SideName {
    guard let side = sides[id] else { throw LedgerError.damaged(path, "no side \(id)") }
    return side
  }

  private mutating func digest(_ id: Int?) throws -> Digest? {
    guard let id else { return nil }
    if let known = digests[id] { return known }
    let row = try Prepared(db, "SELECT digest FROM record WHERE id = ?")
    try row.bind(1, id)
    guard try row.step(), let digest = Digest(bytes: row.blob(0)) else {
      throw LedgerError.damaged(path, "no record \(id)")
    }
    digests[id] = digest
    return digest
  }
}
