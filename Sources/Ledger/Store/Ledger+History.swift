import Foundation
import GRDB
import Records

extension Ledger {
  /// The log, oldest first.
  public func operations() throws -> [LedgerOperation] {
    try read { db in
      let rows = try Prepared(
        db,
        "SELECT number, time, command, summary, details, undoes FROM operation ORDER BY number")
      var result: [LedgerOperation] = []
      while try rows.step() {
        guard
          let summary = try? JSONDecoder().decode([String].self, from: Data(rows.text(3).utf8))
        else { throw LedgerError.damaged(path, "the summary of operation \(rows.int(0))") }
        result.append(
          LedgerOperation(
            number: rows.int(0), time: rows.text(1), command: rows.text(2), summary: summary,
            details: rows.text(4), undoes: rows.optionalInt(5)))
      }
      return result
    }
  }

  /// The places that an operation changed. O(changes) for entries and links.
  public func touched(by operation: Int) throws -> LedgerKeys {
    try read { db in
      let sides = try Self.sides(db, path)
      var keys = LedgerKeys()
      func each(_ columns: String, of table: String, _ body: (Prepared) throws -> Void) throws {
        let rows = try Prepared(
          db, "SELECT \(columns) FROM \(table) WHERE since = ?1 OR until = ?1")
        try rows.bind(1, operation)
        while try rows.step() { try body(rows) }
      }
      func kind(_ number: Int) throws -> RecordKind {
        guard let kind = RecordKind(number: number) else {
          throw LedgerError.damaged(path, "kind \(number)")
        }
        return kind
      }
      try each("side, kind, id", of: "entry") { row in
        guard let side = sides[row.int(0)] else { throw LedgerError.damaged(path, "a side") }
        keys.entries.insert(EntryKey(side, try kind(row.int(1)), row.text(2)))
      }
      try each("kind, uid", of: "link") { row in
        keys.links.insert(LinkKey(try kind(row.int(0)), row.text(1)))
      }
      try each("id", of: "snapshot") { row in keys.snapshots.insert(row.text(0)) }
      try each("id", of: "answer") { row in keys.answers.insert(row.text(0)) }
      try each("plan, step", of: "step") { row in
        keys.steps.insert(StepKey(plan: row.text(0), step: row.text(1)))
      }
      try each("name", of: "mark") { row in keys.marks.insert(row.text(0)) }
      return keys
    }
  }

  /// The later operations that changed a place this one had changed, or wrote a link, answer or
  /// step that names such a place, oldest first: those to be undone before it. An operation that
  /// was undone, and the one that undid it, are not named.
  public func operationsBuilding(on operation: Int) throws -> [Int] {
    let building = try read { db in
      var numbers = Set<Int>()
      for (table, key) in Self.keys {
        let same = key.map { "a.\($0) = b.\($0)" }.joined(separator: " AND ")
        let rows = try Prepared(
          db,
          """
          SELECT DISTINCT b.since, b.until FROM \(table) AS b CROSS JOIN \(table) AS a ON \(same)
          WHERE (a.since = ?1 OR a.until = ?1) AND (b.since > ?1 OR b.until > ?1)
          """)
        try rows.bind(1, operation)
        while try rows.step() {
          if rows.int(0) > operation { numbers.insert(rows.int(0)) }
          if let until = rows.optionalInt(1), until > operation { numbers.insert(until) }
        }
      }
      for sql in Self.references {
        let rows = try Prepared(db, sql)
        try rows.bind(1, operation)
        while try rows.step() { numbers.insert(rows.int(0)) }
      }
      return numbers
    }
    // Only where both came later do an operation and its undo change nothing since.
    let undoes = Self.undoing(try operations()).filter { $0.target > operation }
    return building.subtracting(undoes.flatMap { [$0.target, $0.undo] }).sorted()
  }

  /// The operations of a log that were undone, and those that undid them: together they change
  /// nothing. An undo that was undone itself is among them, what it undid is not. O(operations).
  public static func cancelled(_ operations: [LedgerOperation]) -> Set<Int> {
    Set(undoing(operations).flatMap { [$0.target, $0.undo] })
  }

