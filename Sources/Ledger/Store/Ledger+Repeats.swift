import GRDB

/// What an import needs that says nothing new.
extension Ledger {
  /// Whether nothing that is known has changed since an operation: every later one is an import and
  /// added no more than its snapshots. O(log n).
  ///
  /// - Throws: `LedgerError` with the codes of the disk.
  public func isStill(since operation: Int) throws -> Bool {
    try read { db in
      let others = try Prepared(
        db,
        """
        SELECT EXISTS (SELECT 1 FROM operation WHERE number > ?1 AND command NOT LIKE 'import %')
          OR EXISTS (SELECT 1 FROM entry WHERE since > ?1)
          OR EXISTS (SELECT 1 FROM entry WHERE until > ?1)
          OR EXISTS (SELECT 1 FROM link WHERE since > ?1)
          OR EXISTS (SELECT 1 FROM link WHERE until > ?1)
          OR EXISTS (SELECT 1 FROM answer WHERE since > ?1 OR until > ?1)
          OR EXISTS (SELECT 1 FROM step WHERE since > ?1)
          OR EXISTS (SELECT 1 FROM step WHERE until > ?1)
          OR EXISTS (SELECT 1 FROM mark WHERE since > ?1 OR until > ?1)
        """)
      try others.bind(1, operation)
      guard try others.step() else { return false }
      return others.int(0) == 0
    }
  }

  /// The state without all but its snapshots, for an operation that adds only such. O(snapshots).
  ///
  /// - Throws: `LedgerError` with `damaged`, and the codes of the disk.
  public func loadSnapshots() throws -> LedgerState {
    try read { db in
      let head = try Self.head(db)
      return try Loading(self, db, at: head, head: head).snapshotsOnly()
    }
  }
}
