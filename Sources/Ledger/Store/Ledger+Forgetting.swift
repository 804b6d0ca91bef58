import Foundation
import GRDB
public import Records

/// What is to be taken out of a ledger for good.
public struct Forgetting: Sendable {
  package var links: Set<LinkKey>
  package var entries: Set<EntryKey>
  /// Every record that only they hold; others keep theirs.
  public var records: Set<Digest> = []
  /// The keyed digests by which later imports know them.
  public var digests: Set<Digest> = []
  /// Rewrites the log's texts, which may name them.
  public var cleaned: @Sendable (String) -> String

  package init(
    links: Set<LinkKey>, entries: Set<EntryKey>,
    cleaned: @escaping @Sendable (String) -> String
  ) {
    self.links = links
    self.entries = entries
    self.cleaned = cleaned
  }
}

extension Ledger {
  /// Every link and entry that was ever tied to a link, and every record they held: what `forget`
  /// has to take out. O(history of them).
  ///
  /// - Parameters:
  ///   - key: the link, or nil for entries that no link ever had.
  ///   - entries: entries to begin with.
  public func reach(of key: LinkKey?, _ entries: Set<EntryKey>, _ kind: RecordKind) throws -> (
    links: Set<LinkKey>, entries: Set<EntryKey>, records: Set<Digest>
  ) {
    try read { db in
      let sides = try Self.sides(db, path)
      var links = Set<LinkKey>()
      if let key { links.insert(key) }
      var entries = entries
      let ofLink = try Prepared(
        db,
        """
        SELECT DISTINCT s.side, s.entry FROM link JOIN link_side AS s ON s.link = link.row
        WHERE link.kind = ? AND link.uid = ? AND s.entry IS NOT NULL
        """)
      if let key {
        try ofLink.bind(1, key.kind.number)
        try ofLink.bind(2, key.uid)
        while try ofLink.step() {
          guard let side = sides[ofLink.int(0)] else { throw LedgerError.damaged(path, "a side") }
          entries.insert(EntryKey(side, key.kind, ofLink.text(1)))
        }
      }
      // A link that had one of the entries and nothing else was the same person before.
      let all = try Prepared(
        db,
        """
        SELECT DISTINCT link.uid, s.side, s.entry FROM link JOIN link_side AS s ON s.link = link.row
        WHERE link.kind = ? AND s.entry IS NOT NULL
        """)
      try all.bind(1, kind.number)
      var held: [String: Set<EntryKey>] = [:]
      while try all.step() {
        guard let side = sides[all.int(1)] else { throw LedgerError.damaged(path, "a side") }
        held[all.text(0), default: []].insert(EntryKey(side, kind, all.text(2)))
      }
      for (uid, own) in held where own.isSubset(of: entries) {
        links.insert(LinkKey(kind, uid))
      }
      return (links, entries, try records(db, links, entries, sides))
    }
  }

  private func records(
    _ db: Database, _ links: Set<LinkKey>, _ entries: Set<EntryKey>, _ sides: [Int: SideName]
  ) throws -> Set<Digest> {
    var result = Set<Digest>()
    func add(_ rows: Prepared) throws {
      while try rows.step() {
        if let digest = Digest(bytes: rows.blob(0)) { result.insert(digest) }
      }
    }
    for entry in entries.sorted() {
      let rows = try Prepared(
        db,
        """
        SELECT DISTINCT r.digest FROM entry AS e JOIN record AS r ON r.id = e.record
        WHERE e.side = ? AND e.kind = ? AND e.id = ?
        """)
      try rows.bind(1, sides.first { $0.value == entry.side }?.key ?? 0)
      try rows.bind(2, entry.kind.number)
      try rows.bind(3, entry.id)
      try add(rows)
    }
    for link in links.sorted() {
      let rows = try Prepared(
        db,
        """
        SELECT DISTINCT r.digest FROM link AS l LEFT JOIN link_side AS s ON s.link = l.row
        JOIN record AS r ON r.id IN (l.agreed, s.baseline, s.sent)
        WHERE l.kind = ? AND l.uid = ?
        """)
      try rows.bind(1, link.kind.number)
      try rows.bind(2, link.uid)
      try add(rows)
    }
    return result
  }