  /// What was undone, with what undid it, last one first.
  private static func undoing(_ operations: [LedgerOperation]) -> [(target: Int, undo: Int)] {
    var cancelled = Set<Int>()
    var pairs: [(target: Int, undo: Int)] = []
    for later in operations.reversed() {
      guard let target = later.undoes, !cancelled.contains(later.number) else { continue }
      cancelled.formUnion([later.number, target])
      pairs.append((target, later.number))
    }
    return pairs
  }

  /// What names a place in each table that keeps its history.
  private static let keys: [(table: String, columns: [String])] = [
    ("entry", ["side", "kind", "id"]), ("link", ["kind", "uid"]), ("snapshot", ["id"]),
    ("answer", ["id"]), ("step", ["plan", "step"]), ("mark", ["name"]),
  ]

  /// Later rows that name an entry or a link which the operation changed. CROSS JOIN keeps the
  /// order: from each later row to its places by key, never all against all.
  private static let references = [
    """
    SELECT DISTINCT b.since FROM link AS b CROSS JOIN link_side AS s ON s.link = b.row
    CROSS JOIN entry AS a ON a.side = s.side AND a.kind = b.kind AND a.id = s.entry
    WHERE b.since > ?1 AND (a.since = ?1 OR a.until = ?1)
    """,
    """
    SELECT DISTINCT b.since FROM answer AS b
    CROSS JOIN link AS a ON a.kind = b.kind AND a.uid = b.uid
    WHERE b.since > ?1 AND (a.since = ?1 OR a.until = ?1)
    """,
    """
    SELECT DISTINCT b.since FROM step AS b
    CROSS JOIN link AS a ON a.kind = b.kind AND a.uid = b.uid
    WHERE b.since > ?1 AND (a.since = ?1 OR a.until = ?1)
    """,
    """
    SELECT DISTINCT b.since FROM step AS b
    CROSS JOIN link AS l ON l.kind = b.kind AND l.uid = b.uid
    CROSS JOIN link_side AS s ON s.link = l.row
    CROSS JOIN entry AS a ON a.side = s.side AND a.kind = b.kind AND a.id = s.entry
    WHERE b.since > ?1 AND (a.since = ?1 OR a.until = ?1)
    """,
    """
    SELECT DISTINCT b.since FROM answer AS b
    CROSS JOIN link AS l ON l.kind = b.kind AND l.uid = b.uid
    CROSS JOIN link_side AS s ON s.link = l.row
    CROSS JOIN entry AS a ON a.side = s.side AND a.kind = b.kind AND a.id = s.entry
    WHERE b.since > ?1 AND (a.since = ?1 OR a.until = ?1)
    """,
    // A link rests on the entries that it names.
    """
    SELECT DISTINCT b.since FROM link AS a CROSS JOIN link_side AS s ON s.link = a.row
    CROSS JOIN entry AS b ON b.side = s.side AND b.kind = a.kind AND b.id = s.entry
    WHERE b.since > ?1 AND (a.since = ?1 OR a.until = ?1)
    """,
    """
    SELECT DISTINCT b.until FROM link AS a CROSS JOIN link_side AS s ON s.link = a.row
    CROSS JOIN entry AS b ON b.side = s.side AND b.kind = a.kind AND b.id = s.entry
    WHERE b.until > ?1 AND (a.since = ?1 OR a.until = ?1)
    """,
    // A step may carry out an answer, and an undo take away what a step rests on.
    """
    SELECT DISTINCT b.since FROM answer AS a
    CROSS JOIN step AS b ON b.kind = a.kind AND b.uid = a.uid
    WHERE b.since > ?1 AND (a.since = ?1 OR a.until = ?1)
    """,
    """
    SELECT DISTINCT b.until FROM answer AS a
    CROSS JOIN step AS b ON b.kind = a.kind AND b.uid = a.uid
    WHERE b.until > ?1 AND (a.since = ?1 OR a.until = ?1)
    """,
    """
    SELECT DISTINCT b.until FROM answer AS b
    CROSS JOIN link AS a ON a.kind = b.kind AND a.uid = b.uid
    WHERE b.until > ?1 AND (a.since = ?1 OR a.until = ?1)
    """,
    // What a later import found unchanged it has seen all the same.
    """
    SELECT DISTINCT b.since FROM snapshot AS b
    CROSS JOIN snapshot AS a ON a.side = b.side AND a.kind = b.kind
    WHERE b.since > ?1 AND a.since = ?1
    """,
  ]
}
