import GRDB
public import Records

extension Ledger: RecordStore {
  /// See `RecordStore`.
  public func body(of digest: Digest) throws -> [UInt8] {
    try read { db in
      let row = try Prepared(db, "SELECT body FROM record WHERE digest = ?")
      try row.bind(1, digest.bytes)
      guard try row.step() else { throw LedgerError.missingRecord(digest, path: path) }
      return row.blob(0)
    }
  }

  /// The bodies of many records; digests without a body are left out.
  ///
  /// One pass over all records where a quarter of them or more is wanted, else one look-up each
  /// with one prepared statement: O(min(wanted, stored)).
  public func bodies(of digests: Set<Digest>) throws -> [Digest: [UInt8]] {
    guard !digests.isEmpty else { return [:] }
    return try read { db in
      var result: [Digest: [UInt8]] = [:]
      result.reserveCapacity(digests.count)
      let count = try Prepared(db, "SELECT count(*) FROM record")
      let stored = try count.step() ? count.int(0) : 0
      if digests.count >= stored / 4 {
        let rows = try Prepared(db, "SELECT digest, body FROM record")
        while try rows.step() {
          guard let digest = Digest(bytes: rows.blob(0)), digests.contains(digest) else {
            continue
          }
          result[digest] = rows.blob(1)
        }
      } else {
        let row = try Prepared(db, "SELECT body FROM record WHERE digest = ?")
        for digest in digests {
          try row.bind(1, digest.bytes)
          if try row.step() { result[digest] = row.blob(0) }
          row.reset()
        }
      }
      return result
    }
  }
}