  /// Takes something out of every operation as if it had never been there, and writes one entry of
  /// the log. The space it held is overwritten. Nothing brings it back.
  ///
  /// Call `finishForgetting` afterwards: what earlier versions of rows left in unused pages goes
  /// only then. A run that was killed between the two finishes it the next time.
  ///
  /// - Returns: the number of the operation.
  /// - Throws: `LedgerError`; then nothing was changed.
  @discardableResult
  public func forget(_ what: Forgetting, as operation: LedgerOperation) throws -> Int {
    try run(pragma: "secure_delete = ON")
    return try write { db in
      let head = try Self.head(db)
      let erasing = Erasing(db, try Self.sides(db, path))
      try erasing.answers(what)
      try erasing.log(what.cleaned)
      let row = try Prepared(
        db,
        """
        INSERT INTO operation (number, time, command, summary, details, next_order)
        SELECT ?, ?, ?, ?, ?, coalesce(max(next_order), 1) FROM operation
        """)
      try row.bind(1, head + 1)
      try row.bind(2, operation.time)
      try row.bind(3, operation.command)
      try row.bind(
        4, String(decoding: try JSONEncoder().encode(operation.summary), as: UTF8.self))
      try row.bind(5, operation.details)
      try row.run()
      for link in what.links.sorted() { try erasing.link(link) }
      for entry in what.entries.sorted() { try erasing.entry(entry) }
      try erasing.mentions(what)
      try erasing.records(what.records)
      let add = try Prepared(db, "INSERT OR IGNORE INTO forgotten (digest) VALUES (?)")
      for digest in what.digests.sorted() {
        try add.bind(1, digest.bytes)
        try add.run()
      }
      let cleaning = try Prepared(db, "INSERT INTO cleaning (operation) VALUES (?)")
      try cleaning.bind(1, head + 1)
      try cleaning.run()
      return head + 1
    }
  }

  /// Whether something forgotten may still stand in unused pages of the file.
  public func isForgettingUnfinished() throws -> Bool {
    try read { db in try Prepared(db, "SELECT 1 FROM cleaning").step() }
  }

  /// Writes the file anew without unused pages, so that no byte of what was forgotten stays in it.
  /// O(size of the ledger).
  public func finishForgetting() throws {
    do {
      try run(pragma: "secure_delete = ON")
      try queue.writeWithoutTransaction { db in try db.execute(sql: "VACUUM") }
    } catch { throw LedgerError.of(error, path: path) }
    try write { db in try db.execute(sql: "DELETE FROM cleaning") }
  }
}

/// Deletes rows from every operation.
private struct Erasing {
  let db: Database
  let sides: [Int: SideName]

  init(_ db: Database, _ sides: [Int: SideName]) {
    self.db = db
    self.sides = sides
  }

  private func number(of side: SideName) -> Int { sides.first { $0.value == side }?.key ?? 0 }

  func link(_ key: LinkKey) throws {
    for sql in [
      "DELETE FROM link_side WHERE link IN (SELECT row FROM link WHERE kind = ?1 AND uid = ?2)",
      "DELETE FROM link WHERE kind = ?1 AND uid = ?2",
      "DELETE FROM step WHERE kind = ?1 AND uid = ?2",
      "DELETE FROM conflict WHERE kind = ?1 AND uid = ?2",
      "DELETE FROM answer WHERE kind = ?1 AND uid = ?2",
    ] {
      let statement = try Prepared(db, sql)
      try statement.bind(1, key.kind.number)
      try statement.bind(2, key.uid)
      try statement.run()
    }
  }

  func entry(_ key: EntryKey) throws {
    for sql in [
      // Another link that once had the entry keeps its other sides.
      """
      DELETE FROM link_side WHERE side = ?1 AND entry = ?3
        AND link IN (SELECT row FROM link WHERE kind = ?2)
      """,
      "DELETE FROM entry WHERE side = ?1 AND kind = ?2 AND id = ?3",
    ] {
      let statement = try Prepared(db, sql)
      try statement.bind(1, number(of: key.side))
      try statement.bind(2, key.kind.number)
      try statement.bind(3, key.id)
      try statement.run()
    }
  }

