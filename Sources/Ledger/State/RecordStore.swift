public import Records

/// Bodies of records by digest. The bodies are opaque here: the bridge decides what they hold.
public protocol RecordStore: Sendable {
  /// The body of one record.
  ///
  /// - Throws: `LedgerError` with `missingRecord`, or why the ledger could not be read.
  func body(of digest: Digest) throws -> [UInt8]

  /// The bodies of many records in one pass; digests without a body are left out.
  func bodies(of digests: Set<Digest>) throws -> [Digest: [UInt8]]
}

/// Bodies held in memory, for tests and pure runs.
public struct MemoryRecords: RecordStore {
  package var all: [Digest: [UInt8]]

  package init(_ all: [Digest: [UInt8]] = [:]) {
    self.all = all
  }

  /// See `RecordStore`.
  public func body(of digest: Digest) throws -> [UInt8] {
    guard let body = all[digest] else { throw LedgerError.missingRecord(digest, path: "memory") }
    return body
  }

  /// See `RecordStore`.
  public func bodies(of digests: Set<Digest>) throws -> [Digest: [UInt8]] {
    all.filter { digests.contains($0.key) }
  }
}

extension LedgerState {
  /// The body of a record: from those the state brings, else from the store.
  public func body(of digest: Digest, in store: any RecordStore) throws -> [UInt8] {
    if let body = newRecords[digest] { return body }
    return try store.body(of: digest)
  }

  /// The bodies of many records: those the state brings, the rest in one pass over the store.
  public func bodies(of digests: Set<Digest>, in store: any RecordStore) throws
    -> [Digest: [UInt8]]
  {
    var result: [Digest: [UInt8]] = [:]
    result.reserveCapacity(digests.count)
    var missing = Set<Digest>()
    for digest in digests {
      if let body = newRecords[digest] { result[digest] = body } else { missing.insert(digest) }
    }
    guard !missing.isEmpty else { return result }
    return result.merging(try store.bodies(of: missing)) { mine, _ in mine }
  }
}