  /// Answers about the entries, and questions of other entries that name them.
  func mentions(_ what: Forgetting) throws {
    let names = Set(what.entries.map(\.id)).union(what.links.map(\.uid))
    let answers = try Prepared(db, "SELECT row, entries, value FROM answer")
    var rows: [Int] = []
    while try answers.step() {
      // An answer that cannot be read may be about the person: nothing is forgotten by halves.
      let keys = try JSONDecoder().decode([[String]].self, from: Data(answers.text(1).utf8))
      if keys.contains(where: { names.contains($0.last ?? "") })
        || answers.optionalText(2).map(names.contains) == true
      {
        rows.append(answers.int(0))
      }
    }
    let delete = try Prepared(db, "DELETE FROM answer WHERE row = ?")
    for row in rows {
      try delete.bind(1, row)
      try delete.run()
    }
    let asked = try Prepared(db, "SELECT row, attributes FROM entry WHERE attributes IS NOT NULL")
    var changed: [(Int, String?)] = []
    while try asked.step() {
      guard let map = StringMap.map(asked.text(1)) else { continue }
      var cleaned: [String: String] = [:]
      for (name, value) in map {
        let words = value.split(separator: " ").map(String.init)
        guard words.contains(where: names.contains) else {
          cleaned[name] = value
          continue
        }
        let rest = words.filter { !names.contains($0) }
        if !rest.isEmpty { cleaned[name] = rest.joined(separator: " ") }
      }
      if cleaned != map { changed.append((asked.int(0), StringMap.text(cleaned))) }
    }
    let update = try Prepared(db, "UPDATE entry SET attributes = ? WHERE row = ?")
    for (row, attributes) in changed {
      try update.bind(1, attributes)
      try update.bind(2, row)
      try update.run()
    }
  }

  /// The bodies that nothing else holds.
  func records(_ digests: Set<Digest>) throws {
    var held = Set<Int>()
    for sql in [
      "SELECT DISTINCT record FROM entry", "SELECT DISTINCT agreed FROM link",
      "SELECT DISTINCT baseline FROM link_side", "SELECT DISTINCT sent FROM link_side",
    ] {
      let rows = try Prepared(db, sql)
      while try rows.step() { if let id = rows.optionalInt(0) { held.insert(id) } }
    }
    let find = try Prepared(db, "SELECT id FROM record WHERE digest = ?")
    let delete = try Prepared(db, "DELETE FROM record WHERE id = ?")
    for digest in digests.sorted() {
      try find.bind(1, digest.bytes)
      let id = try find.step() ? find.int(0) : nil
      find.reset()
      guard let id, !held.contains(id) else { continue }
      try delete.bind(1, id)
      try delete.run()
    }
  }

  /// The entries of the log in which somebody named the record: in words of their own.
  func answers(_ what: Forgetting) throws {
    var numbers = Set<Int>()
    func add(_ rows: Prepared) throws {
      while try rows.step() {
        for column in [Int32(0), 1] {
          if let number = rows.optionalInt(column) { numbers.insert(number) }
        }
      }
    }
    for link in what.links.sorted() {
      for table in ["link", "answer"] {
        let rows = try Prepared(
          db, "SELECT since, until FROM \(table) WHERE kind = ? AND uid = ?")
        try rows.bind(1, link.kind.number)
        try rows.bind(2, link.uid)
        try add(rows)
      }
    }
    for entry in what.entries.sorted() {
      let rows = try Prepared(
        db, "SELECT since, until FROM entry WHERE side = ? AND kind = ? AND id = ?")
      try rows.bind(1, number(of: entry.side))
      try rows.bind(2, entry.kind.number)
      try rows.bind(3, entry.id)
      try add(rows)
    }
    let update = try Prepared(
      db,
      """
      UPDATE operation SET command = 'resolve [forgotten]', summary = '["Answered."]'
      WHERE number = ? AND command LIKE 'resolve %' AND command NOT LIKE 'resolve --all%'
      """)
    for number in numbers.sorted() {
      try update.bind(1, number)
      try update.run()
    }
  }

  func log(_ cleaned: (String) -> String) throws {
    let rows = try Prepared(db, "SELECT number, command, summary, details FROM operation")
    var changed: [(Int, [String])] = []
    while try rows.step() {
      let texts = [rows.text(1), rows.text(2), rows.text(3)]
      let new = texts.map(cleaned)
      if new != texts { changed.append((rows.int(0), new)) }
    }
    let update = try Prepared(
      db, "UPDATE operation SET command = ?, summary = ?, details = ? WHERE number = ?")
    for (number, texts) in changed {
      for (index, text) in texts.enumerated() { try update.bind(Int32(index + 1), text) }
      try update.bind(4, number)
      try update.run()
    }
  }
}
